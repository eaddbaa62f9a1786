//! Pieces: the bytes of issued papers and of the pictures of cards and cheques, each a sealed file beside the database under a key that the database keeps.
//!
//! Written so that a kill at any instant leaves a whole piece that is referenced, or a file nobody knows, which the next
//! opening removes: the file is whole and has its name on the disk before the row of its key is committed with the entry
//! that speaks of it. Erasing the key erases the piece; what is left of it goes at the next opening.

mod attachment;
mod seal;

pub use seal::{MAX_PIECE_BYTES, PieceFault};

use crate::{
    database::Database,
    error::StorageError,
    folder::{self, PracticeFolder},
    identity::Identity,
    phase::Phase,
    rows::DocumentRow,
    schema::Migration,
    tx::Tx,
};
use relais_domain::{
    document::{Paper, PieceSeal},
    ids::{DocumentId, PictureId, PracticeId},
    picture::{Picture, Pictured, Side},
};
use rusqlite::{Connection, OptionalExtension, params};
use seal::{ADDED_BYTES, Binding, PieceKey};
use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 6,
    // The models of papers gave way to the papers themselves.
    sql: "
    CREATE TABLE piece (
        id   BLOB PRIMARY KEY CHECK (length(id) = 16),
        kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
        key  BLOB NOT NULL CHECK (length(key) = 32)
    ) STRICT, WITHOUT ROWID;

    DROP TABLE document_model;
    ",
}];

/// How a sealed file's name ends.
const SEALED: &str = "sealed";
/// How it ends until its bytes are on the disk.
const PARTIAL: &str = "partial";
/// What the system's refusals are about.
const WHAT: &str = "a kept paper";

/// The name of a piece's file.
pub(crate) fn file_name(piece: Uuid) -> String {
    format!("{piece}.{SEALED}")
}

/// A piece that is not as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsoundPiece {
    /// The paper.
    pub document: DocumentId,
    /// The number printed on it, or the name it was attached under.
    pub number: String,
    /// What is wrong.
    pub fault: PieceFault,
}

/// What looking at every piece found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PieceReport {
    /// How many papers were issued, and pieces attached.
    pub issued: u64,
    /// Those whose key was erased on purpose, and they with it.
    pub erased: u64,
    /// Those that are not as they were.
    pub unsound: Vec<UnsoundPiece>,
}

/// The files written inside one command: removed if it goes no further than its refusal.
pub(crate) struct Written {
    folder: PracticeFolder,
    practice: PracticeId,
    files: Vec<PathBuf>,
}

impl Written {
    pub(crate) fn none(folder: PracticeFolder, identity: &Identity) -> Self {
        Written { folder, practice: identity.practice, files: Vec::new() }
    }

    /// From here on the commit decides, and what it leaves is for the next opening to remove: a commit that fails may
    /// have happened.
    pub(crate) fn leave_to_the_commit(&mut self) {
        self.files.clear();
    }

    /// Makes the sealed bytes a whole file under its own name, on the disk.
    fn write(&mut self, piece: Uuid, sealed: &[u8], reached: &mut dyn FnMut(Phase)) -> std::io::Result<()> {
        let folder = self.folder.pieces_folder();
        if !folder.is_dir() {
            folder::create_private(&folder)?;
            self.folder.sync()?;
        }
        let (partial, named) = (folder.join(format!("{piece}.{PARTIAL}")), folder.join(file_name(piece)));
        self.files.extend([partial.clone(), named.clone()]);
        let mut file = File::create(&partial)?;
        file.write_all(sealed)?;
        file.sync_all()?;
        drop(file);
        reached(Phase::PieceWritten);
        std::fs::rename(&partial, &named)?;
        folder::sync(&folder)?;
        reached(Phase::PieceNamed);
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for file in &self.files {
            // One that cannot be removed now is removed at the next opening.
            let _ = std::fs::remove_file(file);
        }
    }
}

impl Tx<'_> {
    /// Keeps the bytes of a paper, sealed under a fresh key, and gives what the journal says of them.
    pub fn put_piece(&mut self, document: DocumentId, paper: Paper, bytes: &[u8]) -> Result<PieceSeal, StorageError> {
        self.put(document.0, paper.word(), bytes)
    }

    /// Keeps the bytes of a picture in the same way.
    pub fn put_picture(
        &mut self,
        picture: PictureId,
        (of, side): (Pictured, Side),
        bytes: &[u8],
    ) -> Result<PieceSeal, StorageError> {
        self.put(picture.0, of.word(side), bytes)
    }

    fn put(&mut self, piece: Uuid, kind: &str, bytes: &[u8]) -> Result<PieceSeal, StorageError> {
        let key = seal::fresh_key()?;
        let binding = Binding { practice: self.pieces.practice, piece, kind };
        let sealed = seal::seal(&key, binding, bytes)?;
        self.pieces.write(piece, &sealed, self.reached).map_err(StorageError::file(WHAT))?;
        self.connection.prepare_cached("INSERT INTO piece (id, kind, key) VALUES (?1, ?2, ?3)")?.execute(params![
            piece.as_bytes(),
            kind,
            key.as_slice()
        ])?;
        Ok(seal::seal_of(&key, bytes))
    }

    /// Erases the key of a piece, and the piece with it; that it was issued stays in the journal.
    pub fn erase_piece(&mut self, document: DocumentId) -> Result<(), StorageError> {
        self.erase(document.0)
    }

    /// Erases the key of a picture, and the picture with it.
    pub fn erase_picture(&mut self, picture: PictureId) -> Result<(), StorageError> {
        self.erase(picture.0)
    }

    fn erase(&mut self, piece: Uuid) -> Result<(), StorageError> {
        self.connection.prepare_cached("DELETE FROM piece WHERE id = ?1")?.execute([piece.as_bytes()])?;
        Ok(())
    }
}

impl Database {
    /// The very bytes of an issued paper, or what became of them.
    pub fn open_piece(&self, document: DocumentId) -> Result<Zeroizing<Vec<u8>>, StorageError> {
        let snapshot = self.snapshot()?;
        let row = snapshot.queries()?.document(document)?.ok_or(PieceFault::Erased)?;
        let sealed = Sealed::of_paper(&row);
        Ok(open(snapshot.connection()?, self.folder(), self.identity().practice, &sealed)??)
    }

    /// The very bytes of a picture, or what became of them.
    pub fn open_picture(&self, of: Pictured, picture: &Picture) -> Result<Zeroizing<Vec<u8>>, StorageError> {
        let (snapshot, sealed) = (self.snapshot()?, Sealed::of_picture(of, picture));
        Ok(open(snapshot.connection()?, self.folder(), self.identity().practice, &sealed)??)
    }

    /// Opens every piece in memory, one after the other, and says which are not as they were issued. `progress` is told
    /// how many were looked at and are to be.
    pub fn check_pieces(&self, mut progress: impl FnMut(u64, u64)) -> Result<PieceReport, StorageError> {
        let snapshot = self.snapshot()?;
        let practice = self.identity().practice;
        let (documents, pictures) = (snapshot.queries()?.documents()?, snapshot.queries()?.pictures()?);
        let attached = attachment::all(&snapshot.queries()?)?;
        let papers = documents.iter().map(|row| (Sealed::of_paper(row), row.number.clone()));
        // A picture has no number: its side is what can be said of it.
        let pictures = pictures.iter().map(|(of, kept)| (Sealed::of_picture(*of, kept), of.word(kept.side).to_owned()));
        let attached = attached.iter().map(|(row, name)| (attachment::sealed(row), name.clone()));
        let all: Vec<_> = papers.chain(pictures).chain(attached).collect();
        let mut report = PieceReport { issued: all.len() as u64, ..PieceReport::default() };
        for (looked_at, (sealed, number)) in (1..).zip(all) {
            match open(snapshot.connection()?, self.folder(), practice, &sealed)? {
                // A purge took it: that is what became of it, and nothing is wrong.
                Err(PieceFault::Erased) => report.erased += 1,
                Err(fault) => report.unsound.push(UnsoundPiece { document: DocumentId(sealed.id), number, fault }),
                Ok(_) => {}
            }
            progress(looked_at, report.issued);
        }
        Ok(report)
    }
}

/// One piece as the journal speaks of it.
struct Sealed<'s> {
    id: Uuid,
    kind: &'static str,
    seal: &'s PieceSeal,
}

impl<'s> Sealed<'s> {
    fn of_paper(row: &'s DocumentRow) -> Self {
        Sealed { id: row.id.0, kind: row.paper.word(), seal: &row.piece }
    }

    fn of_picture(of: Pictured, picture: &'s Picture) -> Self {
        Sealed { id: picture.picture.0, kind: of.word(picture.side), seal: &picture.piece }
    }
}

/// Opens one piece: the outer refusal is the database's, the inner one the piece's.
fn open(
    connection: &Connection,
    folder: &PracticeFolder,
    practice: PracticeId,
    sealed: &Sealed<'_>,
) -> Result<Result<Zeroizing<Vec<u8>>, PieceFault>, StorageError> {
    let Some(key) = key_of(connection, sealed.id)? else { return Ok(Err(PieceFault::Erased)) };
    let binding = Binding { practice, piece: sealed.id, kind: sealed.kind };
    let path = folder.pieces_folder().join(file_name(sealed.id));
    Ok(read(&path, sealed.seal).and_then(|file| seal::open(&key, binding, sealed.seal, &file)))
}

fn key_of(connection: &Connection, piece: Uuid) -> Result<Option<PieceKey>, StorageError> {
    let sql = "SELECT key FROM piece WHERE id = ?1";
    let key = connection.prepare_cached(sql)?.query_row([piece.as_bytes()], |row| row.get(0)).optional()?;
    Ok(key.map(Zeroizing::new))
}

/// The file's bytes, and one more than there should be when there are: it is then not the file that was written.
fn read(path: &Path, issued: &PieceSeal) -> Result<Vec<u8>, PieceFault> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => PieceFault::Missing,
        _ => PieceFault::Unreadable(error.to_string()),
    };
    let most = issued.length_bytes.saturating_add(ADDED_BYTES as u64 + 1);
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The pieces this database knows.
pub(crate) fn known(connection: &Connection) -> Result<Vec<Uuid>, StorageError> {
    let mut statement = connection.prepare("SELECT id FROM piece ORDER BY id")?;
    let ids = statement.query_map([], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Removes what a kill or an erasure left behind: files half-written, and pieces without a key. Files of other names are
/// not ours.
pub(crate) fn sweep(connection: &Connection, folder: &PracticeFolder) -> Result<(), StorageError> {
    let entries = match std::fs::read_dir(folder.pieces_folder()) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        other => other.map_err(StorageError::file(WHAT))?,
    };
    for entry in entries {
        let path = entry.map_err(StorageError::file(WHAT))?.path();
        let Some(piece) = path.file_stem().and_then(|stem| Uuid::try_parse(&stem.to_string_lossy()).ok()) else {
            continue;
        };
        let left_behind = match path.extension().map(|extension| extension.to_string_lossy()).as_deref() {
            Some(PARTIAL) => true,
            Some(SEALED) => key_of(connection, piece)?.is_none(),
            _ => false,
        };
        if left_behind {
            std::fs::remove_file(&path).map_err(StorageError::file(WHAT))?;
        }
    }
    Ok(())
}
