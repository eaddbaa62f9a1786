//! What a customer pays in advance: the papers of his own claim, and his acomptes.

use jiff::civil::Date;
use relais_domain::{
    books::DownPaymentVat,
    context::PaymentMeans,
    dossier::{AdvancePaper, PaymentPurpose},
    ids::{DocumentId, DossierId},
    money::Cents,
};

wire! {
    /// What the customer's own claim rests on.
    pub struct AdvanceView {
        /// The main software's invoice, as the last paper says it; empty before one.
        pub invoice_number: String,
        /// What he advances and nobody holds yet: nothing is attested before it is here.
        pub missing_cents: Cents,
        /// The complementaries he claims from.
        pub ranks: Vec<u8>,
    }
    /// One paper of his claim. Without the main software's invoice number there is none.
    pub struct PrintAdvancePaperRequest {
        pub dossier: DossierId,
        pub paper: AdvancePaper,
        /// To which complementary; a request names one.
        pub rank: Option<u8>,
        pub invoice_number: String,
    }
    /// The acomptes of a dossier.
    pub struct DownPaymentsView {
        /// The most a further one could be; nothing once delivered.
        pub room_cents: Cents,
        /// What is held and pays no share.
        pub held_cents: Cents,
        /// Whether the practice books their VAT on the receipt: its rate is then asked for.
        pub vat_on_receipt: bool,
        pub rows: Vec<DownPaymentView>,
    }
    /// One acompte.
    pub struct DownPaymentView {
        /// Which, from 1 in their order.
        pub down_payment: u32,
        /// « AC-2024-0001 ».
        pub number: String,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub on: Date,
        /// The main software's « facture d'acompte ».
        pub invoice: String,
        pub made_to_order: bool,
        pub allocated_cents: Cents,
        pub refunded_cents: Cents,
        /// The interest it bore, granted to the customer.
        pub interest_cents: Cents,
        /// What it has borne since and is not granted yet: the rates are « à vérifier ».
        pub accrued_cents: Cents,
        /// The first day that bears interest; none where it bears none.
        pub bears_from: Option<Date>,
        /// What is held.
        pub rest_cents: Cents,
        pub document: Option<DocumentId>,
    }
    /// An acompte at the order. Without the number of its invoice there is none.
    pub struct ReceiveDownPaymentRequest {
        pub dossier: DossierId,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub on: Date,
        pub invoice: String,
        /// The goods are made to order on a quote: no interest.
        pub made_to_order: bool,
        /// Basis points; asked for where the practice books the VAT on the receipt.
        pub vat_rate_bp: Option<u32>,
    }
    /// Some of an acompte pays a share, or no longer does.
    pub struct ImputeDownPaymentRequest {
        pub dossier: DossierId,
        pub down_payment: u32,
        pub purpose: PaymentPurpose,
        pub amount_cents: Cents,
    }
    /// Some of an acompte is given back.
    pub struct RefundDownPaymentRequest {
        pub dossier: DossierId,
        pub down_payment: u32,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub on: Date,
    }
    /// An acompte was recorded by mistake.
    pub struct ReverseDownPaymentRequest { pub dossier: DossierId, pub down_payment: u32 }
    /// Where the VAT of the acomptes to come is booked.
    pub struct SetDownPaymentVatRequest { pub vat: DownPaymentVat }
}
