//! The proof: the journal is read, exported and verified by two programs that share nothing, its views can be made anew,
//! and the practice opens with what its owner has and with nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use relais_domain::context::Role;
use relais_domain::dossier::Way;
use relais_storage::StorageError;
use relais_usecases::contract::{
    ExportArchiveRequest, JournalPageRequest, Nothing, OpenPracticeRequest, Problem, ProblemCode, SearchRequest, Stage,
    Unlock, VerifyArchiveRequest,
};
use relais_usecases::{access, demonstration, journal, opening::Nameplate, search};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, glasses};

/// A morning's work: enough entries of several kinds.
async fn after_a_morning() -> Shop {
    let shop = Shop::open().await;
    for nth in 1..=3 {
        let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
        shop.verifies(sold.dossier).await;
        shop.goes(sold.dossier, Way::ChequeKept).await;
        shop.keeps(sold.dossier, nth).await;
    }
    shop
}

pub(crate) async fn exported(shop: &Shop) -> PathBuf {
    let path = shop.home.path().join("journal.relais");
    let request = ExportArchiveRequest { path: path.display().to_string() };
    let exported = journal::export(&shop.app, call(), request).await.unwrap();
    assert_eq!(exported.entries, shop.entries());
    path
}

/// The verdict of the verifier written in plain Python from the format's page alone.
pub(crate) fn second_opinion(archive: &Path, anchor: Option<&str>) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/archive_verifier.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(archive);
    if let Some(anchor) = anchor {
        command.args(["--anchor", anchor]);
    }
    let output = command.output().expect("python3 is installed");
    (output.status.success(), String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_read_page_by_page_newest_first() -> Outcome {
    let shop = after_a_morning().await;
    let head = journal::head(&shop.app, call(), Nothing {}).await?;
    let mut seen = Vec::new();
    let mut before_seq = None;
    loop {
        let page = journal::page(&shop.app, call(), JournalPageRequest { before_seq, limit: 7 }).await?;
        seen.extend(page.rows.iter().map(|row| row.seq));
        before_seq = page.rows.last().map(|row| row.seq);
        assert!(page.rows.iter().all(|row| row.actor == "Claire Aubry"));
        if !page.more {
            break;
        }
    }
    let expected: Vec<u64> = (1..=head.entries).rev().collect();
    assert_eq!(seen, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_verifiers_agree_that_the_journal_is_whole_up_to_its_anchor() -> Outcome {
    let shop = after_a_morning().await;
    // Closing writes the anchors; the practice is opened again to be asked.
    let folder = shop.practice().folder.display().to_string();
    access::close(&shop.app, call(), Nothing {}).await?;
    opens(&shop, &folder, passphrase()).await?;
    let head = journal::head(&shop.app, call(), Nothing {}).await?;
    assert_eq!(head.anchors.len(), 2);
    let whole = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
    assert!(whole.whole && whole.anchored, "{whole:?}");

    let archive = exported(&shop).await;
    let anchor = head.anchors[0].path.clone();
    let request = VerifyArchiveRequest { path: Some(archive.display().to_string()), anchor: Some(anchor.clone()) };
    let verified = journal::verify(&shop.app, call(), request).await?;
    assert!(verified.whole && verified.anchored);
    assert_eq!((verified.entries, verified.head_hash.as_str()), (shop.entries(), head.hash.as_str()));
    let (agrees, said) = second_opinion(&archive, Some(&anchor));
    assert!(agrees, "the second verifier says {said}");

    // One byte of one amount.
    let bytes = std::fs::read(&archive).unwrap();
    let at = bytes.windows(5).position(|window| window == b"37100").unwrap();
    let mut forged = bytes.clone();
    forged[at + 4] = b'1';
    std::fs::write(&archive, &forged).unwrap();
    let forged = journal::verify_file(&archive, None)?;
    assert!(!forged.whole);
    let (agrees, said) = second_opinion(&archive, None);
    assert_eq!((agrees, Some(said)), (false, forged.fault_code));
    // Names are nowhere in what is shown to others.
    assert!(!bytes.windows(7).any(|window| window == b"Bernard"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_views_made_anew_from_the_journal_are_the_same() {
    let shop = after_a_morning().await;
    let practice = shop.practice();
    let dump = || practice.database.read(|queries| queries.dump_views()).unwrap();
    let before: String = dump();
    // Three sales, each with its cheque and its request: the lists say all of them.
    for view in ["dossier_view ", "cheque_view ", "request_view "] {
        assert_eq!(before.lines().filter(|line| line.starts_with(view)).count(), 3, "{view}in:\n{before}");
    }
    let rebuilt: Result<_, StorageError> = practice.database.rebuild(|_| {});
    rebuilt.unwrap();
    assert_eq!(before, dump());
}

fn passphrase() -> Unlock {
    Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() }
}

async fn opens(shop: &Shop, folder: &str, unlock: Unlock) -> Outcome {
    let request = OpenPracticeRequest { folder: folder.to_owned(), unlock };
    access::open_practice(&shop.app, call(), request).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_opens_with_what_its_owner_has_and_nothing_else() -> Outcome {
    let mut shop = after_a_morning().await;
    let folder = shop.practice().folder.display().to_string();
    let entries = shop.entries();
    let state = access::lock(&shop.app, call(), Nothing {}).await?;
    assert_eq!((state.stage, state.practices.len()), (Stage::Locked, 1));
    let refused = |outcome: Outcome| outcome.unwrap_err().code;
    assert_eq!(refused(opens(&shop, &folder, Unlock::Keyring).await), ProblemCode::Locked);
    let wrong = Unlock::Passphrase { passphrase: "monture verre carte panne relais cheque accor".to_owned() };
    assert_eq!(refused(opens(&shop, &folder, wrong).await), ProblemCode::WrongPassphrase);
    // One character of the key, another one.
    let (first, rest) = shop.recovery_key.split_at(1);
    let other = if first == "7" { "8" } else { "7" };
    let flipped = Unlock::RecoveryKey { recovery_key: format!("{other}{rest}") };
    assert_eq!(refused(opens(&shop, &folder, flipped).await), ProblemCode::WrongRecoveryKey);
    let nowhere = shop.home.path().join("cabinets/nulle-part").display().to_string();
    assert_eq!(refused(opens(&shop, &nowhere, passphrase()).await), ProblemCode::PracticeNotFound);

    opens(&shop, &folder, passphrase()).await?;
    access::close(&shop.app, call(), Nothing {}).await?;
    // No keyring here: it is a normal state, said as it is.
    assert_eq!(refused(opens(&shop, &folder, Unlock::Keyring).await), ProblemCode::KeyringUnavailable);
    let recovery_key = shop.recovery_key.clone();
    opens(&shop, &folder, Unlock::RecoveryKey { recovery_key }).await?;
    assert!(shop.entries() >= entries);
    let found = search::search(&shop.app, call(), SearchRequest { text: "bernard".to_owned(), limit: 10 }).await?;
    assert_eq!(found.rows.len(), 3);

    // A second program on the same practice is told so.
    let first = shop.app.clone();
    shop.restarted();
    assert_eq!(refused(opens(&shop, &folder, passphrase()).await), ProblemCode::PracticeAlreadyOpen);
    access::close(&first, call(), Nothing {}).await?;
    opens(&shop, &folder, passphrase()).await
}

/// The start asks a keyring that has gone: the window is told why when it asks, and the passphrase opens.
#[tokio::test(flavor = "multi_thread")]
async fn a_practice_the_keyring_no_longer_opens_at_the_start_is_opened_by_hand() -> Outcome {
    let mut shop = after_a_morning().await;
    let folder = shop.practice().folder.clone();
    access::close(&shop.app, call(), Nothing {}).await?;
    let plate = Nameplate { remembered: true, ..Nameplate::read(&folder).unwrap() };
    plate.write(&folder).unwrap();
    shop.restarted();

    access::open_remembered(&shop.app).await;
    let state = access::state(&shop.app, call(), Nothing {}).await?;
    assert_eq!((state.stage, state.practices[0].remembered), (Stage::Locked, true));
    let folder = folder.display().to_string();
    let refused = opens(&shop, &folder, Unlock::Keyring).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::KeyringUnavailable);
    opens(&shop, &folder, passphrase()).await?;
    assert_eq!(access::state(&shop.app, call(), Nothing {}).await?.stage, Stage::Open);
    Ok(())
}

#[rstest]
#[case::plaintext("SQLite format 3\0 and whatever follows")]
#[case::nothing("")]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_the_practices_opens_nothing(#[case] content: &str) {
    let shop = after_a_morning().await;
    let practice = shop.practice();
    let (folder, file) = (practice.folder.display().to_string(), practice.database.folder().database_file());
    drop(practice);
    access::close(&shop.app, call(), Nothing {}).await.unwrap();
    std::fs::write(&file, content).unwrap();
    let refused: Problem = opens(&shop, &folder, passphrase()).await.unwrap_err();
    assert!(matches!(refused.code, ProblemCode::NotADatabase | ProblemCode::DatabaseDamaged), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
}

/// What the owner chooses is in the journal, is there after a night, and is recorded once.
#[tokio::test(flavor = "multi_thread")]
async fn the_idle_lock_is_chosen_kept_and_proved() -> Outcome {
    use relais_usecases::contract::SetIdleLockRequest;
    use relais_usecases::settings;
    let mut shop = Shop::open().await;
    let folder = shop.practice().folder.display().to_string();
    let minutes = async |shop: &Shop| {
        let practice = access::state(&shop.app, call(), Nothing {}).await.unwrap().practice.unwrap();
        practice.idle_locks.iter().map(|lock| lock.minutes).collect::<Vec<_>>()
    };
    assert_eq!(minutes(&shop).await, [5, 10, 15, 10]);
    for wrong in [0, 1, 14, 255] {
        let refused =
            settings::set_idle_lock(&shop.app, call(), SetIdleLockRequest { role: Role::Counter, minutes: wrong })
                .await;
        assert_eq!(refused.unwrap_err().code, ProblemCode::InvalidField);
    }
    let before = shop.entries();
    for _ in 0..2 {
        let chosen =
            settings::set_idle_lock(&shop.app, call(), SetIdleLockRequest { role: Role::Counter, minutes: 2 }).await?;
        assert_eq!((chosen.idle_locks[0].minutes, chosen.idle_lock_choices_minutes.len()), (2, 6));
    }
    assert_eq!(shop.entries(), before + 1);
    shop.restarted();
    opens(&shop, &folder, passphrase()).await?;
    assert_eq!(minutes(&shop).await, [2, 10, 15, 10]);
    Ok(())
}
