//! The values a request may hold, by the name a template gives them: where each exists, of which kind it is, and which field
//! of the disclosure leaves with it.

use crate::disclosure::FieldName;

/// What a template is for: which values exist there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Rights,
    Claim,
    Cancellation,
    Search,
}

/// A value a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    RequestId,
    CreatedAt,
    FamilyName,
    GivenName,
    BirthDate,
    Nir,
    AmcNumber,
    Convention,
    Csr,
    MemberNumber,
    ProviderFiness,
    ServiceDate,
    Domain,
    AskedAmount,
    Total,
    RequestedAmount,
    Authorisation,
    Invoice,
    ClaimId,
    Product,
    LineNumber,
    LineDomain,
    LineProduct,
    LineQuantity,
    LineUnitPrice,
    LineAmount,
}

/// The name of each, and what leaves with it.
pub(super) const SLOTS: [(&str, Slot, Option<FieldName>); 26] = [
    ("request_id", Slot::RequestId, Some(FieldName::RequestId)),
    ("created_at", Slot::CreatedAt, Some(FieldName::CreatedAt)),
    ("family_name", Slot::FamilyName, Some(FieldName::FamilyName)),
    ("given_name", Slot::GivenName, Some(FieldName::GivenName)),
    ("birth_date", Slot::BirthDate, Some(FieldName::BirthDate)),
    ("nir", Slot::Nir, Some(FieldName::Nir)),
    ("amc_number", Slot::AmcNumber, Some(FieldName::AmcNumber)),
    ("convention", Slot::Convention, Some(FieldName::Convention)),
    ("csr", Slot::Csr, Some(FieldName::Csr)),
    ("member_number", Slot::MemberNumber, Some(FieldName::MemberNumber)),
    ("provider_finess", Slot::ProviderFiness, Some(FieldName::ProviderFiness)),
    ("service_date", Slot::ServiceDate, Some(FieldName::ServiceDate)),
    ("domain", Slot::Domain, Some(FieldName::DomainCode)),
    ("asked_amount", Slot::AskedAmount, Some(FieldName::AskedAmount)),
    ("total", Slot::Total, Some(FieldName::Total)),
    ("requested_amount", Slot::RequestedAmount, Some(FieldName::RequestedAmount)),
    ("authorisation", Slot::Authorisation, Some(FieldName::Authorisation)),
    ("invoice", Slot::Invoice, Some(FieldName::InvoiceNumber)),
    ("claim_id", Slot::ClaimId, Some(FieldName::RequestId)),
    ("product", Slot::Product, Some(FieldName::ProductCode)),
    ("line.number", Slot::LineNumber, None),
    ("line.domain", Slot::LineDomain, Some(FieldName::DomainCode)),
    ("line.product", Slot::LineProduct, Some(FieldName::ProductCode)),
    ("line.quantity", Slot::LineQuantity, Some(FieldName::Quantity)),
    ("line.unit_price", Slot::LineUnitPrice, Some(FieldName::UnitPrice)),
    ("line.amount", Slot::LineAmount, Some(FieldName::UnitPrice)),
];

impl Slot {
    pub(crate) fn name(self) -> &'static str {
        SLOTS.iter().find(|(_, slot, _)| *slot == self).map_or("", |(name, ..)| name)
    }

    pub(crate) fn field(self) -> Option<FieldName> {
        SLOTS.iter().find(|(_, slot, _)| *slot == self).and_then(|(.., field)| *field)
    }

    pub(super) const fn kind(self) -> Kind {
        match self {
            Slot::BirthDate | Slot::ServiceDate => Kind::Day,
            Slot::CreatedAt => Kind::Instant,
            Slot::AskedAmount | Slot::Total | Slot::RequestedAmount | Slot::LineUnitPrice | Slot::LineAmount => {
                Kind::Amount
            }
            Slot::RequestId | Slot::ClaimId => Kind::Id,
            Slot::LineNumber | Slot::LineQuantity => Kind::Count,
            _ => Kind::Text,
        }
    }

    /// Whether the value exists in a template for this, inside that list or outside of any.
    pub(super) fn exists(self, purpose: Purpose, list: Option<List>) -> bool {
        match self {
            Slot::Product => list == Some(List::Products),
            Slot::LineNumber
            | Slot::LineDomain
            | Slot::LineProduct
            | Slot::LineQuantity
            | Slot::LineUnitPrice
            | Slot::LineAmount => list == Some(List::Lines),
            Slot::RequestId => true,
            Slot::AskedAmount => purpose == Purpose::Rights,
            Slot::Total | Slot::RequestedAmount | Slot::Authorisation | Slot::Invoice => {
                matches!(purpose, Purpose::Claim | Purpose::Cancellation)
            }
            Slot::ClaimId => purpose == Purpose::Cancellation,
            _ => purpose != Purpose::Search,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Id,
    Day,
    Instant,
    Amount,
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Lines,
    Products,
}

pub(super) const LISTS: [(&str, List); 2] = [("{each line}", List::Lines), ("{each product}", List::Products)];
