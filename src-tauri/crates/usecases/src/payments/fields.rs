//! What a bank's statement may say, under the names banks usually give the columns; and the usual words of its lines.
//! Proposals made of the trade's words: each is shown and corrected.

use crate::table_reading::{Spec, field, required};
use relais_domain::{payer, tabular::TableKind};
use relais_exchange::tabular::FieldKind;

/// « Relevé de compte ».
pub(super) static STATEMENT: Spec = Spec {
    table: TableKind::BankStatement,
    fields: &[
        required(
            "on",
            FieldKind::Date,
            &["date operation", "date d operation", "date comptable", "date de comptabilisation", "date op", "date"],
        ),
        required(
            "label",
            FieldKind::Text,
            &[
                "libelle",
                "libelle operation",
                "libelle de l operation",
                "designation",
                "nature de l operation",
                "operation",
                "intitule",
                "description",
                "label",
            ],
        ),
        field(
            "amount",
            FieldKind::Amount,
            &["montant", "montant eur", "montant en euros", "montant operation", "amount"],
        ),
        field("credit", FieldKind::Amount, &["credit", "credit eur", "credit euros", "montant credit", "credits"]),
        field("debit", FieldKind::Amount, &["debit", "debit eur", "debit euros", "montant debit", "debits"]),
        field("value_on", FieldKind::Date, &["date valeur", "date de valeur", "valeur"]),
        field(
            "reference",
            FieldKind::Code,
            &[
                "reference",
                "reference operation",
                "ref",
                "ref operation",
                "n operation",
                "numero operation",
                "info complementaire",
            ],
        ),
    ],
    words: None,
    either: &["amount", "credit"],
};

/// A slip of cheques, as banks write it.
const SLIPS: &[&str] = &[
    "remise cheque",
    "remise cheques",
    "remise de cheque",
    "remise de cheques",
    "rem chq",
    "remise chq",
    "rem cheques",
];
/// A cheque that comes back unpaid.
const BOUNCED: &[&str] = &[
    "cheque impaye",
    "cheques impayes",
    "chq impaye",
    "impaye cheque",
    "rejet cheque",
    "rejet chq",
    "cheque rejete",
    "retour cheque",
];
/// Money in that pays no share.
const OTHER: &[&str] = &[
    "remise cb",
    "remise carte",
    "remise cartes",
    "facture carte",
    "cb",
    "versement especes",
    "vrst especes",
    "vers especes",
    "depot especes",
    "interets",
];

/// What a label usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usual {
    /// A slip of cheques.
    Slip,
    /// A cheque that comes back.
    Bounced,
    /// Card takings, cash.
    Other,
    /// A transfer.
    Transfer,
}

/// What a folded label usually is; none when nothing says so.
pub(super) fn usual(label: &str) -> Option<Usual> {
    let says = |all: &[&str]| all.iter().any(|words| payer::holds(label, words));
    match () {
        () if says(BOUNCED) => Some(Usual::Bounced),
        () if says(SLIPS) => Some(Usual::Slip),
        () if label.starts_with("vir") => Some(Usual::Transfer),
        () if says(OTHER) => Some(Usual::Other),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_exchange::tabular::fold;
    use rstest::rstest;

    #[rstest]
    #[case("VIR SEPA RECU VIAMEDIS", Some(Usual::Transfer))]
    #[case("VIREMENT DE MUTUELLE DE L’OCÉAN", Some(Usual::Transfer))]
    #[case("REMISE CHEQUES N° 4471220", Some(Usual::Slip))]
    #[case("Remise CB 30/01 contrat 1234567", Some(Usual::Other))]
    #[case("Chèque impayé 6679545", Some(Usual::Bounced))]
    #[case("PRLV EDF", None)]
    fn what_banks_write(#[case] label: &str, #[case] expected: Option<Usual>) {
        assert_eq!(usual(&fold(label)), expected);
    }

    #[test]
    fn names_are_written_as_they_are_compared_and_codes_once() {
        for field in STATEMENT.fields {
            assert!(field.names.iter().all(|name| fold(name) == **name), "{}", field.code);
            assert_eq!(STATEMENT.fields.iter().filter(|other| other.code == field.code).count(), 1);
        }
        for words in SLIPS.iter().chain(BOUNCED).chain(OTHER) {
            assert_eq!(fold(words), **words);
        }
    }
}
