//! What a person read on a portal of a quote, an invoice or a cancellation made there. It is a request of the outbox like any
//! other, answered by a person: nothing sends it again. What waits here for the same is what is answered.

use crate::{
    app::App,
    call::Call,
    contract::{DossierView, Problem, ProblemCode, RecordPortalFormalityRequest, Topic},
    fields,
    formalities::{self, Place, Wanted},
    outbox::{self, Heard},
    step, view_dossier,
};
use jiff::civil::Date;
use relais_domain::{
    dossier::{Agreement, Doubt, Quote},
    formality::Formality,
    ids::{RequestId, TextId},
    money::Cents,
    refusal::Refusal,
    request::RequestAnswer,
};

/// Longest number a portal gives.
pub(crate) const MAX_NUMBER_CHARS: usize = 40;

/// Records what the portal said.
pub async fn record(app: &App, call: Call, request: RecordPortalFormalityRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (typed, asking) = (request.clone(), practice.clone());
    let place = Place { dossier: request.dossier, rank: request.rank, formality: request.formality };
    if place.formality == Formality::PriorAuthorisation {
        // A promise has its own way: it may be the recheck of an outage.
        return Err(Problem::code(ProblemCode::InvalidRequest));
    }
    let (fresh, reason) = (RequestId(practice.fresh()), TextId(practice.fresh()));
    practice
        .command(call, &request, move |tx, context| {
            let answer = answer(&typed)?;
            let state = step::existing_dossier(tx, place.dossier)?;
            let asked = state.track(place.rank).ok_or(Refusal::UnknownTrack)?.share_cents;
            if typed.agreed && !typed.knowingly {
                believable((typed.covered_cents, typed.valid_until), asked, context.today)?;
            }
            // An invoice is no answer to what was asked before it: that one would still be sent.
            let promise = outbox::open_of(&tx.queries()?, place.dossier, place.rank, Formality::PriorAuthorisation)?;
            if place.formality == Formality::Claim && promise.is_some() {
                return Err(Problem::code(ProblemCode::AuthorisationOpen));
            }
            let open = outbox::open_of(&tx.queries()?, place.dossier, place.rank, place.formality)?;
            let answered = match open {
                Some(row) => row.id,
                None => {
                    let to_whom = place.to_whom(&tx.queries()?, &asking)?;
                    let reason = step::reason(tx, reason, None, Some(&typed.reason))?;
                    let wanted = Wanted { place, request: fresh, invoice: &typed.invoice, reason };
                    formalities::queue(tx, context, &wanted, &to_whom)?;
                    fresh
                }
            };
            outbox::record_answer(tx, context, answered, Heard::by_staff(answer))
        })
        .await?;
    app.announce(Topic::Queue, Some(request.dossier));
    view_dossier::one(&practice, request.dossier).await
}

/// Refuses what is hard to believe at its field, until a person says that he read it again.
pub(crate) fn believable(
    (covered, valid_until): (Option<Cents>, Option<Date>),
    asked: Cents,
    today: Date,
) -> Result<(), Problem> {
    match Doubt::of(covered, valid_until, asked, today) {
        None => Ok(()),
        Some(Doubt::AboveAsked) => Err(Problem::field("covered_cents", "unchecked")),
        Some(Doubt::AlreadyOver) => Err(Problem::field("valid_until", "unchecked")),
    }
}

fn answer(typed: &RecordPortalFormalityRequest) -> Result<RequestAnswer, Problem> {
    let reference = fields::bounded("reference", &typed.reference, MAX_NUMBER_CHARS)?;
    let reference = Some(reference).filter(|reference| !reference.is_empty());
    let (covered_cents, valid_until) = (typed.covered_cents, typed.valid_until);
    Ok(match typed.formality {
        _ if !typed.agreed => RequestAnswer::Refused { reason_code: None },
        Formality::Quote => {
            RequestAnswer::Quoted { quote: Quote { reference, covered_cents, valid_until, lines: Vec::new() } }
        }
        Formality::AuthorisationCancellation | Formality::ClaimCancellation => RequestAnswer::Cancelled { reference },
        Formality::PriorAuthorisation | Formality::Claim => {
            RequestAnswer::Agreed { agreement: Agreement { reference, covered_cents, valid_until } }
        }
    })
}
