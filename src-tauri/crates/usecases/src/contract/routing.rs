//! Who answers for an insurer: the dated table, its file, and who is touched when an operator stops.

use super::ReferenceSummary;
use jiff::civil::Date;
use relais_domain::{
    dossier::TrackState,
    ids::DossierId,
    money::Cents,
    platform::{Function, FunctionState, PlatformCode},
    reference_file::{FileFault, Status},
};

wire! {
    /// The table, as it is today.
    pub struct RoutingView {
        pub reference: ReferenceSummary,
        /// Who made the file, from what.
        pub source: String,
        pub shipped_version: String,
        /// Rows changed by hand since the file was taken.
        pub changes: u32,
        /// Changes whose row is no longer in the file they were made on: they count for nothing.
        pub left_out: u32,
        pub operators: Vec<RoutingParty>,
        pub networks: Vec<RoutingParty>,
        pub rows: Vec<RoutingRowView>,
    }
    /// An operator or a network of the table.
    pub struct RoutingParty {
        pub code: String,
        pub label: String,
        pub status: Status,
        pub source: String,
        pub noted_on: Date,
        /// Whether the practice has such a platform; never a network.
        pub configured: bool,
    }
    /// One row: what it says, and how it stands today.
    pub struct RoutingRowView {
        pub row: RoutingRowFields,
        pub in_force: bool,
        /// It was typed here, after the file.
        pub by_hand: bool,
    }
    /// A row as it is typed; an empty text says nothing.
    pub struct RoutingRowFields {
        pub insurer_name: String,
        pub amc_number: String,
        pub csr: String,
        pub domain: String,
        pub from: Date,
        pub to: Option<Date>,
        pub operators: Vec<PlatformCode>,
        pub network: String,
        pub status: Status,
        pub source: String,
        pub noted_on: Date,
    }
    /// A row added (`was` none), corrected or ended (both), taken out (`becomes` none).
    pub struct ChangeRoutingRequest {
        pub was: Option<RoutingRowFields>,
        pub becomes: Option<RoutingRowFields>,
    }
    pub struct PreviewRoutingRequest { pub path: String }
    /// What a file would bring, before it is taken.
    pub struct RoutingPreview {
        pub version: String,
        pub source: String,
        /// SHA-256 of the file, in hex.
        pub checksum: String,
        /// A file of its checksum lies beside it, and says the same.
        pub checksum_beside: bool,
        pub rows: u32,
        pub operators: u32,
        pub networks: u32,
        /// Rows it has and the table has not.
        pub added: u32,
        /// Rows the table has and it has not.
        pub removed: u32,
        /// Rows changed by hand that it replaces.
        pub changes_lost: u32,
    }
    /// Takes the file that was previewed.
    pub struct TakeRoutingRequest {
        pub path: String,
        /// The checksum that was previewed: the file must still be that one.
        pub checksum: String,
        /// The checksum its maker announced, if any: 64 digits and letters, spaces left out.
        pub announced: String,
    }
    pub struct ExportRoutingRequest { pub path: String }
    pub struct RoutingExported {
        pub path: String,
        pub checksum: String,
        /// The file that holds the checksum, beside it.
        pub checksum_path: String,
        pub rows: u32,
        pub bytes: u64,
    }
    /// « Qui est touché si X s'arrête ? »
    pub struct AffectedRequest {
        pub operator: PlatformCode,
        /// One function alone; none for all of them.
        pub function: Option<Function>,
    }
    pub struct AffectedView {
        pub operator: PlatformCode,
        pub operator_label: String,
        pub function: Option<Function>,
        pub on: Date,
        pub table_version: String,
        pub insurers: Vec<AffectedInsurer>,
        /// The dearest first.
        pub dossiers: Vec<AffectedDossier>,
        pub total_cents: Cents,
        /// Those of them that would pass through a second operator.
        pub second_count: u32,
        pub second_cents: Cents,
        /// More are open than were looked at.
        pub more: bool,
    }
    /// An insurer of the table that this operator answers for.
    pub struct AffectedInsurer {
        pub insurer: String,
        pub amc_number: String,
        pub csr: String,
        pub domain: String,
        /// 1 when it is asked first.
        pub position: u32,
        /// The other operators of the row, in order.
        pub others: Vec<OtherOperator>,
        pub status: Status,
        pub source: String,
        pub noted_on: Date,
        pub dossiers: u32,
        pub amount_cents: Cents,
    }
    pub struct OtherOperator {
        pub operator: PlatformCode,
        pub label: String,
        pub configured: bool,
        /// Of the function asked about; of the worst one where none was.
        pub state: FunctionState,
    }
    pub struct AffectedDossier {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub rank: u8,
        pub insurer: String,
        pub opened_on: Date,
        pub amount_cents: Cents,
        pub track: TrackState,
        /// The operator is on the card; otherwise the table says so.
        pub by_card: bool,
        /// Who would be asked instead, when something is still to be asked.
        pub second: Option<OtherOperator>,
    }
    pub struct ExportAffectedRequest {
        pub operator: PlatformCode,
        pub function: Option<Function>,
        pub path: String,
    }
    pub struct ListExported { pub path: String, pub rows: u32, pub bytes: u64 }
    /// Who is asked for one complementary, in order.
    pub struct OperatorsRequest { pub dossier: DossierId, pub rank: u8 }
    pub struct OperatorOrder { pub operators: Vec<OperatorOfOrder> }
    pub struct OperatorOfOrder {
        pub operator: PlatformCode,
        pub label: String,
        /// The card names it; otherwise the table does.
        pub by_card: bool,
    }
    /// What the table proposes where the card names no operator.
    pub struct OperatorProposal {
        pub operator: PlatformCode,
        pub operator_label: String,
        /// Whether the practice has such a platform.
        pub configured: bool,
        /// The name of the operator that comes second, if any.
        pub second_label: Option<String>,
        /// The row's insurer, the day its source said so, and whether that was read.
        pub insurer: String,
        pub noted_on: Date,
        pub status: Status,
    }
}

wire! {
    /// What a file would bring, or why it cannot be taken.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum RoutingPreviewed {
        Previewed { preview: RoutingPreview },
        Refused { faults: Vec<FileFault> },
    }
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum RoutingTaken {
        Taken { routing: RoutingView },
        Refused { faults: Vec<FileFault> },
    }
}
