//! `relais lookup`: one question about one person to a described platform; the answer of all ways, or the named failure.

use super::{
    Ended,
    given::{self, Proof},
    platform_words,
    voice::{Voice, euros},
};
use clap::Args;
use relais_domain::coverage::{CoverageAnswer, CoverageOutcome, CoverageUnknown};
use relais_usecases::{
    contract::LookupRequest,
    lookup_coverage::{LookedUp, Lookup, look_up},
};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A request takes a few hundred bytes.
const MAX_REQUEST_BYTES: u64 = 64 * 1024;

/// The fields of a question, and the codes, under the help.
const FIELDS: &str = "La question : { \"family_name\", \"given_name\"?, \"birth_date\"?, \"member_number\"?, \"nir\"?, \"amc_number\", \
\"convention\"?, \"csr\"?, \"domain\", \"codes\"?: [], \"service_date\", \"asked_cents\"?, \"finess\"?, \"id\"? }\n\n\
Codes de sortie : 0 une réponse ; 2 fichier ou ligne à corriger ; 3 refusé par la plateforme ; 4 plateforme injoignable ; \
5 réponse écartée.";

/// `relais lookup --platform FICHIER --request FICHIER|- [--secret-file FICHIER] [--key-file FICHIER] [--json]`
#[derive(Args)]
#[command(after_help = FIELDS, help_template = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}")]
pub(crate) struct Arguments {
    /// La description de la plateforme (TOML)
    #[arg(long, value_name = "FICHIER")]
    platform: PathBuf,
    /// La question (JSON), « - » pour l’entrée standard
    #[arg(long, value_name = "FICHIER")]
    request: PathBuf,
    #[command(flatten)]
    proof: Proof,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Asks.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let platform = given::description(&arguments.platform)?;
    let lookup = question(&arguments.request)?;
    let secrets = arguments.proof.secrets(&platform, Some(&lookup)).await?;
    let looked_up = look_up(&platform, secrets, &lookup).await;
    let voice = Voice::new(arguments.json);
    match looked_up.map_err(|why| Ended::misuse(platform_words::unusable(&why)))? {
        LookedUp::Answered(answer) => {
            voice.say(&told(&answer), &json!({ "id": lookup.id(), "answer": answer }));
            Ok(())
        }
        LookedUp::Failed(failure) => {
            if arguments.json {
                voice.say("", &json!({ "id": lookup.id(), "failure": failure }));
            }
            Err(Ended::failed(failure.kind, platform_words::failure(&failure)))
        }
    }
}

/// The question in a file, or on the standard input.
pub(super) fn question(file: &Path) -> Result<Lookup, Ended> {
    let text = given::read(file, MAX_REQUEST_BYTES)?;
    let typed: LookupRequest = serde_json::from_str(&text).map_err(|error| {
        let place = format!("ligne {}, colonne {}", error.line(), error.column());
        let sentence = match key_of(&error.to_string()) {
            Some(key) => format!("« {key} » manque à la question ou n’y est pas connu ({place})."),
            None => format!("La question n’a pas été comprise ({place})."),
        };
        Ended::misuse(format!("{sentence} « relais help lookup » décrit ses champs."))
    })?;
    Ok(Lookup::read(&typed)?)
}

/// The key a reader complains of. Its other words may quote a value, which names a person.
fn key_of(words: &str) -> Option<&str> {
    let named = words.strip_prefix("unknown field `").or_else(|| words.strip_prefix("missing field `"))?;
    named.split('`').next()
}

/// The answer in sentences; what is not known is said, and nothing is said to be a right in force that is not.
pub(super) fn told(answer: &CoverageAnswer) -> String {
    let mut lines = vec![match (answer.is_right_in_force(), answer.in_force, answer.outcome) {
        (true, ..) => format!("Droits ouverts au {}.", answer.service_date),
        (_, Some(false), _) => format!("Droits fermés au {}.", answer.service_date),
        (.., CoverageOutcome::Queued) => "La plateforme a pris la question ; elle n’a pas encore répondu.".to_owned(),
        (.., CoverageOutcome::Error) => "La plateforme n’a pas pu traiter la question.".to_owned(),
        _ => "Droits non confirmés.".to_owned(),
    }];
    if let Some(period) = answer.period {
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        lines.push(format!("Période : du {} au {}.", day(period.start), day(period.end)));
    }
    if let Some(covered) = answer.covered_cents {
        lines.push(format!("Pris en charge : {}.", euros(covered.get())));
    }
    if let Some(required) = answer.authorisation_required {
        lines.push(format!("Prise en charge préalable : {}.", if required { "nécessaire" } else { "non" }));
    }
    if let Some(reference) = &answer.reference {
        lines.push(format!("Référence d’accréditation : {reference}."));
    }
    if let Some(message) = &answer.message {
        lines.push(format!("La plateforme dit : « {message} »"));
    }
    if !answer.error_codes.is_empty() {
        lines.push(format!("Codes : {}.", answer.error_codes.join(", ")));
    }
    if !answer.not_known.is_empty() {
        let words: Vec<&str> = answer.not_known.iter().copied().map(unknown).collect();
        lines.push(format!("Non dit : {}.", words.join(", ")));
    }
    lines.push(format!("Réponse {:?}, {}.", answer.certainty, answer.answered_at.strftime("%Y-%m-%d %H:%M:%S UTC")));
    lines.join("\n")
}

const fn unknown(unknown: CoverageUnknown) -> &'static str {
    match unknown {
        CoverageUnknown::InForce => "si les droits sont ouverts",
        CoverageUnknown::Period => "la période",
        CoverageUnknown::CoveredAmount => "le montant couvert",
        CoverageUnknown::Currency => "la monnaie d’un montant, écarté",
        CoverageUnknown::AuthorisationRequired => "si une prise en charge est nécessaire",
        CoverageUnknown::Reference => "la référence",
        CoverageUnknown::Subject => "de qui il s’agit",
        CoverageUnknown::Cover => "lequel de plusieurs contrats",
        CoverageUnknown::ServiceDate => "les droits à cette date, hors de la période",
    }
}
