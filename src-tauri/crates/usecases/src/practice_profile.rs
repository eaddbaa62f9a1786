//! What a practice says of itself: its name and address on the papers, its activities and identifiers. The owner changes it, from
//! the next paper on; those that were issued say what they said.

use crate::{
    access,
    app::{App, blocking},
    call::Call,
    contract::{AppState, Nothing, PracticeProfile, Problem, ProblemCode, Topic},
    fields,
    opening::Nameplate,
};
use relais_domain::{
    identifiers::{Finess, Siret},
    practice::{self, Practice, PracticeProfileSet},
};
use relais_storage::rows::Letterhead;

/// Longest address line or mediator.
const MAX_ADDRESS_CHARS: usize = 160;

/// As typed, each field said where it cannot be.
pub(crate) fn parse(typed: &PracticeProfile) -> Result<(Letterhead, PracticeProfileSet), Problem> {
    let name = fields::name("name", &typed.name)?;
    let street = fields::bounded("street", &typed.street, MAX_ADDRESS_CHARS)?;
    let town = format!("{} {}", fields::postcode(&typed.postcode)?, typed.town);
    let town = fields::bounded("town", &town, MAX_ADDRESS_CHARS)?;
    if typed.activities.is_empty() {
        return Err(Problem::field("activities", "empty"));
    }
    let optional = |typed: &str| !typed.trim().is_empty();
    let finess = optional(&typed.finess).then(|| Finess::parse(&typed.finess)).transpose();
    let siret = optional(&typed.siret).then(|| Siret::parse(&typed.siret)).transpose();
    let address = [street, town].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let phone = fields::phone(&typed.phone)?;
    let mediator = fields::bounded("mediator", &typed.mediator, MAX_ADDRESS_CHARS)?;
    let profile = PracticeProfileSet {
        activities: typed.activities.clone(),
        finess: finess.map_err(|error| Problem::identifier("finess", &error))?,
        siret: siret.map_err(|error| Problem::identifier("siret", &error))?,
    };
    Ok((Letterhead { name, address, phone, mediator }, profile))
}

/// As it stands.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<PracticeProfile, Problem> {
    let row = app.practice()?.read(|queries| Ok(queries.practice()?)).await?;
    let row = row.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let (street, last) = row.letterhead.address.rsplit_once('\n').unwrap_or(("", &row.letterhead.address));
    let (postcode, town) = last.split_once(' ').unwrap_or(("", last));
    Ok(PracticeProfile {
        name: row.letterhead.name,
        street: street.replace('\n', ", "),
        postcode: postcode.to_owned(),
        town: town.to_owned(),
        phone: row.letterhead.phone,
        activities: row.activities,
        finess: row.finess.map(|finess| finess.to_string()).unwrap_or_default(),
        siret: row.siret.map(|siret| siret.to_string()).unwrap_or_default(),
        mediator: row.letterhead.mediator,
    })
}

/// Sets it anew; what is so already records nothing.
pub async fn set(app: &App, call: Call, request: PracticeProfile) -> Result<AppState, Problem> {
    let practice = app.practice()?;
    let (letterhead, profile) = parse(&request)?;
    let (id, name) = (practice.id, letterhead.name.clone());
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(id.0)?;
            let events = practice::set_profile(&state, profile, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(id.0, events)?;
            }
            Ok(tx.put_letterhead(&letterhead)?)
        })
        .await?;
    // The name that is read before anything is open. Not written, the one before stands there.
    let folder = practice.folder.clone();
    blocking(move || {
        let written = Nameplate::read(&folder).map(|plate| Nameplate { name, ..plate }.write(&folder));
        if let Some(Err(error)) = written {
            tracing::warn!(%error, "the practice's name outside its database is still the one before");
        }
        Ok(())
    })
    .await?;
    app.announce(Topic::Session, None);
    access::current(app).await
}
