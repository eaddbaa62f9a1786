//! The counter: sale, search, rights, ways through, payments.

use super::{CardView, CoverageView, PictureView, RightsView};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    card::Warned,
    cheque::{ChequeAgreement, ChequePosition},
    context::{Activity, PaymentMeans},
    document::Paper,
    dossier::{LineKind, PaymentPurpose, RecheckColour, RestsOnDelivery, TrackState, Way},
    ids::{ChequeId, DocumentId, DossierId, IncidentId, RequestId},
    money::Cents,
    platform::PlatformCode,
    request::RequestState,
};

use super::OperatorProposal;

wire! {
    /// F2: the minimal dossier. The rest comes when wanted.
    pub struct OpenDossierRequest {
        pub activity: Activity,
        pub family_name: String,
        pub given_name: String,
        pub phone: String,
        /// The operator that answers for the card, when known.
        pub operator: Option<PlatformCode>,
        /// The insurer's name as printed, or as the customer says it.
        pub insurer_name: String,
        /// N° AMC, possibly empty.
        pub amc_number: String,
        /// N° d'adhérent, possibly empty.
        pub member_number: String,
        pub total_cents: Cents,
        pub amo_share_cents: Cents,
        pub amc_share_cents: Cents,
        pub customer_share_cents: Cents,
        /// The main software's quote or invoice number, possibly empty.
        pub reference: String,
    }
    /// A dossier was opened.
    pub struct DossierOpened { pub dossier: DossierId, pub number: String }
    /// One pasted line, from the main software's clipboard.
    pub struct ParseLineRequest { pub text: String }
    /// What was understood of it; nothing is guessed silently.
    pub struct ParsedLine {
        pub draft: OpenDossierRequest,
        /// Field names that were found.
        pub found: Vec<String>,
        /// Words left over.
        pub leftover: Vec<String>,
    }
    pub struct DossierRef { pub dossier: DossierId }
    /// The customer, edited.
    pub struct EditCustomerRequest {
        pub dossier: DossierId,
        pub family_name: String,
        pub given_name: String,
        pub phone: String,
        pub birth_date: Option<Date>,
    }
    /// The shares and lines, edited. Lines, when there are some, make the total.
    pub struct PriceDossierRequest {
        pub dossier: DossierId,
        pub total_cents: Cents,
        pub amo_share_cents: Cents,
        /// One per complementary, in rank order.
        pub amc_share_cents: Vec<Cents>,
        pub customer_share_cents: Cents,
        pub lines: Vec<LineView>,
    }
    /// One line of the sale.
    pub struct LineView {
        pub item: LineKind,
        pub quantity: u32,
        pub unit_price_cents: Cents,
        /// Basis points: 2 000 for 20 %.
        pub vat_rate_bp: u32,
        /// `A`, `B`, `I`, `II`.
        pub class: Option<String>,
    }
    /// « Commande », « Délivrance », planned delivery, prescription: one dated moment.
    pub struct RecordMomentRequest {
        pub dossier: DossierId,
        pub moment: Moment,
        pub on: Date,
    }
    /// A delivery recorded by mistake is taken back.
    pub struct UndoDeliveryRequest { pub dossier: DossierId, pub reason: String }
    /// Which fields leave the machine for a check of rights: shown exactly (design §1.9).
    pub struct FieldsSent {
        pub platform_label: String,
        /// Who is sent the same in its place, in order, should it be down.
        pub next_labels: Vec<String>,
        pub fields: Vec<String>,
    }
    /// F6, a way through.
    pub struct ChooseWayRequest { pub dossier: DossierId, pub way: Way }
    /// A payment of the customer, by any means.
    pub struct CustomerPaymentRequest {
        pub dossier: DossierId,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub purpose: PaymentPurpose,
        pub on: Date,
    }
    /// Money was given back: the dossier after it, and the receipt to sign.
    pub struct Refunded { pub dossier: DossierView, pub receipt: super::DocumentReady }
    /// What the practice gives back of what it holds beyond every share.
    pub struct RefundCustomerRequest {
        pub dossier: DossierId,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub on: Date,
    }
    /// F3.
    pub struct SearchRequest { pub text: String, pub limit: u32 }
    pub struct DossierList { pub rows: Vec<DossierRow>, pub more: bool }
    /// One dossier in a list.
    pub struct DossierRow {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub activity: Activity,
        pub opened_on: Date,
        pub total_cents: Cents,
        pub amc_share_cents: Cents,
        pub operator: Option<PlatformCode>,
        pub track: TrackState,
        pub way: Option<Way>,
        pub recheck: Option<RecheckColour>,
        pub delivered_on: Option<Date>,
        pub settled: bool,
        pub reference: Option<String>,
    }
    /// A dossier, whole.
    pub struct DossierView {
        pub dossier: DossierId,
        pub number: String,
        pub activity: Activity,
        pub opened_on: Date,
        pub reference: Option<String>,
        pub family_name: String,
        pub given_name: String,
        pub phone: String,
        pub birth_date: Option<Date>,
        pub total_cents: Cents,
        pub amo_share_cents: Cents,
        pub customer_share_cents: Cents,
        pub customer_share_due_cents: Cents,
        pub difference_due_cents: Cents,
        /// What he claims back himself and has not paid yet.
        pub advance_due_cents: Cents,
        /// « Trop perçu »: what was paid beyond every share, to give back.
        pub overpaid_cents: Cents,
        pub lines: Vec<LineView>,
        pub tracks: Vec<TrackView>,
        pub payments: Vec<PaymentView>,
        pub ordered_on: Option<Date>,
        pub delivery_planned_on: Option<Date>,
        pub delivered_on: Option<Date>,
        /// What keeps the delivery from being undone.
        pub delivery_rests_on: Option<RestsOnDelivery>,
        /// The day the mandatory insurance paid its share, as noted.
        pub amo_paid_on: Option<Date>,
        pub prescription_date: Option<Date>,
        pub way: Option<Way>,
        pub default_way: Way,
        /// What delivering it under tiers payant makes of its incident's ceilings, once one is near.
        pub exposure: Option<super::DossierExposure>,
        /// What was written off of it; none when nobody did.
        pub written_off_cents: Option<Cents>,
        /// Those a customer's no closes.
        pub closed_ways: Vec<Way>,
        /// The operator whose tiers payant the practice suspended, which closes them too.
        pub suspended: Option<super::AdvanceOperator>,
        pub incident: Option<IncidentId>,
        pub cheques: Vec<ChequeOfDossier>,
        /// The papers issued about it, the latest first.
        pub documents: Vec<DocumentOfDossier>,
        pub settled: bool,
        pub third_party_payment_barred: bool,
        /// What the customer's own claim rests on; none while the tiers payant is open.
        pub advance: Option<super::AdvanceView>,
        pub down_payments: super::DownPaymentsView,
        /// What the cards and the sale say against a way through, the gravest first.
        pub warnings: Vec<Warned>,
        /// Newest first.
        pub timeline: Vec<TimelineRow>,
    }
    /// A paper that was issued and is kept as it was.
    pub struct DocumentOfDossier {
        pub document: DocumentId,
        pub paper: Paper,
        pub number: String,
        pub issued_on: Date,
        pub cheque: Option<ChequeId>,
        /// How many times it was printed again, each marked « DUPLICATA » with its count.
        pub duplicates: u32,
        /// A paper that was received has no reprint.
        pub can_be_reprinted: bool,
    }
    /// One AMC track.
    pub struct TrackView {
        pub rank: u8,
        pub share_cents: Cents,
        pub card: CardView,
        /// The pictures kept of it.
        pub pictures: Vec<PictureView>,
        pub operator_label: Option<String>,
        /// What the routing table proposes where the card names no operator.
        pub proposal: Option<OperatorProposal>,
        /// The last attempt to verify the rights, if any.
        pub rights: Option<RightsView>,
        /// The best that is known of the cover today.
        pub known: CoverageView,
        /// What a quote would be covered for, as a portal said.
        pub quoted: Option<CoverageView>,
        pub state: TrackState,
        pub agreement_reference: Option<String>,
        pub covered_cents: Option<Cents>,
        pub agreement_valid_until: Option<Date>,
        pub advised_cents: Option<Cents>,
        pub paid_cents: Cents,
        pub recheck: Option<RecheckColour>,
        pub request: Option<RequestId>,
        pub request_state: Option<RequestState>,
        pub cheque_cents: Cents,
        /// What is known of it in the pharmacy's own circuit; none where it never was.
        pub circuit: Option<super::CircuitRow>,
        /// The customer's word about the operator; none without one.
        pub consent: Option<super::ConsentView>,
        /// Quote, prior authorisation, invoice, and their cancellations, in the order of a sale.
        pub formalities: Vec<super::FormalityView>,
    }
    pub struct PaymentView {
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub purpose: PaymentPurpose,
        pub on: Date,
    }
    pub struct ChequeOfDossier {
        pub cheque: ChequeId,
        pub rank: u8,
        pub amount_cents: Cents,
        pub agreement: ChequeAgreement,
        pub position: ChequePosition,
        pub receipt_number: String,
        pub cheque_number: String,
        pub bank_name: String,
        pub written_on: Date,
        pub deposit_not_before: Option<Date>,
        pub decide_by: Date,
        pub notice_on: Date,
        pub present_by: Date,
        pub presentable_until: Date,
        /// What the bank charged for not paying it.
        pub fees_charged_cents: Cents,
        /// What of that may still be asked of the customer.
        pub fees_due_cents: Cents,
    }
    /// One thing that happened, in the words of the catalogue.
    pub struct TimelineRow {
        pub at: Timestamp,
        pub actor: String,
        /// The journal's kind: `dossier.track_moved`.
        pub kind: String,
        #[ts(type = "Record<string, unknown>")]
        pub body: serde_json::Value,
    }
}

wire_codes! {
    /// The dated moments of a dossier.
    pub enum Moment { Prescription, DeliveryPlanned, Order, CancelOrder, Delivery, AmoPaid }
}
