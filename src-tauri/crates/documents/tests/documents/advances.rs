//! What the papers of an advance say, and what a reprint looks like.

use jiff::civil::date;
use relais_documents::*;
use rstest::rstest;

use crate::reading::Document;
use crate::samples::{self, dossier, practice, reference};

fn attestation() -> PaymentAttestation {
    PaymentAttestation {
        practice: practice(),
        reference: reference("AR-2024-0004", date(2024, 1, 31)),
        customer_name: "Hélène Kœnig".into(),
        dossier: dossier(),
        sold_on: date(2024, 1, 31),
        invoice_number: "FA-20418".into(),
        total_cents: 48_000,
        amo_share_cents: 9,
        payments: vec![
            AttestedPayment {
                on: date(2024, 1, 31),
                means: "carte bancaire".into(),
                what: "part du client".into(),
                amount_cents: 10_000,
                under_reserve: false,
            },
            AttestedPayment {
                on: date(2024, 2, 2),
                means: "chèque n° 6679545".into(),
                what: "part de la complémentaire, avancée".into(),
                amount_cents: 37_991,
                under_reserve: true,
            },
        ],
        attested_by: "Maëlle Brucker".into(),
    }
}

fn request() -> ReimbursementRequest {
    ReimbursementRequest {
        practice: practice(),
        reference: reference("L-2024-0009", date(2024, 1, 31)),
        customer_name: "Hélène Kœnig".into(),
        member_number: "04417832".into(),
        dossier: dossier(),
        sold_on: date(2024, 1, 31),
        invoice_number: "FA-20418".into(),
        total_cents: 48_000,
        amo_share_cents: 9,
        share_cents: 37_991,
        attestation_number: Some("AR-2024-0004".into()),
        under_reserve: false,
    }
}

fn says(name: &str, bytes: &[u8], expected: &[&str], never: &[&str]) {
    let prose = Document::new(name, bytes).prose();
    for sentence in expected {
        assert!(prose.contains(sentence), "{name} does not say « {sentence} »:\n{prose}");
    }
    for sentence in never {
        assert!(!prose.contains(sentence), "{name} says « {sentence} »:\n{prose}");
    }
}

fn refund(cause: RefundCause) -> RefundReceipt {
    RefundReceipt {
        practice: practice(),
        reference: reference("RR-2024-0003", date(2024, 3, 4)),
        customer_name: "Hélène Kœnig".into(),
        dossier: dossier(),
        amount_cents: 6_300,
        means: "virement".into(),
        given_back_on: date(2024, 3, 1),
        cause,
        given_back_by: "Maëlle Brucker".into(),
    }
}

#[test]
fn a_refund_says_what_was_given_back_and_why() {
    let spoken =
        ["Reçu de remboursement", "RR-2024-0003", "63,00", "soixante-trois euros", "virement", "Maëlle Brucker"];
    let overpaid = refund_receipt(&refund(RefundCause::Overpaid)).unwrap();
    let why = ["trop perçu", "au-delà de ce qui était dû", "ven. 01/03/2024"];
    says("refund", &overpaid, &[spoken.as_slice(), &why].concat(), &["acompte", "AMC"]);
    let held = refund_receipt(&refund(RefundCause::DownPayment("AC-2024-0007".into()))).unwrap();
    says("refund-acompte", &held, &[spoken.as_slice(), &["acompte AC-2024-0007"]].concat(), &["trop perçu", "arrhes"]);
    let nothing = RefundReceipt { amount_cents: 0, ..refund(RefundCause::Overpaid) };
    assert_eq!(refund_receipt(&nothing), Err(PrintError::NothingDue));
}

#[test]
fn an_attestation_says_what_was_paid_and_what_is_not_in_the_bank_yet() {
    let spoken =
        ["Attestation de règlement", "FA-20418", "479,91", "carte bancaire", "complémentaire santé (mutuelle)"];
    let reserve = ["chèque n° 6679545*", "Sous réserve d’encaissement", "Médiation de la consommation"];
    let bytes = payment_attestation(&attestation()).unwrap();
    says("attestation", &bytes, &[spoken.as_slice(), reserve.as_slice()].concat(), &["AMC"]);
    let mut paid = attestation();
    paid.payments[1].under_reserve = false;
    paid.practice.mediator = None;
    says("attestation-paid", &payment_attestation(&paid).unwrap(), &spoken, &["réserve", "Médiation"]);
    let nothing = PaymentAttestation { payments: Vec::new(), ..attestation() };
    assert_eq!(payment_attestation(&nothing), Err(PrintError::NothingDue));
}

#[test]
fn a_request_is_the_customers_own() {
    let spoken = ["Mutuelle des Bateliers du Rhin", "379,91", "FA-20418", "AR-2024-0004", "04417832", "Hélène Kœnig"];
    says("request", &reimbursement_request(&request()).unwrap(), &spoken, &["AMC", "réserve"]);
    let by_cheque = ReimbursementRequest { under_reserve: true, member_number: String::new(), ..request() };
    says(
        "request-cheque",
        &reimbursement_request(&by_cheque).unwrap(),
        &["sous réserve d’encaissement", "à compléter"],
        &[],
    );
}

#[rstest]
#[case::once(1)]
#[case::often(12)]
fn a_reprint_is_marked_on_every_page_and_says_what_it_said(#[case] count: u32) {
    let refund = ("refund", refund_receipt(&refund(RefundCause::Overpaid)).unwrap());
    for (name, bytes) in samples::each().into_iter().chain([refund]) {
        let issued = Document::new(&format!("{name}-issued"), &bytes);
        let again = duplicate(&bytes, count, date(2024, 3, 4)).unwrap();
        let again = Document::new(&format!("{name}-duplicate-{count}"), &again);
        let (before, after) = (issued.words(), again.words());
        let pages = before.iter().map(|word| word.page).max().unwrap();
        let marks: Vec<_> = after.iter().filter(|word| word.text == "DUPLICATA").collect();
        assert_eq!(marks.len(), pages, "{name}: once a page");
        assert!(marks.iter().all(|mark| mark.left > 545.0 && mark.right < 580.0), "{name}: {marks:?} in the margin");
        assert!(after.iter().any(|word| word.text == format!("{count}")), "{name} says which");
        for word in &before {
            assert!(after.contains(word), "{name}: {word:?} moved");
        }
        assert_eq!(again.pictures().len(), pages);
    }
}

#[test]
fn what_is_no_pdf_is_not_marked() {
    assert_eq!(duplicate(b"\x89PNG", 1, date(2024, 3, 4)), Err(PrintError::NotWritten));
}
