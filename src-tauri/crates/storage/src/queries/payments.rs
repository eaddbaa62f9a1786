//! Money in: the credits and what they pay, what was announced and has not come, and the lists both were read from.

use super::{MAX_ROWS, Queries, all, name};
use crate::{
    error::StorageError,
    rows::{AdviceRow, BankedCheque, CreditRow, Page, SetAsideRow, SlipRow, dossier_label},
    sql::Columns,
};
use jiff::civil::Date;
use relais_domain::{
    ids::{BankCreditId, DossierId, ImportId},
    platform::PlatformCode,
};

/// Most credits and advices looked at together: years of a practice.
const MAX_LOOKED_AT: u32 = 50_000;

const CREDIT: &str = "SELECT c.id, c.amount_cents, c.left_cents, c.booked_on, c.value_on, c.payer, c.insurer, l.text, r.text, \
    c.import, (SELECT count(*) FROM allocation_view a WHERE a.bank_credit = c.id) \
    FROM bank_credit_view c LEFT JOIN typed_text l ON l.id = c.label LEFT JOIN typed_text r ON r.id = c.reference";

const ADVICE: &str = "SELECT a.dossier, d.year, d.number, d.reference, p.family_name, p.given_name, p.phone, a.rank, a.operator, \
    a.state, a.advised_cents, a.paid_cents, a.advised_on, a.announced_at_ms, a.reference, a.pays_on \
    FROM advice_view a JOIN dossier_view d ON d.id = a.dossier LEFT JOIN person p ON p.id = d.person";

impl Queries<'_> {
    /// The credits, the latest booked first.
    pub fn credits(&self, page: Page) -> Result<Vec<CreditRow>, StorageError> {
        let sql =
            format!("{CREDIT} WHERE c.withdrawn = 0 ORDER BY c.booked_on DESC, c.updated_seq DESC LIMIT ?1 OFFSET ?2");
        all(self.connection, &sql, (page.limit.min(MAX_ROWS), page.offset), credit_row)
    }

    /// The credits of which something is left to allocate, the latest booked first.
    pub fn credits_left(&self) -> Result<Vec<CreditRow>, StorageError> {
        let sql = format!("{CREDIT} WHERE c.left_cents > 0 ORDER BY c.booked_on DESC, c.updated_seq DESC LIMIT ?1");
        all(self.connection, &sql, [MAX_ROWS], credit_row)
    }

    /// One credit.
    pub fn credit(&self, id: BankCreditId) -> Result<Option<CreditRow>, StorageError> {
        Ok(all(
            self.connection,
            &format!("{CREDIT} WHERE c.id = ?1 AND c.withdrawn = 0"),
            [id.0.as_bytes()],
            credit_row,
        )?
        .pop())
    }

    /// Every credit booked from one day to another, both counted.
    pub fn credits_between(&self, from: Date, to: Date) -> Result<Vec<CreditRow>, StorageError> {
        let sql = format!("{CREDIT} WHERE c.withdrawn = 0 AND c.booked_on BETWEEN ?1 AND ?2 LIMIT ?3");
        all(self.connection, &sql, (from.to_string(), to.to_string(), MAX_LOOKED_AT), credit_row)
    }

    /// The credits of a statement, in the order they were booked.
    pub fn credits_of_import(&self, import: ImportId) -> Result<Vec<CreditRow>, StorageError> {
        let sql = format!("{CREDIT} WHERE c.import = ?1 AND c.withdrawn = 0 ORDER BY c.booked_on, c.updated_seq");
        all(self.connection, &sql, [import.0.as_bytes()], credit_row)
    }

    /// The days on which each operator paid, from one day on.
    pub fn days_paid(&self, from: Date) -> Result<Vec<(PlatformCode, Date)>, StorageError> {
        let sql = "SELECT DISTINCT payer, booked_on FROM bank_credit_view WHERE withdrawn = 0 AND booked_on >= ?1 AND payer IS NOT NULL \
                   ORDER BY payer, booked_on";
        all(self.connection, sql, [from.to_string()], |columns| Ok((columns.word()?, columns.day()?)))
    }

    /// What was announced and has not come whole, the oldest advice first.
    pub fn advices_awaited(&self) -> Result<Vec<AdviceRow>, StorageError> {
        let sql = format!("{ADVICE} ORDER BY a.advised_on IS NULL, a.advised_on, a.updated_seq LIMIT ?1");
        all(self.connection, &sql, [MAX_LOOKED_AT], advice_row)
    }

    /// The dossiers a list of advices touched, in the order they were opened.
    pub fn dossiers_of_advices(&self, import: ImportId) -> Result<Vec<DossierId>, StorageError> {
        let sql = "SELECT d.id FROM dossier_view d \
                   WHERE d.id IN (SELECT dossier FROM advice_line_view WHERE import = ?1) ORDER BY d.serial";
        all(self.connection, sql, [import.0.as_bytes()], |columns| columns.id())
    }

    /// The lines of lists that no share answers to, those of the latest list first.
    pub fn set_aside(&self) -> Result<Vec<SetAsideRow>, StorageError> {
        let sql = "SELECT a.import, a.line, t.text, a.amount_cents, a.on_day, n.text, i.taken_at_ms FROM set_aside_view a \
                   JOIN import_view i ON i.id = a.import LEFT JOIN typed_text t ON t.id = a.text \
                   LEFT JOIN typed_text n ON n.id = i.name WHERE a.settled = 0 ORDER BY i.taken_at_ms DESC, a.line LIMIT ?1";
        all(self.connection, sql, [MAX_LOOKED_AT], |columns| {
            Ok(SetAsideRow {
                import: columns.id()?,
                line: columns.take()?,
                text: columns.take::<Option<String>>()?.unwrap_or_default(),
                amount_cents: columns.cents_opt()?,
                on: columns.day_opt()?,
                list: columns.take::<Option<String>>()?.unwrap_or_default(),
                taken_at: columns.at()?,
            })
        })
    }

    /// What every line that was ever set aside says, but for lists undone.
    pub fn aside_texts(&self) -> Result<Vec<String>, StorageError> {
        let sql = "SELECT t.text FROM set_aside_view a JOIN typed_text t ON t.id = a.text LIMIT ?1";
        all(self.connection, sql, [MAX_LOOKED_AT], |columns| columns.take())
    }

    /// The slips the bank has, and those it credited from one day to another, the latest first.
    pub fn slips_of_statement(&self, from: Date, to: Date) -> Result<Vec<SlipRow>, StorageError> {
        let slips = self.slips(Page::first(MAX_ROWS))?;
        let there = |slip: &SlipRow| match slip.credited_on {
            Some(on) => (from..=to).contains(&on),
            None => slip.state == relais_domain::slip::SlipState::Made,
        };
        Ok(slips.into_iter().filter(there).collect())
    }

    /// The cheques the bank has, credited or not.
    pub fn cheques_at_the_bank(&self) -> Result<Vec<BankedCheque>, StorageError> {
        let sql = "SELECT c.id, c.amount_cents, p.family_name, p.given_name, p.phone FROM cheque_view c \
                   LEFT JOIN dossier_view d ON d.id = c.first_dossier LEFT JOIN person p ON p.id = d.person \
                   WHERE c.state IN ('deposited', 'represented', 'credited', 'final') LIMIT ?1";
        all(self.connection, sql, [MAX_ROWS], |columns| {
            Ok(BankedCheque { id: columns.id()?, amount_cents: columns.cents()?, name: name(columns)? })
        })
    }
}

fn credit_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<CreditRow> {
    Ok(CreditRow {
        id: columns.id()?,
        amount_cents: columns.cents()?,
        left_cents: columns.cents()?,
        on: columns.day()?,
        value_on: columns.day_opt()?,
        payer: columns.word_opt()?,
        insurer: columns.take()?,
        label: columns.take::<Option<String>>()?.unwrap_or_default(),
        reference: columns.take::<Option<String>>()?.unwrap_or_default(),
        import: columns.id_opt()?,
        shares: columns.take()?,
    })
}

fn advice_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<AdviceRow> {
    Ok(AdviceRow {
        dossier: columns.id()?,
        label: {
            let year = columns.take()?;
            dossier_label(year, columns.take()?)
        },
        invoice: columns.take()?,
        name: name(columns)?,
        rank: columns.take()?,
        operator: columns.word_opt()?,
        state: columns.word()?,
        advised_cents: columns.cents()?,
        paid_cents: columns.cents()?,
        advised_on: columns.day_opt()?,
        announced_at: columns.at()?,
        reference: columns.take()?,
        pays_on: columns.day_opt()?,
    })
}
