//! The exact list of fields that leave the practice with a request (design §1.9), computed from the request itself.
//!
//! The list is shown before sending and kept after: a test compares it with every value of the serialised message, so a
//! field added to the wire without a name here fails the build.

pub use relais_domain::disclosure::FieldName;

use crate::dialect::{CancelBy, Dialect, PatientBy};
use crate::request::{CancellationRequest, CardCover, EligibilityRequest, PriorAuthorisationRequest, Subject};

/// A request whose outgoing fields can be listed.
pub trait Disclosed {
    /// The fields that leave with this request towards a server of these habits, in the order they are shown.
    fn fields_sent(&self, dialect: &Dialect) -> Vec<FieldName>;
}

/// The fields that leave with this request towards a server of the usual habits, in the order they are shown.
pub fn fields_sent(request: &impl Disclosed) -> Vec<FieldName> {
    request.fields_sent(&Dialect::default())
}

impl Disclosed for EligibilityRequest {
    fn fields_sent(&self, dialect: &Dialect) -> Vec<FieldName> {
        let mut fields = vec![FieldName::RequestId, FieldName::CreatedAt];
        push_person_and_card(&mut fields, &self.subject, &self.cover, dialect);
        fields.extend(Some(FieldName::ProviderFiness).filter(|_| !self.provider_finess.is_empty()));
        fields.extend([FieldName::ServiceDate, FieldName::DomainCode]);
        fields.extend(self.product_codes.first().map(|_| FieldName::ProductCode));
        fields.extend(self.asked.map(|_| FieldName::AskedAmount));
        fields
    }
}

impl Disclosed for PriorAuthorisationRequest {
    fn fields_sent(&self, dialect: &Dialect) -> Vec<FieldName> {
        let mut fields = vec![FieldName::RequestId, FieldName::CreatedAt];
        push_person_and_card(&mut fields, &self.subject, &self.cover, dialect);
        fields.push(FieldName::ProviderFiness);
        if !self.lines.is_empty() {
            fields.extend([
                FieldName::ServiceDate,
                FieldName::DomainCode,
                FieldName::ProductCode,
                FieldName::Quantity,
                FieldName::UnitPrice,
            ]);
        }
        fields.extend([FieldName::Total, FieldName::RequestedAmount]);
        fields.extend(self.authorisation.as_ref().map(|_| FieldName::Authorisation));
        fields.extend(self.invoice.as_ref().map(|_| FieldName::InvoiceNumber));
        fields
    }
}

impl Disclosed for CancellationRequest {
    fn fields_sent(&self, dialect: &Dialect) -> Vec<FieldName> {
        match dialect.cancel_by {
            // The task names the request, and who asks whom.
            CancelBy::Task => {
                let provider = Some(FieldName::ProviderFiness).filter(|_| !self.claim.provider_finess.is_empty());
                let fields = [FieldName::RequestId, FieldName::CreatedAt, FieldName::AmcNumber];
                fields.into_iter().chain(provider).collect()
            }
            // The same claim again, with its status.
            CancelBy::Status => self.claim.fields_sent(dialect),
        }
    }
}

fn push_person_and_card(fields: &mut Vec<FieldName>, subject: &Subject, cover: &CardCover, dialect: &Dialect) {
    // Named by a number, a person leaves without a name.
    let is_described = dialect.patient_by == PatientBy::Contained;
    let person_and_card = [
        (FieldName::FamilyName, is_described),
        (FieldName::GivenName, is_described && subject.given_name.is_some()),
        (FieldName::BirthDate, is_described && subject.birth_date.is_some()),
        (FieldName::Nir, dialect.sends_nir && subject.nir.is_some()),
        (FieldName::AmcNumber, true),
        (FieldName::Convention, cover.convention.is_some()),
        (FieldName::Csr, cover.csr.is_some()),
        (FieldName::MemberNumber, cover.member_number.is_some()),
    ];
    fields.extend(person_and_card.into_iter().filter(|(_, leaves)| *leaves).map(|(name, _)| name));
}
