//! The incident profile in use: the one that ships, the file the owner took in its place, or that with an entry changed. Each is one
//! entry of the journal with its checksum and its text: what a letter said can be made again.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BreachProfileTaken, BreachProfileView, ContactPlatform, Done, ExportBreachProfileRequest, Nothing, Problem,
        RemoveContactRequest, SetContactRequest, TakeBreachProfileRequest,
    },
    fields, reference_files,
    reference_set::{Known, Shelf},
};
use relais_domain::{
    breach_profile::{BreachProfile, Contact, ContactRole, MAX_BYTES, MAX_CONTACTS, SHIPPED},
    identifiers::CreditorId,
    practice::ReferenceName,
};
use relais_storage::Queries;
use std::sync::Arc;

/// Longest line of an entry.
const MAX_LINE_CHARS: usize = 200;
/// The most lines of an address.
const MAX_ADDRESS_LINES: usize = 6;

static SHELF: Shelf<BreachProfile> =
    Shelf::new(ReferenceName::BreachProfile, SHIPPED, BreachProfile::read, |profile| profile.version.as_str());

/// The profile in use.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<Known<BreachProfile>, Problem> {
    SHELF.of(&reference_files::practice_state(queries)?)
}

/// Every entry.
pub async fn profile(app: &App, _call: Call, _request: Nothing) -> Result<BreachProfileView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<BreachProfileView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let Known { set, summary } = in_use(queries)?;
            let lines = known.lines.all().into_iter().map(|line| line.configured);
            let mut platforms: Vec<ContactPlatform> =
                lines.map(|it| ContactPlatform { platform: it.platform, label: it.label }).collect();
            platforms.sort_by(|a, b| a.label.cmp(&b.label));
            Ok(BreachProfileView {
                profile: summary,
                shipped_version: SHELF.shipped()?.set.version.clone(),
                contacts: set.contacts.clone(),
                platforms,
            })
        })
        .await
}

/// Adds an entry, or puts another in the place of one. What is so already records nothing.
pub async fn set_contact(app: &App, call: Call, request: SetContactRequest) -> Result<BreachProfileView, Problem> {
    let practice = app.practice()?;
    let mut profile = current(&practice).await?;
    let contact = typed(&practice, &request)?;
    match request.at {
        None if profile.contacts.len() >= MAX_CONTACTS => return Err(Problem::field("name", "too_many")),
        None => profile.contacts.push(contact),
        Some(at) => {
            let place = usize::try_from(at).ok().and_then(|at| profile.contacts.get_mut(at));
            let place = place.ok_or_else(|| Problem::field("at", "unknown"))?;
            if !place.says_as(&contact) || place.source != contact.source {
                *place = contact;
            }
        }
    }
    keep(&practice, call, profile).await
}

/// Takes an entry out; the journal keeps what it said.
pub async fn remove_contact(
    app: &App,
    call: Call,
    request: RemoveContactRequest,
) -> Result<BreachProfileView, Problem> {
    let practice = app.practice()?;
    let mut profile = current(&practice).await?;
    let at = usize::try_from(request.at).ok().filter(|at| *at < profile.contacts.len());
    profile.contacts.remove(at.ok_or_else(|| Problem::field("at", "unknown"))?);
    keep(&practice, call, profile).await
}

async fn current(practice: &Arc<OpenPractice>) -> Result<BreachProfile, Problem> {
    practice.read(|queries| Ok(BreachProfile::clone(&in_use(queries)?.set))).await
}

/// Keeps a profile that was changed here, under the name of the day.
async fn keep(
    practice: &Arc<OpenPractice>,
    call: Call,
    mut profile: BreachProfile,
) -> Result<BreachProfileView, Problem> {
    let before = current(practice).await?;
    if before.contacts == profile.contacts {
        return show(practice).await;
    }
    profile.version = practice.today().to_string();
    let text = profile.written();
    SHELF.keep(practice, call, text).await?;
    show(practice).await
}

/// What is typed of an entry, each mistake at its field.
fn typed(practice: &OpenPractice, request: &SetContactRequest) -> Result<Contact, Problem> {
    let line = |field: &str, text: &str| fields::bounded(field, text, MAX_LINE_CHARS);
    let there = |field: &str, text: &str| {
        let text = line(field, text)?;
        if text.is_empty() { Err(Problem::field(field, "empty")) } else { Ok(text) }
    };
    let lines = request.address.lines().map(|text| line("address", text));
    let mut address: Vec<String> = lines.collect::<Result<_, _>>()?;
    address.retain(|line| !line.is_empty());
    if address.len() > MAX_ADDRESS_LINES {
        return Err(Problem::field("address", "too_long"));
    }
    let email = line("email", &request.email)?;
    if !email.is_empty() && !email.contains('@') {
        return Err(Problem::field("email", "character"));
    }
    let mut reference = line("reference", &request.reference)?;
    if request.role == ContactRole::Creditor && !reference.is_empty() {
        reference = CreditorId::parse(&reference).map_err(|error| Problem::identifier("reference", &error))?.into();
    }
    Ok(Contact {
        role: request.role,
        platform: request.platform.clone().filter(|_| request.role == ContactRole::Operator),
        name: there("name", &request.name)?,
        address,
        email,
        phone: line("phone", &request.phone)?,
        web: line("web", &request.web)?,
        reference,
        from: practice.today(),
        status: request.status,
        source: there("source", &request.source)?,
    })
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take_profile(
    app: &App,
    call: Call,
    request: TakeBreachProfileRequest,
) -> Result<BreachProfileTaken, Problem> {
    let practice = app.practice()?;
    Ok(match SHELF.take(&practice, call, (request.path, MAX_BYTES)).await? {
        Ok(()) => BreachProfileTaken::Taken { view: show(&practice).await? },
        Err(faults) => BreachProfileTaken::Refused { faults },
    })
}

/// Writes the profile to a file, to share it or to change it elsewhere.
pub async fn export_profile(app: &App, _call: Call, request: ExportBreachProfileRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let text = current(&practice).await?.written();
    reference_files::export(request.path, text).await
}

/// Goes back to the profile that ships with the program.
pub async fn restore_profile(app: &App, call: Call, _request: Nothing) -> Result<BreachProfileView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    show(&practice).await
}
