//! A customer is erased: whoever holds the raw key finds him before, on pages, in the log and in the index, and nowhere after.

use crate::{
    kill::{FOLDER, child_of, kill_when, stops},
    opening::keyed,
    raw_pages::{clear_pages, held},
    shop::{KEY, Shop, cents, code, identity},
};
use relais_domain::{
    cheque::ChequeCommand,
    identifiers::Nir,
    ids::{ChequeId, DocumentId, DossierId, EvidenceId, IncidentId, PersonId, PictureId, RequestId, TextId},
    picture::{Picture, PictureFormat, Pictured, Side},
    platform::Function,
    private::{CardIdentity, CardMember, MemberRole},
    purge::Erased,
    request::{Queued, RequestAnswer, RequestCommand},
    retention::DataKind,
};
use relais_storage::{Database, DatabaseKey, OpenOptions, Phase, PieceFault, PracticeFolder, StorageError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A number of social security that is right, of an invented person.
const NIR: &str = "284127645108993";
const LINE: &str = "4477889900112233445566778899001";
/// What only the planted customer has: as it was typed, and as the index cuts it.
const PLANTED: [&str; 13] = [
    "Kervoalenn",
    "ervoalenn",
    "Maëlle",
    "0698765432",
    "98765432",
    "1984-12-03",
    "ADH-55831",
    "KERVOALENN;MAELLE;031284",
    NIR,
    LINE,
    "une dette de jeu",
    "exchange-of-the-planted",
    "VIREMENT DE MAELLE KERVOALENN",
];
/// What others have in the same places, which stays.
const OTHERS: [&str; 4] = ["Tanguy", "0298000102", "une raison quelconque", "exchange-of-the-others"];

struct Planted {
    person: PersonId,
    dossier: DossierId,
    cheque: ChequeId,
    receipt: DocumentId,
    picture: PictureId,
}

struct Customer<'c> {
    names: (&'c str, &'c str, &'c str),
    reason: &'c str,
    line: &'c str,
    exchange: &'c str,
}

const THE_PLANTED: Customer<'static> = Customer {
    names: ("Kervoalenn", "Maëlle", "0698765432"),
    reason: "une dette de jeu",
    line: LINE,
    exchange: "exchange-of-the-planted",
};
const ANOTHER: Customer<'static> = Customer {
    names: ("Tanguy", "Rose", "0298000102"),
    reason: "une raison quelconque",
    line: "",
    exchange: "exchange-of-the-others",
};

/// A sale with something in every erasable place, each named by an entry of its streams.
fn sale(shop: &mut Shop, customer: &Customer<'_>) -> Planted {
    let (family, given, phone) = customer.names;
    let mut known = shop.person(family, given, phone);
    let planted = family == "Kervoalenn";
    known.birth_date = planted.then(|| jiff::civil::date(1984, 12, 3));
    let (person, birth_date) = (known.id, known.birth_date);
    let dossier = shop.open_dossier(known, 38_000, 0).unwrap();
    let (text, evidence, picture) = (TextId(shop.ids.id()), EvidenceId(shop.ids.id()), PictureId(shop.ids.id()));
    let (reason, exchange) = (customer.reason.to_owned(), customer.exchange.repeat(30));
    shop.run(move |tx, _| {
        tx.put_text(text, None, &reason)?;
        tx.put_evidence(evidence, exchange.as_bytes())?;
        if planted {
            let [member_number, insurer_name, raw_text] =
                ["ADH-55831", "Mutuelle du Port", "KERVOALENN;MAELLE;031284"].map(str::to_owned);
            tx.put_card_identity(person, &CardIdentity { dossier, rank: 1, member_number, insurer_name, raw_text })?;
            let member = CardMember {
                place: 1,
                role: MemberRole::Holder,
                family_name: "Kervoalenn".to_owned(),
                given_name: "Maëlle".to_owned(),
                birth_date,
                birth_rank: Some(1),
                under_first: false,
                under_second: false,
                nir: Some(Nir::parse(NIR).unwrap()),
            };
            tx.put_card_members(person, (dossier, 1), &[member])?;
        }
        Ok(())
    })
    .unwrap();
    let request = RequestId(shop.ids.id());
    let queued = Queued {
        request,
        dossier,
        rank: 1,
        platform: code("viamedis"),
        function: Function::Claim,
        amount_cents: cents(5),
        incident: None,
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    let answer = RequestAnswer::Refused { reason_code: None };
    let answered =
        RequestCommand::RecordAnswer { answer, evidence: Some(evidence), by_staff: false, message: Some(text) };
    for command in [RequestCommand::Queue(queued), RequestCommand::StartSending, answered] {
        shop.on_request(request, command).unwrap();
    }
    let cheque = shop.keep_cheque(dossier, customer.line).unwrap();
    let piece = shop
        .run(move |tx, _| {
            Ok(tx.put_picture(picture, (Pictured::Cheque, Side::Front), b"\x89PNG\r\n\x1a\n a cheque")?)
        })
        .unwrap();
    let kept = Picture { side: Side::Front, picture, format: PictureFormat::Png, piece };
    shop.on_cheque(cheque, ChequeCommand::KeepPicture(kept)).unwrap();
    let receipt = shop.issue(dossier, "R-2024-0001", customer.reason.repeat(40).as_bytes()).unwrap();
    Planted { person, dossier, cheque, receipt, picture }
}

/// The planted one among enough others for his rows to be moved from page to page.
fn shop(folder: &Path) -> (Shop, Planted) {
    let mut shop = Shop::create(folder);
    shop.configure("viamedis").unwrap();
    for _ in 0..12 {
        sale(&mut shop, &ANOTHER);
    }
    let planted = sale(&mut shop, &THE_PLANTED);
    let label = TextId(shop.ids.id());
    shop.run(move |tx, _| Ok(tx.put_text(label, None, "VIREMENT DE MAELLE KERVOALENN REF 2024")?)).unwrap();
    for _ in 0..12 {
        sale(&mut shop, &ANOTHER);
    }
    (shop, planted)
}

fn database(folder: &Path) -> PathBuf {
    folder.join("practice.db")
}

/// The terms of the index, asked of itself.
fn terms(folder: &Path) -> Vec<String> {
    let connection = keyed(&database(folder));
    connection.execute_batch("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, 'search', 'row')").unwrap();
    let mut statement = connection.prepare("SELECT term FROM temp.terms").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn whoever_is_erased_is_on_no_page_in_no_log_and_no_index() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let (mut shop, planted) = shop(&folder);
    let file = database(&folder);
    assert_eq!(held(&clear_pages(&file, &KEY), &PLANTED), PLANTED, "planted, and found with the raw key");
    let holdings = shop.db.read(|queries| queries.holdings(planted.person)).unwrap();

    let person = planted.person;
    let erased =
        shop.run(move |tx, _| Ok(tx.erase_notes_naming(&[person])?.plus(tx.erase_people(&[person])?))).unwrap();
    let expected = Erased {
        customers: 1,
        cards: 1,
        nirs: 1,
        card_texts: 1,
        pictures: 1,
        cheque_lines: 1,
        notes: 2,
        exchanges: 1,
        papers: 1,
    };
    assert_eq!((erased, holdings.erased), (expected, expected), "what was foretold is what went");
    assert!(!held(&clear_pages(&file, &KEY), &PLANTED).is_empty(), "the log still has him");
    shop.db.scrub().unwrap();

    assert_eq!(fs::metadata(folder.join("practice.db-wal")).unwrap().len(), 0, "the log is emptied");
    let pages = clear_pages(&file, &KEY);
    assert_eq!(held(&pages, &PLANTED), Vec::<&str>::new());
    assert_eq!(held(&pages, &OTHERS), OTHERS, "the others are where they were");
    let terms = terms(&folder);
    assert!(terms.iter().any(|term| term == "tanguy"));
    for gone in ["kervoalenn", "kervo", "k", "maelle", "0698765432"] {
        assert!(terms.iter().all(|term| term != gone), "{gone}");
    }

    assert_eq!(shop.found_by("kervoalenn"), Vec::<u32>::new());
    assert_eq!(shop.found_by("0698765432"), Vec::<u32>::new());
    assert_eq!(shop.db.read(|queries| queries.person(person)).unwrap(), None);
    let row = shop.db.read(|queries| queries.dossier(planted.dossier)).unwrap().unwrap();
    assert!(row.name.family_name.is_empty() && row.total_cents == cents(38_000), "the amounts stay, of nobody");
    assert_eq!(shop.db.read(|queries| queries.cheque_paper(planted.cheque)).unwrap(), None);
    for piece in [planted.receipt.0, planted.picture.0] {
        assert!(!folder.join(format!("pieces/{piece}.sealed")).exists());
    }
    let error = shop.db.open_piece(planted.receipt).unwrap_err();
    assert!(matches!(error, StorageError::Piece(PieceFault::Erased)), "{error}");
    let papers = shop.db.check_pieces(|_, _| {}).unwrap();
    assert_eq!((papers.issued, papers.erased, papers.unsound), (50, 2, vec![]));
    let again = shop.run(move |tx, _| Ok(tx.erase_people(&[person])?)).unwrap();
    assert!(again.is_nothing());
}

#[test]
fn the_journal_is_whole_and_the_views_are_those_a_rebuild_writes() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let (mut shop, planted) = shop(&folder);
    let before = shop.db.head().unwrap();
    let person = planted.person;
    shop.run(move |tx, _| Ok(tx.erase_people(&[person])?)).unwrap();
    shop.db.scrub().unwrap();
    assert_eq!(shop.db.head().unwrap(), before);
    let mut archive = Vec::new();
    shop.db.export_archive(&mut archive, &[1; 32], shop.now).unwrap();
    assert_eq!(relais_journal::verify_archive(archive.as_slice(), None, &mut |_| {}).unwrap().entries, before.seq);
    let dump = shop.dump();
    shop.db.rebuild(|_| {}).unwrap();
    assert_eq!((shop.dump(), shop.found_by("kervoalenn")), (dump.clone(), vec![]));
    // Written anew it opens, and its pages' seals hold.
    drop(shop);
    let connection = keyed(&database(&folder));
    let faults =
        connection.prepare("PRAGMA cipher_integrity_check").unwrap().query([]).unwrap().next().unwrap().is_some();
    assert!(!faults);
    drop(connection);
    let mut shop = Shop::open(&folder, 7);
    assert_eq!(shop.dump(), dump);
    sale(&mut shop, &ANOTHER);
    assert_eq!(shop.db.identity(), identity());
}

/// A question that is being asked keeps the log: it is waited for.
#[test]
fn whoever_reads_is_waited_for() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let (mut shop, planted) = shop(&folder);
    let person = planted.person;
    let db = shop.db.clone();
    let reading = db.snapshot().unwrap();
    assert!(reading.queries().unwrap().person(person).unwrap().is_some());
    shop.run(move |tx, _| Ok(tx.erase_notes_naming(&[person])?.plus(tx.erase_people(&[person])?))).unwrap();
    std::thread::scope(|scope| {
        let scrubbing = scope.spawn(|| shop.db.scrub());
        assert!(reading.queries().unwrap().person(person).unwrap().is_some(), "its moment is as it was");
        drop(reading);
        scrubbing.join().unwrap().unwrap();
    });
    assert_eq!(held(&clear_pages(&database(&folder), &KEY), &PLANTED), Vec::<&str>::new());
}

#[test]
fn one_kind_of_data_goes_and_the_rest_stays() {
    let place = tempfile::tempdir().unwrap();
    let (mut shop, planted) = shop(&place.path().join("cabinet"));
    let quiet = |shop: &Shop, on| shop.db.read(|queries| queries.quiet_customers(on, 100)).unwrap();
    let others: Vec<PersonId> = quiet(&shop, shop.today).into_iter().map(|quiet| quiet.person).collect();
    let (dossier, cheque, today) = (planted.dossier, planted.cheque, shop.today);
    let holding = |shop: &Shop, kind| shop.db.read(|queries| queries.dossiers_holding(kind, today, 10)).unwrap();
    assert_eq!((holding(&shop, DataKind::Nir), holding(&shop, DataKind::CardText)), (vec![dossier], vec![dossier]));
    assert_eq!(holding(&shop, DataKind::Customer), []);
    let nirs = shop.run(move |tx, _| Ok(tx.erase_nirs(dossier)?)).unwrap();
    assert_eq!(nirs, Erased { nirs: 1, ..Erased::default() });
    let texts = shop.run(move |tx, _| Ok(tx.erase_card_texts(dossier)?)).unwrap();
    assert_eq!(texts, Erased { card_texts: 1, ..Erased::default() });
    assert_eq!((holding(&shop, DataKind::Nir), holding(&shop, DataKind::CardText)), (vec![], vec![]));
    assert_eq!(shop.run(move |tx, _| Ok(tx.erase_cheque_line(cheque)?)).unwrap(), 1);
    let old = shop.db.read(|queries| queries.evidence_before(shop.now, 100)).unwrap();
    assert_eq!(old.len(), 25, "each exchange's id says when it was made");
    let first = old[0];
    assert_eq!(shop.run(move |tx, _| Ok(tx.erase_evidence(first)?)).unwrap().exchanges, 1);
    assert_eq!(shop.db.read(|queries| queries.evidence_before(shop.now, 100)).unwrap().len(), 24);
    assert_eq!((others.len(), quiet(&shop, today.yesterday().unwrap())), (25, vec![]));
    assert_eq!(shop.found_by("kervoalenn").len(), 1, "who he is stays");
    let same = |person| shop.db.read(|queries| queries.same_customer(person)).unwrap().len();
    assert_eq!((same(planted.person), same(others[0])), (1, 24), "each sale keeps its own record");
    assert!(!shop.db.read(|queries| queries.incident_has_words(IncidentId(dossier.0))).unwrap());
}

/// Rows that were moved from page to page leave copies behind, which overwriting a row where it lies does not reach.
#[test]
fn the_copies_that_moved_rows_left_behind_go_too() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let mut shop = Shop::create(&folder);
    let mut planted = Vec::new();
    for at in 0..900u128 {
        let goes = at % 3 == 0;
        let name = format!("{}{at:04}", if goes { "Marqueur" } else { "Témoin" });
        let mut person = shop.person(&name, "Zoé", &"7".repeat(at as usize % 90));
        // Scattered over the table, as those of several workstations are.
        person.id = PersonId(uuid::Uuid::from_u128(at.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)));
        planted.extend(goes.then_some(person.id));
        shop.run(move |tx, _| Ok(tx.put_person(&person)?)).unwrap();
    }
    assert!(!held(&clear_pages(&database(&folder), &KEY), &["Marqueur0"]).is_empty());
    shop.run(move |tx, _| Ok(tx.erase_people(&planted)?)).unwrap();
    shop.db.scrub().unwrap();
    assert_eq!(held(&clear_pages(&database(&folder), &KEY), &["Marqueur"]), Vec::<&str>::new());
}

/// Killed at any phase of the transaction that erases him, a customer is there whole or not at all, and what is asked again
/// finds him gone.
#[test]
fn killed_while_he_is_erased_he_is_whole_or_gone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cabinet");
    let (shop, planted) = shop(&folder);
    let held_of = |shop: &Shop| shop.db.read(|queries| queries.holdings(planted.person)).unwrap().erased;
    let whole = held_of(&shop);
    drop(shop);
    let phases = [Phase::BeforeBegin, Phase::AfterAppend, Phase::AfterViews, Phase::BeforeCommit, Phase::AfterCommit];
    for (round, phase) in (200..).zip(phases) {
        let stop = format!("reached {}", phase.name());
        kill_when(child_of("erasing::erase_child", &folder, round, Some((phase, 1))), |line, _| line == stop);
        let shop = Shop::open(&folder, round + 20);
        let gone = phase == Phase::AfterCommit;
        let expected = if gone { Erased::default() } else { whole };
        assert_eq!((held_of(&shop), shop.found_by("kervoalenn").is_empty()), (expected, gone), "{phase:?}");
    }
    let shop = Shop::open(&folder, 260);
    shop.db.scrub().unwrap();
    let label = ["VIREMENT DE MAELLE KERVOALENN"];
    let left = held(&clear_pages(&database(&folder), &KEY), &PLANTED);
    assert_eq!(left, label, "nothing of him but the label, which nobody asked to erase");
}

#[test]
#[ignore = "the process killed by killed_while_he_is_erased_he_is_whole_or_gone"]
fn erase_child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = PracticeFolder::open(Path::new(&folder)).unwrap();
    let options = OpenOptions::default().on_phase(stops());
    let (db, _) = Database::open(&folder, &DatabaseKey::new(KEY), options).unwrap();
    let mut shop = Shop::over(db, 300);
    let found = shop.db.read(|queries| queries.quiet_customers(shop.today, 100)).unwrap();
    let named = |person: &PersonId| {
        shop.db.read(|queries| queries.person(*person)).unwrap().is_some_and(|it| it.family_name == "Kervoalenn")
    };
    let person = found.into_iter().map(|quiet| quiet.person).find(named).unwrap();
    shop.run(move |tx, _| Ok(tx.erase_people(&[person])?)).unwrap();
}
