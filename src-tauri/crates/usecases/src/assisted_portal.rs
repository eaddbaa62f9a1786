//! « Dossier suivant »: one dossier at a time to the platform's portal, field by field, and what the portal said.
//!
//! Nothing is scraped and no log-in is automated: a person reads, copies and types.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    circuit::settle,
    contract::{
        NextPortal, NextPortalRequest, PortalField, PortalStep, PortalStepRequest, Problem, ProblemCode, Rechecked,
        RecordPortalAnswerRequest, Topic,
    },
    departure, field_lists, fields,
    formalities::{self, Place},
    outbox::{self, Heard},
    people, platform_request,
    portal_answer::{self, MAX_NUMBER_CHARS},
    recovery, step, verify_rights,
};
use relais_domain::{
    dossier::{Agreement, Dossier, RecheckColour},
    formality::Formality,
    ids::IncidentId,
    money::Cents,
    platform::Function,
    refusal::Refusal,
    request::RequestAnswer,
};
use relais_platforms::disclosure::FieldName;
use relais_storage::Queries;
use serde::Serialize;
use std::sync::Arc;

/// The next dossier of the incident to take to the portal.
pub async fn next(app: &App, _call: Call, request: NextPortalRequest) -> Result<NextPortal, Problem> {
    let practice = app.practice()?;
    let rows = recovery::rows(&practice, request.incident).await?;
    let waiting = rows.into_iter().filter(|row| row.colour.is_none() && recovery::may_recheck(row.track));
    let (waiting, without_consent) = practice
        .read({
            let waiting: Vec<_> = waiting.collect();
            move |queries| {
                let in_use = field_lists::in_use(queries)?;
                let (mut agreed, all) = (Vec::new(), waiting.len());
                for row in waiting {
                    if !departure::waits_for_consent(queries, &in_use, row.dossier, row.rank)? {
                        agreed.push(row);
                    }
                }
                let left_out = u32::try_from(all - agreed.len()).unwrap_or(u32::MAX);
                Ok((agreed, left_out))
            }
        })
        .await?;
    let mut remaining = 0;
    let mut chosen = None;
    for row in waiting {
        if chosen.is_none() && !request.skip.contains(&row.dossier) {
            chosen = Some(row);
        } else {
            remaining += 1;
        }
    }
    let Some(row) = chosen else { return Ok(NextPortal { step: None, without_consent }) };
    let at = Place { dossier: row.dossier, rank: row.rank, formality: Formality::PriorAuthorisation };
    let step = handed_over(&practice, at, Function::PriorAuthorisation).await?;
    Ok(NextPortal {
        without_consent,
        step: Some(PortalStep { customer: row.customer, estimate_cents: row.estimate_cents, remaining, ..step }),
    })
}

/// One function of the portal for one dossier, opened from the dossier itself.
pub async fn step(app: &App, _call: Call, request: PortalStepRequest) -> Result<PortalStep, Problem> {
    let PortalStepRequest { dossier, rank, function, cancels } = request;
    // Rights are no formality: nothing stands that they would be about.
    let formality = Formality::of(function, cancels).unwrap_or(Formality::Quote);
    handed_over(&app.practice()?, Place { dossier, rank, formality }, function).await
}

/// The fields to hand over, in the order of the portal's form.
async fn handed_over(practice: &Arc<OpenPractice>, at: Place, function: Function) -> Result<PortalStep, Problem> {
    let today = practice.today();
    let asked = practice.clone();
    let (sheet, row, allowed, promised) = practice
        .read(move |queries| {
            let mut sheet = platform_request::sheet(queries, at.dossier, at.rank)?;
            if let Some(platform) = formalities::holder(queries, at)? {
                sheet.platform = platform;
            }
            let allowed = departure::taken_by_hand(queries, &asked, at.dossier, &sheet.platform, function)?;
            let row = queries.dossier(at.dossier)?.ok_or_else(|| Problem::code(ProblemCode::UnknownDossier))?;
            if matches!(function, Function::PriorAuthorisation | Function::Claim) {
                let state = queries.stream::<Dossier>(at.dossier.0)?.unwrap_or_default();
                settle::refuse_twice(&state, at.rank)?;
            }
            let promised = Promised::read(queries, at)?;
            if let Some(amount) = promised.amount_cents {
                sheet.share_cents = amount;
            }
            if function == Function::Rights {
                let state = queries.stream::<Dossier>(at.dossier.0)?.unwrap_or_default();
                sheet.service_date = platform_request::service_date(&state, today);
            }
            Ok((sheet, row, allowed, promised))
        })
        .await?;
    let line = practice.lines.get(&sheet.platform);
    let platform = line.as_ref().and_then(|line| line.platform.as_ref());
    let handover = platform.and_then(|platform| platform.handover(function));
    let portal_url = handover.as_ref().map(|handover| handover.portal_url.clone());
    let portal_url = portal_url.or_else(|| line.and_then(|line| line.configured.portal_url)).unwrap_or_default();
    let asked = handover.map(|handover| handover.fields).unwrap_or_else(|| usual_fields(function));
    let fields = promised
        .fields(at.formality, function)
        .chain(asked.into_iter().filter(|name| allowed.contains(name)).filter_map(|name| field(name, &sheet)));
    Ok(PortalStep {
        dossier: at.dossier,
        rank: at.rank,
        number: row.label(),
        customer: people::display(&row.name),
        portal_url,
        fields: fields.collect(),
        estimate_cents: sheet.share_cents,
        remaining: 0,
    })
}

/// What stands already, and is typed first: the number an invoice rests on, or the one that is taken back.
struct Promised {
    number: Option<String>,
    amount_cents: Option<Cents>,
}

impl Promised {
    fn read(queries: &Queries<'_>, at: Place) -> Result<Self, Problem> {
        let state = queries.stream::<Dossier>(at.dossier.0)?.unwrap_or_default();
        let track = state.track(at.rank);
        let promise = track.and_then(|track| track.promise()).and_then(|promise| promise.reference.clone());
        let invoice = track.and_then(|track| track.standing_invoice());
        let accepted = invoice.and_then(|invoice| invoice.accepted.as_ref()).and_then(|it| it.reference.clone());
        let (number, amount_cents) = match at.formality {
            Formality::Claim => (promise, track.map(|track| track.to_invoice_cents())),
            Formality::AuthorisationCancellation => (promise, None),
            Formality::ClaimCancellation => (accepted.or_else(|| invoice.map(|it| it.made.invoice.clone())), None),
            Formality::Quote | Formality::PriorAuthorisation => (None, None),
        };
        Ok(Promised { number, amount_cents })
    }

    fn fields(&self, formality: Formality, function: Function) -> impl Iterator<Item = PortalField> {
        let name = match formality {
            Formality::ClaimCancellation => FieldName::InvoiceNumber,
            _ => FieldName::Authorisation,
        };
        let number = self.number.clone().filter(|_| function != Function::Rights);
        number.map(|value| PortalField { field: verify_rights::field_code(name), value, sensitive: false }).into_iter()
    }
}

/// What portals ask for when the configuration does not say.
fn usual_fields(function: Function) -> Vec<FieldName> {
    let mut fields = vec![
        FieldName::AmcNumber,
        FieldName::MemberNumber,
        FieldName::FamilyName,
        FieldName::GivenName,
        FieldName::BirthDate,
        FieldName::Nir,
        FieldName::ServiceDate,
    ];
    // Rights are asked for without a price.
    if function != Function::Rights {
        fields.extend([FieldName::Total, FieldName::RequestedAmount]);
    }
    fields
}

fn field(name: FieldName, sheet: &platform_request::Sheet) -> Option<PortalField> {
    let (value, sensitive) = match name {
        FieldName::FamilyName => (sheet.family_name.clone(), false),
        FieldName::GivenName => (sheet.given_name.clone(), false),
        FieldName::BirthDate => (sheet.birth_date.map(|date| date.strftime("%d/%m/%Y").to_string())?, true),
        FieldName::Nir => (sheet.nir.as_ref()?.reveal().to_owned(), true),
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
        FieldName::AskedAmount | FieldName::Authorisation | FieldName::InvoiceNumber => return None,
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
            let reference = fields::bounded("reference", &typed.reference, MAX_NUMBER_CHARS)?;
            let agreement = typed.agreed.then(|| Agreement {
                reference: Some(reference).filter(|reference| !reference.is_empty()),
                covered_cents: typed.covered_cents,
                valid_until: typed.valid_until,
            });
            let state = step::existing_dossier(tx, typed.dossier)?;
            let estimate = state.track(typed.rank).ok_or(Refusal::UnknownTrack)?.share_cents;
            if typed.agreed && !typed.knowingly {
                portal_answer::believable((typed.covered_cents, typed.valid_until), estimate, context.today)?;
            }
            let colour = RecheckColour::of(estimate, agreement.as_ref());
            let incident: Option<IncidentId> = typed.incident.or(state.way.and_then(|(_, incident)| incident));
            // The request that waited is answered with it; a dossier without one gets its decision alone.
            let promise = Formality::PriorAuthorisation;
            match outbox::open_of(&tx.queries()?, typed.dossier, typed.rank, promise)? {
                Some(row) => {
                    let request = row.id;
                    let answer = match agreement {
                        Some(agreement) => RequestAnswer::Agreed { agreement },
                        None => RequestAnswer::Refused { reason_code: None },
                    };
                    outbox::record_answer(tx, context, request, Heard::by_staff(answer))?;
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
