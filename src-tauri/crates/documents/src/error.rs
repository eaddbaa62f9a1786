//! Why a document could not be printed, as a closed set.
//!
//! The sentences are in French like the documents, and each says what to do; a caller that shows its own sentence has
//! the character, the amount or the date in the variant. No variant carries a person's name or any printed text.

use jiff::civil::Date;
use thiserror::Error;

/// Why a document could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PrintError {
    /// The shipped font, cut to the Latin alphabets, does not hold this character.
    #[error(
        "Le caractère « {character} » ({}) ne peut pas être imprimé : remplacez-le par une écriture en lettres latines \
         (celle de la pièce d’identité pour un nom), puis imprimez de nouveau.",
        code_point(*character)
    )]
    MissingGlyph {
        /// The first character that the font does not hold.
        character: char,
    },
    /// The document would have more pages than [`crate::MAX_PAGES`].
    #[error(
        "Le document dépasse {max_pages} pages : raccourcissez les textes saisis ou imprimez-le en plusieurs fois."
    )]
    TooManyPages {
        /// The limit.
        max_pages: usize,
    },
    /// A total of the document leaves the range of amounts.
    #[error("Un total du document dépasse les montants possibles : vérifiez les montants saisis.")]
    AmountOutOfRange,
    /// An amount that a document asks for or receives is not above zero.
    #[error("Le montant du document doit être supérieur à zéro : vérifiez les montants saisis.")]
    NothingDue,
    /// A notice would leave the customer less than the promised time before the deposit.
    #[error(
        "Le chèque ne peut pas être déposé avant le {} : le client doit être prévenu {notice_days} jours avant. \
         Choisissez cette date ou une date plus lointaine.",
        crate::french::date(*earliest_on)
    )]
    NoticeTooShort {
        /// The first day on which the deposit keeps the promise.
        earliest_on: Date,
        /// The promised number of days.
        notice_days: i64,
    },
    /// The font shipped inside the program cannot be read: the program itself is damaged.
    #[error("Les polices d’impression sont illisibles : réinstallez Relais.")]
    FontUnreadable,
    /// The file could not be put together.
    #[error("Le fichier PDF n’a pas pu être composé : imprimez de nouveau.")]
    NotWritten,
}

/// The usual way to name a character that nobody can see: `U+674E`.
fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
