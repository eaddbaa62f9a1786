//! The strip: what is known of each platform × function, from whom and since when; and what a change sets in motion.
//!
//! A function that goes out opens an incident or joins the open one; a function that answers again leaves it. What a
//! person declares stands until something newer is measured or declared.

use crate::{
    amo,
    app::{App, OpenPractice},
    availability,
    call::Call,
    conduct,
    connector_accounts::{self, TypedAccount},
    contract::{
        ConfigurePlatformRequest, DeclareFunctionRequest, DescriptionRef, FunctionRow, Nothing, PlatformRow,
        PlatformStrip, ProbePlatformRequest, Problem, Topic,
    },
    fields, payments,
    platform_request::domain_code,
    step,
};
use jiff::SignedDuration;
use relais_domain::{
    context::Context,
    dossier::DossierCommand,
    ids::{IncidentId, TextId},
    incident::{IncidentCommand, IncidentNature, IncidentOpened, LogLine},
    platform::{
        self, Channel, DescriptionFile, FailureCode, Function, FunctionState, FunctionStatus, Platform, PlatformCode,
        PlatformConfigured, Said, StateSource,
    },
};
use relais_storage::{Tx, rows};
use std::{sync::Arc, time::Duration};

/// Longest name of a platform.
const MAX_LABEL_CHARS: usize = 40;
/// Longest address.
const MAX_URL_CHARS: usize = 300;
/// Time a probe may take.
const PROBE_BUDGET: Duration = Duration::from_secs(5);
/// What a probe can tell apart.
const PROBED: [Function; 2] = [Function::Rights, Function::PriorAuthorisation];
/// A failure is looked into with this many calls at most: three in a row and the function is down.
const LOOK_INTO_CALLS: usize = 3;
/// Dossiers looked at for those whose way was chosen before their incident was known: a morning's.
const LATELY: u32 = 100;
/// An incident takes in the dossiers whose rights failed within this before it was known.
const BEFORE_THE_INCIDENT: SignedDuration = SignedDuration::from_hours(1);

/// The strip.
pub async fn strip(app: &App, _call: Call, _request: Nothing) -> Result<PlatformStrip, Problem> {
    show(&app.practice()?).await
}

/// The strip as it stands.
pub(crate) async fn show(practice: &Arc<OpenPractice>) -> Result<PlatformStrip, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let readings = known.lines.readings();
            let silent = payments::silences(queries, known.today())?;
            let accounts = connector_accounts::all(queries)?;
            let is_said = |login: &String| !login.is_empty();
            let row = |row: rows::PlatformRow| -> Result<PlatformRow, Problem> {
                let mut functions = Vec::with_capacity(Function::ALL.len());
                for function in Function::ALL {
                    let last = row.functions.iter().find(|known| known.function == function);
                    let reading = readings.iter().find(|r| (&r.platform, r.function) == (&row.platform, function));
                    let text = last.and_then(|last| last.text);
                    // What nobody measured nor said may be told from the money that does not come.
                    let unsaid = last.is_none_or(|last| last.state == FunctionState::Unknown);
                    let silence = silent.iter().find(|(code, _)| code == &row.platform).map(|(_, silence)| silence);
                    let inferred = silence.filter(|_| function == Function::Payment && unsaid);
                    let inferred = inferred.map(|silence| known.noon_of(silence.last_on));
                    functions.push(FunctionRow {
                        function,
                        state: match inferred {
                            Some(_) => FunctionState::Down,
                            None => last.map(|last| last.state).unwrap_or_default(),
                        },
                        cause: last.and_then(|last| last.cause),
                        source: inferred.map(|_| StateSource::Inferred).or(last.map(|last| last.source)),
                        since: inferred.or(last.map(|last| last.since)),
                        calls: reading.map_or(0, |r| u32::try_from(r.calls).unwrap_or(u32::MAX)),
                        failures: reading.map_or(0, |r| u32::try_from(r.failures).unwrap_or(u32::MAX)),
                        said_by: last.and_then(|last| last.said_by.clone()),
                        said: text.map(|text| queries.text(text)).transpose()?.flatten(),
                    });
                }
                let conduct = conduct::view(&known.lines, &row.platform, &row.conduct);
                let account = accounts.get(&row.platform);
                let line = known.lines.get(&row.platform);
                let file = line.as_ref().and_then(|line| line.description.as_ref());
                Ok(PlatformRow {
                    platform: row.platform,
                    label: row.label,
                    channel: row.channel,
                    base_url: row.base_url,
                    token_url: row.token_url,
                    client_id: account.map(|account| account.facts.login.clone()).filter(is_said).or(row.client_id),
                    portal_url: row.portal_url,
                    functions,
                    has_secret: connector_accounts::has_secret(account),
                    description: file.map(|file| DescriptionRef {
                        file_name: file.name.clone(),
                        checksum: file.checksum.clone(),
                        is_usable: line.as_ref().is_some_and(|line| line.platform.is_some()),
                    }),
                    conduct,
                })
            };
            Ok(PlatformStrip {
                platforms: queries.platform_strip()?.into_iter().map(row).collect::<Result<_, _>>()?,
                amo: amo::rows(queries)?,
            })
        })
        .await
}

/// A person says what he knows of a function.
pub async fn declare(app: &App, call: Call, request: DeclareFunctionRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let (incident, text) = (IncidentId(practice.fresh()), TextId(practice.fresh()));
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let cause = typed.state.is_out().then_some(FailureCode::DeclaredByStaff);
            let seen = FunctionStatus { state: typed.state, cause, source: StateSource::Declared, since: context.now };
            let text = step::reason(tx, text, None, typed.text.as_deref())?;
            let said = typed.said_by.map(|by| Said { by, text });
            observe_said(tx, context, &typed.platform, typed.function, seen, (incident, said)).map(drop)
        })
        .await?;
    practice.lines.declared(&request.platform, request.function);
    app.announce(Topic::Platforms, None);
    show(&practice).await
}

/// Asks a platform whether it answers, now: a person's question waits for no pause.
pub async fn probe(app: &App, _call: Call, request: ProbePlatformRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    practice.lines.end_pauses(Some(&request.platform));
    for function in PROBED {
        ask(&practice, &request.platform, function).await;
    }
    record_measured(app, &practice).await?;
    show(&practice).await
}

/// Asks a function about the practice's first activity, as its owner says it is today.
async fn ask(practice: &Arc<OpenPractice>, code: &PlatformCode, function: Function) -> bool {
    let line = practice.lines.get(code).filter(|line| line.configured.channel.is_direct());
    let Some(platform) = line.and_then(|line| line.platform) else { return false };
    let Ok(row) = practice.read(|queries| Ok(queries.practice()?)).await else { return false };
    let activity = row.and_then(|row| row.activities.first().copied()).unwrap_or(practice.trade);
    platform.probe(function, domain_code(activity), PROBE_BUDGET).await.is_ok()
}

/// After a first failure: a few more calls at once, so that the strip soon says what is so of each function.
pub(crate) async fn look_into(practice: &Arc<OpenPractice>, code: &PlatformCode) {
    for function in PROBED {
        look_into_function(practice, code, function).await;
    }
}

async fn look_into_function(practice: &Arc<OpenPractice>, code: &PlatformCode, function: Function) {
    for _ in 0..LOOK_INTO_CALLS {
        if practice.lines.measured(code, function).is_out() || ask(practice, code, function).await {
            break;
        }
    }
}

/// Makes a round: asks the functions that are due ([`relais_platforms::rounds`]), with questions that concern nobody. The
/// shell calls this now and then while the window is open.
pub async fn watch(app: &App) -> Result<bool, Problem> {
    let practice = app.practice()?;
    // What was called in the hour that is over is counted before anything is called in the next.
    availability::tally_when_due(&practice).await?;
    let known = practice.read(|queries| Ok(queries.platform_strip()?)).await?;
    let declared = |code: &PlatformCode, function| {
        let row = known.iter().find(|row| row.platform == *code)?;
        let last = row.functions.iter().find(|row| row.function == function)?;
        (last.source == StateSource::Declared).then_some(last.state)
    };
    for line in practice.lines.all() {
        let code = &line.configured.platform;
        for function in PROBED {
            let due = practice.lines.standing(code, function, declared(code, function)).is_due();
            if due && !ask(&practice, code, function).await {
                look_into_function(&practice, code, function).await;
            }
        }
    }
    let changed = record_measured(app, &practice).await?;
    if changed {
        app.announce(Topic::Platforms, None);
    }
    Ok(changed)
}

/// Records what was measured since the last time, function by function; true when something changed.
pub(crate) async fn record_measured(app: &App, practice: &Arc<OpenPractice>) -> Result<bool, Problem> {
    availability::tally_when_due(practice).await?;
    let known = practice.read(|queries| Ok(queries.platform_strip()?)).await?;
    let mut news: Vec<(PlatformCode, Function, FunctionState, Option<FailureCode>)> = Vec::new();
    for reading in practice.lines.newer_than_declared().into_iter().filter(|r| r.state != FunctionState::Unknown) {
        let platform = known.iter().find(|row| row.platform == reading.platform);
        let last = platform.and_then(|row| row.functions.iter().find(|row| row.function == reading.function));
        if last.is_none_or(|last| last.state != reading.state || last.source != StateSource::Measured) {
            news.push((reading.platform, reading.function, reading.state, reading.cause));
        }
    }
    if news.is_empty() {
        return Ok(false);
    }
    let fresh: Vec<IncidentId> = news.iter().map(|_| IncidentId(practice.fresh())).collect();
    let changed: bool = practice
        .command(practice.own_call(), &"measured", move |tx, context| {
            let mut changed = false;
            for ((platform, function, state, cause), incident) in news.into_iter().zip(fresh) {
                let seen = FunctionStatus { state, cause, source: StateSource::Measured, since: context.now };
                changed |= observe(tx, context, &platform, function, seen, incident)?;
            }
            Ok(changed)
        })
        .await?;
    if changed {
        app.announce(Topic::Recovery, None);
    }
    Ok(changed)
}

/// Records one function's state and lets the incident follow it.
pub(crate) fn observe(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &PlatformCode,
    function: Function,
    seen: FunctionStatus,
    fresh: IncidentId,
) -> Result<bool, Problem> {
    observe_said(tx, context, code, function, seen, (fresh, None))
}

/// The same, with who said it and in which words: they stand in the incident's log as well.
pub(crate) fn observe_said(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &PlatformCode,
    function: Function,
    seen: FunctionStatus,
    (fresh, said): (IncidentId, Option<Said>),
) -> Result<bool, Problem> {
    let stream = tx.identity().platform_stream(code);
    let state = tx.load::<Platform>(stream)?;
    let events = platform::observe(&state, function, seen, said.clone())?;
    if events.is_empty() {
        return Ok(false);
    }
    tx.append::<Platform>(stream, events)?;
    let open = tx.queries()?.open_incident(code)?.map(|row| row.id);
    match (open, seen.state) {
        (None, FunctionState::Down | FunctionState::Closed) => {
            let opened = IncidentOpened {
                incident: fresh,
                platform: code.clone(),
                function,
                since: seen.since,
                cause: seen.cause,
                source: seen.source,
            };
            step::incident(tx, fresh, IncidentCommand::Open(opened), context)?;
            if seen.state == FunctionState::Closed {
                // Closed by its operator, nothing is known to be lost.
                let nature = IncidentNature::PrecautionaryClosure;
                step::incident(tx, fresh, IncidentCommand::Reclassify { nature }, context)?;
            }
            take_in_earlier_dossiers(tx, context, code, fresh)?;
            log_said(tx, context, fresh, said)?;
        }
        (Some(incident), FunctionState::Down | FunctionState::Closed) => {
            step::incident(tx, incident, IncidentCommand::JoinFunction { function }, context)?;
            log_said(tx, context, incident, said)?;
        }
        (Some(incident), FunctionState::Up) => {
            step::incident(tx, incident, IncidentCommand::RestoreFunction { function }, context)?;
            log_said(tx, context, incident, said)?;
        }
        _ => {}
    }
    Ok(true)
}

/// What was said stands in the log of the incident, once: a sentence about several functions is one line.
fn log_said(tx: &mut Tx<'_>, context: &Context, incident: IncidentId, said: Option<Said>) -> Result<(), Problem> {
    let Some(Said { by, text: Some(text) }) = said else { return Ok(()) };
    if tx.load::<relais_domain::incident::Incident>(incident.0)?.lines.iter().any(|line| line.text == text) {
        return Ok(());
    }
    let line = LogLine { text, said_by: by, said_at: context.now };
    step::incident(tx, incident, IncidentCommand::AddLine(line), context)
}

/// The way through is often chosen before three calls have failed: those dossiers belong to the incident too.
fn take_in_earlier_dossiers(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &PlatformCode,
    incident: IncidentId,
) -> Result<(), Problem> {
    let earliest = context.now.checked_sub(BEFORE_THE_INCIDENT).unwrap_or(context.now);
    for row in tx.queries()?.recent_dossiers(rows::Page::first(LATELY))? {
        let failed = row.rights.is_some_and(|r| r.platform == *code && r.failure.is_some() && r.asked_at >= earliest);
        let Some(way) = row.way.filter(|_| failed && row.incident.is_none()) else { continue };
        step::dossier(tx, row.id, DossierCommand::ChooseWay { way, incident: Some(incident) }, context)?;
    }
    Ok(())
}

/// Configures a platform; its secret goes to its account in the vault and nowhere else.
pub async fn configure(app: &App, call: Call, request: ConfigurePlatformRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let configured = PlatformConfigured {
        platform: request.platform.clone(),
        label: fields::name("label", &fields::bounded("label", &request.label, MAX_LABEL_CHARS)?)?,
        channel: request.channel,
        base_url: address("base_url", request.base_url.as_deref())?,
        token_url: address("token_url", request.token_url.as_deref())?,
        client_id: request.client_id.clone().filter(|id| !id.trim().is_empty()),
        portal_url: address("portal_url", request.portal_url.as_deref())?,
    };
    if configured.channel == Channel::Http {
        // What such an interface says stands in a file alone.
        return Err(Problem::field("channel", "needs_description"));
    }
    let secret = request.client_secret.clone().filter(|secret| !secret.is_empty());
    put(&practice, call, configured, None, TypedAccount { secret, client_key: None }).await?;
    app.announce(Topic::Platforms, None);
    show(&practice).await
}

/// Makes the line first (a configuration that cannot be used is refused before anything is recorded), then records: what was
/// typed of its account goes to the vault in the same transaction.
pub(crate) async fn put(
    practice: &Arc<OpenPractice>,
    call: Call,
    configured: PlatformConfigured,
    description: Option<DescriptionFile>,
    typed: TypedAccount,
) -> Result<(), Problem> {
    let code = configured.platform.clone();
    let kept = connector_accounts::line_secrets(practice, &code).await?;
    practice.lines.check(&configured, description.as_ref(), &typed, kept)?;
    let deposit = connector_accounts::prepare(practice, &configured, description.as_ref(), typed).await?;
    practice
        .command(call, &("platform", configured.clone(), description.clone()), move |tx, _| {
            let stream = tx.identity().platform_stream(&configured.platform);
            let state = tx.load::<Platform>(stream)?;
            deposit.map_or(Ok(()), |deposit| deposit.put(tx))?;
            let events = match description {
                Some(file) => platform::describe(&state, configured, file)?,
                None if state.configured.as_ref() == Some(&configured) && state.description.is_none() => Vec::new(),
                None => platform::configure(&state, configured)?,
            };
            if !events.is_empty() {
                tx.append::<Platform>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    connector_accounts::connect_line(practice, &code).await
}

fn address(field: &str, typed: Option<&str>) -> Result<Option<String>, Problem> {
    let text = fields::bounded(field, typed.unwrap_or_default(), MAX_URL_CHARS)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}
