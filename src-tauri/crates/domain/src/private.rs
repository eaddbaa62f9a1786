//! What identifies a person, in plain shapes: kept beside the journal, erasable without breaking the proof (design §1.7).

use crate::ids::{ChequeId, DossierId, PersonId};
use jiff::civil::Date;

/// A customer.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The opaque id the journal knows.
    pub id: PersonId,
    /// Family name, as typed.
    pub family_name: String,
    /// Given name, possibly empty.
    pub given_name: String,
    /// Telephone, digits and `+` only, possibly empty.
    pub phone: String,
    /// Birth date, only where a platform needs it.
    pub birth_date: Option<Date>,
}

/// The erasable part of a card.
#[derive(Clone, PartialEq, Eq)]
pub struct CardIdentity {
    /// The dossier it was shown for.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// N° d'adhérent.
    pub member_number: String,
    /// The insurer's name as printed.
    pub insurer_name: String,
}

/// The erasable part of a cheque; kept lines have their own clock, since they are evidence (CMF L131-40).
#[derive(Clone, PartialEq, Eq)]
pub struct ChequePaper {
    /// The cheque.
    pub cheque: ChequeId,
    /// The 31 digits of the CMC7 line.
    pub cmc7: String,
    /// The RLMC key as printed, if read.
    pub rlmc_key: Option<u8>,
    /// The bank's name.
    pub bank_name: String,
    /// Who wrote it, as printed.
    pub drawer_name: String,
    /// Where it was written.
    pub written_at: String,
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " { … }"))
            }
        }
    )*};
}

redacted!(Person, CardIdentity, ChequePaper);
