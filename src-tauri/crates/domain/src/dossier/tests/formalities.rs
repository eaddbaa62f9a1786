//! The formalities of a share: when each may be asked for, and where the share goes with the invoice and the cancellation.

use super::*;
use crate::{formality::Formality as F, platform::PlatformCode};
use InvoiceState as I;
use TrackState as T;
use rstest::rstest;

const INVOICE: RequestId = RequestId(Uuid::from_u128(70));
const CANCELLATION: RequestId = RequestId(Uuid::from_u128(71));
const REASON: TextId = TextId(Uuid::from_u128(72));

fn delivered() -> DossierCommand {
    DossierCommand::Deliver { on: TODAY }
}

fn promised(covered: i64) -> DossierCommand {
    let agreement =
        Agreement { reference: Some("PEC-1".into()), covered_cents: Some(cents(covered)), valid_until: Some(TOMORROW) };
    DossierCommand::MoveTrack(TrackMove { agreement: Some(agreement), ..full(1, T::Accepted) })
}

fn invoiced(state: &Dossier) -> DossierCommand {
    let track = state.track(1).unwrap();
    let made = Invoiced {
        rank: 1,
        request: INVOICE,
        invoice: "F-2024-12".into(),
        amount_cents: track.to_invoice_cents(),
        authorisation: track.promise().cloned(),
    };
    DossierCommand::Invoice { made, not_before: None }
}

fn goes(to: I) -> DossierCommand {
    let accepted = (to == I::Accepted).then(|| Agreement {
        reference: Some("FAC-9".into()),
        covered_cents: Some(cents(30_000)),
        valid_until: None,
    });
    DossierCommand::MoveInvoice(InvoiceMove { rank: 1, request: INVOICE, to, accepted, reason: Some(REASON) })
}

fn cancels(formality: F) -> DossierCommand {
    DossierCommand::AskCancellation { rank: 1, request: CANCELLATION, formality, reason: REASON }
}

fn ends(end: CancellationEnd) -> DossierCommand {
    DossierCommand::EndCancellation { rank: 1, request: CANCELLATION, end }
}

const DONE: CancellationEnd = CancellationEnd::Cancelled { reference: None };

/// A delivered sale whose invoice waits; with a promise of that much, or without one.
fn invoice(promise: Option<i64>) -> Dossier {
    let sold = after(plain(), [delivered()].into_iter().chain(promise.map(promised)));
    let command = invoiced(&sold);
    after(sold, [command])
}

fn stands(state: &Dossier) -> (T, Option<I>) {
    let track = state.track(1).unwrap();
    (track.state, track.invoice.as_ref().map(|invoice| invoice.state))
}

#[rstest]
#[case::before_delivery(plain(), F::Claim, Err(Refusal::NotDelivered))]
#[case::delivered(after(plain(), [delivered()]), F::Claim, Ok(()))]
#[case::entrusted(after(plain(), [delivered(), moved(1, T::Entrusted)]), F::Claim, Err(Refusal::TrackState { state: T::Entrusted }))]
#[case::claimed_by_the_customer(
    after(plain(), [delivered(), moved(1, T::Withdrawn), claimed(1, &[])]), F::Claim, Err(Refusal::TiersPayantBarred)
)]
#[case::a_quote_for_who_claims_himself(
    after(plain(), [moved(1, T::Withdrawn), claimed(1, &[])]),
    F::Quote,
    Err(Refusal::TiersPayantBarred)
)]
#[case::refused_promise(after(plain(), [delivered(), moved(1, T::Refused)]), F::Claim, Err(Refusal::TrackState { state: T::Refused }))]
#[case::paid(after(plain(), [delivered(), credited(1, 38_000)]), F::Claim, Err(Refusal::TrackState { state: T::Paid }))]
#[case::twice(invoice(None), F::Claim, Err(Refusal::AlreadyInvoiced))]
#[case::a_quote_once_invoiced(invoice(None), F::Quote, Err(Refusal::AlreadyInvoiced))]
#[case::a_quote(plain(), F::Quote, Ok(()))]
#[case::a_promise(plain(), F::PriorAuthorisation, Ok(()))]
#[case::a_promise_twice(after(plain(), [promised(38_000)]), F::PriorAuthorisation, Err(Refusal::TrackState { state: T::Accepted }))]
#[case::a_promise_after_a_no(after(plain(), [moved(1, T::Refused)]), F::PriorAuthorisation, Ok(()))]
#[case::no_promise_to_cancel(plain(), F::AuthorisationCancellation, Err(Refusal::NothingToCancel))]
#[case::a_promise_to_cancel(after(plain(), [promised(38_000)]), F::AuthorisationCancellation, Ok(()))]
#[case::a_promise_an_invoice_rests_on(invoice(Some(38_000)), F::AuthorisationCancellation, Err(Refusal::InvoiceStands))]
#[case::no_invoice_to_cancel(after(plain(), [promised(38_000)]), F::ClaimCancellation, Err(Refusal::NothingToCancel))]
#[case::an_invoice_to_cancel(after(invoice(Some(38_000)), [goes(I::Accepted)]), F::ClaimCancellation, Ok(()))]
#[case::an_invoice_that_is_paid(
    after(invoice(Some(38_000)), [goes(I::Accepted), credited(1, 38_000)]),
    F::ClaimCancellation,
    Err(Refusal::TrackState { state: T::Paid })
)]
#[case::cancelled_twice(
    after(plain(), [promised(38_000), cancels(F::AuthorisationCancellation)]),
    F::AuthorisationCancellation,
    Err(Refusal::CancellationUnderWay)
)]
#[case::invoiced_while_it_is_being_cancelled(
    after(plain(), [delivered(), promised(38_000), cancels(F::AuthorisationCancellation)]),
    F::Claim,
    Err(Refusal::CancellationUnderWay)
)]
fn a_formality_is_asked_for_in_its_time(
    #[case] state: Dossier,
    #[case] formality: F,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(may_ask(&state, 1, formality, TODAY, None), expected);
}

#[test]
fn an_operator_takes_the_invoice_only_after_its_delay() {
    let sold = after(plain(), [delivered()]);
    let too_soon = may_ask(&sold, 1, F::Claim, TODAY, Some(TOMORROW));
    assert_eq!(too_soon, Err(Refusal::InvoiceTooSoon { not_before: TOMORROW }));
    assert_eq!(may_ask(&sold, 1, F::Claim, TOMORROW, Some(TOMORROW)), Ok(()));
}

/// Without a promise the share goes where its invoice goes; with one it stays agreed until the invoice is decided.
#[rstest]
#[case::waits(&[], T::Queued, T::Accepted)]
#[case::to_confirm(&[I::OutcomeUnknown], T::OutcomeUnknown, T::Accepted)]
#[case::waits_again(&[I::OutcomeUnknown, I::Waiting], T::Queued, T::Accepted)]
#[case::received(&[I::Received], T::Sent, T::Accepted)]
#[case::accepted(&[I::Received, I::Accepted], T::Accepted, T::Accepted)]
#[case::refused(&[I::Refused], T::Refused, T::Refused)]
#[case::withdrawn(&[I::Withdrawn], T::Withdrawn, T::Accepted)]
fn the_share_goes_with_its_invoice(#[case] through: &[I], #[case] alone: T, #[case] promised: T) {
    for (promise, expected) in [(None, alone), (Some(30_000), promised)] {
        let state = after(invoice(promise), through.iter().map(|to| goes(*to)));
        assert_eq!(stands(&state), (expected, Some(through.last().copied().unwrap_or(I::Waiting))));
    }
}

#[test]
fn what_was_promised_is_what_is_invoiced_and_keeps_its_number() {
    let state = after(invoice(Some(30_000)), [goes(I::Accepted)]);
    let track = state.track(1).unwrap();
    assert_eq!(track.invoice.as_ref().unwrap().made.amount_cents, cents(30_000));
    assert_eq!(track.agreement.as_ref().unwrap().reference.as_deref(), Some("PEC-1"));
    assert_eq!(track.invoice.as_ref().unwrap().accepted.as_ref().unwrap().reference.as_deref(), Some("FAC-9"));
}

#[test]
fn an_accepted_invoice_is_not_paid() {
    let state = after(invoice(None), [goes(I::Accepted)]);
    assert_eq!(state.track(1).unwrap().paid_cents, Cents::ZERO);
    assert!(!state.is_settled());
}

#[test]
fn a_refused_invoice_may_be_made_again_on_the_same_promise() {
    let state = after(invoice(Some(30_000)), [goes(I::Refused)]);
    assert_eq!(may_ask(&state, 1, F::Claim, TODAY, None), Ok(()));
    assert_eq!(state.track(1).unwrap().promise().unwrap().reference.as_deref(), Some("PEC-1"));
}

#[test]
fn a_promise_taken_back_is_cancelled_and_one_that_stays_stays() {
    let asked = after(plain(), [promised(38_000), cancels(F::AuthorisationCancellation)]);
    assert_eq!(
        asked.track(1).unwrap().state,
        T::Accepted,
        "nothing is said to be cancelled before the platform says so"
    );
    for (end, state) in
        [(DONE, T::Cancelled), (CancellationEnd::Refused, T::Accepted), (CancellationEnd::Withdrawn, T::Accepted)]
    {
        let ended = after(asked.clone(), [ends(end)]);
        assert_eq!((ended.track(1).unwrap().state, ended.track(1).unwrap().cancelling), (state, None));
    }
    assert_eq!(decided(&plain(), ends(DONE)), Err(Refusal::RequestState), "nobody asked");
}

#[test]
fn an_invoice_taken_back_leaves_the_promise_as_it_was() {
    for (promise, expected) in [(Some(30_000), T::Accepted), (None, T::Cancelled)] {
        let accepted = after(invoice(promise), [goes(I::Accepted)]);
        let state = after(accepted, [cancels(F::ClaimCancellation), ends(DONE)]);
        assert_eq!(stands(&state), (expected, Some(I::Cancelled)));
        let covered = state.track(1).unwrap().agreement.as_ref().and_then(|agreement| agreement.covered_cents);
        assert_eq!(covered, promise.map(cents));
        assert_eq!(may_ask(&state, 1, F::Claim, TODAY, None), Ok(()), "it may be invoiced again");
    }
}

#[test]
fn money_that_came_meanwhile_is_not_taken_away() {
    let state = after(invoice(Some(38_000)), [credited(1, 38_000), goes(I::Refused)]);
    assert_eq!(stands(&state), (T::Paid, Some(I::Refused)));
}

#[test]
fn what_is_invoiced_is_not_priced_anew() {
    let repriced = DossierCommand::Price(priced(&[38_000], 12_000));
    assert_eq!(decided(&invoice(Some(38_000)), repriced), Err(Refusal::WayHasEffects));
}

#[test]
fn a_quote_moves_nothing() {
    let quote = Quote { covered_cents: Some(cents(30_000)), ..Quote::default() };
    let platform = PlatformCode::parse("viamedis").unwrap();
    let answer = Quoted { rank: 1, request: INVOICE, platform, asked_cents: cents(38_000), quote: Some(quote) };
    let state = after(plain(), [DossierCommand::RecordQuote(answer.clone())]);
    assert_eq!((stands(&state), state.track(1).unwrap().quoted.clone()), ((T::NotSent, None), Some(answer)));
    assert_eq!(state.difference_due(), Cents::ZERO);
}

/// A share the concentrator never had was withdrawn by hand, then invoiced from here: the invoice stands like any other.
#[test]
fn an_invoice_after_a_withdrawal_stands() {
    let withdrawn = after(plain(), [delivered(), moved(1, T::Withdrawn)]);
    let command = invoiced(&withdrawn);
    let waits = after(withdrawn, [command]);
    assert!(waits.track(1).unwrap().standing_invoice().is_some());
    let again = invoiced(&waits);
    assert_eq!(decided(&waits, again).map(drop), Err(Refusal::AlreadyInvoiced));
}
