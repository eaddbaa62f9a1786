//! Who is to be told of a deposit to come.

use relais_domain::{
    cheque::ToTell,
    ids::{ChequeId, DossierId},
    money::Cents,
};

wire! {
    /// The customers to be told, the nearest last day first.
    pub struct ToTellList { pub rows: Vec<ToTellRow>, pub total_cents: Cents, pub notice_days: u16 }
    pub struct ToTellRow {
        pub cheque: ChequeId,
        pub cheque_number: String,
        pub customer: String,
        pub phone: String,
        pub dossier: DossierId,
        pub dossier_number: String,
        pub amount_cents: Cents,
        pub to_tell: ToTell,
        /// From when the cheque may be deposited, told today.
        pub deposit_from: jiff::civil::Date,
    }
    /// Tells several customers today: a letter each.
    pub struct GiveNoticesRequest { pub cheques: Vec<ChequeId> }
    /// The letters, one after another in one file to print; each is kept with its sale as well.
    pub struct NoticesGiven { pub count: u32, pub letters: super::DocumentReady }
}
