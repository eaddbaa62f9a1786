//! What a sale costs and what it is made of: the shares, and lines that are categories, never a correction or a drug's name.

use crate::money::Cents;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `dossier.priced`: total = AMO + AMC shares + customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// In cents.
    pub total_cents: Cents,
    /// In cents.
    pub amo_share_cents: Cents,
    /// One per complementary, in rank order, in cents.
    pub amc_share_cents: Vec<Cents>,
    /// In cents.
    pub customer_share_cents: Cents,
    /// The lines, possibly none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DossierLine>,
}

/// One line: a category, never a correction or a drug name (design §1.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierLine {
    /// What it is.
    pub item: LineKind,
    /// How many.
    pub quantity: u32,
    /// Unit price, tax included, in cents.
    pub unit_price_cents: Cents,
    /// VAT rate in basis points: 2 000 for 20 %.
    pub vat_rate_bp: u32,
    /// Panier: `A`, `B` (optics) or `I`, `II` (hearing), if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
}

/// The categories of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Monture.
    Frame,
    /// Verre unifocal simple.
    LensSimple,
    /// Verre complexe (strong unifocal, multifocal, progressive).
    LensComplex,
    /// Verre très complexe.
    LensVeryComplex,
    /// Lentilles de contact.
    ContactLenses,
    /// Supplément, prestation.
    Supplement,
    /// Aide auditive.
    HearingAid,
    /// Médicament remboursable.
    Medicine,
    /// Appareil ou dispositif (LPP).
    Device,
    /// Anything else.
    Other,
}
