//! Quote, prior authorisation, invoice and cancellation from the dossier, over the real database and the simulated platforms:
//! up, down, and after they came back.

use relais_domain::conduct::Probing;
use relais_domain::dossier::{LineKind, TrackState};
use relais_domain::formality::Formality;
use relais_domain::ids::DossierId;
use relais_domain::platform::{FailureCode, Function, RepeatMode};
use relais_domain::request::RequestState;
use relais_simulator::{AnswerRule, Breakage, Fault, Function as Broken, Platform, Record};
use relais_usecases::contract::{
    AskFormalityRequest, ChosenRepeat, FormalityAsked, FormalityStanding, FormalityView, IncidentRef, LineView, Moment,
    PriceDossierRequest, Problem, ProblemCode, RequestRef, SetConductRequest, SettleUnknownRequest,
};
use relais_usecases::{conduct, edit_dossier, formalities, queue, recovery, replay};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses};

pub(crate) const MEMBER: &str = "4417002230";
/// Covered for 85 %.
const PARTLY: &str = "4417002237";
/// Refused.
const REFUSED: &str = "4417002239";

pub(crate) async fn sold(shop: &Shop, member: &str) -> DossierId {
    shop.sells(glasses("Bernard", "viamedis", member)).await.dossier
}

pub(crate) fn wanted(dossier: DossierId, formality: Formality) -> AskFormalityRequest {
    let invoice = if formality == Formality::Claim { "F-2024-0031" } else { "" };
    let reason = if formality.cancels().is_some() { "Le client renonce." } else { "" };
    AskFormalityRequest { dossier, rank: 1, formality, invoice: invoice.to_owned(), reason: reason.to_owned() }
}

pub(crate) async fn ask(shop: &Shop, dossier: DossierId, formality: Formality) -> Outcome<FormalityAsked> {
    formalities::ask(&shop.app, call(), wanted(dossier, formality)).await
}

pub(crate) async fn refused(shop: &Shop, dossier: DossierId, formality: Formality) -> Problem {
    ask(shop, dossier, formality).await.unwrap_err()
}

pub(crate) async fn shown(shop: &Shop, dossier: DossierId, formality: Formality) -> FormalityView {
    let track = shop.dossier(dossier).await.tracks.remove(0);
    track.formalities.into_iter().find(|view| view.formality == formality).unwrap()
}

pub(crate) async fn track(shop: &Shop, dossier: DossierId) -> TrackState {
    shop.dossier(dossier).await.tracks[0].state
}

pub(crate) async fn breaks(shop: &Shop, function: Broken, fault: Fault) {
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await.unwrap();
}

pub(crate) async fn mends(shop: &Shop) {
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    shop.practice().lines.end_pauses(None);
}

pub(crate) fn taken_in(shop: &Shop, function: Broken) -> Vec<Record> {
    shop.control.records().into_iter().filter(|record| record.function == function).collect()
}

/// A delivered pair of glasses whose insurer agreed.
pub(crate) async fn promised(shop: &Shop, member: &str) -> DossierId {
    let dossier = sold(shop, member).await;
    ask(shop, dossier, Formality::PriorAuthorisation).await.unwrap();
    shop.marks(dossier, Moment::Delivery).await;
    dossier
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_goes_from_its_quote_to_its_accepted_invoice() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, PARTLY).await;
    let lines = vec![line(LineKind::Frame, 1, 100_00), line(LineKind::LensComplex, 2, 190_00)];
    let priced = PriceDossierRequest {
        dossier,
        total_cents: cents(480_00),
        amo_share_cents: cents(9_00),
        amc_share_cents: vec![cents(371_00)],
        customer_share_cents: cents(100_00),
        lines,
    };
    edit_dossier::price(&shop.app, call(), priced).await?;

    // The quote says what would be paid, line by line, and promises nothing.
    let asked = ask(&shop, dossier, Formality::Quote).await?;
    assert_eq!((asked.outcome.state, asked.outcome.covered_cents), (RequestState::Answered, Some(cents(315_35))));
    let quote = shown(&shop, dossier, Formality::Quote).await;
    assert_eq!((quote.standing, quote.shortfall_cents), (FormalityStanding::Partial, Some(cents(55_65))));
    assert_eq!(quote.customer_cents, Some(cents(155_65)));
    assert!(quote.reference.is_some() && quote.valid_until == Some(day("2024-04-30")), "{quote:?}");
    let covered: i64 = quote.lines.iter().map(|line| line.covered_cents.unwrap().get()).sum();
    assert_eq!((quote.lines.len(), covered), (2, 315_35));
    assert!(quote.message.is_some_and(|words| words.contains("prévisible")));
    assert_eq!(track(&shop, dossier).await, TrackState::NotSent, "a quote is no promise");
    assert_eq!(shop.dossier(dossier).await.difference_due_cents, cents(0));

    // The promise, and its number: the guarantee of the payment.
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    let promise = shown(&shop, dossier, Formality::PriorAuthorisation).await;
    assert_eq!((promise.standing, promise.covered_cents), (FormalityStanding::Partial, Some(cents(315_35))));
    let number = promise.reference.clone().unwrap();
    assert_eq!(promise.valid_until, Some(day("2024-04-30")));

    // Not before delivery.
    assert_eq!(refused(&shop, dossier, Formality::Claim).await.code, ProblemCode::NotDelivered);
    shop.marks(dossier, Moment::Delivery).await;
    let unnumbered = AskFormalityRequest { invoice: "  ".to_owned(), ..wanted(dossier, Formality::Claim) };
    let problem = formalities::ask(&shop.app, call(), unnumbered).await.unwrap_err();
    assert_eq!(problem.params, serde_json::json!({ "field": "invoice", "reason": "empty" }));
    let asked = ask(&shop, dossier, Formality::Claim).await?;
    assert_eq!(asked.outcome.state, RequestState::Answered);
    let claim = shown(&shop, dossier, Formality::Claim).await;
    assert_eq!(claim.asked_cents, cents(315_35), "what was promised is what is invoiced");
    assert_eq!(claim.invoice.as_deref(), Some("F-2024-0031"));
    assert!(claim.reference.is_some() && claim.reference != Some(number.clone()));
    let view = shop.dossier(dossier).await;
    // Accepted is not paid, and the promise keeps its number.
    assert_eq!((view.tracks[0].state, view.tracks[0].paid_cents), (TrackState::Accepted, cents(0)));
    assert_eq!(view.tracks[0].agreement_reference, Some(number));
    assert!(!view.settled);
    let taken = taken_in(&shop, Broken::Claim);
    assert_eq!((taken.len(), taken[0].asked_cents), (1, 315_35));
    // Once is enough.
    assert_eq!(refused(&shop, dossier, Formality::Claim).await.code, ProblemCode::AlreadyInvoiced);
    let kinds: Vec<String> = view.timeline.iter().map(|row| row.kind.clone()).collect();
    for kind in ["dossier.quoted", "dossier.invoiced", "dossier.invoice_moved"] {
        assert!(kinds.iter().any(|told| told == kind), "{kind} is in the history");
    }
    Ok(())
}

fn line(item: LineKind, quantity: u32, price: i64) -> LineView {
    LineView { item, quantity, unit_price_cents: cents(price), vat_rate_bp: 2_000, class: Some("B".to_owned()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_invoice_says_why_and_may_be_made_again() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    let reason = "Facture en double".to_owned();
    shop.control.set_answer(Platform::VIAMEDIS, MEMBER, AnswerRule::Refuse { reason }).unwrap();
    let asked = ask(&shop, dossier, Formality::Claim).await?;
    assert_eq!(asked.outcome.state, RequestState::Answered);
    let claim = shown(&shop, dossier, Formality::Claim).await;
    assert_eq!(claim.standing, FormalityStanding::Refused);
    assert!(claim.message.unwrap().contains("Facture en double") && claim.reason_code.is_some());
    assert_eq!(track(&shop, dossier).await, TrackState::Refused);
    shop.control.set_answer(Platform::VIAMEDIS, MEMBER, AnswerRule::CoverAsAsked).unwrap();
    assert_eq!(ask(&shop, dossier, Formality::Claim).await?.outcome.covered_cents, Some(cents(371_00)));
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted);
    assert_eq!(taken_in(&shop, Broken::Claim).iter().filter(|record| !record.refused).count(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_quote_and_a_refused_promise_move_what_they_should() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, REFUSED).await;
    ask(&shop, dossier, Formality::Quote).await?;
    assert_eq!(shown(&shop, dossier, Formality::Quote).await.standing, FormalityStanding::Refused);
    assert_eq!(track(&shop, dossier).await, TrackState::NotSent);
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    assert_eq!(track(&shop, dossier).await, TrackState::Refused);
    shop.marks(dossier, Moment::Delivery).await;
    assert_eq!(refused(&shop, dossier, Formality::Claim).await.code, ProblemCode::TrackState);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreed_promise_is_given_back_with_a_reason() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, MEMBER).await;
    assert_eq!(refused(&shop, dossier, Formality::AuthorisationCancellation).await.code, ProblemCode::NothingToCancel);
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    let unsaid = AskFormalityRequest { reason: " ".into(), ..wanted(dossier, Formality::AuthorisationCancellation) };
    let problem = formalities::ask(&shop.app, call(), unsaid).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::ReasonNeeded);
    let asked = ask(&shop, dossier, Formality::AuthorisationCancellation).await?;
    assert_eq!((asked.outcome.state, asked.taken_out), (RequestState::Answered, false));
    let shown_there = shown(&shop, dossier, Formality::AuthorisationCancellation).await;
    assert_eq!(shown_there.standing, FormalityStanding::Cancelled);
    assert!(shown_there.reference.is_some_and(|number| number.starts_with("annulation")));
    assert_eq!(shown(&shop, dossier, Formality::PriorAuthorisation).await.standing, FormalityStanding::Cancelled);
    assert_eq!(track(&shop, dossier).await, TrackState::Cancelled);
    assert!(taken_in(&shop, Broken::PriorAuthorisation)[0].cancelled);
    // Another may be asked for.
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_taken_back_before_the_promise_it_rests_on() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    ask(&shop, dossier, Formality::Claim).await?;
    assert_eq!(refused(&shop, dossier, Formality::AuthorisationCancellation).await.code, ProblemCode::InvoiceStands);
    ask(&shop, dossier, Formality::ClaimCancellation).await?;
    assert_eq!(shown(&shop, dossier, Formality::Claim).await.standing, FormalityStanding::Cancelled);
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted, "the promise stands again");
    ask(&shop, dossier, Formality::AuthorisationCancellation).await?;
    assert_eq!(track(&shop, dossier).await, TrackState::Cancelled);
    assert!(taken_in(&shop, Broken::Claim)[0].cancelled);
    Ok(())
}

/// What still waits here was never sent: it is taken out, and the platform hears of nothing.
#[rstest]
#[case::a_promise(Formality::PriorAuthorisation, Formality::AuthorisationCancellation, Broken::PriorAuthorisation)]
#[case::an_invoice(Formality::Claim, Formality::ClaimCancellation, Broken::Claim)]
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_in_the_queue_is_taken_out_of_it(
    #[case] formality: Formality,
    #[case] cancellation: Formality,
    #[case] function: Broken,
) -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, MEMBER).await;
    shop.marks(dossier, Moment::Delivery).await;
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    let asked = ask(&shop, dossier, formality).await?;
    assert_eq!(
        (asked.outcome.state, asked.outcome.failure),
        (RequestState::Queued, Some(FailureCode::ConnectionRefused))
    );
    assert_eq!(track(&shop, dossier).await, TrackState::Queued);
    let asked = ask(&shop, dossier, cancellation).await?;
    assert_eq!((asked.taken_out, asked.outcome.state), (true, RequestState::Withdrawn));
    mends(&shop).await;
    assert_eq!((taken_in(&shop, function).len(), shop.queue().await.waiting.len()), (0, 0));
    assert_eq!(track(&shop, dossier).await, TrackState::Withdrawn);
    Ok(())
}

/// What may have arrived is asked about before it is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_arrived_is_asked_about_before_it_is_cancelled() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, MEMBER).await;
    breaks(&shop, Broken::PriorAuthorisation, Fault::AnswerLost).await;
    assert_eq!(ask(&shop, dossier, Formality::PriorAuthorisation).await?.outcome.state, RequestState::OutcomeUnknown);
    let problem = refused(&shop, dossier, Formality::AuthorisationCancellation).await;
    assert_eq!(problem.code, ProblemCode::FateUnknown, "nothing is taken back blindly");
    mends(&shop).await;
    // The platform has it: it is taken back there.
    let asked = ask(&shop, dossier, Formality::AuthorisationCancellation).await?;
    assert_eq!((asked.outcome.state, asked.taken_out), (RequestState::Answered, false));
    assert_eq!(track(&shop, dossier).await, TrackState::Cancelled);
    assert!(taken_in(&shop, Broken::PriorAuthorisation)[0].cancelled);
    Ok(())
}

/// Everything is asked for while nothing answers; once it does, the recovery sends it, each once, in order.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_during_the_outage_leaves_at_the_recovery() -> Outcome {
    let shop = Shop::open().await;
    let (invoiced, given_back, quoted) =
        (promised(&shop, MEMBER).await, promised(&shop, "4417002231").await, sold(&shop, "4417002232").await);
    breaks(&shop, Broken::Connection, Fault::Refuse).await;
    for _ in 0..3 {
        shop.verifies(quoted).await;
    }
    for (dossier, formality) in
        [(invoiced, Formality::Claim), (given_back, Formality::AuthorisationCancellation), (quoted, Formality::Quote)]
    {
        let asked = ask(&shop, dossier, formality).await?;
        assert_eq!(asked.outcome.state, RequestState::Queued, "{formality:?}");
        let view = shown(&shop, dossier, formality).await;
        assert_eq!(view.standing, FormalityStanding::Waiting);
        assert_eq!(
            view.barred.unwrap().code,
            match formality {
                Formality::Claim => ProblemCode::AlreadyInvoiced,
                Formality::Quote => ProblemCode::FormalityOpen,
                _ => ProblemCode::CancellationUnderWay,
            }
        );
    }
    assert_eq!(track(&shop, invoiced).await, TrackState::Accepted, "the promise stands while the invoice waits");
    let queue = shop.queue().await;
    let waiting: Vec<Formality> = queue.waiting.iter().map(|row| row.formality).collect();
    assert_eq!(waiting, [Formality::Claim, Formality::AuthorisationCancellation, Formality::Quote]);

    mends(&shop).await;
    shop.verifies(quoted).await;
    let incident = shop.incident().await.unwrap().incident;
    shop.practice().lines.end_pauses(None);
    recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    shop.until("the queue empty", || async { shop.queue().await.waiting.is_empty().then_some(()) }).await;
    assert_eq!(shown(&shop, invoiced, Formality::Claim).await.standing, FormalityStanding::Agreed);
    assert_eq!(shown(&shop, quoted, Formality::Quote).await.standing, FormalityStanding::Agreed);
    assert_eq!(track(&shop, given_back).await, TrackState::Cancelled);
    assert_eq!((taken_in(&shop, Broken::Claim).len(), taken_in(&shop, Broken::Quote).len()), (1, 1));
    Ok(())
}

/// Each way of repeating, with a platform that recognises identifiers and with one that does not: an invoice whose answer was
/// lost, or that never arrived, is paid once.
#[rstest]
#[case::same_identifier(RepeatMode::SameIdentifier, true)]
#[case::query_first(RepeatMode::QueryFirst, true)]
#[case::never(RepeatMode::Never, false)]
#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_never_makes_a_second_invoice(
    #[case] mode: RepeatMode,
    #[case] settles_itself: bool,
    #[values(true, false)] recognises: bool,
) -> Outcome {
    let shop = Shop::open().await;
    let repeat = vec![ChosenRepeat { function: Function::Claim, mode: Some(mode) }];
    let (platform, probing) = (code("viamedis"), Probing::default());
    let chosen = SetConductRequest { platform, probing, calls_per_second: None, repeat };
    conduct::set(&shop.app, call(), chosen).await?;
    shop.control.recognise_repeats(recognises);
    // Taken in, and the answer lost.
    let dossier = promised(&shop, MEMBER).await;
    let lost = Breakage::new(Platform::VIAMEDIS, Broken::Claim, Fault::AnswerLost).times(1);
    shop.control.break_function(lost).await.unwrap();
    assert_eq!(ask(&shop, dossier, Formality::Claim).await?.outcome.state, RequestState::OutcomeUnknown);
    let request = RequestRef { request: shop.queue().await.unknown[0].request };
    assert_eq!(replay::check_unknown(&shop.app, call(), request).await?.state, RequestState::Answered);
    assert_eq!(taken_in(&shop, Broken::Claim).len(), 1);
    // Never arrived.
    let dossier = promised(&shop, "4417002231").await;
    let cut = Breakage::new(Platform::VIAMEDIS, Broken::Claim, Fault::Html).times(1);
    shop.control.break_function(cut).await.unwrap();
    assert_eq!(ask(&shop, dossier, Formality::Claim).await?.outcome.state, RequestState::OutcomeUnknown);
    let request = RequestRef { request: shop.queue().await.unknown[0].request };
    let checked = replay::check_unknown(&shop.app, call(), request.clone()).await?;
    let expected = if settles_itself { RequestState::Queued } else { RequestState::OutcomeUnknown };
    assert_eq!((checked.state, checked.platform_has_none), (expected, !settles_itself));
    if !settles_itself {
        let told = SettleUnknownRequest { request: request.request, received: false };
        queue::settle_unknown(&shop.app, call(), told).await?;
    }
    assert_eq!(replay::send_one(&shop.app, call(), request).await?.state, RequestState::Answered);
    assert_eq!(taken_in(&shop, Broken::Claim).len(), 2);
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted);
    Ok(())
}

/// A cancellation whose answer was lost is found in what it took back.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_cancellation_is_found_again() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, MEMBER).await;
    ask(&shop, dossier, Formality::PriorAuthorisation).await?;
    let lost = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::AnswerLost).times(1);
    shop.control.break_function(lost).await.unwrap();
    let asked = ask(&shop, dossier, Formality::AuthorisationCancellation).await?;
    assert_eq!(asked.outcome.state, RequestState::OutcomeUnknown);
    assert_eq!(track(&shop, dossier).await, TrackState::Accepted, "not said to be cancelled before it is known to be");
    let request = RequestRef { request: shop.queue().await.unknown[0].request };
    assert_eq!(replay::check_unknown(&shop.app, call(), request).await?.state, RequestState::Answered);
    assert_eq!(track(&shop, dossier).await, TrackState::Cancelled);
    Ok(())
}

/// An invoice that is decided later is pending until then, and is no acceptance meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_decided_later_waits_for_its_word() -> Outcome {
    let shop = Shop::open().await;
    let dossier = promised(&shop, MEMBER).await;
    shop.control.set_answer(Platform::VIAMEDIS, MEMBER, AnswerRule::Pending).unwrap();
    ask(&shop, dossier, Formality::Claim).await?;
    let claim = shown(&shop, dossier, Formality::Claim).await;
    assert_eq!((claim.standing, claim.covered_cents), (FormalityStanding::Received, None));
    shop.control.set_answer(Platform::VIAMEDIS, MEMBER, AnswerRule::CoverAsAsked).unwrap();
    let request = RequestRef { request: claim.request.unwrap() };
    replay::check_unknown(&shop.app, call(), request).await?;
    assert_eq!(shown(&shop, dossier, Formality::Claim).await.standing, FormalityStanding::Agreed);
    Ok(())
}
