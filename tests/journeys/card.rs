//! The card at the counter: what is typed comes back as it was, who is named on it stays out of the journal and of the
//! search, a complementary joins with its share, and what a text forbids is refused.

use relais_domain::card::{CardPart, GridCover, Holder, ReadHow, Warning};
use relais_domain::dossier::{TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::private::MemberRole;
use relais_domain::request::RequestState;
use relais_usecases::contract::{
    CardMemberView, CardView, ChooseWayRequest, ConvertChequeRequest, CustomerPaymentRequest, DossierView,
    EraseCardPartRequest, GridLineView, Moment, Problem, ProblemCode, ReadCardTextRequest, RecordCardRequest,
    RecordMomentRequest, SearchRequest, ShowNirRequest,
};
use relais_usecases::{
    card_parts, choose_way, customer_payment, edit_dossier, keep_cheque, read_card, record_card, search, settle_cheque,
};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, cheque_for, code, day, glasses};

/// Made up, valid in form.
const MOTHER: &str = "295109912611193";
const FATHER: &str = "180127512345642";
const RAW: &str = "986402170\u{1d}VM\u{1d}00XA73190\u{1d}20240101\u{1d}20241231\u{1d}TUMBLEWEED";

fn holder(family_name: &str, nir: Option<&str>) -> CardMemberView {
    CardMemberView {
        place: None,
        role: MemberRole::Holder,
        family_name: family_name.to_owned(),
        given_name: "Solenn".to_owned(),
        birth_date: None,
        birth_rank: None,
        under_first: false,
        under_second: false,
        nir: nir.map(str::to_owned),
        nir_masked: None,
        nir_provisional: false,
    }
}

fn child(given_name: &str) -> CardMemberView {
    CardMemberView {
        role: MemberRole::Beneficiary,
        given_name: given_name.to_owned(),
        birth_date: Some(day("2015-03-14")),
        birth_rank: Some(1),
        under_first: true,
        ..holder("Quéméner", None)
    }
}

fn line(domain: &str, cover: GridCover) -> GridLineView {
    GridLineView { domain: domain.to_owned(), cover }
}

/// Everything a card may hold.
fn full() -> CardView {
    CardView {
        insurer_name: "Mutuelle des Trois Vallées".to_owned(),
        amc_number: "986402170".to_owned(),
        convention: "VM".to_owned(),
        csr: "94A".to_owned(),
        member_number: "00XA73190".to_owned(),
        operator: Some(code("viamedis")),
        network: "Kalixia".to_owned(),
        valid_from: Some(day("2024-01-01")),
        valid_to: Some(day("2024-12-31")),
        responsible: Some(true),
        solidarity: false,
        grid: vec![
            line("OPTI", GridCover::Percent { rate_bp: 10_000 }),
            line("AUDI", GridCover::Authorisation),
            line("DENT", GridCover::Amount { cents: cents(150_00) }),
            line("HOSP", GridCover::NotCovered),
            line("Z9", GridCover::Unsaid),
        ],
        holder: Some(Holder::First),
        members: vec![holder("Quéméner", Some(MOTHER)), child("Enora")],
        read_how: Some(ReadHow::Text),
        raw_text: RAW.to_owned(),
    }
}

/// A card of which nothing is known.
fn blank() -> CardView {
    CardView {
        insurer_name: String::new(),
        amc_number: String::new(),
        convention: String::new(),
        csr: String::new(),
        member_number: String::new(),
        operator: None,
        network: String::new(),
        valid_from: None,
        valid_to: None,
        responsible: None,
        solidarity: false,
        grid: Vec::new(),
        holder: None,
        members: Vec::new(),
        read_how: None,
        raw_text: String::new(),
    }
}

async fn records(shop: &Shop, dossier: DossierId, rank: u8, card: CardView) -> Outcome<DossierView> {
    record_card::record(&shop.app, call(), RecordCardRequest { dossier, rank, card, share_cents: None }).await
}

async fn sold(shop: &Shop) -> DossierId {
    shop.sells(glasses("Vauquelin", "viamedis", "4417002230")).await.dossier
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_comes_back_as_it_was_typed() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    records(&shop, dossier, 1, full()).await?;
    let shown = shop.dossier(dossier).await.tracks[0].card.clone();
    let mut expected = full();
    for (place, member) in (1..).zip(&mut expected.members) {
        member.place = Some(place);
        member.nir_masked = member.nir.take().map(|_| "2 95 •• •• ••• ••• ••".to_owned());
    }
    assert_eq!(shown, expected);
    let nir = |place| card_parts::show_nir(&shop.app, call(), ShowNirRequest { dossier, rank: 1, place });
    assert_eq!(nir(1).await?.nir, MOTHER);
    assert_eq!(nir(2).await.unwrap_err().code, ProblemCode::NothingToErase);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_is_in_no_journal_and_in_no_search() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    records(&shop, dossier, 1, full()).await?;
    let archive = archive(&shop);
    for planted in [MOTHER, "2951099126111", "TUMBLEWEED", "00XA73190", "Quéméner", "Enora", "2015-03-14"] {
        assert!(!archive.contains(planted), "the journal holds « {planted} »");
        let found = search::search(&shop.app, call(), SearchRequest { text: planted.to_owned(), limit: 50 }).await?;
        assert!(found.rows.is_empty(), "the search finds « {planted} »");
        let dump = shop.practice().database.read(|queries| queries.dump_views()).unwrap();
        assert!(!dump.contains(planted), "a view holds « {planted} »");
    }
    assert!(archive.contains("\"beneficiaries\":1") && archive.contains("\"holder\":\"first\""));
    Ok(())
}

fn archive(shop: &Shop) -> String {
    let mut bytes = Vec::new();
    shop.practice().database.export_archive(&mut bytes, &[1; 32], shop.practice().now()).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_kept_until_it_is_typed_anew_or_erased() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let shown = records(&shop, dossier, 1, full()).await?.tracks[0].card.clone();
    // Another field is corrected: the number, which the window never had, stays.
    let corrected = CardView { csr: "94B".to_owned(), ..shown.clone() };
    records(&shop, dossier, 1, corrected).await?;
    let show = || card_parts::show_nir(&shop.app, call(), ShowNirRequest { dossier, rank: 1, place: 1 });
    assert_eq!(show().await?.nir, MOTHER);
    let erase = |part| card_parts::erase(&shop.app, call(), EraseCardPartRequest { dossier, rank: 1, part });
    let erased = erase(CardPart::Nir).await?.tracks[0].card.clone();
    assert_eq!(erased.members[0].nir_masked, None);
    assert_eq!(erased.members[0].family_name, "Quéméner");
    assert_eq!(show().await.unwrap_err().code, ProblemCode::NothingToErase);
    assert_eq!(erase(CardPart::Nir).await.unwrap_err().code, ProblemCode::NothingToErase);
    let erased = erase(CardPart::RawText).await?.tracks[0].card.clone();
    assert_eq!((erased.raw_text.as_str(), erased.member_number.as_str()), ("", "00XA73190"));
    let kinds: Vec<_> = shop.dossier(dossier).await.timeline.into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "dossier.card_part_erased").count(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_has_one_cover_under_each_parent() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    records(&shop, dossier, 1, full()).await?;
    let second = CardView {
        insurer_name: "Prévoyance des Abers".to_owned(),
        members: vec![holder("Le Dantec", Some(FATHER)), child("Enora")],
        ..CardView { holder: Some(Holder::First), operator: Some(code("almerys")), ..blank() }
    };
    let request = |share| RecordCardRequest { dossier, rank: 2, card: second.clone(), share_cents: Some(cents(share)) };
    let refused = record_card::record(&shop.app, call(), request(100_01)).await.unwrap_err();
    assert_eq!((refused.code, &refused.params["due_cents"]), (ProblemCode::MoreThanDue, &100_00.into()));
    assert_eq!(shop.dossier(dossier).await.tracks.len(), 1, "nothing of it is half-written");
    let shown = record_card::record(&shop.app, call(), request(60_00)).await?;
    assert_eq!((shown.customer_share_cents, shown.tracks[1].share_cents), (cents(40_00), cents(60_00)));
    let holders: Vec<_> = shown.tracks.iter().map(|track| track.card.members[0].family_name.as_str()).collect();
    assert_eq!(holders, ["Quéméner", "Le Dantec"]);
    let show = |rank| card_parts::show_nir(&shop.app, call(), ShowNirRequest { dossier, rank, place: 1 });
    assert_eq!((show(1).await?.nir, show(2).await?.nir), (MOTHER.to_owned(), FATHER.to_owned()));
    // Rebuilt, the lists are the same.
    let before = shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views()).unwrap(), before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complementary_of_which_nothing_is_expected_is_asked_for_nothing() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let joined = records(&shop, dossier, 2, CardView { operator: Some(code("almerys")), ..blank() }).await?;
    assert_eq!(joined.tracks[1].share_cents, cents(0));
    let chosen = shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    assert_eq!(
        (chosen.tracks[0].request_state, chosen.tracks[0].state),
        (Some(RequestState::Queued), TrackState::Queued)
    );
    assert_eq!((chosen.tracks[1].request, chosen.tracks[1].state), (None, TrackState::NotSent));
    Ok(())
}

#[rstest]
#[case::amc_number(|c: &mut CardView| c.amc_number = "7756".to_owned(), "amc_number", "length", None)]
#[case::csr(|c: &mut CardView| c.csr = "94?".to_owned(), "csr", "character", None)]
#[case::convention(|c: &mut CardView| c.convention = "V".to_owned(), "convention", "length", None)]
#[case::percent(
    |c: &mut CardView| c.grid[0].cover = GridCover::Percent { rate_bp: 15_000 }, "cover", "percent", Some(0))]
#[case::amount(|c: &mut CardView| c.grid[2].cover = GridCover::Amount { cents: cents(0) }, "cover", "amount", Some(2))]
#[case::domain(|c: &mut CardView| c.grid[1].domain = "AU-DI-TION9".to_owned(), "domain", "length", Some(1))]
#[case::domain_twice(|c: &mut CardView| c.grid[1].domain = "opti".to_owned(), "domain", "twice", Some(1))]
#[case::nir_key(|c: &mut CardView| c.members[0].nir = Some("295109912611199".to_owned()), "nir", "key", Some(0))]
#[case::birth_rank(|c: &mut CardView| c.members[1].birth_rank = Some(0), "birth_rank", "birth_rank", Some(1))]
#[case::no_name(|c: &mut CardView| c.members[1].family_name = " ".to_owned(), "member_family_name", "empty", Some(1))]
#[case::rests_on_nobody(|c: &mut CardView| c.holder = Some(Holder::Second), "holder", "holder_missing", None)]
#[case::under_nobody(|c: &mut CardView| c.members[1].under_second = true, "under", "holder_missing", Some(1))]
#[case::long_text(|c: &mut CardView| c.raw_text = "x".repeat(5_000), "raw_text", "too_long", None)]
#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_said_at_its_field_and_nothing_is_written(
    #[case] spoil: fn(&mut CardView),
    #[case] field: &str,
    #[case] reason: &str,
    #[case] row: Option<u64>,
) {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let mut card = full();
    spoil(&mut card);
    let entries = shop.entries();
    let refused = records(&shop, dossier, 1, card).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::InvalidField);
    let told = (refused.params["field"].as_str(), refused.params["reason"].as_str(), refused.params["row"].as_u64());
    assert_eq!(told, (Some(field), Some(reason), row));
    assert_eq!(shop.entries(), entries);
    assert_eq!(shop.dossier(dossier).await.tracks[0].card.members, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversed_validity_is_refused_and_an_expired_card_is_only_warned_of() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let reversed = CardView { valid_from: Some(day("2024-02-01")), valid_to: Some(day("2024-01-01")), ..blank() };
    assert_eq!(records(&shop, dossier, 1, reversed).await.unwrap_err().code, ProblemCode::ValidityReversed);
    let expired = CardView { valid_to: Some(day("2023-12-31")), operator: Some(code("viamedis")), ..blank() };
    let shown = records(&shop, dossier, 1, expired).await?;
    let told: Vec<_> = shown.warnings.into_iter().map(|warned| warned.warning).collect();
    assert_eq!(told, [Warning::CardExpired { rank: 1, on: day("2023-12-31") }]);
    Ok(())
}

/// The way is open all the same: the sale goes on, and its request leaves once somebody can be asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_names_nobody_to_ask_is_warned_of() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = sold(&shop).await;
    let shown = records(&shop, dossier, 1, blank()).await?;
    let told: Vec<_> = shown.warnings.iter().map(|warned| (&warned.warning, warned.forbids)).collect();
    assert_eq!(told, [(&Warning::OperatorUnknown { rank: 1 }, false)]);
    assert!(shown.warnings[0].against.contains(&Way::DeliveredThirdPartyPayment));
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    assert_eq!(shop.queue().await.waiting.len(), 0);
    let named = CardView { operator: Some(code("viamedis")), ..blank() };
    assert_eq!(records(&shop, dossier, 1, named).await?.warnings, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_solidarity_card_takes_no_cheque_and_no_advance() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = sold(&shop).await;
    let card = CardView { solidarity: true, operator: Some(code("viamedis")), ..blank() };
    let shown = records(&shop, dossier, 1, card).await?;
    let first = &shown.warnings[0];
    assert!(first.forbids && first.against.contains(&Way::ChequeKept));
    let entries = shop.entries();
    let solidarity = |answer: Result<(), Problem>| answer.unwrap_err().code == ProblemCode::SolidarityContract;
    for way in [Way::ChequeKept, Way::ChequeDepositedLater, Way::CustomerAdvances] {
        let chosen = choose_way::choose(&shop.app, call(), ChooseWayRequest { dossier, way }).await;
        assert!(solidarity(chosen.map(drop)), "{way:?}");
    }
    assert!(solidarity(keep_cheque::keep(&shop.app, call(), cheque_for(dossier, 1)).await.map(drop)));
    let advance = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(371_00),
        means: relais_domain::context::PaymentMeans::Card,
        purpose: relais_domain::dossier::PaymentPurpose::AmcShareAdvanced,
        on: day("2024-01-31"),
    };
    assert!(solidarity(customer_payment::record(&shop.app, call(), advance).await.map(drop)));
    assert_eq!(shop.entries(), entries);
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    Ok(())
}

/// The card comes out as one of solidarity once a cheque is kept: it is given back, not turned into one to deposit.
#[tokio::test(flavor = "multi_thread")]
async fn a_cheque_kept_is_not_converted_once_the_card_is_of_solidarity() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = sold(&shop).await;
    let kept = keep_cheque::keep(&shop.app, call(), cheque_for(dossier, 1)).await?;
    let card = CardView { solidarity: true, operator: Some(code("viamedis")), ..blank() };
    records(&shop, dossier, 1, card).await?;
    let entries = shop.entries();
    let convert = ConvertChequeRequest {
        cheque: kept.cheque,
        deposit_on: day("2024-02-20"),
        reason: "Le client se fait rembourser lui-même.".to_owned(),
        second: None,
    };
    let refused = settle_cheque::convert(&shop.app, call(), convert).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::SolidarityContract);
    assert_eq!(shop.entries(), entries);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_prescription_is_warned_of() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let dated = RecordMomentRequest { dossier, moment: Moment::Prescription, on: day("2018-01-12") };
    let shown = edit_dossier::record_moment(&shop.app, call(), dated).await?;
    let old = Warning::PrescriptionTooOld { date: day("2018-01-12"), months: 60, certain: true };
    assert_eq!(shown.warnings[0].warning, old);
    assert!(shown.warnings[0].source.as_deref().unwrap_or_default().contains("Ordonnance"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_proposed_and_nothing_is_taken() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop).await;
    let entries = shop.entries();
    let read = read_card::text(&shop.app, call(), ReadCardTextRequest { text: RAW.to_owned() }).await?;
    assert_eq!(read.proposals.len(), 5);
    assert_eq!((read.leftover, read.cut), (vec!["TUMBLEWEED".to_owned()], false));
    assert_eq!(shop.entries(), entries);
    assert_eq!(shop.dossier(dossier).await.tracks[0].card.raw_text, "");
    Ok(())
}
