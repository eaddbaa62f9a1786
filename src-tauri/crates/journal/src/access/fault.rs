//! The names of what can be wrong with an access log: one closed list, one code each, one French sentence each.

use std::fmt;
use std::io;

use thiserror::Error;

use super::Segment;

/// The first thing found wrong. Entries are named by their month and their number in it.
#[derive(Debug, Error)]
#[allow(missing_docs)] // The variants and their fields are those of the list of verdicts in docs/archive-format.md.
pub enum AccessFault {
    ChangedEntry {
        segment: Segment,
        number: u64,
    },
    MissingEntries {
        segment: Segment,
        first: u64,
        last: u64,
    },
    SwappedEntries {
        segment: Segment,
        number: u64,
        with: u64,
    },
    MovedEntry {
        segment: Segment,
        number: u64,
    },
    RepeatedEntry {
        segment: Segment,
        number: u64,
    },
    OtherPractice {
        segment: Segment,
        number: u64,
    },
    /// The month does not begin with its opening.
    OpeningMissing {
        segment: Segment,
    },
    /// The next month begins and this one was not sealed.
    CutSegment {
        segment: Segment,
        after: u64,
    },
    /// The seal, or what the next month says of it, is not what the month holds.
    SealWrong {
        segment: Segment,
    },
    /// Something follows the seal.
    AfterSeal {
        segment: Segment,
    },
    /// A month that the next one names is not there.
    MissingSegment {
        segment: Segment,
    },
    /// The log began earlier, and nothing says that its beginning was erased.
    CutBeginning {
        segment: Segment,
    },
    /// The log should go on.
    CutTail {
        segment: Segment,
        after: u64,
    },
    /// The last entry is not the one that is known.
    OtherEnd {
        segment: Segment,
        number: u64,
    },
    NotAnAccessLog,
    NewerFormat {
        format: u32,
    },
    BadManifest,
    AfterManifest,
    SignatureWrong,
    /// Not a verdict: the file could not be read.
    Read(#[from] io::Error),
}

impl AccessFault {
    /// The code every verifier prints for this fault, such as `CHANGED_ENTRY 2024-01 12`.
    pub fn code(&self) -> String {
        use AccessFault as F;
        match self {
            F::ChangedEntry { segment, number } => format!("CHANGED_ENTRY {segment} {number}"),
            F::MissingEntries { segment, first, last } => format!("MISSING_ENTRIES {segment} {first} {last}"),
            F::SwappedEntries { segment, number, with } => format!("SWAPPED_ENTRIES {segment} {number} {with}"),
            F::MovedEntry { segment, number } => format!("MOVED_ENTRY {segment} {number}"),
            F::RepeatedEntry { segment, number } => format!("REPEATED_ENTRY {segment} {number}"),
            F::OtherPractice { segment, number } => format!("OTHER_PRACTICE {segment} {number}"),
            F::OpeningMissing { segment } => format!("OPENING_MISSING {segment}"),
            F::CutSegment { segment, after } => format!("CUT_SEGMENT {segment} {after}"),
            F::SealWrong { segment } => format!("SEAL_WRONG {segment}"),
            F::AfterSeal { segment } => format!("AFTER_SEAL {segment}"),
            F::MissingSegment { segment } => format!("MISSING_SEGMENT {segment}"),
            F::CutBeginning { segment } => format!("CUT_BEGINNING {segment}"),
            F::CutTail { segment, after } => format!("CUT_TAIL {segment} {after}"),
            F::OtherEnd { segment, number } => format!("OTHER_END {segment} {number}"),
            F::NotAnAccessLog => "NOT_AN_ACCESS_LOG".to_owned(),
            F::NewerFormat { format } => format!("NEWER_FORMAT {format}"),
            F::BadManifest => "BAD_MANIFEST".to_owned(),
            F::AfterManifest => "AFTER_MANIFEST".to_owned(),
            F::SignatureWrong => "SIGNATURE_WRONG".to_owned(),
            F::Read(_) => "READ_FAILED".to_owned(),
        }
    }
}

/// What to do when the log was altered.
const KEEP: &str = "gardez une copie telle quelle et comparez-la à un export ou à une sauvegarde";

impl fmt::Display for AccessFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use AccessFault as F;
        match self {
            F::ChangedEntry { segment, number } => {
                write!(f, "La ligne {number} de {segment} a été modifiée ou ne suit plus la précédente : {KEEP}.")
            }
            F::MissingEntries { segment, first, last } if first == last => {
                write!(f, "La ligne {first} de {segment} manque : {KEEP}.")
            }
            F::MissingEntries { segment, first, last } => {
                write!(f, "Les lignes {first} à {last} de {segment} manquent : {KEEP}.")
            }
            F::SwappedEntries { segment, number, with } => {
                write!(f, "Les lignes {number} et {with} de {segment} ont été échangées : {KEEP}.")
            }
            F::MovedEntry { segment, number } => {
                write!(f, "La ligne {number} de {segment} a été déplacée : {KEEP}.")
            }
            F::RepeatedEntry { segment, number } => {
                write!(f, "La ligne {number} de {segment} s’y trouve une seconde fois : {KEEP}.")
            }
            F::OtherPractice { segment, number } => {
                write!(f, "La ligne {number} de {segment} vient d’un autre cabinet ou d’un autre poste : {KEEP}.")
            }
            F::OpeningMissing { segment } => write!(f, "Le début du mois {segment} manque : {KEEP}."),
            F::CutSegment { segment, after } => {
                write!(f, "Le mois {segment} est coupé après la ligne {after}, il n’est pas scellé : {KEEP}.")
            }
            F::SealWrong { segment } => {
                write!(f, "Le scellé du mois {segment} n’est pas celui de ses lignes : {KEEP}.")
            }
            F::AfterSeal { segment } => write!(f, "Quelque chose suit le scellé du mois {segment} : {KEEP}."),
            F::MissingSegment { segment } => write!(f, "Le mois {segment} a été retiré : {KEEP}."),
            F::CutBeginning { segment } => {
                write!(f, "Le mois {segment} et ce qui précède ont été retirés sans que le journal le dise : {KEEP}.")
            }
            F::CutTail { segment, after } => {
                write!(f, "La fin a été coupée après la ligne {after} de {segment} : {KEEP}.")
            }
            F::OtherEnd { segment, number } => {
                write!(f, "La ligne {number} de {segment} n’est pas celle par laquelle le journal finit : {KEEP}.")
            }
            F::NotAnAccessLog => f.write_str(
                "Ce fichier n’est pas un journal des accès de Relais : choisissez le fichier écrit par son export.",
            ),
            F::NewerFormat { format } => write!(
                f,
                "Ce journal des accès est au format {format}, plus récent que cette version de Relais : mettez Relais à jour, puis recommencez."
            ),
            F::BadManifest => {
                write!(f, "La dernière ligne du fichier manque ou est abîmée : {KEEP}.")
            }
            F::AfterManifest => write!(f, "Quelque chose suit la dernière ligne du fichier : {KEEP}."),
            F::SignatureWrong => write!(f, "La signature de la dernière ligne est fausse : {KEEP}."),
            F::Read(error) => {
                write!(
                    f,
                    "Le fichier n’a pas pu être lu jusqu’au bout ({error}) : vérifiez le disque, puis recommencez."
                )
            }
        }
    }
}
