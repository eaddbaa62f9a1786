//! The proof: the journal read, verified, exported.

use jiff::Timestamp;

wire! {
    pub struct JournalPageRequest {
        /// Newest first, before this sequence number; none for the newest.
        pub before_seq: Option<u64>,
        pub limit: u32,
    }
    pub struct JournalPage { pub rows: Vec<JournalRow>, pub more: bool }
    pub struct JournalRow {
        pub seq: u64,
        pub at: Timestamp,
        pub actor: String,
        pub kind: String,
        /// `dossier/…`.
        pub stream: String,
        /// First characters of the hash, in hex.
        pub short_hash: String,
        #[ts(type = "Record<string, unknown>")]
        pub body: serde_json::Value,
    }
    /// Where the chain stands.
    pub struct JournalHead {
        pub entries: u64,
        pub hash: String,
        pub last_at: Option<Timestamp>,
        pub anchors: Vec<AnchorRow>,
    }
    /// An anchor outside the database.
    pub struct AnchorRow { pub path: String, pub seq: u64, pub written_at: Timestamp }
    pub struct ExportArchiveRequest { pub path: String }
    pub struct ArchiveExported { pub path: String, pub entries: u64, pub head_hash: String, pub bytes: u64 }
    pub struct VerifyArchiveRequest {
        /// None: the practice's own journal.
        pub path: Option<String>,
        /// File or hash, none for the practice's own anchors.
        pub anchor: Option<String>,
    }
    pub struct Verification {
        pub whole: bool,
        pub entries: u64,
        pub head_hash: String,
        /// Attested by the archive alone, without an outside anchor.
        pub anchored: bool,
        /// What is wrong, in one French sentence from the verifier.
        pub fault: Option<String>,
        pub fault_code: Option<String>,
        /// The kept papers, with the practice's own journal.
        pub papers: Option<super::PapersChecked>,
    }
}
