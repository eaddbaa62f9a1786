//! What a customer advances: the papers of his own claim.

use relais_domain::{dossier::AdvancePaper, ids::DossierId, money::Cents};

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
}
