//! The names of what can be wrong with an archive: one closed list, one code each, one French sentence each.
//!
//! The codes are those of `docs/archive-format.md` and never change; the sentences say what to do.

use std::fmt;
use std::io;

use thiserror::Error;

/// The first thing found wrong. Entries are named by their place in the file, `a` and `b` are numbers on a post.
#[derive(Debug, Error)]
#[allow(missing_docs)] // The variants and their fields are those of the list of verdicts in docs/archive-format.md.
pub enum ArchiveFault {
    NotAnArchive,
    NewerFormat {
        format: u32,
    },
    ChangedEntry {
        entry: u64,
    },
    InvalidEntry {
        entry: u64,
    },
    MissingEntries {
        first: u64,
        last: u64,
    },
    SwappedEntries {
        entry: u64,
        with: u64,
    },
    MovedEntry {
        entry: u64,
        found_at: u64,
    },
    InsertedEntry {
        entry: u64,
    },
    OtherPractice {
        entry: u64,
    },
    GenesisMissing,
    GenesisRepeated {
        entry: u64,
    },
    TooManyPosts {
        entry: u64,
    },
    TotalsOverflow {
        entry: u64,
    },
    CutTail {
        after: u64,
    },
    BadManifest,
    AfterManifest,
    SignatureWrong,
    ManifestOtherChain,
    UnsignedEntries {
        first: u64,
        last: u64,
    },
    OrderChanged,
    TotalsWrong,
    AnchorOtherPractice,
    KeyUnexpected,
    CutBeforeAnchor {
        archive: u64,
        anchor: u64,
    },
    OldCopy {
        archive: u64,
        anchor: u64,
    },
    AnchorNotInChain {
        anchor: u64,
    },
    HashNotInChain,
    /// Not a verdict: the file could not be read.
    Read(#[from] io::Error),
}

impl ArchiveFault {
    /// The code every verifier prints for this fault, such as `CHANGED_ENTRY 12`.
    pub fn code(&self) -> String {
        use ArchiveFault as F;
        match self {
            F::NotAnArchive => "NOT_AN_ARCHIVE".to_owned(),
            F::NewerFormat { format } => format!("NEWER_FORMAT {format}"),
            F::ChangedEntry { entry } => format!("CHANGED_ENTRY {entry}"),
            F::InvalidEntry { entry } => format!("INVALID_ENTRY {entry}"),
            F::MissingEntries { first, last } => format!("MISSING_ENTRIES {first} {last}"),
            F::SwappedEntries { entry, with } => format!("SWAPPED_ENTRIES {entry} {with}"),
            F::MovedEntry { entry, found_at } => format!("MOVED_ENTRY {entry} {found_at}"),
            F::InsertedEntry { entry } => format!("INSERTED_ENTRY {entry}"),
            F::OtherPractice { entry } => format!("OTHER_PRACTICE {entry}"),
            F::GenesisMissing => "GENESIS_MISSING".to_owned(),
            F::GenesisRepeated { entry } => format!("GENESIS_REPEATED {entry}"),
            F::TooManyPosts { entry } => format!("TOO_MANY_POSTS {entry}"),
            F::TotalsOverflow { entry } => format!("TOTALS_OVERFLOW {entry}"),
            F::CutTail { after } => format!("CUT_TAIL {after}"),
            F::BadManifest => "BAD_MANIFEST".to_owned(),
            F::AfterManifest => "AFTER_MANIFEST".to_owned(),
            F::SignatureWrong => "SIGNATURE_WRONG".to_owned(),
            F::ManifestOtherChain => "MANIFEST_OTHER_CHAIN".to_owned(),
            F::UnsignedEntries { first, last } => format!("UNSIGNED_ENTRIES {first} {last}"),
            F::OrderChanged => "ORDER_CHANGED".to_owned(),
            F::TotalsWrong => "TOTALS_WRONG".to_owned(),
            F::AnchorOtherPractice => "ANCHOR_OTHER_PRACTICE".to_owned(),
            F::KeyUnexpected => "KEY_UNEXPECTED".to_owned(),
            F::CutBeforeAnchor { archive, anchor } => format!("CUT_BEFORE_ANCHOR {archive} {anchor}"),
            F::OldCopy { archive, anchor } => format!("OLD_COPY {archive} {anchor}"),
            F::AnchorNotInChain { anchor } => format!("ANCHOR_NOT_IN_CHAIN {anchor}"),
            F::HashNotInChain => "HASH_NOT_IN_CHAIN".to_owned(),
            F::Read(_) => "READ_FAILED".to_owned(),
        }
    }
}

/// What to do when the file itself was altered.
const INTACT: &str = "vérifiez une autre copie de l'archive et gardez celle-ci comme preuve";
/// What to do when somebody may have altered the journal.
const REWRITTEN: &str = "gardez l'archive et l'ancre, et comparez-les à une sauvegarde antérieure";

impl fmt::Display for ArchiveFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ArchiveFault as F;
        match self {
            F::NotAnArchive => f.write_str(
                "Ce fichier n'est pas une archive de Relais : choisissez le fichier écrit par l'export du journal.",
            ),
            F::NewerFormat { format } => write!(
                f,
                "Cette archive est au format {format}, plus récent que cette version de Relais : mettez Relais à jour, puis recommencez."
            ),
            F::ChangedEntry { entry } => {
                write!(f, "L'entrée {entry} a été modifiée, son empreinte ne correspond plus à son contenu : {INTACT}.")
            }
            F::InvalidEntry { entry } => write!(
                f,
                "L'entrée {entry} est chaînée mais n'a pas la forme d'une entrée : elle n'a pas été écrite par Relais, {INTACT}."
            ),
            F::MissingEntries { first, last } if first == last => {
                write!(f, "L'entrée numéro {first} manque : {INTACT}.")
            }
            F::MissingEntries { first, last } => {
                write!(f, "Les entrées numéros {first} à {last} manquent : {INTACT}.")
            }
            F::SwappedEntries { entry, with } => {
                write!(f, "Les entrées {entry} et {with} ont été échangées : {INTACT}.")
            }
            F::MovedEntry { entry, found_at } => write!(
                f,
                "L'entrée attendue en place {entry} a été déplacée, elle se trouve en place {found_at} : {INTACT}."
            ),
            F::InsertedEntry { entry } => {
                write!(f, "L'entrée en place {entry} est en trop, le journal se poursuit sans elle : {INTACT}.")
            }
            F::OtherPractice { entry } => {
                write!(f, "L'entrée {entry} vient d'un autre cabinet : {INTACT}.")
            }
            F::GenesisMissing => {
                write!(f, "La première entrée ne crée pas le cabinet : ce n'est pas le début d'un journal, {INTACT}.")
            }
            F::GenesisRepeated { entry } => {
                write!(f, "L'entrée {entry} crée le cabinet une seconde fois : {INTACT}.")
            }
            F::TooManyPosts { entry } => {
                write!(f, "L'entrée {entry} vient d'un poste de trop, un journal en compte 256 au plus : {INTACT}.")
            }
            F::TotalsOverflow { entry } => {
                write!(f, "Avec l'entrée {entry}, un total dépasse ce que le journal sait compter : {INTACT}.")
            }
            F::CutTail { after } => write!(
                f,
                "L'archive est coupée après l'entrée {after}, sa dernière ligne manque : refaites l'export ou reprenez une copie complète."
            ),
            F::BadManifest => write!(f, "La dernière ligne de l'archive est abîmée : {INTACT}."),
            F::AfterManifest => write!(f, "Quelque chose suit la dernière ligne de l'archive : {INTACT}."),
            F::SignatureWrong => write!(
                f,
                "La signature de la dernière ligne est fausse, la fin de l'archive a été modifiée : {INTACT}."
            ),
            F::ManifestOtherChain => {
                write!(f, "La dernière ligne a été signée pour un autre journal que celui-ci : {INTACT}.")
            }
            F::UnsignedEntries { first, last } => {
                write!(f, "Les entrées numéros {first} à {last} ont été ajoutées après la signature : {INTACT}.")
            }
            F::OrderChanged => write!(
                f,
                "Les entrées de plusieurs postes ne sont plus dans l'ordre où elles ont été signées : {INTACT}."
            ),
            F::TotalsWrong => write!(f, "Les totaux signés ne sont pas ceux des entrées : {INTACT}."),
            F::AnchorOtherPractice => {
                f.write_str("L'ancre est celle d'un autre cabinet : choisissez l'ancre du cabinet de l'archive.")
            }
            F::KeyUnexpected => write!(
                f,
                "L'archive est signée par une autre clé que celle du cabinet connue de l'ancre : {REWRITTEN}."
            ),
            F::CutBeforeAnchor { archive, anchor } => write!(
                f,
                "La fin a été coupée : l'archive s'arrête à l'entrée {archive}, l'ancre en connaît {anchor} ; {REWRITTEN}."
            ),
            F::OldCopy { archive, anchor } => write!(
                f,
                "C'est une copie ancienne : l'archive s'arrête à l'entrée {archive}, l'ancre en connaît {anchor} ; refaites l'export pour avoir la suite."
            ),
            F::AnchorNotInChain { anchor } => write!(
                f,
                "L'entrée numéro {anchor} n'est pas celle que connaît l'ancre, le journal a été réécrit : {REWRITTEN}."
            ),
            F::HashNotInChain => write!(
                f,
                "Aucune entrée n'a l'empreinte donnée, l'archive est plus ancienne ou réécrite : relisez l'empreinte, sinon {REWRITTEN}."
            ),
            F::Read(error) => {
                write!(
                    f,
                    "L'archive n'a pas pu être lue jusqu'au bout ({error}) : vérifiez le disque, puis recommencez."
                )
            }
        }
    }
}
