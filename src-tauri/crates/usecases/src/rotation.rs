//! « Rotation après fuite »: after the leak of a platform, every account whose secret is to be changed, in the order of danger:
//! the platform's own, their mailboxes, whatever has the same secret or one close to it. The list is worked out once from the
//! secrets themselves, which are opened, compared in memory and zeroised; the journal holds the accounts and the dangers, never
//! a word of a secret. It is left and taken up again: what is done is in the incident's entries, with who and when.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        CredentialItem, DocumentReady, IncidentRef, LeaveOutRequest, Problem, ProblemCode, RotateSecretRequest,
        RotationDone, RotationRow, RotationView, Topic,
    },
    credentials, papers, step, view_dossier, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    context::Context,
    event::Event,
    ids::{CredentialId, IncidentId, TextId},
    incident::{
        FactorChecked, Incident, IncidentCommand, IncidentEvent, RotationDanger, RotationItem, RotationOutcome,
        RotationTarget,
    },
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{Queries, Tx, rows::IncidentRow};
use std::{collections::BTreeMap, sync::Arc};

/// Where it stands.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<RotationView, Problem> {
    show(&app.practice()?, request.incident).await
}

/// Works the list out, and adds what was found since. Whoever asks adds the accounts he may use, an owner every one.
pub async fn plan(app: &App, call: Call, request: IncidentRef) -> Result<RotationView, Problem> {
    let practice = app.practice()?;
    let incident = request.incident;
    let row = practice.read(move |queries| known(queries, incident)).await?;
    let items = credentials::list(app, call, crate::contract::Nothing {}).await?.rows;
    let asked = practice.clone();
    let planned = blocking(move || to_change(&asked, &row, &items)).await?;
    practice
        .command(call, &("rotation.plan", incident), move |tx, context| {
            step::incident(tx, incident, IncidentCommand::PlanRotation { items: planned }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// What is to be changed, the most dangerous first; each account once, for the worst reason.
fn to_change(
    practice: &Arc<OpenPractice>,
    incident: &IncidentRow,
    items: &[CredentialItem],
) -> Result<Vec<RotationItem>, Problem> {
    let leaked: Vec<&CredentialItem> =
        items.iter().filter(|it| it.platform.as_ref() == Some(&incident.platform)).collect();
    let mut found: BTreeMap<(RotationTarget, CredentialId), RotationDanger> = BTreeMap::new();
    let mut add = |target, credential, danger| {
        let worst = found.entry((target, credential)).or_insert(danger);
        *worst = danger.min(*worst);
    };
    let mut mailboxes: Vec<String> = Vec::new();
    for account in &leaked {
        add(RotationTarget::Account, account.credential, RotationDanger::LeakedAccount);
        let mailbox = account.mailbox.trim().to_lowercase();
        if mailbox.is_empty() || mailboxes.contains(&mailbox) {
            continue;
        }
        let held = items.iter().find(|it| it.login.trim().to_lowercase() == mailbox && it.platform.is_none());
        match held {
            Some(held) => add(RotationTarget::Account, held.credential, RotationDanger::ItsMailbox),
            None => add(RotationTarget::Mailbox, account.credential, RotationDanger::ItsMailbox),
        }
        mailboxes.push(mailbox);
    }
    let leaked: Vec<CredentialId> = leaked.iter().map(|account| account.credential).collect();
    for (credential, danger) in credentials::like_those(practice, items, &leaked)? {
        add(RotationTarget::Account, credential, danger);
    }
    let mut planned: Vec<RotationItem> =
        found.into_iter().map(|((target, credential), danger)| RotationItem { credential, target, danger }).collect();
    planned.sort_by_key(|item| (item.danger, item.target));
    Ok(planned)
}

/// Changes one: the secret of an account is sealed in the same transaction; that of a mailbox beside the vault is a person's word.
pub async fn change(app: &App, call: Call, request: RotateSecretRequest) -> Result<RotationView, Problem> {
    let practice = app.practice()?;
    let RotateSecretRequest { incident, credential, target, secret, factor } = request;
    let done = move |tx: &mut Tx<'_>, context: &Context| {
        settle(tx, context, incident, IncidentCommand::Rotate { credential, target, factor })
    };
    match target {
        RotationTarget::Account => credentials::rotate(app, call, credential, &secret, done).await?,
        RotationTarget::Mailbox => {
            practice
                .command(call, &("rotation.mailbox", incident, credential), move |tx, context| done(tx, context))
                .await?;
        }
    }
    told(app, &practice, incident).await
}

/// Leaves one as it is, for a reason.
pub async fn leave_out(app: &App, call: Call, request: LeaveOutRequest) -> Result<RotationView, Problem> {
    let practice = app.practice()?;
    let LeaveOutRequest { incident, credential, target, reason } = request.clone();
    let id = TextId(practice.fresh());
    practice
        .command(call, &request, move |tx, context| {
            let reason = step::reason(tx, id, None, Some(&reason))?.ok_or(Refusal::ReasonNeeded)?;
            settle(tx, context, incident, IncidentCommand::LeaveOutOfRotation { credential, target, reason })
        })
        .await?;
    told(app, &practice, incident).await
}

/// One is settled; with the last of them, what was stolen opens nothing any more.
fn settle(tx: &mut Tx<'_>, context: &Context, incident: IncidentId, command: IncidentCommand) -> Result<(), Problem> {
    step::incident(tx, incident, command, context)?;
    let state = tx.load::<Incident>(incident.0)?;
    if state.closed || state.rotation_left() > 0 {
        return Ok(());
    }
    step::incident(tx, incident, IncidentCommand::SecureAccess { changed: true }, context)
}

async fn told(app: &App, practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<RotationView, Problem> {
    app.announce(Topic::Recovery, None);
    show(practice, incident).await
}

fn known(queries: &Queries<'_>, incident: IncidentId) -> Result<IncidentRow, Problem> {
    queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))
}

async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<RotationView, Problem> {
    let items = credentials::everything(practice).await?;
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let row = known(queries, incident)?;
            let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
            let when = settled(queries, incident)?;
            let mut rows = Vec::new();
            let mut hidden = 0;
            for standing in &state.rotation {
                let item = standing.item;
                // One that was put away since needs no other secret; one that is somebody else's is counted and not named.
                let Some(account) = items.rows.iter().find(|it| it.credential == item.credential) else {
                    hidden += u32::from(standing.outcome.is_none() && !items.all);
                    continue;
                };
                let (done, factor, reason) = match standing.outcome {
                    None => (RotationDone::ToDo, None, None),
                    Some(RotationOutcome::Changed(factor)) => (RotationDone::Changed, Some(factor), None),
                    Some(RotationOutcome::LeftOut(text)) => (RotationDone::LeftOut, None, queries.text(text)?),
                };
                let by = when.get(&(item.credential, item.target));
                rows.push(RotationRow {
                    credential: item.credential,
                    target: item.target,
                    danger: item.danger,
                    label: account.label.clone(),
                    login: account.login.clone(),
                    mailbox: account.mailbox.clone(),
                    holder_name: account.holder_name.clone(),
                    for_connector: account.for_connector,
                    has_page: !account.address.is_empty(),
                    second_factor: account.second_factor,
                    code_receiver: account.code_receiver.clone(),
                    has_seed: account.has_seed,
                    done,
                    factor,
                    reason,
                    by: by.map(|(by, _)| by.clone()),
                    at: by.map(|(_, at)| *at),
                });
            }
            let of_platform = items.rows.iter().filter(|it| it.platform.as_ref() == Some(&row.platform)).count();
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            Ok(RotationView {
                incident,
                platform_label: asked.lines.label(&row.platform),
                breach: state.nature == relais_domain::incident::IncidentNature::Breach,
                accounts: count(of_platform),
                total: count(state.rotation.len()),
                settled: count(state.rotation.len() - state.rotation_left()),
                hidden,
                rows,
            })
        })
        .await
}

/// Who settled each item, and when.
type Settled = BTreeMap<(CredentialId, RotationTarget), (String, jiff::Timestamp)>;

/// The last entry that speaks of each item.
fn settled(queries: &Queries<'_>, incident: IncidentId) -> Result<Settled, Problem> {
    let names = view_dossier::names(queries)?;
    let mut when = BTreeMap::new();
    for entry in queries.stream_entries(StreamKind::Incident, incident.0)? {
        if let Event::Incident(
            IncidentEvent::SecretRotated { credential, target, .. }
            | IncidentEvent::RotationLeftOut { credential, target, .. },
        ) = entry.event
        {
            let by = names.get(&entry.actor).cloned().unwrap_or_default();
            when.insert((credential, target), (by, entry.recorded_at));
        }
    }
    Ok(when)
}

/// The proof on paper: what was to be changed, what was, by whom and when, and where the journal stands.
pub async fn print(app: &App, _call: Call, request: IncidentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let shown = show(&practice, request.incident).await?;
    if shown.rows.is_empty() {
        return Err(Refusal::UnknownCredential.into());
    }
    let known = practice.clone();
    let page = practice
        .read(move |queries| {
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let head = queries.journal_head()?;
            let clock = |at: jiff::Timestamp| {
                let local = at.to_zoned(known.time_zone.clone());
                format!("{} à {}", documents::date_fr(local.date()), local.strftime("%H:%M"))
            };
            let line = |row: &RotationRow| documents::RotatedSecret {
                what: match (row.target, row.for_connector) {
                    (RotationTarget::Account, false) => named(&row.label, &row.login),
                    (RotationTarget::Account, true) => format!("{}, compte de Relais", named(&row.label, &row.login)),
                    (RotationTarget::Mailbox, _) => format!("Boîte {}", row.mailbox),
                },
                why: danger_fr(row.danger).to_owned(),
                done: done_fr(row),
                by: match (&row.by, row.at) {
                    (Some(by), Some(at)) => format!("{by}, {}", clock(at)),
                    _ => String::new(),
                },
            };
            Ok(documents::RotationProof {
                practice: view_practice::letterhead(&letterhead),
                issued_on: known.today(),
                platform: shown.platform_label.clone(),
                settled: (shown.settled, shown.total),
                secrets: shown.rows.iter().map(line).collect(),
                hidden: shown.hidden,
                head: (head.seq, head.hash.to_string()),
                issued_by: known.user.name.clone(),
            })
        })
        .await?;
    let name = format!("rotation-{}.pdf", page.issued_on);
    let bytes = blocking(move || Ok(documents::rotation_proof(&page)?)).await?;
    papers::put(&practice, &name, bytes).await
}

fn named(label: &str, login: &str) -> String {
    if login.is_empty() { label.to_owned() } else { format!("{label} ({login})") }
}

const fn danger_fr(danger: RotationDanger) -> &'static str {
    match danger {
        RotationDanger::LeakedAccount => "Compte de la plateforme",
        RotationDanger::ItsMailbox => "Sa boîte aux lettres",
        RotationDanger::SameSecret => "Même secret",
        RotationDanger::CloseSecret => "Secret proche",
    }
}

fn done_fr(row: &RotationRow) -> String {
    match (row.done, row.factor) {
        (RotationDone::ToDo, _) => "À changer".to_owned(),
        (RotationDone::LeftOut, _) => format!("Laissé\u{a0}: {}", row.reason.as_deref().unwrap_or("motif effacé")),
        (RotationDone::Changed, Some(FactorChecked::InPlace)) => "Changé, second facteur en place".to_owned(),
        (RotationDone::Changed, Some(FactorChecked::SetUp)) => "Changé, second facteur renouvelé".to_owned(),
        (RotationDone::Changed, _) => "Changé, le site n’a pas de second facteur".to_owned(),
    }
}
