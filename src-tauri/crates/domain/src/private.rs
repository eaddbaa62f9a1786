//! What identifies a person, in plain shapes: kept beside the journal, erasable without breaking the proof (design §1.7).

use crate::{
    identifiers::Nir,
    ids::{ChequeId, DossierId, PersonId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// The text the card was read from, as it came; possibly empty.
    pub raw_text: String,
}

/// Somebody named on a card beside the customer: who holds the contract, or who benefits from it.
#[derive(Clone, PartialEq, Eq)]
pub struct CardMember {
    /// Where it stands on the card, from 1.
    pub place: u8,
    /// Why it is there.
    pub role: MemberRole,
    /// Family name, as printed.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Birth date, if printed.
    pub birth_date: Option<Date>,
    /// « Rang de naissance »: 1, and more for twins.
    pub birth_rank: Option<u8>,
    /// A beneficiary hangs under the first holder.
    pub under_first: bool,
    /// A beneficiary hangs under the second holder.
    pub under_second: bool,
    /// The number of social security, only where a platform's field list needs it.
    pub nir: Option<Nir>,
}

/// Why somebody is named on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// « Assuré », whose contract it is.
    Holder,
    /// « Bénéficiaire ».
    Beneficiary,
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

redacted!(Person, CardIdentity, CardMember, ChequePaper);
