//! The card's tests: texts read by their words and their shapes, whatever they hold; warnings by named cases.

mod trial;

use super::*;
use crate::{
    context::Activity,
    document::PieceSeal,
    dossier::{
        Agreement, CardRecorded, Dossier, DossierCommand, DossierEvent, DossierLine, LineKind, Opened, Priced,
        TrackMove, TrackState, Way, decide,
    },
    estimate::reference::{ReferenceSet, SHIPPED},
    identifiers::DomainCode,
    ids::{DossierId, PersonId, PictureId, UserId},
    picture::PictureFormat,
    platform::PlatformCode,
    refusal::Refusal,
    stream::Stream,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

const TODAY: Date = date(2024, 1, 31);

fn shown(text: &str) -> (Vec<(ReadField, String, Because)>, Vec<String>) {
    let reading = read(text, TODAY);
    let told = reading.proposals.into_iter().map(|proposal| (proposal.field, proposal.value, proposal.because));
    (told.collect(), reading.leftover)
}

use Because::{Label, Shape};
use ReadField as F;

#[rstest]
#[case::as_printed(
    "N° AMC : 775671993\nType de convention : VM\nCSR :\nN° adhérent : 04417832\nPériode de validité : du 01/01/2024 au 31/12/2024\nR",
    &[(F::AmcNumber, "775671993", Label), (F::Convention, "VM", Label), (F::MemberNumber, "04417832", Label),
      (F::ValidFrom, "2024-01-01", Label), (F::ValidTo, "2024-12-31", Label), (F::Responsible, "R", Shape)], &[])]
#[case::by_shapes_alone(
    "775671993\u{1d}VM\u{1d}94\u{1d}04417832\u{1d}20240101\u{1d}20241231\u{1d}R\u{1d}DURAND",
    &[(F::AmcNumber, "775671993", Shape), (F::Convention, "VM", Shape), (F::Csr, "94", Shape),
      (F::MemberNumber, "04417832", Shape), (F::ValidFrom, "2024-01-01", Shape), (F::ValidTo, "2024-12-31", Shape),
      (F::Responsible, "R", Shape)], &["DURAND"])]
#[case::a_birth_and_a_number(
    "Né le 14.03.2015 NIR 2 95 10 99 126 111 93",
    &[(F::BirthDate, "2015-03-14", Label), (F::Nir, "295109912611193", Label)], &[])]
#[case::corsican_number("253072A07300443", &[(F::Nir, "253072A07300443", Shape)], &[])]
#[case::a_label_before_a_guess(
    "302976568 AMC 775671993", &[(F::AmcNumber, "775671993", Label)], &["302976568"])]
#[case::an_old_day_is_a_birth("12031951 31122024", &[(F::ValidTo, "2024-12-31", Shape), (F::BirthDate, "1951-03-12", Shape)], &[])]
#[case::a_label_without_its_value("CSR N° adhérent 0441A", &[(F::MemberNumber, "0441A", Label)], &[])]
#[case::nothing("", &[], &[])]
#[case::words("bonjour à tous", &[], &["bonjour", "à", "tous"])]
fn texts(#[case] text: &str, #[case] expected: &[(ReadField, &str, Because)], #[case] leftover: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|(field, value, why)| (*field, (*value).to_owned(), *why)).collect();
    assert_eq!(shown(text), (expected, leftover.iter().map(|word| (*word).to_owned()).collect()));
}

#[test]
fn a_grid_is_read_by_the_codes_that_were_seen() {
    let grid = read("OPTI 100% AUDI PEC DENT 150€ HOSP NC PHAR OPTI 50%", TODAY).grid;
    let line = |domain: &str, cover| GridLine { domain: DomainCode::parse(domain).unwrap(), cover };
    let expected = [
        line("OPTI", GridCover::Percent { rate_bp: 10_000 }),
        line("AUDI", GridCover::Authorisation),
        line("DENT", GridCover::Amount { cents: cents(150_00) }),
        line("HOSP", GridCover::NotCovered),
        line("PHAR", GridCover::Unsaid),
    ];
    assert_eq!(grid, expected);
}

#[test]
fn a_proposal_does_not_show_itself_in_a_log() {
    let reading = read("NIR 295109912611193 adhérent 04417832", TODAY);
    let told = format!("{reading:?}");
    assert!(!told.contains("295109912611193") && !told.contains("04417832"), "{told}");
}

/// What a reading may be at most, whatever it was made of.
fn bounded(text: &str) {
    let reading = read(text, TODAY);
    assert!(reading.proposals.len() <= 9 && reading.grid.len() <= 30 && reading.leftover.len() <= 40);
    let mut fields: Vec<_> = reading.proposals.iter().map(|proposal| proposal.field).collect();
    fields.dedup();
    assert_eq!(fields.len(), reading.proposals.len(), "one proposal a field");
    assert!(reading.leftover.iter().all(|word| word.chars().count() <= 60));
    assert!(reading.proposals.iter().all(|proposal| proposal.value.len() <= 20));
    assert_eq!(reading.cut, text.chars().count() > MAX_TEXT_CHARS);
}

/// Two hundred thousand texts of what cards are made of, in any order: none panics, none grows.
#[test]
fn any_order_of_any_pieces_is_bounded() {
    const PIECES: [&str; 20] = [
        "N° AMC",
        "775671993",
        "\u{1d}",
        "01/13/2024",
        "31/12/2024",
        "OPTI",
        "100%",
        "999999%",
        "PEC",
        "NIR",
        "2 95 10 99 126 111 93",
        "é",
        "🂡",
        "R",
        "99999999999999999999€",
        "du",
        "au",
        "00000000",
        "\u{0}",
        "20240230",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..200_000 {
        let mut text = String::new();
        for _ in 0..3 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(PIECES[usize::try_from(state % 20).unwrap()]);
            if state & 64 == 0 {
                text.push(' ');
            }
        }
        bounded(&text);
    }
}

proptest! {
    #[test]
    fn arbitrary_texts_are_bounded(text in "(?s).{0,300}") {
        bounded(&text);
    }

    #[test]
    fn long_texts_are_cut(text in "[0-9A-Z \u{1d}]{4000,6000}") {
        bounded(&text);
    }

    #[test]
    fn a_labelled_block_comes_back_as_it_was(
        amc in "[1-9][0-9]{7,9}", convention in "[A-Z]{2}", member in "[0-9][0-9A-Z]{4,11}", day in 1i8..=28,
    ) {
        prop_assume!(!["DU", "AU", "NE", "NO"].contains(&convention.as_str()));
        let text = format!("AMC {amc} Convention {convention} Adhérent {member} valable du {day:02}/01/2024 au {day:02}/12/2024");
        let found = shown(&text).0;
        prop_assert_eq!(&found[0].1, &amc);
        prop_assert_eq!(&found[1].1, &convention);
        prop_assert_eq!(&found[2].1, &member);
        prop_assert_eq!(&found[4].1, &format!("2024-12-{day:02}"));
    }
}

// --- Warnings ---------------------------------------------------------------------------------------------------------

fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

fn reference() -> ReferenceSet {
    ReferenceSet::read(SHIPPED).unwrap()
}

fn context() -> crate::context::Context {
    crate::context::Context {
        now: jiff::Timestamp::UNIX_EPOCH,
        today: TODAY,
        actor: UserId(Uuid::from_u128(1)),
        role: crate::context::Role::Counter,
    }
}

fn after(mut state: Dossier, commands: impl IntoIterator<Item = DossierCommand>) -> Dossier {
    for command in commands {
        for event in decide(&state, command, &context()).unwrap() {
            state.apply(&event);
        }
    }
    state
}

fn sale(activity: Activity, class: Option<&str>) -> Dossier {
    let item = if activity == Activity::Pharmacy { LineKind::Medicine } else { LineKind::Frame };
    let class = class.map(str::to_owned);
    let lines = vec![DossierLine { item, quantity: 1, unit_price_cents: cents(480_00), vat_rate_bp: 2_000, class }];
    let opened = Opened {
        dossier: DossierId(Uuid::from_u128(2)),
        number: 1,
        year: 2024,
        person: PersonId(Uuid::from_u128(3)),
        activity,
        on: TODAY,
        reference: None,
    };
    let priced = Priced {
        total_cents: cents(480_00),
        amo_share_cents: Cents::ZERO,
        amc_share_cents: vec![cents(380_00)],
        customer_share_cents: cents(100_00),
        lines,
    };
    after(Dossier::default(), [DossierCommand::Open { opened, priced }])
}

fn with_card(card: CardRecorded) -> Dossier {
    after(sale(Activity::Optics, Some("B")), [DossierCommand::RecordCard(CardRecorded { rank: 1, ..card })])
}

fn grid(cover: GridCover) -> Vec<GridLine> {
    vec![GridLine { domain: DomainCode::parse("OPTI").unwrap(), cover }]
}

fn said(dossier: &Dossier) -> Vec<Warned> {
    warnings(
        &Facts { dossier, birth_date: Some(date(1980, 5, 1)), on: TODAY, agreed_on: &[], unrouted: &[] },
        &reference(),
    )
}

fn agreed(dossier: Dossier, valid_until: Option<Date>) -> Dossier {
    let agreement = Agreement { reference: Some("PEC-1".to_owned()), covered_cents: Some(cents(380_00)), valid_until };
    let moved = TrackMove {
        agreement: Some(agreement),
        request: Some(crate::ids::RequestId(Uuid::from_u128(4))),
        ..TrackMove::to(1, TrackState::Accepted)
    };
    let queued = TrackMove { request: moved.request, ..TrackMove::to(1, TrackState::Queued) };
    after(dossier, [DossierCommand::MoveTrack(queued), DossierCommand::MoveTrack(moved)])
}

#[rstest]
#[case::nothing_to_say(with_card(CardRecorded::default()), &[])]
#[case::solidarity(
    with_card(CardRecorded { solidarity: true, ..CardRecorded::default() }),
    &[(Warning::SolidarityNoAdvance { rank: 1 }, 3)])]
#[case::class_a(sale(Activity::Optics, Some("A")), &[(Warning::NothingLeftExpected { whole: true }, 3)])]
#[case::class_1(sale(Activity::Hearing, Some("I")), &[(Warning::NothingLeftExpected { whole: true }, 3)])]
#[case::network(
    with_card(CardRecorded { network: Some("Kalixia".to_owned()), ..CardRecorded::default() }),
    &[(Warning::NetworkNoAdvance { rank: 1, network: "Kalixia".to_owned() }, 3)])]
#[case::agreed(
    agreed(with_card(CardRecorded::default()), Some(date(2024, 3, 1))),
    &[(Warning::AuthorisationHeld { rank: 1, reference: Some("PEC-1".to_owned()), valid_until: Some(date(2024, 3, 1)) }, 3)])]
#[case::agreed_too_long_ago(
    agreed(with_card(CardRecorded::default()), Some(date(2024, 1, 30))),
    &[(Warning::AuthorisationLapsed { rank: 1, valid_until: date(2024, 1, 30) }, 1)])]
#[case::expired(
    with_card(CardRecorded { valid_to: Some(date(2023, 12, 31)), ..CardRecorded::default() }),
    &[(Warning::CardExpired { rank: 1, on: date(2023, 12, 31) }, 1)])]
#[case::not_yet(
    with_card(CardRecorded { valid_from: Some(date(2024, 2, 1)), ..CardRecorded::default() }),
    &[(Warning::CardNotYetValid { rank: 1, from: date(2024, 2, 1) }, 1)])]
#[case::valid_to_the_day(with_card(CardRecorded { valid_to: Some(TODAY), ..CardRecorded::default() }), &[])]
#[case::not_in_the_grid(
    with_card(CardRecorded { grid: grid(GridCover::NotCovered), ..CardRecorded::default() }),
    &[(Warning::TradeNotCovered { rank: 1 }, 2)])]
#[case::agreement_first(
    with_card(CardRecorded { grid: grid(GridCover::Authorisation), ..CardRecorded::default() }),
    &[(Warning::AuthorisationNeeded { rank: 1 }, 0)])]
#[case::covered(with_card(CardRecorded { grid: grid(GridCover::Unsaid), ..CardRecorded::default() }), &[])]
#[case::slow_operator(
    with_card(CardRecorded { operator: PlatformCode::parse("almerys").ok(), ..CardRecorded::default() }),
    &[(Warning::InvoiceAfterAgreement { rank: 1, days: 2, not_before: None }, 0)])]
#[case::ordinary_operator(
    with_card(CardRecorded { operator: PlatformCode::parse("viamedis").ok(), ..CardRecorded::default() }), &[])]
fn warned(#[case] dossier: Dossier, #[case] expected: &[(Warning, usize)]) {
    let found: Vec<_> = said(&dossier).into_iter().map(|warned| (warned.warning, warned.against.len())).collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case::nobody_to_ask(sale(Activity::Optics, None), 1, Some(2))]
#[case::of_the_other_complementary(sale(Activity::Optics, None), 2, None)]
#[case::a_pharmacys_own_circuit(sale(Activity::Pharmacy, None), 1, None)]
#[case::already_agreed(agreed(with_card(CardRecorded::default()), None), 1, None)]
fn nobody_known_to_answer(#[case] dossier: Dossier, #[case] rank: u8, #[case] against: Option<usize>) {
    let facts = Facts { dossier: &dossier, birth_date: None, on: TODAY, agreed_on: &[], unrouted: &[rank] };
    let told =
        warnings(&facts, &reference()).into_iter().find(|told| told.warning == Warning::OperatorUnknown { rank });
    assert_eq!(told.map(|told| told.against.len()), against);
}

#[rstest]
#[case::a_child(Activity::Optics, Some(date(2010, 1, 31)), date(2023, 1, 30), Some((12, true)))]
#[case::a_child_in_time(Activity::Optics, Some(date(2010, 1, 31)), date(2023, 1, 31), None)]
#[case::sixteen_today(Activity::Optics, Some(date(2008, 1, 31)), date(2019, 1, 31), None)]
#[case::forty_two(Activity::Optics, Some(date(1981, 2, 1)), date(2020, 1, 31), None)]
#[case::over_forty_two(Activity::Optics, Some(date(1981, 1, 31)), date(2020, 1, 31), Some((36, true)))]
#[case::age_not_typed(Activity::Optics, None, date(2022, 1, 31), Some((12, false)))]
#[case::too_old_at_any_age(Activity::Optics, None, date(2018, 1, 31), Some((60, true)))]
#[case::medicines(Activity::Pharmacy, None, date(2023, 10, 30), Some((3, true)))]
#[case::medicines_in_time(Activity::Pharmacy, None, date(2023, 10, 31), None)]
#[case::hearing(Activity::Hearing, None, date(2001, 1, 1), None)]
fn prescriptions(
    #[case] activity: Activity,
    #[case] birth_date: Option<Date>,
    #[case] date: Date,
    #[case] expected: Option<(u32, bool)>,
) {
    let dossier = after(sale(activity, None), [DossierCommand::DatePrescription { date }]);
    let found =
        warnings(&Facts { dossier: &dossier, birth_date, on: TODAY, agreed_on: &[], unrouted: &[] }, &reference());
    let told = found.into_iter().find_map(|warned| match warned.warning {
        Warning::PrescriptionTooOld { months, certain, .. } => Some((months, certain)),
        _ => None,
    });
    assert_eq!(told, expected);
}

#[rstest]
#[case::the_day_after(date(2024, 1, 30), Some(Some(date(2024, 2, 1))))]
#[case::waited(date(2024, 1, 29), None)]
fn an_operator_takes_the_invoice_some_days_later(#[case] agreed_on: Date, #[case] expected: Option<Option<Date>>) {
    let operator = PlatformCode::parse("almerys").ok();
    let dossier = with_card(CardRecorded { operator, ..CardRecorded::default() });
    let found = warnings(
        &Facts { dossier: &dossier, birth_date: None, on: TODAY, agreed_on: &[(1, agreed_on)], unrouted: &[] },
        &reference(),
    );
    let told = found.into_iter().find_map(|warned| match warned.warning {
        Warning::InvoiceAfterAgreement { not_before, .. } => Some(not_before),
        _ => None,
    });
    assert_eq!(told, expected);
}

#[test]
fn only_what_a_text_forbids_is_forbidden_and_the_reference_may_say_otherwise() {
    let solidarity = with_card(CardRecorded { solidarity: true, ..CardRecorded::default() });
    let refused = |dossier: &Dossier, set: &ReferenceSet| {
        Way::ALL.map(|way| forbidden(dossier, way, set, TODAY) == Some(Refusal::SolidarityContract))
    };
    assert_eq!(refused(&solidarity, &reference()), [false, false, true, true, true, false]);
    assert!(said(&solidarity)[0].forbids && said(&solidarity)[0].source.as_deref().unwrap().contains("L861-3"));
    let read = SHIPPED.replace("\"solidarity.no_advance\" = [{ holds = 1", "\"solidarity.no_advance\" = [{ holds = 0");
    let otherwise = ReferenceSet::read(&read).unwrap();
    assert_eq!(refused(&solidarity, &otherwise), [false; 6]);
    let network = with_card(CardRecorded { network: Some("Itelis".to_owned()), ..CardRecorded::default() });
    assert_eq!(refused(&network, &reference()), [false; 6]);
    assert!(said(&network).iter().all(|warned| !warned.forbids));
}

// --- Pictures and parts -----------------------------------------------------------------------------------------------

fn picture(number: u128, side: Side) -> CardPicture {
    let piece = PieceSeal { length_bytes: 9, proof: Proof("00".to_owned()) };
    let picture = PictureId(Uuid::from_u128(number));
    CardPicture { rank: 1, kept: Picture { side, picture, format: PictureFormat::Png, piece } }
}

#[test]
fn one_picture_a_side_is_kept_and_the_one_before_is_erased() {
    let kept = |number, side| DossierCommand::KeepCardPicture(picture(number, side));
    let state = after(sale(Activity::Optics, None), [kept(7, Side::Front), kept(8, Side::Back), kept(9, Side::Front)]);
    assert_eq!(state.card_pictures, [picture(8, Side::Back), picture(9, Side::Front)]);
    let events = decide(&state, kept(10, Side::Back), &context()).unwrap();
    let erased = DossierEvent::CardPartErased {
        rank: 1,
        part: CardPart::Back,
        picture: Some(picture(8, Side::Back).kept.picture),
    };
    assert_eq!(events, [erased, DossierEvent::CardPictureKept(picture(10, Side::Back))]);
    let state = after(state, [DossierCommand::EraseCardPart { rank: 1, part: CardPart::Front }]);
    assert_eq!(state.card_pictures, [picture(8, Side::Back)]);
    let again = decide(&state, DossierCommand::EraseCardPart { rank: 1, part: CardPart::Front }, &context());
    assert_eq!(again, Err(Refusal::NothingToErase));
}

#[rstest]
#[case::percent_beyond_the_whole(grid(GridCover::Percent { rate_bp: 10_001 }), Err(Refusal::AmountOutOfRange))]
#[case::the_whole(grid(GridCover::Percent { rate_bp: 10_000 }), Ok(()))]
#[case::no_amount(grid(GridCover::Amount { cents: Cents::ZERO }), Err(Refusal::AmountNotPositive))]
fn grids(#[case] grid: Vec<GridLine>, #[case] expected: Result<(), Refusal>) {
    let card = CardRecorded { rank: 1, grid, ..CardRecorded::default() };
    let decided = decide(&sale(Activity::Optics, None), DossierCommand::RecordCard(card), &context());
    assert_eq!(decided.map(drop), expected);
}
