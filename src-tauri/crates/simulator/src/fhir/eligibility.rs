//! Rights: a `CoverageEligibilityRequest` read strictly, and the `CoverageEligibilityResponse` a platform makes of it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::reading::{Reading, Submission, activity_of, day_of, is_concept, main_resource};
use super::response::{Echo, identifier_json};
use super::{BENEFIT_CATEGORY, BENEFIT_NETWORK, BENEFIT_TYPE, Issue, concept, own_system};
use crate::book::{AnswerRule, Decision, PLAN};
use crate::cents;
use crate::places::{Activity, Platform};

/// One kind of care asked about.
#[derive(Debug, Clone)]
pub(crate) struct AskedItem {
    category: Option<Value>,
    product: Option<Value>,
    activity: Option<Activity>,
    asked_cents: Option<i64>,
}

/// A rights request, understood.
#[derive(Debug, Clone)]
pub(crate) struct RightsAsked {
    pub(crate) echo: Echo,
    purpose: Vec<Value>,
    day: Date,
    items: Vec<AskedItem>,
}

const KIND: &str = "CoverageEligibilityRequest";
const PURPOSES: [&str; 4] = ["auth-requirements", "benefits", "discovery", "validation"];

/// The activity of a request that may not even be valid: a function breaks before anybody reads what it was asked.
pub(crate) fn activity(body: &Value) -> Option<Activity> {
    let items = main_resource(body).get("item").and_then(Value::as_array)?;
    items.iter().find_map(item_activity)
}

fn item_activity(item: &Value) -> Option<Activity> {
    activity_of(&item["category"]).or_else(|| activity_of(&item["productOrService"]))
}

/// Reads a request.
pub(crate) fn read(body: Value) -> Result<RightsAsked, Vec<Issue>> {
    let submission = Submission::take(body, KIND).map_err(|issue| vec![issue])?;
    let mut reading = Reading::of(&submission, KIND);
    reading.code("status", &["active"]);
    let purpose = reading.list("purpose").to_vec();
    if purpose.iter().any(|code| !code.as_str().is_some_and(|code| PURPOSES.contains(&code))) {
        reading.object("value", "purpose", format!("valeurs admises : {}", PURPOSES.join(", ")));
    }
    let root = reading.root();
    let patient = reading.reference(root, "patient", "patient");
    let insurer = reading.reference(root, "insurer", "insurer");
    let created = reading.day("created");
    let (_, member_number) = reading.focal_insurance(false);
    let served = served_day(&mut reading);
    let items = items(&mut reading);
    if !reading.issues.is_empty() {
        return Err(reading.issues);
    }
    let echo = Echo {
        identifiers: reading.identifiers(),
        request_type: KIND,
        request_id: root["id"].as_str().map(str::to_owned),
        contained: Echo::carried(&submission, &[&patient, &insurer]),
        patient,
        insurer,
        provider: root.get("provider").cloned(),
        member_number,
    };
    let day = served.or(created).unwrap_or_default();
    Ok(RightsAsked { echo, purpose, day, items })
}

fn served_day(reading: &mut Reading<'_>) -> Option<Date> {
    let root = reading.root();
    let (date, period) = (root.get("servicedDate"), root.get("servicedPeriod"));
    let value = match (date, period) {
        (Some(_), Some(_)) => {
            reading.object("invariant", "serviced", "servicedDate ou servicedPeriod, pas les deux");
            return None;
        }
        (Some(date), None) => date,
        (None, Some(period)) => &period["start"],
        (None, None) => return None,
    };
    let day = day_of(value);
    if day.is_none() {
        reading.object("value", "serviced", "date FHIR attendue");
    }
    day
}

fn items(reading: &mut Reading<'_>) -> Vec<AskedItem> {
    let list = reading.root().get("item").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut items = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let category = item.get("category").filter(|category| is_concept(category)).cloned();
        let product = item.get("productOrService").filter(|product| is_concept(product)).cloned();
        if category.is_none() && product.is_none() {
            reading.object("required", &format!("item[{index}]"), "ni catégorie ni prestation");
        }
        let price = match item.get("unitPrice") {
            None => None,
            Some(price) => {
                let quantity = item.get("quantity").map_or(Some(1_000), |q| cents::thousandths(&q["value"]));
                let asked = cents::of_money(price).zip(quantity).and_then(|(price, q)| cents::times(price, q));
                if asked.is_none() {
                    reading.object("value", &format!("item[{index}].unitPrice"), "montant en euros attendu");
                }
                asked
            }
        };
        items.push(AskedItem { category, product, activity: item_activity(item), asked_cents: price });
    }
    items
}

/// Writes the answer.
pub(crate) fn answer(
    platform: Platform,
    asked: &RightsAsked,
    rule: &AnswerRule,
    ids: (&str, &str),
    now: Timestamp,
) -> Value {
    let (response_id, accreditation) = ids;
    let (from, to) = rule.period(asked.day);
    let in_force = from <= asked.day && asked.day <= to;
    let mut answer = json!({
        "resourceType": "CoverageEligibilityResponse",
        "id": response_id,
        "identifier": [{ "system": own_system(platform.code(), "reponse"), "value": response_id }],
        "status": "active",
        "purpose": asked.purpose,
        "patient": asked.echo.patient,
        "servicedDate": asked.day.to_string(),
        "created": now.to_string(),
        "request": asked.echo.request(response_id),
        "insurer": asked.echo.insurer,
    });
    if let Some(provider) = asked.echo.provider.as_ref().filter(|provider| provider.get("identifier").is_some()) {
        answer["requestor"] = provider.clone();
    }
    if !asked.echo.contained.is_empty() {
        answer["contained"] = json!(asked.echo.contained);
    }
    match rule {
        AnswerRule::UnknownMember => {
            answer["outcome"] = json!("error");
            answer["disposition"] = json!("Adhérent inconnu");
            let code = concept(&own_system(platform.code(), "rejet"), "adherent-inconnu", "Adhérent inconnu");
            answer["error"] = json!([{ "code": code }]);
            return answer;
        }
        _ if in_force => {
            let words = format!("Droits ouverts du {} au {}", from.strftime("%d/%m/%Y"), to.strftime("%d/%m/%Y"));
            let words = if *rule == AnswerRule::OutOfNetwork { format!("{words}, hors réseau") } else { words };
            answer["disposition"] = json!(words);
            answer["preAuthRef"] = json!(accreditation);
        }
        _ => answer["disposition"] = json!(format!("Droits fermés depuis le {}", to.strftime("%d/%m/%Y"))),
    }
    answer["outcome"] = json!("complete");
    if answer.get("contained").is_none() {
        answer["contained"] = json!([]);
    }
    if let Some(contained) = answer["contained"].as_array_mut() {
        contained.push(coverage(platform, asked, rule, (from, to), in_force));
    }
    let mut insurance = json!({
        "coverage": { "reference": "#couverture-connue" },
        "inforce": in_force,
        "benefitPeriod": { "start": from.to_string(), "end": to.to_string() },
    });
    if in_force {
        insurance["item"] = json!(benefits(asked, rule));
    }
    answer["insurance"] = json!([insurance]);
    answer
}

/// The coverage as the platform knows it, carried along in the answer.
fn coverage(
    platform: Platform,
    asked: &RightsAsked,
    rule: &AnswerRule,
    (from, to): (Date, Date),
    in_force: bool,
) -> Value {
    let mut coverage = json!({
        "resourceType": "Coverage",
        "id": "couverture-connue",
        "status": if in_force { "active" } else { "cancelled" },
        "subscriberId": asked.echo.member_number,
        "beneficiary": asked.echo.patient,
        "period": { "start": from.to_string(), "end": to.to_string() },
        "payor": [asked.echo.insurer],
        "identifier": [identifier_json(&super::reading::Identifier {
            system: own_system(platform.code(), "adherent"),
            value: asked.echo.member_number.clone(),
        })],
    });
    if *rule == AnswerRule::Solidarity {
        coverage["type"] = concept(&own_system(platform.code(), "contrat"), "C2S", "Complémentaire santé solidaire");
    }
    coverage
}

/// The benefits: what was asked about, else the whole plan.
fn benefits(asked: &RightsAsked, rule: &AnswerRule) -> Vec<Value> {
    let amounts: Vec<i64> = asked.items.iter().filter_map(|item| item.asked_cents).collect();
    let mut covered = match rule.decide(&amounts, asked.day) {
        Decision::Covered(lines) => lines,
        Decision::Refused(_) | Decision::Unknown | Decision::Pending => vec![0; amounts.len()],
    }
    .into_iter();
    let mut lines = Vec::new();
    for item in &asked.items {
        if item.asked_cents.is_some() {
            let mut line = line(rule, item.activity);
            if let Some(category) = &item.category {
                line["category"] = category.clone();
            }
            if let Some(product) = &item.product {
                line["productOrService"] = product.clone();
            }
            line["benefit"] = json!([benefit_money(covered.next().unwrap_or(0))]);
            lines.push(line);
        } else {
            lines.extend(plan(rule, item.activity).into_iter().map(|mut line| {
                if let Some(category) = &item.category {
                    line["category"] = category.clone();
                }
                line
            }));
        }
    }
    if asked.items.is_empty() { plan(rule, None) } else { lines }
}

/// The lines of the plan for one activity, or for all.
fn plan(rule: &AnswerRule, activity: Option<Activity>) -> Vec<Value> {
    let told = PLAN.iter().filter(|line| activity.is_none_or(|activity| line.activity == activity));
    told.map(|row| {
        let mut line = line(rule, Some(row.activity));
        line["name"] = json!(row.name);
        line["authorizationRequired"] = json!(row.authorisation_required);
        line["benefit"] = match row.ceiling_cents {
            Some(ceiling) => json!([benefit_money(rule.announced(ceiling))]),
            None => json!([{ "type": benefit_type(), "allowedString": row.allowed }]),
        };
        line
    })
    .collect()
}

/// What every line says: its category, the network, whether third-party payment is excluded or needs an agreement.
fn line(rule: &AnswerRule, activity: Option<Activity>) -> Value {
    let outside = *rule == AnswerRule::OutOfNetwork;
    let network = if outside { ("out", "Hors réseau") } else { ("in", "Dans le réseau") };
    json!({
        "category": category(activity.unwrap_or(Activity::Optics)),
        "excluded": outside,
        "network": concept(BENEFIT_NETWORK, network.0, network.1),
        "authorizationRequired": activity != Some(Activity::Pharmacy),
    })
}

fn category(activity: Activity) -> Value {
    match activity {
        Activity::Optics => concept(BENEFIT_CATEGORY, "F6", "Optique"),
        Activity::Hearing => concept(BENEFIT_CATEGORY, "F4", "Audition"),
        // The example system of HL7 has no pharmacy: the word stands alone.
        Activity::Pharmacy => json!({ "text": "Pharmacie" }),
    }
}

fn benefit_type() -> Value {
    concept(BENEFIT_TYPE, "benefit", "Prise en charge")
}

fn benefit_money(covered_cents: i64) -> Value {
    json!({ "type": benefit_type(), "allowedMoney": cents::money(covered_cents) })
}
