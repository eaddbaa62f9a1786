//! The four properties: shares make the price, none is negative, no contract pays above its ceiling, and more cover never
//! costs the customer more.

use super::*;
use proptest::prelude::*;
use reference::Key;

fn price() -> impl Strategy<Value = i64> {
    prop_oneof![0..60_00i64, 0..2_500_00i64, Just(30_00), Just(0)]
}

fn class(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop_oneof![4 => prop::sample::select(words).prop_map(|word| Some(word.to_owned())), 1 => Just(None)]
}

fn glasses_sold() -> impl Strategy<Value = Vec<DossierLine>> {
    let lens = prop::sample::select(vec![LineKind::LensSimple, LineKind::LensComplex, LineKind::LensVeryComplex]);
    let extra = prop::sample::select(vec![LineKind::Supplement, LineKind::ContactLenses, LineKind::Other]);
    let line = |item: LineKind, quantity, unit, class: Option<String>| DossierLine {
        class,
        ..super::line(item, quantity, unit, None)
    };
    let letters: &'static [&'static str] = &["A", "B"];
    (
        prop::option::of(
            (price(), class(letters)).prop_map(move |(unit, class)| line(LineKind::Frame, 1, unit, class)),
        ),
        prop::collection::vec((lens, price(), class(letters)), 0..=2),
        prop::option::of((extra, 1..3u32, price(), class(letters))),
    )
        .prop_map(move |(frame, lenses, extra)| {
            let lenses = lenses.into_iter().map(|(item, unit, class)| line(item, 1, unit, class));
            let extra = extra.map(|(item, quantity, unit, class)| line(item, quantity, unit, class));
            frame.into_iter().chain(lenses).chain(extra).collect()
        })
        .prop_filter("something is sold", |lines: &Vec<DossierLine>| !lines.is_empty())
}

fn ears_sold() -> impl Strategy<Value = Vec<DossierLine>> {
    (1..=2u32, price(), class(&["I", "II"])).prop_map(|(quantity, unit, class)| {
        vec![DossierLine { class, ..super::line(LineKind::HearingAid, quantity, unit, None) }]
    })
}

fn guarantee() -> impl Strategy<Value = Guarantee> {
    prop_oneof![
        Just(Guarantee::Unknown),
        (0..60_000u32).prop_map(|rate_bp| Guarantee::PercentOfBase { rate_bp }),
        (0..2_000_00i64).prop_map(|amount| Guarantee::Amount { cents: cents(amount) }),
        (0..2_000_00i64).prop_map(|amount| Guarantee::Ceiling { cents: cents(amount) }),
    ]
}

fn cover() -> impl Strategy<Value = SaidCover> {
    (any::<Option<bool>>(), guarantee(), guarantee(), any::<bool>()).prop_map(
        |(responsible, guarantee, out_of_network, read_on_card)| SaidCover {
            responsible,
            guarantee,
            out_of_network,
            read_on_card,
        },
    )
}

fn last() -> impl Strategy<Value = LastEquipment> {
    let evidence = prop::sample::select(vec![Evidence::OurHistory, Evidence::Declared, Evidence::Document]);
    prop_oneof![
        Just(LastEquipment::NotAsked),
        Just(LastEquipment::None),
        (2019..=2024i16, 1..=12i8, evidence)
            .prop_map(|(year, month, evidence)| LastEquipment::On { date: date(year, month, 1), evidence }),
    ]
}

fn complementary() -> impl Strategy<Value = Complementary> {
    let answer = prop::option::weighted(0.2, 0..800_00i64).prop_map(|covered| {
        covered.map(|covered| Answer {
            kind: AnswerKind::Kept,
            on: Some(date(2024, 1, 30)),
            covered_cents: cents(covered),
            in_force: true,
        })
    });
    (answer, any::<bool>()).prop_map(|(answer, domain_missing)| Complementary {
        answer,
        domain_missing,
        expired_on: None,
    })
}

fn sales() -> impl Strategy<Value = Question> {
    let sold = prop_oneof![
        glasses_sold().prop_map(|lines| (Activity::Optics, lines)),
        ears_sold().prop_map(|lines| (Activity::Hearing, lines)),
    ];
    let said = (
        prop::option::of(prop::sample::select(AgeBand::ALL.to_vec())),
        last(),
        prop::option::weighted(0.2, last()),
        prop::sample::select(vec![EarlyRenewal::None, EarlyRenewal::Medical]),
        prop::sample::select(vec![Network::In, Network::Out, Network::Unknown]),
        prop::collection::vec((cover(), complementary()), 0..=2),
    );
    (sold, prop_oneof![3 => Just(0), 1 => 0..900_00i64], said).prop_map(
        |((activity, lines), amo, (age, last_equipment, other_ear, early_renewal, network, covers))| {
            let (covers, complementaries) = covers.into_iter().unzip();
            Question {
                amo_share_cents: cents(amo),
                complementaries,
                said: Said { age, last_equipment, other_ear, early_renewal, network, covers },
                ..question(activity, lines, SaidCover::default())
            }
        },
    )
}

/// What a greater promise of the same kind is.
fn raised(guarantee: Guarantee, by: u32) -> Guarantee {
    let more = |amount: Cents| amount.plus(cents(i64::from(by))).unwrap();
    match guarantee {
        Guarantee::Unknown => Guarantee::Unknown,
        Guarantee::PercentOfBase { rate_bp } => Guarantee::PercentOfBase { rate_bp: rate_bp + by },
        Guarantee::Amount { cents } => Guarantee::Amount { cents: more(cents) },
        Guarantee::Ceiling { cents } => Guarantee::Ceiling { cents: more(cents) },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn shares_make_the_price_and_none_is_negative(asked in sales()) {
        let estimate = answer(&asked);
        prop_assert_eq!(estimate.price_cents, asked.price().unwrap());
        for scenario in &estimate.scenarios {
            for shares in [&scenario.best, &scenario.worst] {
                let all = shares.amc_cents.iter().copied().chain([shares.amo_cents, shares.customer_cents]);
                prop_assert!(all.clone().all(|share| share >= Cents::ZERO));
                prop_assert_eq!(Cents::sum(all).unwrap(), estimate.price_cents);
            }
            let spans = scenario.amc.iter().chain([&scenario.amo, &scenario.customer]);
            let lines = scenario.lines.iter().flat_map(|line| [&line.amo, &line.amc, &line.customer]);
            for span in spans.chain(lines) {
                prop_assert!(Cents::ZERO <= span.low_cents && span.low_cents <= span.high_cents);
                prop_assert!(span.high_cents <= estimate.price_cents);
            }
            prop_assert_eq!(scenario.customer.low_cents, scenario.best.customer_cents);
            prop_assert_eq!(scenario.customer.high_cents, scenario.worst.customer_cents);
            prop_assert_eq!(Cents::sum(scenario.lines.iter().map(|line| line.price_cents)).unwrap(), estimate.price_cents);
        }
    }

    /// One responsible contract: AMO and AMC together stay within the equipment's ceiling, the frame's, the ear's.
    #[test]
    fn a_contract_never_exceeds_its_ceiling(mut asked in sales(), with in cover()) {
        asked.complementaries = vec![Complementary::default()];
        asked.said.covers = vec![SaidCover { responsible: Some(true), ..with }];
        asked.lines.retain(|line| !matches!(line.item, LineKind::ContactLenses));
        asked.lines.iter_mut().for_each(|line| line.class = Some(if line.item == LineKind::HearingAid { "II" } else { "B" }.to_owned()));
        asked.amo_share_cents = Cents::ZERO;
        prop_assume!(!asked.lines.is_empty());
        let set = shipped();
        let numbers = InForce::of(&set, asked.on);
        let estimate = answer(&asked);
        for scenario in &estimate.scenarios {
            let covered = scenario.best.amo_cents.plus(scenario.best.amc_cents[0]).unwrap();
            let most = match (asked.activity, optics::category(&asked.lines).unwrap()) {
                (Activity::Hearing, _) => numbers.cents(Key::HearingCeiling).unwrap().times(asked.lines[0].quantity).unwrap(),
                (_, Some(category)) => numbers.equipment(category).unwrap().1,
                (_, None) => continue,
            };
            prop_assert!(covered <= most, "{covered:?} above {most:?}");
            let frame_price = Cents::sum(asked.lines.iter().filter(|line| line.item == LineKind::Frame).map(|line| line.unit_price_cents)).unwrap();
            let over = frame_price.remaining_after(numbers.cents(Key::FrameCeiling).unwrap());
            prop_assert!(scenario.customer.low_cents >= over);
        }
    }

    #[test]
    fn more_cover_never_costs_the_customer_more(asked in sales(), at in 0..2usize, by in 0..300_00u32) {
        prop_assume!(at < asked.said.covers.len());
        let before = answer(&asked);
        let mut more = asked.clone();
        let cover = &mut more.said.covers[at];
        cover.guarantee = raised(cover.guarantee, by);
        cover.out_of_network = raised(cover.out_of_network, by);
        if let Some(answer) = &mut more.complementaries[at].answer {
            answer.covered_cents = answer.covered_cents.plus(cents(i64::from(by))).unwrap();
        }
        let after = answer(&more);
        for (before, after) in before.scenarios.iter().zip(&after.scenarios) {
            prop_assert!(after.customer.low_cents <= before.customer.low_cents);
            prop_assert!(after.customer.high_cents <= before.customer.high_cents);
        }
    }

    /// Knowing more never widens the range.
    #[test]
    fn what_is_known_is_within_what_was_not(asked in sales(), age in prop::sample::select(AgeBand::ALL.to_vec()), responsible: bool) {
        let known = Question {
            said: Said {
                age: asked.said.age.or(Some(age)),
                covers: asked.said.covers.iter().map(|cover| SaidCover { responsible: cover.responsible.or(Some(responsible)), ..*cover }).collect(),
                ..asked.said.clone()
            },
            ..asked.clone()
        };
        let (before, after) = (answer(&asked), answer(&known));
        for (before, after) in before.scenarios.iter().zip(&after.scenarios) {
            prop_assert!(before.customer.low_cents <= after.customer.low_cents);
            prop_assert!(before.customer.high_cents >= after.customer.high_cents);
        }
    }
}
