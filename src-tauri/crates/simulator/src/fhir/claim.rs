//! Quotes, prior authorisations and claims: one `Claim` resource with three uses, read strictly, and the
//! `ClaimResponse` made of a decision.
//!
//! The amount asked of the insurer is, by order: an extension whose URL ends in `requested-amount` (valueMoney) on the
//! claim or on its focal insurance, a `supportingInfo` of category `requested-amount` (valueQuantity in EUR), the
//! `total`, the sum of the lines. When it differs from the sum of the lines it is spread over them in proportion, the
//! remainder on the last line.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::reading::{Reading, Submission, activity_of, day_of, is_concept, main_resource};
use super::response::Echo;
use super::{ADJUDICATION, Issue, concept, own_system};
use crate::book::Decision;
use crate::cents;
use crate::places::{Activity, Function, Platform};

/// Days an agreement may be used for.
pub const AGREEMENT_VALIDITY_DAYS: i64 = 90;

/// Lines a claim may hold: four classes of lens, frames and supplements fit twenty times over.
const LINE_LIMIT: usize = 200;

/// A claim of any use, understood.
#[derive(Debug, Clone)]
pub(crate) struct ClaimAsked {
    pub(crate) echo: Echo,
    pub(crate) function: Function,
    pub(crate) day: Date,
    pub(crate) agreement: Option<String>,
    pub(crate) lines: Vec<Line>,
    kind: Value,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) sequence: u64,
    pub(crate) asked_cents: i64,
}

const KIND: &str = "Claim";
const USES: [(&str, Function); 3] = [
    ("predetermination", Function::Quote),
    ("preauthorization", Function::PriorAuthorisation),
    ("claim", Function::Claim),
];

/// The function and activity of a body that may not even be valid.
pub(crate) fn purpose(body: &Value) -> (Option<Function>, Option<Activity>) {
    let resource = main_resource(body);
    let function = USES.iter().find(|(code, _)| resource["use"] == *code).map(|(_, function)| *function);
    (function, claim_activity(resource))
}

fn claim_activity(claim: &Value) -> Option<Activity> {
    let items = claim.get("item").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let by_item = |item: &Value| activity_of(&item["category"]).or_else(|| activity_of(&item["productOrService"]));
    activity_of(&claim["type"]).or_else(|| activity_of(&claim["subType"])).or_else(|| items.iter().find_map(by_item))
}

/// The use of a function, in FHIR's words.
pub(crate) fn use_of(function: Function) -> &'static str {
    USES.iter().find(|(_, known)| *known == function).map_or("claim", |(code, _)| code)
}

impl ClaimAsked {
    /// What must not change when the same identifier comes again.
    pub(crate) fn fingerprint(&self) -> String {
        let lines: Vec<String> =
            self.lines.iter().map(|line| format!("{}:{}", line.sequence, line.asked_cents)).collect();
        format!("{}|{}|{}", self.function.code(), self.echo.member_number, lines.join(","))
    }

    /// The amounts asked, line by line.
    pub(crate) fn amounts(&self) -> Vec<i64> {
        self.lines.iter().map(|line| line.asked_cents).collect()
    }
}

/// The identifier of the claim that a body takes back: a task of the code « cancel », or the claim again, cancelled.
pub(crate) fn taken_back(body: &Value) -> Option<String> {
    let resource = main_resource(body);
    let identifier = match resource["resourceType"].as_str() {
        Some("Task") if resource["code"]["coding"][0]["code"] == "cancel" => &resource["focus"]["identifier"],
        Some("Claim") if resource["status"] == "cancelled" => &resource["identifier"][0],
        _ => return None,
    };
    identifier["value"].as_str().map(str::to_owned)
}

/// Reads a claim.
pub(crate) fn read(body: Value) -> Result<ClaimAsked, Vec<Issue>> {
    let submission = Submission::take(body, KIND).map_err(|issue| vec![issue])?;
    let mut reading = Reading::of(&submission, KIND);
    let root = reading.root();
    reading.code("status", &["active"]);
    let usage = reading.code("use", &USES.map(|(code, _)| code));
    let kind = reading.concept("type");
    reading.concept("priority");
    let patient = reading.reference(root, "patient", "patient");
    let insurer = reading.reference(root, "insurer", "insurer");
    let provider = reading.reference(root, "provider", "provider");
    let created = reading.day("created");
    if reading.identifiers().is_empty() {
        reading.object("required", "identifier", "sans identifiant, une répétition ferait une seconde demande");
    }
    let (_, member_number) = reading.focal_insurance(true);
    insurance_sequences(&mut reading);
    let lines = lines(&mut reading);
    let served = root["item"][0].get("servicedDate").or_else(|| root["billablePeriod"].get("start")).and_then(day_of);
    if !reading.issues.is_empty() {
        return Err(reading.issues);
    }
    Ok(ClaimAsked {
        echo: Echo {
            identifiers: reading.identifiers(),
            request_type: KIND,
            request_id: root["id"].as_str().map(str::to_owned),
            contained: Echo::carried(&submission, &[&patient, &insurer, &provider]),
            patient,
            insurer,
            provider: Some(provider),
            member_number,
        },
        function: USES.iter().find(|(code, _)| *code == usage).map_or(Function::Claim, |(_, function)| *function),
        day: served.or(created).unwrap_or_default(),
        agreement: focal(root)["preAuthRef"][0].as_str().map(str::to_owned),
        lines,
        kind,
    })
}

fn focal(claim: &Value) -> &Value {
    let list = claim.get("insurance").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().find(|insurance| insurance["focal"] == true).unwrap_or(&Value::Null)
}

fn insurance_sequences(reading: &mut Reading<'_>) {
    let list = reading.root().get("insurance").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (index, insurance) in list.iter().enumerate() {
        if insurance["sequence"].as_u64().is_none_or(|sequence| sequence == 0) {
            reading.object("required", &format!("insurance[{index}].sequence"), "entier positif attendu");
        }
    }
}

fn lines(reading: &mut Reading<'_>) -> Vec<Line> {
    let root = reading.root();
    let items = root.get("item").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if items.len() > LINE_LIMIT {
        reading.object("too-costly", "item", format!("au plus {LINE_LIMIT} lignes"));
        return Vec::new();
    }
    let mut lines: Vec<Line> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let sequence = item["sequence"].as_u64().filter(|sequence| *sequence > 0);
        let repeated = sequence.is_some_and(|sequence| lines.iter().any(|line| line.sequence == sequence));
        if sequence.is_none() || repeated {
            reading.object("value", &format!("item[{index}].sequence"), "entier positif et unique attendu");
        }
        if !is_concept(&item["productOrService"]) {
            reading.object("required", &format!("item[{index}].productOrService"), "prestation absente");
        }
        let price = line_cents(item);
        if price.is_none_or(|cents| cents < 0) {
            reading.object("value", &format!("item[{index}]"), "montant positif en euros attendu");
        }
        lines.push(Line { sequence: sequence.unwrap_or_default(), asked_cents: price.unwrap_or_default() });
    }
    match asked_in_all(root) {
        Ok(None) if lines.is_empty() => reading.object("required", "total", "ni total ni lignes"),
        Ok(None) => {}
        Ok(Some(asked)) if asked >= 0 => spread(asked, &mut lines),
        Ok(Some(_)) | Err(()) => reading.object("value", "total", "montant positif en euros attendu"),
    }
    lines
}

/// The amount of one line: its net, else price × quantity; zero when it says nothing.
fn line_cents(item: &Value) -> Option<i64> {
    if let Some(net) = item.get("net") {
        return cents::of_money(net);
    }
    let Some(price) = item.get("unitPrice") else { return Some(0) };
    let quantity = item.get("quantity").map_or(Some(1_000), |quantity| cents::thousandths(&quantity["value"]))?;
    cents::times(cents::of_money(price)?, quantity)
}

/// The amount asked for the whole claim, when the claim says it; `Err` when what it says is not an amount.
fn asked_in_all(claim: &Value) -> Result<Option<i64>, ()> {
    let requested = |holder: &Value| {
        let extensions = holder.get("extension").and_then(Value::as_array).cloned().unwrap_or_default();
        extensions.into_iter().find(|e| e["url"].as_str().is_some_and(|url| url.ends_with("requested-amount")))
    };
    if let Some(extension) = requested(claim).or_else(|| requested(focal(claim))) {
        return cents::of_money(&extension["valueMoney"]).map(Some).ok_or(());
    }
    let supporting = claim.get("supportingInfo").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if let Some(told) = supporting.iter().find(|told| told["category"]["coding"][0]["code"] == "requested-amount") {
        return cents::of_decimal(&told["valueQuantity"]["value"]).map(Some).ok_or(());
    }
    claim.get("total").map_or(Ok(None), |total| cents::of_money(total).map(Some).ok_or(()))
}

/// Spreads what is asked over the lines, in proportion to their own amounts.
fn spread(asked_cents: i64, lines: &mut Vec<Line>) {
    let sum: i64 = lines.iter().map(|line| line.asked_cents).sum();
    if lines.is_empty() {
        lines.push(Line { sequence: 1, asked_cents });
        return;
    }
    let mut left = asked_cents;
    let last = lines.len() - 1;
    for (index, line) in lines.iter_mut().enumerate() {
        let part = i128::from(asked_cents) * i128::from(line.asked_cents) / i128::from(sum.max(1));
        line.asked_cents = if index == last { left } else { i64::try_from(part).unwrap_or(left).min(left) };
        left -= line.asked_cents;
    }
}

/// The names an answer is given.
pub(crate) struct AnswerIds {
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) agreement: Option<String>,
}

/// Writes the answer to a claim.
pub(crate) fn answer(
    platform: Platform,
    asked: &ClaimAsked,
    decision: &Decision,
    ids: &AnswerIds,
    now: Timestamp,
) -> Value {
    let mut answer = json!({
        "resourceType": "ClaimResponse",
        "id": ids.response,
        "identifier": [{ "system": own_system(platform.code(), "reponse"), "value": ids.response }],
        "status": "active",
        "type": asked.kind,
        "use": use_of(asked.function),
        "patient": asked.echo.patient,
        "created": now.to_string(),
        "insurer": asked.echo.insurer,
        "request": asked.echo.request(&ids.request),
    });
    if let Some(provider) = &asked.echo.provider {
        answer["requestor"] = provider.clone();
    }
    if !asked.echo.contained.is_empty() {
        answer["contained"] = json!(asked.echo.contained);
    }
    match decision {
        Decision::Covered(covered) => agree(&mut answer, asked, covered, ids, now),
        Decision::Refused(reason) => refuse(&mut answer, platform, asked, reason),
        Decision::Unknown => {
            answer["outcome"] = json!("error");
            answer["disposition"] = json!("Adhérent inconnu");
            let code = concept(&own_system(platform.code(), "rejet"), "adherent-inconnu", "Adhérent inconnu");
            answer["error"] = json!([{ "code": code }]);
        }
        Decision::Pending => {
            answer["outcome"] = json!("queued");
            answer["disposition"] = json!("Demande reçue, à l’étude");
        }
    }
    answer
}

fn agree(answer: &mut Value, asked: &ClaimAsked, covered: &[i64], ids: &AnswerIds, now: Timestamp) {
    answer["outcome"] = json!("complete");
    let sum = covered.iter().sum();
    let words = match asked.function {
        Function::Quote => "Devis : prise en charge prévisible",
        Function::PriorAuthorisation => "Prise en charge accordée",
        _ => "Facture acceptée",
    };
    answer["disposition"] = json!(format!("{words}, {}", cents::french(sum)));
    if let Some(agreement) = &ids.agreement {
        answer["preAuthRef"] = json!(agreement);
    }
    if asked.function != Function::Claim {
        let start = crate::clock::in_paris(now).date();
        let end = start.checked_add(AGREEMENT_VALIDITY_DAYS.days()).unwrap_or(start);
        answer["preAuthPeriod"] = json!({ "start": start.to_string(), "end": end.to_string() });
    }
    let line = |(line, covered): (&Line, &i64)| {
        json!({
            "itemSequence": line.sequence,
            "adjudication": [adjudication("submitted", line.asked_cents), adjudication("benefit", *covered)],
        })
    };
    answer["item"] = asked.lines.iter().zip(covered).map(line).collect();
    answer["total"] = totals(asked, sum);
}

fn refuse(answer: &mut Value, platform: Platform, asked: &ClaimAsked, reason: &str) {
    answer["outcome"] = json!("complete");
    answer["disposition"] = json!(format!("Refus : {reason}"));
    let code = concept(&own_system(platform.code(), "rejet"), "refus", reason);
    let line = |line: &Line| {
        let mut benefit = adjudication("benefit", 0);
        benefit["reason"] = code.clone();
        json!({
            "itemSequence": line.sequence,
            "noteNumber": [1],
            "adjudication": [adjudication("submitted", line.asked_cents), benefit],
        })
    };
    answer["item"] = asked.lines.iter().map(line).collect();
    answer["total"] = totals(asked, 0);
    answer["processNote"] = json!([{ "number": 1, "type": "display", "text": reason }]);
}

fn adjudication(category: &str, amount_cents: i64) -> Value {
    json!({ "category": adjudication_category(category), "amount": cents::money(amount_cents) })
}

fn adjudication_category(code: &str) -> Value {
    json!({ "coding": [{ "system": ADJUDICATION, "code": code }] })
}

fn totals(asked: &ClaimAsked, covered_cents: i64) -> Value {
    let asked_cents = asked.amounts().iter().sum();
    json!([adjudication("submitted", asked_cents), adjudication("benefit", covered_cents)])
}
