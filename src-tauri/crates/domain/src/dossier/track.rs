//! One AMC track of a dossier: where the insurer's share stands, in the words of design §1.2 and §1.3.

use super::{CardRecorded, Invoice, KnownRights, Quoted, rights};
use crate::{
    advice::{Advice, ShortCause},
    circuit::{Before, Circuit, Standing},
    ids::RequestId,
    money::Cents,
    platform::Function,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where an AMC share stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrackState {
    /// « Non envoyé ».
    #[default]
    NotSent,
    /// « En file, non envoyé ».
    Queued,
    /// « Confié au concentrateur »: the LGO transmitted it, the OCT keeps it.
    Entrusted,
    /// « Envoyé, sans retour ».
    Sent,
    /// « À confirmer »: it may or may not have arrived.
    OutcomeUnknown,
    /// « Accordé ».
    Accepted,
    /// « Refusé ».
    Refused,
    /// « Accord annulé ».
    Cancelled,
    /// « Retiré, jamais envoyé ».
    Withdrawn,
    /// « Avisé, pas encaissé ».
    Advised,
    /// « Encaissé ».
    Paid,
    /// The customer claims back himself: tiers payant barred.
    ClaimedByCustomer,
}

impl TrackState {
    /// Every state, for tables that must be complete.
    pub const ALL: [TrackState; 12] = [
        TrackState::NotSent,
        TrackState::Queued,
        TrackState::Entrusted,
        TrackState::Sent,
        TrackState::OutcomeUnknown,
        TrackState::Accepted,
        TrackState::Refused,
        TrackState::Cancelled,
        TrackState::Withdrawn,
        TrackState::Advised,
        TrackState::Paid,
        TrackState::ClaimedByCustomer,
    ];

    /// Whether the insurer will certainly pay nothing under tiers payant.
    pub const fn is_dead(self) -> bool {
        matches!(self, TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn)
    }
}

/// What an insurer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The reference given (n° de PEC), when there is one: it is the payment guarantee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is covered, in cents, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_cents: Option<Cents>,
    /// Last day of validity, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// What makes a decision that a person read hard to believe. It may be so all the same, and is then written down knowingly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// More is covered than was asked for.
    AboveAsked,
    /// Its last day of validity is past.
    AlreadyOver,
}

impl Doubt {
    /// What is doubtful of a decision about `asked`, read on `today`.
    pub fn of(covered: Option<Cents>, valid_until: Option<Date>, asked: Cents, today: Date) -> Option<Self> {
        if covered.is_some_and(|covered| covered > asked) {
            Some(Doubt::AboveAsked)
        } else {
            valid_until.is_some_and(|until| until < today).then_some(Doubt::AlreadyOver)
        }
    }
}

/// The colour of a dossier checked again after an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecheckColour {
    /// The insurer covers at least the estimate.
    Green,
    /// Less: the customer owes the difference.
    Orange,
    /// Refused.
    Red,
}

impl RecheckColour {
    /// The colour of a covered amount against the estimate; an amount not said cannot be green.
    pub fn of(estimate: Cents, agreement: Option<&Agreement>) -> RecheckColour {
        match agreement {
            None => RecheckColour::Red,
            Some(Agreement { covered_cents: Some(covered), .. }) if *covered >= estimate => RecheckColour::Green,
            Some(Agreement { covered_cents: Some(covered), .. }) if !covered.is_positive() => RecheckColour::Red,
            Some(_) => RecheckColour::Orange,
        }
    }
}

/// The track of one complementary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmcTrack {
    /// 1 for the first complementary.
    pub rank: u8,
    /// The share expected, in cents.
    pub share_cents: Cents,
    /// The card, once recorded.
    pub card: Option<CardRecorded>,
    /// What is known of the cover.
    pub rights: KnownRights,
    /// Where it stands.
    pub state: TrackState,
    /// What was agreed.
    pub agreement: Option<Agreement>,
    /// What the advice announced, in cents.
    pub advised_cents: Option<Cents>,
    /// The day of that advice, when said.
    pub advised_on: Option<Date>,
    /// What lists of advices said of it, in the order they became known.
    pub advices: Vec<Advice>,
    /// Why less came than was announced, when a person said so.
    pub shortfall: Option<ShortCause>,
    /// What reached the bank, in cents, over one or several credits.
    pub paid_cents: Cents,
    /// The colour of the last check after an outage.
    pub recheck: Option<RecheckColour>,
    /// The answer to the last quote.
    pub quoted: Option<Quoted>,
    /// The last invoice.
    pub invoice: Option<Invoice>,
    /// The cancellation under way, and of which function.
    pub cancelling: Option<(RequestId, Function)>,
    /// The customer claims this share himself. It outlives the state: should the insurer advise it all the same, nobody
    /// here asks for it again.
    pub claimed_by_customer: bool,
    /// What is known of it in the pharmacy's own circuit.
    pub circuit: Circuit,
    /// Where it stood before the list that touched it last.
    pub before_import: Option<Box<Before>>,
    /// What the last movement replaced.
    pub(super) replaced: Option<Box<Standing>>,
}

impl AmcTrack {
    pub(super) fn new(rank: u8, share_cents: Cents) -> Self {
        AmcTrack {
            rank,
            share_cents,
            card: None,
            rights: KnownRights::default(),
            state: TrackState::NotSent,
            agreement: None,
            advised_cents: None,
            advised_on: None,
            advices: Vec::new(),
            shortfall: None,
            paid_cents: Cents::ZERO,
            recheck: None,
            quoted: None,
            invoice: None,
            cancelling: None,
            claimed_by_customer: false,
            circuit: Circuit::default(),
            before_import: None,
            replaced: None,
        }
    }

    /// Takes a card; what was known of another cover is not known of this one.
    pub(super) fn take_card(&mut self, card: &CardRecorded) {
        if self.card.as_ref().is_some_and(|before| rights::other_cover(before, card)) {
            self.rights = KnownRights::default();
        }
        self.card = Some(card.clone());
    }

    pub(super) fn take(
        &mut self,
        to: TrackState,
        agreement: Option<&Agreement>,
        amount: Option<Cents>,
        on: Option<Date>,
    ) {
        self.replaced = Some(Box::new(self.standing()));
        self.state = to;
        match to {
            TrackState::Accepted => self.agreement = agreement.cloned().or(self.agreement.take()),
            TrackState::Refused | TrackState::Cancelled => self.agreement = None,
            TrackState::ClaimedByCustomer => self.claimed_by_customer = true,
            TrackState::NotSent => self.claimed_by_customer = false,
            // Taken back from the concentrator, or never sent.
            TrackState::Withdrawn => self.circuit.ended = true,
            TrackState::Advised => (self.advised_cents, self.advised_on) = (amount, on),
            TrackState::Paid => {
                self.shortfall = None;
                self.paid_cents = Cents::sum([self.paid_cents, amount.unwrap_or_default()]).unwrap_or(self.paid_cents)
            }
            _ => {}
        }
    }

    /// Where it stands, as a movement replaces it.
    pub(super) fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            agreement: self.agreement.clone(),
            advised_cents: self.advised_cents,
            advised_on: self.advised_on,
            paid_cents: self.paid_cents,
            shortfall: self.shortfall,
        }
    }

    /// What the insurer is known not to cover of the share, in cents: nothing is known before an answer.
    pub fn shortfall(&self) -> Cents {
        match self.state {
            TrackState::Refused | TrackState::Cancelled => self.share_cents,
            TrackState::Paid => self.share_cents.remaining_after(self.paid_cents),
            TrackState::Accepted | TrackState::Advised => match self.agreement.as_ref().and_then(|a| a.covered_cents) {
                Some(covered) => self.share_cents.remaining_after(covered),
                None => Cents::ZERO,
            },
            _ => Cents::ZERO,
        }
    }

    /// What an insurer announced for it, in cents: by its advice, else by its agreement.
    pub fn announced(&self) -> Option<Cents> {
        self.advised_cents.or_else(|| self.agreement.as_ref().and_then(|agreement| agreement.covered_cents))
    }

    /// Nothing more is awaited from the insurer.
    pub fn is_closed(&self) -> bool {
        self.state.is_dead()
            || matches!(self.state, TrackState::Paid | TrackState::ClaimedByCustomer)
            || self.share_cents == Cents::ZERO
    }
}
