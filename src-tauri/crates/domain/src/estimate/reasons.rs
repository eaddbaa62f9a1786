//! Why the figures are what they are: closed codes with parameters, of each line and of the whole. The sentences belong to
//! the catalogue and to the printed page.

use super::{
    CannotEstimate, Category, Guarantee, hearing,
    hypothesis::{renewable_from, renewal_months},
    optics,
    reference::{InForce, Key},
    said::{AgeBand, AnswerKind, EarlyRenewal, Evidence, LastEquipment, Network, Question},
};
use crate::{
    context::Activity,
    dossier::{DossierLine, LineKind},
    money::Cents,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[allow(missing_docs)] // Fields are amounts in cents, rates in basis points, ranks from 1, days.
pub enum Reason {
    /// The AMO pays a rate of a base.
    AmoRate { rate_bp: u32, base_low_cents: Cents, base_high_cents: Cents },
    /// The base of a class A lens depends on the correction, which is not kept.
    BaseDependsOnCorrection {},
    /// The AMO share is the main software's.
    AmoGiven { cents: Cents },
    /// Class A or I: a responsible contract leaves nothing to pay up to the highest price.
    NothingToPay { cap_cents: Cents },
    /// The price is above the highest price of its class.
    AboveCap { cap_cents: Cents },
    /// The class is not said: both are tried.
    ClassNotSaid {},
    /// A responsible contract pays at most this for a frame.
    FrameCeiling { ceiling_cents: Cents },
    /// A responsible contract pays at most this for an ear.
    EarCeiling { ceiling_cents: Cents },
    /// Contact lenses: the AMO pays for listed indications only.
    ListedIndications {},
    /// Nothing is known of its cover: left to the customer.
    NotCovered {},
    /// The equipment's letter, with what a responsible contract pays at least and at most for class B.
    Equipment { category: Category, floor_cents: Cents, ceiling_cents: Cents },
    /// The cost of the class A element comes off.
    LessClassA { cost_cents: Cents },
    /// One lens alone: the numbers of its pair are supposed.
    SingleLens {},
    /// The last equipment, and when the next is due.
    Renewal { last: Date, next: Date, due: bool, evidence: Evidence, months: u16 },
    /// No last equipment is known of.
    NoLastEquipment { months: u16 },
    /// Nobody asked about the last equipment: both are tried.
    LastEquipmentNotAsked { months: u16 },
    /// Renewed early for a reason that the prescription must give.
    RenewedEarly { why: EarlyRenewal },
    /// The age is not known: every age is tried.
    AgeNotKnown {},
    /// An hearing aid is tried before it is invoiced.
    Trial { days: u16, not_before: Option<Date> },
    /// The insurer's own figure.
    Answered { rank: u8, kind: AnswerKind, on: Option<Date>, cents: Cents },
    /// The insurer says the rights are closed.
    RightsClosed { rank: u8, on: Option<Date> },
    /// Whether the contract is responsible is not known: both are tried.
    ContractNotKnown { rank: u8 },
    /// The contract is not a responsible one: no floor, no ceiling.
    NotResponsible { rank: u8 },
    /// What is promised.
    Promised { rank: u8, guarantee: Guarantee, read_on_card: bool },
    /// What is promised is not known: from the least to the most.
    GuaranteeNotKnown { rank: u8 },
    /// Outside the network at most what is promised inside, perhaps nothing.
    OutOfNetworkNotKnown { rank: u8 },
    /// What is promised outside the network.
    PromisedOutside { rank: u8, guarantee: Guarantee },
    /// The card does not name this trade.
    TradeNotOnCard { rank: u8 },
    /// The card is past.
    CardExpired { rank: u8, on: Date },
    /// The second complementary pays of what the first leaves.
    SecondAfterFirst {},
}

/// The reasons of each line, then of the whole.
pub(super) struct Reasons {
    pub(super) lines: Vec<Vec<Reason>>,
    pub(super) general: Vec<Reason>,
}

pub(super) fn of(question: &Question, numbers: &InForce<'_>) -> Result<Reasons, CannotEstimate> {
    let mut lines = Vec::with_capacity(question.lines.len());
    for line in &question.lines {
        lines.push(match question.activity {
            Activity::Hearing => of_ear_line(question, line, numbers)?,
            _ => of_optics_line(line, numbers)?,
        });
    }
    let mut general = Vec::new();
    if question.amo_share_cents.is_positive() {
        general.push(Reason::AmoGiven { cents: question.amo_share_cents });
    }
    if question.activity == Activity::Optics {
        of_equipment(question, numbers, &mut general)?;
    }
    of_renewal(question, numbers, &mut general)?;
    for at in 0..question.complementaries.len() {
        of_complementary(question, at, &mut general);
    }
    if question.complementaries.len() > 1 {
        general.push(Reason::SecondAfterFirst {});
    }
    Ok(Reasons { lines, general })
}

fn of_optics_line(line: &DossierLine, numbers: &InForce<'_>) -> Result<Vec<Reason>, CannotEstimate> {
    let mut reasons = Vec::new();
    let rate_bp = numbers.rate_bp(Key::OpticsAmoRate)?;
    let amo = |low: Cents, high: Cents| Reason::AmoRate { rate_bp, base_low_cents: low, base_high_cents: high };
    let class_b = numbers.cents(Key::ClassBBase)?.times(line.quantity)?;
    let has_class = optics::has_class(line.item);
    match (line.item, line.class.as_deref()) {
        (LineKind::ContactLenses, _) => {
            let base = numbers.cents(Key::ContactLensBase)?.times(line.quantity)?;
            reasons.extend([amo(Cents::ZERO, base), Reason::ListedIndications {}]);
        }
        (LineKind::Supplement, Some("B")) => {}
        (LineKind::Frame, Some("A")) => {
            let base = numbers.cents(Key::FrameABase)?.times(line.quantity)?;
            reasons.push(amo(base, base));
        }
        (_, Some("A")) if has_class => {
            let (low, high) = optics::lens_a_base(line, numbers)?;
            reasons.extend([amo(low, high), Reason::BaseDependsOnCorrection {}]);
        }
        (_, Some(_)) if has_class => reasons.push(amo(class_b, class_b)),
        (_, None) if has_class => reasons.push(Reason::ClassNotSaid {}),
        _ => reasons.push(Reason::NotCovered {}),
    }
    // Only a line of class A rests on the caps of that class.
    let cap = if line.class.as_deref() == Some("A") { optics::class_a_cap(line, numbers)? } else { None };
    if let Some(cap) = cap {
        reasons.push(cap_reason(line.unit_price_cents.times(line.quantity)?, cap));
    } else if line.item == LineKind::Frame {
        reasons.push(Reason::FrameCeiling { ceiling_cents: numbers.cents(Key::FrameCeiling)? });
    }
    Ok(reasons)
}

fn cap_reason(price: Cents, cap_cents: Cents) -> Reason {
    if price > cap_cents { Reason::AboveCap { cap_cents } } else { Reason::NothingToPay { cap_cents } }
}

fn of_ear_line(question: &Question, line: &DossierLine, numbers: &InForce<'_>) -> Result<Vec<Reason>, CannotEstimate> {
    if line.item != LineKind::HearingAid {
        return Ok(vec![Reason::NotCovered {}]);
    }
    let ages = question.said.age.map_or_else(|| vec![AgeBand::From16To19, AgeBand::From20], |age| vec![age]);
    let bases = ages.iter().map(|age| hearing::base(*age, numbers)).collect::<Result<Vec<_>, _>>()?;
    let low = bases.iter().copied().min().unwrap_or_default();
    let high = bases.iter().copied().max().unwrap_or_default();
    let rate_bp = numbers.rate_bp(Key::HearingAmoRate)?;
    let mut reasons = vec![Reason::AmoRate { rate_bp, base_low_cents: low, base_high_cents: high }];
    match line.class.as_deref() {
        Some("I") => {
            let caps = ages.iter().map(|age| hearing::class_1_cap(*age, numbers)).collect::<Result<Vec<_>, _>>()?;
            let cap = caps.into_iter().min().unwrap_or_default();
            reasons.push(cap_reason(line.unit_price_cents, cap));
        }
        Some(_) => reasons.push(Reason::EarCeiling { ceiling_cents: numbers.cents(Key::HearingCeiling)? }),
        None => reasons.push(Reason::ClassNotSaid {}),
    }
    Ok(reasons)
}

fn of_equipment(question: &Question, numbers: &InForce<'_>, to: &mut Vec<Reason>) -> Result<(), CannotEstimate> {
    let class_b = question.lines.iter().any(|line| line.class.as_deref() != Some("A"));
    if let Some(category) = optics::category(&question.lines)?.filter(|_| class_b) {
        let (floor_cents, ceiling_cents) = numbers.equipment(category)?;
        to.push(Reason::Equipment { category, floor_cents, ceiling_cents });
        let mut cost_cents = Cents::ZERO;
        for line in question.lines.iter().filter(|line| line.class.as_deref() == Some("A")) {
            let price = line.unit_price_cents.times(line.quantity)?;
            cost_cents = cost_cents.plus(optics::class_a_cap(line, numbers)?.map_or(price, |cap| price.min(cap)))?;
        }
        if cost_cents.is_positive() {
            to.push(Reason::LessClassA { cost_cents });
        }
    }
    if optics::is_single_lens(&question.lines) {
        to.push(Reason::SingleLens {});
    }
    Ok(())
}

fn of_renewal(question: &Question, numbers: &InForce<'_>, to: &mut Vec<Reason>) -> Result<(), CannotEstimate> {
    let said = &question.said;
    if said.age.is_none() {
        to.push(Reason::AgeNotKnown {});
    }
    // The longest wait when the age is not known.
    let months = renewal_months(question, said.age.unwrap_or(AgeBand::From20), numbers)?;
    let count = u16::try_from(months).unwrap_or(u16::MAX);
    let other = said.other_ear.filter(|_| question.activity == Activity::Hearing);
    for last in [Some(said.last_equipment), other].into_iter().flatten() {
        to.push(match last {
            LastEquipment::NotAsked => Reason::LastEquipmentNotAsked { months: count },
            LastEquipment::None => Reason::NoLastEquipment { months: count },
            LastEquipment::On { date, evidence } => {
                let next = renewable_from(date, months);
                Reason::Renewal { last: date, next, due: question.on >= next, evidence, months: count }
            }
        });
    }
    if said.early_renewal != EarlyRenewal::None {
        to.push(Reason::RenewedEarly { why: said.early_renewal });
    }
    if question.activity == Activity::Hearing {
        let days = numbers.count(Key::HearingTrial)?;
        let not_before = question.delivery_on.map(|on| on.saturating_add(days.days()));
        to.push(Reason::Trial { days: u16::try_from(days).unwrap_or(u16::MAX), not_before });
    }
    Ok(())
}

fn of_complementary(question: &Question, at: usize, to: &mut Vec<Reason>) {
    let rank = u8::try_from(at + 1).unwrap_or(u8::MAX);
    let (known, cover) = (question.complementaries[at], question.cover(at));
    if let Some(answer) = known.answer {
        to.push(if answer.in_force {
            Reason::Answered { rank, kind: answer.kind, on: answer.on, cents: answer.covered_cents }
        } else {
            Reason::RightsClosed { rank, on: answer.on }
        });
        return;
    }
    match cover.responsible {
        None => to.push(Reason::ContractNotKnown { rank }),
        Some(false) => to.push(Reason::NotResponsible { rank }),
        Some(true) => {}
    }
    let network = question.said.network;
    match cover.guarantee {
        Guarantee::Unknown if network == Network::Out && cover.out_of_network != Guarantee::Unknown => {}
        Guarantee::Unknown => to.push(Reason::GuaranteeNotKnown { rank }),
        guarantee => to.push(Reason::Promised { rank, guarantee, read_on_card: cover.read_on_card }),
    }
    if network != Network::In {
        match cover.out_of_network {
            Guarantee::Unknown if cover.guarantee == Guarantee::Unknown => {}
            Guarantee::Unknown => to.push(Reason::OutOfNetworkNotKnown { rank }),
            guarantee => to.push(Reason::PromisedOutside { rank, guarantee }),
        }
    }
    if known.domain_missing {
        to.push(Reason::TradeNotOnCard { rank });
    }
    if let Some(on) = known.expired_on {
        to.push(Reason::CardExpired { rank, on });
    }
}
