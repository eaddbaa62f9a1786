//! What a list of payment advices may say, under the names operators usually give the columns; and the usual words of its
//! status. Proposals made of the trade's words: no norm is read here (RSP, NOEMIE), and each is corrected.

use crate::{
    circuit::INVOICE,
    table_reading::{Spec, field, required},
};
use relais_domain::{advice::AdviceOutcome, tabular::TableKind};
use relais_exchange::tabular::FieldKind;

/// « Avis de paiement ».
pub(super) static ADVICES: Spec = Spec {
    table: TableKind::PaymentAdvices,
    fields: &[
        required(
            "amount",
            FieldKind::Amount,
            &[
                "montant avise",
                "montant paye",
                "montant regle",
                "montant rc",
                "part rc",
                "montant amc",
                "part amc",
                "montant",
            ],
        ),
        field("invoice", FieldKind::Code, INVOICE),
        field(
            "dossier",
            FieldKind::Code,
            &["n dossier", "no dossier", "numero de dossier", "numero dossier", "dossier"],
        ),
        field("operator", FieldKind::Text, &["operateur", "plateforme", "payeur", "organisme payeur", "emetteur"]),
        field(
            "reference",
            FieldKind::Code,
            &[
                "reference avis",
                "ref avis",
                "n avis",
                "numero avis",
                "reference paiement",
                "ref paiement",
                "n virement",
                "reference virement",
                "reference",
            ],
        ),
        field("on", FieldKind::Date, &["date avis", "date de l avis", "date emission", "date"]),
        field(
            "pays_on",
            FieldKind::Date,
            &["date paiement", "date de paiement", "date virement", "date de virement", "paye le", "date reglement"],
        ),
        field(
            "family_name",
            FieldKind::Text,
            &["nom", "nom patient", "nom assure", "nom beneficiaire", "beneficiaire", "patient", "assure", "client"],
        ),
        field(
            "member_number",
            FieldKind::Code,
            &["n adherent", "no adherent", "num adherent", "numero adherent", "adherent"],
        ),
        field("outcome", FieldKind::Word, &["statut", "etat", "situation", "decision", "type"]),
        field("code", FieldKind::Code, &["code rejet", "code motif", "code anomalie", "code"]),
        field("wording", FieldKind::Text, &["libelle rejet", "motif rejet", "motif", "libelle", "commentaire"]),
    ],
    words: Some(("outcome", usual_outcome)),
    either: &["invoice", "dossier", "family_name"],
};

/// What a usual word of an advice means: what denies comes first.
fn usual_outcome(word: &str) -> Option<&'static str> {
    let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    if begins(&["rej", "refus", "ko", "anomalie", "erreur", "non ", "impay", "neg"]) {
        return Some(AdviceOutcome::Rejected.word());
    }
    let says = begins(&["paye", "paie", "avis", "regl", "vire", "rembours", "liquid", "acc", "ok", "valid"]);
    says.then(|| AdviceOutcome::Announced.word())
}

/// The outcome a code names.
pub(super) fn outcome_of(means: &str) -> Option<AdviceOutcome> {
    AdviceOutcome::ALL.into_iter().find(|outcome| outcome.word() == means)
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_exchange::tabular::fold;
    use rstest::rstest;

    #[rstest]
    #[case("Payé", Some("announced"))]
    #[case("Réglé", Some("announced"))]
    #[case("Non payé", Some("rejected"))]
    #[case("REJET", Some("rejected"))]
    #[case("12", None)]
    fn usual_words(#[case] word: &str, #[case] expected: Option<&str>) {
        assert_eq!(usual_outcome(&fold(word)), expected);
        assert_eq!(expected.is_some(), expected.and_then(outcome_of).is_some());
    }

    #[test]
    fn names_are_written_as_they_are_compared_and_codes_once() {
        for field in ADVICES.fields {
            assert!(field.names.iter().all(|name| fold(name) == **name), "{}", field.code);
            assert_eq!(ADVICES.fields.iter().filter(|other| other.code == field.code).count(), 1);
        }
    }
}
