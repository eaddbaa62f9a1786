//! `replay.paced`: five hundred requests that waited through an outage, sent to a platform that takes five calls a second,
//! beside the time that takes at best. Real sockets and real seconds; a single refusal for going too fast fails it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use relais_domain::platform::{Channel, PlatformCode, PlatformConfigured};
use relais_simulator::{Clock as SimulatedClock, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Options, Platform, Simulator};
use relais_tests::Outcome;
use relais_usecases::app::{App, Setup};
use relais_usecases::call::Call;
use relais_usecases::contract::{CreateDemonstrationRequest, Problem};
use relais_usecases::first_run;
use relais_usecases::ports::{Ids as _, KdfCost, MachineClock, NoKeyring, RandomIds};
use relais_usecases::story::{DemonstrationGround, StoryMoment};
use relais_usecases::table::dispatch;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::row::{Bar, Reference, Row, Unit};
use crate::say;
use crate::shop::refused;

/// Requests that wait.
const REQUESTS: u32 = 500;
/// Calls a second the platform takes.
const LIMIT: u32 = 5;
/// Twice what it should take.
const PATIENCE: Duration = Duration::from_secs(220);

/// One platform, at its address.
struct Ground(String);

impl DemonstrationGround for Ground {
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        let configured = PlatformConfigured {
            platform: PlatformCode::parse("viamedis").map_err(Problem::internal)?,
            label: "Viamedis".to_owned(),
            channel: Channel::Fhir,
            base_url: Some(format!("{}/fhir", self.0)),
            token_url: Some(format!("{}/oauth/token", self.0)),
            client_id: Some(DEMO_CLIENT_ID.to_owned()),
            portal_url: None,
        };
        Ok(vec![(configured, DEMO_CLIENT_SECRET.to_owned())])
    }

    fn moments(&self) -> Vec<StoryMoment> {
        let at = "2024-01-31T08:05:00Z".parse().ok();
        at.map(|at| StoryMoment { code: "outage".to_owned(), at }).into_iter().collect()
    }

    fn moved_to(&self, _now: jiff::Timestamp) {}

    fn furnished(&self) -> bool {
        false
    }
}

/// Measures once: it takes its hundred seconds.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    say("replay.paced, which takes a hundred seconds at best");
    let runtime = Runtime::new()?;
    let at = "2024-01-31T08:05:00Z".parse()?;
    let platforms = runtime.block_on(Simulator::start(Options::new(SimulatedClock::fixed(at))))?;
    let home = tempfile::tempdir()?;
    let (told, mut news) = unbounded_channel();
    let app = App::new(Setup {
        home: home.path().join("cabinets"),
        anchor_folders: vec![home.path().join("ancres-1"), home.path().join("ancres-2")],
        backups: home.path().join("sauvegardes"),
        clock: Arc::new(MachineClock),
        ids: Arc::new(RandomIds),
        secrets: Arc::new(NoKeyring),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(move |_| {
            // Nobody listens any more once the run has ended.
            let _ = told.send(());
        }),
        ground: Some(Arc::new(Ground(platforms.platform_base_url(Platform::VIAMEDIS)))),
    });
    let took = runtime.block_on(async {
        first_run::create_demonstration(&app, call(), CreateDemonstrationRequest::default()).await.map_err(refused)?;
        let incident = queue_up(&app).await?;
        platforms.control().limit_calls(Platform::VIAMEDIS, Some(LIMIT));
        replayed(&app, &incident, &mut news).await
    })?;
    let (records, too_fast) = (platforms.control().records(), platforms.control().refused_for_pace());
    let once = records.iter().filter(|record| record.received == 1 && record.agreement.is_some()).count();
    if once != REQUESTS as usize || too_fast > 0 {
        return Err(format!("{once} of {REQUESTS} were agreed to once, {too_fast} calls were too many").into());
    }
    runtime.block_on(platforms.stop());
    Ok(vec![Row {
        id: "replay.paced",
        metric: "500 queued requests sent",
        size: REQUESTS,
        unit: Unit::Microseconds,
        bar: Bar::Ratio(1_100),
        samples: vec![u64::try_from(took.as_micros())?],
        reference: Some(Reference {
            name: format!("{LIMIT} a second"),
            samples: vec![u64::from(REQUESTS / LIMIT) * 1_000_000],
        }),
    }])
}

/// Sells behind an incident until so many requests wait; gives the incident.
async fn queue_up(app: &App) -> Outcome<Value> {
    let conduct = json!({
        "platform": "viamedis", "probing": { "enabled": false, "every_s": 300 }, "calls_per_second": LIMIT, "repeat": [],
    });
    ask(app, "platform.set_conduct", conduct).await?;
    let closed = json!({
        "platform": "viamedis", "function": "prior_authorisation", "state": "closed", "said_by": "operator", "text": null,
    });
    ask(app, "platform.declare", closed).await?;
    for nth in 0..REQUESTS {
        let sale = json!({
            "activity": "optics", "family_name": format!("Client{nth}"), "given_name": "Lucie", "phone": "",
            "operator": "viamedis", "insurer_name": "Mutuelle du Phare", "amc_number": "986402170",
            "member_number": "4417002230", "total_cents": 48_000, "amo_share_cents": 900, "amc_share_cents": 37_100,
            "customer_share_cents": 10_000, "reference": format!("P{nth}"),
        });
        let dossier = ask(app, "dossier.open", sale).await?["dossier"].clone();
        let yes = json!({ "dossier": dossier, "rank": 1, "decision": "given", "how": "oral" });
        ask(app, "consent.record", yes).await?;
        ask(app, "dossier.choose_way", json!({ "dossier": dossier, "way": "delivered_third_party_payment" })).await?;
    }
    let incidents = ask(app, "incident.list", json!({})).await?;
    Ok(incidents["incidents"][0]["incident"].clone())
}

/// Replays the queue; says how long it took.
async fn replayed(app: &App, incident: &Value, news: &mut UnboundedReceiver<()>) -> Outcome<Duration> {
    let begun = Instant::now();
    ask(app, "recovery.start", json!({ "incident": incident })).await?;
    loop {
        let view = ask(app, "recovery.view", json!({ "incident": incident })).await?;
        let progress = &view["progress"];
        if progress["running"] == false {
            if progress["failures"] != 0 || progress["done"] != REQUESTS {
                return Err(format!("the run ended as {progress}").into());
            }
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("the run is still at {progress}").into());
        }
        // Looked at when something changed, not while nothing did.
        let heard = tokio::time::timeout(PATIENCE, news.recv()).await;
        heard.map_err(|_| "nothing more is heard of the run")?;
    }
}

async fn ask(app: &App, command: &str, request: Value) -> Outcome<Value> {
    dispatch(app, command, call(), request).await.map_err(refused)
}

fn call() -> Call {
    let now = relais_usecases::ports::Clock::now(&MachineClock);
    Call { command_id: relais_domain::ids::CommandId(RandomIds.fresh(now)) }
}
