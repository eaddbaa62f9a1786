//! The pages of a platform's portal: two forms and their answers, to be copied by hand or by the assisted portal.

use jiff::civil::Date;
use serde_json::Value;

use super::{escape, page};
use crate::book::{AnswerRule, PLAN};
use crate::cents;
use crate::places::{Activity, Function, Platform};

/// What the rights page shows.
pub(crate) struct RightsShown<'a> {
    pub(crate) member: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) activity: Activity,
    pub(crate) day: Date,
    pub(crate) rule: &'a AnswerRule,
}

fn titled(platform: Platform, title: &str, main: &str) -> String {
    let name = platform.name();
    let back = format!("<p><a href=\"/{}/portail\">Retour au portail</a></p>", platform.code());
    page(
        &format!("{title} · {name}"),
        &format!("<p class=\"quiet\">{name}, portail</p>\n<h1>{title}</h1>\n{main}\n{back}"),
    )
}

fn activity_field(prefix: &str) -> String {
    let option = |activity: Activity| format!("<option value=\"{}\">{}</option>", activity.code(), activity.label());
    let options: String = Activity::ALL.into_iter().map(option).collect();
    format!(
        "<label for=\"{prefix}-activite\">Activité <select id=\"{prefix}-activite\" name=\"activite\">{options}</select></label>"
    )
}

fn member_field(prefix: &str) -> String {
    format!(
        "<label for=\"{prefix}-adherent\">Numéro d’adhérent \
         <input id=\"{prefix}-adherent\" name=\"adherent\" required maxlength=\"20\" autocomplete=\"off\"></label>"
    )
}

/// The two forms.
pub(crate) fn home(platform: Platform, today: Date) -> String {
    let (name, code) = (platform.name(), platform.code());
    let main = format!(
        "<h1>Portail {name}</h1>\n\
         <section><h2>Consulter les droits</h2>\n<form class=\"line\" method=\"post\" action=\"/{code}/portail/droits\">\n\
         {}\n{}\n<label for=\"droits-date\">Date des soins <input id=\"droits-date\" name=\"date\" type=\"date\" value=\"{today}\"></label>\n\
         <button class=\"main\">Consulter les droits</button></form></section>\n\
         <section><h2>Demander une prise en charge</h2>\n<form class=\"line\" method=\"post\" action=\"/{code}/portail/pec\">\n\
         {}\n{}\n<label for=\"pec-montant\">Part demandée à la complémentaire (€) \
         <input id=\"pec-montant\" name=\"montant\" required inputmode=\"decimal\" autocomplete=\"off\"></label>\n\
         <label for=\"pec-reference\">Référence du dossier \
         <input id=\"pec-reference\" name=\"reference\" maxlength=\"64\" autocomplete=\"off\"></label>\n\
         <button class=\"main\">Demander la prise en charge</button></form></section>",
        member_field("droits"),
        activity_field("droits"),
        member_field("pec"),
        activity_field("pec"),
    );
    page(&format!("Portail {name}"), &main)
}

/// The rights of a member.
pub(crate) fn rights(platform: Platform, shown: &RightsShown<'_>) -> String {
    let (from, to) = shown.rule.period(shown.day);
    let open = from <= shown.day && shown.day <= to && *shown.rule != AnswerRule::UnknownMember;
    let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let verdict = match shown.rule {
        AnswerRule::UnknownMember => "Adhérent inconnu".to_owned(),
        AnswerRule::OutOfNetwork => "Droits ouverts, hors réseau : pas de tiers payant".to_owned(),
        AnswerRule::Solidarity => "Droits ouverts, complémentaire santé solidaire".to_owned(),
        _ if open => "Droits ouverts".to_owned(),
        _ => format!("Droits fermés depuis le {}", day(to)),
    };
    let mut main = format!(
        "<section><dl><dt>Réponse</dt><dd>{}</dd><dt>Numéro d’adhérent</dt><dd>{}</dd>",
        escape(&verdict),
        escape(shown.member)
    );
    if let Some(name) = shown.name {
        main.push_str(&format!("<dt>Adhérent</dt><dd>{}</dd>", escape(name)));
    }
    if open {
        main.push_str(&format!("<dt>Droits</dt><dd>du {} au {}</dd></dl>{}", day(from), day(to), benefits(shown)));
    } else {
        main.push_str("</dl>");
    }
    titled(platform, "Droits", &format!("{main}</section>"))
}

fn benefits(shown: &RightsShown<'_>) -> String {
    let row = |line: &crate::book::PlanLine| {
        let allowed = match line.ceiling_cents {
            Some(ceiling) => format!("jusqu’à {}", cents::french(shown.rule.announced(ceiling))),
            None => line.allowed.to_owned(),
        };
        let needs = if line.authorisation_required { "oui" } else { "non" };
        format!("<tr><th scope=\"row\">{}</th><td>{}</td><td>{needs}</td></tr>", line.name, escape(&allowed))
    };
    let rows: String = PLAN.iter().filter(|line| line.activity == shown.activity).map(row).collect();
    format!(
        "<table><caption>Garanties, {}</caption><thead><tr><th scope=\"col\">Garantie</th>\
         <th scope=\"col\">Prise en charge</th><th scope=\"col\">Accord préalable</th></tr></thead>\
         <tbody>{rows}</tbody></table>",
        shown.activity.label()
    )
}

/// The answer to a prior authorisation.
pub(crate) fn agreement(platform: Platform, reference: &str, asked_cents: i64, answer: &Value) -> String {
    let text = |value: &Value| escape(value.as_str().unwrap_or_default());
    let mut main = format!(
        "<section><dl><dt>Réponse</dt><dd>{}</dd><dt>Référence du dossier</dt><dd>{}</dd>\
         <dt>Part demandée</dt><dd>{}</dd>",
        text(&answer["disposition"]),
        escape(reference),
        cents::french(asked_cents),
    );
    if let Some(number) = answer["preAuthRef"].as_str() {
        let covered = cents::of_money(&answer["total"][1]["amount"]).unwrap_or_default();
        let end = answer["preAuthPeriod"]["end"].as_str().and_then(|end| end.parse::<Date>().ok());
        let end = end.map(|end| end.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
        main.push_str(&format!(
            "<dt>Numéro de prise en charge</dt><dd id=\"numero\">{}</dd>\
             <dt>Montant accordé</dt><dd id=\"montant\">{}</dd><dt>Valable jusqu’au</dt><dd id=\"validite\">{end}</dd>",
            escape(number),
            cents::french(covered),
        ));
    }
    titled(platform, "Prise en charge", &format!("{main}</dl></section>"))
}

/// The portal answers, the function behind it does not.
pub(crate) fn out_of_order(platform: Platform, function: Function) -> String {
    let words = match function {
        Function::Rights => "La consultation des droits est momentanément indisponible.",
        _ => "La demande de prise en charge n’a pas pu être enregistrée. Réessayez plus tard.",
    };
    titled(platform, "Service indisponible", &format!("<p class=\"refusal\" role=\"alert\">{words}</p>"))
}

/// What was typed cannot be taken.
pub(crate) fn invalid(platform: Platform, words: &str) -> String {
    titled(platform, "Saisie à corriger", &format!("<p class=\"refusal\" role=\"alert\">{}</p>", escape(words)))
}
