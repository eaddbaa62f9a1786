//! `CapabilityStatement`: what a server says it can do. Advice, never a condition: a server without one works the same.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::failure::{AnswerFault, PlatformText};
use crate::fhir::envelope;
use crate::fhir::strict;

/// Most resources of a statement that are kept; a whole server has some 150.
const MAX_RESOURCES: usize = 200;

/// What a server says it can do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// FHIR version, `4.0.1`.
    pub fhir_version: Option<String>,
    /// The software, in its own words.
    pub software: Option<PlatformText>,
    /// Formats it takes.
    pub formats: Vec<String>,
    /// Security services it names (`OAuth`, `Basic`…).
    pub security: Vec<String>,
    /// Per resource, its interactions, operations and search parameters.
    pub resources: BTreeMap<String, ResourceAbilities>,
}

/// What a server says it does with one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourceAbilities {
    /// `create`, `read`, `search-type`…
    pub interactions: Vec<String>,
    /// Operations, without their `$`.
    pub operations: Vec<String>,
    /// Search parameters.
    pub search: Vec<String>,
}

impl Capabilities {
    /// Whether the statement names this interaction of this resource.
    pub fn has(&self, resource: &str, interaction: &str) -> bool {
        self.resources.get(resource).is_some_and(|it| it.interactions.iter().any(|name| name == interaction))
    }

    /// Whether the statement names this operation of this resource.
    pub fn has_operation(&self, resource: &str, operation: &str) -> bool {
        self.resources.get(resource).is_some_and(|it| it.operations.iter().any(|name| name == operation))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    fhir_version: Option<String>,
    software: Option<Named>,
    #[serde(default)]
    format: Vec<String>,
    #[serde(default)]
    rest: Vec<Rest>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
    code: Option<String>,
    version: Option<String>,
    text: Option<String>,
    #[serde(default)]
    coding: Vec<Named>,
}

#[derive(Deserialize)]
struct Rest {
    mode: Option<String>,
    security: Option<Security>,
    #[serde(default)]
    resource: Vec<Resource>,
}

#[derive(Deserialize)]
struct Security {
    #[serde(default)]
    service: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resource {
    r#type: Option<String>,
    #[serde(default)]
    interaction: Vec<Named>,
    #[serde(default)]
    operation: Vec<Named>,
    #[serde(default)]
    search_param: Vec<Named>,
}

/// Reads a statement.
pub(crate) fn decode(body: &[u8]) -> Result<Capabilities, AnswerFault> {
    let statement = envelope::open::<Statement>(strict::check(body)?, "CapabilityStatement")?.answer;
    let mut capabilities = Capabilities {
        fhir_version: statement.fhir_version,
        formats: statement.format,
        software: statement.software.and_then(|it| {
            PlatformText::new(&format!("{} {}", it.name.unwrap_or_default(), it.version.unwrap_or_default()))
        }),
        ..Capabilities::default()
    };
    let server = statement.rest.into_iter().filter(|rest| rest.mode.as_deref() != Some("client"));
    for rest in server {
        let services = rest.security.into_iter().flat_map(|security| security.service);
        let word = |service: Named| service.coding.into_iter().find_map(|coding| coding.code).or(service.text);
        capabilities.security.extend(services.filter_map(word));
        for resource in rest.resource.into_iter().take(MAX_RESOURCES) {
            let Some(name) = resource.r#type else { continue };
            let abilities = capabilities.resources.entry(name).or_default();
            abilities.interactions.extend(resource.interaction.into_iter().filter_map(|it| it.code));
            abilities.operations.extend(resource.operation.into_iter().filter_map(operation_name));
            abilities.search.extend(resource.search_param.into_iter().filter_map(|it| it.name));
        }
    }
    Ok(capabilities)
}

fn operation_name(operation: Named) -> Option<String> {
    operation.name.map(|name| name.trim_start_matches('$').to_owned())
}
