//! What the practice is owed: each share of a dossier as somebody's debt, and the flow it belongs to.
//!
//! Owns which share is whose, since when, and how it stands; the amounts are those of the books (`books::Position`), so that
//! what is counted here is what stands on 411, 411 AMC and 416, to the cent. Does not own sums (the views keep them), ages
//! (worked out for a day when asked), nor names. What an operator advanced and is to be repaid is a debt the other way: it has
//! its own register and is no part of this.

mod measure;

pub use measure::{Age, Exposure, ExposureUnknown, Flow, HORIZONS_DAYS, Spread, exposure, spread};

use crate::{
    books::{Account, Booked},
    circuit::ReturnOutcome,
    context::Activity,
    dossier::{AmcTrack, Dossier, RightsChecked, TrackState},
    identifiers::AmcNumber,
    platform::PlatformCode,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Debtor {
    /// An insurer, by the operator that pays for it (411 AMC).
    Insurer,
    /// The customer (411).
    Customer,
    /// The practice itself, to a customer who paid more than his shares (411, below zero).
    CustomerCredit,
    /// Nobody is asked any more (416).
    Doubtful,
    /// The mandatory insurance: its money is followed in the main software, and counted here for how long it took alone.
    MandatoryInsurance,
}

impl Debtor {
    /// Every debtor.
    pub const ALL: [Debtor; 5] =
        [Debtor::Insurer, Debtor::Customer, Debtor::CustomerCredit, Debtor::Doubtful, Debtor::MandatoryInsurance];
}

/// One share of a dossier as somebody's debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its place in the dossier: 0 for the customer, the rank for an insurer, [`DOUBTFUL_PLACE`] more once given up,
    /// [`AMO_PLACE`] for the mandatory insurance.
    pub place: u8,
    /// Who owes it.
    pub debtor: Debtor,
    /// The insurer, by the number on the card.
    pub payer: Option<AmcNumber>,
    /// The operator that pays for it.
    pub operator: Option<PlatformCode>,
    /// Where the share stands; none for a customer's.
    pub state: Option<TrackState>,
    /// What is owed, in cents: below zero where more came than was owed, or before it was.
    pub cents: i64,
    /// Since when: the delivery, or the opening for what came before it.
    pub since: Date,
    /// The day the payer could know of it: the last transmission if it is later.
    pub claimed_on: Date,
    /// What of the sale is the insurer's, paid or not, in cents.
    pub billed_cents: i64,
    /// What the insurer paid of it, in cents.
    pub paid_cents: i64,
    /// The day the mandatory insurance's share was paid.
    pub amo_paid_on: Option<Date>,
    /// The day its invoice was rejected although the rights had been answered for under a reference.
    pub rejected_on: Option<Date>,
}

/// What is added to a rank for the place of a share nobody is asked for any more.
pub const DOUBTFUL_PLACE: u8 = 100;
/// The place of the mandatory insurance's share.
pub const AMO_PLACE: u8 = 200;

/// Everything a dossier is owed; nothing before it is delivered, but for money that came early.
pub fn standings(dossier: &Dossier) -> Vec<Standing> {
    let Some(opened) = &dossier.opened else { return Vec::new() };
    let since = dossier.delivered_on.unwrap_or(opened.on);
    let mut all: Vec<Standing> = dossier.amc.iter().flat_map(|track| of_track(dossier, track, since)).collect();
    if dossier.delivered_on.is_some() {
        let cents = dossier.position().on(&Account::Customers);
        let debtor = if cents < 0 { Debtor::CustomerCredit } else { Debtor::Customer };
        let plain = Standing {
            place: 0,
            debtor,
            payer: None,
            operator: None,
            state: None,
            cents,
            since,
            claimed_on: since,
            billed_cents: 0,
            paid_cents: 0,
            amo_paid_on: None,
            rejected_on: None,
        };
        if let Some(on) = dossier.amo_paid_on.filter(|_| dossier.amo_share_cents.is_positive()) {
            let (place, debtor, paid_cents) = (AMO_PLACE, Debtor::MandatoryInsurance, dossier.amo_share_cents.get());
            all.push(Standing { place, debtor, paid_cents, cents: 0, amo_paid_on: Some(on), ..plain.clone() });
        }
        all.push(plain);
    }
    all.retain(|one| (one.cents, one.billed_cents, one.paid_cents, one.rejected_on) != (0, 0, 0, None));
    all
}

/// The trade of a dossier, once opened.
pub fn activity(dossier: &Dossier) -> Option<Activity> {
    dossier.opened.as_ref().map(|opened| opened.activity)
}

/// An insurer's share: what it owes, and what nobody is asked for any more.
fn of_track(dossier: &Dossier, track: &AmcTrack, since: Date) -> [Standing; 2] {
    let billed = match dossier.delivered_on {
        Some(_) => track.share_cents.remaining_after(dossier.customers_part(track.rank)).get(),
        None => 0,
    };
    // What is written off is owed no more.
    let lost = if billed > 0 { dossier.written_off_of(track.rank).get() } else { 0 };
    let given_up = track.state == TrackState::Withdrawn;
    let (asked, doubtful) = if given_up { (0, billed) } else { (billed, 0) };
    let card = track.card.as_ref();
    let transmitted = track.circuit.transmissions.iter().filter_map(|sent| sent.on).next_back();
    let insurer = Standing {
        place: track.rank,
        debtor: Debtor::Insurer,
        payer: card.and_then(|card| card.amc_number.clone()),
        operator: card.and_then(|card| card.operator.clone()),
        state: Some(track.state),
        cents: asked - track.paid_cents.get() - if given_up { 0 } else { lost },
        since,
        claimed_on: transmitted.map_or(since, |on| on.max(since)),
        billed_cents: asked,
        paid_cents: track.paid_cents.get(),
        amo_paid_on: None,
        rejected_on: rejected_on(track).map(|on| on.unwrap_or(since)),
    };
    let left = Standing {
        place: track.rank.saturating_add(DOUBTFUL_PLACE),
        debtor: Debtor::Doubtful,
        cents: doubtful - if given_up { lost } else { 0 },
        billed_cents: 0,
        paid_cents: 0,
        rejected_on: None,
        ..insurer.clone()
    };
    [insurer, left]
}

/// The day, when it is said, that the concentrator brought back a rejection of an invoice whose rights a platform had
/// answered for under a reference.
fn rejected_on(track: &AmcTrack) -> Option<Option<Date>> {
    let answer = track.rights.last_answer.as_ref().and_then(RightsChecked::answer);
    answer.filter(|answer| answer.is_right_in_force() && answer.reference.is_some())?;
    track.circuit.returns.iter().rfind(|back| back.outcome == ReturnOutcome::Rejected).map(|back| back.on)
}

/// Whether a payer that has a share in this state owes it: it was sent to it, and not turned down.
pub const fn is_claimed(state: TrackState) -> bool {
    matches!(state, TrackState::Entrusted | TrackState::Sent | TrackState::Accepted | TrackState::Advised)
}

/// Whether the debts are what the books say of the same dossier: a sentence when they are not.
pub fn untied(dossier: &Dossier) -> Option<String> {
    let position = dossier.position();
    let all = standings(dossier);
    let sum = |of: &dyn Fn(&Standing) -> bool| all.iter().filter(|one| of(one)).map(|one| one.cents).sum::<i64>();
    let customers = sum(&|one| matches!(one.debtor, Debtor::Customer | Debtor::CustomerCredit));
    let booked = if dossier.delivered_on.is_some() { position.on(&Account::Customers) } else { 0 };
    if customers != booked {
        return Some(format!("customers owe {customers}, 411 says {booked}"));
    }
    let (doubtful, booked) = (sum(&|one| one.debtor == Debtor::Doubtful), position.on(&Account::Doubtful));
    if doubtful != booked {
        return Some(format!("{doubtful} is given up, 416 says {booked}"));
    }
    position.iter().filter(|(account, _)| matches!(account, Account::Insurers(_))).find_map(|(account, booked)| {
        let owed = sum(&|one| one.debtor == Debtor::Insurer && Account::Insurers(one.operator.clone()) == *account);
        (owed != booked).then(|| format!("{account:?} owes {owed}, the books say {booked}"))
    })
}

#[cfg(test)]
mod tests;
