//! Warnings of the trade: what the cards, the sale and the dated reference data say against a way through.
//!
//! A warning is shown and forbids nothing, save where a text does and its rule says so, as long as the reference data holds
//! that to be so: for a contract of solidarity no cheque is taken and nothing is advanced (CSS L861-3); while hearing aids are
//! on trial no cheque is kept.

use super::{GridCover, GridLine};
use crate::{
    context::Activity,
    dossier::{AmcTrack, Dossier, LineKind, TrackState, Way},
    estimate::{
        reference::{DatedNumber, Key, ReferenceSet, Status},
        years_on,
    },
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Age from which, and over which, a prescription of glasses has another length (by the years, « à vérifier »).
const GLASSES_AGES: (i16, i16) = (16, 42);

/// What a warning says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// C2S: no cheque, no advance.
    SolidarityNoAdvance {
        /// Of which complementary.
        rank: u8,
    },
    /// Class A or class I: « reste à charge zéro attendu ».
    NothingLeftExpected {
        /// The whole equipment is of that class.
        whole: bool,
    },
    /// Hearing aids are on trial, or about to be: until it is over nothing is invoiced and no cheque is kept.
    HearingTrial {
        /// Days the trial lasts.
        days: u32,
        /// The first day a cheque may be kept, once the aids were delivered for the trial.
        not_before: Option<Date>,
    },
    /// The convention of its care network may forbid the advance.
    NetworkNoAdvance {
        /// Of which complementary.
        rank: u8,
        /// As written on the card.
        network: String,
    },
    /// A PEC is agreed: left alone it blocks the customer elsewhere.
    AuthorisationHeld {
        /// Of which complementary.
        rank: u8,
        /// N° de PEC, when given.
        reference: Option<String>,
        /// Last day of validity, when said.
        valid_until: Option<Date>,
    },
    /// The agreed PEC is no longer valid.
    AuthorisationLapsed {
        /// Of which complementary.
        rank: u8,
        /// Its last day.
        valid_until: Date,
    },
    /// The operator refuses an invoice sent too soon after its agreement.
    InvoiceAfterAgreement {
        /// Of which complementary.
        rank: u8,
        /// Days to wait.
        days: u32,
        /// The first day it takes the invoice, once there is an agreement.
        not_before: Option<Date>,
    },
    /// The prescription is older than what is taken.
    PrescriptionTooOld {
        /// Its date.
        date: Date,
        /// The months it is good for.
        months: u32,
        /// Whether that is so at any age; otherwise it depends on an age nobody typed.
        certain: bool,
    },
    /// The card's last day is past.
    CardExpired {
        /// Of which complementary.
        rank: u8,
        /// Its last day.
        on: Date,
    },
    /// The card's first day is yet to come.
    CardNotYetValid {
        /// Of which complementary.
        rank: u8,
        /// Its first day.
        from: Date,
    },
    /// The grid says that this trade is not covered, or has no line for it.
    TradeNotCovered {
        /// Of which complementary.
        rank: u8,
    },
    /// The grid asks for an agreement first.
    AuthorisationNeeded {
        /// Of which complementary.
        rank: u8,
    },
    /// Nobody is known who would answer for the insurer: nothing can be asked, nor sent.
    OperatorUnknown {
        /// Of which complementary.
        rank: u8,
    },
}

/// A warning, what it speaks against, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Warned {
    /// What it says.
    pub warning: Warning,
    /// The ways it speaks against, possibly none.
    pub against: Vec<Way>,
    /// Those ways are forbidden, not only warned against.
    pub forbids: bool,
    /// Whether its source was read, when it rests on reference data.
    pub status: Option<Status>,
    /// Its source.
    pub source: Option<String>,
}

/// What the rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The dossier as it stands.
    pub dossier: &'f Dossier,
    /// The customer's birth date, when typed.
    pub birth_date: Option<Date>,
    /// The day the warnings are for.
    pub on: Date,
    /// When each complementary agreed, by rank; only those that did.
    pub agreed_on: &'f [(u8, Date)],
    /// The ranks for which neither a card nor the routing table names an operator.
    pub unrouted: &'f [u8],
}

const NOTHING_ADVANCED: [Way; 3] = [Way::ChequeKept, Way::ChequeDepositedLater, Way::CustomerAdvances];
const KEEPS_A_CHEQUE: [Way; 2] = [Way::ChequeKept, Way::ChequeDepositedLater];
/// The ways that leave an agreed PEC behind.
const LEAVES_AUTHORISATION: [Way; 3] = [Way::ChequeDepositedLater, Way::CustomerAdvances, Way::CustomerReturns];

/// Everything there is to warn of, the gravest first.
pub fn warnings(facts: &Facts<'_>, reference: &ReferenceSet) -> Vec<Warned> {
    let tracks = facts.dossier.amc.iter().flat_map(|track| of_track(facts, track, reference));
    let mut all: Vec<Warned> = tracks.collect();
    all.extend(trial(facts.dossier, reference, facts.on));
    all.extend(class_a(facts, reference));
    all.extend(prescription(facts, reference));
    all.sort_by_key(|warned| (!warned.forbids, warned.against.is_empty()));
    all
}

/// Why a way is forbidden on a day, if it is.
pub fn forbidden(dossier: &Dossier, way: Way, reference: &ReferenceSet, on: Date) -> Option<Refusal> {
    let holds = reference.on(Key::SolidarityNoAdvance, on).is_some_and(|number| number.value == 1);
    let solidarity = dossier.amc.iter().any(|track| track.card.as_ref().is_some_and(|card| card.solidarity));
    if holds && solidarity && NOTHING_ADVANCED.contains(&way) {
        return Some(Refusal::SolidarityContract);
    }
    match trial(dossier, reference, on)?.warning {
        Warning::HearingTrial { days, not_before } if KEEPS_A_CHEQUE.contains(&way) => {
            Some(Refusal::TrialUnderWay { days, not_before })
        }
        _ => None,
    }
}

/// The trial of hearing aids: it begins the day they are delivered for it, which is not counted, and no cheque is kept before
/// it is over. A sale whose lines name no aid has none.
fn trial(dossier: &Dossier, reference: &ReferenceSet, on: Date) -> Option<Warned> {
    dossier.opened.as_ref().filter(|opened| opened.activity == Activity::Hearing)?;
    let no_aid = !dossier.lines.is_empty() && dossier.lines.iter().all(|line| line.item != LineKind::HearingAid);
    let number = reference.on(Key::HearingTrial, on).filter(|number| number.value > 0 && !no_aid)?;
    let after = |first: Date| first.saturating_add((i64::from(number.value) + 1).days());
    let not_before = dossier.delivered_on.map(after);
    let under_way = not_before.is_none_or(|day| on < day);
    let warning = Warning::HearingTrial { days: number.value, not_before };
    under_way.then(|| Warned { forbids: true, ..resting_on(warning, &KEEPS_A_CHEQUE, number) })
}

fn of_track(facts: &Facts<'_>, track: &AmcTrack, reference: &ReferenceSet) -> Vec<Warned> {
    let rank = track.rank;
    let mut found = authorisation(facts, track);
    found.extend(unrouted(facts, track));
    let Some(card) = &track.card else { return found };
    let rule = |key| reference.on(key, facts.on).filter(|number| number.value == 1);
    if let Some(number) = rule(Key::SolidarityNoAdvance).filter(|_| card.solidarity) {
        found.push(Warned {
            forbids: true,
            ..resting_on(Warning::SolidarityNoAdvance { rank }, &NOTHING_ADVANCED, number)
        });
    }
    if let (Some(network), Some(number)) = (&card.network, rule(Key::NetworkNoAdvance)) {
        let warning = Warning::NetworkNoAdvance { rank, network: network.clone() };
        found.push(resting_on(warning, &NOTHING_ADVANCED, number));
    }
    if let Some(on) = card.valid_to.filter(|last| *last < facts.on) {
        found.push(plain(Warning::CardExpired { rank, on }, &[Way::DeliveredThirdPartyPayment]));
    }
    if let Some(from) = card.valid_from.filter(|first| *first > facts.on) {
        found.push(plain(Warning::CardNotYetValid { rank, from }, &[Way::DeliveredThirdPartyPayment]));
    }
    found.extend(grid(facts, track));
    let to_invoice = card.operator.as_ref().filter(|_| track.standing_invoice().is_none());
    let waits = to_invoice.and_then(|operator| reference.invoice_after(operator, facts.on));
    if let Some(number) = waits.filter(|number| number.value > 0) {
        let agreed = facts.agreed_on.iter().find(|(agreed, _)| *agreed == rank).map(|(_, on)| *on);
        let not_before = agreed.map(|on| on.saturating_add(i64::from(number.value).days()));
        if not_before.is_none_or(|day| day > facts.on) {
            let warning = Warning::InvoiceAfterAgreement { rank, days: number.value, not_before };
            found.push(resting_on(warning, &[], number));
        }
    }
    found
}

/// A share that waits for somebody to be asked, and nobody to ask. A pharmacy's own circuit carries its invoices.
fn unrouted(facts: &Facts<'_>, track: &AmcTrack) -> Option<Warned> {
    let rank = track.rank;
    let pharmacy = facts.dossier.opened.as_ref().is_none_or(|opened| opened.activity == Activity::Pharmacy);
    let unasked = matches!(track.state, TrackState::NotSent | TrackState::Withdrawn);
    let waits = !pharmacy && unasked && track.share_cents.is_positive() && facts.unrouted.contains(&rank);
    waits.then(|| plain(Warning::OperatorUnknown { rank }, &[Way::DeliveredThirdPartyPayment, Way::ChequeKept]))
}

/// A promise that stands and is not used: an invoice that rests on it uses it.
fn authorisation(facts: &Facts<'_>, track: &AmcTrack) -> Vec<Warned> {
    let unused = track.state == TrackState::Accepted && track.standing_invoice().is_none();
    let Some(agreement) = track.agreement.as_ref().filter(|_| unused) else {
        return Vec::new();
    };
    let rank = track.rank;
    match agreement.valid_until.filter(|last| *last < facts.on) {
        Some(valid_until) => {
            let lapsed = Warning::AuthorisationLapsed { rank, valid_until };
            vec![plain(lapsed, &[Way::DeliveredThirdPartyPayment])]
        }
        None => {
            let (reference, valid_until) = (agreement.reference.clone(), agreement.valid_until);
            vec![plain(Warning::AuthorisationHeld { rank, reference, valid_until }, &LEAVES_AUTHORISATION)]
        }
    }
}

/// What the grid of a card says of this trade.
fn grid(facts: &Facts<'_>, track: &AmcTrack) -> Option<Warned> {
    let activity = facts.dossier.opened.as_ref()?.activity;
    let rank = track.rank;
    let grid = &track.card.as_ref()?.grid;
    if trade_missing(grid, activity) {
        return Some(plain(Warning::TradeNotCovered { rank }, &[Way::DeliveredThirdPartyPayment, Way::ChequeKept]));
    }
    let asked_first = of_trade(grid, activity).any(|cover| cover == GridCover::Authorisation);
    let agreed = matches!(track.state, TrackState::Accepted | TrackState::Advised | TrackState::Paid);
    (asked_first && !agreed).then(|| plain(Warning::AuthorisationNeeded { rank }, &[]))
}

/// Whether a grid has no line for a trade, or says that it is not covered; a card without a grid says nothing.
pub fn trade_missing(grid: &[GridLine], activity: Activity) -> bool {
    !grid.is_empty() && of_trade(grid, activity).all(|cover| cover == GridCover::NotCovered)
}

fn of_trade(grid: &[GridLine], activity: Activity) -> impl Iterator<Item = GridCover> {
    let own = grid.iter().filter(move |line| codes(activity).contains(&line.domain.as_str()));
    own.map(|line| line.cover)
}

/// The codes a grid has for a trade (« à vérifier »: the list is each insurer's).
const fn codes(activity: Activity) -> &'static [&'static str] {
    match activity {
        Activity::Optics => &["OPTI", "OPAU"],
        Activity::Hearing => &["AUDI", "OPAU"],
        Activity::Pharmacy => &["PHAR", "PHCO", "PHNO", "PHOR"],
    }
}

fn class_a(facts: &Facts<'_>, reference: &ReferenceSet) -> Option<Warned> {
    let number = reference.on(Key::ClassANothingLeft, facts.on).filter(|number| number.value == 1)?;
    let classes: Vec<&str> = facts.dossier.lines.iter().filter_map(|line| line.class.as_deref()).collect();
    let capped = |class: &&str| matches!(*class, "A" | "I");
    if !classes.iter().any(capped) {
        return None;
    }
    let whole = classes.len() == facts.dossier.lines.len() && classes.iter().all(capped);
    let against: &[Way] = if whole { &NOTHING_ADVANCED } else { &[] };
    Some(resting_on(Warning::NothingLeftExpected { whole }, against, number))
}

fn prescription(facts: &Facts<'_>, reference: &ReferenceSet) -> Option<Warned> {
    let date = facts.dossier.prescription_date?;
    let sold_on = facts.dossier.delivered_on.or(facts.dossier.ordered_on).unwrap_or(facts.on);
    let lengths = keys(facts, sold_on).into_iter().filter_map(|key| reference.on(key, facts.on));
    let too_old = |number: &&DatedNumber| date.saturating_add(i64::from(number.value).months()) < sold_on;
    let (old, good): (Vec<_>, Vec<_>) = lengths.partition(too_old);
    // Where nobody typed an age, the shortest length is said, with the doubt.
    let number = if good.is_empty() {
        old.into_iter().max_by_key(|number| number.value)
    } else {
        old.into_iter().min_by_key(|number| number.value)
    }?;
    let warning = Warning::PrescriptionTooOld { date, months: number.value, certain: good.is_empty() };
    Some(resting_on(warning, &[Way::DeliveredThirdPartyPayment], number))
}

/// The lengths that may apply: one where the age is known, each of the trade's otherwise.
fn keys(facts: &Facts<'_>, on: Date) -> Vec<Key> {
    let age = facts.birth_date.map(|birth| years_on(birth, on));
    let lines = &facts.dossier.lines;
    let lenses = !lines.is_empty() && lines.iter().all(|line| line.item == LineKind::ContactLenses);
    let (adult, senior) = GLASSES_AGES;
    match facts.dossier.opened.as_ref().map(|opened| opened.activity) {
        Some(Activity::Optics) if lenses => match age {
            Some(age) if age < adult => vec![Key::PrescriptionLensesUnder16],
            Some(_) => vec![Key::PrescriptionLensesFrom16],
            None => vec![Key::PrescriptionLensesUnder16, Key::PrescriptionLensesFrom16],
        },
        Some(Activity::Optics) => match age {
            Some(age) if age < adult => vec![Key::PrescriptionGlassesUnder16],
            Some(age) if age <= senior => vec![Key::PrescriptionGlassesFrom16],
            Some(_) => vec![Key::PrescriptionGlassesOver42],
            None => {
                vec![Key::PrescriptionGlassesUnder16, Key::PrescriptionGlassesFrom16, Key::PrescriptionGlassesOver42]
            }
        },
        Some(Activity::Pharmacy) => vec![Key::PrescriptionMedicines],
        // No length was read anywhere for hearing aids: none is made up.
        Some(Activity::Hearing) | None => Vec::new(),
    }
}

fn plain(warning: Warning, against: &[Way]) -> Warned {
    Warned { warning, against: against.to_vec(), forbids: false, status: None, source: None }
}

fn resting_on(warning: Warning, against: &[Way], number: &DatedNumber) -> Warned {
    Warned { status: Some(number.status), source: Some(number.source.clone()), ..plain(warning, against) }
}
