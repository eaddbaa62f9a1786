//! The books: the trial balance, its file, and how kept cheques are booked.

use jiff::civil::Date;
use relais_domain::books::{AccountKind, DownPaymentVat, KeptChequeBooking};

wire! {
    /// Up to and on a day; today when none is said.
    pub struct TrialBalanceRequest { pub as_of: Option<Date> }
    /// Debits equal credits, in cents.
    pub struct TrialBalanceView {
        pub as_of: Date,
        pub rows: Vec<TrialBalanceRow>,
        #[ts(type = "number")]
        pub debit_cents: i64,
        #[ts(type = "number")]
        pub credit_cents: i64,
        pub booking: KeptChequeBooking,
        /// Where the VAT of the acomptes to come is booked.
        pub down_payment_vat: DownPaymentVat,
        /// The cheques kept under agreement A today: how many, their sum in cents, and what of it is outside the books.
        pub cheques_kept: u32,
        #[ts(type = "number")]
        pub kept_cents: i64,
        #[ts(type = "number")]
        pub off_books_cents: i64,
    }
    /// One account, in cents.
    pub struct TrialBalanceRow {
        pub account: AccountKind,
        /// Its number in the plan comptable, without what subdivides it.
        pub number: String,
        /// The operator of an insurers' account, as the practice calls it.
        pub operator_label: Option<String>,
        /// The rate of a VAT account, in basis points.
        pub vat_rate_bp: Option<u32>,
        #[ts(type = "number")]
        pub debit_cents: i64,
        #[ts(type = "number")]
        pub credit_cents: i64,
        /// Debits less credits.
        #[ts(type = "number")]
        pub balance_cents: i64,
    }
    /// Writes the books to a file.
    pub struct ExportBooksRequest { pub path: String, pub format: BooksFormat }
    /// How many entries it holds.
    pub struct BooksExported { pub path: String, pub entries: u32, #[ts(type = "number")] pub bytes: u64 }
    /// The accountant's word on the cheques kept from now on.
    pub struct SetKeptChequeBookingRequest { pub booking: KeptChequeBooking }
}

wire_codes! {
    /// The shape of the file.
    pub enum BooksFormat {
        /// The journal of hledger, every entry.
        Hledger,
        /// The trial balance for a spreadsheet.
        TrialBalanceCsv,
    }
}
