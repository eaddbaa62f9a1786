//! The ground of the journeys: a practice in a temporary home on a shifted clock, and the simulated platforms. Owns how
//! a journey is set up and waits; knows no rule of the trade.

use std::future::Future;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use relais_domain::cheque::{ChequeAgreement, IssuePlace};
use relais_domain::context::Activity;
use relais_domain::dossier::{ConsentDecision, ConsentHow, Way};
use relais_domain::identifiers::Cmc7Line;
use relais_domain::ids::{ChequeId, CommandId, DossierId};
use relais_domain::money::Cents;
use relais_domain::platform::{Channel, PlatformCode, PlatformConfigured};
use relais_simulator::{
    Clock as SimulatedClock, Control, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Options, Platform, RunningSimulator,
    Scenario, Simulator,
};
use relais_usecases::app::{App, OpenPractice, Setup};
use relais_usecases::call::Call;
use relais_usecases::contract::{
    AdvanceStoryRequest, Changed, ChequeKept, ChequeRef, ChequeView, ChooseWayRequest, CreateDemonstrationRequest,
    CreatePracticeRequest, DossierOpened, DossierView, IncidentRow, KeepChequeRequest, Moment, Nothing,
    OpenDossierRequest, PracticeProfile, Problem, QueueView, RecordConsentRequest, RecordMomentRequest,
    VerifyRightsRequest,
};
use relais_usecases::ports::{Ids, RandomIds, ShiftedClock};
use relais_usecases::story::{DemonstrationGround, StoryMoment};
use relais_usecases::{
    choose_way, consent, edit_dossier, first_run, keep_cheque, queue, recovery, story, verify_rights, view_cheques,
    view_dossier,
};
use relais_vault::{KdfCost, NoKeyring};
use tempfile::TempDir;
use tokio::sync::broadcast;

/// A condition that has not come after this long never will: the longest budget of a call is thirty seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Nine in the morning in Paris on the day opticians were cut off.
pub(crate) const OUTAGE: &str = "2024-01-31T08:05:00Z";

/// What a step of a journey comes to.
pub(crate) type Outcome<T = ()> = Result<T, Problem>;

/// The platforms of the story, as a demonstration sees them.
struct Ground {
    platforms: Vec<(PlatformConfigured, String)>,
    control: Control,
    begins: &'static str,
    furnished: bool,
}

impl DemonstrationGround for Ground {
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        Ok(self.platforms.clone())
    }

    fn moments(&self) -> Vec<StoryMoment> {
        let moments = [
            ("outage", self.begins),
            ("payments_back", "2024-02-07T08:00:00Z"),
            ("rights_back", "2024-02-12T12:00:00Z"),
            ("pec_back", "2024-02-19T08:00:00Z"),
        ];
        moments.map(|(code, at)| StoryMoment { code: code.to_owned(), at: instant(at) }).into()
    }

    fn moved_to(&self, now: Timestamp) {
        self.control.move_clock(now);
    }

    fn furnished(&self) -> bool {
        self.furnished
    }
}

/// A practice at work.
pub(crate) struct Shop {
    pub(crate) app: App,
    simulator: RunningSimulator,
    pub(crate) control: Control,
    pub(crate) home: TempDir,
    ground: Arc<Ground>,
    changes: broadcast::Sender<Changed>,
    pub(crate) recovery_key: String,
}

/// How a journey starts.
#[derive(Clone, Copy, Default)]
pub(crate) struct Start {
    /// The platforms fail as in January 2024; otherwise all is well until something is broken by hand.
    pub(crate) scenario: bool,
    /// The drawers are full.
    pub(crate) furnished: bool,
}

impl Shop {
    /// An optician's empty practice on the day of the outage, while all platforms still answer.
    pub(crate) async fn open() -> Shop {
        Shop::start(Start::default()).await
    }

    /// The same, with the platforms failing as they did.
    pub(crate) async fn in_the_outage() -> Shop {
        Shop::start(Start { scenario: true, furnished: false }).await
    }

    pub(crate) async fn start(start: Start) -> Shop {
        Shop::stand(start.scenario.then_some("viamedis-2024"), OUTAGE, start.furnished, None).await
    }

    /// A pharmacy's demonstration, its drawers full.
    pub(crate) async fn of_a_pharmacy() -> Shop {
        Shop::stand(Some("viamedis-2024"), OUTAGE, true, Some(Activity::Pharmacy)).await
    }

    /// An empty practice on the eve of another outage, with the platforms failing as they did then.
    pub(crate) async fn living_through(scenario: &str, begins: &'static str) -> Shop {
        Shop::stand(Some(scenario), begins, false, None).await
    }

    /// The same for one trade.
    pub(crate) async fn of_trade(trade: Activity, scenario: &str, begins: &'static str) -> Shop {
        Shop::stand(Some(scenario), begins, false, Some(trade)).await
    }

    async fn stand(scenario: Option<&str>, begins: &'static str, furnished: bool, trade: Option<Activity>) -> Shop {
        let options = Options::new(SimulatedClock::fixed(instant(begins)));
        let options = match scenario {
            Some(name) => options.scenario(Scenario::named(name).unwrap()),
            None => options,
        };
        let simulator = Simulator::start(options).await.unwrap();
        let control = simulator.control();
        let ground = Arc::new(Ground { platforms: platforms(&simulator), control: control.clone(), begins, furnished });
        let home = tempfile::tempdir().unwrap();
        let (changes, _) = broadcast::channel(10_000);
        let app = application(home.path(), &ground, &changes);
        let created =
            first_run::create_demonstration(&app, call(), CreateDemonstrationRequest { trade }).await.unwrap();
        let recovery_key = created.recovery_key.join("-");
        Shop { app, simulator, control, home, ground, changes, recovery_key }
    }

    /// The program starts again on the same home; nothing is open in it yet.
    pub(crate) fn restarted(&mut self) {
        self.app = application(self.home.path(), &self.ground, &self.changes);
    }

    /// The practice's database, opened beside it with its key by whoever stole both.
    pub(crate) fn opened_with_its_key(&self) -> rusqlite::Connection {
        let practice = self.practice();
        let file = practice.database.folder().database_file();
        let connection =
            rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let keys = practice.keys.whole().unwrap();
        let key: String = keys.database_key().expose().iter().map(|byte| format!("{byte:02x}")).collect();
        connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 4096;")).unwrap();
        connection
    }

    /// Where a simulated platform listens.
    pub(crate) fn platform_base(&self, platform: Platform) -> String {
        self.simulator.platform_base_url(platform)
    }

    pub(crate) fn practice(&self) -> Arc<OpenPractice> {
        self.app.practice().unwrap()
    }

    /// The practice's clock, and the platforms' with it.
    pub(crate) fn move_to(&self, at: &str) {
        assert!(self.practice().clock.jump_to(instant(at)));
        self.control.move_clock(instant(at));
    }

    /// Days go by.
    pub(crate) fn days_later(&self, days: i64) {
        let at = self.practice().now() + jiff::SignedDuration::from_hours(24 * days);
        self.move_to(&at.to_string());
    }

    /// Minutes go by.
    pub(crate) fn minutes_later(&self, minutes: i64) {
        let at = self.practice().now() + jiff::SignedDuration::from_mins(minutes);
        self.move_to(&at.to_string());
    }

    pub(crate) async fn story_goes_to(&self, code: &str) {
        story::advance(&self.app, call(), AdvanceStoryRequest { code: code.to_owned() }).await.unwrap();
    }

    /// F2, and the customer's yes by word of mouth.
    pub(crate) async fn sells(&self, request: OpenDossierRequest) -> DossierOpened {
        let has_operator = request.operator.is_some();
        let opened = self.sells_unasked(request).await;
        if has_operator {
            self.says(opened.dossier, ConsentDecision::Given).await;
        }
        opened
    }

    /// F2 alone.
    pub(crate) async fn sells_unasked(&self, request: OpenDossierRequest) -> DossierOpened {
        relais_usecases::open_dossier::open(&self.app, call(), request).await.unwrap()
    }

    /// What the customer says of the first complementary's operator.
    pub(crate) async fn says(&self, dossier: DossierId, decision: ConsentDecision) -> DossierView {
        let request = RecordConsentRequest { dossier, rank: 1, decision, how: ConsentHow::Oral };
        consent::record(&self.app, call(), request).await.unwrap()
    }

    pub(crate) async fn dossier(&self, dossier: DossierId) -> DossierView {
        let request = relais_usecases::contract::DossierRef { dossier };
        view_dossier::view(&self.app, call(), request).await.unwrap()
    }

    /// F4 on the first complementary; whatever it gives is kept.
    pub(crate) async fn verifies(&self, dossier: DossierId) {
        verify_rights::verify(&self.app, call(), VerifyRightsRequest { dossier, rank: 1, service_date: None })
            .await
            .unwrap();
    }

    /// F6.
    pub(crate) async fn goes(&self, dossier: DossierId, way: Way) -> DossierView {
        choose_way::choose(&self.app, call(), ChooseWayRequest { dossier, way }).await.unwrap()
    }

    /// « Commande » or « Délivrance », today.
    pub(crate) async fn marks(&self, dossier: DossierId, moment: Moment) -> DossierView {
        let on = self.practice().today();
        edit_dossier::record_moment(&self.app, call(), RecordMomentRequest { dossier, moment, on }).await.unwrap()
    }

    /// F7, as the paper of [`cheque_for`].
    pub(crate) async fn keeps(&self, dossier: DossierId, nth: u32) -> ChequeKept {
        keep_cheque::keep(&self.app, call(), cheque_for(dossier, nth)).await.unwrap()
    }

    pub(crate) async fn cheque(&self, cheque: ChequeId) -> ChequeView {
        view_cheques::view(&self.app, call(), ChequeRef { cheque }).await.unwrap()
    }

    pub(crate) async fn queue(&self) -> QueueView {
        queue::view(&self.app, call(), Nothing {}).await.unwrap()
    }

    /// The incident that is not closed, if there is one.
    pub(crate) async fn incident(&self) -> Option<IncidentRow> {
        let list = recovery::list(&self.app, call(), Nothing {}).await.unwrap();
        list.incidents.into_iter().find(|incident| !incident.closed)
    }

    /// What is announced from now on.
    pub(crate) fn hears(&self) -> broadcast::Receiver<Changed> {
        self.changes.subscribe()
    }

    /// Waits until something is so, looking again whenever a change is announced.
    pub(crate) async fn until<T, Looking>(&self, what: &str, mut look: impl FnMut() -> Looking) -> T
    where
        Looking: Future<Output = Option<T>>,
    {
        let mut changes = self.changes.subscribe();
        let waiting = async {
            loop {
                if let Some(found) = look().await {
                    return found;
                }
                let _ = changes.recv().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
    }

    /// The same for what announces nothing: looked at again as soon as the runtime has a moment.
    pub(crate) async fn until_polled<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let waiting = async {
            loop {
                if let Some(found) = look() {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
    }

    /// How many entries the journal has: unchanged means that nothing at all was written.
    pub(crate) fn entries(&self) -> u64 {
        self.practice().database.head().unwrap().seq
    }
}

fn application(home: &Path, ground: &Arc<Ground>, changes: &broadcast::Sender<Changed>) -> App {
    let heard = changes.clone();
    App::new(Setup {
        home: home.join("cabinets"),
        anchor_folders: vec![home.join("ancres-1"), home.join("ancres-2")],
        backups: home.join("sauvegardes"),
        clock: Arc::new(ShiftedClock::starting_at(instant(ground.begins))),
        ids: Arc::new(RandomIds),
        secrets: Arc::new(NoKeyring),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(move |changed| drop(heard.send(changed))),
        ground: Some(ground.clone()),
    })
}

/// Viamedis and Almerys by FHIR, SP santé by its portal.
fn platforms(simulator: &RunningSimulator) -> Vec<(PlatformConfigured, String)> {
    [Platform::VIAMEDIS, Platform::ALMERYS, Platform::SP_SANTE]
        .into_iter()
        .map(|platform| {
            let base = simulator.platform_base_url(platform);
            let by_portal = platform == Platform::SP_SANTE;
            let configured = PlatformConfigured {
                platform: code(platform.code()),
                label: platform.name().to_owned(),
                channel: if by_portal { Channel::AssistedPortal } else { Channel::Fhir },
                base_url: (!by_portal).then(|| format!("{base}/fhir")),
                token_url: (!by_portal).then(|| format!("{base}/oauth/token")),
                client_id: (!by_portal).then(|| DEMO_CLIENT_ID.to_owned()),
                portal_url: Some(format!("{base}/portail")),
            };
            (configured, DEMO_CLIENT_SECRET.to_owned())
        })
        .collect()
}

/// A call with an id of its own.
pub(crate) fn call() -> Call {
    Call { command_id: CommandId(RandomIds.fresh(instant(OUTAGE))) }
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

pub(crate) fn cents(amount: i64) -> Cents {
    Cents::new(amount).unwrap()
}

pub(crate) fn code(platform: &str) -> PlatformCode {
    PlatformCode::parse(platform).unwrap()
}

/// A pair of glasses: 480 € of which the insurer is expected to cover 380 €.
pub(crate) fn glasses(family_name: &str, platform: &str, member_number: &str) -> OpenDossierRequest {
    OpenDossierRequest {
        activity: Activity::Optics,
        family_name: family_name.to_owned(),
        given_name: "Lucie".to_owned(),
        phone: "06 39 98 01 02".to_owned(),
        operator: Some(code(platform)),
        insurer_name: "Mutuelle des Trois Vallées".to_owned(),
        amc_number: "986402170".to_owned(),
        member_number: member_number.to_owned(),
        total_cents: cents(480_00),
        amo_share_cents: cents(9_00),
        amc_share_cents: cents(371_00),
        customer_share_cents: cents(100_00),
        reference: "DV-2024-0118".to_owned(),
    }
}

/// A real practice to be created, of one trade and one person.
pub(crate) fn new_practice(trade: Activity, passphrase: &str, remember: bool) -> CreatePracticeRequest {
    CreatePracticeRequest {
        profile: PracticeProfile {
            name: "Optique du Quai".to_owned(),
            street: "3 quai des Bateliers".to_owned(),
            postcode: "67000".to_owned(),
            town: "Strasbourg".to_owned(),
            phone: "03 65 71 00 12".to_owned(),
            activities: vec![trade],
            finess: String::new(),
            siret: String::new(),
            mediator: String::new(),
        },
        time_zone: "Europe/Paris".to_owned(),
        owner_name: "Maëlle Brucker".to_owned(),
        passphrase: passphrase.to_owned(),
        remember,
    }
}

/// A kept cheque of the shop's customer for the insurer's 371 €, the `nth` of the cheque book, dated today.
pub(crate) fn cheque_for(dossier: DossierId, nth: u32) -> KeepChequeRequest {
    let line = Cmc7Line::parse(&format!("{nth:07}042014506908052108899000")).unwrap();
    KeepChequeRequest {
        dossier,
        rank: 1,
        agreement: ChequeAgreement::KeptAndReturned,
        amount_cents: cents(371_00),
        line: line.digits().to_owned(),
        rlmc_key: line.rlmc_key().to_string(),
        bank_name: "Banque des Deux Rives".to_owned(),
        drawer_name: String::new(),
        written_on: day("2024-01-31"),
        written_at: "Lyon".to_owned(),
        issued_in: IssuePlace::MetropolitanFrance,
        identity_seen: None,
        payee_is_practice: true,
        words_agree: true,
        agreed_date: None,
        override_reason: None,
        second: None,
    }
}

/// The text of a PDF, laid out as on the page.
pub(crate) fn pdf_text(path: &str) -> String {
    let output = Command::new("pdftotext").args(["-layout", path, "-"]).output().expect("pdftotext is installed");
    assert!(output.status.success(), "pdftotext cannot read {path}");
    String::from_utf8(output.stdout).unwrap()
}
