//! From a dossier to what a platform is asked: the few fields that leave, read in one place.

use crate::{
    contract::{Problem, ProblemCode},
    routing::{self, Asked},
};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    card::Holder,
    context::Activity,
    dossier::{Dossier, LineKind},
    formality::Formality,
    identifiers::Nir,
    ids::{DossierId, RequestId},
    money::Cents,
    platform::{Function, PlatformCode},
    private::MemberRole,
    request::{Queued, Request},
};
use relais_platforms::request::{
    CancellationRequest, CardCover, ClaimUse, EligibilityRequest, PriorAuthorisationRequest, RequestedLine, Subject,
};
use relais_storage::{Queries, rows::RequestRow};
use uuid::Uuid;

/// Everything a request may need of one complementary of a dossier.
pub(crate) struct Sheet {
    /// Who is asked first: the card's own operator, or the first the routing table names.
    pub(crate) platform: PlatformCode,
    /// What the routing table is asked, for those that follow.
    pub(crate) asked: Asked,
    pub(crate) family_name: String,
    pub(crate) given_name: String,
    pub(crate) birth_date: Option<Date>,
    /// Of the holder the complementary rests on, as the operators' forms ask for it; whether it may leave is the field
    /// list's to say.
    pub(crate) nir: Option<Nir>,
    pub(crate) amc_number: String,
    pub(crate) convention: Option<String>,
    pub(crate) csr: Option<String>,
    pub(crate) member_number: String,
    pub(crate) provider_finess: String,
    pub(crate) service_date: Date,
    pub(crate) domain_code: &'static str,
    pub(crate) total_cents: Cents,
    pub(crate) share_cents: Cents,
    pub(crate) lines: Vec<RequestedLine>,
}

/// A request of the outbox ready to be sent, and to whom.
pub(crate) struct Prepared {
    pub(crate) platform: PlatformCode,
    pub(crate) dossier: DossierId,
    pub(crate) request: RequestId,
    pub(crate) formality: Formality,
    pub(crate) message: Message,
}

/// What leaves.
pub(crate) enum Message {
    /// A quote, a prior authorisation or an invoice.
    Claim(ClaimUse, Box<PriorAuthorisationRequest>),
    /// The taking back of one.
    Cancellation(Box<CancellationRequest>),
    /// Nothing: what is to be taken back was asked for by hand, and the platform knows no identifier of ours for it.
    ByHand,
}

/// Reads a dossier's sheet; an operator must be known, from the card or from the routing table.
pub(crate) fn sheet(queries: &Queries<'_>, dossier: DossierId, rank: u8) -> Result<Sheet, Problem> {
    let unknown = || Problem::code(ProblemCode::UnknownDossier);
    let state = &queries.stream::<Dossier>(dossier.0)?.ok_or_else(unknown)?;
    let track = state.track(rank).ok_or_else(|| Problem::code(ProblemCode::UnknownTrack))?;
    let card = track.card.as_ref();
    let asked = routing::asked(queries, dossier, state, rank)?.ok_or_else(unknown)?;
    let platform = routing::first_operator(queries, &asked)?;
    let platform = platform.ok_or_else(|| Problem::code(ProblemCode::NoPlatformForDossier))?;
    let opened = state.opened.as_ref().ok_or_else(unknown)?;
    let person = queries.person(opened.person)?;
    let identity = queries.card_identities(dossier)?.into_iter().find(|card| card.rank == rank);
    let practice = queries.practice()?;
    let domain_code = domain_code(opened.activity);
    Ok(Sheet {
        platform,
        asked,
        family_name: person.as_ref().map(|person| person.family_name.clone()).unwrap_or_default(),
        given_name: person.as_ref().map(|person| person.given_name.clone()).unwrap_or_default(),
        birth_date: person.as_ref().and_then(|person| person.birth_date),
        nir: holder_nir(queries, dossier, rank, card.and_then(|card| card.holder))?,
        amc_number: card.and_then(|card| card.amc_number.as_ref()).map(|amc| amc.padded()).unwrap_or_default(),
        convention: card.and_then(|card| card.convention.as_ref()).map(ToString::to_string),
        csr: card.and_then(|card| card.csr.as_ref()).map(ToString::to_string),
        member_number: identity.map(|identity| identity.member_number).unwrap_or_default(),
        provider_finess: practice.and_then(|practice| practice.finess).unwrap_or_default(),
        service_date: service_date(state, opened.on),
        domain_code,
        total_cents: state.total_cents,
        share_cents: track.share_cents,
        lines: requested_lines(state, domain_code),
    })
}

/// The number of social security kept of the holder on whom a complementary rests.
fn holder_nir(
    queries: &Queries<'_>,
    dossier: DossierId,
    rank: u8,
    holder: Option<Holder>,
) -> Result<Option<Nir>, Problem> {
    let members = queries.card_members(dossier)?.into_iter();
    let mut holders =
        members.filter(|(of, member)| *of == rank && member.role == MemberRole::Holder).map(|(_, member)| member.nir);
    Ok(holders.nth(usize::from(holder == Some(Holder::Second))).flatten())
}

/// The date of care a check of rights is about: the delivery's, the order's, else today's.
pub(crate) fn service_date(state: &Dossier, today: Date) -> Date {
    state.delivered_on.or(state.ordered_on).unwrap_or(today)
}

/// The message of a queued request, with the same business identifier at every repeat.
pub(crate) fn prepared(queries: &Queries<'_>, request: RequestId) -> Result<Prepared, Problem> {
    let gone = || Problem::code(ProblemCode::RequestState);
    let row = queries.request(request)?.ok_or_else(gone)?;
    let queued = queries.stream::<Request>(request.0)?.and_then(|request| request.queued).ok_or_else(gone)?;
    let formality = queued.formality();
    let message = match queued.cancels {
        None => Message::Claim(claim_use(formality), Box::new(claim(queries, &row, &queued)?)),
        Some(cancels) => cancellation(queries, &row, cancels.request)?,
    };
    Ok(Prepared { platform: row.platform, dossier: row.dossier, request, formality, message })
}

const fn claim_use(formality: Formality) -> ClaimUse {
    match formality {
        Formality::Quote => ClaimUse::Predetermination,
        Formality::PriorAuthorisation | Formality::AuthorisationCancellation => ClaimUse::PriorAuthorisation,
        Formality::Claim | Formality::ClaimCancellation => ClaimUse::Claim,
    }
}

/// A quote, a prior authorisation or an invoice, as it was asked for.
fn claim(queries: &Queries<'_>, row: &RequestRow, queued: &Queued) -> Result<PriorAuthorisationRequest, Problem> {
    let sheet = sheet(queries, row.dossier, row.rank)?;
    Ok(PriorAuthorisationRequest {
        id: row.id.0,
        created_at: row.queued_at,
        subject: subject(&sheet),
        cover: cover(&sheet),
        provider_finess: sheet.provider_finess.clone(),
        service_date: sheet.service_date,
        lines: sheet.lines.clone(),
        total: sheet.total_cents,
        requested: queued.amount_cents,
        authorisation: queued.authorisation.clone(),
        invoice: queued.invoice.clone(),
    })
}

/// What a formality would send, before it is asked for: to tell which fields would leave.
pub(crate) fn draft(
    queries: &Queries<'_>,
    (dossier, rank, formality): (DossierId, u8, Formality),
    platform: PlatformCode,
    at: Timestamp,
) -> Result<Prepared, Problem> {
    let unknown = || Problem::code(ProblemCode::UnknownTrack);
    let state = queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
    let track = state.track(rank).ok_or_else(unknown)?;
    let is_invoice = formality.function() == Function::Claim;
    let sheet = sheet(queries, dossier, rank)?;
    let claim = PriorAuthorisationRequest {
        id: Uuid::nil(),
        created_at: at,
        subject: subject(&sheet),
        cover: cover(&sheet),
        provider_finess: sheet.provider_finess.clone(),
        service_date: sheet.service_date,
        lines: sheet.lines.clone(),
        total: sheet.total_cents,
        requested: sheet.share_cents,
        authorisation: track.promise().filter(|_| is_invoice).and_then(|promise| promise.reference.clone()),
        // Its number is typed with it: that it leaves is known.
        invoice: is_invoice.then(String::new),
    };
    let (id, claim_use) = (Uuid::nil(), claim_use(formality));
    let message = match formality.cancels() {
        None => Message::Claim(claim_use, Box::new(claim)),
        Some(_) => Message::Cancellation(Box::new(CancellationRequest { id, created_at: at, claim_use, claim })),
    };
    Ok(Prepared { platform, dossier, request: RequestId(id), formality, message })
}

/// The taking back of what was sent before, which goes along as it was.
fn cancellation(queries: &Queries<'_>, row: &RequestRow, cancels: Option<RequestId>) -> Result<Message, Problem> {
    let Some(original) = cancels.map(|cancels| queries.request(cancels)).transpose()?.flatten() else {
        return Ok(Message::ByHand);
    };
    let queued = queries.stream::<Request>(original.id.0)?.and_then(|request| request.queued);
    let Some(queued) = queued.filter(|_| was_sent(&original)) else { return Ok(Message::ByHand) };
    Ok(Message::Cancellation(Box::new(CancellationRequest {
        id: row.id.0,
        created_at: row.queued_at,
        claim_use: claim_use(original.formality()),
        claim: claim(queries, &original, &queued)?,
    })))
}

/// Whether the platform can know a request by our identifier; what a person typed in a portal, it does not.
pub(crate) const fn was_sent(row: &RequestRow) -> bool {
    row.attempts > 0
}

/// A check of rights at a date of care.
pub(crate) fn eligibility(sheet: &Sheet, service_date: Date, id: Uuid, created_at: Timestamp) -> EligibilityRequest {
    EligibilityRequest {
        id,
        created_at,
        subject: subject(sheet),
        cover: cover(sheet),
        provider_finess: sheet.provider_finess.clone(),
        service_date,
        domain_code: sheet.domain_code.to_owned(),
        product_codes: Vec::new(),
        asked: Some(sheet.share_cents),
    }
}

fn subject(sheet: &Sheet) -> Subject {
    Subject {
        family_name: sheet.family_name.clone(),
        given_name: Some(sheet.given_name.clone()).filter(|name| !name.is_empty()),
        birth_date: sheet.birth_date,
        nir: sheet.nir.clone(),
    }
}

fn cover(sheet: &Sheet) -> CardCover {
    CardCover {
        amc_number: sheet.amc_number.clone(),
        convention: sheet.convention.clone(),
        csr: sheet.csr.clone(),
        member_number: Some(sheet.member_number.clone()).filter(|number| !number.is_empty()),
    }
}

/// The sale's lines, as categories and prices; a minimal dossier is one line of its total.
fn requested_lines(state: &Dossier, domain_code: &str) -> Vec<RequestedLine> {
    let line = |item, quantity, unit_price| RequestedLine {
        domain_code: domain_code.to_owned(),
        product_code: product_code(item).to_owned(),
        quantity,
        unit_price,
    };
    if state.lines.is_empty() {
        return vec![line(LineKind::Other, 1, state.total_cents)];
    }
    state.lines.iter().map(|l| line(l.item, l.quantity, l.unit_price_cents)).collect()
}

/// The card's domain code of a trade (coverage-and-billing, « à vérifier »: the list is each insurer's).
pub(crate) const fn domain_code(activity: Activity) -> &'static str {
    match activity {
        Activity::Optics => "OPTI",
        Activity::Hearing => "AUDI",
        Activity::Pharmacy => "PHAR",
    }
}

/// Local grouping codes; the national list was not published (see docs/fhir-profile.md).
const fn product_code(item: LineKind) -> &'static str {
    match item {
        LineKind::Frame => "frame",
        LineKind::LensSimple => "lens_simple",
        LineKind::LensComplex => "lens_complex",
        LineKind::LensVeryComplex => "lens_very_complex",
        LineKind::ContactLenses => "contact_lenses",
        LineKind::Supplement => "supplement",
        LineKind::HearingAid => "hearing_aid",
        LineKind::Medicine => "medicine",
        LineKind::Device => "device",
        LineKind::Other => "other",
    }
}
