//! The encrypted database of a practice: the only importer of `rusqlite`.
//!
//! Owns the file (SQLCipher, WAL, one writer thread, read-only snapshots), the journal's table, the views derived from
//! it, the erasable places that hold what identifies a person, the search index, the anchors and the backup. It
//! decides nothing: the rules fold and decide in `relais-domain`, the chain's bytes are `relais-journal`'s, and what a
//! command means is the use cases'.
//!
//! # One command, end to end
//!
//! ```
//! use relais_domain::{
//!     ids::{CommandId, PracticeId, PostId, UserId},
//!     practice::{self, Practice, PracticeCreated, PracticeKind, PracticeProfileSet},
//!     refusal::Refusal,
//! };
//! use relais_storage::{
//!     CommandEnvelope, Database, DatabaseKey, Identity, OpenOptions, PracticeFolder, StorageError,
//! };
//! use uuid::Uuid;
//!
//! // What a use case may answer: a rule's refusal, or a storage that failed.
//! #[derive(Debug)]
//! enum Failure { Refused(Refusal), Storage(StorageError) }
//! impl From<Refusal> for Failure { fn from(r: Refusal) -> Self { Failure::Refused(r) } }
//! impl From<StorageError> for Failure { fn from(e: StorageError) -> Self { Failure::Storage(e) } }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let place = tempfile::tempdir()?;
//! let folder = PracticeFolder::create(&place.path().join("cabinet"))?;
//! let identity = Identity { practice: PracticeId(Uuid::from_u128(1)), post: PostId(Uuid::from_u128(2)) };
//! let db = Database::create(&folder, &DatabaseKey::new([7; 32]), identity, OpenOptions::default())?;
//!
//! // A write blocks the caller: on a runtime, call it from `spawn_blocking`.
//! let envelope = CommandEnvelope {
//!     command_id: CommandId(Uuid::from_u128(3)),
//!     request_digest: [0; 32],
//!     actor: UserId(Uuid::from_u128(4)),
//!     recorded_at: "2024-01-31T08:00:00Z".parse()?,
//! };
//! let entries: u64 = db.command(envelope, move |tx| {
//!     let id = identity.practice.0;
//!     let state = tx.load::<Practice>(id)?;
//!     let created = PracticeCreated {
//!         practice: identity.practice,
//!         practice_kind: PracticeKind::Demonstration,
//!         time_zone: "Europe/Paris".to_owned(),
//!     };
//!     let profile = PracticeProfileSet { activities: vec![], finess: None, siret: None };
//!     let events = practice::create(&state, created, profile)?;
//!     tx.append::<Practice>(id, events)?;
//!     Ok::<_, Failure>(2)
//! }).map_err(|e| format!("{e:?}"))?;
//! assert_eq!(entries, 2);
//!
//! // Every question of one `read` is asked of the same moment, whatever is written meanwhile.
//! let (head, practice) = db.read(|now| Ok::<_, StorageError>((now.journal_head()?, now.practice()?)))?;
//! assert_eq!(head.seq, 2);
//! assert!(practice.is_some());
//! # Ok(()) }
//! ```
//!
//! # The map
//!
//! * [`PracticeFolder`], [`Database::create`], [`Database::open`] (closed [`OpenError`] codes), [`Opening`] (what opening
//!   found: anchors, rebuilt views).
//! * [`Database::command`] with a [`CommandEnvelope`]: one IMMEDIATE transaction; same id and digest, the recorded
//!   response; same id and other digest, [`CommandError::Reused`]; a refusal leaves nothing.
//! * [`Tx`]: [`load`](Tx::load), [`append`](Tx::append), [`next_number`](Tx::next_number), the erasable places
//!   (`put_person`, `update_person`, `put_card_identity`, `put_card_members`, `put_cheque_paper`, `put_text`, `put_evidence`,
//!   `put_letterhead`, `put_user_name`, `put_setting`; `erase_people` and its kind empty them), [`prove`](Tx::prove),
//!   [`line_known`](Tx::line_known), [`track_facts`](Tx::track_facts), and every query through
//!   [`queries`](Tx::queries), the views being up to date with what was appended.
//! * [`Database::read`]: [`Queries`], the lists people look at, as plain [`rows`], all of one moment.
//! * [`Tx::put_piece`], [`Database::open_piece`], [`Database::check_pieces`]: the very bytes of issued papers, sealed;
//!   [`Tx::put_picture`], [`Tx::erase_picture`], [`Database::open_picture`]: those of pictures of cards and cheques.
//! * [`Database::rebuild`], [`Queries::dump_views`]; [`Database::write_anchors`]; [`Database::export_archive`];
//!   [`Database::backup`] and [`backup::restore`].
//! * [`Database::note_accesses`], [`Database::verify_access_log`], [`Database::export_access_log`]: the access log.

mod access_log;
mod anchors;
mod archive;
pub mod backup;
mod card_people;
mod command;
mod connection;
mod credentials;
mod database;
mod erasing;
mod error;
mod folder;
mod folder_places;
mod identity;
mod journal_table;
mod key;
mod lookups;
mod open;
mod people;
mod phase;
mod pieces;
mod queries;
mod recorded;
#[cfg(test)]
mod released;
pub mod rows;
mod schema;
mod scrub;
mod search;
mod sql;
mod tx;
mod unusual;
mod upcast;
mod user_secrets;
mod views;
mod writer;

pub use access_log::{AccessLogReceipt, DEFAULT_KEEP_MONTHS, KEEP_MONTHS};
pub use anchors::{AnchorFinding, AnchorPaths};
pub use archive::ArchiveReceipt;
pub use command::{CommandEnvelope, CommandError};
pub use credentials::SealedPart;
pub use database::{Database, Opening, Snapshot};
pub use error::StorageError;
pub use folder::{FolderError, PracticeFolder};
pub use identity::Identity;
pub use key::DatabaseKey;
pub use open::{OpenError, OpenOptions};
pub use people::NumberSeries;
pub use phase::Phase;
pub use pieces::{MAX_PIECE_BYTES, PieceFault, PieceReport, UnsoundPiece};
pub use queries::{BookedAbout, BookedRow, CoverOf, MAX_ROWS, OverriddenAlone, Queries};
pub use recorded::Recorded;
pub use tx::Tx;
pub use unusual::Raised;
pub use user_secrets::{SecretKind, UserSecretRow};
pub use views::RebuildProgress;
