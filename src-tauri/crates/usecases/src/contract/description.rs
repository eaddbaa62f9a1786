//! A platform described by a file: what was read of it or is wrong with it, how it is taken, and the dry run.

use jiff::civil::Date;
use relais_domain::{
    coverage::CoverageAnswer,
    platform::{Channel, Function, PlatformCode, RepeatMode},
};

use super::LookupFailure;

wire_codes! {
    /// How a platform asks who calls.
    pub enum ProofKind { ClientCredentials, Basic, Bearer, Login, Certificate, Open }
    /// What is wrong with a key of a description; `words`, `least` and `most` complete the sentence.
    pub enum MistakeCode {
        NotToml,
        UnknownKey,
        Missing,
        Expected,
        NotOneOf,
        NotAnAddress,
        NotHttps,
        OtherSide,
        NotAPath,
        NotAMediaType,
        NotAHeader,
        NotASystem,
        NotCertificates,
        OutOfBounds,
        NotACode,
        SecretInFile,
        Length,
        NotAPointer,
        TemplateNotJson,
        TemplateNotAnObject,
        UnknownValue,
        UnknownForm,
        Pasted,
        TooDeep,
        NotInAnAddress,
        NeedsFind,
        NeedsRequestId,
        ReservedHeader,
        /// The platform stands on the other side of the fence: this practice may not speak to it.
        NotAllowedHere,
    }
}

wire! {
    /// A file that may describe a platform.
    pub struct ReadDescriptionRequest { pub path: String }
    /// One mistake of a description.
    pub struct DescriptionMistake {
        /// Line of the file, from 1; none when the key is not there at all.
        pub line: Option<u32>,
        /// The key with its tables; empty for the file itself.
        pub key: String,
        pub mistake: MistakeCode,
        /// What is known here, or what was found.
        pub words: Vec<String>,
        pub least: Option<i64>,
        pub most: Option<i64>,
    }
    /// A function of a description.
    pub struct DescribedFunction { pub function: Function, pub repeat: RepeatMode }
    /// What a description says.
    pub struct DescriptionView {
        pub platform: PlatformCode,
        pub name: String,
        pub channel: Channel,
        pub address: String,
        pub proof: ProofKind,
        pub needs_secret: bool,
        /// Whether the key of a certificate is needed.
        pub needs_key: bool,
        pub functions: Vec<DescribedFunction>,
        pub cancels: bool,
        pub file_name: String,
        /// SHA-256 of the text, in hex.
        pub checksum: String,
        pub text: String,
        /// The name of the platform of this code that the practice has already.
        pub replaces: Option<String>,
        /// Whether the vault has what is needed already.
        pub has_secret: bool,
        pub has_key: bool,
    }
    /// Takes the file that was shown; an empty secret keeps the one in the vault.
    pub struct TakeDescriptionRequest {
        pub path: String,
        /// Of what was shown: a file that changed meanwhile is not taken.
        pub checksum: String,
        pub secret: Option<String>,
        pub client_key: Option<String>,
    }
    /// One platform.
    pub struct PlatformRef { pub platform: PlatformCode }
    /// The question of a dry run: made up, or a real one that stays here.
    pub struct DryRunQuestion {
        pub family_name: String,
        pub given_name: Option<String>,
        pub birth_date: Option<Date>,
        pub member_number: Option<String>,
        pub nir: Option<String>,
        pub amc_number: String,
        pub convention: Option<String>,
        pub csr: Option<String>,
        pub domain: String,
        pub service_date: Date,
        pub asked_cents: Option<i64>,
    }
    /// Shows what would leave, and reads a recorded answer.
    pub struct DryRunRequest {
        pub platform: PlatformCode,
        pub question: DryRunQuestion,
        /// A recorded answer, and its HTTP status.
        pub answer: Option<String>,
        pub status: u16,
    }
    /// One call of a dry run; secrets are masked.
    pub struct DryRunStep {
        pub method: String,
        pub url: String,
        /// `name: value`, a line each.
        pub headers: Vec<String>,
        pub body: String,
    }
    /// What would leave, and what a recorded answer says.
    pub struct DryRun {
        pub steps: Vec<DryRunStep>,
        /// Names of the fields that leave, as in the catalogue.
        pub fields: Vec<String>,
        /// The value the platform needs and the question does not have: nothing would leave.
        pub needs: Option<String>,
        pub answer: Option<CoverageAnswer>,
        pub failure: Option<LookupFailure>,
    }
}

wire! {
    /// Read whole, or every mistake at once.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum DescriptionRead {
        Read { description: DescriptionView },
        Refused { mistakes: Vec<DescriptionMistake> },
    }
}
