//! The papers of a customer who advances everything: when there is one, what it attests, and that the tiers payant stays
//! closed behind it.

use super::*;
use crate::circuit::InvoiceNumber;
use rstest::rstest;
use std::collections::BTreeSet;

fn wanted(paper: AdvancePaper, rank: Option<u8>, invoice: &str, paid: &[u128]) -> DossierCommand {
    DossierCommand::AttestAdvance(Attestable {
        document: crate::ids::DocumentId(id(90)),
        paper,
        rank,
        invoice: InvoiceNumber::parse(invoice).unwrap(),
        paid_cheques: paid.iter().map(|number| ChequeId(id(*number))).collect::<BTreeSet<_>>(),
    })
}

fn attestation() -> DossierCommand {
    wanted(AdvancePaper::Attestation, None, "FA-1", &[])
}

fn by_cheque(amount: i64, purpose: PaymentPurpose) -> DossierCommand {
    let payment = CustomerPayment { amount_cents: cents(amount), means: PaymentMeans::Cheque, on: TODAY, purpose };
    DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() }
}

/// Advances everything, and paid this much of it.
fn advancing(paid: i64) -> Dossier {
    let advanced = (paid > 0).then(|| pays(paid, PaymentPurpose::AmcShareAdvanced));
    after(plain(), std::iter::once(way(Way::CustomerAdvances)).chain(advanced))
}

fn said(state: &Dossier, command: DossierCommand) -> Result<Option<(i64, bool)>, Refusal> {
    decided(state, command).map(|events| match events.as_slice() {
        [DossierEvent::AdvanceAttested(said)] => Some((said.paid_cents.get(), said.under_reserve)),
        [] => None,
        other => panic!("{other:?}"),
    })
}

#[rstest]
#[case::tiers_payant_open(plain(), Err(Refusal::TiersPayantOpen))]
#[case::nothing_paid(advancing(0), Err(Refusal::AdvanceNotPaid { due_cents: 38_000 }))]
#[case::a_part_is_missing(advancing(37_999), Err(Refusal::AdvanceNotPaid { due_cents: 1 }))]
#[case::all_of_it(advancing(38_000), Ok(Some((38_000, false))))]
#[case::with_his_own_share(after(advancing(38_000), [pays(10_000, PaymentPurpose::CustomerShare)]), Ok(Some((48_000, false))))]
#[case::by_cheque(after(advancing(0), [by_cheque(38_000, PaymentPurpose::AmcShareAdvanced)]), Ok(Some((38_000, true))))]
#[case::against_a_cheque_deposited_later(
    after(plain(), [way(Way::ChequeDepositedLater), attached(7, 1, 38_000)]),
    Ok(Some((38_000, true)))
)]
fn an_attestation(#[case] state: Dossier, #[case] expected: Result<Option<(i64, bool)>, Refusal>) {
    assert_eq!(said(&state, attestation()), expected);
}

#[test]
fn a_cheque_that_is_paid_for_good_is_under_no_reserve() {
    let state = after(plain(), [way(Way::ChequeDepositedLater), attached(7, 1, 38_000), deposited(7, 1)]);
    assert_eq!(said(&state, attestation()), Ok(Some((38_000, true))));
    assert_eq!(said(&state, wanted(AdvancePaper::Attestation, None, "FA-1", &[7])), Ok(Some((38_000, false))));
}

#[rstest]
#[case::of_the_one_he_claims_from(Some(1), Ok(Some((20_000, false))))]
#[case::of_none(None, Err(Refusal::UnknownTrack))]
#[case::of_another(Some(3), Err(Refusal::UnknownTrack))]
fn a_request_names_its_insurer(#[case] rank: Option<u8>, #[case] expected: Result<Option<(i64, bool)>, Refusal>) {
    let state = after(
        sale(&[20_000, 18_000], 10_000),
        [way(Way::CustomerAdvances), pays(38_000, PaymentPurpose::AmcShareAdvanced)],
    );
    assert_eq!(said(&state, wanted(AdvancePaper::Request, rank, "FA-1", &[])), expected);
}

#[test]
fn the_same_paper_is_printed_once_and_another_invoice_is_another_paper() {
    let state = after(advancing(38_000), [attestation()]);
    assert_eq!(said(&state, attestation()), Ok(None));
    assert_eq!(said(&state, wanted(AdvancePaper::Attestation, None, "FA-2", &[])), Ok(Some((38_000, false))));
    assert_eq!(said(&state, wanted(AdvancePaper::Request, Some(1), "FA-1", &[])), Ok(Some((38_000, false))));
    assert_eq!(state.sale_invoice().map(InvoiceNumber::as_str), Some("FA-1"));
    assert_eq!(InvoiceNumber::parse("  "), None, "a paper without the invoice cannot even be asked for");
}

#[test]
fn behind_such_a_paper_the_tiers_payant_stays_closed() {
    let mut state = after(advancing(38_000), [attestation()]);
    let payment = state.customer_payments[0];
    state = after(state, [DossierCommand::ReverseCustomerPayment { payment }]);
    assert_eq!(decided(&state, way(Way::DeliveredThirdPartyPayment)), Err(Refusal::TiersPayantBarred));
    // Without the paper, what was typed by mistake closes nothing.
    let untold = after(advancing(38_000), [DossierCommand::ReverseCustomerPayment { payment }]);
    assert!(decided(&untold, way(Way::DeliveredThirdPartyPayment)).is_ok());
}
