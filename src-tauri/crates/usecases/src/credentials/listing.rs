//! What is shown of the accounts: no secret, and to each the accounts he may use.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        CertificateShown, CredentialHolder, CredentialItem, CredentialList, CredentialPlatform, CredentialRef,
        CredentialView, CredentialWarning, Nothing, PastSecret, Problem,
    },
    view_dossier,
};
use jiff::Timestamp;
use relais_domain::{
    context::Role,
    credential::{self, CertificateFacts, CredentialFacts, SecondFactor},
    ids::{CredentialId, UserId},
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{
    Queries, SealedPart,
    rows::{CredentialRow, UserRow},
};
use std::sync::Arc;

/// Every account whoever is at work may use.
pub async fn list(app: &App, _call: Call, _request: Nothing) -> Result<CredentialList, Problem> {
    show(&app.practice()?).await
}

/// One of them, with its history.
pub async fn view(app: &App, _call: Call, request: CredentialRef) -> Result<CredentialView, Problem> {
    one(&app.practice()?, request.credential).await
}

pub(crate) async fn show(practice: &Arc<OpenPractice>) -> Result<CredentialList, Problem> {
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let users = queries.users()?;
            let mine = |row: &CredentialRow| credential::may_use(asked.user.role, asked.user.id, row.facts.holding());
            let rows = queries.credentials()?.into_iter().filter(mine);
            let (removed, kept): (Vec<_>, Vec<_>) =
                rows.map(|row| item(&asked, &users, row)).partition(|item| item.removed_at.is_some());
            let active = users.iter().filter(|user| user.retired_at.is_none() && user.role != Role::Accountant);
            Ok(CredentialList {
                rows: by_label(kept),
                removed: by_label(removed),
                people: active.map(|user| CredentialHolder { user: user.id, name: user.name.clone() }).collect(),
                platforms: platforms(&asked),
                all: asked.user.role == Role::Owner,
                removed_for_days: u32::try_from(credential::REMOVED_FOR_DAYS).unwrap_or(u32::MAX),
            })
        })
        .await
}

pub(super) async fn one(practice: &Arc<OpenPractice>, id: CredentialId) -> Result<CredentialView, Problem> {
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let row = queries.credential(id)?.ok_or(Refusal::UnknownCredential)?;
            credential::check_use(&asked.context(), row.facts.holding())?;
            let names = view_dossier::names(queries)?;
            let entries = queries.stream_entries(StreamKind::Credential, id.0)?.into_iter().rev();
            Ok(CredentialView {
                past: past(queries, &row)?,
                timeline: entries.map(|entry| view_dossier::timeline_row(&names, entry)).collect(),
                item: item(&asked, &queries.users()?, row),
            })
        })
        .await
}

/// The secrets of before, the latest first: each was in force until the next was set.
fn past(queries: &Queries<'_>, row: &CredentialRow) -> Result<Vec<PastSecret>, Problem> {
    let secrets: Vec<(u32, Timestamp)> = queries
        .sealed_items(row.id)?
        .into_iter()
        .filter(|sealed| sealed.part == SealedPart::Secret)
        .map(|sealed| (sealed.number, sealed.set_at))
        .collect();
    let pairs = secrets.windows(2).rev();
    Ok(pairs
        .filter_map(|pair| match pair {
            [(number, from), (_, until)] => Some(PastSecret { number: *number, from: *from, until: *until }),
            _ => None,
        })
        .collect())
}

fn platforms(practice: &OpenPractice) -> Vec<CredentialPlatform> {
    let known = practice.lines.all().into_iter().map(|line| line.configured);
    let mut platforms: Vec<_> = known
        .map(|it| CredentialPlatform { platform: it.platform, label: it.label, direct: it.channel.is_direct() })
        .collect();
    platforms.sort_by(|a, b| a.label.cmp(&b.label));
    platforms
}

fn by_label(mut items: Vec<CredentialItem>) -> Vec<CredentialItem> {
    items.sort_by(|a, b| (a.label.to_lowercase(), &a.login).cmp(&(b.label.to_lowercase(), &b.login)));
    items
}

fn item(practice: &OpenPractice, users: &[UserRow], row: CredentialRow) -> CredentialItem {
    let warnings = warnings(users, &row, practice.now());
    let facts = row.facts;
    let has = |part| row.parts.contains(&part);
    CredentialItem {
        credential: row.id,
        label: label(practice, &facts),
        holder_name: facts.holder.map(|holder| name_of(users, holder)),
        has_seed: has(SealedPart::Seed),
        has_notes: has(SealedPart::Notes),
        secret_at: row.secret_at,
        secret_days: days_between(row.secret_at, practice.now()),
        used_at: row.used_at,
        removed_at: row.removed_at,
        warnings,
        platform: facts.platform,
        name: facts.name,
        address: facts.address,
        holder: facts.holder,
        for_connector: facts.for_connector,
        login: facts.login,
        mailbox: facts.mailbox,
        second_factor: facts.second_factor,
        code_receiver: facts.code_receiver,
        stand_in: facts.stand_in,
        certificate: facts.certificate.map(|it| certificate(it, practice.now())),
    }
}

/// A certificate, and how near its end is.
fn certificate(facts: CertificateFacts, now: Timestamp) -> CertificateShown {
    let end = facts.end(now);
    let CertificateFacts { subject, issuer, serial, not_before, not_after } = facts;
    CertificateShown { subject, issuer, serial, not_before, not_after, end, days_left: days_between(now, not_after) }
}

/// What an account is called on the screen.
pub(crate) fn label(practice: &OpenPractice, facts: &CredentialFacts) -> String {
    let platform = facts.platform.as_ref().map(|code| practice.lines.label(code));
    match (platform, facts.name.as_str()) {
        (Some(platform), "") => platform,
        (Some(platform), name) => format!("{platform} · {name}"),
        (None, name) => name.to_owned(),
    }
}

fn name_of(users: &[UserRow], holder: UserId) -> String {
    users.iter().find(|user| user.id == holder).map(|user| user.name.clone()).unwrap_or_default()
}

fn warnings(users: &[UserRow], row: &CredentialRow, now: Timestamp) -> Vec<CredentialWarning> {
    let facts = &row.facts;
    let left = |holder| users.iter().any(|user| user.id == holder && user.retired_at.is_some());
    let older_than = |at: Timestamp, days: i64| i64::from(days_between(at, now)) > days;
    [
        (CredentialWarning::HolderLeft, facts.holder.is_some_and(left)),
        (CredentialWarning::NoSecondFactor, facts.second_factor == SecondFactor::None),
        (CredentialWarning::NobodyStandsIn, facts.second_factor.goes_to_somebody() && facts.stand_in.is_empty()),
        (CredentialWarning::SecretOld, older_than(row.secret_at, credential::OLD_AFTER_DAYS)),
        (CredentialWarning::Unused, older_than(row.used_at.unwrap_or(row.added_at), credential::UNUSED_AFTER_DAYS)),
    ]
    .into_iter()
    .filter_map(|(warning, holds)| holds.then_some(warning))
    .collect()
}

/// Whole days; none when the clock was set back since.
fn days_between(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or_default()
}
