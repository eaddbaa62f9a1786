//! A platform without a connector: its portal, used by a person (« Dossier suivant »).
//!
//! Nothing is sent from here, nothing is scraped and no log-in is automated. The portal only says where to go and which
//! fields to hand over, in the order its form asks for them.

use std::collections::BTreeMap;
use std::time::Duration;

use relais_domain::platform::{Function, PlatformCode, RepeatMode};
use reqwest::Url;

use crate::answer::EligibilityAnswer;
use crate::connector::{ConfigError, Isolation};
use crate::disclosure::FieldName;
use crate::failure::CallFailure;
use crate::platform::{Exchange, Platform, no_connector};
use crate::request::EligibilityRequest;

/// What a person takes to the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The page to open.
    pub portal_url: String,
    /// The fields to hand over, in the order of the form.
    pub fields: Vec<FieldName>,
}

/// A platform reached by hand.
#[derive(Debug, Clone)]
pub struct AssistedPortal {
    code: PlatformCode,
    portal_url: Url,
    fields: BTreeMap<Function, Vec<FieldName>>,
}

impl AssistedPortal {
    /// A portal at this address, on the practice's side of the fence. `fields` lists, per function, what its form asks
    /// for.
    pub fn new(
        code: PlatformCode,
        portal_url: &str,
        fields: BTreeMap<Function, Vec<FieldName>>,
        isolation: Isolation,
    ) -> Result<Self, ConfigError> {
        let portal_url = Url::parse(portal_url).map_err(|_| ConfigError::NotAnAddress)?;
        if !portal_url.username().is_empty() || portal_url.password().is_some() {
            return Err(ConfigError::NotAnAddress);
        }
        isolation.check_url(&portal_url)?;
        Ok(Self { code, portal_url, fields })
    }
}

impl Platform for AssistedPortal {
    fn code(&self) -> &PlatformCode {
        &self.code
    }

    fn repeat_rule(&self, _function: Function) -> RepeatMode {
        RepeatMode::Never
    }

    fn handover(&self, function: Function) -> Option<Handover> {
        let fields = self.fields.get(&function)?.clone();
        Some(Handover { portal_url: self.portal_url.to_string(), fields })
    }

    fn check_eligibility<'a>(
        &'a self,
        _request: &'a EligibilityRequest,
        _budget: Duration,
    ) -> Exchange<'a, Result<EligibilityAnswer, CallFailure>> {
        Box::pin(async { Err(no_connector()) })
    }

    fn probe<'a>(
        &'a self,
        _function: Function,
        _domain_code: &'a str,
        _budget: Duration,
    ) -> Exchange<'a, Result<(), CallFailure>> {
        Box::pin(async { Err(no_connector()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::https("https://portail.exemple.fr/pec?menu=2#/dossiers", Isolation::RealOnly, None)]
    #[case::plain_http("http://portail.exemple.fr/pec", Isolation::RealOnly, Some(ConfigError::NotHttps))]
    #[case::with_password(
        "https://lea:secret@portail.exemple.fr",
        Isolation::RealOnly,
        Some(ConfigError::NotAnAddress)
    )]
    #[case::not_an_address("portail", Isolation::RealOnly, Some(ConfigError::NotAnAddress))]
    #[case::simulated("http://127.0.0.1:9000/portail", Isolation::LoopbackOnly, None)]
    #[case::a_real_one_from_a_demonstration(
        "https://portail.exemple.fr/pec",
        Isolation::LoopbackOnly,
        Some(ConfigError::Isolation)
    )]
    #[case::a_simulated_one_from_a_real_practice(
        "https://127.0.0.1:9000/portail",
        Isolation::RealOnly,
        Some(ConfigError::Isolation)
    )]
    fn only_clean_addresses_on_the_right_side_are_opened(
        #[case] url: &str,
        #[case] isolation: Isolation,
        #[case] expected: Option<ConfigError>,
    ) {
        let code = PlatformCode::parse("sp-sante").unwrap();
        assert_eq!(AssistedPortal::new(code, url, BTreeMap::new(), isolation).err(), expected);
    }

    #[test]
    fn only_the_functions_of_the_form_are_handed_over() {
        let fields = BTreeMap::from([(Function::PriorAuthorisation, vec![FieldName::AmcNumber, FieldName::Total])]);
        let code = PlatformCode::parse("sp-sante").unwrap();
        let portal = AssistedPortal::new(code, "https://portail.exemple.fr/pec", fields, Isolation::RealOnly).unwrap();
        let handover = portal.handover(Function::PriorAuthorisation).unwrap();
        assert_eq!(handover.fields, [FieldName::AmcNumber, FieldName::Total]);
        assert_eq!(portal.handover(Function::Rights), None);
    }
}
