//! A loss above the practice's limit: another person looks at it and proves who he is in the same deed; where nobody else works who
//! may, it is asked one day and confirmed the next. What of it is decided is `domain/src/dossier/second_look.rs`.

use crate::{
    access_log::Access,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessKind, AccessSubject, DossierRef, PracticeSummary, Problem, RecoveryView, SecondLookNeed, SecondLookView,
        SecondProof, SetSecondLookRequest, Topic, UserChoice, WithdrawWriteOffRequest,
    },
    recovery, step, team, view_practice,
};
use relais_domain::{
    context::Context,
    dossier::{Dossier, DossierCommand, SecondLook, SecondLookLimit},
    ids::UserId,
    practice::{self, Practice},
    refusal::Refusal,
    second::{Second, may_second},
};
use relais_storage::{Queries, Tx, rows::UserRow};
use std::sync::Arc;

/// What a write-off of a dossier would take today.
pub async fn view(app: &App, _call: Call, request: DossierRef) -> Result<SecondLookView, Problem> {
    let practice = app.practice()?;
    let (me, now, home) = (practice.user.id, practice.now(), practice.id.0);
    practice
        .read(move |queries| {
            let state = queries.stream::<Dossier>(request.dossier.0)?.ok_or(Refusal::UnknownDossier)?;
            let limit = queries.stream::<Practice>(home)?.unwrap_or_default().second_look_limit.cents();
            let amount_cents = state.would_be_written_off();
            let asked = state.write_off_asked.filter(|asked| amount_cents <= asked.amount_cents);
            let (needs, may_second) = needed(queries, me, now, asked.map(|asked| asked.confirm_from))?;
            let needs = if amount_cents <= limit { SecondLookNeed::Nobody } else { needs };
            Ok(SecondLookView {
                amount_cents,
                limit_cents: limit,
                needs,
                may_second,
                asked_cents: state.write_off_asked.map(|asked| asked.amount_cents),
                confirm_from: state.write_off_asked.map(|asked| asked.confirm_from),
            })
        })
        .await
}

/// Chooses the limit.
pub async fn set_limit(app: &App, call: Call, request: SetSecondLookRequest) -> Result<PracticeSummary, Problem> {
    let practice = app.practice()?;
    let limit =
        SecondLookLimit::parse(request.limit_cents).map_err(|_| Problem::field("limit_cents", "out_of_range"))?;
    let stream = practice.id.0;
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_second_look_limit(&state, limit, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Session, None);
    view_practice::summary(&practice).await
}

/// Takes back what was asked alone.
pub async fn withdraw(app: &App, call: Call, request: WithdrawWriteOffRequest) -> Result<RecoveryView, Problem> {
    let practice = app.practice()?;
    let WithdrawWriteOffRequest { incident, dossier } = request;
    practice
        .command(call, &request, move |tx, context| {
            step::existing_dossier(tx, dossier)?;
            step::dossier(tx, dossier, DossierCommand::WithdrawWriteOff, context)
        })
        .await?;
    app.announce(Topic::Recovery, Some(dossier));
    recovery::show(&practice, incident).await
}

/// Whether the other person is who he says, when there is one. Right or wrong, it leaves a line.
pub(crate) async fn proved(
    practice: &Arc<OpenPractice>,
    call: Call,
    second: Option<SecondProof>,
) -> Result<Option<UserId>, Problem> {
    let Some(SecondProof { user, proof }) = second else { return Ok(None) };
    let me = practice.user.id;
    let may = practice.read(move |queries| Ok(candidates(queries, me)?.iter().any(|it| it.id == user))).await?;
    if !may {
        return Err(Refusal::RoleNotAllowed.into());
    }
    let answer = team::proved(practice, user, proof).await;
    let line = Access::done(AccessKind::Seconded).about(AccessSubject::User, &user.0.to_string()).ended(&answer);
    let noted = practice.clone();
    blocking(move || {
        noted.note_access(call, line);
        Ok(())
    })
    .await?;
    answer.map(|row| Some(row.id))
}

/// What the practice asks of a loss now, and who looked at it: read again in the transaction that decides.
pub(crate) fn look(
    tx: &mut Tx<'_>,
    context: &Context,
    home: uuid::Uuid,
    by: Option<UserId>,
) -> Result<SecondLook, Problem> {
    let second = second(tx, context, by)?;
    Ok(SecondLook { limit: tx.load::<Practice>(home)?.second_look_limit, second })
}

/// Who else looked, and whether anybody else may: read again in the transaction that decides.
pub(crate) fn second(tx: &mut Tx<'_>, context: &Context, by: Option<UserId>) -> Result<Second, Problem> {
    let may = candidates(&tx.queries()?, context.actor)?;
    if by.is_some_and(|by| may.iter().all(|user| user.id != by)) {
        return Err(Refusal::RoleNotAllowed.into());
    }
    Ok(Second { by, somebody_may: !may.is_empty() })
}

/// What stands before a deed, and who may look at it.
pub(crate) fn needed(
    queries: &Queries<'_>,
    me: UserId,
    now: jiff::Timestamp,
    confirm_from: Option<jiff::Timestamp>,
) -> Result<(SecondLookNeed, Vec<UserChoice>), Problem> {
    let may_second = candidates(queries, me)?;
    let needs = match confirm_from {
        _ if !may_second.is_empty() => SecondLookNeed::Person,
        None => SecondLookNeed::Asking,
        Some(from) if now < from => SecondLookNeed::Waiting,
        Some(_) => SecondLookNeed::Confirming,
    };
    let may_second = may_second.into_iter().map(|user| team::choice(queries, user)).collect::<Result<_, _>>()?;
    Ok((needs, may_second))
}

/// Who works here beside `me` and may look at what one alone does not decide.
pub(crate) fn candidates(queries: &Queries<'_>, me: UserId) -> Result<Vec<UserRow>, Problem> {
    let users = queries.users()?.into_iter();
    Ok(users.filter(|user| user.id != me && user.retired_at.is_none() && may_second(user.role)).collect())
}
