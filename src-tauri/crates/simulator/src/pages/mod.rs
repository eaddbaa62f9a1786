//! Pages for people, in French: plain HTML with one small style sheet, no script. Text from outside is escaped where it
//! enters a page.

pub(crate) mod control;
pub(crate) mod portal;

use crate::places::Platform;

/// Escapes text for HTML, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A whole page.
pub(crate) fn page(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>{}</style>\n</head>\n<body>\n\
         <p class=\"ribbon\">Simulateur : aucune donnée réelle, aucune demande ne part d’ici</p>\n\
         <main>\n{main}\n</main>\n</body>\n</html>\n",
        escape(title),
        include_str!("style.css"),
    )
}

/// A web page where data was agreed: what a captive portal or a proxy answers.
pub(crate) fn stray(platform: Platform) -> String {
    page("Bienvenue", &format!("<h1>Bienvenue</h1>\n<p>Vous êtes sur le site de {}.</p>", platform.name()))
}

/// The page of a platform closed as a precaution.
pub(crate) fn closed(platform: Platform) -> String {
    let name = platform.name();
    page(
        &format!("{name} : accès fermé"),
        &format!(
            "<h1>Accès fermé par précaution</h1>\n<p>{name} a fermé cet accès le temps de vérifications de sécurité. \
             Vos engagements de tiers payant restent valables.</p>"
        ),
    )
}

/// The page of a gateway whose server does not answer.
pub(crate) fn failure(platform: Platform, status: u16) -> String {
    let name = platform.name();
    page(
        &format!("{name} : erreur {status}"),
        &format!("<h1>Service momentanément indisponible</h1>\n<p>{name} ne peut pas répondre (erreur {status}).</p>"),
    )
}
