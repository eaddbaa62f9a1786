//! `lookup.overhead`: F4 beside the bare call, on loopback; the very bytes our connector sends, sent again by a client that
//! knows nothing but HTTP. `lookup.kept`: what is kept of the same person's cover in another dossier, found and told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use relais_domain::coverage::CoverageWay;
use relais_domain::platform::{Channel, Function, PlatformCode, PlatformConfigured};
use relais_platforms::request::{CardCover, EligibilityRequest, Subject};
use relais_simulator::{
    Clock as SimulatedClock, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Options, Platform, RunningSimulator, Simulator,
};
use relais_tests::Outcome;
use relais_usecases::app::{App, Setup};
use relais_usecases::contract::{
    ConfigurePlatformRequest, CreateDemonstrationRequest, KeptAnswersRequest, Problem, SeeCoverageRequest, SeenBy,
    VerifyRightsRequest,
};
use relais_usecases::ports::{KdfCost, NoKeyring};
use relais_usecases::story::{DemonstrationGround, StoryMoment};
use relais_usecases::{first_run, platforms};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, Rounds, interleaved, timed};
use crate::row::{Bar, Reference, Row, Unit, median, quantile};
use crate::shop::{CountedIds, Shop, StandingClock, refused};
use crate::{floor, say};

/// Calls a round: their middle is the round's number.
const CALLS: usize = 20;
/// Calls before the first round: connections open, tokens fetched.
const WARMING: usize = 10;
/// The practice's own pace at a platform is five calls a second, of which no counter is nearer: a call that waited for it
/// would measure that.
const BETWEEN_CALLS: Duration = Duration::from_millis(210);
/// An answer that is not there by then fails the bench.
const BUDGET: Duration = Duration::from_secs(10);
/// What F4 may add to the bare call.
const OVERHEAD_US: u64 = 2_000;
/// Covers looked for.
const COVERS: u32 = 200;
/// What is kept is there within this.
const KEPT_US: u64 = 5_000;

/// Measures `lookup.overhead`.
pub(crate) fn overhead() -> Outcome<Vec<Row>> {
    let root = practice::ground().join("lookup");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    let (shop, simulator) = beside_a_simulator(&root)?;
    let line = Line::open(&shop, &simulator)?;
    for _ in 0..WARMING {
        line.verified()?;
        line.bare()?;
    }
    say("lookup.overhead");
    let looked_up = interleaved(ROUNDS * CALLS, |_| line.looked_up(), |_| line.bare())?;
    let verified = interleaved(ROUNDS * CALLS, |_| line.verified(), |_| line.bare())?;
    let middles = |samples: &[u64]| samples.chunks(CALLS).map(median).collect::<Vec<_>>();
    let row = |metric, rounds: &Rounds| Row {
        id: "lookup.overhead",
        metric,
        size: 1,
        unit: Unit::Microseconds,
        bar: Bar::Over(OVERHEAD_US),
        samples: middles(&rounds.ours),
        reference: Some(Reference { name: "reqwest, the same bytes".to_owned(), samples: middles(&rounds.reference) }),
    };
    let rows = vec![row("the answer, read and checked", &looked_up), row("F4, its proof durable", &verified)];
    drop(line);
    shop.close()?;
    std::fs::remove_dir_all(root)?;
    Ok(rows)
}

/// Simulated platforms, as an empty demonstration sees them.
struct Ground(Vec<(PlatformConfigured, String)>);

impl DemonstrationGround for Ground {
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        Ok(self.0.clone())
    }

    fn moments(&self) -> Vec<StoryMoment> {
        vec![StoryMoment { code: "outage".to_owned(), at: practice::evening() }]
    }

    fn moved_to(&self, _now: Timestamp) {}

    fn furnished(&self) -> bool {
        false
    }
}

/// A practice that may speak to loopback, and the platforms it speaks to.
fn beside_a_simulator(root: &Path) -> Outcome<(Shop, RunningSimulator)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let simulator = runtime.block_on(Simulator::start(Options::new(SimulatedClock::fixed(practice::evening()))))?;
    let base = simulator.platform_base_url(Platform::VIAMEDIS);
    let viamedis = PlatformConfigured {
        platform: PlatformCode::parse("viamedis")?,
        label: "Viamedis".to_owned(),
        channel: Channel::Fhir,
        base_url: Some(format!("{base}/fhir")),
        token_url: Some(format!("{base}/oauth/token")),
        client_id: Some(DEMO_CLIENT_ID.to_owned()),
        portal_url: None,
    };
    let (clock, ids) = (StandingClock::at(practice::evening()), CountedIds::seeded(0x100c));
    let setup = Setup {
        home: root.join("cabinets"),
        anchor_folders: vec![root.join("ancres")],
        backups: root.join("sauvegardes"),
        clock: clock.clone(),
        ids: ids.clone(),
        secrets: Arc::new(NoKeyring),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(|_| {}),
        ground: Some(Arc::new(Ground(vec![(viamedis, DEMO_CLIENT_SECRET.to_owned())]))),
    };
    std::fs::create_dir_all(&setup.home)?;
    Ok((Shop { app: App::new(setup), ids, clock, runtime }, simulator))
}

/// A dossier whose platform answers, and the same question as bare bytes.
struct Line<'s> {
    shop: &'s Shop,
    client: reqwest::Client,
    address: String,
    token: String,
    body: Vec<u8>,
}

impl<'s> Line<'s> {
    fn open(shop: &'s Shop, simulator: &RunningSimulator) -> Outcome<Self> {
        shop.runtime
            .block_on(first_run::create_demonstration(&shop.app, shop.call(), CreateDemonstrationRequest::default()))
            .map_err(refused)?;
        without_limits(shop)?;
        let base = simulator.platform_base_url(Platform::VIAMEDIS);
        // Spoken to once through a wall that writes down what passes.
        let wall = TcpListener::bind("127.0.0.1:0")?;
        let through = format!("http://{}", wall.local_addr()?);
        Self::configure(shop, &through, &base)?;
        let request = sale(shop)?;
        let heard = std::thread::spawn(move || heard(&wall));
        shop.ask("rights.verify", request)?;
        let (path, token, body) = heard.join().map_err(|_| "what was sent was not heard")??;
        Self::configure(shop, &format!("{base}/fhir"), &base)?;
        shop.ask("platform.probe", json!({ "platform": "viamedis" }))?;
        let address = format!("{base}/fhir{path}");
        let line = Line { shop, client: reqwest::Client::new(), address, token, body };
        line.verified()?;
        Ok(line)
    }

    fn configure(shop: &Shop, base_url: &str, platform: &str) -> Outcome {
        let request = ConfigurePlatformRequest {
            platform: PlatformCode::parse("viamedis")?,
            label: "Viamedis".to_owned(),
            channel: Channel::Fhir,
            base_url: Some(base_url.to_owned()),
            token_url: Some(format!("{platform}/oauth/token")),
            client_id: Some(DEMO_CLIENT_ID.to_owned()),
            client_secret: Some(DEMO_CLIENT_SECRET.to_owned()),
            portal_url: None,
        };
        shop.runtime.block_on(platforms::configure(&shop.app, shop.call(), request)).map_err(refused)?;
        Ok(())
    }

    /// The question alone: built, sent, read, checked and told as a cover.
    fn looked_up(&self) -> Outcome<u64> {
        let practice = self.shop.practice()?;
        let line = practice.lines.get(&PlatformCode::parse("viamedis")?).and_then(|line| line.platform);
        let platform = line.ok_or("the platform has no line")?;
        let now = practice.now();
        let request = EligibilityRequest {
            id: practice.fresh(),
            created_at: now,
            subject: Subject {
                family_name: "Vauquelin".to_owned(),
                given_name: Some("Lucie".to_owned()),
                birth_date: None,
                nir: None,
            },
            cover: CardCover {
                amc_number: "0986402170".to_owned(),
                convention: None,
                csr: None,
                member_number: Some("4417002230".to_owned()),
            },
            provider_finess: "699990016".to_owned(),
            service_date: practice.today(),
            domain_code: "OPTI".to_owned(),
            product_codes: Vec::new(),
            asked: None,
        };
        self.waits_for_the_pace();
        let (took, _) = timed(|| {
            let answer = self.shop.runtime.block_on(platform.check_eligibility(&request, BUDGET))?;
            Ok(answer.coverage(CoverageWay::Fhir, request.service_date, now))
        })?;
        Ok(took)
    }

    fn waits_for_the_pace(&self) {
        let next = Instant::now() + BETWEEN_CALLS;
        self.shop.runtime.block_on(async { tokio::time::interval_at(next, BETWEEN_CALLS).tick().await });
    }

    /// F4, from the window's JSON to the window's JSON.
    fn verified(&self) -> Outcome<u64> {
        let request = sale(self.shop)?;
        self.waits_for_the_pace();
        let (took, answer) = timed(|| self.shop.ask("rights.verify", request))?;
        match answer["outcome"]["result"].as_str() {
            Some("answered") => Ok(took),
            _ => Err(format!("the platform did not answer: {answer}").into()),
        }
    }

    /// The same bytes, and the answer read to its end.
    fn bare(&self) -> Outcome<u64> {
        let (took, status) = timed(|| {
            self.shop.runtime.block_on(async {
                let call = self.client.post(&self.address).header("authorization", &self.token);
                let call = call.header("content-type", "application/fhir+json").body(self.body.clone());
                let answer = call.send().await?;
                let status = answer.status();
                answer.bytes().await?;
                Ok(status)
            })
        })?;
        if status.is_success() { Ok(took) } else { Err(format!("the bare call got {status}").into()) }
    }
}

/// The watch over look-ups counts and stops nobody: hundreds in a minute are nothing a person would do.
fn without_limits(shop: &Shop) -> Outcome {
    let none = json!({ "warn_above": null, "stop_above": null });
    let rules = ["per_hour", "without_dossier", "outside_hours", "sequential_nirs", "several_platforms"];
    let limits: serde_json::Map<String, Value> =
        rules.map(|rule| (rule.to_owned(), none.clone())).into_iter().collect();
    let hours = shop.ask("lookup_guard.view", json!({}))?["hours"].clone();
    shop.ask("lookup_guard.set_limits", json!({ "limits": limits, "hours": hours }))?;
    Ok(())
}

/// A sale, as there is one for each question: what is asked of its rights.
fn sale(shop: &Shop) -> Outcome<Value> {
    let opened = shop.ask(
        "dossier.open",
        json!({
            "activity": "optics", "family_name": "Vauquelin", "given_name": "Lucie", "phone": "",
            "operator": "viamedis", "insurer_name": "Mutuelle du Phare", "amc_number": "986402170",
            "member_number": "4417002230", "total_cents": 48_000, "amo_share_cents": 9,
            "amc_share_cents": 37_991, "customer_share_cents": 10_000, "reference": "DV-2024-0131",
        }),
    )?;
    shop.ask("consent.record", json!({ "dossier": opened["dossier"], "rank": 1, "decision": "given", "how": "oral" }))?;
    let dossier = serde_json::from_value(opened["dossier"].clone())?;
    Ok(json!(VerifyRightsRequest { dossier, rank: 1, service_date: None }))
}

/// One request as it came: its path, its token and its body. Nothing is answered.
fn heard(wall: &TcpListener) -> Outcome<(String, String, Vec<u8>)> {
    loop {
        let (stream, _) = wall.accept()?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let posted = line.starts_with("POST");
        let (mut token, mut length) = (String::new(), 0);
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "authorization" => token = value.to_owned(),
                "content-length" => length = value.parse()?,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        reader.into_inner().write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")?;
        if posted && !body.is_empty() {
            return Ok((path, token, body));
        }
    }
}

/// Measures `lookup.kept` on the larger practice.
pub(crate) fn kept() -> Outcome<Vec<Row>> {
    let size = Size::Pharmacy;
    say(&format!("lookup.kept on {} dossiers", size.dossiers()));
    let root = practice::copy(size, "kept")?;
    let shop = Shop::on(&root, practice::evening(), 0x6e97, Arc::new(NoKeyring))?;
    let asked = seen_before(&shop)?;
    let mut samples = Vec::new();
    for _ in 0..ROUNDS {
        let mut times = Vec::new();
        for request in &asked {
            let (took, reply) = timed(|| shop.ask("rights.kept", request.clone()))?;
            if reply["answers"].as_array().is_none_or(Vec::is_empty) {
                return Err(format!("nothing was kept for {request}").into());
            }
            times.push(took);
        }
        samples.push(quantile(&times, 95));
    }
    let row = Row {
        id: "lookup.kept",
        metric: "95th percentile, from another dossier",
        size: size.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Below(KEPT_US),
        samples,
        reference: None,
    };
    shop.close()?;
    std::fs::remove_dir_all(root)?;
    Ok(vec![row])
}

/// Customers who came twice: what was seen at their first visit is asked for at the second.
fn seen_before(shop: &Shop) -> Outcome<Vec<Value>> {
    let practice = shop.open()?;
    let under = floor::under(&practice)?;
    let mut statement = under.prepare(
        "SELECT min(hex(c.dossier)), max(hex(c.dossier)) FROM card_identity c WHERE c.member_number <> '' \
         GROUP BY c.member_number HAVING count(*) BETWEEN 2 AND 6 LIMIT ?1",
    )?;
    let pairs = statement.query_map([COVERS], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let pairs: Vec<(String, String)> = pairs.collect::<Result<_, _>>()?;
    let mut asked = Vec::new();
    for (first, second) in pairs {
        let id = |hex: &str| -> Outcome<relais_domain::ids::DossierId> { Ok(hex.to_lowercase().parse()?) };
        let seen = SeeCoverageRequest {
            dossier: id(&first)?,
            rank: 1,
            way: SeenBy::MemberSpace,
            function: Function::Rights,
            on: practice.today(),
            service_date: None,
            in_force: Some(true),
            valid_from: None,
            valid_until: None,
            covered_cents: None,
            authorisation_required: None,
            reference: String::new(),
            spoken_with: String::new(),
            note: String::new(),
            file: None,
            corrects: None,
        };
        shop.ask("rights.see", json!(seen))?;
        asked.push(json!(KeptAnswersRequest { dossier: id(&second)?, rank: 1 }));
    }
    if asked.is_empty() { Err("no customer came twice".into()) } else { Ok(asked) }
}
