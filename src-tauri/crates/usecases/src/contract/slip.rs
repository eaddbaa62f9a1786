//! Deposit slips, and what becomes of a cheque after it left the drawer.

use jiff::civil::Date;
use relais_domain::{
    cheque::{ChequeState, ChequeStep, ExpiryWarning, FeesDeed, OppositionGround, RejectGround},
    context::PaymentMeans,
    ids::{ChequeId, DossierId, SlipId},
    money::Cents,
    slip::SlipState,
};

wire! {
    pub struct SlipRef { pub slip: SlipId }
    /// Hands cheques to the bank together, in this order.
    pub struct MakeSlipRequest {
        pub on: Date,
        /// The number of the bank's own slip; empty while it is not known.
        pub bank_number: String,
        pub cheques: Vec<ChequeToHandIn>,
        /// Who looks at what the owner overrides in it.
        pub second: Option<super::SecondProof>,
    }
    pub struct ChequeToHandIn {
        pub cheque: ChequeId,
        /// The owner's reason, when he overrides.
        pub override_reason: Option<String>,
    }
    /// The slip with its list to print.
    pub struct SlipMade { pub slip: SlipView, pub list: super::DocumentReady }
    pub struct ListSlipsRequest { pub offset: u32, pub limit: u32 }
    pub struct SlipList {
        pub rows: Vec<SlipRow>,
        pub total: u32,
        /// Those the bank has not credited.
        pub awaited: u32,
    }
    pub struct SlipRow {
        pub slip: SlipId,
        /// « B-2024-0001 ».
        pub number: String,
        pub state: SlipState,
        pub made_on: Date,
        pub bank_number: Option<String>,
        pub cheques: u32,
        pub rejected: u32,
        pub total_cents: Cents,
        /// What the bank is to credit: less what it rejected before.
        pub expected_cents: Cents,
        pub credited_on: Option<Date>,
        pub credited_cents: Option<Cents>,
    }
    /// A slip, whole.
    pub struct SlipView {
        pub row: SlipRow,
        pub lines: Vec<SlipLineView>,
        /// Why another amount was credited.
        pub credit_reason: Option<String>,
        /// It can be taken apart.
        pub can_be_taken_apart: bool,
        pub timeline: Vec<super::TimelineRow>,
    }
    pub struct SlipLineView {
        pub cheque: ChequeId,
        pub cheque_number: String,
        pub bank_name: String,
        pub drawer_name: String,
        pub customer: String,
        pub dossier: DossierId,
        pub dossier_number: String,
        pub amount_cents: Cents,
        /// Where the cheque is now.
        pub state: ChequeState,
        /// The day it came out of this slip.
        pub rejected_on: Option<Date>,
    }
    /// One line of the statement credits a whole slip.
    pub struct CreditSlipRequest {
        pub slip: SlipId,
        pub on: Date,
        pub amount_cents: Cents,
        /// Needed when it is not what its cheques make.
        pub reason: Option<String>,
    }
    pub struct SetSlipNumberRequest { pub slip: SlipId, pub bank_number: String }
    pub struct TakeSlipApartRequest { pub slip: SlipId, pub reason: String }
    /// A step of a cheque's life.
    pub struct TakeChequeStepRequest {
        pub cheque: ChequeId,
        pub step: ChequeStep,
        pub on: Date,
        /// Why the bank rejected it.
        pub reject_ground: Option<RejectGround>,
        /// On what the opposition rests.
        pub opposition_ground: Option<OppositionGround>,
        pub reason: Option<String>,
        /// The paper it rests on.
        pub rests_on: Option<String>,
        /// What the bank charged for not paying it, if it is known already.
        pub fees_cents: Option<Cents>,
    }
    /// Records something of the fees the bank charged for a cheque it did not pay.
    pub struct ChequeFeesRequest {
        pub cheque: ChequeId,
        pub deed: FeesDeed,
        /// Charged or repaid; what is left is the whole rest.
        pub amount_cents: Option<Cents>,
        /// The day they were charged or repaid.
        pub on: Option<Date>,
        /// How they were repaid.
        pub means: Option<PaymentMeans>,
        /// Why they are left to the practice, or what was a mistake.
        pub reason: Option<String>,
    }
    /// What the bank charged for a cheque it did not pay, in cents, and what became of that.
    pub struct ChequeFees {
        /// The bank had it and did not pay it.
        pub may_be_charged: bool,
        pub charged_cents: Cents,
        pub repaid_cents: Cents,
        /// Left to the practice.
        pub left_cents: Cents,
        /// May still be asked of the customer.
        pub due_cents: Cents,
        /// What was recorded last: it can be undone.
        pub last: Option<FeesDeed>,
    }
    /// A step that may follow.
    pub struct ChequeStepOffer {
        pub step: ChequeStep,
        /// From when it may be dated, where a clock says so.
        pub not_before: Option<Date>,
        pub needs_reason: bool,
        pub needs_paper: bool,
    }
    /// The dates of a cheque that follow from what the bank did, each where it matters.
    pub struct ChequeDates {
        pub present_by: Date,
        pub recourse_until: Date,
        pub presentable_until: Date,
        pub represent_until: Option<Date>,
        pub certificate_from: Option<Date>,
        pub certificate_by: Option<Date>,
        pub final_from: Option<Date>,
    }
    /// The slip a cheque was handed in with.
    pub struct SlipOfCheque { pub slip: SlipId, pub number: String }
    /// How many cheques here come near their last day, by the warning they reached.
    pub struct ExpiryCount { pub threshold_days: u16, pub count: u32, pub amount_cents: Cents }
    /// What a cheque's panel shows of its life beyond the drawer.
    pub struct ChequeLife {
        pub state: ChequeState,
        pub stolen: bool,
        pub rejections: u32,
        pub fees: ChequeFees,
        pub dates: ChequeDates,
        pub warning: Option<ExpiryWarning>,
        pub slip: Option<SlipOfCheque>,
        /// The steps that may follow now.
        pub steps: Vec<ChequeStepOffer>,
        /// It may go on a slip: from the drawer, or again.
        pub can_be_handed_in: bool,
    }
}
