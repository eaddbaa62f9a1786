//! The physical inventory of the drawer.

use jiff::civil::Date;
use relais_domain::{
    cheque::ChequeState,
    ids::{ChequeId, DossierId, InventoryId},
    money::Cents,
};

wire! {
    pub struct InventoryRef { pub inventory: InventoryId }
    /// What the books say is in the drawer, with the count that was left half-way.
    pub struct DrawerView {
        pub cheques: Vec<DrawerChequeView>,
        pub total_cents: Cents,
        pub draft: Option<InventoryDraft>,
        /// Who will have counted: the user at work.
        pub counted_by: String,
    }
    /// A cheque in the drawer, as it is recognised on paper.
    pub struct DrawerChequeView {
        pub cheque: ChequeId,
        pub cheque_number: String,
        pub bank_name: String,
        pub drawer_name: String,
        pub customer: String,
        pub dossier: DossierId,
        pub dossier_number: String,
        pub receipt_number: String,
        pub amount_cents: Cents,
        pub state: ChequeState,
    }
    /// A count under way: nothing of it is recorded.
    pub struct InventoryDraft {
        pub found: Vec<ChequeId>,
        pub missing: Vec<MissingTyped>,
        pub unknown: Vec<UnknownTyped>,
        pub counted_with: String,
    }
    /// Why a cheque is not there.
    pub struct MissingTyped { pub cheque: ChequeId, pub reason: String }
    /// A paper the books do not know.
    pub struct UnknownTyped {
        pub number: String,
        pub from: String,
        pub amount_cents: Option<Cents>,
        pub reason: String,
    }
    /// Keeps a count under way; none forgets it.
    pub struct KeepInventoryDraftRequest { pub draft: Option<InventoryDraft> }
    /// Records the inventory: every cheque of the drawer is found or missing.
    pub struct CountDrawerRequest {
        pub found: Vec<ChequeId>,
        pub missing: Vec<MissingTyped>,
        pub unknown: Vec<UnknownTyped>,
        /// The second person; empty when alone.
        pub counted_with: String,
        /// A shop of one: the accountant is given a copy.
        pub alone: bool,
    }
    /// The inventory with its sheet to sign.
    pub struct DrawerCounted { pub inventory: InventoryView, pub sheet: super::DocumentReady }
    pub struct ListInventoriesRequest { pub offset: u32, pub limit: u32 }
    pub struct InventoryList {
        pub rows: Vec<InventoryRow>,
        pub total: u32,
        /// Cheques in the drawer by the books.
        pub in_drawer: u32,
        /// Days since the last inventory; none when there was none.
        pub days_since: Option<i32>,
        /// After how many days the next is due.
        pub every_days: u16,
    }
    pub struct InventoryRow {
        pub inventory: InventoryId,
        /// « I-2024-0001 ».
        pub number: String,
        pub counted_on: Date,
        /// The second person; none when alone.
        pub counted_with: Option<String>,
        pub found: u32,
        pub missing: u32,
        pub unknown: u32,
        pub expected_cents: Cents,
        pub found_cents: Cents,
        pub unknown_cents: Cents,
    }
    /// An inventory, whole.
    pub struct InventoryView {
        pub row: InventoryRow,
        pub counted_by: String,
        pub missing: Vec<MissingView>,
        pub unknown: Vec<UnknownTyped>,
    }
    /// A cheque that was missing, where it is now, and whether it may be noted lost.
    pub struct MissingView { pub cheque: DrawerChequeView, pub reason: String, pub can_be_lost: bool }
}
