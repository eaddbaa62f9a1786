//! The dossier: one sale, its lines, its card(s) and its tracks (AMO, AMC 1…n, customer), from order to settlement.
//!
//! Advised is not paid (design §1.2): an advice moves a track to [`TrackState::Advised`]; only a bank credit moves it to
//! [`TrackState::Paid`]. Order and delivery are two moments (design §1.4). Names and free text are not here: the
//! dossier knows a person by an opaque id.

mod advance;
mod advice;
mod called;
mod carried;
mod circuit;
mod consent;
mod decide;
mod delivery;
mod down_payment;
mod due;
mod event;
mod formality;
mod movement;
mod price;
mod reminder;
mod rights;
mod second_look;
mod track;
mod unpaid;
mod way;
mod work;
mod write_off;

#[cfg(test)]
mod tests;

pub use advance::{AdvanceAttested, AdvancePaper, Attestable};
pub use called::{CallOutcome, CustomerCalled};
pub use consent::{Consent, ConsentDecision, ConsentHow, ConsentRecorded, ConsentState};
pub use decide::{DossierCommand, MAX_COMPLEMENTARIES, TrackMove, decide};
pub use delivery::RestsOnDelivery;
pub use down_payment::{DownPayment, DownPaymentReceived, InterestTerms};
pub use event::{CardRecorded, DossierEvent, Opened, SentFields};
pub use formality::{
    CancellationEnd, Invoice, InvoiceMove, InvoiceState, Invoiced, Quote, Quoted, QuotedLine, may_ask,
};
pub use price::{DossierLine, LineKind, Priced};
pub use reminder::{PayerReminded, REMINDER_WAIT_DAYS, Reminder, ReminderLevel, again_from};
pub use rights::{BestKnown, CoverageSeen, KnownRights, RightsChecked, RightsOutcome};
pub use second_look::{SecondLook, SecondLookLimit, WriteOffAsked};
pub use track::{Agreement, AmcTrack, Doubt, RecheckColour, TrackState};
pub use work::{CUSTOMER_PLACE, Snooze, WorkAssigned, WorkItem, WorkList, WorkMark, WorkSnoozed, WorkWhy};
pub use write_off::{WrittenOff, WrittenOffShare};

use crate::{
    books::KeptChequeBooking,
    card::CardPicture,
    context::{Activity, PaymentMeans},
    estimate::EstimatePrinted,
    ids::{ChequeId, DossierId, ImportId, IncidentId, PersonId},
    money::Cents,
    picture::{Picture, Side},
    platform::PlatformCode,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The six ways through an outage (F6), in the order of their keys Alt+1…6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Délivré en tiers payant: the shop carries the AMC share, the request waits in the queue or at the concentrator.
    DeliveredThirdPartyPayment,
    /// Dossier mis de côté: frame chosen, nothing ordered.
    SetAside,
    /// Chèque conservé (agreement A).
    ChequeKept,
    /// Chèque encaissé plus tard (agreement B): the customer claims back himself.
    ChequeDepositedLater,
    /// Le client avance tout.
    CustomerAdvances,
    /// Le client reviendra.
    CustomerReturns,
}

impl Way {
    /// Every way in the order of its key.
    pub const ALL: [Way; 6] = [
        Way::DeliveredThirdPartyPayment,
        Way::SetAside,
        Way::ChequeKept,
        Way::ChequeDepositedLater,
        Way::CustomerAdvances,
        Way::CustomerReturns,
    ];

    /// The way offered first: a pharmacy delivers (its concentrator keeps the flow), an optician or hearing-aid
    /// dispenser puts the dossier aside (62 % of 955 opticians polled on 6 February 2024).
    pub const fn default_for(activity: Activity) -> Way {
        match activity {
            Activity::Pharmacy => Way::DeliveredThirdPartyPayment,
            Activity::Optics | Activity::Hearing => Way::SetAside,
        }
    }

    /// Whether the customer claims back himself, so that no tiers-payant request may leave.
    pub const fn bars_third_party_payment(self) -> bool {
        matches!(self, Way::ChequeDepositedLater | Way::CustomerAdvances)
    }
}

/// One sum received from the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPayment {
    /// In cents, positive.
    pub amount_cents: Cents,
    /// How.
    pub means: PaymentMeans,
    /// The business date.
    pub on: Date,
    /// What it pays.
    pub purpose: PaymentPurpose,
}

/// What a customer's payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentPurpose {
    /// The customer's own share.
    CustomerShare,
    /// The AMC share he advances and claims back himself.
    AmcShareAdvanced,
    /// What the insurer did not cover in the end.
    Difference,
}

/// A cheque kept for one AMC share of this dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChequeCover {
    /// The cheque.
    pub cheque: ChequeId,
    /// The track it covers.
    pub rank: u8,
    /// How much of the share it covers, in cents.
    pub covered_cents: Cents,
    /// How it is booked while it is kept under agreement A.
    pub booking: KeptChequeBooking,
}

/// A dossier folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// None before `dossier.opened`.
    pub opened: Option<Opened>,
    /// The shares and lines as last priced.
    pub total_cents: Cents,
    /// AMO share in cents; its flow stays in the main software.
    pub amo_share_cents: Cents,
    /// The customer's own share in cents.
    pub customer_share_cents: Cents,
    /// The lines, possibly none (minimal dossier).
    pub lines: Vec<DossierLine>,
    /// One track per complementary, in rank order from 1.
    pub amc: Vec<AmcTrack>,
    /// The pictures of its cards that are kept.
    pub card_pictures: Vec<CardPicture>,
    /// Everything received from the customer, corrections removed.
    pub customer_payments: Vec<CustomerPayment>,
    /// The acomptes, in the order they were received, those corrected included.
    pub down_payments: Vec<DownPayment>,
    /// « Commande ».
    pub ordered_on: Option<Date>,
    /// Planned delivery.
    pub delivery_planned_on: Option<Date>,
    /// « Délivrance ».
    pub delivered_on: Option<Date>,
    /// The day the mandatory insurance paid its share, as last noted.
    pub amo_paid_on: Option<Date>,
    /// Date of the prescription.
    pub prescription_date: Option<Date>,
    /// The way chosen, with the incident it answers.
    pub way: Option<(Way, Option<IncidentId>)>,
    /// Cheques that rest on this dossier and are still kept.
    pub cheques_kept: Vec<ChequeCover>,
    /// Cheques of this dossier that went to the bank: the customer paid what they covered.
    pub cheques_deposited: Vec<ChequeCover>,
    /// Cheques that were to pay and pay nothing: rejected, opposed, lost, expired.
    pub cheques_unpaid: Vec<ChequeCover>,
    /// The estimate printed last.
    pub estimate: Option<Box<EstimatePrinted>>,
    /// The papers printed for the customer's own claim, in order.
    pub attested: Vec<AdvanceAttested>,
    /// The letters that asked its payers for what they owe, in order.
    pub reminded: Vec<PayerReminded>,
    /// What the customer said of each operator, the last word of each.
    pub consents: BTreeMap<PlatformCode, Consent>,
    /// What was given back to the customer, in cents.
    pub refunded_cents: Cents,
    /// Of which in cash.
    pub refunded_in_cash_cents: Cents,
    /// The owner gave up what was still due.
    pub written_off: Option<WrittenOff>,
    /// One person alone asked for that, and has not confirmed it yet.
    pub write_off_asked: Option<WriteOffAsked>,
    /// Who does what is left to do of each share, and what is put off.
    pub work_marks: BTreeMap<u8, WorkMark>,
    /// The last call to the customer.
    pub last_call: Option<CustomerCalled>,
    /// The list that was the last thing to happen here, if one was: only then can it be undone.
    pub last_import: Option<ImportId>,
    /// The same, of before the movement that happened last.
    moved_after: Option<ImportId>,
}

impl Dossier {
    /// The id, once opened.
    pub fn id(&self) -> Option<DossierId> {
        self.opened.as_ref().map(|opened| opened.dossier)
    }

    /// The person it is for, once opened.
    pub fn person(&self) -> Option<PersonId> {
        self.opened.as_ref().map(|opened| opened.person)
    }

    /// The track of a rank (1 is the first complementary).
    pub fn track(&self, rank: u8) -> Option<&AmcTrack> {
        self.amc.iter().find(|track| track.rank == rank)
    }

    fn track_mut(&mut self, rank: u8) -> Option<&mut AmcTrack> {
        self.amc.iter_mut().find(|track| track.rank == rank)
    }

    /// The picture kept of one side of a card.
    pub fn card_picture(&self, rank: u8, side: Side) -> Option<&Picture> {
        let of_card = self.card_pictures.iter().filter(|card| card.rank == rank);
        of_card.map(|card| &card.kept).find(|kept| kept.side == side)
    }

    /// What the customer paid for a purpose, his acomptes included, in cents.
    pub fn customer_paid(&self, purpose: PaymentPurpose) -> Cents {
        let amounts = self.customer_payments.iter().filter(|p| p.purpose == purpose).map(|p| p.amount_cents);
        Cents::sum(amounts.chain(self.allocated_down_payments(purpose))).unwrap_or_default()
    }

    /// Whether any way or track bars the tiers payant.
    pub fn third_party_payment_barred(&self) -> bool {
        self.way.is_some_and(|(way, _)| way.bars_third_party_payment())
            || self.amc.iter().any(|track| track.claimed_by_customer)
    }

    /// The day from which a cheque's keeping is counted: the delivery, or the day it is planned for, or today.
    pub fn keeping_starts_on(&self, today: Date) -> Date {
        let planned = || self.delivery_planned_on.map_or(today, |planned| planned.max(today));
        self.delivered_on.unwrap_or_else(planned)
    }
}

impl Stream for Dossier {
    type Event = DossierEvent;
    const KIND: StreamKind = StreamKind::Dossier;

    fn apply(&mut self, event: &DossierEvent) {
        // Who does what is left to do changes nothing of the sale: a list may still be undone after it.
        if let DossierEvent::WorkAssigned(_) | DossierEvent::WorkSnoozed(_) | DossierEvent::WorkResumed { .. } = event {
            return self.take_work(event);
        }
        // A list says itself, below, that it was the last; anything else ends that, but for the movement it brings.
        let last = self.last_import.take();
        let before_the_move = std::mem::take(&mut self.moved_after);
        match event {
            DossierEvent::Opened(opened) => self.opened = Some(opened.clone()),
            DossierEvent::Priced(priced) => self.apply_priced(priced),
            DossierEvent::CardRecorded(card) => {
                if let Some(track) = self.track_mut(card.rank) {
                    track.take_card(card);
                }
            }
            DossierEvent::CardPictureKept(picture) => self.card_pictures.push(picture.clone()),
            DossierEvent::CardPartErased { picture, .. } => {
                self.card_pictures.retain(|kept| Some(kept.kept.picture) != *picture);
            }
            DossierEvent::PrescriptionDated { date } => self.prescription_date = Some(*date),
            DossierEvent::DeliveryPlanned { on } => self.delivery_planned_on = Some(*on),
            DossierEvent::Ordered { on } => self.ordered_on = Some(*on),
            DossierEvent::OrderCancelled { .. } => self.ordered_on = None,
            DossierEvent::Delivered { on } => self.delivered_on = Some(*on),
            DossierEvent::DeliveryUndone { .. } => self.delivered_on = None,
            DossierEvent::AmoPaid { on } => self.amo_paid_on = Some(*on),
            DossierEvent::RightsChecked(check) => {
                if let Some(track) = self.track_mut(check.rank) {
                    track.rights.take_check(check);
                }
            }
            DossierEvent::CoverageSeen(seen) => {
                if let Some(track) = self.track_mut(seen.rank) {
                    track.rights.take_seen(seen);
                }
            }
            DossierEvent::WayChosen { way, incident } => self.way = Some((*way, *incident)),
            DossierEvent::CustomerPaid { payment } => self.customer_payments.push(*payment),
            DossierEvent::CustomerPaymentReversed { payment } => {
                if let Some(at) = self.customer_payments.iter().rposition(|p| p == payment) {
                    self.customer_payments.remove(at);
                }
            }
            DossierEvent::ChequeAttached { cheque, rank, covered_cents, booking } => {
                let (cheque, rank, covered_cents, booking) = (*cheque, *rank, *covered_cents, *booking);
                self.cheques_kept.push(ChequeCover { cheque, rank, covered_cents, booking });
            }
            DossierEvent::CustomerRefunded { amount_cents, means, .. } => {
                let with = |before: Cents| before.plus(*amount_cents).unwrap_or(before);
                self.refunded_cents = with(self.refunded_cents);
                if *means == PaymentMeans::Cash {
                    self.refunded_in_cash_cents = with(self.refunded_in_cash_cents);
                }
            }
            DossierEvent::ChequeReleased { cheque, rank, deposited } => {
                let gone = self.take_cheque(*cheque, *rank);
                if *deposited {
                    self.cheques_deposited.extend(gone);
                }
            }
            DossierEvent::ChequeUnpaid { cheque, rank, .. } => {
                let gone = self.take_cheque(*cheque, *rank);
                self.cheques_unpaid.extend(gone);
            }
            DossierEvent::ChequeTakenBack { cheque, rank, kept } => {
                let back = self.take_cheque(*cheque, *rank);
                if *kept { &mut self.cheques_kept } else { &mut self.cheques_unpaid }.extend(back);
            }
            DossierEvent::TrackMoved { rank, to, agreement, amount_cents, on, .. } => {
                self.moved_after = last;
                if let Some(track) = self.track_mut(*rank) {
                    track.take(*to, agreement.as_ref(), *amount_cents, *on);
                }
            }
            DossierEvent::Quoted(answer) => {
                if let Some(track) = self.track_mut(answer.rank) {
                    track.quoted = Some(answer.clone());
                }
            }
            DossierEvent::Invoiced(made) => {
                if let Some(track) = self.track_mut(made.rank) {
                    track.take_invoice(made);
                }
            }
            DossierEvent::InvoiceMoved { rank, request, to, accepted, .. } => {
                if let Some(track) = self.track_mut(*rank) {
                    track.move_invoice(*request, *to, accepted.as_ref());
                }
            }
            DossierEvent::CancellationAsked { rank, request, function, .. } => {
                if let Some(track) = self.track_mut(*rank) {
                    track.cancelling = Some((*request, *function));
                }
            }
            DossierEvent::CancellationEnded { rank, .. } => {
                if let Some(track) = self.track_mut(*rank) {
                    track.cancelling = None;
                }
            }
            DossierEvent::Transmitted(transmitted) => {
                self.take_transmitted(transmitted, last.or(before_the_move.filter(|_| transmitted.from.is_some())))
            }
            DossierEvent::Returned(returned) => {
                self.take_returned(returned, last.or(before_the_move.filter(|_| returned.from.is_some())))
            }
            DossierEvent::Advised(advised) => {
                self.take_advised(advised, last.or(before_the_move.filter(|_| advised.from.is_some())));
            }
            DossierEvent::PaidByList(paid) => self.take_paid(paid, last.or(before_the_move)),
            DossierEvent::ShortfallExplained { rank, cause, .. } => {
                if let Some(track) = self.track_mut(*rank) {
                    track.shortfall = Some(*cause);
                }
            }
            DossierEvent::ImportUndone { import } => self.take_import_undone(*import),
            DossierEvent::WrittenOff(off) => (self.written_off, self.write_off_asked) = (Some(off.clone()), None),
            DossierEvent::WriteOffAsked(asked) => self.write_off_asked = Some(*asked),
            // Looked at by another, it is no loss of one alone any more.
            DossierEvent::WriteOffWithdrawn {} | DossierEvent::WriteOffSeconded { .. } => self.write_off_asked = None,
            DossierEvent::WriteOffUndone { .. } => self.written_off = None,
            DossierEvent::CustomerCalled(call) => self.last_call = Some(call.clone()),
            // What left is history: no decision rests on it. The work was taken note of above.
            DossierEvent::FieldsSent(_)
            | DossierEvent::WorkAssigned(_)
            | DossierEvent::WorkSnoozed(_)
            | DossierEvent::WorkResumed { .. } => {}
            DossierEvent::ConsentRecorded(said) => self.take_consent(said),
            DossierEvent::DownPaymentReceived(_)
            | DossierEvent::DownPaymentAllocated { .. }
            | DossierEvent::DownPaymentReleased { .. }
            | DossierEvent::DownPaymentInterest { .. }
            | DossierEvent::DownPaymentRefunded { .. }
            | DossierEvent::DownPaymentReversed { .. } => self.take_down_payment(event),
            DossierEvent::AdvanceAttested(attested) => self.attested.push(attested.clone()),
            DossierEvent::PayerReminded(reminded) => self.reminded.push(reminded.clone()),
            DossierEvent::EstimatePrinted(estimate) => self.estimate = Some(estimate.clone()),
            DossierEvent::Rechecked { rank, colour, .. } => {
                if let Some(track) = self.track_mut(*rank) {
                    track.recheck = Some(*colour);
                }
            }
        }
    }
}

impl Dossier {
    fn apply_priced(&mut self, priced: &Priced) {
        self.total_cents = priced.total_cents;
        self.amo_share_cents = priced.amo_share_cents;
        self.customer_share_cents = priced.customer_share_cents;
        self.lines = priced.lines.clone();
        let before = std::mem::take(&mut self.amc);
        self.amc = (1u8..)
            .zip(&priced.amc_share_cents)
            .map(|(rank, share)| match before.iter().find(|track| track.rank == rank) {
                Some(track) => AmcTrack { share_cents: *share, ..track.clone() },
                None => AmcTrack::new(rank, *share),
            })
            .collect();
    }
}
