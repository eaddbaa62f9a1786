//! What happens to a dossier. Bodies hold opaque ids, codes, dates and cents only (design §1.7).

use super::{
    AdvanceAttested, Agreement, CancellationEnd, ConsentRecorded, CoverageSeen, CustomerCalled, CustomerPayment,
    DownPaymentReceived, InvoiceState, Invoiced, PayerReminded, PaymentPurpose, Priced, Quoted, RecheckColour,
    RightsChecked, TrackState, Way, WorkAssigned, WorkSnoozed, WriteOffAsked, WrittenOff,
};
use crate::{
    advice::{Advice, PaidByList, ShortCause},
    books::KeptChequeBooking,
    card::{CardPart, CardPicture, CardRead, GridLine, Holder},
    circuit::{Returned, Transmitted},
    context::{Activity, PaymentMeans},
    disclosure::FieldName,
    estimate::EstimatePrinted,
    identifiers::{AmcNumber, ConventionType, Csr},
    ids::{
        BankCreditId, ChequeId, DossierId, ImportId, IncidentId, PersonId, PictureId, Proof, RequestId, TextId, UserId,
    },
    money::Cents,
    platform::{Function, PlatformCode},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An event of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum DossierEvent {
    /// The dossier exists.
    #[serde(rename = "dossier.opened")]
    Opened(Opened),
    /// Its shares and lines are these, replacing the former ones.
    #[serde(rename = "dossier.priced")]
    Priced(Priced),
    /// The card of one complementary was read.
    #[serde(rename = "dossier.card_recorded")]
    CardRecorded(CardRecorded),
    /// A picture of a card is kept, sealed.
    #[serde(rename = "dossier.card_picture_kept")]
    CardPictureKept(CardPicture),
    /// A part of a card was erased: its key, or its text.
    #[serde(rename = "dossier.card_part_erased")]
    CardPartErased {
        /// Of which complementary.
        rank: u8,
        /// Which part.
        part: CardPart,
        /// The picture whose key is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<PictureId>,
    },
    /// The prescription's date.
    #[serde(rename = "dossier.prescription_dated")]
    PrescriptionDated {
        /// Its date.
        date: Date,
    },
    /// Delivery is planned.
    #[serde(rename = "dossier.delivery_planned")]
    DeliveryPlanned {
        /// The day.
        on: Date,
    },
    /// « Commande ».
    #[serde(rename = "dossier.ordered")]
    Ordered {
        /// The day.
        on: Date,
    },
    /// The order was recorded by mistake or given up.
    #[serde(rename = "dossier.order_cancelled")]
    OrderCancelled {
        /// The day.
        on: Date,
    },
    /// « Délivrance ».
    #[serde(rename = "dossier.delivered")]
    Delivered {
        /// The day.
        on: Date,
    },
    /// It was recorded by mistake.
    #[serde(rename = "dossier.delivery_undone")]
    DeliveryUndone {
        /// Why, in its erasable place.
        reason: TextId,
    },
    /// The mandatory insurance paid its share, as the main software says: its money is followed there.
    #[serde(rename = "dossier.amo_paid")]
    AmoPaid {
        /// The day its money came.
        on: Date,
    },
    /// The rights were asked for; the attempt is kept whatever came back.
    #[serde(rename = "dossier.rights_checked")]
    RightsChecked(RightsChecked),
    /// A person saw or heard what the cover is.
    #[serde(rename = "dossier.coverage_seen")]
    CoverageSeen(CoverageSeen),
    /// A way through was chosen.
    #[serde(rename = "dossier.way_chosen")]
    WayChosen {
        /// Which.
        way: Way,
        /// The incident it answers, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incident: Option<IncidentId>,
    },
    /// The customer paid something.
    #[serde(rename = "dossier.customer_paid")]
    CustomerPaid {
        /// What and how.
        #[serde(flatten)]
        payment: CustomerPayment,
    },
    /// A payment was recorded by mistake: the correcting entry.
    #[serde(rename = "dossier.customer_payment_reversed")]
    CustomerPaymentReversed {
        /// The one corrected.
        #[serde(flatten)]
        payment: CustomerPayment,
    },
    /// A cheque is kept for an AMC share of this dossier.
    #[serde(rename = "dossier.cheque_attached")]
    ChequeAttached {
        /// Which cheque.
        cheque: ChequeId,
        /// For which track.
        rank: u8,
        /// How much of the share it covers, in cents.
        covered_cents: Cents,
        /// How it is booked while it is kept under agreement A, as the practice had chosen.
        booking: KeptChequeBooking,
    },
    /// The practice gave back what it held beyond every share.
    #[serde(rename = "dossier.customer_refunded")]
    CustomerRefunded {
        /// In cents.
        amount_cents: Cents,
        /// How.
        means: PaymentMeans,
        /// The business date.
        on: Date,
    },
    /// The cheque went back to the customer or to the bank.
    #[serde(rename = "dossier.cheque_released")]
    ChequeReleased {
        /// Which cheque.
        cheque: ChequeId,
        /// For which track.
        rank: u8,
        /// It went to the bank: the customer has paid what it covered.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        deposited: bool,
    },
    /// A cheque pays nothing: rejected, opposed, lost or expired. What it stood for is due without it.
    #[serde(rename = "dossier.cheque_unpaid")]
    ChequeUnpaid {
        /// Which cheque.
        cheque: ChequeId,
        /// For which track.
        rank: u8,
        /// The day.
        on: Date,
    },
    /// A cheque is back where it was: its slip was taken apart, or it was found.
    #[serde(rename = "dossier.cheque_taken_back")]
    ChequeTakenBack {
        /// Which cheque.
        cheque: ChequeId,
        /// For which track.
        rank: u8,
        /// In the drawer, rather than among those that pay nothing.
        kept: bool,
    },
    /// An AMC track moved.
    #[serde(rename = "dossier.track_moved")]
    TrackMoved {
        /// Of which complementary.
        rank: u8,
        /// From where.
        from: TrackState,
        /// To where.
        to: TrackState,
        /// The request behind it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<RequestId>,
        /// The bank credit behind it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bank_credit: Option<BankCreditId>,
        /// What was agreed, towards `accepted`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<Agreement>,
        /// What was advised or credited, in cents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount_cents: Option<Cents>,
        /// The typed reason, in its erasable place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
        /// When it happened according to the paper or the platform, if not now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// A quote was answered: an estimate.
    #[serde(rename = "dossier.quoted")]
    Quoted(Quoted),
    /// An invoice waits to leave.
    #[serde(rename = "dossier.invoiced")]
    Invoiced(Invoiced),
    /// An invoice went on.
    #[serde(rename = "dossier.invoice_moved")]
    InvoiceMoved {
        /// Of which complementary.
        rank: u8,
        /// Which invoice.
        request: RequestId,
        /// To where.
        to: InvoiceState,
        /// What was accepted, towards `accepted`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<Agreement>,
        /// The typed reason, in its erasable place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
    },
    /// What was agreed or invoiced is to be taken back.
    #[serde(rename = "dossier.cancellation_asked")]
    CancellationAsked {
        /// Of which complementary.
        rank: u8,
        /// The request that asks for it.
        request: RequestId,
        /// What is taken back: a prior authorisation or an invoice.
        function: Function,
        /// Why, in its erasable place.
        reason: TextId,
    },
    /// What came of it.
    #[serde(rename = "dossier.cancellation_ended")]
    CancellationEnded {
        /// Of which complementary.
        rank: u8,
        /// The request that asked for it.
        request: RequestId,
        /// What came.
        #[serde(flatten)]
        end: CancellationEnd,
    },
    /// The pharmacy's software transmitted a share, its concentrator has it.
    #[serde(rename = "dossier.transmitted")]
    Transmitted(Transmitted),
    /// The concentrator brought something back of a share.
    #[serde(rename = "dossier.returned")]
    Returned(Returned),
    /// What a list did here was undone.
    #[serde(rename = "dossier.import_undone")]
    ImportUndone {
        /// Which list.
        import: ImportId,
    },
    /// The customer said yes or no to what is sent to an operator, or took it back.
    #[serde(rename = "dossier.consent_recorded")]
    ConsentRecorded(ConsentRecorded),
    /// What a list of advices said of this share.
    #[serde(rename = "dossier.advised")]
    Advised(Advice),
    /// A credit of an imported statement pays this share; the movement before it says how much.
    #[serde(rename = "dossier.paid_by_list")]
    PaidByList(PaidByList),
    /// Why less came than was announced.
    #[serde(rename = "dossier.shortfall_explained")]
    ShortfallExplained {
        /// Of which complementary.
        rank: u8,
        /// Why.
        cause: ShortCause,
        /// What is missing of what was announced, in cents.
        amount_cents: Cents,
        /// In which words, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<TextId>,
    },
    /// What was sent about the customer, or is about to be, with one attempt.
    #[serde(rename = "dossier.fields_sent")]
    FieldsSent(SentFields),
    /// An estimate was printed for the customer.
    #[serde(rename = "dossier.estimate_printed")]
    EstimatePrinted(Box<EstimatePrinted>),
    /// An acompte was received: money held before the delivery, for no share yet.
    #[serde(rename = "dossier.down_payment_received")]
    DownPaymentReceived(DownPaymentReceived),
    /// Some of an acompte pays a share.
    #[serde(rename = "dossier.down_payment_allocated")]
    DownPaymentAllocated {
        /// Which, from 1 in their order.
        down_payment: u32,
        /// What it pays.
        purpose: PaymentPurpose,
        /// In cents.
        amount_cents: Cents,
        /// The business date.
        on: Date,
    },
    /// It no longer does: the correcting entry.
    #[serde(rename = "dossier.down_payment_released")]
    DownPaymentReleased {
        /// Which, from 1 in their order.
        down_payment: u32,
        /// What it paid.
        purpose: PaymentPurpose,
        /// In cents.
        amount_cents: Cents,
    },
    /// An acompte bore interest, which is the customer's (C. conso L214-2).
    #[serde(rename = "dossier.down_payment_interest")]
    DownPaymentInterest {
        /// Which, from 1 in their order.
        down_payment: u32,
        /// In cents.
        amount_cents: Cents,
        /// The first day that bears interest.
        from: Date,
        /// The day the interest stops at.
        to: Date,
        /// The rate of that day, in basis points.
        rate_bp: u32,
    },
    /// Some of an acompte was given back.
    #[serde(rename = "dossier.down_payment_refunded")]
    DownPaymentRefunded {
        /// Which, from 1 in their order.
        down_payment: u32,
        /// In cents.
        amount_cents: Cents,
        /// How.
        means: PaymentMeans,
        /// The business date.
        on: Date,
    },
    /// An acompte was recorded by mistake: the correcting entry.
    #[serde(rename = "dossier.down_payment_reversed")]
    DownPaymentReversed {
        /// Which, from 1 in their order.
        down_payment: u32,
    },
    /// A paper was printed for the customer who claims his advance back.
    #[serde(rename = "dossier.advance_attested")]
    AdvanceAttested(AdvanceAttested),
    /// The owner gave up what was still due.
    #[serde(rename = "dossier.written_off")]
    WrittenOff(WrittenOff),
    /// One person alone asked to give up what was still due; he confirms it a day later.
    #[serde(rename = "dossier.write_off_asked")]
    WriteOffAsked(WriteOffAsked),
    /// He asks it no more.
    #[serde(rename = "dossier.write_off_withdrawn")]
    WriteOffWithdrawn {},
    /// Another person looked at the write-off recorded with this.
    #[serde(rename = "dossier.write_off_seconded")]
    WriteOffSeconded {
        /// Who.
        by: UserId,
    },
    /// It was given up by mistake, or money may come after all.
    #[serde(rename = "dossier.write_off_undone")]
    WriteOffUndone {
        /// Why, in its erasable place.
        reason: TextId,
    },
    /// The customer was called back.
    #[serde(rename = "dossier.customer_called")]
    CustomerCalled(CustomerCalled),
    /// A letter reminded the payer of a share that it owes it.
    #[serde(rename = "dossier.payer_reminded")]
    PayerReminded(PayerReminded),
    /// What is left to do of a share was given to somebody, or to nobody.
    #[serde(rename = "dossier.work_assigned")]
    WorkAssigned(WorkAssigned),
    /// It was put off until a day.
    #[serde(rename = "dossier.work_snoozed")]
    WorkSnoozed(WorkSnoozed),
    /// It was taken up again before its day.
    #[serde(rename = "dossier.work_resumed")]
    WorkResumed {
        /// Which share.
        place: u8,
    },
    /// The dossier was checked again after an outage.
    #[serde(rename = "dossier.rechecked")]
    Rechecked {
        /// Of which complementary.
        rank: u8,
        /// In which incident.
        incident: IncidentId,
        /// Against the estimate.
        colour: RecheckColour,
        /// The share expected, in cents.
        estimate_cents: Cents,
        /// The share covered, in cents, when said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covered_cents: Option<Cents>,
    },
}

/// `dossier.fields_sent`: the field list of one attempt, never the values. A question's is recorded with what came of it; a
/// request's before its first byte leaves, so that a kill hides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFields {
    /// To which operator.
    pub platform: PlatformCode,
    /// For which function.
    pub function: Function,
    /// Which fields.
    pub fields: Vec<FieldName>,
    /// The request whose attempt it was; none for a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
}

/// `dossier.opened`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The dossier.
    pub dossier: DossierId,
    /// Its number in the year, gap-free for the post: 187 in « 2024-0187 ».
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The customer.
    pub person: PersonId,
    /// The trade.
    pub activity: Activity,
    /// The business date.
    pub on: Date,
    /// The main software's quote or invoice number, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// `dossier.card_recorded`: the harmonised block and the grid; who is named on it stays erasable, only proofs are here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRecorded {
    /// Of which complementary.
    pub rank: u8,
    /// N° AMC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amc_number: Option<AmcNumber>,
    /// Type de convention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convention: Option<ConventionType>,
    /// CSR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csr: Option<Csr>,
    /// The operator that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<PlatformCode>,
    /// The care network's code, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// First day of validity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day of validity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// « R »: whether its contract is a responsible one, when the card says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<bool>,
    /// C2S, complémentaire santé solidaire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub solidarity: bool,
    /// The grid of domains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grid: Vec<GridLine>,
    /// On whom it rests, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// How many beneficiaries are named on it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub beneficiaries: u8,
    /// The text it was read from, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<CardRead>,
    /// Proof of the member number under the person's salt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_number_proof: Option<Proof>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde passes it.
fn is_zero(count: &u8) -> bool {
    *count == 0
}
