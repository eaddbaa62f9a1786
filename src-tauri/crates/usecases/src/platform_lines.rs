//! The lines to the platforms of the open practice: one per platform configured, and what is measured on each.
//!
//! A line asks its account in the vault for a secret when one leaves ([`crate::connector_accounts`]).

use crate::{connector_accounts::TypedAccount, contract::Problem, paste_line::KnownPlatform};
use jiff::Timestamp;
use relais_domain::{
    availability::{HourTally, hour_of},
    conduct::{PlatformConduct, USUAL_CALLS_PER_SECOND},
    platform::{Channel, DescriptionFile, Function, FunctionState, PlatformCode, PlatformConfigured, RepeatMode},
    practice::PracticeKind,
};
use relais_platforms::{
    breakers::{Breakers, FunctionReading},
    connector::{Account, ClientSecret, ConfigError, Connector, FhirConnector, Isolation, PlatformConfig, Secrets},
    description::PlatformDescription,
    disclosure::FieldName,
    platform::Platform,
    portal::AssistedPortal,
    rounds::Standing,
};
use std::{
    collections::BTreeMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, RwLock},
    time::Duration,
};

/// What a portal's forms ask for, in their usual order (« Dossier suivant »).
const PORTAL_FIELDS: [FieldName; 11] = [
    FieldName::AmcNumber,
    FieldName::MemberNumber,
    FieldName::FamilyName,
    FieldName::GivenName,
    FieldName::BirthDate,
    FieldName::Nir,
    FieldName::ServiceDate,
    FieldName::DomainCode,
    FieldName::Total,
    FieldName::RequestedAmount,
    FieldName::ProviderFiness,
];

/// One line.
#[derive(Clone)]
pub struct Line {
    /// How it is configured.
    pub configured: PlatformConfigured,
    /// The file it is described by, when it is.
    pub description: Option<DescriptionFile>,
    /// How it is spoken to; none when the configuration cannot be used yet (no secret, no address).
    pub platform: Option<Arc<dyn Platform>>,
}

impl Line {
    /// Who is spoken to without a person between, when there is one.
    pub(crate) fn speaker(&self) -> Option<Arc<dyn Platform>> {
        self.platform.clone().filter(|_| self.configured.channel.is_direct())
    }
}

/// What proves the practice on a line.
#[derive(Default)]
pub struct LineSecrets {
    /// The account, when it has a secret.
    pub account: Option<Arc<dyn Account>>,
    /// PEM key of the client certificate.
    pub client_key: Option<String>,
}

/// Every line of the practice.
pub struct PlatformLines {
    isolation: Isolation,
    breakers: Arc<Breakers>,
    lines: RwLock<BTreeMap<PlatformCode, Line>>,
    /// How many calls had been seen when a person last declared a function's state.
    declared_at: RwLock<BTreeMap<(PlatformCode, Function), u64>>,
    /// How the practice behaves towards each platform, where somebody said.
    conducts: RwLock<BTreeMap<PlatformCode, PlatformConduct>>,
    tallied: Mutex<Tallied>,
    /// Where the chance of each question begins: another in every program.
    spread: RandomState,
}

/// What was counted of calls already: up to which hour, and how many of each function.
#[derive(Default)]
struct Tallied {
    hour: Option<Timestamp>,
    counted: BTreeMap<(PlatformCode, Function), (u64, u64)>,
}

impl PlatformLines {
    /// No line yet; the practice's kind says which side of the fence they stand on.
    pub fn new(kind: PracticeKind) -> Self {
        let isolation = if kind == PracticeKind::Real { Isolation::RealOnly } else { Isolation::LoopbackOnly };
        PlatformLines {
            isolation,
            breakers: Arc::new(Breakers::default()),
            lines: RwLock::default(),
            declared_at: RwLock::default(),
            conducts: RwLock::default(),
            tallied: Mutex::default(),
            spread: RandomState::new(),
        }
    }

    /// Says how the practice behaves towards a platform, from now on.
    pub fn set_conduct(&self, code: &PlatformCode, conduct: PlatformConduct) {
        self.breakers.set_pace(code, conduct.calls_per_second.unwrap_or(USUAL_CALLS_PER_SECOND));
        if let Ok(mut conducts) = self.conducts.write() {
            conducts.insert(code.clone(), conduct);
        }
    }

    /// How the practice behaves towards a platform.
    pub fn conduct(&self, code: &PlatformCode) -> PlatformConduct {
        self.conducts.read().ok().and_then(|conducts| conducts.get(code).cloned()).unwrap_or_default()
    }

    /// How a request of this function may be repeated: as a person chose, else as the platform is described. Without a
    /// line nothing is repeated.
    pub fn repeat_mode(&self, code: &PlatformCode, function: Function) -> RepeatMode {
        let chosen = self.conduct(code).repeat.get(&function).copied();
        let described = || self.get(code).and_then(|line| line.platform).map(|line| line.repeat_rule(function));
        chosen.or_else(described).unwrap_or(RepeatMode::Never)
    }

    /// How long until a call of this function may leave; none when it may now.
    pub fn would_wait(&self, code: &PlatformCode, function: Function) -> Option<Duration> {
        self.breakers.would_wait(code, function)
    }

    /// How long a platform still asks to be left alone.
    pub fn held_for(&self, code: &PlatformCode) -> Option<Duration> {
        self.breakers.held_for(code)
    }

    /// Whether calls were made in an hour that is over and are not counted yet.
    pub(crate) fn tally_is_due(&self, now: Timestamp) -> bool {
        let tallied = self.tallied.lock().map(|tallied| tallied.hour).unwrap_or_default();
        tallied.is_none_or(|hour| hour != hour_of(now))
    }

    /// What was called since the last time, platform by platform; it is counted from here on. A count is made whenever the
    /// hour has changed, before anything else is called: what is counted then belongs to the hour of the last call.
    pub(crate) fn untallied(&self, now: Timestamp) -> Vec<(PlatformCode, Vec<HourTally>)> {
        let Ok(mut tallied) = self.tallied.lock() else { return Vec::new() };
        let hour = tallied.hour.replace(hour_of(now)).unwrap_or_else(|| hour_of(now));
        let mut found: BTreeMap<PlatformCode, Vec<HourTally>> = BTreeMap::new();
        for reading in self.breakers.readings() {
            let key = (reading.platform.clone(), reading.function);
            let before = tallied.counted.insert(key, (reading.seen, reading.failed)).unwrap_or_default();
            let less = |after: u64, before: u64| u32::try_from(after.saturating_sub(before)).unwrap_or(u32::MAX);
            let (calls, failures) = (less(reading.seen, before.0), less(reading.failed, before.1));
            if calls > 0 {
                let ago = reading.quiet.and_then(|quiet| jiff::SignedDuration::try_from(quiet).ok());
                let hour = ago.and_then(|ago| now.checked_sub(ago).ok()).map_or(hour, hour_of);
                let tally = HourTally { function: reading.function, hour, calls, failures };
                found.entry(reading.platform).or_default().push(tally);
            }
        }
        found.into_iter().collect()
    }

    /// On which side of the fence they stand.
    pub fn isolation(&self) -> Isolation {
        self.isolation
    }

    /// Whether a line could be made, with what was typed before what is kept.
    pub(crate) fn check(
        &self,
        configured: &PlatformConfigured,
        description: Option<&DescriptionFile>,
        typed: &TypedAccount,
        kept: LineSecrets,
    ) -> Result<(), Problem> {
        let typed_account = typed.secret.clone().and_then(|typed| Secrets::from(ClientSecret::new(typed)).account);
        let secrets = LineSecrets {
            account: typed_account.or(kept.account),
            client_key: typed.client_key.clone().or(kept.client_key),
        };
        self.made(configured, description, secrets).map(drop)
    }

    /// Makes or remakes a line of a platform, which a file may describe.
    pub fn set_described(
        &self,
        configured: PlatformConfigured,
        description: Option<DescriptionFile>,
        secrets: LineSecrets,
    ) -> Result<(), Problem> {
        let platform = self.made(&configured, description.as_ref(), secrets)?;
        // A line made anew keeps the pace that was said for its platform.
        if let Some(said) = self.conduct(&configured.platform).calls_per_second {
            self.breakers.set_pace(&configured.platform, said);
        }
        let mut lines = self.lines.write().map_err(Problem::internal)?;
        lines.insert(configured.platform.clone(), Line { configured, description, platform });
        Ok(())
    }

    fn made(
        &self,
        configured: &PlatformConfigured,
        description: Option<&DescriptionFile>,
        secrets: LineSecrets,
    ) -> Result<Option<Arc<dyn Platform>>, Problem> {
        match description {
            Some(file) => self.connect_described(file, secrets),
            None => self.connect(configured, secrets.account),
        }
    }

    /// A line that cannot be made is kept, without a connection: it is shown as such, and why.
    pub fn keep(&self, configured: PlatformConfigured, description: Option<DescriptionFile>) {
        if let Ok(mut lines) = self.lines.write() {
            lines.insert(configured.platform.clone(), Line { configured, description, platform: None });
        }
    }

    /// Forgets a line.
    pub fn remove(&self, code: &PlatformCode) {
        if let Ok(mut lines) = self.lines.write() {
            lines.remove(code);
        }
    }

    /// A line from a description; without its secrets it is no line yet.
    fn connect_described(
        &self,
        file: &DescriptionFile,
        secrets: LineSecrets,
    ) -> Result<Option<Arc<dyn Platform>>, Problem> {
        let read = PlatformDescription::parse(&file.text);
        let description = read.map_err(|_| Problem::field("description", "not_readable"))?;
        if description.config.isolation != self.isolation {
            return Err(Problem::field("description", "not_allowed_here"));
        }
        let secrets = Secrets { account: secrets.account, client_key: secrets.client_key.map(ClientSecret::new) };
        match Connector::to(&description, secrets, self.breakers.clone()) {
            Ok(connector) => Ok(Some(connector.into_platform())),
            Err(ConfigError::NoSecret) => Ok(None),
            Err(ConfigError::NotAnIdentity) => Err(Problem::field("client_key", "not_an_identity")),
            Err(error) => Err(refused("description", error)),
        }
    }

    fn connect(
        &self,
        configured: &PlatformConfigured,
        account: Option<Arc<dyn Account>>,
    ) -> Result<Option<Arc<dyn Platform>>, Problem> {
        self.check_addresses(configured)?;
        let code = configured.platform.clone();
        Ok(match configured.channel {
            Channel::AssistedPortal => {
                let url = configured.portal_url.as_deref().unwrap_or_default();
                let fields = [Function::Rights, Function::Quote, Function::PriorAuthorisation, Function::Claim]
                    .map(|function| (function, PORTAL_FIELDS.to_vec()));
                let portal = AssistedPortal::new(code, url, fields.into(), self.isolation);
                Some(Arc::new(portal.map_err(|error| refused("portal_url", error))?))
            }
            Channel::Fhir => match (&configured.base_url, &configured.token_url, &configured.client_id, account) {
                (Some(base_url), Some(token_url), Some(client_id), Some(account)) => {
                    let config = PlatformConfig::new(code, base_url, token_url, client_id, self.isolation);
                    let secrets = Secrets { account: Some(account), client_key: None };
                    let connector = FhirConnector::new(&config, secrets, self.breakers.clone());
                    Some(Arc::new(connector.map_err(|error| refused("base_url", error))?))
                }
                _ => None,
            },
            // What such an interface says stands in a description alone.
            Channel::Http => None,
        })
    }

    /// Each address by the field it was typed in, also while the rest of the line is still missing.
    fn check_addresses(&self, configured: &PlatformConfigured) -> Result<(), Problem> {
        let typed = [
            ("base_url", &configured.base_url),
            ("token_url", &configured.token_url),
            ("portal_url", &configured.portal_url),
        ];
        for (field, address) in typed {
            let checked = address.as_deref().map_or(Ok(()), |address| self.isolation.check_address(address));
            checked.map_err(|error| refused(field, error))?;
        }
        Ok(())
    }

    /// One line.
    pub fn get(&self, code: &PlatformCode) -> Option<Line> {
        self.lines.read().ok()?.get(code).cloned()
    }

    /// Every line, by code.
    pub fn all(&self) -> Vec<Line> {
        self.lines.read().map(|lines| lines.values().cloned().collect()).unwrap_or_default()
    }

    /// Codes and names, for reading a pasted line.
    pub fn known(&self) -> Vec<KnownPlatform> {
        let known = |line: Line| KnownPlatform { code: line.configured.platform, label: line.configured.label };
        self.all().into_iter().map(known).collect()
    }

    /// The name people read; the code when the platform is not configured.
    pub fn label(&self, code: &PlatformCode) -> String {
        self.get(code).map_or_else(|| code.as_str().to_owned(), |line| line.configured.label)
    }

    /// What is measured, by platform then function.
    pub fn readings(&self) -> Vec<FunctionReading> {
        self.breakers.readings()
    }

    /// What is measured and newer than what a person last declared.
    pub fn newer_than_declared(&self) -> Vec<FunctionReading> {
        let declared = self.declared_at.read();
        let newer = |reading: &FunctionReading| {
            let at = declared.as_ref().ok().and_then(|at| at.get(&(reading.platform.clone(), reading.function)));
            at.is_none_or(|seen| reading.seen > *seen)
        };
        self.breakers.readings().into_iter().filter(newer).collect()
    }

    /// A person says how a function is: what was measured up to now says nothing against it.
    pub fn declared(&self, code: &PlatformCode, function: Function) {
        let reading = self.breakers.readings().into_iter().find(|r| (&r.platform, r.function) == (code, function));
        if let Ok(mut declared) = self.declared_at.write() {
            declared.insert((code.clone(), function), reading.map_or(0, |reading| reading.seen));
        }
    }

    /// The next call to a platform, or to all, passes: a person asks now, or a story's clock jumped.
    pub fn end_pauses(&self, code: Option<&PlatformCode>) {
        self.breakers.end_pauses(code);
    }

    /// What a round finds of one function, beside what a person last declared of it.
    pub fn standing(&self, code: &PlatformCode, function: Function, declared: Option<FunctionState>) -> Standing {
        let reading = self.breakers.readings().into_iter().find(|r| (&r.platform, r.function) == (code, function));
        let seen = reading.as_ref().map_or(0, |reading| reading.seen);
        let [chance, ..] = self.spread.hash_one((code, function, seen)).to_le_bytes();
        let probing = self.conduct(code).probing;
        let retry_in = self.breakers.would_wait(code, function);
        let standing = Standing { declared, retry_in, probing, chance, ..Standing::default() };
        reading.map_or(standing, |reading| Standing { measured: reading.state, quiet: reading.quiet, ..standing })
    }

    /// The measured state of one function.
    pub fn measured(&self, code: &PlatformCode, function: Function) -> FunctionState {
        self.breakers.state(code, function)
    }
}

/// A configuration that cannot be used, said of the field to mend.
fn refused(field: &str, error: ConfigError) -> Problem {
    match error {
        ConfigError::NotAnAddress => Problem::field(field, "not_an_address"),
        ConfigError::NotHttps => Problem::field(field, "not_https"),
        ConfigError::Isolation => Problem::field(field, "not_allowed_here"),
        ConfigError::NoClientId => Problem::field("client_id", "empty"),
        ConfigError::NotCertificates | ConfigError::NotAnIdentity | ConfigError::NoSecret | ConfigError::NotAHeader => {
            Problem::internal(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ProblemCode;
    use rstest::rstest;

    fn configured(field: &str, address: &str) -> PlatformConfigured {
        let at = |name: &str, usual: &str| Some(if name == field { address } else { usual }.to_owned());
        PlatformConfigured {
            platform: PlatformCode::parse("viamedis").unwrap(),
            label: "Viamedis".to_owned(),
            channel: if field == "portal_url" { Channel::AssistedPortal } else { Channel::Fhir },
            base_url: at("base_url", "https://api.exemple.fr/fhir"),
            token_url: at("token_url", "https://auth.exemple.fr/token"),
            client_id: Some("cabinet-12".to_owned()),
            portal_url: at("portal_url", "https://portail.exemple.fr/"),
        }
    }

    fn handed_over(secret: Option<&str>) -> LineSecrets {
        let secret = secret.map(|secret| ClientSecret::new(secret.to_owned()));
        LineSecrets { account: Secrets::handed_over(None, secret, None).account, client_key: None }
    }

    /// Every address × every mistake, with a secret or before there is one: the mistake is said of its own field.
    #[rstest]
    fn a_bad_address_is_said_at_its_field(
        #[values("base_url", "token_url", "portal_url")] field: &str,
        #[values(
            ("viamedis", "not_an_address"),
            ("https://moi@exemple.fr/", "not_an_address"),
            ("http://exemple.fr/", "not_https"),
            ("https://127.0.0.1:9000/", "not_allowed_here")
        )]
        mistake: (&str, &str),
        #[values(None, Some("s3cret"))] secret: Option<&str>,
    ) {
        let lines = PlatformLines::new(PracticeKind::Real);
        let (address, reason) = mistake;
        let problem = lines.set_described(configured(field, address), None, handed_over(secret)).unwrap_err();
        assert_eq!(problem.code, ProblemCode::InvalidField);
        assert_eq!(problem.params, serde_json::json!({ "field": field, "reason": reason }));
        assert!(lines.all().is_empty(), "a line that was refused is not kept");
    }

    #[test]
    fn a_client_id_left_out_leaves_the_line_unusable_and_an_empty_one_is_said() {
        let lines = PlatformLines::new(PracticeKind::Real);
        let good = configured("", "");
        lines.set_described(good.clone(), None, handed_over(Some("s3cret"))).unwrap();
        assert!(lines.get(&good.platform).unwrap().platform.is_some());
        let unnamed = PlatformConfigured { client_id: Some(String::new()), ..good };
        let problem = lines.set_described(unnamed, None, handed_over(Some("s3cret"))).unwrap_err();
        assert_eq!(problem.params, serde_json::json!({ "field": "client_id", "reason": "empty" }));
    }
}
