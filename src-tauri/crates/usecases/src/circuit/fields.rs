//! What the two lists of the circuit may say, under the names programs usually give the columns; and what the usual words
//! of a return mean. Proposals of 2024, made of the trade's words: no program's list was read, and each is corrected.

use crate::table_reading::{Spec, field, required};
use relais_domain::{circuit::ReturnOutcome, tabular::TableKind};
use relais_exchange::tabular::FieldKind;

/// The number of an invoice.
pub(crate) const INVOICE: &[&str] = &[
    "n facture",
    "no facture",
    "num facture",
    "numero facture",
    "numero de facture",
    "n de facture",
    "facture",
    "reference facture",
    "ref facture",
    "fse",
    "n fse",
    "invoice",
];
const LOT: &[&str] =
    &["n lot", "no lot", "num lot", "numero lot", "numero de lot", "n de lot", "lot", "bordereau", "n bordereau"];

/// « Lots transmis ».
pub(super) static LOTS: Spec = Spec {
    table: TableKind::TransmittedLots,
    fields: &[
        required("invoice", FieldKind::Code, INVOICE),
        required(
            "amc_share",
            FieldKind::Amount,
            &[
                "part rc",
                "montant rc",
                "part amc",
                "montant amc",
                "part complementaire",
                "part mutuelle",
                "montant mutuelle",
                "montant complementaire",
                "rc",
                "amc",
                "tp rc",
            ],
        ),
        field("lot", FieldKind::Code, LOT),
        field(
            "on",
            FieldKind::Date,
            &[
                "date envoi",
                "date d envoi",
                "date transmission",
                "date de transmission",
                "envoye le",
                "date lot",
                "transmis le",
            ],
        ),
        field(
            "amo_share",
            FieldKind::Amount,
            &[
                "part ro",
                "montant ro",
                "part amo",
                "montant amo",
                "part obligatoire",
                "part secu",
                "montant secu",
                "ro",
                "amo",
            ],
        ),
        field(
            "family_name",
            FieldKind::Text,
            &["nom", "nom patient", "nom assure", "nom beneficiaire", "beneficiaire", "patient", "assure", "client"],
        ),
        field("given_name", FieldKind::Text, &["prenom", "prenom patient", "prenom beneficiaire", "prenom assure"]),
        field(
            "amc_number",
            FieldKind::Code,
            &["n amc", "no amc", "num amc", "numero amc", "code amc", "n mutuelle", "code organisme", "n organisme"],
        ),
        field(
            "insurer_name",
            FieldKind::Text,
            &[
                "mutuelle",
                "nom amc",
                "nom mutuelle",
                "complementaire",
                "organisme",
                "nom organisme",
                "organisme complementaire",
            ],
        ),
        field(
            "member_number",
            FieldKind::Code,
            &["n adherent", "no adherent", "num adherent", "numero adherent", "adherent"],
        ),
        field("operator", FieldKind::Text, &["operateur", "plateforme", "otp", "concentrateur tp"]),
        field(
            "delivered_on",
            FieldKind::Date,
            &[
                "date facture",
                "date de facture",
                "date delivrance",
                "date de delivrance",
                "date soins",
                "date des soins",
                "date",
            ],
        ),
    ],
    words: None,
    either: &[],
};

/// « Retours du concentrateur ».
pub(super) static RETURNS: Spec = Spec {
    table: TableKind::ConcentratorReturns,
    fields: &[
        required("invoice", FieldKind::Code, INVOICE),
        field("lot", FieldKind::Code, LOT),
        field(
            "outcome",
            FieldKind::Word,
            &["statut", "etat", "retour", "resultat", "situation", "type retour", "statut rc", "decision"],
        ),
        field(
            "code",
            FieldKind::Code,
            &["code rejet", "code motif", "code retour", "code erreur", "code anomalie", "code"],
        ),
        field(
            "wording",
            FieldKind::Text,
            &["libelle rejet", "motif", "motif rejet", "libelle", "libelle motif", "message", "commentaire"],
        ),
        field(
            "reference",
            FieldKind::Code,
            &[
                "reference paiement",
                "ref paiement",
                "n virement",
                "reference virement",
                "ref virement",
                "n accord",
                "reference accord",
                "reference",
            ],
        ),
        field(
            "amount",
            FieldKind::Amount,
            &["montant paye", "montant rc", "montant accepte", "montant regle", "part rc", "montant avise", "montant"],
        ),
        field(
            "on",
            FieldKind::Date,
            &[
                "date retour",
                "date de retour",
                "date paiement",
                "date de paiement",
                "date reception",
                "date virement",
                "date",
            ],
        ),
    ],
    words: Some(("outcome", usual_outcome)),
    either: &[],
};

/// The list of a kind.
pub(super) const fn spec_of(table: TableKind) -> Option<&'static Spec> {
    match table {
        TableKind::TransmittedLots => Some(&LOTS),
        TableKind::ConcentratorReturns => Some(&RETURNS),
        TableKind::BankStatement | TableKind::PaymentAdvices => None,
    }
}

/// What a usual word of a return means. The beginning of the word is what programs agree upon.
fn usual_outcome(word: &str) -> Option<&'static str> {
    let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    // What denies comes first: « non payé » begins like nothing else, « impayé » is no payment.
    if begins(&["rej", "refus", "ko", "anomalie", "erreur", "non ", "impay", "neg", "arl n"]) {
        return Some(ReturnOutcome::Rejected.word());
    }
    if begins(&["paye", "paie", "avis", "regl", "vire", "rembours", "liquid"]) {
        return Some(ReturnOutcome::Advised.word());
    }
    if begins(&["acc", "ok", "valid", "recu", "pris", "pos", "arl p", "integre"]) {
        return Some(ReturnOutcome::Accepted.word());
    }
    None
}

/// The outcome a code names.
pub(super) fn outcome_of(means: &str) -> Option<ReturnOutcome> {
    ReturnOutcome::ALL.into_iter().find(|outcome| outcome.word() == means)
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_exchange::tabular::fold;
    use rstest::rstest;

    #[rstest]
    #[case("REJ", Some("rejected"))]
    #[case("Rejeté", Some("rejected"))]
    #[case("Non payé", Some("rejected"))]
    #[case("Impayé", Some("rejected"))]
    #[case("ARL négatif", Some("rejected"))]
    #[case("ARL positif", Some("accepted"))]
    #[case("Accepté", Some("accepted"))]
    #[case("Payé", Some("advised"))]
    #[case("Avisé", Some("advised"))]
    #[case("07", None)]
    fn usual_words(#[case] word: &str, #[case] expected: Option<&str>) {
        assert_eq!(usual_outcome(&fold(word)), expected);
        assert_eq!(expected.map(|means| outcome_of(means).is_some()), expected.map(|_| true));
    }

    #[test]
    fn names_are_written_as_they_are_compared_and_codes_once() {
        for spec in [&LOTS, &RETURNS] {
            for field in spec.fields {
                assert!(field.names.iter().all(|name| fold(name) == **name), "{}", field.code);
                assert_eq!(spec.fields.iter().filter(|other| other.code == field.code).count(), 1);
            }
        }
    }
}
