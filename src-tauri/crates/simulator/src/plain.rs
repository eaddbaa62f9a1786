//! The second face of the platforms: what they say to those who do not speak FHIR. Three tongues of made-up house, each with
//! its own words, dates, amounts and errors; the book and the register behind them are the same.
//!
//! Shares no type with the connector that is tried on it; the messages are JSON values read by hand.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::book::{AnswerRule, Decision, PLAN};
use crate::fhir::{claim, own_system};
use crate::places::{Activity, Function, Platform};
use crate::{cents, clock};

/// How a house speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// One flat object, Basic; « O » and « N », French days, euros with a comma.
    Flat,
    /// A login call, nested objects, ISO days, cents.
    Session,
    /// OAuth2 tokens, answers that are promised and fetched, compact days, euros as numbers.
    Deferred,
}

/// What a question asks, whichever the tongue.
pub(crate) struct Asked {
    pub(crate) reference: String,
    pub(crate) member: String,
    pub(crate) family_name: String,
    pub(crate) given_name: Option<String>,
    pub(crate) birth: Option<Date>,
    pub(crate) amc: String,
    pub(crate) domain: String,
    pub(crate) day: Date,
    pub(crate) amounts_cents: Vec<i64>,
    pub(crate) asked_cents: Option<i64>,
}

impl Asked {
    /// The activity its domain stands for.
    pub(crate) fn activity(&self) -> Activity {
        activity_of(&self.domain)
    }
}

/// The activity of a house's domain code.
pub(crate) fn activity_of(domain: &str) -> Activity {
    match domain {
        "AUD" | "AUDI" => Activity::Hearing,
        "PHA" | "PHAR" => Activity::Pharmacy,
        _ => Activity::Optics,
    }
}

/// A field that is wanted and is not there, or is not what it should be.
pub(crate) struct Wanting(pub(crate) &'static str);

impl Tongue {
    fn day(self, text: &str) -> Option<Date> {
        match self {
            Tongue::Flat => Date::strptime("%d/%m/%Y", text).ok(),
            Tongue::Session => text.parse().ok(),
            Tongue::Deferred => Date::strptime("%Y%m%d", text).ok(),
        }
    }

    fn say_day(self, day: Date) -> String {
        match self {
            Tongue::Flat => day.strftime("%d/%m/%Y").to_string(),
            Tongue::Session => day.to_string(),
            Tongue::Deferred => day.strftime("%Y%m%d").to_string(),
        }
    }

    fn amount(self, value: &Value) -> Option<i64> {
        match self {
            Tongue::Flat => cents::typed(value.as_str()?),
            Tongue::Session => value.as_i64(),
            Tongue::Deferred => cents::of_decimal(value),
        }
    }

    fn say_amount(self, amount_cents: i64) -> Value {
        match self {
            Tongue::Flat => json!(format!("{},{:02}", amount_cents / 100, amount_cents % 100)),
            Tongue::Session => json!(amount_cents),
            Tongue::Deferred => cents::decimal(amount_cents),
        }
    }

    /// Reads a question; the first field that is wanting refuses it.
    pub(crate) fn read(self, body: &Value) -> Result<Asked, Wanting> {
        let person = match self {
            Tongue::Flat => body,
            Tongue::Session => &body["assure"],
            Tongue::Deferred => &body["beneficiaire"],
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let needed = |value: &Value, name: &'static str| text(value).filter(|it| !it.is_empty()).ok_or(Wanting(name));
        let day = |value: &Value, name| value.as_str().and_then(|text| self.day(text)).ok_or(Wanting(name));
        let birth = match &person["naissance"] {
            Value::Null => None,
            stated => Some(day(stated, "naissance")?),
        };
        let lines = body["lignes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let amount = |value: &Value, name| self.amount(value).filter(|cents| *cents >= 0).ok_or(Wanting(name));
        let amounts: Result<Vec<i64>, Wanting> = lines.iter().map(|line| amount(&line["montant"], "montant")).collect();
        let asked = match &body["montant"] {
            Value::Null => None,
            stated => Some(amount(stated, "montant")?),
        };
        Ok(Asked {
            reference: needed(&body["reference"], "reference")?,
            member: needed(&person["adherent"], "adherent")?,
            family_name: needed(&person["nom"], "nom")?,
            given_name: text(&person["prenom"]),
            birth,
            amc: needed(&body["amc"], "amc")?,
            domain: needed(&body["domaine"], "domaine")?,
            day: day(&body["date"], "date")?,
            amounts_cents: amounts?,
            asked_cents: asked,
        })
    }

    /// The person as the house says it back.
    fn person(self, asked: &Asked) -> Value {
        let mut person = json!({ "adherent": asked.member, "nom": asked.family_name.to_uppercase() });
        if let Some(given) = &asked.given_name {
            person["prenom"] = json!(given);
        }
        if let Some(birth) = asked.birth {
            person["naissance"] = json!(self.say_day(birth));
        }
        person
    }

    /// The rights, in the house's words.
    pub(crate) fn rights(self, platform: Platform, asked: &Asked, rule: &AnswerRule, accreditation: &str) -> Value {
        let (from, to) = rule.period(asked.day);
        let open = from <= asked.day && asked.day <= to;
        let amounts: Vec<i64> = asked.asked_cents.into_iter().collect();
        let covered = match rule.decide(&amounts, asked.day) {
            Decision::Covered(lines) => lines.first().copied().or_else(|| plan(rule, asked.activity())),
            _ => Some(0),
        };
        let needs_agreement = asked.activity() != Activity::Pharmacy;
        let words = if open { "Droits ouverts" } else { "Droits fermés" };
        match self {
            Tongue::Flat => {
                let mut answer = self.person(asked);
                answer["reference"] = json!(asked.reference);
                answer["ouvert"] = json!(if open { "O" } else { "N" });
                answer["debut"] = json!(self.say_day(from));
                answer["fin"] = json!(self.say_day(to));
                answer["pec"] = json!(if needs_agreement { "O" } else { "N" });
                answer["libelle"] = json!(words);
                if let Some(covered) = covered.filter(|_| open) {
                    answer["montant"] = self.say_amount(covered);
                    answer["devise"] = json!("EUR");
                    answer["accreditation"] = json!(accreditation);
                }
                answer
            }
            Tongue::Session => {
                let mut cover = json!({ "domaine": asked.domain, "accordPrealable": needs_agreement });
                if let Some(covered) = covered.filter(|_| open) {
                    cover["plafond"] = self.say_amount(covered);
                    cover["consomme"] = json!(0);
                }
                json!({
                    "statut": "OK",
                    "demande": { "reference": asked.reference },
                    "assure": self.person(asked),
                    "contrat": {
                        "etat": if open { "ACTIF" } else { "RESILIE" },
                        "validite": { "du": self.say_day(from), "au": self.say_day(to) },
                        "garanties": if open { json!([cover]) } else { json!([]) },
                        "accreditation": if open { json!(accreditation) } else { Value::Null },
                        "monnaie": "EUR",
                    },
                    "message": format!("{words}, {}", platform.name()),
                })
            }
            Tongue::Deferred => {
                let mut answer = json!({
                    "etat": "TERMINE",
                    "reference": asked.reference,
                    "beneficiaire": self.person(asked),
                    "droits": { "ouverts": open, "debut": self.say_day(from), "fin": self.say_day(to) },
                    "devise": "EUR",
                    "pecNecessaire": needs_agreement,
                    "texte": words,
                });
                if let Some(covered) = covered.filter(|_| open) {
                    answer["priseEnCharge"] = self.say_amount(covered);
                    answer["garantiePaiement"] = json!(accreditation);
                }
                answer
            }
        }
    }

    /// An error in the house's words.
    pub(crate) fn error(self, code: &str, words: &str) -> Value {
        match self {
            Tongue::Flat | Tongue::Deferred => json!({ "code": code, "libelle": words }),
            Tongue::Session => json!({ "statut": "KO", "erreur": { "code": code, "texte": words } }),
        }
    }

    /// What became of taking a request back, in the house's words: its number, or why it stands.
    pub(crate) fn taken_back(self, reference: &str, done: Result<&str, &str>) -> Value {
        json!({
            "statut": "OK",
            "reference": reference,
            "etat": if done.is_ok() { "ANNULEE" } else { "REFUSEE" },
            "numero": done.ok(),
            "motif": done.err(),
        })
    }

    /// What the register decided of a quote, a prior authorisation or an invoice, in the house's words.
    pub(crate) fn decided(self, asked_reference: &str, person: Option<&Asked>, decided: &Value) -> Value {
        let covered = decided["total"].as_array().and_then(|totals| {
            let is_benefit = |total: &&Value| total["category"]["coding"][0]["code"] == "benefit";
            totals.iter().find(is_benefit).and_then(|total| cents::of_money(&total["amount"]))
        });
        // A prior authorisation has a number of its own; a quote and an invoice are called by that of the answer.
        let own = decided["identifier"][0]["value"].as_str().filter(|_| decided["use"] != "preauthorization");
        let is_covered = covered.is_some_and(|covered| covered > 0);
        let number = decided["preAuthRef"].as_str().or(own.filter(|_| is_covered));
        let state = match (decided["status"].as_str(), decided["outcome"].as_str(), is_covered) {
            (Some("cancelled"), ..) => "ANNULEE",
            (_, Some("queued"), _) => "EN_COURS",
            (_, Some("complete"), true) => "ACCORDEE",
            _ => "REFUSEE",
        };
        let of_line = |item: &Value| {
            let covered = item["adjudication"].as_array()?.iter().find(|one| {
                let category = &one["category"]["coding"][0]["code"];
                category == "benefit"
            })?;
            cents::of_money(&covered["amount"]).map(|covered| json!({ "montant": self.say_amount(covered) }))
        };
        let lines: Vec<Value> = decided["item"].as_array().into_iter().flatten().filter_map(of_line).collect();
        let until = decided["preAuthPeriod"]["end"].as_str().and_then(|text| text.parse::<Date>().ok());
        let mut answer = json!({
            "statut": "OK",
            "reference": asked_reference,
            "etat": state,
            "numero": number,
            "montant": covered.map(|covered| self.say_amount(covered)),
            "devise": "EUR",
            "lignes": lines,
            "valableJusquAu": until.map(|until| self.say_day(until)),
            "motif": decided["disposition"],
        });
        if let Some(asked) = person {
            answer["assure"] = self.person(asked);
        }
        answer
    }
}

/// What the plan announces when no price was asked.
fn plan(rule: &AnswerRule, activity: Activity) -> Option<i64> {
    let line = PLAN.iter().find(|line| line.activity == activity && line.ceiling_cents.is_some())?;
    line.ceiling_cents.map(|ceiling| rule.announced(ceiling))
}

/// The question as the claim that the register takes.
pub(crate) fn as_claim(
    platform: Platform,
    function: Function,
    asked: &Asked,
    agreement: Option<&str>,
    now: Timestamp,
) -> Value {
    let total: i64 = asked.asked_cents.unwrap_or_else(|| asked.amounts_cents.iter().sum());
    let line = |(sequence, amount): (usize, &i64)| json!({ "sequence": sequence, "productOrService": { "text": "ligne" }, "net": cents::money(*amount) });
    let items: Vec<Value> = (1..).zip(&asked.amounts_cents).map(line).collect();
    let mut insurance =
        json!({ "sequence": 1, "focal": true, "coverage": { "identifier": { "value": asked.member } } });
    if let Some(agreement) = agreement {
        insurance["preAuthRef"] = json!([agreement]);
    }
    json!({
        "resourceType": "Claim",
        "identifier": [{ "system": own_system(platform.code(), "reference"), "value": asked.reference }],
        "status": "active",
        "type": { "text": asked.activity().label() },
        "use": claim::use_of(function),
        "priority": { "text": "normal" },
        "patient": { "identifier": { "system": own_system(platform.code(), "adherent"), "value": asked.member } },
        "created": now.to_string(),
        "billablePeriod": { "start": clock::in_paris(now).date().to_string() },
        "insurer": { "display": asked.amc },
        "provider": { "display": "Interface" },
        "insurance": [insurance],
        "item": items,
        "total": cents::money(total),
    })
}

/// Makes an answer be about another person, wherever a house says who it is about.
pub(crate) fn about_another_person(answer: &mut Value) {
    each_object(answer, &mut |object| {
        for (key, other) in [("adherent", "90909090"), ("nom", "AUTRE"), ("prenom", "Personne"), ("naissance", "")] {
            if object.contains_key(key) {
                object.insert(key.to_owned(), json!(other));
            }
        }
    });
}

/// Makes an answer be to another request.
pub(crate) fn to_another_request(answer: &mut Value) {
    each_object(answer, &mut |object| {
        if object.contains_key("reference") {
            object.insert("reference".to_owned(), json!("00000000-0000-4000-8000-0000000000ff"));
        }
    });
}

fn each_object(value: &mut Value, change: &mut impl FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|inner| each_object(inner, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| each_object(inner, change)),
        _ => {}
    }
}
