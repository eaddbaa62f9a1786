//! Reading requests strictly: every fault of a request is collected with its place, so that one refusal names them all.
//!
//! It knows elements, references and contained resources; what a request is about is read in `eligibility` and `claim`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::Issue;
use crate::places::Activity;

/// A business identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identifier {
    pub(crate) system: String,
    pub(crate) value: String,
}

impl Identifier {
    pub(crate) fn of(json: &Value) -> Option<Identifier> {
        let value = json.get("value")?.as_str().filter(|value| !value.trim().is_empty())?.to_owned();
        let system = json.get("system").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Identifier { system, value })
    }
}

/// A submitted resource with everything that came along with it.
pub(crate) struct Submission {
    pub(crate) resource: Value,
    entries: Vec<(String, Value)>,
}

impl Submission {
    /// Takes the resource of a type out of a body: the resource itself, a `Bundle` that starts with it, or
    /// `Parameters` that carry either.
    pub(crate) fn take(body: Value, wanted: &str) -> Result<Submission, Issue> {
        match body.get("resourceType").and_then(Value::as_str) {
            Some(kind) if kind == wanted => Ok(Submission { resource: body, entries: Vec::new() }),
            Some("Parameters") => {
                let parameters = body.get("parameter").and_then(Value::as_array).cloned().unwrap_or_default();
                let resource = parameters.into_iter().find(|p| p["name"] == "resource").map(|p| p["resource"].clone());
                resource.map_or_else(
                    || Err(Issue::new("required", "Parameters.parameter", "paramètre « resource » absent")),
                    |resource| Submission::take(resource, wanted),
                )
            }
            Some("Bundle") => {
                let entries = body.get("entry").and_then(Value::as_array).cloned().unwrap_or_default();
                let mut entries: Vec<(String, Value)> = entries
                    .into_iter()
                    .map(|e| (e["fullUrl"].as_str().unwrap_or_default().to_owned(), e["resource"].clone()))
                    .collect();
                if entries.first().is_some_and(|(_, first)| first["resourceType"] == wanted) {
                    let (_, resource) = entries.remove(0);
                    Ok(Submission { resource, entries })
                } else {
                    Err(Issue::new("structure", "Bundle.entry[0]", format!("la première ressource doit être {wanted}")))
                }
            }
            Some(other) => Err(Issue::new("structure", "resourceType", format!("{wanted} attendu, {other} reçu"))),
            None => Err(Issue::new("required", "resourceType", "resourceType absent")),
        }
    }

    /// The resource a reference points to, when it came along.
    pub(crate) fn resolve(&self, reference: &Value) -> Option<&Value> {
        let target = reference.get("reference")?.as_str()?;
        if let Some(id) = target.strip_prefix('#') {
            let contained = self.resource.get("contained")?.as_array()?;
            return contained.iter().find(|resource| resource["id"] == id);
        }
        let named = |resource: &Value| {
            let (kind, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
            matches!((kind, id), (Some(kind), Some(id)) if target == format!("{kind}/{id}"))
        };
        self.entries.iter().find(|(url, resource)| url == target || named(resource)).map(|(_, resource)| resource)
    }
}

/// The resource a body is about, valid or not: what comes first in a `Bundle` or in `Parameters`, else the body itself.
pub(crate) fn main_resource(body: &Value) -> &Value {
    match body["resourceType"].as_str() {
        Some("Parameters") => main_resource(&body["parameter"][0]["resource"]),
        Some("Bundle") => &body["entry"][0]["resource"],
        _ => body,
    }
}

/// Reads the elements of one resource and remembers what is wrong.
pub(crate) struct Reading<'a> {
    pub(crate) submission: &'a Submission,
    kind: &'static str,
    pub(crate) issues: Vec<Issue>,
}

impl<'a> Reading<'a> {
    /// Starts on a resource; what could change its meaning unknown to us is refused at once.
    pub(crate) fn of(submission: &'a Submission, kind: &'static str) -> Self {
        let mut reading = Reading { submission, kind, issues: Vec::new() };
        for field in ["implicitRules", "modifierExtension"] {
            if reading.root().get(field).is_some() {
                reading.object("not-supported", field, "cet élément change le sens de la demande et n’est pas géré");
            }
        }
        reading
    }

    pub(crate) fn root(&self) -> &'a Value {
        &self.submission.resource
    }

    /// Remembers something wrong at a path of the resource.
    pub(crate) fn object(&mut self, code: &'static str, path: &str, words: impl Into<String>) {
        self.issues.push(Issue::new(code, format!("{}.{path}", self.kind), words));
    }

    /// A code that must be one of a list.
    pub(crate) fn code(&mut self, field: &str, allowed: &[&str]) -> String {
        match self.root().get(field).map(Value::as_str) {
            None => self.object("required", field, "élément obligatoire absent"),
            Some(Some(code)) if allowed.contains(&code) => return code.to_owned(),
            Some(_) => self.object("value", field, format!("valeurs admises : {}", allowed.join(", "))),
        }
        String::new()
    }

    /// A list that must hold at least one element.
    pub(crate) fn list(&mut self, field: &str) -> &'a [Value] {
        match self.root().get(field).and_then(Value::as_array) {
            Some(list) if !list.is_empty() => list,
            _ => {
                self.object("required", field, "liste obligatoire absente ou vide");
                &[]
            }
        }
    }

    /// A required `CodeableConcept`.
    pub(crate) fn concept(&mut self, field: &str) -> Value {
        match self.root().get(field) {
            Some(concept) if is_concept(concept) => concept.clone(),
            Some(_) => {
                self.object("value", field, "CodeableConcept sans code ni texte");
                Value::Null
            }
            None => {
                self.object("required", field, "élément obligatoire absent");
                Value::Null
            }
        }
    }

    /// A required reference, inside (`#id`) references being followed to be sure that they lead somewhere.
    pub(crate) fn reference(&mut self, holder: &'a Value, path: &str, field: &str) -> Value {
        let Some(reference) = holder.get(field) else {
            self.object("required", path, "référence obligatoire absente");
            return Value::Null;
        };
        let has = |key: &str| reference.get(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
        let logical = reference.get("identifier").and_then(Identifier::of).is_some();
        if !logical && !has("reference") && !has("display") {
            self.object("value", path, "référence sans « reference », « identifier » ni « display »");
        }
        let inside = reference.get("reference").and_then(Value::as_str).is_some_and(|target| target.starts_with('#'));
        if inside && self.submission.resolve(reference).is_none() {
            self.object("not-found", path, "la ressource contenue n’existe pas");
        }
        reference.clone()
    }

    /// A required `dateTime`, as a day.
    pub(crate) fn day(&mut self, field: &str) -> Option<Date> {
        match self.root().get(field) {
            None => {
                self.object("required", field, "élément obligatoire absent");
                None
            }
            Some(value) => {
                let day = day_of(value);
                if day.is_none() {
                    self.object("value", field, "date FHIR attendue");
                }
                day
            }
        }
    }

    /// The business identifiers of the resource.
    pub(crate) fn identifiers(&self) -> Vec<Identifier> {
        let list = self.root().get("identifier").and_then(Value::as_array);
        list.map(|list| list.iter().filter_map(Identifier::of).collect()).unwrap_or_default()
    }

    /// The focal insurance: its coverage reference, and the member number it leads to.
    pub(crate) fn focal_insurance(&mut self, focal_required: bool) -> (Value, String) {
        let insurances = self.list("insurance");
        let focal: Vec<usize> = (0..insurances.len()).filter(|i| insurances[*i]["focal"] == true).collect();
        let index = match (focal.as_slice(), insurances.len()) {
            (_, 0) => return (Value::Null, String::new()),
            ([one], _) => *one,
            ([], 1) if !focal_required => 0,
            _ => {
                self.object("invariant", "insurance", "une couverture et une seule doit être « focal »");
                return (Value::Null, String::new());
            }
        };
        let path = format!("insurance[{index}].coverage");
        let coverage = self.reference(&insurances[index], &path, "coverage");
        let member = self.member_number(&coverage);
        if member.is_none() && !coverage.is_null() {
            self.object(
                "not-found",
                &path,
                "couverture inconnue ici : joindre la ressource Coverage avec « subscriberId », ou donner « identifier »",
            );
        }
        (coverage, member.unwrap_or_default())
    }

    fn member_number(&self, coverage: &Value) -> Option<String> {
        let text = |value: &Value| value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if let Some(resource) = self.submission.resolve(coverage) {
            if resource["resourceType"] != "Coverage" {
                return None;
            }
            return text(&resource["subscriberId"]).or_else(|| text(&resource["identifier"][0]["value"]));
        }
        text(&coverage["identifier"]["value"])
    }
}

/// Whether a value is a `CodeableConcept` that says something.
pub(crate) fn is_concept(value: &Value) -> bool {
    let text = value.get("text").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let coded = value.get("coding").and_then(Value::as_array).is_some_and(|list| {
        !list.is_empty() && list.iter().all(|coding| coding["code"].is_string() || coding["display"].is_string())
    });
    text || coded
}

/// The day of a FHIR `date`, `dateTime` or `instant`; partial dates count from their first day.
pub(crate) fn day_of(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    if padded.len() > 10 {
        padded.parse::<Timestamp>().ok()?;
    }
    padded.get(..10)?.parse().ok()
}

/// The activity a category, a claim type or a product speaks of, by its codes first and its words next.
pub(crate) fn activity_of(concept: &Value) -> Option<Activity> {
    let mut words: Vec<String> = Vec::new();
    for coding in concept.get("coding").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default() {
        words.extend(["code", "display"].iter().filter_map(|key| coding[*key].as_str()).map(str::to_lowercase));
    }
    words.extend(concept.get("text").and_then(Value::as_str).map(str::to_lowercase));
    words.iter().find_map(|word| match word.as_str() {
        "f6" => Some(Activity::Optics),
        "f4" => Some(Activity::Hearing),
        word if ["vision", "optic", "optiq", "opti", "lunett"].iter().any(|stem| word.starts_with(stem)) => {
            Some(Activity::Optics)
        }
        word if ["hearing", "audi", "audio"].iter().any(|stem| word.starts_with(stem)) => Some(Activity::Hearing),
        word if ["phar", "phco", "phno", "phor", "officine", "médic"].iter().any(|stem| word.starts_with(stem)) => {
            Some(Activity::Pharmacy)
        }
        _ => None,
    })
}
