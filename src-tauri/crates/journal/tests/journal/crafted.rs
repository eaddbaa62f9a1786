//! The part of the table of damage that takes a forger: journals whose chains hold, and which Relais would still never
//! have written.

use relais_journal::canonical::{MAX_BYTES, MAX_INTEGER};
use relais_journal::chain::MAX_POSTS;
use relais_journal::{Entry, chain};
use serde_json::json;
use uuid::Uuid;

use crate::damage::Table;
use crate::sample::*;

/// Entries that chain but that Relais would not have written.
pub(crate) fn entries(table: &mut Table) {
    let mut spelled = |name: &str, old: &str, new: &str, verdict: &str| {
        let mut entries = journal(6);
        let text = String::from_utf8(entries[3].bytes.clone()).unwrap();
        assert!(text.contains(old), "no {old} in {text}");
        entries[3].bytes = text.replacen(old, new, 1).into_bytes();
        for at in 3..6 {
            entries[at].hash = chain(&entries[at - 1].hash, &entries[at].bytes);
        }
        table.add(name, crafted(&entries, &journal(6)), verdict);
    };
    let invalid = "INVALID_ENTRY 4";
    spelled("chained with a space", ",\"kind\"", ", \"kind\"", invalid);
    spelled("chained with a member more", "{\"actor\"", "{\"a\":1,\"actor\"", invalid);
    spelled("chained with a member twice", "\"kind\"", "\"format_version\":1,\"kind\"", invalid);
    spelled("chained with a name twice in the body", "{\"agreement\"", "{\"agreement\":1,\"agreement\"", invalid);
    spelled("chained with names out of order", "{\"agreement\"", "{\"z\":1,\"agreement\"", invalid);
    spelled("chained with a float", ":407", ":407.5", invalid);
    spelled("chained with a whole float", ":407", ":407.0", invalid);
    spelled("chained with an exponent", ":407", ":4e2", invalid);
    spelled("chained with minus zero", ":407", ":-0", invalid);
    spelled("chained with a leading zero", ":407", ":0407", invalid);
    spelled("chained with 2^53", ":407", ":9007199254740992", invalid);
    spelled("chained with a number without end", ":407", &format!(":{}", "9".repeat(5_000)), invalid);
    spelled("chained with a needless escape", "\"A\"", "\"\\u0041\"", invalid);
    spelled("chained with a long escape", "\"A\"", "\"\\u000a\"", invalid);
    spelled("chained with a capital in an escape", "\"A\"", "\"\\u001F\"", invalid);
    spelled("chained with an escaped slash", "\"A\"", "\"\\/\"", invalid);
    spelled("chained with half a surrogate", "\"A\"", "\"\\ud83d\"", invalid);
    spelled("chained with a tab", "\"A\"", "\"\t\"", invalid);
    spelled("chained with NaN", ":407", ":NaN", invalid);
    spelled("chained with a word that is none", ":407", ":nil", invalid);
    spelled("chained with text after", "}", "}}", invalid);
    spelled("chained too deep", ":407", &format!(":{}1{}", "[".repeat(15), "]".repeat(15)), invalid);
    spelled("chained far too deep", ":407", &format!(":{}", "[".repeat(200_000)), invalid);
    spelled("chained too large", "\"A\"", &format!("\"{}\"", "A".repeat(MAX_BYTES)), "CHANGED_ENTRY 4");
    spelled("chained a byte too large", "\"A\"", &format!("\"{}\"", "A".repeat(MAX_BYTES - 400)), invalid);
    spelled("chained without a body", "\"body\":{", "\"body\":[{", invalid);
    spelled("chained in capitals", "cheque.kept", "Cheque.kept", invalid);
    spelled("chained with a day that is none", "2024-01-29", "2024-01-32", invalid);
    spelled("chained in the last year", "2024-01-29", "9999-01-29", invalid);
    spelled("chained with microseconds", "000Z", "000000Z", invalid);
    spelled("chained with version 0", "version\":1", "version\":0", invalid);
    spelled("chained with version 2^32", "version\":1", "version\":4294967296", invalid);
    spelled("chained with a stream without id", "cheque/", "cheque//", invalid);
    spelled("chained deep enough", ":407", &format!(":{}1{}", "[".repeat(14), "]".repeat(14)), "MANIFEST_OTHER_CHAIN");
    spelled(
        "chained with a body of nothing",
        "\"body\":{\"agreement\":\"A\",\"amount_cents\":407,\"until\":\"2024-03-15\"}",
        "\"body\":null",
        "MANIFEST_OTHER_CHAIN",
    );
    spelled("chained again and signed by nobody", ":407", ":408", "MANIFEST_OTHER_CHAIN");
    let mut bytes = journal(6);
    bytes[3].bytes = [&bytes[3].bytes[..], b"\xff"].concat();
    bytes[3].hash = chain(&bytes[2].hash, &bytes[3].bytes);
    table.add("chained without being UTF-8", crafted(&bytes, &journal(6)), invalid);
}

/// Journals that chain but break the rules between entries.
pub(crate) fn journals(table: &mut Table) {
    let mut journal_of = |name: &str, verdict: &str, spoil: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = entries_of(&[0; 6]);
        spoil(&mut entries);
        table.add(name, crafted(&chained(&entries), &journal(6)), verdict);
    };
    journal_of("another practice", "OTHER_PRACTICE 4", &|it| it[3].practice = Uuid::from_u128(9));
    journal_of("the practice created again", "GENESIS_REPEATED 4", &|it| it[3].kind = "practice.created".into());
    journal_of("no genesis", "GENESIS_MISSING", &|it| it[0].kind = "practice.changed".into());
    journal_of("a genesis of nothing", "GENESIS_MISSING", &|it| it[0].body = json!(null));
    journal_of("a genesis without kind", "GENESIS_MISSING", &|it| it[0].body = json!({"time_zone": "Europe/Paris"}));
    journal_of("a genesis of an unknown kind", "GENESIS_MISSING", &|it| it[0].body["practice_kind"] = json!("test"));
    journal_of("a genesis of a kind that is no text", "GENESIS_MISSING", &|it| {
        it[0].body["practice_kind"] = json!({"real": null});
    });
    journal_of("a genesis with a zone that is none", "GENESIS_MISSING", &|it| {
        it[0].body["time_zone"] = json!("Paris//")
    });
    journal_of("a sum past its range", "TOTALS_OVERFLOW 5", &|it| {
        it[2].body = json!({"amount_cents": MAX_INTEGER});
        (it[3].kind, it[3].body) = (it[2].kind.clone(), json!({"amount_cents": -1}));
        (it[4].kind, it[4].body) = (it[2].kind.clone(), json!({"amount_cents": 2}));
    });
    let mut entries = entries_of(&[0, 0, 1]);
    (1..3).for_each(|at| entries[at].body = json!({"amount_cents": MAX_INTEGER}));
    table.add("sums of two posts past the range together", archive(&chained(&entries)), "OK ARCHIVE_ALONE");
    let posts: Vec<usize> = (0..=MAX_POSTS).collect();
    table.add("a post too many", crafted(&chained(&entries_of(&posts)), &journal(6)), "TOO_MANY_POSTS 257");
    table.add("as many posts as may be", archive(&chained(&entries_of(&posts[..MAX_POSTS]))), "OK ARCHIVE_ALONE");
}
