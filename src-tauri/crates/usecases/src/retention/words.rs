//! The words of the certificate.

use crate::contract::ClockRow;
use relais_domain::{
    purge::{Erased, PurgeWhy},
    retention::DataKind,
};

pub(super) const fn why(why: PurgeWhy) -> &'static str {
    match why {
        PurgeWhy::Due => "Fin des durées de conservation",
        PurgeWhy::Requested => "Demande d’une personne (RGPD, article 17)",
    }
}

/// A kind, and from which event its time runs.
pub(super) const fn kind(kind: DataKind) -> (&'static str, &'static str) {
    match kind {
        DataKind::Customer => ("Identité d’un client et pièces à son nom", "après la fin du dossier"),
        DataKind::Entries => ("Écritures, sans nom", "après leur date"),
        DataKind::Nir => ("Numéros de sécurité sociale", "après la fin du dossier"),
        DataKind::CardText => ("Textes lus de cartes", "après la fin du dossier"),
        DataKind::CardPicture => ("Images de cartes", "après la fin du dossier"),
        DataKind::ChequePicture => ("Images de chèques", "après la fin du chèque"),
        DataKind::ChequeLine => ("Lignes de chèques", "après la fin du chèque"),
        DataKind::Exchange => ("Échanges avec les plateformes", "après l’échange"),
        DataKind::Account => ("Comptes du coffre", "après leur retrait"),
        DataKind::AccessLog => ("Journal des accès", "après la consultation"),
        DataKind::Breach => ("Registre des violations", "après la clôture"),
        DataKind::Backup => ("Sauvegardes", "après leur écriture"),
    }
}

/// « 10 ans », « 18 mois ».
pub(super) fn duration(months: u32) -> String {
    match (months / 12, months % 12) {
        (1, 0) => "1 an".to_owned(),
        (years, 0) => format!("{years} ans"),
        _ => format!("{months} mois"),
    }
}

/// What a clock keeps, and how long: « Images de chèques », « 30 jours après la fin du chèque ».
pub(crate) fn kept_words(row: &ClockRow) -> (&'static str, String) {
    let (what, event) = kind(row.kind);
    let how_long = match (row.months, row.days) {
        (Some(months), _) => duration(months),
        (None, Some(1)) => "1 jour".to_owned(),
        (None, days) => format!("{} jours", days.unwrap_or_default()),
    };
    (what, format!("{how_long} {event}"))
}

/// What went, a line a kind of thing; nothing of what did not.
pub(super) fn erased(erased: &Erased) -> Vec<(&'static str, u32)> {
    let Erased { customers, cards, nirs, card_texts, pictures, cheque_lines, notes, exchanges, papers } = *erased;
    let lines = [
        ("Clients : nom, téléphone, date de naissance et clé des preuves", customers),
        ("Cartes : n° d’adhérent, assureur et personnes nommées", cards),
        ("Numéros de sécurité sociale", nirs),
        ("Textes lus de cartes", card_texts),
        ("Images de cartes et de chèques", pictures),
        ("Lignes de chèques, avec banque et tireur", cheque_lines),
        ("Motifs, notes et réponses en toutes lettres", notes),
        ("Échanges avec les plateformes", exchanges),
        ("Documents imprimés, reçus ou joints", papers),
    ];
    lines.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1, "1 mois")]
    #[case(12, "1 an")]
    #[case(18, "18 mois")]
    #[case(120, "10 ans")]
    fn durations(#[case] months: u32, #[case] expected: &str) {
        assert_eq!(duration(months), expected);
    }
}
