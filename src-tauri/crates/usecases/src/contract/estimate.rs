//! The estimate, offline: what is said, what it gives and why, and the dated numbers it rests on.

use jiff::civil::Date;
use relais_domain::{
    estimate::{
        Estimate, Said,
        reference::{DatedNumber, FileFault, Key, OperatorNumber},
    },
    ids::DossierId,
};

use super::LineView;

wire! {
    /// F12: what the customer will probably pay.
    pub struct EstimateRequest {
        pub dossier: DossierId,
        /// Lines said for the estimate alone; none takes the dossier's.
        pub lines: Vec<LineView>,
        /// What was said; nothing yet takes what the dossier knows.
        pub said: Option<Said>,
    }
    pub struct PrintEstimateRequest {
        pub dossier: DossierId,
        pub lines: Vec<LineView>,
        pub said: Said,
    }
    pub struct EstimateView {
        /// What was said, or what the dossier knows.
        pub said: Said,
        /// The lines estimated.
        pub lines: Vec<LineView>,
        /// The names of the complementaries, in rank order; possibly empty.
        pub insurers: Vec<String>,
        /// An earlier equipment of a customer of that name, in our dossiers.
        pub history: Option<EarlierEquipment>,
        pub result: EstimateResult,
        pub reference: ReferenceSummary,
    }
    pub struct EarlierEquipment {
        pub dossier: DossierId,
        pub number: String,
        pub delivered_on: Date,
    }
    /// Which set of numbers is in use.
    pub struct ReferenceSummary {
        pub version: String,
        /// SHA-256 of its file, in hex.
        pub checksum: String,
        /// The one that ships with the program.
        pub shipped: bool,
    }
    pub struct ReferenceView {
        pub reference: ReferenceSummary,
        pub shipped_version: String,
        pub numbers: Vec<DatedNumber>,
        /// What single operators do otherwise.
        pub operators: Vec<OperatorNumber>,
    }
    /// A file the practice takes instead.
    pub struct TakeReferenceRequest { pub path: String }
}

wire! {
    /// The estimate, or why there is none.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum EstimateResult {
        Estimated { estimate: Estimate },
        PharmacyInvoice {},
        LinesNeeded {},
        MoreThanOneEquipment {},
        NoNumber { key: Key, on: Date },
    }
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum ReferenceTaken {
        Taken { reference: ReferenceView },
        Refused { faults: Vec<FileFault> },
    }
}
