//! The strip of platforms, the practice, its users, and bank credits.

use super::{MAX_ROWS, Queries, all, one};
use crate::{
    error::StorageError,
    rows::{BankCreditRow, FunctionRow, Letterhead, Page, PlatformRow, PracticeRow, UserRow},
    sql::Columns,
};
use relais_domain::{
    bank_credit::Allocation,
    ids::{BankCreditId, TextId},
};
use uuid::Uuid;

const CREDITS: &str = "SELECT id, amount_cents, left_cents, booked_on, payer, label FROM bank_credit_view";

impl Queries<'_> {
    /// Every platform, in the order they were configured, with its functions.
    pub fn platform_strip(&self) -> Result<Vec<PlatformRow>, StorageError> {
        let sql = "SELECT id, code, label, channel, base_url, token_url, client_id, portal_url, conduct, suspended_on \
                   FROM platform_view ORDER BY serial";
        let mut platforms = all(self.connection, sql, [], platform_row)?;
        let sql = "SELECT function, state, cause, source, since_ms, said_by, text FROM platform_function_view \
                   WHERE platform = ?1";
        for platform in &mut platforms {
            platform.functions = all(self.connection, sql, [platform.platform.as_str()], function_row)?;
            platform.functions.sort_by_key(|function| function.function);
        }
        Ok(platforms)
    }

    /// The practice; none before its first entries.
    pub fn practice(&self) -> Result<Option<PracticeRow>, StorageError> {
        let sql = "SELECT p.id, p.kind, p.time_zone, p.activities, p.finess, p.siret, p.kept_cheques, l.name, l.address, l.phone, \
                   l.mediator FROM practice_view p LEFT JOIN letterhead l ON l.one = 1";
        one(self.connection, sql, [], |columns| {
            Ok(PracticeRow {
                id: columns.id()?,
                kind: columns.word()?,
                time_zone: columns.take()?,
                activities: columns.json()?,
                finess: columns.take()?,
                siret: columns.take()?,
                kept_cheques: columns.word()?,
                letterhead: Letterhead {
                    name: columns.take::<Option<String>>()?.unwrap_or_default(),
                    address: columns.take::<Option<String>>()?.unwrap_or_default(),
                    phone: columns.take::<Option<String>>()?.unwrap_or_default(),
                    mediator: columns.take::<Option<String>>()?.unwrap_or_default(),
                },
            })
        })
    }

    /// The users, in the order they were created.
    pub fn users(&self) -> Result<Vec<UserRow>, StorageError> {
        let sql = "SELECT u.id, u.role, n.name, u.created_ms, u.retired_ms FROM user_view u LEFT JOIN user_name n ON n.user = u.id \
                   ORDER BY u.serial";
        all(self.connection, sql, [], |columns| {
            Ok(UserRow {
                id: columns.id()?,
                role: columns.word()?,
                name: columns.take::<Option<String>>()?.unwrap_or_default(),
                since: columns.at()?,
                retired_at: columns.at_opt()?,
            })
        })
    }

    /// The bank credits, the latest booked first.
    pub fn bank_credits(&self, page: Page) -> Result<Vec<BankCreditRow>, StorageError> {
        let sql = format!("{CREDITS} WHERE withdrawn = 0 ORDER BY booked_on DESC, updated_seq DESC LIMIT ?1 OFFSET ?2");
        let credits = all(self.connection, &sql, (page.limit.min(MAX_ROWS), page.offset), credit_row)?;
        self.with_allocations(credits)
    }

    /// The bank credits of which something is left to allocate, the latest booked first.
    pub fn bank_credits_left(&self) -> Result<Vec<BankCreditRow>, StorageError> {
        let sql = format!("{CREDITS} WHERE left_cents > 0 ORDER BY booked_on DESC, updated_seq DESC LIMIT ?1");
        let credits = all(self.connection, &sql, [MAX_ROWS], credit_row)?;
        self.with_allocations(credits)
    }

    /// One bank credit.
    pub fn bank_credit(&self, id: BankCreditId) -> Result<Option<BankCreditRow>, StorageError> {
        let credit =
            all(self.connection, &format!("{CREDITS} WHERE id = ?1 AND withdrawn = 0"), [id.0.as_bytes()], credit_row)?;
        Ok(self.with_allocations(credit)?.pop())
    }

    fn with_allocations(&self, mut credits: Vec<BankCreditRow>) -> Result<Vec<BankCreditRow>, StorageError> {
        let sql = "SELECT dossier, rank, amount_cents FROM allocation_view WHERE bank_credit = ?1 ORDER BY position";
        for credit in &mut credits {
            credit.allocations = all(self.connection, sql, [credit.id.0.as_bytes()], |columns| {
                Ok(Allocation { dossier: columns.id()?, rank: columns.take()?, amount_cents: columns.cents()? })
            })?;
        }
        Ok(credits)
    }
}

fn credit_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<BankCreditRow> {
    Ok(BankCreditRow {
        id: columns.id()?,
        amount_cents: columns.cents()?,
        left_cents: columns.cents()?,
        on: columns.day()?,
        payer: columns.word_opt()?,
        label: columns.id_opt::<Uuid>()?.map(TextId),
        allocations: Vec::new(),
    })
}

fn platform_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<PlatformRow> {
    Ok(PlatformRow {
        id: columns.id()?,
        platform: columns.word()?,
        label: columns.take()?,
        channel: columns.word()?,
        base_url: columns.take()?,
        token_url: columns.take()?,
        client_id: columns.take()?,
        portal_url: columns.take()?,
        conduct: columns.json()?,
        suspended_on: columns.day_opt()?,
        functions: Vec::new(),
    })
}

fn function_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<FunctionRow> {
    Ok(FunctionRow {
        function: columns.word()?,
        state: columns.word()?,
        cause: columns.word_opt()?,
        source: columns.word()?,
        since: columns.at()?,
        said_by: columns.word_opt()?,
        text: columns.id_opt()?,
    })
}
