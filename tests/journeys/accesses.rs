//! The access log through the door of the window: what was looked up, opened, exported or refused is told, by whom and
//! about what, kept a year, and proved; and nothing of it names a person.

use relais_domain::dossier::Way;
use relais_domain::ids::DossierId;
use relais_storage::StorageError;
use relais_storage::rows::AccessFilter;
use relais_usecases::contract::{
    AccessKind, AccessLogExported, AccessLogPage, AccessLogRequest, AccessLogVerification, AccessSubject, ChequeRef,
    ExportArchiveRequest, Nothing, OpenPracticeRequest, ProblemCode, Unlock, VerifyRightsRequest,
};
use relais_usecases::{access, access_log, demonstration, table};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, glasses};

async fn says<T: DeserializeOwned>(shop: &Shop, name: &str, request: impl Serialize) -> Outcome<T> {
    let request = serde_json::to_value(request).unwrap();
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

fn everything() -> AccessLogRequest {
    AccessLogRequest { kind: None, user: None, from: None, until: None, text: String::new(), before: None, limit: 500 }
}

async fn listed(shop: &Shop, request: AccessLogRequest) -> AccessLogPage {
    says(shop, "access_log.list", request).await.unwrap()
}

/// The kinds of the lines, oldest first; those of the months themselves apart.
async fn told(shop: &Shop, request: AccessLogRequest) -> Vec<AccessKind> {
    use AccessKind::{SegmentErased, SegmentOpened, SegmentSealed};
    let kinds = listed(shop, request).await.rows.into_iter().rev().map(|row| row.kind);
    kinds.filter(|kind| ![SegmentOpened, SegmentSealed, SegmentErased].contains(kind)).collect()
}

async fn verified(shop: &Shop, path: Option<&str>) -> AccessLogVerification {
    says(shop, "access_log.verify", json!({ "path": path })).await.unwrap()
}

/// Rights looked up, a cheque's receipt printed, the journal taken away.
async fn a_morning(shop: &Shop) -> DossierId {
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let _: Value =
        says(shop, "rights.verify", VerifyRightsRequest { dossier, rank: 1, service_date: None }).await.unwrap();
    shop.goes(dossier, Way::ChequeKept).await;
    let cheque = shop.keeps(dossier, 1).await.cheque;
    let _: Value = says(shop, "cheque.receipt", ChequeRef { cheque }).await.unwrap();
    let archive = shop.home.path().join("journal.relais").display().to_string();
    let _: Value = says(shop, "journal.export", ExportArchiveRequest { path: archive }).await.unwrap();
    dossier
}

pub(crate) async fn opens(shop: &Shop, unlock: Unlock) -> Outcome {
    let folder = std::fs::read_dir(shop.home.path().join("cabinets")).unwrap().next().unwrap().unwrap().path();
    let request = OpenPracticeRequest { folder: folder.display().to_string(), unlock };
    access::open_practice(&shop.app, call(), request).await.map(drop)
}

pub(crate) fn passphrase() -> Unlock {
    Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_morning_is_told_with_the_names_joined() -> Outcome {
    let shop = Shop::open().await;
    let dossier = a_morning(&shop).await;
    use AccessKind as K;
    let expected = [K::SessionOpened, K::RightsLookedUp, K::CredentialUsed, K::DocumentMade, K::ArchiveExported];
    assert_eq!(told(&shop, everything()).await, expected);
    let page = listed(&shop, everything()).await;
    assert!(page.rows.iter().all(|row| row.actor == "Claire Aubry" && row.outcome == "done"));
    assert_eq!((page.users.len(), page.keep_months), (1, 12));
    let about = |kind| page.rows.iter().find(|row| row.kind == kind).unwrap().about.clone();
    let looked_up = about(K::RightsLookedUp).unwrap();
    assert_eq!((looked_up.subject, looked_up.dossier), (AccessSubject::Dossier, Some(dossier)));
    assert!(looked_up.label.starts_with("2024-0001 · ") && looked_up.label.contains("Bernard"), "{looked_up:?}");
    assert_eq!(about(K::DocumentMade).unwrap().dossier, Some(dossier));
    assert_eq!(about(K::ArchiveExported), None);
    let opened = page.rows.iter().find(|row| row.kind == K::SessionOpened).unwrap();
    assert_eq!(opened.detail.as_deref(), Some("created"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_found_by_kind_person_day_and_name() -> Outcome {
    let shop = Shop::open().await;
    a_morning(&shop).await;
    shop.days_later(2);
    let other = shop.sells(glasses("Durand", "almerys", "4417002231")).await.dossier;
    let _: Value =
        says(&shop, "rights.verify", VerifyRightsRequest { dossier: other, rank: 1, service_date: None }).await?;
    use AccessKind as K;
    let looked_up = AccessLogRequest { kind: Some(K::RightsLookedUp), ..everything() };
    assert_eq!(told(&shop, looked_up.clone()).await.len(), 2);
    let bernard = AccessLogRequest { text: "bernard".to_owned(), ..everything() };
    assert_eq!(told(&shop, bernard).await, [K::RightsLookedUp, K::DocumentMade]);
    let by_name = AccessLogRequest { text: "aubry".to_owned(), ..looked_up.clone() };
    assert_eq!(told(&shop, by_name).await.len(), 2);
    assert_eq!(told(&shop, AccessLogRequest { text: "personne".to_owned(), ..everything() }).await, []);
    let second = shop.practice().today();
    let later = AccessLogRequest { from: Some(second), ..looked_up.clone() };
    assert_eq!(told(&shop, later).await, [K::RightsLookedUp]);
    let before = AccessLogRequest { until: second.yesterday().ok(), ..looked_up.clone() };
    assert_eq!(told(&shop, before).await, [K::RightsLookedUp]);
    let user = listed(&shop, everything()).await.users[0].id;
    assert_eq!(told(&shop, AccessLogRequest { user: Some(user), ..looked_up.clone() }).await.len(), 2);
    // Page by page, nothing twice and nothing left out.
    let whole: Vec<u64> = listed(&shop, everything()).await.rows.iter().map(|row| row.seq).collect();
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = listed(&shop, AccessLogRequest { before, limit: 3, ..everything() }).await;
        seen.extend(page.rows.iter().map(|row| row.seq));
        before = page.rows.last().map(|row| row.seq);
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, whole);
    Ok(())
}

/// Nothing can be written in a practice that is closed; who was not let in is told when it is next opened.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_let_in_is_told_at_the_next_opening() -> Outcome {
    let mut shop = Shop::open().await;
    access::lock(&shop.app, call(), Nothing {}).await?;
    let wrong = "monture verre carte panne relais cheque accor";
    for _ in 0..2 {
        let refused = opens(&shop, Unlock::Passphrase { passphrase: wrong.to_owned() }).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::WrongPassphrase);
    }
    // The program starts again: it is not memory that remembers.
    shop.restarted();
    let key = shop.recovery_key.replace(|c: char| c.is_ascii_alphanumeric(), "0");
    assert!(opens(&shop, Unlock::RecoveryKey { recovery_key: key }).await.is_err());
    let beside: Vec<u8> = files_of(&shop).into_iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    for secret in [wrong, demonstration::PASSPHRASE] {
        assert!(!beside.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
    opens(&shop, passphrase()).await?;
    use AccessKind as K;
    let expected =
        [K::SessionOpened, K::SessionLocked, K::UnlockFailed, K::UnlockFailed, K::UnlockFailed, K::SessionOpened];
    assert_eq!(told(&shop, everything()).await, expected);
    let failed = listed(&shop, AccessLogRequest { kind: Some(K::UnlockFailed), ..everything() }).await.rows;
    let said: Vec<_> = failed.iter().map(|row| (row.detail.as_deref().unwrap_or_default(), &*row.outcome)).collect();
    let expected = [
        ("recovery_key", "wrong_recovery_key"),
        ("passphrase", "wrong_passphrase"),
        ("passphrase", "wrong_passphrase"),
    ];
    assert_eq!(said, expected);
    assert!(failed.iter().all(|row| row.actor.is_empty()), "nobody who came in");
    // Told once.
    access::close(&shop.app, call(), Nothing {}).await?;
    opens(&shop, passphrase()).await?;
    assert_eq!(told(&shop, AccessLogRequest { kind: Some(K::UnlockFailed), ..everything() }).await.len(), 3);
    assert!(verified(&shop, None).await.whole);
    Ok(())
}

fn files_of(shop: &Shop) -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(shop.home.path().join("cabinets")).unwrap().next().unwrap().unwrap().path();
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn months_are_sealed_and_a_year_later_erased() -> Outcome {
    let shop = Shop::open().await;
    let _: Value = says(&shop, "practice.recovery_sheet", Nothing {}).await?;
    for _ in 0..14 {
        shop.days_later(31);
        let path = shop.home.path().join("journal.relais").display().to_string();
        let _: Value = says(&shop, "journal.export", ExportArchiveRequest { path }).await?;
    }
    let page = listed(&shop, everything()).await;
    let mut months: Vec<_> = page.rows.iter().map(|row| row.month.as_str()).collect();
    months.dedup();
    assert_eq!((months.len(), months.first().copied(), months.last().copied()), (13, Some("2025-04"), Some("2024-04")));
    let kinds: Vec<_> = page.rows.iter().map(|row| row.kind).collect();
    let count = |kind| kinds.iter().filter(|it| **it == kind).count();
    assert_eq!(count(AccessKind::SegmentSealed), 12);
    assert_eq!(count(AccessKind::RecoveryKeyPrinted), 0, "the first month is gone");
    let erased = page.rows.iter().find(|row| row.kind == AccessKind::SegmentErased).unwrap();
    assert_eq!(erased.detail.as_deref(), Some("2024-03"));
    let whole = verified(&shop, None).await;
    assert_eq!((whole.whole, whole.months, whole.first_month.as_deref()), (true, 13, Some("2024-04")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_checked_by_anyone_and_names_nobody() -> Outcome {
    let shop = Shop::open().await;
    a_morning(&shop).await;
    let path = shop.home.path().join("acces.relais").display().to_string();
    let exported: AccessLogExported = says(&shop, "access_log.export", json!({ "path": path })).await?;
    let whole = verified(&shop, Some(&path)).await;
    assert!(whole.whole, "{whole:?}");
    assert_eq!((whole.entries, exported.entries, whole.months), (8, 8, 2));
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes.len() as u64, exported.bytes);
    for name in ["Bernard", "Aubry", "Tilleuls", "4417002230"] {
        assert!(!bytes.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
    let mut forged = bytes.clone();
    let at = bytes.windows(16).position(|window| window == b"rights_looked_up").unwrap();
    forged[at] = b'l';
    std::fs::write(&path, &forged).unwrap();
    let forged = verified(&shop, Some(&path)).await;
    assert_eq!((forged.whole, forged.fault_code.as_deref()), (false, Some("CHANGED_ENTRY 2024-01 2")));
    // The export itself is the last line there is.
    assert_eq!(told(&shop, everything()).await.last(), Some(&AccessKind::AccessLogExported));
    assert!(access_log::verify_file(&shop.home.path().join("absent")).is_err());
    Ok(())
}

/// What a command did not do is told too, with the reason.
#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_told_with_its_reason() -> Outcome {
    let shop = Shop::open().await;
    let path = shop.home.path().join("nulle-part/journal.relais").display().to_string();
    let refused = says::<Value>(&shop, "journal.export", ExportArchiveRequest { path }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::FileNotWritable);
    let last = listed(&shop, everything()).await.rows[0].clone();
    assert_eq!((last.kind, last.outcome.as_str()), (AccessKind::ArchiveExported, "file_not_writable"));
    Ok(())
}

/// The whole story of the log in its own bytes: no name, no number of a person, no secret.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_the_log_names_a_person() {
    let shop = Shop::start(crate::ground::Start { scenario: true, furnished: true }).await;
    a_morning(&shop).await;
    let filter = AccessFilter { limit: 500, ..AccessFilter::default() };
    let rows: Result<_, StorageError> = shop.practice().database.read(|queries| queries.accesses(&filter));
    let text: Vec<u8> = rows.unwrap().into_iter().flat_map(|row| row.entry.canonical_bytes().unwrap()).collect();
    let text = String::from_utf8(text).unwrap();
    for planted in ["Bernard", "Lucie", "Aubry", "Tilleuls", "4417002230", demonstration::PASSPHRASE] {
        assert!(!text.contains(planted), "{planted}");
    }
    assert!(text.contains("access.rights_looked_up"));
}
