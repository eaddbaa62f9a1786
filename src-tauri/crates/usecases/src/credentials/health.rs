//! « Santé du coffre »: what is to be looked at, the worst first. Secrets are opened for it one after the other, compared in memory
//! and zeroised; nothing of the comparison is kept, and nobody sees a secret by it.

use super::{items, listing};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{CredentialItem, CredentialWarning, HealthFinding, HealthKind, HealthRow, HealthView, Nothing, Problem},
};
use relais_domain::{
    ids::{CredentialId, UserId},
    incident::RotationDanger,
};
use relais_vault::{Compared, Likeness, Passphrase, Secret};
use std::{collections::HashMap, sync::Arc};

/// Bits under which a secret is weak: what the CNIL asks of a password whose tries are limited (délibération 2022-100).
const WEAK_BELOW_BITS: u32 = 50;

/// Looks at every account whoever asks may use.
pub async fn health(app: &App, _call: Call, _request: Nothing) -> Result<HealthView, Problem> {
    let practice = app.practice()?;
    let items = listing::show(&practice).await?.rows;
    blocking(move || check(&practice, items)).await
}

struct Opened {
    item: CredentialItem,
    compared: Compared,
    bits: u32,
    is_empty: bool,
}

fn check(practice: &Arc<OpenPractice>, items: Vec<CredentialItem>) -> Result<HealthView, Problem> {
    let shop = practice.database.read(|queries| Ok::<_, Problem>(queries.practice()?))?;
    let shop = shop.map(|row| row.letterhead.name).unwrap_or_default();
    let secrets = present_secrets(practice, &items)?;
    let opened: Vec<Opened> = items
        .into_iter()
        .filter_map(|item| {
            let secret = secrets.get(&item.credential)?;
            let bits = bits(secret, &[&shop, &item.label, &item.login]);
            Some(Opened { compared: Compared::of(secret), bits, is_empty: secret.expose().is_empty(), item })
        })
        .collect();
    let alike = alike(&opened);
    let mut rows: Vec<HealthRow> = opened
        .iter()
        .zip(alike)
        .map(|(one, alike)| HealthRow {
            credential: one.item.credential,
            label: one.item.label.clone(),
            login: one.item.login.clone(),
            findings: findings(one, alike, &opened),
        })
        .filter(|row| !row.findings.is_empty())
        .collect();
    let rank = |row: &HealthRow| row.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>();
    rows.sort_by(|a, b| worst_first(&rank(a), &rank(b)).then_with(|| a.label.cmp(&b.label)));
    Ok(HealthView { checked: u32::try_from(opened.len()).unwrap_or(u32::MAX), rows })
}

/// The present secret of each account, opened.
fn present_secrets(
    practice: &Arc<OpenPractice>,
    of: &[CredentialItem],
) -> Result<HashMap<CredentialId, Secret>, Problem> {
    let key = practice.vault_key()?;
    let sealed = practice.database.read(|queries| Ok::<_, Problem>(queries.sealed_secrets()?))?;
    let wanted = sealed.iter().filter(|row| of.iter().any(|item| item.credential == row.credential));
    wanted.map(|row| Ok((row.credential, items::open(&key, row)?))).collect()
}

/// The accounts whose secret is the same as one of those that leaked, or close to one. Blocking.
pub(crate) fn like_those(
    practice: &Arc<OpenPractice>,
    of: &[CredentialItem],
    leaked: &[CredentialId],
) -> Result<Vec<(CredentialId, RotationDanger)>, Problem> {
    let secrets = present_secrets(practice, of)?;
    let compared: Vec<(CredentialId, Compared)> =
        secrets.iter().map(|(credential, secret)| (*credential, Compared::of(secret))).collect();
    let is_leaked = |credential: &CredentialId| leaked.contains(credential);
    let (stolen, others): (Vec<_>, Vec<_>) = compared.iter().partition(|(credential, _)| is_leaked(credential));
    let worst = |other: &Compared| stolen.iter().filter_map(|(_, one)| one.likeness(other)).min();
    let found = others.iter().filter_map(|(credential, other)| Some((*credential, worst(other)?)));
    Ok(found
        .map(|(credential, likeness)| match likeness {
            Likeness::Same => (credential, RotationDanger::SameSecret),
            Likeness::Close => (credential, RotationDanger::CloseSecret),
        })
        .collect())
}

/// By the worst finding, then by how many there are.
fn worst_first(one: &[HealthKind], other: &[HealthKind]) -> std::cmp::Ordering {
    one.first().cmp(&other.first()).then_with(|| other.len().cmp(&one.len()))
}

fn bits(secret: &Secret, known: &[&str]) -> u32 {
    let text = std::str::from_utf8(secret.expose()).unwrap_or_default().to_owned();
    // One too long to be estimated is not weak; an empty one is not looked at.
    Passphrase::new(text).map_or(WEAK_BELOW_BITS, |typed| typed.strength(known).bits)
}

/// The accounts whose secret is that of one, and those whose secret is close to it, by name.
#[derive(Default)]
struct Alike {
    same: Vec<String>,
    close: Vec<String>,
}

/// Each pair is compared once.
fn alike(all: &[Opened]) -> Vec<Alike> {
    let mut found: Vec<Alike> = all.iter().map(|_| Alike::default()).collect();
    for (nth, one) in all.iter().enumerate() {
        for (other_nth, other) in all.iter().enumerate().skip(nth + 1) {
            let Some(likeness) = one.compared.likeness(&other.compared) else { continue };
            for (of, with) in [(nth, other), (other_nth, one)] {
                match likeness {
                    Likeness::Same => found[of].same.push(named(&with.item)),
                    Likeness::Close => found[of].close.push(named(&with.item)),
                }
            }
        }
    }
    found
}

/// What is to be looked at in one account, the worst first: the order of [`HealthKind`].
fn findings(one: &Opened, Alike { same, close }: Alike, all: &[Opened]) -> Vec<HealthFinding> {
    let others = || all.iter().filter(|other| other.item.credential != one.item.credential);
    let warned = |warning| one.item.warnings.contains(&warning);
    let weak = !one.is_empty && one.bits < WEAK_BELOW_BITS;
    [
        (HealthKind::Leaked, one.compared.is_among_most_leaked(), Vec::new()),
        (HealthKind::Reused, !same.is_empty(), same),
        (HealthKind::HolderLeft, warned(CredentialWarning::HolderLeft), Vec::new()),
        (HealthKind::Weak, weak, Vec::new()),
        (HealthKind::Close, !close.is_empty(), close),
        (HealthKind::NoSecondFactor, warned(CredentialWarning::NoSecondFactor), Vec::new()),
        (HealthKind::NobodyStandsIn, warned(CredentialWarning::NobodyStandsIn), Vec::new()),
        (HealthKind::OnePersonAlone, is_of_one_person_alone(&one.item, others().map(|other| &other.item)), Vec::new()),
        (HealthKind::SecretOld, warned(CredentialWarning::SecretOld), Vec::new()),
        (HealthKind::Unused, warned(CredentialWarning::Unused), Vec::new()),
    ]
    .into_iter()
    .filter_map(|(kind, holds, with)| {
        let bits = (kind == HealthKind::Weak).then_some(one.bits);
        holds.then_some(HealthFinding { kind, with, bits })
    })
    .collect()
}

fn named(item: &CredentialItem) -> String {
    if item.login.is_empty() { item.label.clone() } else { format!("{} ({})", item.label, item.login) }
}

/// Whether one person alone enters a site: away, nobody does.
fn is_of_one_person_alone<'a>(item: &CredentialItem, mut others: impl Iterator<Item = &'a CredentialItem>) -> bool {
    let site =
        |it: &CredentialItem| it.platform.as_ref().map_or_else(|| it.name.clone(), |code| code.as_str().to_owned());
    let of_another = |holder: Option<UserId>| holder.is_none() || holder != item.holder;
    // What Relais uses lets nobody in.
    let lets_in =
        |other: &CredentialItem| site(other) == site(item) && !other.for_connector && of_another(other.holder);
    item.holder.is_some() && !others.any(lets_in)
}
