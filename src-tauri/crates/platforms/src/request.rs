//! What the practice asks a platform: rights at a date, and what is done with a quote's lines (devis, PEC, facture).
//!
//! Plain values, already parsed by the domain; no FHIR word appears here. Prescription values (sphere, cylinder, drug)
//! have no field on purpose: they are not needed for what is asked (design §1.7). `Debug` shows no patient value.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use relais_domain::identifiers::Nir;
use relais_domain::money::Cents;
use relais_domain::platform::Function;
use uuid::Uuid;

/// Most lines a prior authorisation carries: two lenses, a frame and their supplements stay far below.
pub const MAX_LINES: usize = 50;

/// The person concerned, in the least that identifies them at the platform.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    /// Family name as the card prints it.
    pub family_name: String,
    /// Given name, when known.
    pub given_name: Option<String>,
    /// Birth date, when known.
    pub birth_date: Option<Date>,
    /// NIR, for the platforms whose field list needs it alone; never in an address or a log.
    pub nir: Option<Nir>,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}

/// What the card says of the cover: the triple that routes, and the member.
#[derive(Clone, PartialEq, Eq)]
pub struct CardCover {
    /// AMC number, 8 to 10 digits.
    pub amc_number: String,
    /// Convention type, two characters on most cards.
    pub convention: Option<String>,
    /// CSR, the secondary routing criterion; often empty.
    pub csr: Option<String>,
    /// Member number, leading zeros kept.
    pub member_number: Option<String>,
}

impl fmt::Debug for CardCover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardCover").field("amc_number", &self.amc_number).finish_non_exhaustive()
    }
}

/// « Est-il couvert, et de combien, à cette date ? »
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibilityRequest {
    /// The practice's own identifier of the question; a repeat carries the same.
    pub id: Uuid,
    /// When the question was made.
    pub created_at: Timestamp,
    /// The person.
    pub subject: Subject,
    /// Their card.
    pub cover: CardCover,
    /// The practice's FINESS number; empty when it is not known.
    pub provider_finess: String,
    /// The date the care is delivered; may lie in the past.
    pub service_date: Date,
    /// Domain of the card's grid: `OPTI`, `AUDI`, `PHAR`… An open list.
    pub domain_code: String,
    /// Products or services asked about in that domain, as grouping codes; none asks about the domain as a whole.
    pub product_codes: Vec<String>,
    /// The amount the answer should say the cover of, sent as the price of the care.
    pub asked: Option<Cents>,
}

/// One line of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedLine {
    /// Domain of the card's grid.
    pub domain_code: String,
    /// What is delivered, as a grouping code: never a prescription value.
    pub product_code: String,
    /// How many.
    pub quantity: u32,
    /// Price of one, all taxes included.
    pub unit_price: Cents,
}

/// What is to be done with a claim's lines (FHIR `Claim.use`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimUse {
    /// Devis: what would be covered; an estimate that binds nobody.
    Predetermination,
    /// PEC: the insurer's promise to pay.
    PriorAuthorisation,
    /// Facture: the care is delivered.
    Claim,
}

impl ClaimUse {
    /// The standard's code.
    pub const fn code(self) -> &'static str {
        match self {
            ClaimUse::Predetermination => "predetermination",
            ClaimUse::PriorAuthorisation => "preauthorization",
            ClaimUse::Claim => "claim",
        }
    }

    /// The function of the platform that is asked.
    pub const fn function(self) -> Function {
        match self {
            ClaimUse::Predetermination => Function::Quote,
            ClaimUse::PriorAuthorisation => Function::PriorAuthorisation,
            ClaimUse::Claim => Function::Claim,
        }
    }
}

/// « Prenez en charge ces lignes »: a PEC, or with another [`ClaimUse`] a devis or a facture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorAuthorisationRequest {
    /// The outbox request's id: it is the business identifier, and every repeat carries it.
    pub id: Uuid,
    /// When the request was made.
    pub created_at: Timestamp,
    /// The person.
    pub subject: Subject,
    /// Their card.
    pub cover: CardCover,
    /// The practice's FINESS number.
    pub provider_finess: String,
    /// The date the care is delivered or ordered.
    pub service_date: Date,
    /// What is asked for; at least one line, at most [`MAX_LINES`].
    pub lines: Vec<RequestedLine>,
    /// The sum of the lines, as the practice's quote states it.
    pub total: Cents,
    /// The part asked of the insurer: the AMC share.
    pub requested: Cents,
    /// What the platform promised before: the accreditation of the rights, or the PEC number a claim rests on.
    pub authorisation: Option<String>,
    /// The main software's own number of the invoice; of an invoice alone.
    pub invoice: Option<String>,
}

/// « Annulez cette demande ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancellationRequest {
    /// The cancellation's own identifier; a repeat carries the same.
    pub id: Uuid,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// What the claim was sent for.
    pub claim_use: ClaimUse,
    /// The claim as it was sent, with its own identifier.
    pub claim: PriorAuthorisationRequest,
}
