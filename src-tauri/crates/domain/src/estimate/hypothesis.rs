//! What is not known, tried: every value a missing fact may have, in every combination. Small numbers of each, so that
//! all are tried and none is argued away.

use super::{
    CannotEstimate,
    contract::{Contract, Promise, settle},
    hearing, optics,
    piece::{Outcome, spread_amo},
    reference::{InForce, Key},
    result::NetworkSide,
    said::{AgeBand, EarlyRenewal, Guarantee, LastEquipment, Network, Question},
};
use crate::{
    context::Activity,
    dossier::{DossierLine, LineKind},
    money::Cents,
};
use jiff::{ToSpan, civil::Date};

/// One way the unknown facts may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hypothesis {
    pub(super) age: AgeBand,
    /// Of each ear; glasses read the first.
    pub(super) entitled: [bool; 2],
    /// Lines without a class are of class A or I.
    pub(super) unclassed_is_a: bool,
    pub(super) high_lens_base: bool,
    pub(super) contact_lenses_listed: bool,
    pub(super) contracts: Vec<Contract>,
}

impl Hypothesis {
    /// Whether a line is of the class without a rest to pay: A, or I.
    pub(super) fn is_class_a(&self, line: &DossierLine) -> bool {
        let has_class = !matches!(line.item, LineKind::ContactLenses | LineKind::Supplement);
        has_class
            && match line.class.as_deref() {
                Some("A" | "I") => true,
                Some(_) => false,
                None => self.unclassed_is_a,
            }
    }
}

/// The sides of the network to show; one without a name when every insurer gave its own figure.
pub(super) fn sides(question: &Question) -> Vec<Option<NetworkSide>> {
    let answered = question.complementaries.iter().all(|known| known.answer.is_some());
    match question.said.network {
        _ if answered => vec![None],
        Network::In => vec![Some(NetworkSide::In)],
        Network::Out => vec![Some(NetworkSide::Out)],
        Network::Unknown => vec![Some(NetworkSide::In), Some(NetworkSide::Out)],
    }
}

/// Every hypothesis for one side.
pub(super) fn all(question: &Question, side: Option<NetworkSide>) -> Vec<Hypothesis> {
    let said = &question.said;
    let ages = said.age.map_or_else(|| AgeBand::ALL.to_vec(), |age| vec![age]);
    let unclassed = question.lines.iter().any(|line| line.class.is_none() && has_class(line.item));
    let contacts = question.lines.iter().any(|line| line.item == LineKind::ContactLenses);
    let mut contracts: Vec<Vec<Contract>> = vec![Vec::new()];
    for at in 0..question.complementaries.len() {
        let own = contracts_of(question, at, side);
        contracts = contracts
            .iter()
            .flat_map(|before| own.iter().map(move |one| before.iter().copied().chain([*one]).collect()))
            .collect();
    }
    let both = |unknown: bool| if unknown { vec![false, true] } else { vec![false] };
    let mut all = Vec::new();
    for age in ages {
        for entitled in entitlements(said.last_equipment, said.other_ear) {
            for unclassed_is_a in both(unclassed) {
                for high_lens_base in [false, true] {
                    for contact_lenses_listed in both(contacts) {
                        all.extend(contracts.iter().map(|contracts| Hypothesis {
                            age,
                            entitled,
                            unclassed_is_a,
                            high_lens_base,
                            contact_lenses_listed,
                            contracts: contracts.clone(),
                        }));
                    }
                }
            }
        }
    }
    all
}

const fn has_class(kind: LineKind) -> bool {
    optics::has_class(kind) || matches!(kind, LineKind::HearingAid)
}

/// What « not asked » may be; a date is weighed later, with the age.
fn entitlements(first: LastEquipment, other: Option<LastEquipment>) -> Vec<[bool; 2]> {
    let of = |last: LastEquipment| if last == LastEquipment::NotAsked { vec![true, false] } else { vec![true] };
    match other {
        None => of(first).into_iter().map(|one| [one, one]).collect(),
        Some(other) => of(first).into_iter().flat_map(|one| of(other).into_iter().map(move |two| [one, two])).collect(),
    }
}

/// What one complementary may be.
fn contracts_of(question: &Question, at: usize, side: Option<NetworkSide>) -> Vec<Contract> {
    let known = question.complementaries[at];
    if let Some(answer) = known.answer {
        return vec![Contract::Answered(answer.covered_cents)];
    }
    let cover = question.cover(at);
    let promised = |guarantee: Guarantee| match guarantee {
        Guarantee::Unknown => None,
        Guarantee::PercentOfBase { rate_bp } => Some(Promise::PercentOfBase(rate_bp)),
        Guarantee::Amount { cents } => Some(Promise::Amount(cents)),
        Guarantee::Ceiling { cents } => Some(Promise::Ceiling(cents)),
    };
    let inside = promised(cover.guarantee);
    let promises = match (side, inside, promised(cover.out_of_network)) {
        (Some(NetworkSide::Out), _, Some(outside)) => vec![outside],
        // Outside, what is promised inside is the most one may hope for.
        (Some(NetworkSide::Out), Some(inside), None) => vec![Promise::Nothing, inside],
        (Some(NetworkSide::Out), None, None) | (_, None, _) => vec![Promise::Nothing, Promise::Everything],
        (_, Some(inside), _) => vec![inside],
    };
    let mut contracts = Vec::new();
    if cover.responsible != Some(false) {
        contracts.extend(promises.iter().map(|promise| Contract::Responsible(*promise)));
    }
    if cover.responsible != Some(true) {
        let other = |waits| move |promise: &Promise| Contract::Other { promise: *promise, waits };
        contracts.extend(promises.iter().map(other(false)).chain(promises.iter().map(other(true))));
    }
    // A card that is past, or that does not name this trade, may cover nothing.
    if known.domain_missing || known.expired_on.is_some() {
        contracts.push(Contract::Answered(Cents::ZERO));
    }
    contracts
}

/// The first day an equipment may be renewed.
pub(super) fn renewable_from(last: Date, months: i64) -> Date {
    last.saturating_add(months.months())
}

/// The months between two equipments of this trade.
pub(super) fn renewal_months(question: &Question, age: AgeBand, numbers: &InForce<'_>) -> Result<i64, CannotEstimate> {
    match question.activity {
        Activity::Hearing => numbers.count(Key::HearingRenewal),
        _ => optics::renewal_months(age, numbers),
    }
}

/// What one hypothesis gives.
pub(super) fn outcome(
    question: &Question,
    tried: &Hypothesis,
    numbers: &InForce<'_>,
) -> Result<Outcome, CannotEstimate> {
    let mut tried = tried.clone();
    let months = renewal_months(question, tried.age, numbers)?;
    let said = &question.said;
    let lasts = [said.last_equipment, said.other_ear.unwrap_or(said.last_equipment)];
    for (entitled, last) in tried.entitled.iter_mut().zip(lasts) {
        if let LastEquipment::On { date, .. } = last {
            *entitled = question.on >= renewable_from(date, months);
        }
        *entitled |= said.early_renewal != EarlyRenewal::None;
    }
    let mut sale = match question.activity {
        Activity::Hearing => hearing::pieces(question, &tried, numbers)?,
        _ => optics::pieces(question, &tried, numbers)?,
    };
    if question.amo_share_cents.is_positive() && sale.pieces.iter().any(|piece| piece.entitled && !piece.outside) {
        let all_entitled = sale.pieces.iter().all(|piece| piece.entitled || piece.outside);
        // With an ear that is not entitled, the share given is not that of the ear that is.
        if all_entitled {
            spread_amo(&mut sale.pieces, question.amo_share_cents)?;
        }
    }
    Ok(settle(&sale, &tried.contracts)?)
}
