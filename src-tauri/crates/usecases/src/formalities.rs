//! A formality asked for from the dossier: a quote, a prior authorisation, an invoice, or the taking back of either of the
//! last two. All go through the outbox; what may be asked for when is the rules' (`relais_domain::dossier::may_ask`).
//!
//! What still waits here is never cancelled at the platform: it is taken out of the queue. What may have arrived is asked
//! about first.

use crate::{
    access_log,
    app::{App, OpenPractice},
    call::Call,
    contract::{
        AccessKind, AskFormalityRequest, FieldsSent, FormalityAsked, FormalityRef, Problem, ProblemCode, SendOutcome,
        Topic,
    },
    departure, fields, lookup_guard, outbox, platform_request, platforms,
    replay::{self, Asker},
    routing, step, trade_warnings, verify_rights, view_dossier,
};
use jiff::civil::Date;
use relais_domain::{
    context::Context,
    dossier::{Dossier, DossierCommand, Invoiced, may_ask},
    formality::Formality,
    ids::{DossierId, RequestId, TextId},
    platform::PlatformCode,
    refusal::Refusal,
    request::{Cancels, Queued, RequestCommand, RequestState},
};
use relais_storage::{
    Queries, Tx,
    rows::{AnswerKind, RequestRow},
};
use serde_json::json;
use std::sync::Arc;

/// Longest invoice number of a main software.
pub(crate) const MAX_INVOICE_CHARS: usize = 32;

/// Asks for a formality: it waits in the queue, and leaves at once when the platform can be reached.
pub async fn ask(app: &App, call: Call, request: AskFormalityRequest) -> Result<FormalityAsked, Problem> {
    let practice = app.practice()?;
    let asked = asked(app, &practice, call, &request).await;
    if request.formality == Formality::Quote {
        // A quote tells what somebody is covered for: it is a look-up like any other.
        let told = json!({ "dossier": request.dossier });
        let access = access_log::of_request(AccessKind::RightsLookedUp, &told);
        access_log::left(app, call, access.ended(&asked)).await;
    }
    let (outcome, taken_out) = asked?;
    platforms::record_measured(app, &practice).await?;
    app.announce(Topic::Queue, Some(request.dossier));
    let dossier = view_dossier::one(&practice, request.dossier).await?;
    Ok(FormalityAsked { dossier, outcome, taken_out })
}

async fn asked(
    app: &App,
    practice: &Arc<OpenPractice>,
    call: Call,
    request: &AskFormalityRequest,
) -> Result<(SendOutcome, bool), Problem> {
    if request.formality.cancels().is_some()
        && let Some(outcome) = taken_out(practice, call, request).await?
    {
        return Ok((outcome, true));
    }
    let place = Place { dossier: request.dossier, rank: request.rank, formality: request.formality };
    let asking = practice.clone();
    let to_whom = practice.read(move |queries| place.to_whom(queries, &asking)).await?;
    if request.formality == Formality::Quote {
        lookup_guard::admit(practice, to_whom.look_up(practice, place).await?).await?;
    }
    let typed = request.clone();
    let fresh = Fresh { request: RequestId(practice.fresh()), reason: TextId(practice.fresh()) };
    let queued = practice
        .command(call, request, move |tx, context| {
            let reason = step::reason(tx, fresh.reason, None, Some(&typed.reason))?;
            let wanted = Wanted { place, request: fresh.request, invoice: &typed.invoice, reason };
            queue(tx, context, &wanted, &to_whom)?;
            Ok(fresh.request)
        })
        .await?;
    app.announce(Topic::Queue, Some(request.dossier));
    // The same command again finds what became of it.
    let row = practice.read(move |queries| Ok(queries.request(queued)?)).await?;
    match row {
        Some(row) if row.state != RequestState::Queued => Ok((replay::plain(row.state, row.last_failure), false)),
        _ => Ok((replay::send(practice, queued, Asker::Person).await?, false)),
    }
}

/// The fields that would leave, exactly.
pub async fn fields_sent(app: &App, _call: Call, request: FormalityRef) -> Result<FieldsSent, Problem> {
    let practice = app.practice()?;
    let place = Place { dossier: request.dossier, rank: request.rank, formality: request.formality };
    let asking = practice.clone();
    practice
        .read(move |queries| {
            let platform = place.to_whom(queries, &asking)?.platform;
            let platform_label = asking.lines.label(&platform);
            let line = asking.lines.get(&platform).and_then(|line| line.platform);
            let line = line.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
            let what = (place.dossier, place.rank, place.formality);
            let mut draft = platform_request::draft(queries, what, platform, asking.now())?;
            let sent = departure::message(queries, &mut draft, line.as_ref())?;
            let fields = sent.fields.into_iter().map(verify_rights::field_code).collect();
            Ok(FieldsSent { platform_label, next_labels: Vec::new(), fields })
        })
        .await
}

/// A formality of one complementary.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) dossier: DossierId,
    pub(crate) rank: u8,
    pub(crate) formality: Formality,
}

/// Who is asked, about what, and from when.
pub(crate) struct ToWhom {
    pub(crate) platform: PlatformCode,
    /// What a cancellation takes back.
    origin: Option<RequestId>,
    /// The first day the operator takes an invoice.
    not_before: Option<Date>,
}

impl Place {
    /// Who is asked: for what follows a promise or takes something back, whoever has it; otherwise who answers for the card.
    pub(crate) fn to_whom(self, queries: &Queries<'_>, practice: &OpenPractice) -> Result<ToWhom, Problem> {
        let state = queries.stream::<Dossier>(self.dossier.0)?.ok_or_else(unknown)?;
        let rows = outbox::requests_of(queries, self.dossier, self.rank)?;
        let origin = self.formality.cancels().and_then(|cancelled| standing(&rows, cancelled));
        let before = match self.formality {
            Formality::Claim => standing(&rows, Formality::PriorAuthorisation),
            _ => origin,
        };
        let first = || routing::first_of_track(queries, self.dossier, &state, self.rank);
        let platform = before.map_or_else(first, |row| Ok(Some(row.platform.clone())))?;
        let platform = platform.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
        departure::agreed_to_function(queries, practice, self.dossier, &platform, self.formality.function())?;
        let not_before = match self.formality {
            Formality::Claim => {
                let timeline = queries.timeline(self.dossier)?;
                trade_warnings::invoice_not_before(queries, practice, &platform, self.rank, &timeline)?
            }
            _ => None,
        };
        Ok(ToWhom { platform, origin: origin.map(|row| row.id), not_before })
    }
}

impl ToWhom {
    /// Whom a quote is about, for the watch over the look-ups.
    async fn look_up(&self, practice: &Arc<OpenPractice>, place: Place) -> Result<lookup_guard::Wanted, Problem> {
        let (platform, id, at) = (self.platform.clone(), practice.fresh(), practice.now());
        practice
            .read(move |queries| {
                let sheet = platform_request::sheet(queries, place.dossier, place.rank)?;
                let asked = platform_request::eligibility(&sheet, sheet.service_date, id, at);
                Ok(lookup_guard::Wanted::of_request(&asked, platform, &sheet.given_name, Some(place.dossier)))
            })
            .await
    }
}

fn unknown() -> Problem {
    Problem::code(ProblemCode::UnknownDossier)
}

/// The last request of a formality that stands at the platform, or is being decided there.
pub(crate) fn standing(rows: &[RequestRow], formality: Formality) -> Option<&RequestRow> {
    let stands = |row: &&RequestRow| {
        let known = matches!(row.answer, Some(AnswerKind::Agreed | AnswerKind::Pending));
        row.formality() == formality && row.state == RequestState::Answered && known
    };
    rows.iter().rev().find(stands)
}

/// Who has what a formality follows or takes back, when somebody does.
pub(crate) fn holder(queries: &Queries<'_>, place: Place) -> Result<Option<PlatformCode>, Problem> {
    let before = match place.formality {
        Formality::Claim => Some(Formality::PriorAuthorisation),
        formality => formality.cancels(),
    };
    let Some(before) = before else { return Ok(None) };
    let rows = outbox::requests_of(queries, place.dossier, place.rank)?;
    Ok(standing(&rows, before).map(|row| row.platform.clone()))
}

struct Fresh {
    request: RequestId,
    reason: TextId,
}

/// What is queued.
pub(crate) struct Wanted<'w> {
    pub(crate) place: Place,
    pub(crate) request: RequestId,
    pub(crate) invoice: &'w str,
    pub(crate) reason: Option<TextId>,
}

/// The transaction's inside: the request waits, and the dossier knows of it.
pub(crate) fn queue(tx: &mut Tx<'_>, context: &Context, wanted: &Wanted<'_>, to_whom: &ToWhom) -> Result<(), Problem> {
    let Wanted { place: Place { dossier, rank, formality }, request, invoice, reason } = *wanted;
    let state = step::existing_dossier(tx, dossier)?;
    may_ask(&state, rank, formality, context.today, to_whom.not_before)?;
    if outbox::open_of(&tx.queries()?, dossier, rank, formality)?.is_some() {
        return Err(Problem::code(ProblemCode::FormalityOpen));
    }
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let mut queued = Queued {
        request,
        dossier,
        rank,
        platform: to_whom.platform.clone(),
        function: formality.function(),
        amount_cents: track.share_cents,
        incident: state.way.and_then(|(_, incident)| incident),
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    match formality {
        Formality::Quote => step::request(tx, request, RequestCommand::Queue(queued), context).map(drop),
        Formality::PriorAuthorisation => outbox::queue_promise(tx, context, queued),
        Formality::Claim => {
            let authorisation = track.promise().cloned();
            queued.amount_cents = track.to_invoice_cents();
            let invoice = invoice_number(invoice)?;
            queued.invoice = Some(invoice.clone());
            queued.authorisation = authorisation.as_ref().and_then(|promise| promise.reference.clone());
            let made = Invoiced { rank, request, invoice, amount_cents: queued.amount_cents, authorisation };
            step::request(tx, request, RequestCommand::Queue(queued), context)?;
            let not_before = to_whom.not_before;
            step::dossier(tx, dossier, DossierCommand::Invoice { made, not_before }, context)
        }
        Formality::AuthorisationCancellation | Formality::ClaimCancellation => {
            let reason = reason.ok_or(Refusal::ReasonNeeded)?;
            let standing = track.standing_invoice().filter(|_| formality == Formality::ClaimCancellation);
            queued.amount_cents = standing.map_or(track.share_cents, |invoice| invoice.made.amount_cents);
            queued.cancels = Some(Cancels { request: to_whom.origin });
            step::request(tx, request, RequestCommand::Queue(queued), context)?;
            step::dossier(tx, dossier, DossierCommand::AskCancellation { rank, request, formality, reason }, context)
        }
    }
}

fn invoice_number(typed: &str) -> Result<String, Problem> {
    let number = fields::bounded("invoice", typed, MAX_INVOICE_CHARS)?;
    if number.is_empty() { Err(Problem::field("invoice", "empty")) } else { Ok(number) }
}

/// A cancellation of what still waits here takes it out of the queue; of what may have arrived, the platform is asked first.
/// None when it is at the platform, or was obtained by hand: the cancellation is then a request of its own.
async fn taken_out(
    practice: &Arc<OpenPractice>,
    call: Call,
    request: &AskFormalityRequest,
) -> Result<Option<SendOutcome>, Problem> {
    let Some(cancelled) = request.formality.cancels() else { return Ok(None) };
    let (dossier, rank) = (request.dossier, request.rank);
    let look = move |queries: &Queries<'_>| outbox::open_of(queries, dossier, rank, cancelled);
    let Some(mut open) = practice.read(look).await? else { return Ok(None) };
    if matches!(open.state, RequestState::OutcomeUnknown | RequestState::Conflict) {
        replay::check(practice, open.id, Asker::Person).await?;
        let Some(after) = practice.read(look).await? else { return Ok(None) };
        open = after;
    }
    match open.state {
        RequestState::Queued | RequestState::Failed => {}
        RequestState::Answered => return Ok(None),
        RequestState::OutcomeUnknown | RequestState::Conflict => return Err(Problem::code(ProblemCode::FateUnknown)),
        _ => return Err(Refusal::RequestState.into()),
    }
    let (id, reason, typed) = (open.id, TextId(practice.fresh()), request.reason.clone());
    practice
        .command(call, request, move |tx, context| {
            let reason = step::reason(tx, reason, None, Some(&typed))?.ok_or(Refusal::ReasonNeeded)?;
            outbox::withdraw(tx, context, id, reason)?;
            Ok(id)
        })
        .await?;
    Ok(Some(replay::plain(RequestState::Withdrawn, None)))
}

/// Whether a formality is done on the portal: its platform has one for it, or what is to be taken back was obtained there.
pub(crate) fn is_by_hand(practice: &OpenPractice, platform: &PlatformCode, place: Place, rows: &[RequestRow]) -> bool {
    let line = practice.lines.get(platform).and_then(|line| line.platform);
    let has_portal = line.is_some_and(|line| line.handover(place.formality.function()).is_some());
    let obtained_there = place.formality.cancels().is_some_and(|cancelled| {
        let open = rows.iter().any(|row| row.formality() == cancelled && outbox::is_open(row));
        !open && standing(rows, cancelled).is_none_or(|row| !platform_request::was_sent(row))
    });
    has_portal || obtained_there
}
