//! A description, and what is wrong with one, in the shapes of the wire: a translation without judgement.

use crate::contract::{DescribedFunction, DescriptionMistake, DescriptionView, MistakeCode, ProofKind};
use relais_domain::platform::{Channel, DescriptionFile, Function};
use relais_platforms::{
    connector::Authentication,
    description::{DescriptionError, Mistake, PlatformDescription, Way},
};

/// The functions of a description, and how a repeat of each is treated.
pub(crate) fn functions(description: &PlatformDescription) -> Vec<DescribedFunction> {
    let functions = match &description.way {
        // What the connector does of FHIR, whatever the server.
        Way::Fhir => [Function::Rights, Function::Quote, Function::PriorAuthorisation, Function::Claim]
            .map(|function| (function, description.config.repeat_of(function)))
            .to_vec(),
        Way::Http(interface) => interface.functions(),
    };
    functions.into_iter().map(|(function, repeat)| DescribedFunction { function, repeat }).collect()
}

/// The channel a description is spoken by.
pub(crate) const fn channel(description: &PlatformDescription) -> Channel {
    match description.way {
        Way::Fhir => Channel::Fhir,
        Way::Http(_) => Channel::Http,
    }
}

/// What a description says, beside what the practice has of it already.
pub(crate) fn view(description: &PlatformDescription, file: &DescriptionFile) -> DescriptionView {
    let config = &description.config;
    let proof = match config.authentication {
        Authentication::ClientCredentials { .. } => ProofKind::ClientCredentials,
        Authentication::Basic { .. } => ProofKind::Basic,
        Authentication::Bearer => ProofKind::Bearer,
        Authentication::Login(_) => ProofKind::Login,
        Authentication::Certificate => ProofKind::Certificate,
        Authentication::Open => ProofKind::Open,
    };
    DescriptionView {
        platform: config.code.clone(),
        name: description.name.clone(),
        channel: channel(description),
        address: config.base_url.clone(),
        proof,
        needs_secret: config.authentication.needs_secret(),
        needs_key: config.client_certificate_pem.is_some(),
        functions: functions(description),
        cancels: match &description.way {
            Way::Fhir => true,
            Way::Http(interface) => interface.cancels(),
        },
        file_name: file.name.clone(),
        checksum: file.checksum.clone(),
        text: file.text.clone(),
        replaces: None,
        has_secret: false,
        has_key: false,
    }
}

/// A mistake, as the catalogue puts it into a sentence.
pub(crate) fn mistake(error: &DescriptionError) -> DescriptionMistake {
    use MistakeCode as M;
    let (mut words, mut bounds) = (Vec::new(), (None, None));
    let mut with = |given: &[String]| words.extend_from_slice(given);
    let code = match &error.mistake {
        Mistake::NotToml(said) => {
            with(std::slice::from_ref(said));
            M::NotToml
        }
        Mistake::UnknownKey(known) => {
            with(known);
            M::UnknownKey
        }
        Mistake::Missing => M::Missing,
        Mistake::Expected(kind) => {
            with(&[(*kind).to_owned()]);
            M::Expected
        }
        Mistake::NotOneOf(known) => {
            with(known);
            M::NotOneOf
        }
        Mistake::NotAnAddress => M::NotAnAddress,
        Mistake::NotHttps => M::NotHttps,
        Mistake::OtherSide => M::OtherSide,
        Mistake::NotAPath => M::NotAPath,
        Mistake::NotAMediaType => M::NotAMediaType,
        Mistake::NotAHeader => M::NotAHeader,
        Mistake::NotASystem => M::NotASystem,
        Mistake::NotCertificates => M::NotCertificates,
        Mistake::OutOfBounds(least, most) => {
            bounds = (Some(*least), Some(*most));
            M::OutOfBounds
        }
        Mistake::NotACode => M::NotACode,
        Mistake::SecretInFile => M::SecretInFile,
        Mistake::Length(most) => {
            bounds = (None, i64::try_from(*most).ok());
            M::Length
        }
        Mistake::NotAPointer => M::NotAPointer,
        Mistake::TemplateNotJson => M::TemplateNotJson,
        Mistake::TemplateNotAnObject => M::TemplateNotAnObject,
        Mistake::UnknownValue(name, known) => {
            with(std::slice::from_ref(name));
            with(known);
            M::UnknownValue
        }
        Mistake::UnknownForm(form, known) => {
            with(std::slice::from_ref(form));
            with(known);
            M::UnknownForm
        }
        Mistake::Pasted(text) => {
            with(std::slice::from_ref(text));
            M::Pasted
        }
        Mistake::TooDeep => M::TooDeep,
        Mistake::NotInAnAddress => M::NotInAnAddress,
        Mistake::NeedsFind => M::NeedsFind,
        Mistake::NeedsRequestId => M::NeedsRequestId,
        Mistake::ReservedHeader => M::ReservedHeader,
    };
    DescriptionMistake {
        line: error.line.and_then(|line| u32::try_from(line).ok()),
        key: error.key.clone(),
        mistake: code,
        words,
        least: bounds.0,
        most: bounds.1,
    }
}
