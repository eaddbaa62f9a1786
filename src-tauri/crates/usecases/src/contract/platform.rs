//! The strip of platforms: platform × function.

use jiff::Timestamp;
use relais_domain::{
    amo::AmoChannel,
    conduct::Probing,
    platform::{Channel, FailureCode, Function, FunctionState, PlatformCode, RepeatMode, StateSource},
    source::SourceCode,
};

wire! {
    /// The strip.
    pub struct PlatformStrip {
        pub platforms: Vec<PlatformRow>,
        /// The mandatory insurance's channels, apart from every operator.
        pub amo: Vec<AmoRow>,
    }
    /// A channel of the mandatory insurance.
    pub struct AmoRow {
        pub channel: AmoChannel,
        pub state: FunctionState,
        pub source: Option<StateSource>,
        pub since: Option<Timestamp>,
    }
    /// A person says what he knows of such a channel.
    pub struct DeclareAmoRequest { pub channel: AmoChannel, pub state: FunctionState }
    /// One platform.
    pub struct PlatformRow {
        pub platform: PlatformCode,
        pub label: String,
        pub channel: Channel,
        pub base_url: Option<String>,
        pub token_url: Option<String>,
        /// The practice's client id; its secret never comes back from the vault.
        pub client_id: Option<String>,
        pub portal_url: Option<String>,
        /// Every function, in the order of the strip.
        pub functions: Vec<FunctionRow>,
        /// Whether a client secret is in the vault.
        pub has_secret: bool,
        /// The file it is described by, when it is.
        pub description: Option<DescriptionRef>,
        pub conduct: ConductView,
    }
    /// The file a platform is described by.
    pub struct DescriptionRef {
        pub file_name: String,
        /// SHA-256 of its text, in hex.
        pub checksum: String,
        /// Whether a line could be made of it, with its secrets.
        pub is_usable: bool,
    }
    /// How the practice behaves towards a platform.
    pub struct ConductView {
        pub probing: Probing,
        /// Calls a second its contract allows; none: the usual limit, and what is learnt from its answers.
        pub calls_per_second: Option<u32>,
        /// How a repeat is treated, for the functions that are sent.
        pub repeat: Vec<RepeatOfFunction>,
        /// Seconds it still asks to be left alone.
        pub held_for_s: Option<u32>,
    }
    pub struct RepeatOfFunction {
        pub function: Function,
        pub mode: RepeatMode,
        /// A person chose it; else it is what the platform's description says.
        pub chosen: bool,
    }
    /// A function whose repeat is chosen here rather than by the description; none gives it back.
    pub struct ChosenRepeat { pub function: Function, pub mode: Option<RepeatMode> }
    /// Sets how the practice behaves towards a platform.
    pub struct SetConductRequest {
        pub platform: PlatformCode,
        pub probing: Probing,
        pub calls_per_second: Option<u32>,
        pub repeat: Vec<ChosenRepeat>,
    }
    /// One function of one platform.
    pub struct FunctionRow {
        pub function: Function,
        pub state: FunctionState,
        pub cause: Option<FailureCode>,
        pub source: Option<StateSource>,
        pub since: Option<Timestamp>,
        /// Calls in the window the state was measured on, and how many failed.
        pub calls: u32,
        pub failures: u32,
        /// Who said it, when a person passed it on, and in which words.
        pub said_by: Option<SourceCode>,
        pub said: Option<String>,
    }
    /// A person says what he knows, and from whom.
    pub struct DeclareFunctionRequest {
        pub platform: PlatformCode,
        pub function: Function,
        pub state: FunctionState,
        /// « d'après la presse, le syndicat, l'opérateur »; none: the practice itself.
        pub said_by: Option<SourceCode>,
        /// The words, or a link.
        pub text: Option<String>,
    }
    /// Configures a platform; an empty secret keeps the one in the vault.
    pub struct ConfigurePlatformRequest {
        pub platform: PlatformCode,
        pub label: String,
        pub channel: Channel,
        pub base_url: Option<String>,
        pub token_url: Option<String>,
        pub client_id: Option<String>,
        pub client_secret: Option<String>,
        pub portal_url: Option<String>,
    }
    /// Asks a platform whether it answers, now.
    pub struct ProbePlatformRequest { pub platform: PlatformCode }
}
