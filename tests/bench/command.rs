//! `command.durable`: one kept cheque, from the window's JSON to the window's JSON, views and search written and the whole
//! durable, beside a bare insert and commit of the same bytes.

use relais_tests::Outcome;
use relais_usecases::app::OpenPractice;
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, interleaved, timed};
use crate::row::{Bar, Reference, Row, Unit, median};
use crate::shop::Shop;
use crate::{floor, names, say};

/// Commands a round: their middle is the round's number.
const COMMANDS: usize = 40;
/// Commands before the first round: caches full, the log grown past its first checkpoint.
const WARMING: usize = 60;
/// The insurer's share on each.
const SHARE_CENTS: i64 = 37_100;

/// Measures on the practice of this size.
pub(crate) fn measure(size: Size) -> Outcome<Row> {
    say(&format!("command.durable on {} dossiers", size.dossiers()));
    let root = practice::copy(size, "command")?;
    let shop = Shop::on(&root, practice::evening(), 0xc4e9, std::sync::Arc::new(relais_usecases::ports::NoKeyring))?;
    let practice = shop.open()?;
    let mut counter = Counter { shop: &shop, chance: Chance::seeded(7) };
    let request = counter.sale()?;
    let before = practice.database.head()?.seq;
    let reply = shop.ask("cheque.keep", request)?;
    let bytes = written(&practice, before, &reply)?;
    let bare = floor::new(&root.join("floor.db"), &practice)?;
    bare.execute_batch("CREATE TABLE journal (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")?;
    for _ in 0..WARMING {
        counter.keep()?;
        insert(&bare, &bytes)?;
    }
    let rounds = interleaved(ROUNDS * COMMANDS, |_| counter.keep(), |_| insert(&bare, &bytes))?;
    let middles = |samples: &[u64]| samples.chunks(COMMANDS).map(median).collect();
    let row = Row {
        id: "command.durable",
        metric: "one kept cheque, acknowledged",
        size: size.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Ratio(3_000),
        samples: middles(&rounds.ours),
        reference: Some(Reference {
            name: format!("SQLCipher, insert and commit of {} bytes", bytes.len()),
            samples: middles(&rounds.reference),
        }),
    };
    drop(practice);
    shop.close()?;
    std::fs::remove_dir_all(root)?;
    Ok(row)
}

/// Somebody at the counter.
struct Counter<'s> {
    shop: &'s Shop,
    chance: Chance,
}

impl Counter<'_> {
    /// A sale, then its cheque; only the cheque is timed.
    fn keep(&mut self) -> Outcome<u64> {
        let request = self.sale()?;
        let (took, _) = timed(|| self.shop.ask("cheque.keep", request))?;
        Ok(took)
    }

    /// A sale, and what will be asked for its cheque.
    fn sale(&mut self) -> Outcome<Value> {
        let (family_name, given_name) = (names::family(&mut self.chance), names::given(&mut self.chance));
        let opened = self.shop.ask(
            "dossier.open",
            json!({
                "activity": "optics", "family_name": family_name, "given_name": given_name,
                "phone": format!("0639{}", self.chance.digits(6)), "operator": "viamedis",
                "insurer_name": "Mutuelle du Phare", "amc_number": "0986402170",
                "member_number": self.chance.digits(10), "total_cents": SHARE_CENTS + 10_900, "amo_share_cents": 900,
                "amc_share_cents": SHARE_CENTS, "customer_share_cents": 10_000,
                "reference": format!("DV-{}", self.chance.digits(7)),
            }),
        )?;
        let line = practice::cheque_line(&mut self.chance).ok_or("the line is one")?;
        Ok(json!({
            "dossier": opened["dossier"], "rank": 1, "agreement": "kept_and_returned", "amount_cents": SHARE_CENTS,
            "line": line.digits(), "rlmc_key": line.rlmc_key().to_string(), "bank_name": "Banque des Deux Rives",
            "drawer_name": "", "written_on": "2025-09-30", "written_at": "Lyon", "payee_is_practice": true,
            "words_agree": true, "agreed_date": null, "override_reason": null,
        }))
    }
}

fn insert(bare: &Connection, bytes: &[u8]) -> Outcome<u64> {
    let (took, ()) = timed(|| {
        let transaction = bare.unchecked_transaction()?;
        transaction.prepare_cached("INSERT INTO journal (bytes) VALUES (?1)")?.execute(params![bytes])?;
        transaction.commit()?;
        Ok(())
    })?;
    Ok(took)
}

/// What a cheque made durable, its facts and its recorded reply: neither views nor search are counted, so the floor is
/// the lowest there can be.
fn written(practice: &OpenPractice, since: u64, reply: &Value) -> Outcome<Vec<u8>> {
    let under = floor::under(practice)?;
    let mut statement = under.prepare("SELECT bytes FROM journal WHERE seq > ?1 ORDER BY seq")?;
    let rows = statement.query_map([i64::try_from(since)?], |row| row.get::<_, Vec<u8>>(0))?;
    let mut bytes = rows.collect::<Result<Vec<_>, _>>()?.concat();
    bytes.extend(reply.to_string().bytes());
    Ok(bytes)
}
