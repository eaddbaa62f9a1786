//! « Dossier suivant »: one dossier at a time to the platform's portal, field by field, and what the portal said.
//!
//! Nothing is scraped and no log-in is automated: a person reads, copies and types.

use crate::{
    app::App,
    call::Call,
    contract::{
        NextPortal, NextPortalRequest, PortalField, PortalStep, Problem, Rechecked, RecordPortalAnswerRequest, Topic,
    },
    fields, outbox, platform_request, recovery, step, verify_rights,
};
use relais_domain::{
    dossier::{Agreement, Dossier, RecheckColour},
    ids::IncidentId,
    money::Cents,
    refusal::Refusal,
    request::RequestAnswer,
};
use relais_platforms::disclosure::FieldName;
use serde::Serialize;

/// Longest PEC number a portal gives.
const MAX_PEC_CHARS: usize = 40;

/// The next dossier of the incident to take to the portal.
pub async fn next(app: &App, _call: Call, request: NextPortalRequest) -> Result<NextPortal, Problem> {
    let practice = app.practice()?;
    let rows = recovery::rows(&practice, request.incident).await?;
    let mut waiting = rows.into_iter().filter(|row| row.colour.is_none() && recovery::may_recheck(row.track));
    let mut remaining = 0;
    let mut chosen = None;
    for row in waiting.by_ref() {
        if chosen.is_none() && !request.skip.contains(&row.dossier) {
            chosen = Some(row);
        } else {
            remaining += 1;
        }
    }
    let Some(row) = chosen else { return Ok(NextPortal { step: None }) };
    let (dossier, rank) = (row.dossier, row.rank);
    let sheet = practice.read(move |queries| platform_request::sheet(queries, dossier, rank)).await?;
    let line = practice.lines.get(&sheet.platform);
    let handover = line
        .as_ref()
        .and_then(|line| line.platform.as_ref())
        .and_then(|platform| platform.handover(relais_domain::platform::Function::PriorAuthorisation));
    let portal_url = handover.as_ref().map(|handover| handover.portal_url.clone());
    let portal_url = portal_url.or_else(|| line.and_then(|line| line.configured.portal_url)).unwrap_or_default();
    let asked = handover.map(|handover| handover.fields).unwrap_or_else(|| USUAL_FIELDS.to_vec());
    let fields = asked.into_iter().filter_map(|name| field(name, &sheet)).collect();
    Ok(NextPortal {
        step: Some(PortalStep {
            dossier,
            rank,
            number: row.number,
            customer: row.customer,
            portal_url,
            fields,
            estimate_cents: row.estimate_cents,
            remaining,
        }),
    })
}

/// What portals ask for when the configuration does not say.
const USUAL_FIELDS: [FieldName; 7] = [
    FieldName::AmcNumber,
    FieldName::MemberNumber,
    FieldName::FamilyName,
    FieldName::GivenName,
    FieldName::ServiceDate,
    FieldName::Total,
    FieldName::RequestedAmount,
];

fn field(name: FieldName, sheet: &platform_request::Sheet) -> Option<PortalField> {
    let (value, sensitive) = match name {
        FieldName::FamilyName => (sheet.family_name.clone(), false),
        FieldName::GivenName => (sheet.given_name.clone(), false),
        FieldName::BirthDate => (sheet.birth_date.map(|date| date.strftime("%d/%m/%Y").to_string())?, true),
        FieldName::AmcNumber => (sheet.amc_number.clone(), false),
        FieldName::Convention => (sheet.convention.clone()?, false),
        FieldName::Csr => (sheet.csr.clone()?, false),
        FieldName::MemberNumber => (sheet.member_number.clone(), true),
        FieldName::ProviderFiness => (sheet.provider_finess.clone(), false),
        FieldName::ServiceDate => (sheet.service_date.strftime("%d/%m/%Y").to_string(), false),
        FieldName::DomainCode => (sheet.domain_code.to_owned(), false),
        FieldName::Total => (typed_amount(sheet.total_cents), false),
        FieldName::RequestedAmount => (typed_amount(sheet.share_cents), false),
        FieldName::RequestId | FieldName::CreatedAt => return None,
        FieldName::ProductCode | FieldName::Quantity | FieldName::UnitPrice => return None,
        FieldName::AskedAmount | FieldName::Nir | FieldName::Authorisation => return None,
    };
    (!value.is_empty()).then(|| PortalField { field: verify_rights::field_code(name), value, sensitive })
}

/// As one types it in a form.
fn typed_amount(amount: Cents) -> String {
    format!("{},{:02}", amount.get() / 100, amount.get() % 100)
}

/// Records what the portal said: number, amount, validity, or a refusal.
pub async fn record_answer(app: &App, call: Call, request: RecordPortalAnswerRequest) -> Result<Rechecked, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let recorded: Recorded = practice
        .command(call, &request, move |tx, context| {
            let reference = fields::bounded("reference", &typed.reference, MAX_PEC_CHARS)?;
            let agreement = typed.agreed.then(|| Agreement {
                reference: Some(reference).filter(|reference| !reference.is_empty()),
                covered_cents: typed.covered_cents,
                valid_until: typed.valid_until,
            });
            let state = step::existing_dossier(tx, typed.dossier)?;
            let estimate = state.track(typed.rank).ok_or(Refusal::UnknownTrack)?.share_cents;
            let colour = RecheckColour::of(estimate, agreement.as_ref());
            let incident: Option<IncidentId> = typed.incident.or(state.way.and_then(|(_, incident)| incident));
            // The request that waited is answered with it; a dossier without one gets its decision alone.
            match outbox::open_request(&tx.queries()?, typed.dossier, typed.rank)? {
                Some((request, _)) => {
                    let answer = match agreement {
                        Some(agreement) => RequestAnswer::Agreed { agreement },
                        None => RequestAnswer::Refused { reason_code: None },
                    };
                    outbox::record_answer(tx, context, request, answer, None, true)?;
                }
                None => {
                    let command = outbox::decision(typed.rank, incident, agreement, None);
                    step::dossier(tx, typed.dossier, command, context)?;
                }
            }
            let owes = tx.load::<Dossier>(typed.dossier.0)?.difference_due();
            Ok(Recorded { colour, owes_cents: owes.get() })
        })
        .await?;
    app.announce(Topic::Recovery, Some(request.dossier));
    Ok(Rechecked { colour: recorded.colour, customer_owes_cents: Cents::new(recorded.owes_cents)? })
}

#[derive(Serialize, serde::Deserialize)]
struct Recorded {
    colour: RecheckColour,
    owes_cents: i64,
}
