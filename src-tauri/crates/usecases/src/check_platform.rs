//! `relais platform check`: connects to a described platform, and tells what it says it can do and what is missing.

use crate::{
    contract::{AbilityMissing, PlatformChecked, ProbeResult, ResourceNamed},
    described_platform::{DescribedPlatform, GivenSecrets, Unusable},
    description_view::functions,
    lookup_coverage::failed,
};
use relais_platforms::{
    connector::{CheckReport, Connector, DescribedCheck},
    failure::CallFailure,
};

/// The card's domain a probe speaks of when no practice says which is its own.
const PROBED_DOMAIN: &str = "OPTI";

/// Checks; an unreachable platform is a finding like another.
pub async fn check(platform: &DescribedPlatform, given: GivenSecrets) -> Result<PlatformChecked, Unusable> {
    let connector = platform.connect(given)?;
    let description = platform.description();
    Ok(match connector {
        Connector::Fhir(connector) => told(platform, connector.check(PROBED_DOMAIN, description.budget).await),
        Connector::Http(connector) => told_of_described(platform, connector.check(description.budget).await),
    })
}

/// An interface says nothing of itself: its description does, and what can be asked about nobody was.
fn told_of_described(platform: &DescribedPlatform, found: DescribedCheck) -> PlatformChecked {
    let asked = |result: &Option<Result<(), CallFailure>>| result.as_ref().map_or(NOT_ASKED, probe);
    PlatformChecked {
        proof: probe(&found.proof),
        rights: asked(&found.rights),
        search: asked(&found.search),
        ..bare(platform)
    }
}

/// What is not asked.
const NOT_ASKED: ProbeResult = ProbeResult { asked: false, answers: false, failure: None };

fn probe(result: &Result<(), CallFailure>) -> ProbeResult {
    ProbeResult { asked: true, answers: result.is_ok(), failure: result.as_ref().err().map(failed) }
}

/// What the description says, before anything is asked.
fn bare(platform: &DescribedPlatform) -> PlatformChecked {
    PlatformChecked {
        platform: platform.description().config.code.clone(),
        name: platform.name().to_owned(),
        way: platform.way(),
        functions: functions(platform.description()),
        states_capabilities: false,
        statement_failure: None,
        fhir_version: None,
        software: None,
        formats: Vec::new(),
        security: Vec::new(),
        resources: Vec::new(),
        missing: Vec::new(),
        proof: NOT_ASKED,
        rights: NOT_ASKED,
        search: NOT_ASKED,
    }
}

fn told(platform: &DescribedPlatform, report: CheckReport) -> PlatformChecked {
    let statement = report.statement.as_ref().ok();
    let resources = statement.map(|said| {
        let one = |(resource, it): (&String, &relais_platforms::connector::ResourceAbilities)| ResourceNamed {
            resource: resource.clone(),
            interactions: it.interactions.clone(),
            operations: it.operations.clone(),
            search: it.search.clone(),
        };
        said.resources.iter().map(one).collect()
    });
    let missing = report.missing.into_iter().map(|it| AbilityMissing {
        resource: it.resource,
        ability: it.ability,
        is_needed: it.is_needed,
    });
    PlatformChecked {
        states_capabilities: statement.is_some(),
        statement_failure: report.statement.as_ref().err().map(failed),
        fhir_version: statement.and_then(|said| said.fhir_version.clone()),
        software: statement.and_then(|said| said.software.as_ref()).map(|text| text.as_str().to_owned()),
        formats: statement.map(|said| said.formats.clone()).unwrap_or_default(),
        security: statement.map(|said| said.security.clone()).unwrap_or_default(),
        resources: resources.unwrap_or_default(),
        missing: missing.collect(),
        rights: probe(&report.rights),
        search: probe(&report.search),
        ..bare(platform)
    }
}
