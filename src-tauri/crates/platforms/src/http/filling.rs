//! A template filled with a request: JSON values written one after the other, optional ones left out, and the list of what
//! leaves.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use relais_domain::money::Cents;
use serde_json::Value;
use uuid::Uuid;

use super::Interface;
use super::slot::{List, Slot};
use super::template::{Form, Node};
use super::values::{AmountForm, DateForm};
use crate::disclosure::FieldName;
use crate::request::{
    CancellationRequest, CardCover, EligibilityRequest, PriorAuthorisationRequest, RequestedLine, Subject,
};

/// What a template is filled with.
#[derive(Clone, Copy)]
pub(crate) enum Given<'a> {
    Rights(&'a EligibilityRequest),
    Claim(&'a PriorAuthorisationRequest),
    Cancellation(&'a CancellationRequest),
    Search(Uuid),
}

enum Known<'a> {
    Text(&'a str),
    Id(Uuid),
    Day(Date),
    Instant(Timestamp),
    Amount(Cents),
    Count(u64),
}

pub(super) struct Filling<'a> {
    given: Given<'a>,
    interface: &'a Interface,
    line: Option<(usize, &'a RequestedLine)>,
    product: Option<&'a str>,
    pub(super) fields: BTreeSet<FieldName>,
}

impl<'a> Filling<'a> {
    pub(super) fn new(given: Given<'a>, interface: &'a Interface) -> Self {
        Self { given, interface, line: None, product: None, fields: BTreeSet::new() }
    }

    /// Writes a node; `false` when it is left out.
    pub(super) fn write(&mut self, node: &Node, out: &mut String) -> Result<bool, Slot> {
        match node {
            Node::Constant(json) => out.push_str(json),
            Node::Value { slot, form, optional } => return self.value(*slot, *form, *optional, out),
            Node::Object(entries) => {
                let start = out.len();
                out.push('{');
                let mut is_first = true;
                for (key, value) in entries {
                    let before = out.len();
                    if !is_first {
                        out.push(',');
                    }
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push(':');
                    if self.write(value, out)? { is_first = false } else { out.truncate(before) }
                }
                // What held optional values alone, and none of them, is left out with them.
                if is_first && !entries.is_empty() {
                    out.truncate(start);
                    return Ok(false);
                }
                out.push('}');
            }
            Node::List(items) => self.list(items.iter(), out, |filling, item, out| filling.write(item, out))?,
            Node::Each(List::Lines, node) => {
                let given = self.given;
                let lines = claim(&given).map(|claim| claim.lines.as_slice()).unwrap_or_default();
                self.list(lines.iter().enumerate(), out, |filling, line, out| {
                    filling.line = Some(line);
                    filling.write(node, out)
                })?;
                self.line = None;
            }
            Node::Each(List::Products, node) => {
                let given = self.given;
                let Given::Rights(request) = given else { return Ok(false) };
                if request.product_codes.is_empty() {
                    return Ok(false);
                }
                self.list(request.product_codes.iter(), out, |filling, product, out| {
                    filling.product = Some(product);
                    filling.write(node, out)
                })?;
                self.product = None;
            }
        }
        Ok(true)
    }

    fn list<T>(
        &mut self,
        items: impl Iterator<Item = T>,
        out: &mut String,
        mut write: impl FnMut(&mut Self, T, &mut String) -> Result<bool, Slot>,
    ) -> Result<(), Slot> {
        out.push('[');
        let mut is_first = true;
        for item in items {
            let before = out.len();
            if !is_first {
                out.push(',');
            }
            if write(self, item, out)? { is_first = false } else { out.truncate(before) }
        }
        out.push(']');
        Ok(())
    }

    fn value(&mut self, slot: Slot, form: Form, optional: bool, out: &mut String) -> Result<bool, Slot> {
        let is_left_out = optional && slot.field().is_some_and(|field| self.interface.left_out.contains(&field));
        let Some(known) = self.known(slot).filter(|_| !is_left_out) else {
            return if optional { Ok(false) } else { Err(slot) };
        };
        let text = |text: &str| Value::from(text).to_string();
        out.push_str(&match (known, form) {
            (Known::Text(known), Form::Bare) => text(known.trim_start_matches('0')),
            (Known::Text(known), _) => text(known),
            (Known::Id(id), Form::Urn) => text(&id.urn().to_string()),
            (Known::Id(id), _) => text(&id.hyphenated().to_string()),
            (Known::Day(day), Form::Day(form)) => text(&form.write(day)),
            (Known::Day(day), _) => text(&DateForm::Iso.write(day)),
            (Known::Instant(at), Form::Day(form)) => text(&form.write(at.to_zoned(jiff::tz::TimeZone::UTC).date())),
            (Known::Instant(at), _) => text(&at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            (Known::Amount(amount), Form::Amount(form)) => form.write(amount),
            (Known::Amount(amount), _) => AmountForm::Cents.write(amount),
            (Known::Count(count), _) => count.to_string(),
        });
        self.fields.extend(slot.field());
        Ok(true)
    }

    fn known(&self, slot: Slot) -> Option<Known<'a>> {
        let given = self.given;
        match slot {
            Slot::RequestId => return Some(Known::Id(request_id(&given))),
            Slot::ClaimId => return claim(&given).map(|claim| Known::Id(claim.id)),
            Slot::Product => return self.product.map(Known::Text),
            Slot::Total => return claim(&given).map(|claim| Known::Amount(claim.total)),
            Slot::RequestedAmount => return claim(&given).map(|claim| Known::Amount(claim.requested)),
            Slot::Authorisation => return claim(&given)?.authorisation.as_deref().map(Known::Text),
            Slot::Invoice => return claim(&given)?.invoice.as_deref().map(Known::Text),
            Slot::AskedAmount => {
                let Given::Rights(request) = given else { return None };
                return request.asked.map(Known::Amount);
            }
            _ => {}
        }
        if let Some((number, line)) = self.line {
            match slot {
                Slot::LineNumber => return Some(Known::Count(number as u64 + 1)),
                Slot::LineDomain => return Some(Known::Text(self.interface.domain_code(&line.domain_code))),
                Slot::LineProduct => return Some(Known::Text(&line.product_code)),
                Slot::LineQuantity => return Some(Known::Count(line.quantity.into())),
                Slot::LineUnitPrice => return Some(Known::Amount(line.unit_price)),
                Slot::LineAmount => return line.unit_price.times(line.quantity).ok().map(Known::Amount),
                _ => {}
            }
        }
        let common = common(&given)?;
        let text = |text: &'a str| Some(text).filter(|text| !text.is_empty()).map(Known::Text);
        match slot {
            Slot::CreatedAt => Some(Known::Instant(common.created_at)),
            Slot::FamilyName => text(&common.subject.family_name),
            Slot::GivenName => text(common.subject.given_name.as_deref()?),
            Slot::BirthDate => common.subject.birth_date.map(Known::Day),
            Slot::Nir => text(common.subject.nir.as_ref()?.reveal()),
            Slot::AmcNumber => text(&common.cover.amc_number),
            Slot::Convention => text(common.cover.convention.as_deref()?),
            Slot::Csr => text(common.cover.csr.as_deref()?),
            Slot::MemberNumber => text(common.cover.member_number.as_deref()?),
            Slot::ProviderFiness => text(common.provider_finess),
            Slot::ServiceDate => Some(Known::Day(common.service_date)),
            Slot::Domain => text(self.interface.domain_code(common.domain_code)),
            _ => None,
        }
    }
}

struct Common<'a> {
    created_at: Timestamp,
    subject: &'a Subject,
    cover: &'a CardCover,
    provider_finess: &'a str,
    service_date: Date,
    domain_code: &'a str,
}

fn common<'a>(given: &Given<'a>) -> Option<Common<'a>> {
    if let Given::Rights(request) = given {
        return Some(Common {
            created_at: request.created_at,
            subject: &request.subject,
            cover: &request.cover,
            provider_finess: &request.provider_finess,
            service_date: request.service_date,
            domain_code: &request.domain_code,
        });
    }
    let claim = claim(given)?;
    Some(Common {
        created_at: claim.created_at,
        subject: &claim.subject,
        cover: &claim.cover,
        provider_finess: &claim.provider_finess,
        service_date: claim.service_date,
        domain_code: claim.lines.first().map(|line| line.domain_code.as_str()).unwrap_or_default(),
    })
}

const fn claim<'a>(given: &Given<'a>) -> Option<&'a PriorAuthorisationRequest> {
    match given {
        Given::Claim(claim) => Some(claim),
        Given::Cancellation(request) => Some(&request.claim),
        _ => None,
    }
}

/// The identifier of what is asked.
pub(crate) const fn request_id(given: &Given<'_>) -> Uuid {
    match given {
        Given::Rights(request) => request.id,
        Given::Claim(claim) => claim.id,
        Given::Cancellation(request) => request.id,
        Given::Search(id) => *id,
    }
}
