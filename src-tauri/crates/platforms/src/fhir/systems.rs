//! The identifier and code systems that are spoken, each with where it comes from.

/// Business identifiers that are UUIDs, as RFC 3986 URIs (`urn:uuid:…`).
pub(crate) const URI: &str = "urn:ietf:rfc:3986";
/// FINESS numbers (FR Core organisation profile).
pub(crate) const FINESS: &str = "https://finess.esante.gouv.fr";
/// The NIR (FR Core patient profile, slice `NSS`).
pub(crate) const NIR: &str = "urn:oid:1.2.250.1.213.1.4.8";
/// AMC numbers: no published system exists, so this one is ours.
pub(crate) const AMC: &str = "urn:relais:amc-number";
/// Member numbers at an AMC: ours.
pub(crate) const MEMBER: &str = "urn:relais:member-number";
/// Parts of the triple that routes (AMC, convention, CSR), as classes of the coverage: ours.
pub(crate) const COVERAGE_CLASS: &str = "urn:relais:coverage-class";
/// Domain codes of the card's grid (`OPTI`, `AUDI`…): printed on cards, no published system.
pub(crate) const CARE_DOMAIN: &str = "urn:relais:care-domain";
/// Grouping codes of a quote's lines: ours.
pub(crate) const PRODUCT: &str = "urn:relais:product-group";
/// Extension of a claim: the part asked of the insurer, which R4 has no element for. Ours.
pub(crate) const REQUESTED_AMOUNT: &str = "urn:relais:requested-amount";
/// The main software's own numbers of invoices: ours.
pub(crate) const INVOICE_NUMBER: &str = "urn:relais:invoice-number";
/// Benefit categories of HL7, sent along where one fits.
pub(crate) const BENEFIT_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/ex-benefitcategory";
/// Claim types of HL7.
pub(crate) const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";
/// Codes of the tasks that are asked of an insurer.
pub(crate) const FINANCIAL_TASK: &str = "http://terminology.hl7.org/CodeSystem/financialtaskcode";
/// Processing priorities of HL7.
pub(crate) const PRIORITY: &str = "http://terminology.hl7.org/CodeSystem/processpriority";

/// HL7's benefit category for a domain of the card, where one fits.
pub(crate) fn benefit_category(domain_code: &str) -> Option<&'static str> {
    match domain_code {
        "OPTI" => Some("F6"),
        "AUDI" => Some("F4"),
        _ => None,
    }
}

/// HL7's claim type for a domain of the card.
pub(crate) fn claim_type(domain_code: &str) -> &'static str {
    match domain_code {
        "OPTI" => "vision",
        code if code.starts_with("PH") => "pharmacy",
        _ => "professional",
    }
}
