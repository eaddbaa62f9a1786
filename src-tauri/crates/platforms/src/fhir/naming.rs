//! The person and the card as one server wants them named: resources inside the message, a number, or a resource of the
//! server's own. Shared by every request; says nothing of what is asked.

use serde::Serialize;

use crate::dialect::{Dialect, PatientBy};
use crate::fhir::wire::{CodeableConcept, Coding, Identifier, Reference};
use crate::request::{CardCover, Subject};

/// Ids of the contained resources; they mean nothing outside the message.
const PATIENT: &str = "patient";
/// Id of the contained coverage.
pub(crate) const COVERAGE: &str = "coverage";

/// One person and one card, for one server.
#[derive(Clone, Copy)]
pub(crate) struct Naming<'a> {
    pub(crate) dialect: &'a Dialect,
    pub(crate) subject: &'a Subject,
    pub(crate) cover: &'a CardCover,
    /// The server's own `Patient/…`, once it was looked up.
    pub(crate) known_as: Option<&'a str>,
}

/// A resource inside the message.
#[derive(Debug, Serialize)]
#[serde(tag = "resourceType", rename_all_fields = "camelCase")]
pub(crate) enum Contained {
    /// The person, in the least that identifies them.
    Patient {
        /// Fixed.
        id: &'static str,
        /// The NIR, where the server needs it.
        #[serde(skip_serializing_if = "Option::is_none")]
        identifier: Option<[Identifier; 1]>,
        /// One name.
        name: [HumanName; 1],
        /// Absent when not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        birth_date: Option<String>,
    },
    /// The card.
    Coverage {
        /// Fixed.
        id: &'static str,
        /// Always active: what the card says today.
        status: &'static str,
        /// Member number.
        #[serde(skip_serializing_if = "Option::is_none")]
        subscriber_id: Option<String>,
        /// The person.
        beneficiary: Reference,
        /// The AMC.
        payor: [Reference; 1],
        /// The triple that routes.
        class: Vec<CoverageClass>,
    },
}

#[derive(Debug, Serialize)]
pub(crate) struct HumanName {
    family: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<[String; 1]>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CoverageClass {
    r#type: CodeableConcept,
    value: String,
}

impl Naming<'_> {
    /// The number under which the server knows the person: the NIR where it needs it, the member number elsewhere.
    pub(crate) fn number(&self) -> Option<Identifier> {
        let systems = &self.dialect.systems;
        let nir = self.subject.nir.as_ref().filter(|_| self.dialect.sends_nir);
        nir.map(|nir| Identifier::new(&systems.nir, nir.reveal())).or_else(|| {
            self.cover.member_number.as_ref().map(|number| Identifier::new(&systems.member, number.as_str()))
        })
    }

    /// Whether the person can be named in the server's way.
    pub(crate) fn is_possible(&self) -> bool {
        match self.dialect.patient_by {
            PatientBy::Contained => true,
            PatientBy::Identifier => self.number().is_some(),
            PatientBy::Reference => self.known_as.is_some(),
        }
    }

    /// The person.
    pub(crate) fn patient(&self) -> Reference {
        match (self.dialect.patient_by, self.known_as) {
            (PatientBy::Contained, _) => Reference::contained(PATIENT),
            (PatientBy::Reference, Some(known_as)) => Reference::literal(known_as),
            _ => Reference { identifier: self.number(), ..Reference::default() },
        }
    }

    /// The card, always inside the message: it is what the practice holds in its hand.
    pub(crate) fn coverage(&self) -> Reference {
        Reference::contained(COVERAGE)
    }

    /// The insurer.
    pub(crate) fn insurer(&self) -> Reference {
        Reference::logical(&self.dialect.systems.amc, &self.cover.amc_number)
    }

    /// The practice.
    pub(crate) fn provider(&self, number: &str) -> Reference {
        Reference::logical(&self.dialect.systems.provider, number)
    }

    /// What stands inside the message.
    pub(crate) fn contained(&self) -> Vec<Contained> {
        let cover = self.cover;
        let triple =
            [("amc", Some(&cover.amc_number)), ("convention", cover.convention.as_ref()), ("csr", cover.csr.as_ref())];
        let class = triple.into_iter().filter_map(|(code, value)| {
            let system = Some(self.dialect.systems.coverage_class.clone());
            let r#type = CodeableConcept { coding: vec![Coding { system, code: Some(code.to_owned()) }], text: None };
            value.map(|value| CoverageClass { r#type, value: value.clone() })
        });
        let coverage = Contained::Coverage {
            id: COVERAGE,
            status: "active",
            subscriber_id: cover.member_number.clone(),
            beneficiary: self.patient(),
            payor: [self.insurer()],
            class: class.collect(),
        };
        if self.dialect.patient_by == PatientBy::Contained { vec![self.person(), coverage] } else { vec![coverage] }
    }

    fn person(&self) -> Contained {
        let nir = self.subject.nir.as_ref().filter(|_| self.dialect.sends_nir);
        Contained::Patient {
            id: PATIENT,
            identifier: nir.map(|nir| [Identifier::new(&self.dialect.systems.nir, nir.reveal())]),
            name: [HumanName {
                family: self.subject.family_name.clone(),
                given: self.subject.given_name.clone().map(|given| [given]),
            }],
            birth_date: self.subject.birth_date.map(|date| date.to_string()),
        }
    }
}
