//! What the practice asks a platform: rights at a date, and a prior authorisation (PEC).
//!
//! Plain values, already parsed by the domain; no FHIR word appears here. Prescription values (sphere, cylinder, drug)
//! have no field on purpose: they are not needed for what is asked (design §1.7). `Debug` shows no patient value.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use relais_domain::money::Cents;
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
    /// The practice's FINESS number.
    pub provider_finess: String,
    /// The date the care is delivered; may lie in the past.
    pub service_date: Date,
    /// Domain of the card's grid: `OPTI`, `AUDI`, `PHAR`… An open list.
    pub domain_code: String,
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

/// « Prenez en charge ces lignes »: a PEC.
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
}
