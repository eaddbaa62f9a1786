//! The FHIR data types shared by requests and answers, as they stand on the wire.
//!
//! Everything is optional when reading, absent when empty when writing. No meaning is given here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use relais_domain::money::Cents;

use crate::answer::Period;
use crate::dialect::Dialect;
use crate::failure::AnswerFault;
use crate::fhir::decimal::{cents_from_decimal, decimal_from_cents};
use crate::fhir::systems;

/// The only currency that is spoken.
pub(crate) const EURO: &str = "EUR";

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Identifier {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

impl Identifier {
    pub(crate) fn new(system: &str, value: impl Into<String>) -> Self {
        Self { system: Some(system.to_owned()), value: Some(value.into()) }
    }

    /// A business identifier that is a UUID: a URN where the system is that of URIs, the bare number elsewhere.
    pub(crate) fn of_uuid(system: &str, id: uuid::Uuid) -> Self {
        Self::new(system, uuid_value(system, id))
    }

    /// The value, when the system is this one.
    pub(crate) fn value_in(&self, system: &str) -> Option<&str> {
        self.value.as_deref().filter(|_| self.system.as_deref() == Some(system))
    }
}

/// A UUID as the value of an identifier of this system.
pub(crate) fn uuid_value(system: &str, id: uuid::Uuid) -> String {
    if system == systems::URI { id.urn().to_string() } else { id.hyphenated().to_string() }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reference {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) identifier: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display: Option<String>,
}

impl Reference {
    pub(crate) fn contained(id: &str) -> Self {
        Self { reference: Some(format!("#{id}")), ..Self::default() }
    }

    pub(crate) fn literal(reference: &str) -> Self {
        Self { reference: Some(reference.to_owned()), ..Self::default() }
    }

    pub(crate) fn logical(system: &str, value: &str) -> Self {
        Self { identifier: Some(Identifier::new(system, value)), ..Self::default() }
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Coding {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct CodeableConcept {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
}

impl CodeableConcept {
    pub(crate) fn new(system: &str, code: &str) -> Self {
        Self { coding: vec![Coding { system: Some(system.to_owned()), code: Some(code.to_owned()) }], text: None }
    }

    /// A domain of the card under the server's system and code, with HL7's category beside it where one fits.
    pub(crate) fn of_domain(dialect: &Dialect, domain_code: &str) -> Self {
        let mut concept = Self::new(&dialect.systems.domain, dialect.domain_code(domain_code));
        if let Some(code) = systems::benefit_category(domain_code) {
            let system = Some(systems::BENEFIT_CATEGORY.to_owned());
            concept.coding.push(Coding { system, code: Some(code.to_owned()) });
        }
        concept
    }

    /// The first code.
    pub(crate) fn first_code(&self) -> Option<&str> {
        self.coding.iter().find_map(|coding| coding.code.as_deref())
    }

    /// Whether one of the codings is this one.
    pub(crate) fn has(&self, system: &str, code: &str) -> bool {
        self.coding
            .iter()
            .any(|coding| coding.system.as_deref() == Some(system) && coding.code.as_deref() == Some(code))
    }

    /// Whether one of the codes is this one, whatever its system.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.coding.iter().any(|coding| coding.code.as_deref() == Some(code))
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Money {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) currency: Option<String>,
}

/// An amount as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// Euros.
    Euros(Cents),
    /// A value without its currency: not known to be euros.
    NoCurrency,
    /// No value.
    Absent,
}

impl Money {
    pub(crate) fn euros(amount: Cents) -> Self {
        Self { value: Some(decimal_from_cents(amount)), currency: Some(EURO.to_owned()) }
    }

    /// The amount; another currency or a value that is not a number of cents is refused.
    pub(crate) fn amount(&self) -> Result<Amount, AnswerFault> {
        match (&self.value, self.currency.as_deref()) {
            (_, Some(currency)) if currency != EURO => Err(AnswerFault::ForeignCurrency),
            (None, _) => Ok(Amount::Absent),
            (Some(value), Some(_)) => cents_from_decimal(value.get()).map(Amount::Euros),
            (Some(_), None) => Ok(Amount::NoCurrency),
        }
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct WirePeriod {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<String>,
}

impl WirePeriod {
    /// The period in days; `None` when neither end is said.
    pub(crate) fn days(&self) -> Result<Option<Period>, AnswerFault> {
        let start = self.start.as_deref().map(|text| day(text, Edge::First)).transpose()?;
        let end = self.end.as_deref().map(|text| day(text, Edge::Last)).transpose()?;
        Ok((start.is_some() || end.is_some()).then_some(Period { start, end }))
    }
}

/// Which day a partial date stands for: a period that starts in 2024 starts on its first day, one that ends in 2024 on
/// its last.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edge {
    First,
    Last,
}

/// The day of a FHIR date or dateTime: `2024`, `2024-01`, `2024-01-31`, or with a time, whose own offset decides.
pub(crate) fn day(text: &str, edge: Edge) -> Result<Date, AnswerFault> {
    let date_part = text.split('T').next().unwrap_or_default();
    let parsed = match (date_part.len(), edge) {
        (4, Edge::First) => format!("{date_part}-01-01").parse(),
        (4, Edge::Last) => format!("{date_part}-12-31").parse(),
        (7, Edge::First) => format!("{date_part}-01").parse(),
        (7, Edge::Last) => format!("{date_part}-01").parse::<Date>().map(Date::last_of_month),
        (10, _) => date_part.parse(),
        _ => return Err(AnswerFault::NotADate),
    };
    parsed.map_err(|_| AnswerFault::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::year_start("2024", Edge::First, Some("2024-01-01"))]
    #[case::year_end("2024", Edge::Last, Some("2024-12-31"))]
    #[case::month_end_leap("2024-02", Edge::Last, Some("2024-02-29"))]
    #[case::full("2024-01-31", Edge::First, Some("2024-01-31"))]
    #[case::with_time("2024-01-31T23:30:00+01:00", Edge::Last, Some("2024-01-31"))]
    #[case::no_such_day("2024-02-30", Edge::First, None)]
    #[case::french("31/01/2024", Edge::First, None)]
    #[case::empty("", Edge::First, None)]
    #[case::not_ascii("20é4-01-31", Edge::First, None)]
    fn partial_dates_stand_for_a_day(#[case] text: &str, #[case] edge: Edge, #[case] expected: Option<&str>) {
        assert_eq!(day(text, edge).ok().map(|date| date.to_string()).as_deref(), expected);
    }

    #[rstest]
    #[case::euros(r#"{"value":12.5,"currency":"EUR"}"#, Ok(Amount::Euros(Cents::new(1250).unwrap())))]
    #[case::francs(r#"{"value":12.5,"currency":"CHF"}"#, Err(AnswerFault::ForeignCurrency))]
    #[case::no_currency(r#"{"value":12.5}"#, Ok(Amount::NoCurrency))]
    #[case::no_value(r#"{"currency":"EUR"}"#, Ok(Amount::Absent))]
    #[case::text_value(r#"{"value":"12.50","currency":"EUR"}"#, Err(AnswerFault::NotCents))]
    fn amounts_say_what_they_are(#[case] json: &str, #[case] expected: Result<Amount, AnswerFault>) {
        assert_eq!(serde_json::from_str::<Money>(json).unwrap().amount(), expected);
    }
}
