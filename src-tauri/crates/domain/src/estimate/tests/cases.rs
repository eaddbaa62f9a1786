//! Named cases: what is known gives one figure, what is not gives the range that holds every possibility.

use super::*;
use LineKind::{ContactLenses, Frame, HearingAid, LensComplex, LensSimple, LensVeryComplex, Other};
use rstest::rstest;

const UNKNOWN: Guarantee = Guarantee::Unknown;

fn amount(euros: i64) -> Guarantee {
    Guarantee::Amount { cents: cents(euros * 100) }
}

fn ceiling(euros: i64) -> Guarantee {
    Guarantee::Ceiling { cents: cents(euros * 100) }
}

// 480 € of class B glasses: AMO 0.03 + 0.06.
#[rstest]
#[case::the_frame_is_covered_up_to_its_ceiling(ceiling(700), (50_00, 50_00))]
#[case::an_amount_goes_to_the_frame_and_the_lenses(amount(380), (99_91, 99_91))]
#[case::a_promise_below_the_floor_is_raised_to_it(amount(50), (280_00, 280_00))]
#[case::a_percentage_of_five_cents_is_raised_to_the_floor(Guarantee::PercentOfBase { rate_bp: 30_000 }, (280_00, 280_00))]
#[case::unknown_goes_from_the_floor_to_the_ceilings(UNKNOWN, (50_00, 280_00))]
fn a_responsible_contract_on_class_b_glasses(#[case] guarantee: Guarantee, #[case] expected: (i64, i64)) {
    assert_eq!(customer(&question(Activity::Optics, glasses(), responsible(guarantee))), expected);
}

#[rstest]
#[case::another_contract_has_no_ceiling(Some(false), ceiling(700), (0, 0))]
#[case::nor_a_floor(Some(false), amount(50), (429_91, 429_91))]
#[case::unknown_all_of_it(Some(false), UNKNOWN, (0, 479_91))]
#[case::not_known_whether_responsible(None, ceiling(700), (0, 50_00))]
fn whether_the_contract_is_responsible(
    #[case] responsible: Option<bool>,
    #[case] guarantee: Guarantee,
    #[case] expected: (i64, i64),
) {
    let cover = SaidCover { responsible, guarantee, ..SaidCover::default() };
    assert_eq!(customer(&question(Activity::Optics, glasses(), cover)), expected);
}

#[rstest]
#[case::a(LensSimple, LensSimple, 420)]
#[case::b(LensSimple, LensComplex, 560)]
#[case::c(LensComplex, LensComplex, 700)]
#[case::d(LensVeryComplex, LensSimple, 610)]
#[case::e(LensVeryComplex, LensComplex, 750)]
#[case::f(LensVeryComplex, LensVeryComplex, 800)]
fn the_equipment_has_its_ceiling(#[case] one: LineKind, #[case] other: LineKind, #[case] ceiling: i64) {
    let lines = vec![line(one, 1, 900_00, Some("B")), line(other, 1, 900_00, Some("B"))];
    let asked = question(Activity::Optics, lines, responsible(amount(5_000)));
    assert_eq!(customer(&asked), (1_800_00 - ceiling * 100, 1_800_00 - ceiling * 100));
}

#[test]
fn class_a_leaves_nothing_to_pay() {
    let lines = vec![line(Frame, 1, 30_00, Some("A")), line(LensSimple, 2, 37_50, Some("A"))];
    let asked = question(Activity::Optics, lines, responsible(UNKNOWN));
    assert_eq!(customer(&asked), (0, 0));
    let amo = answer(&asked).scenarios[0].amo;
    // 5.40 for the frame; 60 % of 30 % of a cap between the price and the highest, for two lenses.
    assert_eq!((amo.low_cents.get(), amo.high_cents.get()), (5_40 + 13_50, 5_40 + 61_20));
}

#[test]
fn a_class_a_frame_above_its_highest_price_leaves_the_rest() {
    let asked = question(Activity::Optics, vec![line(Frame, 1, 45_00, Some("A"))], responsible(UNKNOWN));
    assert_eq!(customer(&asked), (15_00, 15_00));
}

/// The class B element is covered up to the ceiling less the cost of the class A element.
#[rstest]
#[case::class_a_frame(vec![line(Frame, 1, 30_00, Some("A")), line(LensSimple, 2, 250_00, Some("B"))], 500_00 - (420_00 - 30_00))]
#[case::class_a_lenses(vec![line(Frame, 1, 150_00, Some("B")), line(LensSimple, 2, 52_50, Some("A"))], 50_00)]
fn mixed_equipment(#[case] lines: Vec<DossierLine>, #[case] expected: i64) {
    let asked = question(Activity::Optics, lines, responsible(amount(5_000)));
    assert_eq!(customer(&asked), (expected, expected));
    assert!(answer(&asked).reasons.iter().any(|reason| matches!(reason, Reason::LessClassA { .. })));
}

fn on(date: Date, evidence: Evidence) -> LastEquipment {
    LastEquipment::On { date, evidence }
}

#[rstest]
#[case::adult_two_years_to_the_day(AgeBand::From20, date(2022, 1, 31), true)]
#[case::adult_one_day_short(AgeBand::From20, date(2022, 2, 1), false)]
#[case::sixteen(AgeBand::From16To19, date(2022, 2, 1), false)]
#[case::child_one_year(AgeBand::From6To15, date(2023, 1, 31), true)]
#[case::child_too_early(AgeBand::From6To15, date(2023, 2, 1), false)]
#[case::under_six(AgeBand::Under6, date(2023, 7, 31), true)]
#[case::under_six_too_early(AgeBand::Under6, date(2023, 8, 1), false)]
fn the_renewal_has_its_age(#[case] age: AgeBand, #[case] last: Date, #[case] due: bool) {
    for evidence in [Evidence::OurHistory, Evidence::Declared, Evidence::Document] {
        let mut asked = question(Activity::Optics, glasses(), responsible(ceiling(700)));
        asked.said.age = Some(age);
        asked.said.last_equipment = on(last, evidence);
        let expected = if due { 50_00 } else { 480_00 };
        assert_eq!(customer(&asked), (expected, expected));
        asked.said.early_renewal = EarlyRenewal::SightChange;
        assert_eq!(customer(&asked), (50_00, 50_00));
    }
}

#[test]
fn what_was_not_asked_is_a_range() {
    let mut asked = question(Activity::Optics, glasses(), responsible(ceiling(700)));
    asked.said.last_equipment = LastEquipment::NotAsked;
    assert_eq!(customer(&asked), (50_00, 480_00));
    // A year and a half ago: due for a child, too early for an adult.
    asked.said.last_equipment = on(date(2022, 8, 1), Evidence::Declared);
    asked.said.age = None;
    assert_eq!(customer(&asked), (50_00, 480_00));
    assert_eq!(answer(&asked).confidence, Confidence::D);
}

#[test]
fn an_unknown_network_is_shown_on_both_sides() {
    let mut asked = question(Activity::Optics, glasses(), responsible(ceiling(400)));
    asked.said.network = Network::Unknown;
    asked.said.covers[0].out_of_network = ceiling(300);
    let sides: Vec<_> = answer(&asked)
        .scenarios
        .iter()
        .map(|scenario| (scenario.side, scenario.customer.low_cents.get(), scenario.customer.high_cents.get()))
        .collect();
    let (inside, outside) = (Some(NetworkSide::In), Some(NetworkSide::Out));
    assert_eq!(sides, [(inside, 80_00, 80_00), (outside, 180_00, 180_00)]);
    // Outside, what is not said goes from the floor to what is promised inside.
    asked.said.covers[0].out_of_network = UNKNOWN;
    let estimate = answer(&asked);
    let span = estimate.scenarios[1].customer;
    assert_eq!((span.low_cents.get(), span.high_cents.get()), (80_00, 280_00));
}

#[test]
fn a_second_complementary_pays_of_what_is_left() {
    let mut asked = question(Activity::Optics, glasses(), responsible(amount(300)));
    asked.complementaries.push(Complementary::default());
    asked.said.covers.push(responsible(amount(300)));
    // 479.91 are left by the AMO: 300, then the rest; each covers the frame up to 100 €.
    let estimate = answer(&asked);
    let shares = &estimate.scenarios[0].best;
    assert_eq!(shares.amc_cents.iter().map(|share| share.get()).collect::<Vec<_>>(), [300_00, 179_91]);
    assert_eq!(shares.customer_cents, Cents::ZERO);
    // A frame beyond both ceilings stays the customer's.
    asked.lines[0].unit_price_cents = cents(330_00);
    asked.said.covers = vec![responsible(ceiling(700)), responsible(ceiling(700))];
    assert_eq!(customer(&asked), (130_03, 130_03));
}

#[rstest]
#[case::its_answer_of_the_day(AnswerKind::Live, Confidence::A)]
#[case::its_agreement(AnswerKind::Agreed, Confidence::A)]
#[case::an_answer_that_was_kept(AnswerKind::Kept, Confidence::B)]
fn the_insurers_own_figure_counts(#[case] kind: AnswerKind, #[case] confidence: Confidence) {
    let mut asked = question(Activity::Optics, glasses(), SaidCover::default());
    asked.said.network = Network::Unknown;
    let covered = |covered_cents, in_force| Answer { kind, on: Some(date(2024, 1, 31)), covered_cents, in_force };
    asked.complementaries[0].answer = Some(covered(cents(379_91), true));
    assert_eq!(customer(&asked), (100_00, 100_00));
    let estimate = answer(&asked);
    assert_eq!((estimate.confidence, estimate.scenarios[0].side), (confidence, None));
    asked.complementaries[0].answer = Some(covered(Cents::ZERO, false));
    assert_eq!(customer(&asked), (479_91, 479_91));
}

#[rstest]
#[case::read_on_the_card(true, Some(true), Confidence::C)]
#[case::heard(false, Some(true), Confidence::D)]
#[case::unknown_contract(true, None, Confidence::D)]
fn confidence_without_an_answer(
    #[case] read_on_card: bool,
    #[case] responsible: Option<bool>,
    #[case] expected: Confidence,
) {
    let cover = SaidCover { responsible, guarantee: ceiling(700), read_on_card, ..SaidCover::default() };
    assert_eq!(answer(&question(Activity::Optics, glasses(), cover)).confidence, expected);
}

#[test]
fn a_card_without_this_trade_may_cover_nothing() {
    let mut asked = question(Activity::Optics, glasses(), responsible(ceiling(700)));
    asked.complementaries[0].domain_missing = true;
    assert_eq!(customer(&asked), (50_00, 479_91));
}

#[test]
fn the_amo_share_of_the_main_software_is_taken() {
    let lines = vec![line(Frame, 1, 30_00, Some("A")), line(LensSimple, 2, 37_50, Some("A"))];
    let mut asked = question(Activity::Optics, lines, responsible(UNKNOWN));
    asked.amo_share_cents = cents(18_90);
    let amo = answer(&asked).scenarios[0].amo;
    assert_eq!((amo.low_cents.get(), amo.high_cents.get()), (18_90, 18_90));
}

#[test]
fn contact_lenses_are_paid_by_the_amo_for_listed_indications() {
    let asked = question(Activity::Optics, vec![line(ContactLenses, 2, 60_00, None)], responsible(amount(100)));
    assert_eq!(customer(&asked), (0, 20_00));
}

#[test]
fn what_is_not_an_equipment_is_left_to_the_customer() {
    let lines = vec![line(Other, 1, 12_00, None)];
    assert_eq!(customer(&question(Activity::Optics, lines, responsible(UNKNOWN))), (12_00, 12_00));
}

fn ears(quantity: u32, unit: i64, class: &str) -> Vec<DossierLine> {
    vec![line(HearingAid, quantity, unit, Some(class))]
}

#[rstest]
#[case::class_1_leaves_nothing(ears(2, 950_00, "I"), UNKNOWN, (0, 0))]
#[case::class_2_up_to_the_ceiling(ears(1, 1_900_00, "II"), ceiling(5_000), (200_00, 200_00))]
#[case::two_ears_each_have_theirs(ears(2, 1_900_00, "II"), ceiling(5_000), (400_00, 400_00))]
#[case::a_promise_an_ear(ears(2, 1_500_00, "II"), amount(800), (920_00, 920_00))]
#[case::at_least_the_ticket_moderateur(ears(1, 1_500_00, "II"), amount(20), (1_100_00, 1_100_00))]
#[case::a_percentage_amo_included(ears(1, 1_500_00, "II"), Guarantee::PercentOfBase { rate_bp: 30_000 }, (300_00, 300_00))]
#[case::unknown(ears(1, 1_500_00, "II"), UNKNOWN, (0, 1_100_00))]
fn hearing_aids(#[case] lines: Vec<DossierLine>, #[case] guarantee: Guarantee, #[case] expected: (i64, i64)) {
    assert_eq!(customer(&question(Activity::Hearing, lines, responsible(guarantee))), expected);
}

#[test]
fn an_ear_under_twenty_has_a_higher_base() {
    let mut asked = question(Activity::Hearing, ears(1, 1_400_00, "I"), responsible(UNKNOWN));
    asked.said.age = Some(AgeBand::From6To15);
    let estimate = answer(&asked);
    assert_eq!(estimate.scenarios[0].best.amo_cents.get(), 840_00);
    assert_eq!(customer(&asked), (0, 0));
}

#[test]
fn each_ear_has_its_own_four_years() {
    let mut asked = question(Activity::Hearing, ears(2, 950_00, "I"), responsible(UNKNOWN));
    asked.said.last_equipment = on(date(2020, 1, 31), Evidence::Document);
    assert_eq!(customer(&asked), (0, 0));
    asked.said.other_ear = Some(on(date(2020, 2, 1), Evidence::Document));
    assert_eq!(customer(&asked), (950_00, 950_00));
}

#[test]
fn hearing_aids_are_tried_before_they_are_invoiced() {
    let mut asked = question(Activity::Hearing, ears(1, 950_00, "I"), responsible(UNKNOWN));
    asked.delivery_on = Some(date(2024, 2, 1));
    let trial = Reason::Trial { days: 30, not_before: Some(date(2024, 3, 2)) };
    assert!(answer(&asked).reasons.contains(&trial));
}

#[test]
fn the_numbers_of_the_day_count() {
    let mut asked = question(Activity::Optics, glasses(), responsible(ceiling(700)));
    asked.on = date(2019, 6, 1);
    let refused = estimate(&asked, &shipped());
    assert!(matches!(refused, Err(CannotEstimate::NoNumber { on, .. }) if on == asked.on));
    let numbers = InForce::of(&shipped(), asked.on).equipment(Category::C).unwrap();
    assert_eq!(numbers, (cents(200_00), cents(750_00)));
}

#[rstest]
#[case::a_pharmacy(Activity::Pharmacy, glasses(), CannotEstimate::PharmacyInvoice)]
#[case::no_lines(Activity::Optics, Vec::new(), CannotEstimate::LinesNeeded)]
#[case::two_pairs(Activity::Optics, vec![line(LensSimple, 4, 50_00, Some("B"))], CannotEstimate::MoreThanOneEquipment)]
#[case::three_ears(Activity::Hearing, ears(3, 950_00, "I"), CannotEstimate::MoreThanOneEquipment)]
fn what_cannot_be_estimated(
    #[case] activity: Activity,
    #[case] lines: Vec<DossierLine>,
    #[case] expected: CannotEstimate,
) {
    assert_eq!(estimate(&question(activity, lines, responsible(UNKNOWN)), &shipped()), Err(expected));
}

/// Every number it rests on is told, with its status; none it does not.
#[test]
fn the_numbers_used_are_told() {
    let told = answer(&question(Activity::Optics, glasses(), responsible(ceiling(700)))).numbers;
    let keys: Vec<&str> = told.iter().map(|number| number.key.word()).collect();
    let expected = [
        "optics.amo_rate",
        "optics.class_b.base",
        "optics.renewal.from_16",
        "optics.contract.frame_ceiling",
        "optics.contract.c.floor",
        "optics.contract.c.ceiling",
    ];
    assert_eq!(keys, expected);
    assert!(told.iter().any(|number| number.status == reference::Status::ToVerify));
}

#[rstest]
#[case::eve_of_six(date(2018, 2, 1), AgeBand::Under6)]
#[case::six_today(date(2018, 1, 31), AgeBand::From6To15)]
#[case::sixteen_today(date(2008, 1, 31), AgeBand::From16To19)]
#[case::eve_of_twenty(date(2004, 2, 1), AgeBand::From16To19)]
#[case::old(date(1931, 5, 4), AgeBand::From20)]
fn ages(#[case] birth: Date, #[case] expected: AgeBand) {
    assert_eq!(AgeBand::on(birth, date(2024, 1, 31)), expected);
}
