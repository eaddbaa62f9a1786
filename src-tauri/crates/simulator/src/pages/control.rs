//! The control page: how each function of each platform stands, in words and shapes, with what breaks and mends it.

use serde_json::Value;

use super::escape;
use crate::book::PARTIAL_RATE_BP;
use crate::clock;
use crate::log::LogEntry;

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The whole page, from the same JSON the control serves.
pub(crate) fn page(state: &Value, recent: &[LogEntry], refusal: Option<&str>) -> String {
    let refusal =
        refusal.map(|words| format!("<p class=\"refusal\" role=\"alert\">{}</p>", escape(words))).unwrap_or_default();
    let platforms: String = list(&state["platforms"]).iter().map(platform).collect();
    let main = format!(
        "<h1>Plateformes simulées</h1>\n<p class=\"quiet\">Chaque fonction de chaque plateforme se coupe et se \
         rétablit seule.</p>\n{refusal}\n{}\n{}\n{platforms}\n{}\n{}",
        overview(state),
        story(state),
        answers(state),
        log(recent),
    );
    super::page("Simulateur de plateformes de tiers payant", &main)
}

/// The clock and the scenario.
fn story(state: &Value) -> String {
    let options: String = list(&state["scenarios"])
        .iter()
        .map(|name| {
            let chosen = if *name == state["scenario"]["name"] { " selected" } else { "" };
            format!("<option value=\"{0}\"{chosen}>{0}</option>", text(name))
        })
        .collect();
    let moving = if state["clock"] == "following" { "l’horloge avance" } else { "l’horloge est arrêtée" };
    let recognised = state["recognises_repeats"] == true;
    let (repeats, other) = if recognised { ("reconnue", "non") } else { ("prise pour une autre", "oui") };
    let steps = if state["scenario"].is_null() { String::new() } else { steps(&state["scenario"]) };
    format!(
        "<section aria-labelledby=\"histoire\"><h2 id=\"histoire\">Date simulée : {} <span class=\"quiet\">({moving}, \
         heure de Paris)</span></h2>\n\
         <div class=\"side\">\
         <form class=\"line\" method=\"post\" action=\"/control/clock\"><label for=\"instant\">Aller au \
         <input id=\"instant\" name=\"instant\" type=\"datetime-local\" required></label><button>Régler l’horloge</button></form>\
         <form class=\"line\" method=\"post\" action=\"/control/scenario\"><label for=\"scenario\">Scénario \
         <select id=\"scenario\" name=\"name\"><option value=\"\">aucun</option>{options}</select></label>\
         <button>Jouer ce scénario</button></form>\
         <form class=\"line\" method=\"post\" action=\"/control/repeats\"><span>Demande répétée sous le même identifiant : \
         {repeats}</span><input type=\"hidden\" name=\"recognised\" value=\"{other}\">\
         <button>Changer</button></form></div>\n{steps}</section>",
        text(&state["now_text"]),
    )
}

/// The scenario's steps, those of one moment in one row.
fn steps(scenario: &Value) -> String {
    let rows: String = list(&scenario["steps"]).chunk_by(|one, next| one["at"] == next["at"]).map(moment_row).collect();
    format!(
        "<table><caption>{}</caption><thead><tr><th scope=\"col\">Étape</th><th scope=\"col\">Date</th>\
         <th scope=\"col\">Ce qui arrive</th><th scope=\"col\"><span class=\"hidden\">Aller à l’étape</span></th>\
         </tr></thead><tbody>{rows}</tbody></table>",
        text(&scenario["title"]),
    )
}

fn moment_row(steps: &[Value]) -> String {
    let change = |step: &Value| {
        let activity = step["activity_label"].as_str().map(|label| format!(" ({label})")).unwrap_or_default();
        let supposed = if step["assumption"] == true { " <em>(supposé)</em>" } else { "" };
        format!(
            "<li>{}, {}{activity} : {}. <span class=\"quiet\">{}</span>{supposed}</li>",
            text(&step["platform_name"]),
            text(&step["function_label"]),
            escape(step["fault_label"].as_str().unwrap_or("rétabli")),
            text(&step["cause"]),
        )
    };
    let changes: String = steps.iter().map(change).collect();
    let mark = if steps[0]["passed"] == true { "● passé" } else { "○ à venir" };
    format!(
        "<tr><td class=\"nowrap\">{mark}</td><td class=\"nowrap\">{0}</td><td><ul>{changes}</ul></td>\
         <td><form method=\"post\" action=\"/control/clock\"><input type=\"hidden\" name=\"instant\" value=\"{1}\">\
         <button>Y aller<span class=\"hidden\"> : {0}</span></button></form></td></tr>",
        text(&steps[0]["at_text"]),
        text(&steps[0]["at"]),
    )
}

/// Every function of every platform at a glance.
fn overview(state: &Value) -> String {
    let platforms = list(&state["platforms"]);
    let heads: String = platforms
        .iter()
        .map(|row| format!("<th scope=\"col\"><a href=\"#{}\">{}</a></th>", text(&row["code"]), text(&row["name"])))
        .collect();
    let functions = platforms.first().map(|row| list(&row["functions"])).unwrap_or_default();
    let row = |(index, function): (usize, &Value)| {
        let cell = |platform: &Value| {
            let states: String = list(&platform["functions"][index]["standings"]).iter().map(state_cell).collect();
            format!("<td>{states}</td>")
        };
        let cells: String = platforms.iter().map(cell).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", text(&function["label"]))
    };
    let rows: String = functions.iter().enumerate().map(row).collect();
    format!(
        "<section aria-labelledby=\"etat\"><h2 id=\"etat\">État</h2><table>\
         <caption class=\"hidden\">État de chaque fonction de chaque plateforme</caption>\
         <thead><tr><th scope=\"col\">Fonction</th>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )
}

fn platform(platform: &Value) -> String {
    let (code, name) = (text(&platform["code"]), text(&platform["name"]));
    let rows: String =
        list(&platform["functions"]).iter().map(|function| function_row(&code, &name, function)).collect();
    let all = format!(
        "<form method=\"post\" action=\"/control/mend\"><input type=\"hidden\" name=\"platform\" value=\"{code}\">\
         <button>Tout rétablir<span class=\"hidden\"> pour {name}</span></button></form>"
    );
    let limit = platform["calls_per_second"].as_u64().map(|calls| calls.to_string()).unwrap_or_default();
    let pace = format!(
        "<form class=\"line\" method=\"post\" action=\"/control/limit\">\
         <input type=\"hidden\" name=\"platform\" value=\"{code}\">\
         <label for=\"limite-{code}\">Appels par seconde <input id=\"limite-{code}\" name=\"calls_per_second\" \
         inputmode=\"numeric\" size=\"4\" value=\"{limit}\"></label> <span class=\"quiet\">vide : sans limite</span>\
         <button>Limiter<span class=\"hidden\"> {name}</span></button></form>"
    );
    format!(
        "<section aria-labelledby=\"{code}\"><h2 id=\"{code}\">{name}</h2>\
         <p class=\"quiet\">Adresse propre : <code>{}</code> · prises en charge accordées : {} · \
         <a href=\"/{code}/portail\">portail</a></p>\
         <table><caption class=\"hidden\">Fonctions de {name}</caption><thead><tr><th scope=\"col\">Fonction</th>\
         <th scope=\"col\">État</th><th scope=\"col\">Depuis, cause</th><th scope=\"col\">Couper</th>\
         <th scope=\"col\">Rétablir</th></tr></thead><tbody>{rows}</tbody></table>\
         <div class=\"side\">{all}{pace}</div></section>",
        text(&platform["own_base_url"]),
        platform["agreements"],
    )
}

fn function_row(code: &str, name: &str, function: &Value) -> String {
    let (key, label) = (text(&function["function"]), text(&function["label"]));
    let standings = list(&function["standings"]);
    let states: String = standings.iter().map(state_cell).collect();
    let causes: String = standings.iter().map(cause_cell).collect();
    let faults: String = list(&function["faults"])
        .iter()
        .map(|fault| format!("<option value=\"{}\">{}</option>", text(&fault["fault"]), text(&fault["label"])))
        .collect();
    let target = format!(
        "<input type=\"hidden\" name=\"platform\" value=\"{code}\"><input type=\"hidden\" name=\"function\" value=\"{key}\">"
    );
    format!(
        "<tr><th scope=\"row\">{label}</th><td>{states}</td><td>{causes}</td>\
         <td><form class=\"line one\" method=\"post\" action=\"/control/fault\">{target}\
         <select name=\"fault\" aria-label=\"Panne, {label}, {name}\">{faults}</select>\
         <input type=\"number\" name=\"count\" min=\"1\" max=\"10000\" placeholder=\"appels\" \
         aria-label=\"Nombre d’appels, vide jusqu’au rétablissement, {label}, {name}\">\
         <button>Couper<span class=\"hidden\"> {label}, {name}</span></button></form></td>\
         <td><form method=\"post\" action=\"/control/mend\">{target}\
         <button>Rétablir<span class=\"hidden\"> {label}, {name}</span></button></form></td></tr>"
    )
}

fn state_cell(standing: &Value) -> String {
    let (class, mark) = match standing["state"].as_str().unwrap_or_default() {
        "up" => ("up", "●"),
        "degraded" => ("degraded", "◐"),
        "closed" => ("closed", "■"),
        _ => ("down", "✕"),
    };
    let activity = standing["activity_label"].as_str().map(|label| format!("{label} : ")).unwrap_or_default();
    format!(
        "<div class=\"nowrap\">{activity}<span class=\"state {class}\"><span aria-hidden=\"true\">{mark}</span> {}</span></div>",
        text(&standing["state_text"])
    )
}

fn cause_cell(standing: &Value) -> String {
    let mut parts = Vec::new();
    if let Some(label) = standing["fault_label"].as_str() {
        parts.push(escape(label));
    }
    if let Some(left) = standing["remaining"].as_u64() {
        parts.push(format!("encore {left} appel{}", if left > 1 { "s" } else { "" }));
    }
    if let Some(since) = standing["since_text"].as_str() {
        parts.push(format!("depuis le {since}"));
    }
    if let Some(cause) = standing["cause"].as_str().filter(|cause| !cause.is_empty()) {
        parts.push(escape(cause));
    }
    let said = if parts.is_empty() { "—".to_owned() } else { parts.join(" · ") };
    let activity = standing["activity_label"].as_str().map(|label| format!("{label} : ")).unwrap_or_default();
    format!("<div>{activity}{said}</div>")
}

/// Choosing what is answered about a member.
fn answers(state: &Value) -> String {
    let platforms: String = list(&state["platforms"])
        .iter()
        .map(|platform| format!("<option value=\"{}\">{}</option>", text(&platform["code"]), text(&platform["name"])))
        .collect();
    format!(
        "<section aria-labelledby=\"reponses\"><h2 id=\"reponses\">Réponse donnée pour un adhérent</h2>\
         <p class=\"quiet\">Sans réponse choisie, le dernier chiffre du numéro décide : 0 à 6, tout ce qui est demandé ; \
         7 et 8, {} % ; 9, refus ou droits absents.</p>\
         <form class=\"line\" method=\"post\" action=\"/control/answer\">\
         <label for=\"reponse-plateforme\">Plateforme <select id=\"reponse-plateforme\" name=\"platform\">{platforms}</select></label>\
         <label for=\"reponse-adherent\">Numéro d’adhérent <input id=\"reponse-adherent\" name=\"member_number\" required maxlength=\"20\"></label>\
         <label for=\"reponse-regle\">Réponse <select id=\"reponse-regle\" name=\"rule\">\
         <option value=\"cover_as_asked\">tout ce qui est demandé</option><option value=\"cover_rate\">un taux</option>\
         <option value=\"cover_up_to\">jusqu’à un plafond</option><option value=\"solidarity\">complémentaire santé solidaire</option>\
         <option value=\"refuse\">refus</option><option value=\"rights_ended\">droits fermés</option>\
         <option value=\"out_of_network\">hors réseau</option><option value=\"unknown_member\">adhérent inconnu</option>\
         <option value=\"pending\">mise à l’étude</option></select></label>\
         <label for=\"reponse-taux\">Taux (points de base) <input id=\"reponse-taux\" name=\"rate_bp\" type=\"number\" min=\"0\" max=\"10000\"></label>\
         <label for=\"reponse-plafond\">Plafond (centimes) <input id=\"reponse-plafond\" name=\"ceiling_cents\" type=\"number\" min=\"0\"></label>\
         <label for=\"reponse-motif\">Motif du refus <input id=\"reponse-motif\" name=\"reason\" maxlength=\"200\"></label>\
         <button>Choisir</button></form></section>",
        PARTIAL_RATE_BP / 100,
    )
}

fn log(recent: &[LogEntry]) -> String {
    let row = |entry: &LogEntry| {
        let outcome = match (entry.fault, entry.status) {
            (Some(fault), _) => fault.label().to_owned(),
            (None, Some(status)) => status.to_string(),
            (None, None) => "—".to_owned(),
        };
        format!(
            "<tr><td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            entry.number,
            clock::french(entry.at),
            entry.platform.name(),
            entry.function.map_or("—", |function| function.label()),
            escape(&outcome),
            escape(entry.request_identifier.as_deref().unwrap_or("—")),
            escape(entry.member.as_deref().unwrap_or("—")),
        )
    };
    let rows: String = recent.iter().rev().map(row).collect();
    let rows =
        if rows.is_empty() { "<tr><td colspan=\"7\">Aucun appel pour l’instant.</td></tr>".to_owned() } else { rows };
    format!(
        "<section aria-labelledby=\"journal\"><h2 id=\"journal\">Derniers appels</h2><table>\
         <caption class=\"hidden\">Derniers appels, le plus récent d’abord</caption><thead><tr>\
         <th scope=\"col\" class=\"number\">N°</th><th scope=\"col\">Heure simulée</th><th scope=\"col\">Plateforme</th>\
         <th scope=\"col\">Fonction</th><th scope=\"col\">Issue</th><th scope=\"col\">Demande</th>\
         <th scope=\"col\">Adhérent</th></tr></thead><tbody>{rows}</tbody></table></section>"
    )
}
