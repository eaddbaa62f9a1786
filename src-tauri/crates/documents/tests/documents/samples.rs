//! Made-up practices, customers and cheques, valid in form.

use jiff::civil::{Date, date};
use relais_documents::*;

pub(crate) fn practice() -> Practice {
    Practice {
        name: "Optique de la Cathédrale".into(),
        address_lines: vec!["12 rue des Orfèvres".into(), "67000 Strasbourg".into()],
        phone: Some("03 88 00 12 34".into()),
        finess: Some("670012340".into()),
        siret: Some("73282932000074".into()),
        mediator: Some("Médiation Commerce de l’Est, 4 place Broglie, 67000 Strasbourg, mediation-est.example".into()),
        premises: Premises::Shop,
        kind: PracticeKind::Real,
    }
}

pub(crate) fn reference(number: &str, issued_on: Date) -> Reference {
    Reference { number: number.into(), issued_on }
}

pub(crate) fn dossier() -> Dossier {
    Dossier {
        number: "2024-0131-07".into(),
        sale_reference: Some("DV-20418".into()),
        insurer: "Mutuelle des Bateliers du Rhin".into(),
    }
}

pub(crate) fn receipt(agreement: Agreement) -> ChequeReceipt {
    ChequeReceipt {
        practice: practice(),
        reference: reference("RC-2024-0017", date(2024, 1, 31)),
        cheque: ReceivedCheque {
            number: "6679545".into(),
            bank: "Banque Populaire Alsace Lorraine Champagne".into(),
            amount_cents: 37_991,
            written_on: date(2024, 1, 31),
            written_at: "Strasbourg".into(),
            payee: "Optique de la Cathédrale".into(),
            drawer: "Mme Hélène Kœnig ou M. Loïc Kœnig".into(),
            rlmc_key: RlmcKey::Verified,
            identity_seen: None,
        },
        customer_name: "Hélène Kœnig".into(),
        shares: vec![CoveredShare { dossier: dossier(), covered_cents: 37_991 }],
        agreement,
        promise: Promise::Date(date(2024, 3, 1)),
        keeping_limit_on: date(2024, 3, 16),
        taken_at: Moment::Delivery,
        received_by: "Maëlle Brucker".into(),
    }
}

pub(crate) fn mention() -> ChequeMention {
    ChequeMention {
        number: "6679545".into(),
        bank: "Banque Populaire Alsace Lorraine Champagne".into(),
        amount_cents: 37_991,
        received_on: date(2024, 1, 31),
        receipt_number: "RC-2024-0017".into(),
    }
}

pub(crate) fn discharge() -> ChequeDischarge {
    ChequeDischarge {
        practice: practice(),
        reference: reference("DR-2024-0009", date(2024, 2, 23)),
        cheque: mention(),
        dossier: dossier(),
        customer_name: "Hélène Kœnig".into(),
        returned_on: date(2024, 2, 23),
        returned_by: "Maëlle Brucker".into(),
        returned_to: None,
        cause: ReturnCause::InsurerPaid { credited_on: date(2024, 2, 21), amount_cents: 37_991 },
        presented: false,
    }
}

pub(crate) fn addressee() -> Addressee {
    Addressee {
        name: "Mme Hélène Kœnig".into(),
        address_lines: vec!["27 quai des Pêcheurs".into(), "67000 Strasbourg".into()],
    }
}

pub(crate) fn difference() -> DifferenceDue {
    DifferenceDue {
        practice: practice(),
        reference: reference("LD-2024-0003", date(2024, 2, 14)),
        customer: addressee(),
        dossier_number: "2024-0131-07".into(),
        sale_reference: Some("DV-20418".into()),
        sold_on: date(2024, 1, 31),
        insurers: vec![
            InsurerAnswer {
                insurer: "Mutuelle des Bateliers du Rhin".into(),
                estimated_cents: 30_000,
                covered_cents: 27_050,
            },
            InsurerAnswer { insurer: "Surcomplémentaire Vosges".into(), estimated_cents: 7_991, covered_cents: 7_991 },
        ],
        cheque: Some(mention()),
        pay_by_on: Some(date(2024, 3, 1)),
    }
}

pub(crate) fn refusal() -> RefusalNotice {
    RefusalNotice {
        practice: practice(),
        reference: reference("LR-2024-0002", date(2024, 2, 20)),
        customer: addressee(),
        dossier: dossier(),
        sold_on: date(2024, 1, 31),
        outcome: InsurerOutcome::Refused {
            answered_on: date(2024, 2, 19),
            reason: Some("équipement déjà remboursé il y a moins de deux ans".into()),
        },
        cheque: mention(),
        deposit_from_on: date(2024, 3, 1),
    }
}

pub(crate) fn recovery_key() -> RecoveryKeySheet {
    RecoveryKeySheet {
        practice: practice(),
        reference: reference("1", date(2024, 1, 15)),
        groups: ["K7QM", "9TZ2", "XW3P", "5RB8", "C6VJ", "MF4G", "8H2K", "QZ71", "P9D0"].map(String::from).to_vec(),
    }
}

fn range(low_cents: i64, high_cents: i64) -> EstimateRange {
    EstimateRange { low_cents, high_cents }
}

/// 480 € of glasses, in and out of the network.
pub(crate) fn estimate_page() -> EstimatePage {
    let line = |what: &str, price_cents, customer| EstimateLine {
        what: what.into(),
        price_cents,
        amo: range(3, 3),
        amc: range(0, price_cents - 3),
        customer,
    };
    let side = |network, customer| EstimateScenario {
        network: Some(network),
        amo: range(9, 9),
        amc: vec![range(199_91, 429_91)],
        customer,
        lines: vec![
            line("1 monture, classe\u{a0}B", 150_00, range(50_00, 149_97)),
            line("2 verres complexes, classe\u{a0}B", 330_00, range(0, 130_03)),
        ],
    };
    let number = |what: &str, value: &str, confirmed, source: &str| EstimateNumber {
        what: what.into(),
        value: value.into(),
        since: date(2020, 1, 1),
        confirmed,
        source: source.into(),
    };
    EstimatePage {
        practice: practice(),
        reference: reference("E-2024-0007", date(2024, 1, 31)),
        customer_name: "Hélène Kœnig".into(),
        dossier_number: "2024-0131-07".into(),
        sale_reference: Some("DV-20418".into()),
        price_cents: 480_00,
        confidence: EstimateConfidence::D,
        insurers: vec!["Mutuelle des Bateliers du Rhin".into()],
        scenarios: vec![side(EstimateNetwork::In, range(50_00, 50_00)), side(EstimateNetwork::Out, range(50_00, 280_00))],
        reasons: vec![
            "L’âge n’est pas connu\u{a0}: tous sont envisagés.".into(),
            "Équipement c\u{a0}: un contrat responsable rembourse la classe B entre 200,00\u{a0}€ et 700,00\u{a0}€, part \
             AMO comprise."
                .into(),
        ],
        numbers: vec![
            number("Taux AMO, optique", "60\u{a0}%", true, "100 % Santé"),
            number("Plancher, équipement c", "200,00\u{a0}€", false, "CSS R.871-2, c\u{a0}: deux complexes"),
        ],
        numbers_version: "2024-01".into(),
        given_by: "Maëlle Brucker".into(),
    }
}

pub(crate) fn consent() -> ConsentSheet {
    let field = |name: &str, need| SentField { name: name.into(), need };
    ConsentSheet {
        practice: practice(),
        reference: reference("T-2024-0007", date(2024, 1, 31)),
        customer_name: "Hélène Kœnig".into(),
        dossier_number: "2024-0131-07".into(),
        operator: "Plateforme des Bateliers".into(),
        fields: vec![
            field("Nom", FieldNeed::Required),
            field("Prénom", FieldNeed::Optional),
            field("Date de naissance", FieldNeed::Conditional),
        ],
        list_version: "2024-01".into(),
    }
}

pub(crate) fn notice_to_staff() -> StaffNotice {
    StaffNotice {
        practice: practice(),
        issued_on: date(2024, 1, 31),
        kept_months: 12,
        per_hour: WatchedThreshold { warn_above: Some(15), stop_above: Some(40) },
        without_dossier: WatchedThreshold { warn_above: None, stop_above: None },
    }
}

pub(crate) fn flows() -> DataFlows {
    let flow = |what: &str, last_on, is_noted| DataFlow {
        what: what.into(),
        to: "127.0.0.1:4000".into(),
        contents: "Nom, numéro d’adhérent, date de délivrance".into(),
        last_on,
        is_noted,
    };
    DataFlows {
        practice: practice(),
        issued_on: date(2024, 1, 31),
        flows: vec![
            flow("Plateforme des Bateliers, droits", Some(date(2024, 1, 31)), true),
            flow("Sauvegarde", None, true),
            flow("Vérification qu’une plateforme répond", None, false),
        ],
    }
}

/// A name of sixty letters, with no place to break it but its hyphens.
pub(crate) const SIXTY_LETTERS: &str = "Marie-Bérengère-Constance-Éléonore-Apolline-Schwartzenberger";
/// The same length without any place to break it.
pub(crate) const SIXTY_SOLID_LETTERS: &str = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis";

/// One of each, under the name of its kind.
pub(crate) fn each() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("receipt-a", cheque_receipt(&receipt(Agreement::Kept)).unwrap()),
        ("receipt-b", cheque_receipt(&receipt(Agreement::DepositedLater)).unwrap()),
        ("discharge", cheque_discharge(&discharge()).unwrap()),
        ("slip-list", slip_list(&slip()).unwrap()),
        ("evidence", evidence_sheet(&evidence()).unwrap()),
        ("inventory", inventory_sheet(&inventory()).unwrap()),
        ("inventory-list", inventory_list(&drawer()).unwrap()),
        ("difference", difference_due(&difference()).unwrap()),
        ("refusal", refusal_notice(&refusal()).unwrap()),
        ("recovery-key", recovery_key_sheet(&recovery_key()).unwrap()),
        ("estimate", estimate(&estimate_page()).unwrap()),
        ("consent", consent_sheet(&consent()).unwrap()),
        ("staff-notice", staff_notice(&notice_to_staff()).unwrap()),
        ("data-flows", data_flows(&flows()).unwrap()),
        ("privacy-notice", privacy_notice(&crate::privacy::notice("", "")).unwrap()),
        ("processing-register", processing_register(&crate::privacy::register("", "")).unwrap()),
        ("impact-assessment", impact_assessment(&crate::privacy::assessment("", "")).unwrap()),
    ]
}

pub(crate) fn call_sheet() -> CallSheetPage {
    CallSheetPage {
        practice: practice(),
        reference: reference("2024-0131", date(2024, 1, 31)),
        finess: "670012340".into(),
        callee: "Viamedis".into(),
        insurer: "Mutuelle des Bateliers du Rhin".into(),
        amc_number: "0986402170".into(),
        member_number: "4417002230".into(),
        customer: "Hélène Kœnig".into(),
        birth_date: Some(date(1971, 4, 14)),
        service_date: date(2024, 1, 31),
        domain_code: "OPTI".into(),
        requested_cents: 37_991,
    }
}

/// Three cheques handed in together, one of them again.
pub(crate) fn slip() -> SlipList {
    let line = |number: &str, bank: &str, drawer: &str, amount_cents, again| SlipListLine {
        number: number.into(),
        bank: bank.into(),
        drawer: drawer.into(),
        amount_cents,
        again,
    };
    SlipList {
        practice: practice(),
        reference: reference("B-2024-0003", date(2024, 2, 20)),
        bank_number: Some("4471220".into()),
        handed_in_on: date(2024, 2, 20),
        lines: vec![
            line(
                "6679545",
                "Banque Populaire Alsace Lorraine Champagne",
                "Mme Hélène Kœnig ou M. Loïc Kœnig",
                37_991,
                false,
            ),
            line("0012874", "Crédit du Val de Saône", "M. Étienne Rœsch", 12_000, true),
            line("4410021", "Caisse des Coteaux", "Mme Aïcha Benali", 4_550, false),
        ],
        prepared_by: "Maëlle Brucker".into(),
    }
}

/// Three cheques in the drawer, one of them back from the bank.
pub(crate) fn drawer() -> InventoryList {
    let cheque = |number: &str, bank: &str, drawer: &str, receipt: &str, amount_cents| DrawerCheque {
        number: number.into(),
        bank: bank.into(),
        drawer: drawer.into(),
        receipt: receipt.into(),
        amount_cents,
        standing: None,
    };
    InventoryList {
        practice: practice(),
        reference: reference("comptage", date(2024, 2, 9)),
        cheques: vec![
            cheque(
                "6679545",
                "Banque Populaire Alsace Lorraine Champagne",
                "Mme Hélène Kœnig ou M. Loïc Kœnig",
                "R-2024-0017",
                37_991,
            ),
            DrawerCheque {
                standing: Some("rejeté".into()),
                ..cheque("0012874", "Crédit du Val de Saône", "M. Étienne Rœsch", "R-2024-0018", 12_000)
            },
            cheque("4410021", "Caisse des Coteaux", "Mme Aïcha Benali", "R-2024-0019", 4_550),
        ],
    }
}

/// Two of them were there, one was not, and one paper nobody knew.
pub(crate) fn inventory() -> InventorySheet {
    let mut found = drawer().cheques;
    let missing = found.remove(1);
    InventorySheet {
        practice: practice(),
        reference: reference("I-2024-0002", date(2024, 2, 9)),
        counted_by: "Maëlle Brucker".into(),
        counted_with: Some("Inès Morel".into()),
        found,
        missing: vec![MissingFromDrawer {
            cheque: missing,
            reason: "Pas dans l’enveloppe de la semaine 5, recherche en cours".into(),
        }],
        unknown: vec![UnknownInDrawer {
            number: "7700123".into(),
            from: "M. Paul Ritter".into(),
            amount_cents: 9_000,
            reason: "Acompte sur une monture, à saisir".into(),
        }],
        head: (1204, "9f2c61d0a7b34e5586c1f0e2d3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938".into()),
    }
}

/// A cheque stolen out of the drawer, with five entries of the journal.
pub(crate) fn evidence() -> EvidenceSheet {
    let entry = |number, says: &str| EvidenceEntry {
        number,
        recorded_at: "lun. 05/02/2024 10:14".into(),
        says: says.into(),
        by: "Maëlle Brucker".into(),
        hash: "9f2c61d0a7b34e5586c1f0e2d3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938".into(),
    };
    EvidenceSheet {
        practice: practice(),
        reference: reference("P-R-2024-0017", date(2024, 2, 12)),
        cheque: EvidencedCheque {
            number: "6679545".into(),
            line: "6679545 042014506908 052108899000".into(),
            key: "vérifiée".into(),
            bank: "Banque Populaire Alsace Lorraine Champagne".into(),
            drawer: "Mme Hélène Kœnig ou M. Loïc Kœnig".into(),
            payee: "Optique de la Cathédrale".into(),
            amount_cents: 37_991,
            written_on: date(2024, 1, 31),
            written_at: "Strasbourg".into(),
            presentable_until: date(2025, 2, 8),
            received_on: date(2024, 1, 31),
            receipt_number: "R-2024-0017".into(),
            customer: "Hélène Kœnig".into(),
            agreement: "conservé, rendu quand la complémentaire a payé".into(),
        },
        stolen: true,
        missing_since: date(2024, 2, 11),
        circumstances: "Cambriolage dans la nuit du 10 au 11 février, coffre forcé.".into(),
        rests_on: Some("plainte n° 2024/118, commissariat de Strasbourg".into()),
        shares: vec![EvidencedShare {
            dossier: "2024-0131-07, DV-20418".into(),
            insurer: "Mutuelle des Bateliers du Rhin".into(),
            covered_cents: 37_991,
        }],
        entries: vec![
            entry(812, "Reçu et conservé, 379,91 €"),
            entry(813, "Reçu imprimé"),
            entry(1_204, "Vol constaté le dim. 11/02/2024"),
        ],
        head: (1_204, "9f2c61d0a7b34e5586c1f0e2d3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938".into()),
        printed_by: "Maëlle Brucker".into(),
    }
}
