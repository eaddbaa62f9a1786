//! Before something about a customer leaves: only the fields that may, only with his word, and not from somebody who looks
//! too many people up. What was allowed is what is sent: the message is cut here, and looked at again before it goes.

use crate::{
    app::OpenPractice,
    contract::{ConsentView, Problem, ProblemCode, TimelineRow},
    field_lists::{self, InUse},
    lookup_guard::Wanted,
    platform_request::{self, Message, Prepared, Sheet},
    routing, step,
};
use jiff::civil::Date;
use relais_domain::{
    context::{Activity, Context},
    disclosure::{FieldName, SENT_FUNCTIONS},
    dossier::{Dossier, DossierCommand, SentFields, Way},
    ids::DossierId,
    platform::{Function, PlatformCode},
    suspension,
};
use relais_platforms::{
    platform::Platform,
    request::{CardCover, EligibilityRequest, PriorAuthorisationRequest, Subject},
};
use relais_storage::{Queries, Tx};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The kind of the entries of a customer's word.
const CONSENT_KIND: &str = "dossier.consent_recorded";

/// A check of rights that may leave, and the fields it leaves with.
pub(crate) struct Leaving {
    pub(crate) request: EligibilityRequest,
    pub(crate) fields: Vec<FieldName>,
}

/// Before a check of rights by an operator: what would leave, and whether the customer agrees. Whether this user may look him
/// up is weighed apart, once a question: another operator in the first one's place is the same look-up.
pub(crate) fn leaving_rights(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    (dossier, sheet): (DossierId, &Sheet),
    (platform, speaker): (&PlatformCode, &dyn Platform),
    service_date: Date,
) -> Result<Leaving, Problem> {
    let in_use = field_lists::in_use(queries)?;
    let request = rights(&in_use, sheet, (platform, service_date), practice.fresh(), practice.now());
    let fields = speaker.rights_fields(&request);
    look_again(&fields, &in_use.allowed(platform, Function::Rights))?;
    consents(queries, &in_use, dossier, platform, &practice.lines.label(platform), &fields)?;
    Ok(Leaving { request, fields })
}

impl Leaving {
    /// Whom it looks up.
    pub(crate) fn wanted(&self, platform: PlatformCode, sheet: &Sheet, dossier: DossierId) -> Wanted {
        Wanted::of_request(&self.request, platform, &sheet.given_name, Some(dossier))
    }
}

/// The check of rights as it may leave.
pub(crate) fn rights(
    in_use: &InUse,
    sheet: &Sheet,
    (platform, service_date): (&PlatformCode, Date),
    id: Uuid,
    at: jiff::Timestamp,
) -> EligibilityRequest {
    let allowed = in_use.allowed(platform, Function::Rights);
    let mut request = platform_request::eligibility(sheet, service_date, id, at);
    cut(&mut request.subject, &mut request.cover, &allowed);
    if !allowed.contains(&FieldName::ProviderFiness) {
        request.provider_finess.clear();
    }
    if !allowed.contains(&FieldName::ProductCode) {
        request.product_codes.clear();
    }
    request.asked = request.asked.filter(|_| allowed.contains(&FieldName::AskedAmount));
    request
}

/// A request of the outbox cut to what may leave, and the fields it would leave with, as who sends it tells them.
pub(crate) fn message(
    queries: &Queries<'_>,
    prepared: &mut Prepared,
    speaker: &dyn Platform,
) -> Result<SentFields, Problem> {
    let fields = |message: &Message| match message {
        Message::Claim(claim_use, claim) => speaker.claim_fields(*claim_use, claim),
        Message::Cancellation(cancellation) => speaker.cancellation_fields(cancellation),
        Message::ByHand => Vec::new(),
    };
    message_told(queries, prepared, fields)
}

/// The same, the fields being told by whoever asks.
pub(crate) fn message_told(
    queries: &Queries<'_>,
    prepared: &mut Prepared,
    fields_of: impl FnOnce(&Message) -> Vec<FieldName>,
) -> Result<SentFields, Problem> {
    let function = prepared.formality.function();
    let in_use = field_lists::in_use(queries)?;
    let allowed = in_use.allowed(&prepared.platform, function);
    match &mut prepared.message {
        Message::Claim(_, claim) => cut_claim(claim, &allowed),
        Message::Cancellation(cancellation) => cut_claim(&mut cancellation.claim, &allowed),
        Message::ByHand => {}
    }
    let (fields, request) = (fields_of(&prepared.message), Some(prepared.request));
    look_again(&fields, &allowed)?;
    Ok(SentFields { platform: prepared.platform.clone(), function, fields, request })
}

fn cut_claim(claim: &mut PriorAuthorisationRequest, allowed: &BTreeSet<FieldName>) {
    cut(&mut claim.subject, &mut claim.cover, allowed);
    claim.authorisation = claim.authorisation.take().filter(|_| allowed.contains(&FieldName::Authorisation));
    claim.invoice = claim.invoice.take().filter(|_| allowed.contains(&FieldName::InvoiceNumber));
}

/// Refuses what the customer has not agreed to.
pub(crate) fn agreed(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    dossier: DossierId,
    sent: &SentFields,
) -> Result<(), Problem> {
    let in_use = field_lists::in_use(queries)?;
    consents(queries, &in_use, dossier, &sent.platform, &practice.lines.label(&sent.platform), &sent.fields)
}

fn cut(subject: &mut Subject, cover: &mut CardCover, allowed: &BTreeSet<FieldName>) {
    let may = |field| allowed.contains(&field);
    subject.given_name = subject.given_name.take().filter(|_| may(FieldName::GivenName));
    subject.birth_date = subject.birth_date.filter(|_| may(FieldName::BirthDate));
    subject.nir = subject.nir.take().filter(|_| may(FieldName::Nir));
    cover.convention = cover.convention.take().filter(|_| may(FieldName::Convention));
    cover.csr = cover.csr.take().filter(|_| may(FieldName::Csr));
    cover.member_number = cover.member_number.take().filter(|_| may(FieldName::MemberNumber));
}

/// A field that no list names does not leave: then nothing does.
fn look_again(fields: &[FieldName], allowed: &BTreeSet<FieldName>) -> Result<(), Problem> {
    match fields.iter().find(|field| !allowed.contains(field)) {
        Some(field) => Err(Problem::internal(format!("{} is in no field list", field.word()))),
        None => Ok(()),
    }
}

fn consents(
    queries: &Queries<'_>,
    in_use: &InUse,
    dossier: DossierId,
    platform: &PlatformCode,
    label: &str,
    fields: &[FieldName],
) -> Result<(), Problem> {
    let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
    let consent = state.consent_state(platform, &fields.iter().copied().collect());
    if consent.lets_leave(in_use.privacy.asked_first) {
        return Ok(());
    }
    let code = if consent.is_no() { ProblemCode::ConsentRefused } else { ProblemCode::ConsentMissing };
    Err(Problem::with(code, json!({ "platform": label })))
}

/// Whether it is the customer's word that keeps a question here.
pub(crate) fn is_about_consent(problem: &Problem) -> bool {
    matches!(problem.code, ProblemCode::ConsentMissing | ProblemCode::ConsentRefused)
}

/// Whether a dossier's data may not be taken to the operator of one complementary, by whatever way, for want of the
/// customer's word.
pub(crate) fn waits_for_consent(
    queries: &Queries<'_>,
    in_use: &InUse,
    dossier: DossierId,
    rank: u8,
) -> Result<bool, Problem> {
    let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
    let Some(platform) = &routing::first_of_track(queries, dossier, &state, rank)? else { return Ok(false) };
    let allowed = in_use.allowed(platform, Function::PriorAuthorisation);
    Ok(!state.consent_state(platform, &allowed).lets_leave(in_use.privacy.asked_first))
}

/// Refuses a function of an operator that the customer has not agreed to, whatever would leave of what may.
pub(crate) fn agreed_to_function(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    dossier: DossierId,
    platform: &PlatformCode,
    function: Function,
) -> Result<(), Problem> {
    taken_by_hand(queries, practice, dossier, platform, function).map(drop)
}

/// The fields a person may take to an operator by hand; none without the customer's word.
pub(crate) fn taken_by_hand(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    dossier: DossierId,
    platform: &PlatformCode,
    function: Function,
) -> Result<BTreeSet<FieldName>, Problem> {
    let in_use = field_lists::in_use(queries)?;
    // What is only typed in a portal has no list of its own: it is asked what a prior authorisation is.
    let function = if SENT_FUNCTIONS.contains(&function) { function } else { Function::PriorAuthorisation };
    let allowed = in_use.allowed(platform, function);
    let told: Vec<FieldName> = allowed.iter().copied().collect();
    consents(queries, &in_use, dossier, platform, &practice.lines.label(platform), &told)?;
    Ok(allowed)
}

/// What the counter sees of the customer's word about an operator.
pub(crate) fn consent_view(
    in_use: &InUse,
    state: &Dossier,
    (platform, operators): (&PlatformCode, Vec<String>),
    timeline: &[TimelineRow],
) -> ConsentView {
    let consent = state.consent_state(platform, &in_use.asked_about(platform));
    let said = state.consents.get(platform);
    let told = timeline.iter().find(|row| row.kind == CONSENT_KIND && row.body["platform"] == platform.as_str());
    ConsentView {
        operators,
        state: consent,
        lets_leave: consent.lets_leave(in_use.privacy.asked_first),
        decided_at: told.map(|row| row.at),
        decided_by: told.map(|row| row.actor.clone()).unwrap_or_default(),
        how: said.map(|said| said.how),
        list_version: said.map(|said| said.list_version.clone()),
    }
}

/// The ways that a customer's no to who is asked first closes: those that need a request of ours. A pharmacy's own circuit is
/// not ours.
pub(crate) fn closed_ways(queries: &Queries<'_>, dossier: DossierId, state: &Dossier) -> Result<Vec<Way>, Problem> {
    let (mut refused, mut suspended) = (false, false);
    for track in &state.amc {
        let operator = routing::first_of_track(queries, dossier, state, track.rank)?;
        refused |= operator.as_ref().is_some_and(|platform| said_no(state, platform));
        suspended |= operator.is_some_and(|platform| suspension_of(queries, &platform).is_ok_and(|on| on.is_some()));
    }
    if suspended {
        return Ok(Way::ALL.into_iter().filter(|way| suspension::needs_operator(*way)).collect());
    }
    if !refused {
        return Ok(Vec::new());
    }
    let by_concentrator = state.opened.as_ref().is_some_and(|opened| opened.activity == Activity::Pharmacy);
    let ways = [Way::DeliveredThirdPartyPayment, Way::ChequeKept].into_iter();
    Ok(ways.filter(|way| !(by_concentrator && *way == Way::DeliveredThirdPartyPayment)).collect())
}

/// Since when the tiers payant of an operator is suspended, if it is.
fn suspension_of(queries: &Queries<'_>, platform: &PlatformCode) -> Result<Option<Date>, Problem> {
    let row = queries.platform_strip()?.into_iter().find(|row| row.platform == *platform);
    Ok(row.and_then(|row| row.suspended_on))
}

/// The operator of a dossier whose tiers payant is suspended, if one's is, and since when.
pub(crate) fn suspended(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
) -> Result<Option<(PlatformCode, Date)>, Problem> {
    for track in &state.amc {
        let Some(platform) = routing::first_of_track(queries, dossier, state, track.rank)? else { continue };
        if let Some(on) = suspension_of(queries, &platform)? {
            return Ok(Some((platform, on)));
        }
    }
    Ok(None)
}

/// Refuses a way that a customer's no, or a suspended tiers payant, closes.
pub(crate) fn way_is_open(queries: &Queries<'_>, dossier: DossierId, state: &Dossier, way: Way) -> Result<(), Problem> {
    if suspension::needs_operator(way)
        && let Some((platform, on)) = suspended(queries, dossier, state)?
    {
        let params = json!({ "platform": platform.as_str(), "since": on });
        return Err(Problem::with(ProblemCode::ThirdPartyPaymentSuspended, params));
    }
    match closed_ways(queries, dossier, state)?.contains(&way) {
        true => Err(Problem::code(ProblemCode::WayNeedsConsent)),
        false => Ok(()),
    }
}

/// Whether a customer said no to an operator.
pub(crate) fn said_no(state: &Dossier, platform: &PlatformCode) -> bool {
    state.consent_state(platform, &BTreeSet::new()).is_no()
}

/// Keeps the field list of an attempt with its dossier.
pub(crate) fn told(tx: &mut Tx<'_>, context: &Context, dossier: DossierId, sent: SentFields) -> Result<(), Problem> {
    if sent.fields.is_empty() {
        return Ok(());
    }
    step::dossier(tx, dossier, DossierCommand::RecordFieldsSent(sent), context)
}

/// Keeps when a function was last sent something, once it was.
pub(crate) fn left(
    tx: &mut Tx<'_>,
    platform: &PlatformCode,
    function: Function,
    fields: &[FieldName],
) -> Result<(), Problem> {
    if fields.is_empty() { Ok(()) } else { Ok(tx.put_departure(platform, function, fields)?) }
}
