//! One row of the routing table: which insurer it speaks of, for what and when, and who answers then, in order.
//!
//! Owns the form of a row. Does not own which row answers (the table does), nor the words for its faults (the catalogue).

use crate::{
    identifiers::{AmcNumber, Csr, CsrPattern},
    platform::PlatformCode,
    reference_file::{Status, is_said},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most operators of a row: the ones tried one after the other share one budget at the counter.
pub const MAX_OPERATORS: usize = 5;
/// Longest domain code: what the cards print has four letters.
pub const MAX_DOMAIN_CHARS: usize = 8;

/// What a row says, before it is known to hold together. Insurer, operator and network are three things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowParts {
    /// The insurer's name, as people read it.
    pub insurer: String,
    /// N° AMC; none where it was not found: the row then goes by the insurer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amc: Option<AmcNumber>,
    /// CSR, `?` standing for any one character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csr: Option<CsrPattern>,
    /// The card's domain code (`OPTI`); none for every domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day; none while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Who answers, the first to be asked first.
    pub operators: Vec<PlatformCode>,
    /// The care network, if said; it answers nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// The day the source said so.
    pub noted_on: Date,
}

/// Why parts are no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// The insurer has no name, or too long a one.
    #[error("no insurer")]
    Insurer,
    /// The domain is no code of letters and digits.
    #[error("not a domain code")]
    Domain,
    /// No operator, too many, or one twice.
    #[error("operators: one to five, each once")]
    Operators,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Reversed,
    /// The network is too long.
    #[error("the network is too long")]
    Network,
    /// There is no source, or too long a one.
    #[error("no source")]
    Source,
}

/// A row that holds together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RowParts", into = "RowParts")]
pub struct RoutingRow(RowParts);

impl RoutingRow {
    /// The row of these parts.
    pub fn new(mut parts: RowParts) -> Result<Self, RowFault> {
        let distinct = |codes: &[PlatformCode]| codes.iter().enumerate().all(|(at, code)| !codes[..at].contains(code));
        if !is_said(&parts.insurer) {
            return Err(RowFault::Insurer);
        }
        if let Some(domain) = &mut parts.domain {
            domain.make_ascii_uppercase();
            let fits =
                (1..=MAX_DOMAIN_CHARS).contains(&domain.len()) && domain.bytes().all(|b| b.is_ascii_alphanumeric());
            if !fits {
                return Err(RowFault::Domain);
            }
        }
        if !(1..=MAX_OPERATORS).contains(&parts.operators.len()) || !distinct(&parts.operators) {
            return Err(RowFault::Operators);
        }
        if parts.to.is_some_and(|to| to < parts.from) {
            return Err(RowFault::Reversed);
        }
        if parts.network.as_deref().is_some_and(|network| !is_said(network)) {
            return Err(RowFault::Network);
        }
        if !is_said(&parts.source) {
            return Err(RowFault::Source);
        }
        for text in [Some(&mut parts.insurer), parts.network.as_mut(), Some(&mut parts.source)].into_iter().flatten() {
            *text = text.trim().to_owned();
        }
        Ok(Self(parts))
    }

    /// What it says.
    pub const fn parts(&self) -> &RowParts {
        &self.0
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.0.from <= day && self.0.to.is_none_or(|to| day <= to)
    }

    /// Whether it goes by the insurer's name alone: neither number nor criterion is known.
    pub const fn goes_by_name(&self) -> bool {
        self.0.amc.is_none() && self.0.csr.is_none()
    }

    /// What it answers to. Two rows of the same key may not hold on the same day.
    pub(super) fn key(&self) -> RowKey {
        let RowParts { amc, csr, domain, insurer, .. } = &self.0;
        RowKey {
            amc: amc.clone(),
            csr: csr.clone(),
            domain: domain.clone(),
            name: self.goes_by_name().then(|| folded(insurer)),
        }
    }

    /// Whether some day sees both in force.
    pub(super) fn meets(&self, other: &RoutingRow) -> bool {
        self.holds_on(other.0.from) || other.holds_on(self.0.from)
    }

    /// Whether its criterion, if it has one, takes a card's.
    pub(super) fn takes_csr(&self, csr: Option<&Csr>) -> bool {
        self.0.csr.as_ref().is_none_or(|pattern| csr.is_some_and(|csr| pattern.matches(csr)))
    }

    /// Whether it speaks of this domain. Of a domain that is not known, only a row of every domain speaks.
    pub(super) fn takes_domain(&self, domain: Option<&str>) -> bool {
        self.0.domain.as_deref().is_none_or(|own| domain.is_some_and(|asked| own.eq_ignore_ascii_case(asked.trim())))
    }

    /// How precise it is, most precise greatest: number, criterion without `?`, characters it names, domain; then the
    /// later first day.
    pub(super) fn precision(&self) -> (bool, bool, Option<usize>, bool, Date) {
        let RowParts { amc, csr, domain, from, .. } = &self.0;
        let exact = csr.as_ref().is_some_and(|pattern| !pattern.as_str().contains('?'));
        let named = csr.as_ref().map(CsrPattern::precision);
        (amc.is_some(), exact, named, domain.is_some(), *from)
    }
}

impl TryFrom<RowParts> for RoutingRow {
    type Error = RowFault;
    fn try_from(parts: RowParts) -> Result<Self, Self::Error> {
        Self::new(parts)
    }
}

impl From<RoutingRow> for RowParts {
    fn from(row: RoutingRow) -> Self {
        row.0
    }
}

/// What a row answers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowKey {
    amc: Option<AmcNumber>,
    csr: Option<CsrPattern>,
    domain: Option<String>,
    name: Option<String>,
}

/// A name as it is compared: without case, accents, hyphens or spaces. « AÉSIO Mutuelle » and « Aesio-mutuelle » are one.
pub fn folded(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        other => other,
    };
    name.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(plain).collect()
}
