//! Asking for an erasure, agreeing to it, and carrying it out: step by step behind the window, each step one transaction with its
//! entry; then the bytes, then the certificate. Whatever stops it, the next opening takes it up.

use super::{
    certificate, due,
    due::{Today, last_act, open_of},
    in_use, view,
};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    cheque_pictures,
    contract::{
        AgreePurgeRequest, AskPurgeRequest, DocumentReady, ErasureDossier, ErasurePreview, ErasurePreviewRequest,
        Problem, ProblemCode, PurgeRef, RetentionView, Topic,
    },
    papers, people, second_look, step,
};
use jiff::Timestamp;
use relais_domain::{
    card::CardPart,
    cheque::{Cheque, WhyErased},
    context::Context,
    dossier::{Dossier, DossierCommand},
    ids::{ChequeId, DossierId, EvidenceId, IncidentId, PersonId, PurgeId, TextId},
    purge::{self, Erased, MAX_SUBJECTS, Purge, PurgeAsked, PurgeState, PurgeWhy, Subject},
    refusal::Refusal,
    retention::DataKind,
};
use relais_storage::{Queries, Tx, rows::dossier_label};
use std::{collections::BTreeSet, sync::Arc};

/// What goes if the customer of a dossier is erased, what stays and why, and what stands in the way.
pub async fn preview(app: &App, _call: Call, request: ErasurePreviewRequest) -> Result<ErasurePreview, Problem> {
    let practice = app.practice()?;
    let today = practice.retention_day();
    practice
        .read(move |queries| {
            let person = person_of(queries, request.dossier)?;
            let (mut dossiers, mut last, mut waiting) = (Vec::new(), None, None);
            let (mut goes, mut shared_papers) = (Erased::default(), 0);
            for of_his in queries.same_customer(person)? {
                let ids = queries.dossiers_of_person(of_his)?;
                let named = request.dossiers.is_empty() || ids.iter().any(|id| request.dossiers.contains(id));
                for id in ids {
                    let row = queries.dossier(id)?.ok_or(Refusal::UnknownDossier)?;
                    if named {
                        last = last.max(Some(last_act(queries, id, &today)?));
                    }
                    dossiers.push(ErasureDossier {
                        dossier: id,
                        number: dossier_label(row.year, row.number),
                        phone: row.name.phone,
                        opened_on: row.opened_on,
                        total_cents: row.total_cents,
                        named,
                        open: open_of(queries, id, &today)?,
                    });
                }
                if named {
                    let holdings = queries.holdings(of_his)?;
                    (goes, shared_papers) = (goes.plus(holdings.erased), shared_papers + holdings.shared_papers);
                    waiting = waiting.or(waiting_of(queries, of_his)?);
                }
            }
            let name = queries.dossier(request.dossier)?.map(|row| people::display(&row.name)).unwrap_or_default();
            let clocks = in_use(queries)?.set;
            let law = clocks.of(DataKind::Customer).and_then(|clock| clock.at_least.clone());
            let until = law.as_ref().zip(last).map(|((least, _), last)| least.due_on(last));
            let until = until.filter(|until| *until > today.today);
            Ok(ErasurePreview {
                customer: name,
                dossiers,
                goes,
                shared_papers,
                obliges: law.filter(|_| until.is_some()).map(|(_, law)| law),
                obliged_until: until,
                waiting,
            })
        })
        .await
}

/// Asks for what is due of some kinds, or for one customer, to be erased.
pub async fn ask(app: &App, call: Call, request: AskPurgeRequest) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    let today = practice.retention_day();
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let AskPurgeRequest { kinds, dossiers, reason, .. } = request;
    let (purge, text) = (PurgeId(practice.fresh()), TextId(practice.fresh()));
    practice
        .command(call, &("purge.ask", kinds.clone(), dossiers.clone(), reason.clone(), by), move |tx, context| {
            let queries = tx.queries()?;
            let clocks = in_use(&queries)?;
            let mut people = BTreeSet::new();
            for dossier in dossiers {
                people.insert(person_of(&queries, dossier)?);
            }
            let mut subjects = Vec::new();
            for person in &people {
                nothing_open(&queries, *person, &today)?;
                subjects.push(Subject { kind: DataKind::Customer, id: person.0 });
            }
            for kind in kinds.into_iter().filter(|_| people.is_empty()) {
                let due = due::of(&queries, &clocks.set, kind, &today)?.into_iter();
                subjects.extend(due.map(|due| due.subject));
            }
            subjects.truncate(MAX_SUBJECTS);
            // How he asked is a text about him: it goes with him.
            let reason = step::reason(tx, text, people.first().copied(), Some(&reason))?;
            let why = if people.is_empty() { PurgeWhy::Due } else { PurgeWhy::Requested };
            let clocks = clocks.set.version.clone();
            let asked = PurgeAsked { purge, why, clocks, subjects, reason, confirm_from: None };
            let state = tx.load::<Purge>(purge.0)?;
            let events = purge::ask(&state, asked, second_look::second(tx, context, by)?, context)?;
            Ok(tx.append::<Purge>(purge.0, events)?)
        })
        .await?;
    told(app, &practice).await
}

/// Agrees to what was asked alone.
pub async fn agree(app: &App, call: Call, request: AgreePurgeRequest) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let id = request.purge;
    practice
        .command(call, &("purge.agree", id, by), move |tx, context| {
            let state = tx.load::<Purge>(id.0)?;
            let events = purge::agree(&state, second_look::second(tx, context, by)?, context)?;
            Ok(tx.append::<Purge>(id.0, events)?)
        })
        .await?;
    told(app, &practice).await
}

/// Takes back what was asked alone.
pub async fn withdraw(app: &App, call: Call, request: PurgeRef) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    let id = request.purge;
    practice
        .command(call, &("purge.withdraw", id), move |tx, context| {
            let state = tx.load::<Purge>(id.0)?;
            Ok(tx.append::<Purge>(id.0, purge::withdraw(&state, context)?)?)
        })
        .await?;
    told(app, &practice).await
}

/// Opens the certificate of a purge, the very same.
pub async fn open_certificate(app: &App, _call: Call, request: PurgeRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let row = practice.read(move |queries| Ok(queries.purge(request.purge)?)).await?;
    let certificate = row.and_then(|row| row.certificate);
    let (_, _, document) = certificate.ok_or_else(|| Problem::code(ProblemCode::UnknownDocument))?;
    papers::open(&practice, document).await
}

async fn told(app: &App, practice: &Arc<OpenPractice>) -> Result<RetentionView, Problem> {
    resume(app, practice);
    app.announce(Topic::Retention, None);
    view::show(practice).await
}

fn person_of(queries: &Queries<'_>, dossier: DossierId) -> Result<PersonId, Problem> {
    let person = queries.stream::<Dossier>(dossier.0)?.and_then(|state| state.person());
    let person = person.ok_or(Refusal::UnknownDossier)?;
    if queries.person(person)?.is_none() {
        return Err(Refusal::NothingToErase.into());
    }
    Ok(person)
}

/// When the customer of a dossier was erased; none while he is not, and where nothing tells it.
pub(crate) fn erased_at(queries: &Queries<'_>, dossier: DossierId) -> Result<Option<Timestamp>, Problem> {
    let Some(person) = queries.stream::<Dossier>(dossier.0)?.and_then(|state| state.person()) else { return Ok(None) };
    let subject = Subject { kind: DataKind::Customer, id: person.0 };
    for row in queries.purges_carried()?.into_iter().rev() {
        let asked = queries.stream::<Purge>(row.id.0)?.and_then(|state| state.asked);
        if asked.is_some_and(|asked| asked.subjects.iter().take(row.done as usize).any(|gone| *gone == subject)) {
            return Ok(row.certified_at.or(row.agreed_at));
        }
    }
    Ok(None)
}

/// Refused, with the first dossier of which something is open.
fn nothing_open(queries: &Queries<'_>, person: PersonId, today: &Today) -> Result<(), Problem> {
    for dossier in queries.dossiers_of_person(person)? {
        if let Some(open) = open_of(queries, dossier, today)? {
            let row = queries.dossier(dossier)?;
            let dossier = row.map(|row| dossier_label(row.year, row.number)).unwrap_or_default();
            return Err(Refusal::MoneyStillOpen { open, dossier }.into());
        }
    }
    Ok(())
}

fn waiting_of(queries: &Queries<'_>, person: PersonId) -> Result<Option<PurgeId>, Problem> {
    for row in queries.purges_open()? {
        let state = queries.stream::<Purge>(row.id.0)?.unwrap_or_default();
        let subject = Subject { kind: DataKind::Customer, id: person.0 };
        if state.asked.is_some_and(|asked| asked.subjects.contains(&subject)) {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}

/// Carries out, behind the window, whatever was agreed to and is not over. One at a time: whoever comes second finds it done.
pub(crate) fn resume(app: &App, practice: &Arc<OpenPractice>) {
    let (app, practice) = (app.clone(), practice.clone());
    tokio::spawn(async move {
        let purging = practice.purging.clone();
        let Ok(held) = purging.try_lock() else { return };
        let carried = carry_out(&app, &practice).await;
        drop(held);
        if let Err(problem) = &carried {
            tracing::warn!(%problem, "an erasure stopped; it goes on at the next opening");
        }
        // It runs no more, which is news to whoever looks at it.
        if !matches!(carried, Ok(false)) {
            app.announce(Topic::Retention, None);
        }
    });
}

/// Says whether there was anything.
pub(super) async fn carry_out(app: &App, practice: &Arc<OpenPractice>) -> Result<bool, Problem> {
    let mut any = false;
    while let Some(purge) = practice.read(agreed).await? {
        any = true;
        while step(practice, purge).await? {
            app.announce(Topic::Retention, None);
        }
        let scrubbing = practice.clone();
        blocking(move || Ok(scrubbing.database.scrub()?)).await?;
        certificate::issue(practice, purge).await?;
        app.announce(Topic::Retention, None);
        app.announce(Topic::Dossiers, None);
    }
    Ok(any)
}

fn agreed(queries: &Queries<'_>) -> Result<Option<PurgeId>, Problem> {
    let open = queries.purges_open()?.into_iter();
    Ok(open.filter(|row| row.state == PurgeState::Agreed).map(|row| row.id).next())
}

/// Some more subjects; false once every one was gone through.
async fn step(practice: &Arc<OpenPractice>, purge: PurgeId) -> Result<bool, Problem> {
    let today = practice.retention_day();
    practice
        .command(practice.own_call(), &("purge.carry", purge), move |tx, context| {
            let state = tx.load::<Purge>(purge.0)?;
            let subjects = state.next_step().to_vec();
            let Some(asked) = state.asked.as_ref().filter(|_| !subjects.is_empty()) else { return Ok(false) };
            let carried = erase(tx, context, (asked.why, &subjects), &today)?;
            let events = purge::carry(&state, carried)?;
            tx.append::<Purge>(purge.0, events)?;
            Ok(true)
        })
        .await
}

/// Erases the subjects that may still go; counts those that stay, and what went of the others.
fn erase(
    tx: &mut Tx<'_>,
    context: &Context,
    (why, subjects): (PurgeWhy, &[Subject]),
    today: &Today,
) -> Result<(u32, Erased), Problem> {
    let mut going = Vec::new();
    for subject in subjects {
        if may_go(&tx.queries()?, why, *subject, today)? {
            going.push(*subject);
        }
    }
    let kept = u32::try_from(subjects.len() - going.len()).unwrap_or(u32::MAX);
    Ok((kept, gone(tx, context, why, &going)?))
}

/// Erases these subjects; counts what went of them.
pub(super) fn gone(tx: &mut Tx<'_>, context: &Context, why: PurgeWhy, subjects: &[Subject]) -> Result<Erased, Problem> {
    let (mut erased, mut people) = (Erased::default(), Vec::new());
    for Subject { kind, id } in subjects.iter().copied() {
        erased = erased.plus(match kind {
            DataKind::Customer => {
                people.push(PersonId(id));
                pictures_of(tx, context, PersonId(id), why)?
            }
            DataKind::Nir => tx.erase_nirs(DossierId(id))?,
            DataKind::CardText => tx.erase_card_texts(DossierId(id))?,
            DataKind::CardPicture => card_pictures(tx, context, DossierId(id))?,
            DataKind::ChequeLine => Erased { cheque_lines: tx.erase_cheque_line(ChequeId(id))?, ..Erased::default() },
            DataKind::Exchange => tx.erase_evidence(EvidenceId(id))?,
            DataKind::Breach => tx.erase_incident_words(IncidentId(id))?,
            DataKind::Entries
            | DataKind::ChequePicture
            | DataKind::Account
            | DataKind::AccessLog
            | DataKind::Backup => Erased::default(),
        });
    }
    if why == PurgeWhy::Requested {
        // Whoever asked is not found in a bank's label or a list either; one who is due may still be a customer.
        erased = erased.plus(tx.erase_notes_naming(&people)?);
    }
    Ok(erased.plus(tx.erase_people(&people)?))
}

/// Whether a subject may still go: what was agreed to may have been due no more, or money moved, since.
pub(super) fn may_go(queries: &Queries<'_>, why: PurgeWhy, subject: Subject, today: &Today) -> Result<bool, Problem> {
    match why {
        PurgeWhy::Due => Ok(due::one(queries, &in_use(queries)?.set, subject, today)?.is_some()),
        PurgeWhy::Requested => Ok(nothing_open(queries, PersonId(subject.id), today).is_ok()),
    }
}

/// The pictures of a customer's cards and cheques, each with the entry of its own stream.
fn pictures_of(tx: &mut Tx<'_>, context: &Context, person: PersonId, why: PurgeWhy) -> Result<Erased, Problem> {
    let mut erased = Erased::default();
    for dossier in tx.queries()?.dossiers_of_person(person)? {
        erased = erased.plus(card_pictures(tx, context, dossier)?);
        for cheque in tx.queries()?.cheques_covering(dossier)? {
            let sides: Vec<_> = tx.load::<Cheque>(cheque.0)?.pictures.iter().map(|kept| kept.side).collect();
            for side in sides {
                let why = if why == PurgeWhy::Due { WhyErased::Due } else { WhyErased::Asked };
                cheque_pictures::erase_one(tx, context, cheque, side, why)?;
                erased.pictures += 1;
            }
        }
    }
    Ok(erased)
}

fn card_pictures(tx: &mut Tx<'_>, context: &Context, dossier: DossierId) -> Result<Erased, Problem> {
    let kept = tx.load::<Dossier>(dossier.0)?.card_pictures;
    let erased = tx.erase_card_pictures(dossier)?;
    for picture in &kept {
        let command = DossierCommand::EraseCardPart { rank: picture.rank, part: CardPart::of(picture.kept.side) };
        step::dossier(tx, dossier, command, context)?;
    }
    Ok(erased)
}
