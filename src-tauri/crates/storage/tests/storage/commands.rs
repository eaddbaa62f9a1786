//! Commands: repeated they answer the same, refused they leave nothing, and the journal is never rewritten.

use crate::shop::{Done, Failure, Shop, keep_cheque};
use relais_domain::{
    dossier::{Dossier, DossierCommand},
    ids::{ChequeId, TextId},
    refusal::Refusal,
};
use relais_storage::{CommandEnvelope, CommandError, NumberSeries, StorageError, rows::Page};
use rstest::rstest;

#[test]
fn repeated_it_gives_the_recorded_response_and_does_nothing() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let person = shop.person("Le Goff", "Yann", "");
    let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
    let envelope = shop.envelope();
    let context = shop.context();
    let (first, second) = (ChequeId(shop.ids.id()), ChequeId(shop.ids.id()));
    let keep = |envelope: CommandEnvelope, cheque| -> Done<ChequeId> {
        shop.db.command(envelope, move |tx| keep_cheque(tx, context, dossier, cheque, ""))
    };
    assert_eq!(keep(envelope, first).unwrap(), first);
    let head = shop.db.head().unwrap();
    assert_eq!(keep(envelope, second).unwrap(), first, "the recorded response");
    assert_eq!(shop.db.head().unwrap(), head);
    let other = CommandEnvelope { request_digest: [2; 32], ..envelope };
    assert!(matches!(keep(other, second), Err(CommandError::Reused)));
    assert_eq!(shop.db.head().unwrap(), head);
}

#[test]
fn a_refusal_leaves_nothing_and_gives_its_number_back() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let person = shop.person("Le Goff", "Yann", "");
    let dossier = shop.open_dossier(person.clone(), 10_000, 500).unwrap();
    let (head, dump) = (shop.db.head().unwrap(), shop.dump());
    let (text, envelope) = (TextId(shop.ids.id()), shop.envelope());
    let refuse = move |tx: &mut relais_storage::Tx<'_>| -> Result<u32, Failure> {
        tx.put_text(text, None, "perdu")?;
        let number = tx.next_number(NumberSeries::ChequeReceipt, 2024)?;
        let state = tx.load::<Dossier>(dossier.0)?;
        assert!(state.opened.is_some() && number == 1);
        let on = jiff::civil::date(2024, 1, 31);
        tx.append::<Dossier>(dossier.0, vec![relais_domain::dossier::DossierEvent::Ordered { on }])?;
        assert!(tx.queries()?.dossier(dossier)?.is_some_and(|row| row.ordered_on == Some(on)));
        Err(Failure::Refused(Refusal::AmcSharePaid))
    };
    let refused = shop.db.command(envelope, refuse);
    assert!(matches!(refused, Err(CommandError::Refused(Failure::Refused(Refusal::AmcSharePaid)))));
    assert_eq!((shop.db.head().unwrap(), shop.dump()), (head, dump));
    assert_eq!(shop.db.read(|queries| queries.text(text)).unwrap(), None);
    // The id was not used: the same command may be tried again, and takes the number that was given back.
    let number = shop.db.command(envelope, |tx| Ok::<_, Failure>(tx.next_number(NumberSeries::ChequeReceipt, 2024)?));
    assert_eq!(number.unwrap(), 1);
}

#[test]
fn a_panic_is_rolled_back_and_the_writer_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let before = shop.db.head().unwrap();
    let broken: Done<u32> = shop.run(|tx, _| {
        tx.next_number(NumberSeries::Letter, 2024)?;
        panic!("half-way")
    });
    assert!(matches!(broken, Err(CommandError::Storage(StorageError::StoppedHalfway))));
    assert_eq!(shop.db.head().unwrap(), before);
    let next: Done<u32> = shop.run(|tx, _| Ok(tx.next_number(NumberSeries::Letter, 2024)?));
    assert_eq!(next.unwrap(), 1);
}

#[test]
fn an_append_that_failed_half_way_is_never_committed() {
    use relais_domain::practice::{Practice, PracticeCreated, PracticeEvent, PracticeKind, PracticeProfileSet};
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let before = shop.db.head().unwrap();
    let careless: Done<()> = shop.run(|tx, _| {
        let practice = tx.identity().practice;
        let profile = PracticeProfileSet { activities: vec![], finess: None, siret: None };
        let practice_kind = PracticeKind::Real;
        let again = PracticeCreated { practice, practice_kind, time_zone: "Europe/Paris".to_owned() };
        let events = vec![PracticeEvent::ProfileSet(profile), PracticeEvent::Created(again)];
        assert!(matches!(tx.append::<Practice>(practice.0, events), Err(StorageError::GenesisExpected)));
        Ok(())
    });
    assert!(matches!(careless, Err(CommandError::Storage(StorageError::StoppedHalfway))));
    assert_eq!(shop.db.head().unwrap(), before);
}

#[test]
fn what_is_only_counted_outlives_the_program_and_goes_on_no_record() {
    use relais_domain::lookup_guard::{LookUp, WINDOW};
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let (before, actor) = (shop.db.head().unwrap(), shop.context().actor);
    let made: Done<u32> = shop.count(|tx, _| Ok(tx.next_number(NumberSeries::Letter, 2024)?));
    assert!(matches!(made, Err(CommandError::Storage(StorageError::MustOutliveTheMachine))));
    assert_eq!(shop.db.head().unwrap(), before);
    let asked = LookUp {
        at: shop.now,
        has_dossier: true,
        outside_hours: false,
        platform: relais_domain::platform::PlatformCode::parse("viamedis").unwrap(),
        subject: [7; 32],
        nir: None,
    };
    let counted: Done<()> = shop.count({
        let asked = asked.clone();
        move |tx, context| Ok(tx.put_lookup(context.actor, &asked, &[], asked.at)?)
    });
    counted.unwrap();
    // What a kill would leave at this instant: the files as the system has them, nothing closed.
    let left = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(place.path()).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
        std::fs::copy(file.path(), left.path().join(file.file_name())).unwrap();
    }
    let found = Shop::open(left.path(), 1).db.read(|queries| queries.lookups_of(actor, asked.at - WINDOW)).unwrap();
    assert_eq!(found, [asked]);
}

#[rstest]
#[case::update("UPDATE journal SET bytes = x'00'")]
#[case::delete("DELETE FROM journal")]
#[case::replace("REPLACE INTO journal SELECT * FROM journal WHERE seq = 1")]
#[case::insert_before_the_end(
    "INSERT INTO journal SELECT 99, post, post_seq, 'x', stream_id, 1, 0, hash, bytes FROM journal WHERE seq = 1"
)]
fn triggers_refuse_to_rewrite_the_journal(#[case] sql: &str) {
    let place = tempfile::tempdir().unwrap();
    drop(Shop::create(place.path()));
    // Another program, with the key but without our authorizer.
    let connection = crate::opening::keyed(&place.path().join("practice.db"));
    connection.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    let error = connection.execute(sql, []).unwrap_err().to_string();
    assert!(error.contains("entries are never") || error.contains("takes its next entry only"), "{error}");
}

#[test]
fn a_clock_set_back_is_kept_as_suspect_and_not_refused() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    shop.configure("viamedis").unwrap();
    shop.now = "2023-12-31T08:00:00Z".parse().unwrap();
    shop.configure("almerys").unwrap();
    shop.configure("sp-sante").unwrap();
    let page = shop.db.read(|queries| queries.journal_page(Page::first(3))).unwrap();
    let suspect: Vec<bool> = page.iter().map(|row| row.clock_suspect).collect();
    assert_eq!(suspect, [false, true, false], "the latest first");
}

#[test]
fn a_line_in_the_drawer_is_known_until_it_leaves() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let line = "0123456012345678901212345678901";
    let (one, other) = (shop.person("Le Goff", "Yann", ""), shop.person("Tanguy", "Rose", ""));
    let (one, other) = (shop.open_dossier(one, 10_000, 0).unwrap(), shop.open_dossier(other, 9_000, 0).unwrap());
    let cheque = shop.keep_cheque(one, line).unwrap();
    let again = shop.keep_cheque(other, line);
    assert!(matches!(again, Err(CommandError::Refused(Failure::Refused(Refusal::ChequeAlreadyRecorded)))));
    shop.credit(one, 10_000).unwrap();
    let returned = relais_domain::cheque::ChequeCommand::Return {
        on: shop.today,
        manner: relais_domain::cheque::ReturnManner::InPerson,
        over: relais_domain::cheque::Override::default(),
    };
    shop.on_cheque(cheque, returned).unwrap();
    assert!(!shop.db.read(|queries| queries.line_known(line)).unwrap());
    shop.on_dossier(other, DossierCommand::Order { on: shop.today }).unwrap();
}

#[test]
fn proofs_follow_the_salt_of_the_person() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let (one, other) = (shop.person("Le Goff", "Yann", ""), shop.person("Tanguy", "Rose", ""));
    let proofs: Done<Vec<String>> = shop.run(move |tx, _| {
        tx.put_person(&one)?;
        tx.put_person(&other)?;
        let mut proofs = Vec::new();
        for (person, value) in [(one.id, "a"), (one.id, "a"), (one.id, "b"), (other.id, "a")] {
            proofs.push(tx.prove(person, value)?.0);
        }
        Ok(proofs)
    });
    let proofs = proofs.unwrap();
    assert!(proofs[0] == proofs[1] && proofs[0] != proofs[2] && proofs[0] != proofs[3]);
    assert!(proofs.iter().all(|proof| proof.len() == 64));
}
