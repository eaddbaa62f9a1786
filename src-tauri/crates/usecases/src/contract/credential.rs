//! The vault of accounts: what is shown of one, and what is typed. No shape here carries a secret to the window: what is seen or
//! copied goes another way ([`crate::disclosures`]).

use jiff::Timestamp;
use relais_domain::{
    credential::{CertificateEnd, SecondFactor},
    ids::{CredentialId, UserId},
    platform::PlatformCode,
};
use relais_vault::Secret;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A secret typed in the window: taken over without a copy, zeroised after, and never written back.
#[derive(Clone, PartialEq)]
pub struct TypedSecret(Secret);

impl TypedSecret {
    /// The secret, to seal.
    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// Its text: it came as one.
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.0.expose()).unwrap_or_default()
    }
}

impl From<String> for TypedSecret {
    fn from(text: String) -> Self {
        TypedSecret(Secret::new(text.into_bytes()))
    }
}

impl std::fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedSecret(redacted)")
    }
}

impl<'de> Deserialize<'de> for TypedSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for TypedSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

impl TS for TypedSecret {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }

    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
}

wire_codes! {
    /// What is to be looked at in an account.
    pub enum CredentialWarning {
        /// The secret alone opens it.
        NoSecondFactor,
        /// Its codes go to one person and nobody stands in.
        NobodyStandsIn,
        /// Whoever holds it works here no more.
        HolderLeft,
        /// Nobody changed its secret for a long time.
        SecretOld,
        /// Nobody used it for a long time.
        Unused,
    }
    /// What the health of the vault tells of an account, the worst first.
    pub enum HealthKind {
        /// Among what everybody tries first.
        Leaked,
        /// The same as another's.
        Reused,
        HolderLeft,
        /// Too easy to guess.
        Weak,
        /// Nearly the same as another's.
        Close,
        NoSecondFactor,
        NobodyStandsIn,
        /// One person alone enters this site.
        OnePersonAlone,
        SecretOld,
        Unused,
    }
    /// Which program wrote a file of accounts.
    pub enum ImportedFrom { KeePass, Bitwarden, Browser, KeePassDatabase }
    /// What a line of such a file is to the vault.
    pub enum ImportState {
        New,
        /// Here already, with the same secret.
        Known,
        /// Here already, with another: it is taken when a person ticks it.
        OtherSecret,
        Unreadable,
    }
    /// Why a line is left, or what of it is.
    pub enum ImportWhy {
        NoSecret,
        NotALogin,
        InBin,
        Malformed,
        TooLong,
        Character,
        /// The file has the same account above, with another secret.
        Twice,
        /// It is taken without the seed of its codes.
        SeedNotRead,
    }
    /// What of an account is shown.
    pub enum RevealedPart { Secret, Past, Notes }
    /// What a proposed secret is made of.
    pub enum ProposedKind { Characters, Words }
    /// What of an account is copied.
    pub enum CopiedPart { Secret, Login, Code }
}

wire! {
    /// Every account whoever is at work may use.
    pub struct CredentialList {
        pub rows: Vec<CredentialItem>,
        /// Put away, and still to be had back.
        pub removed: Vec<CredentialItem>,
        /// Who may hold one.
        pub people: Vec<CredentialHolder>,
        pub platforms: Vec<CredentialPlatform>,
        /// Whether whoever asks sees those of everybody.
        pub all: bool,
        pub removed_for_days: u32,
    }
    pub struct CredentialHolder { pub user: UserId, pub name: String }
    pub struct CredentialPlatform {
        pub platform: PlatformCode,
        pub label: String,
        /// Whether Relais speaks to it, and may have an account of its own there.
        pub direct: bool,
    }
    pub struct CredentialItem {
        pub credential: CredentialId,
        pub platform: Option<PlatformCode>,
        /// What it is called on the screen.
        pub label: String,
        pub name: String,
        pub address: String,
        pub holder: Option<UserId>,
        /// None for a common one.
        pub holder_name: Option<String>,
        /// Relais speaks to the platform with it: it is nobody's.
        pub for_connector: bool,
        pub login: String,
        pub mailbox: String,
        pub second_factor: SecondFactor,
        pub code_receiver: String,
        pub stand_in: String,
        pub has_seed: bool,
        pub has_notes: bool,
        pub secret_at: Timestamp,
        pub secret_days: u32,
        pub used_at: Option<Timestamp>,
        pub removed_at: Option<Timestamp>,
        pub warnings: Vec<CredentialWarning>,
        pub certificate: Option<CertificateShown>,
    }
    /// What a client certificate says of itself; the certificate and its key stay sealed.
    pub struct CertificateShown {
        pub subject: String,
        pub issuer: String,
        pub serial: String,
        pub not_before: Timestamp,
        pub not_after: Timestamp,
        /// How near its end is, once it is spoken of.
        pub end: Option<CertificateEnd>,
        /// Whole days until then.
        pub days_left: u32,
    }
    pub struct PutCertificateRequest {
        pub credential: CredentialId,
        /// A PKCS#12, or a PEM with the certificate and its key.
        pub path: String,
        /// Of a PKCS#12; empty for a PEM.
        pub passphrase: TypedSecret,
    }
    /// Certificates that end within sixty days, or have ended, the first to end first.
    pub struct EndingCertificates { pub rows: Vec<EndingCertificate> }
    pub struct EndingCertificate {
        pub credential: CredentialId,
        pub label: String,
        pub end: CertificateEnd,
        pub not_after: Timestamp,
        pub days_left: u32,
    }
    pub struct CredentialView {
        pub item: CredentialItem,
        /// The latest first.
        pub past: Vec<PastSecret>,
        pub timeline: Vec<super::TimelineRow>,
    }
    pub struct PastSecret {
        pub number: u32,
        pub from: Timestamp,
        pub until: Timestamp,
    }
    /// What is to be looked at, the worst first.
    pub struct HealthView {
        /// How many accounts were looked at.
        pub checked: u32,
        pub rows: Vec<HealthRow>,
    }
    pub struct HealthRow {
        pub credential: CredentialId,
        pub label: String,
        pub login: String,
        /// The worst first.
        pub findings: Vec<HealthFinding>,
    }
    pub struct HealthFinding {
        pub kind: HealthKind,
        /// The accounts it is the same as, or close to.
        pub with: Vec<String>,
        /// Of a weak one, as a lower estimate.
        pub bits: Option<u32>,
    }
    pub struct CredentialRef { pub credential: CredentialId }
    /// What is typed of an account beside its secrets.
    pub struct CredentialForm {
        pub platform: Option<PlatformCode>,
        pub name: String,
        pub address: String,
        pub holder: Option<UserId>,
        /// Relais speaks to the platform with it; then nobody holds it.
        pub for_connector: bool,
        pub login: String,
        pub mailbox: String,
        pub second_factor: SecondFactor,
        pub code_receiver: String,
        pub stand_in: String,
    }
    /// The seed of its codes: typed (letters or link), or read in a picture.
    pub struct SeedInput {
        pub typed: TypedSecret,
        pub picture: Option<String>,
    }
    pub struct AddCredentialRequest {
        pub facts: CredentialForm,
        pub secret: TypedSecret,
        /// Empty for none.
        pub seed: SeedInput,
        pub notes: TypedSecret,
    }
    /// The seed and the notes that are not given stay as they are; given empty, there are none.
    pub struct EditCredentialRequest {
        pub credential: CredentialId,
        pub facts: CredentialForm,
        pub seed: Option<SeedInput>,
        pub notes: Option<TypedSecret>,
    }
    pub struct ChangeSecretRequest { pub credential: CredentialId, pub secret: TypedSecret }
    pub struct RestoreSecretRequest { pub credential: CredentialId, pub number: u32 }
    /// A file of accounts; the passphrase opens one that is a database.
    pub struct ReadImportRequest { pub path: String, pub passphrase: Option<TypedSecret> }
    /// What a file would bring, line by line; no secret of it.
    pub struct ImportPreview {
        pub from: ImportedFrom,
        pub file_name: String,
        /// SHA-256 of the file, in hex.
        pub checksum: String,
        pub rows: Vec<ImportedRow>,
    }
    pub struct ImportedRow {
        /// Its line, or its rank in the file.
        pub at: u32,
        pub label: String,
        pub login: String,
        pub address: String,
        pub platform: Option<PlatformCode>,
        pub state: ImportState,
        pub why: Option<ImportWhy>,
        pub has_seed: bool,
        pub has_notes: bool,
    }
    /// Takes the lines chosen of the file that was shown.
    pub struct ImportAccountsRequest {
        pub path: String,
        /// Of what was shown: a file that changed meanwhile is not taken.
        pub checksum: String,
        pub passphrase: Option<TypedSecret>,
        /// Whose the new ones are; common ones when nobody's.
        pub holder: Option<UserId>,
        /// The lines, by [`ImportedRow::at`].
        pub taken: Vec<u32>,
    }
    pub struct AccountsImported {
        pub added: u32,
        /// Accounts here already that have another secret now.
        pub changed: u32,
    }
    /// Writes the accounts to a KeePass database under a passphrase of its own.
    pub struct ExportAccountsRequest { pub path: String, pub passphrase: TypedSecret }
    pub struct AccountsExported { pub path: String, pub accounts: u32, pub bytes: u64 }
    /// The keyring does not give the key of the vault: one's own passphrase does.
    pub struct UnlockVaultRequest { pub passphrase: TypedSecret }
    pub struct RevealRequest {
        pub credential: CredentialId,
        pub part: RevealedPart,
        /// Of a secret of before.
        pub number: Option<u32>,
    }
    /// A secret to be made; what a site refuses is left out.
    pub struct ProposeRequest {
        pub of: ProposedKind,
        /// Characters or words.
        pub length: u8,
        pub capitals: bool,
        pub digits: bool,
        pub signs: bool,
    }
    pub struct CopyRequest { pub credential: CredentialId, pub part: CopiedPart }
}

wire_codes! {
    /// Why a file is no client certificate.
    pub enum CertificateFault {
        TooLarge,
        /// Neither PKCS#12 nor PEM.
        NotOne,
        WrongPassphrase,
        /// A PKCS#12 that asks for more computing than any before it opens.
        TooLaborious,
        /// Ciphered in a way that is not read.
        Unsupported,
        /// The first two versions of X.509.
        OldVersion,
        NoKey,
        NoCertificate,
        /// A PEM key under a passphrase of its own.
        KeyCiphered,
        SeveralKeys,
        /// The key is another certificate's.
        KeyDiffers,
    }
}

wire! {
    /// Sealed, or refused with why.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum CertificatePut {
        Put { view: Box<CredentialView> },
        Refused { why: CertificateFault },
    }
}
