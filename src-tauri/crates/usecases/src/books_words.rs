//! What accounts and entries are called in the files that leave: French whatever the interface, as the accountant reads it.

use relais_domain::{
    books::{Account, AccountKind},
    platform::PlatformCode,
};

/// An account's name, its number first; what subdivides it comes after a colon.
pub(crate) fn account_name(account: &Account, label: impl Fn(&PlatformCode) -> String) -> String {
    let kind = account.kind();
    let name = match kind {
        AccountKind::Customers => "411 Clients",
        AccountKind::Insurers => "411 Complémentaires",
        AccountKind::MandatoryInsurance => "411 Assurance maladie (suivie dans le logiciel métier)",
        AccountKind::Doubtful => "416 Parts abandonnées, à décider",
        AccountKind::CustomerAdvances => "4191 Acomptes reçus des clients",
        AccountKind::VatCollected => "4457 TVA collectée",
        AccountKind::VatToSettle => "4458 TVA des acomptes, à régulariser",
        AccountKind::OperatorAdvances => "467 Avances d’opérateurs à rembourser",
        AccountKind::ChequesToReturn => "467 Chèques à rendre",
        AccountKind::ToAllocate => "471 Virements à affecter",
        AccountKind::ChequesToCollect => "5112 Chèques à encaisser",
        AccountKind::Bank => "512 Banque",
        AccountKind::Cash => "53 Caisse",
        AccountKind::BankCharges => "627 Services bancaires, frais de rejet",
        AccountKind::InterestCharges => "661 Intérêts des acomptes",
        AccountKind::BadDebts => "654 Pertes sur créances irrécouvrables",
        AccountKind::Sales => "707 Ventes hors taxe",
        AccountKind::SalesTaxIncluded => "707 Ventes TVA comprise, taux non dit",
        AccountKind::LatePenalties => "758 Pénalités de retard reçues",
    };
    match account {
        Account::Insurers(Some(code)) | Account::OperatorAdvances(code) => format!("{name}:{}", plain(&label(code))),
        Account::Insurers(None) => format!("{name}:opérateur non dit"),
        Account::VatCollected(rate) | Account::VatToSettle(rate) => format!("{name}:{}", percent(*rate)),
        _ => name.to_owned(),
    }
}

/// A label as an account's name takes it: no colon, which divides; no comment mark; no double space, which ends it.
fn plain(label: &str) -> String {
    let kept: String = label.chars().map(|c| if c.is_control() || ":;()[]".contains(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `5,5 %`.
fn percent(rate_bp: u32) -> String {
    let (whole, part) = (rate_bp / 100, rate_bp % 100);
    match part {
        0 => format!("{whole} %"),
        part if part % 10 == 0 => format!("{whole},{} %", part / 10),
        part => format!("{whole},{part:02} %"),
    }
}

/// What an entry rests on.
pub(crate) fn entry_name(kind: &str) -> &str {
    match kind {
        "dossier.delivered" => "Délivrance",
        "dossier.priced" => "Prix modifiés après la délivrance",
        "dossier.card_recorded" => "Carte saisie, opérateur",
        "dossier.customer_paid" => "Règlement du client",
        "dossier.customer_payment_reversed" => "Règlement annulé, erreur de saisie",
        "dossier.customer_refunded" => "Remboursement au client",
        "dossier.down_payment_received" => "Acompte reçu",
        "dossier.down_payment_allocated" => "Acompte imputé",
        "dossier.down_payment_released" => "Imputation d’un acompte annulée",
        "dossier.down_payment_interest" => "Intérêts d’un acompte",
        "dossier.down_payment_refunded" => "Acompte rendu au client",
        "dossier.down_payment_reversed" => "Acompte annulé, erreur de saisie",
        "dossier.cheque_attached" => "Chèque conservé",
        "dossier.cheque_released" => "Chèque sorti du coffre",
        "dossier.track_moved" => "Part de la complémentaire",
        "dossier.cheque_unpaid" => "Chèque impayé",
        "dossier.cheque_taken_back" => "Chèque de retour au coffre",
        "dossier.import_undone" => "Import annulé",
        "dossier.written_off" => "Passage en perte",
        "dossier.delivery_undone" => "Délivrance annulée",
        "dossier.write_off_undone" => "Passage en perte annulé",
        "bank_credit.recorded" => "Virement reçu",
        "bank_credit.penalty_taken" => "Pénalité de retard reçue",
        "bank_credit.withdrawn" => "Virement repris, relevé annulé",
        "operator_advance.received" => "Avance d’un opérateur reçue",
        "operator_advance.recouped" => "Avance retenue sur un virement",
        "operator_advance.repaid" => "Avance remboursée à l’opérateur",
        "operator_advance.repayment_reversed" => "Remboursement annulé, erreur de saisie",
        "operator_advance.cancelled" => "Avance annulée, erreur de saisie",
        "slip.credited" => "Remise de chèques créditée",
        "slip.cheque_rejected" => "Chèque rejeté par la banque",
        "cheque.fees_charged" => "Frais de la banque pour un chèque rejeté",
        "cheque.fees_repaid" => "Frais de rejet remboursés par le client",
        "cheque.fees_undone" => "Frais de rejet, écriture annulée, erreur de saisie",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Account::Bank, "512 Banque")]
    #[case(Account::VatCollected(550), "4457 TVA collectée:5,5 %")]
    #[case(Account::VatCollected(2_000), "4457 TVA collectée:20 %")]
    #[case(Account::VatCollected(210), "4457 TVA collectée:2,1 %")]
    #[case(Account::Insurers(None), "411 Complémentaires:opérateur non dit")]
    #[case(Account::Insurers(PlatformCode::parse("x").ok()), "411 Complémentaires:Tiers payant sud")]
    fn names(#[case] account: Account, #[case] expected: &str) {
        assert_eq!(account_name(&account, |_| "Tiers: payant  (sud);".to_owned()), expected);
    }
}
