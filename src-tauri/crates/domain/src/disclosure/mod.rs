//! What may leave the practice about a customer: the fields there are, which platform asks for which, and which of them a
//! customer has agreed to. Owns the names and the rules; the message itself is built elsewhere, from what is allowed here.

mod file;
mod lists;

#[cfg(test)]
mod tests;

pub use file::MAX_BYTES;
pub use lists::{FieldList, FieldLists, ListedField, Need, SHIPPED, Withheld};

use crate::platform::Function;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A value that leaves. Its serialised name is stable: the journal keeps it, the catalogue owns the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// The practice's identifier of the request.
    RequestId,
    /// When the request was made.
    CreatedAt,
    /// Family name.
    FamilyName,
    /// Given name.
    GivenName,
    /// Birth date.
    BirthDate,
    /// NIR.
    Nir,
    /// AMC number.
    AmcNumber,
    /// Convention type.
    Convention,
    /// CSR.
    Csr,
    /// Member number.
    MemberNumber,
    /// The practice's FINESS number.
    ProviderFiness,
    /// Service date.
    ServiceDate,
    /// Domain of care.
    DomainCode,
    /// Grouping code of each line.
    ProductCode,
    /// Quantity of each line.
    Quantity,
    /// Unit price, and the line's amount that follows from it.
    UnitPrice,
    /// Total of the quote.
    Total,
    /// Price of the care asked about.
    AskedAmount,
    /// The part asked of the insurer.
    RequestedAmount,
    /// Accreditation or PEC number the request rests on.
    Authorisation,
    /// The main software's number of the invoice.
    InvoiceNumber,
}

impl FieldName {
    /// Every field, in the order they are shown.
    pub const ALL: [FieldName; 21] = [
        FieldName::RequestId,
        FieldName::CreatedAt,
        FieldName::FamilyName,
        FieldName::GivenName,
        FieldName::BirthDate,
        FieldName::Nir,
        FieldName::AmcNumber,
        FieldName::Convention,
        FieldName::Csr,
        FieldName::MemberNumber,
        FieldName::ProviderFiness,
        FieldName::ServiceDate,
        FieldName::DomainCode,
        FieldName::ProductCode,
        FieldName::Quantity,
        FieldName::UnitPrice,
        FieldName::Total,
        FieldName::AskedAmount,
        FieldName::RequestedAmount,
        FieldName::Authorisation,
        FieldName::InvoiceNumber,
    ];

    /// The word in the journal and in the files.
    pub const fn word(self) -> &'static str {
        match self {
            FieldName::RequestId => "request_id",
            FieldName::CreatedAt => "created_at",
            FieldName::FamilyName => "family_name",
            FieldName::GivenName => "given_name",
            FieldName::BirthDate => "birth_date",
            FieldName::Nir => "nir",
            FieldName::AmcNumber => "amc_number",
            FieldName::Convention => "convention",
            FieldName::Csr => "csr",
            FieldName::MemberNumber => "member_number",
            FieldName::ProviderFiness => "provider_finess",
            FieldName::ServiceDate => "service_date",
            FieldName::DomainCode => "domain_code",
            FieldName::ProductCode => "product_code",
            FieldName::Quantity => "quantity",
            FieldName::UnitPrice => "unit_price",
            FieldName::Total => "total",
            FieldName::AskedAmount => "asked_amount",
            FieldName::RequestedAmount => "requested_amount",
            FieldName::Authorisation => "authorisation",
            FieldName::InvoiceNumber => "invoice_number",
        }
    }

    /// Whether a message of this function can be made without it. What cannot be left out is never « facultatif ».
    pub const fn can_be_left_out(self, function: Function) -> bool {
        match self {
            FieldName::GivenName
            | FieldName::BirthDate
            | FieldName::Nir
            | FieldName::Convention
            | FieldName::Csr
            | FieldName::MemberNumber
            | FieldName::AskedAmount
            | FieldName::Authorisation => true,
            FieldName::ProviderFiness | FieldName::ProductCode => matches!(function, Function::Rights),
            _ => false,
        }
    }

    /// Whether a message of this function always carries it.
    pub const fn is_always_sent(self, function: Function) -> bool {
        match self {
            FieldName::RequestId
            | FieldName::CreatedAt
            | FieldName::FamilyName
            | FieldName::AmcNumber
            | FieldName::ServiceDate
            | FieldName::DomainCode => true,
            FieldName::ProviderFiness
            | FieldName::ProductCode
            | FieldName::Quantity
            | FieldName::UnitPrice
            | FieldName::Total
            | FieldName::RequestedAmount => !matches!(function, Function::Rights),
            FieldName::InvoiceNumber => matches!(function, Function::Claim),
            _ => false,
        }
    }

    /// Whether it says something of the customer; the others are the practice's own, or the request's.
    pub const fn is_about_customer(self) -> bool {
        !matches!(
            self,
            FieldName::RequestId | FieldName::CreatedAt | FieldName::ProviderFiness | FieldName::InvoiceNumber
        )
    }
}

/// The functions whose messages the program sends itself. A cancellation is of the function it takes back.
pub const SENT_FUNCTIONS: [Function; 4] =
    [Function::Rights, Function::Quote, Function::PriorAuthorisation, Function::Claim];

/// The functions that every file has a list for: a quote or an invoice without one takes what a prior authorisation does.
pub const LISTED_FUNCTIONS: [Function; 2] = [Function::Rights, Function::PriorAuthorisation];
