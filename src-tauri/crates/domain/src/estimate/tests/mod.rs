//! The estimate's tests: named cases by trade, the reference file, and the properties.

mod cases;
mod file;
mod properties;

use super::{reference::SHIPPED, *};
use crate::{
    dossier::{DossierLine, LineKind},
    money::Cents,
};
use jiff::civil::date;

pub(super) fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

pub(super) fn shipped() -> ReferenceSet {
    static READ: std::sync::LazyLock<ReferenceSet> = std::sync::LazyLock::new(|| ReferenceSet::read(SHIPPED).unwrap());
    READ.clone()
}

pub(super) fn line(item: LineKind, quantity: u32, unit: i64, class: Option<&str>) -> DossierLine {
    let class = class.map(str::to_owned);
    DossierLine { item, quantity, unit_price_cents: cents(unit), vat_rate_bp: 2_000, class }
}

/// A responsible contract with that guarantee, read on its card.
pub(super) fn responsible(guarantee: Guarantee) -> SaidCover {
    SaidCover { responsible: Some(true), guarantee, out_of_network: Guarantee::Unknown, read_on_card: true }
}

/// An adult without a former equipment, in the network, with one complementary.
pub(super) fn question(activity: Activity, lines: Vec<DossierLine>, cover: SaidCover) -> Question {
    Question {
        activity,
        on: date(2024, 1, 31),
        lines,
        amo_share_cents: Cents::ZERO,
        complementaries: vec![Complementary::default()],
        delivery_on: None,
        said: Said {
            age: Some(AgeBand::From20),
            last_equipment: LastEquipment::None,
            other_ear: None,
            early_renewal: EarlyRenewal::None,
            network: Network::In,
            covers: vec![cover],
        },
    }
}

/// A frame of 150 € and two progressive lenses of 165 €, class B: 480 €.
pub(super) fn glasses() -> Vec<DossierLine> {
    vec![line(LineKind::Frame, 1, 150_00, Some("B")), line(LineKind::LensComplex, 2, 165_00, Some("B"))]
}

pub(super) fn answer(question: &Question) -> Estimate {
    estimate(question, &shipped()).unwrap()
}

/// The only scenario's customer range.
pub(super) fn customer(question: &Question) -> (i64, i64) {
    let estimate = answer(question);
    assert_eq!(estimate.scenarios.len(), 1);
    let span = estimate.scenarios[0].customer;
    (span.low_cents.get(), span.high_cents.get())
}
