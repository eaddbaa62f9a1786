//! A practice under torture: an application on a folder, commands by their name as the window calls them, and the
//! examination of what is left after a blow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use relais_domain::context::Activity;
use relais_domain::ids::{CommandId, DossierId, RequestId};
use relais_domain::platform::{Channel, PlatformCode, PlatformConfigured};
use relais_domain::request::RequestState;
use relais_simulator::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET};
use relais_usecases::app::{App, OpenPractice, Setup};
use relais_usecases::call::Call;
use relais_usecases::contract::{
    AppState, CreateDemonstrationRequest, CreatePracticeRequest, OpenPracticeRequest, PracticeProfile, Problem, Unlock,
    Verification, VerifyArchiveRequest,
};
use relais_usecases::ports::{Ids as _, KdfCost, MachineClock, NoKeyring, RandomIds};
use relais_usecases::story::{DemonstrationGround, StoryMoment};
use relais_usecases::table::dispatch;
use relais_usecases::{demonstration, first_run, journal, opening, recovery};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{Chance, lists::statement};

/// Opens every practice under torture.
pub(crate) const PASSPHRASE: &str = "marteau enclume presse verre lime etau scie rabot tenaille";
/// The insurer's share on each sale, in cents.
pub(crate) const SHARE_CENTS: i64 = 37_100;

/// The three platforms of the story, where nothing listens.
struct SilentGround;

impl DemonstrationGround for SilentGround {
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        let configured = |(platform, label): (&str, &str)| PlatformConfigured {
            platform: PlatformCode::parse(platform).unwrap(),
            label: label.to_owned(),
            channel: Channel::AssistedPortal,
            base_url: None,
            token_url: None,
            client_id: None,
            portal_url: Some("http://127.0.0.1:9/portail".to_owned()),
        };
        let named = [("viamedis", "Viamedis"), ("almerys", "Almerys"), ("sp-sante", "SP santé")];
        Ok(named.map(|it| (configured(it), String::new())).into())
    }

    fn moments(&self) -> Vec<StoryMoment> {
        vec![StoryMoment { code: "outage".to_owned(), at: "2024-01-31T14:30:00Z".parse().unwrap() }]
    }

    fn moved_to(&self, _now: Timestamp) {}
}

/// One platform that answers at an address, spoken to by its connector.
struct AnsweringGround {
    address: String,
}

impl DemonstrationGround for AnsweringGround {
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem> {
        let configured = PlatformConfigured {
            platform: PlatformCode::parse("viamedis").unwrap(),
            label: "Viamedis".to_owned(),
            channel: Channel::Fhir,
            base_url: Some(format!("{}/fhir", self.address)),
            token_url: Some(format!("{}/oauth/token", self.address)),
            client_id: Some(DEMO_CLIENT_ID.to_owned()),
            portal_url: None,
        };
        Ok(vec![(configured, DEMO_CLIENT_SECRET.to_owned())])
    }

    fn moments(&self) -> Vec<StoryMoment> {
        vec![StoryMoment { code: "outage".to_owned(), at: "2024-01-31T08:05:00Z".parse().unwrap() }]
    }

    fn moved_to(&self, _now: Timestamp) {}

    fn furnished(&self) -> bool {
        false
    }
}

/// An application on one folder.
pub(crate) struct Shop {
    pub(crate) app: App,
    runtime: Runtime,
}

/// A command, as it can be asked again.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) id: CommandId,
    pub(crate) name: String,
    pub(crate) request: Value,
}

impl Shop {
    /// With nothing open.
    pub(crate) fn on(root: &Path) -> Shop {
        Shop::standing_on(root, None)
    }

    /// With nothing open, and the ground of a demonstration whose platforms nobody will speak to.
    pub(crate) fn with_ground(root: &Path) -> Shop {
        Shop::standing_on(root, Some(Arc::new(SilentGround)))
    }

    fn standing_on(root: &Path, ground: Option<Arc<dyn DemonstrationGround>>) -> Shop {
        let app = App::new(Setup {
            home: root.join("cabinets"),
            anchor_folders: vec![root.join("ancres-1"), root.join("ancres-2")],
            backups: root.join("sauvegardes"),
            clock: Arc::new(MachineClock),
            ids: Arc::new(RandomIds),
            secrets: Arc::new(NoKeyring),
            kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
            announce: Box::new(|_| {}),
            ground,
        });
        Shop { app, runtime: Runtime::new().unwrap() }
    }

    /// With a new practice open.
    pub(crate) fn create(root: &Path) -> Shop {
        let shop = Shop::on(root);
        let request = CreatePracticeRequest {
            profile: PracticeProfile {
                name: "Cabinet de l’Épreuve".to_owned(),
                street: "1 rue de l’Enclume".to_owned(),
                postcode: "42000".to_owned(),
                town: "Saint-Étienne".to_owned(),
                phone: String::new(),
                activities: vec![Activity::Optics],
                finess: String::new(),
                siret: String::new(),
                mediator: String::new(),
            },
            time_zone: "Europe/Paris".to_owned(),
            owner_name: "Claire Aubry".to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            remember: false,
        };
        shop.runtime.block_on(first_run::create_practice(&shop.app, call(fresh()), request)).unwrap();
        shop
    }

    /// With an empty demonstration open, whose one platform answers at `address`, and repeats treated by `mode`.
    pub(crate) fn create_at(root: &Path, address: &str, mode: &str) -> Shop {
        let shop = Shop::standing_on(root, Some(Arc::new(AnsweringGround { address: address.to_owned() })));
        let created = first_run::create_demonstration(&shop.app, call(fresh()), CreateDemonstrationRequest::default());
        shop.runtime.block_on(created).unwrap();
        shop.repeats_by(mode);
        shop
    }

    /// The same opened again.
    pub(crate) fn open_at(root: &Path, address: &str, mode: &str) -> Shop {
        let shop = Shop::standing_on(root, Some(Arc::new(AnsweringGround { address: address.to_owned() })));
        let passphrase = demonstration::PASSPHRASE.to_owned();
        let unlock = Unlock::Passphrase { passphrase };
        let request = OpenPracticeRequest { folder: shop.folder().display().to_string(), unlock };
        shop.runtime.block_on(relais_usecases::access::open_practice(&shop.app, call(fresh()), request)).unwrap();
        shop.repeats_by(mode);
        shop
    }

    fn repeats_by(&self, mode: &str) {
        let repeat = json!([{ "function": "prior_authorisation", "mode": mode }]);
        let probing = json!({ "enabled": false, "every_s": 300 });
        let conduct = json!({ "platform": "viamedis", "probing": probing, "calls_per_second": 50, "repeat": repeat });
        self.tell("platform.set_conduct", conduct).unwrap();
    }

    /// Whatever waits is sent, and whatever is to be confirmed asked about, a few times over: as a run does, dossier by
    /// dossier, and no more than the program may do by itself.
    pub(crate) fn sends_everything(&self) {
        for _ in 0..4 {
            for (dossier, rank) in self.tracks_waiting() {
                // Pauses are for people's patience: here every one is over at once.
                self.practice().lines.end_pauses(None);
                let _ = self.runtime.block_on(recovery::check_again(&self.practice(), dossier, rank));
            }
        }
    }

    /// The tracks whose request is not decided.
    fn tracks_waiting(&self) -> Vec<(DossierId, u8)> {
        let rows = self.practice().database.read(|queries| {
            let page = relais_storage::rows::Page::first(relais_storage::MAX_ROWS);
            Ok::<_, Problem>(queries.requests(&relais_storage::rows::RequestFilter::Waiting, page)?)
        });
        rows.unwrap().into_iter().map(|row| (row.dossier, row.rank)).collect()
    }

    /// Every request and where it stands.
    pub(crate) fn requests(&self) -> Vec<(RequestId, RequestState)> {
        use relais_storage::rows::{Page, RequestFilter};
        let rows = self.practice().database.read(|queries| {
            let page = Page::first(relais_storage::MAX_ROWS);
            let mut rows = queries.requests(&RequestFilter::Waiting, page)?;
            rows.extend(queries.requests(&RequestFilter::Done, page)?);
            Ok::<_, Problem>(rows)
        });
        rows.unwrap().into_iter().map(|row| (row.id, row.state)).collect()
    }

    /// How many sales were left to tiers payant.
    pub(crate) fn waiting_sales(&self) -> usize {
        let rows = self.practice().database.read(|queries| {
            let page = relais_storage::rows::Page::first(relais_storage::MAX_ROWS);
            Ok::<_, Problem>(queries.recent_dossiers(page)?)
        });
        rows.unwrap().into_iter().filter(|row| row.way.is_some()).count()
    }

    /// With the practice of this folder open.
    pub(crate) fn open(root: &Path) -> Result<Shop, Problem> {
        let shop = Shop::on(root);
        shop.open_again()?;
        Ok(shop)
    }

    /// Opens it with its passphrase.
    pub(crate) fn open_again(&self) -> Result<AppState, Problem> {
        let unlock = Unlock::Passphrase { passphrase: PASSPHRASE.to_owned() };
        let request = OpenPracticeRequest { folder: self.folder().display().to_string(), unlock };
        let opening = relais_usecases::access::open_practice(&self.app, call(fresh()), request);
        self.runtime.block_on(opening)
    }

    /// The folder of the one practice there is, whatever became of what is in it.
    pub(crate) fn folder(&self) -> PathBuf {
        std::fs::read_dir(self.app.home()).unwrap().next().unwrap().unwrap().path()
    }

    pub(crate) fn practice(&self) -> Arc<OpenPractice> {
        self.app.practice().unwrap()
    }

    /// Asks for a command under its id.
    pub(crate) fn ask(&self, asked: &Asked) -> Result<Value, Problem> {
        self.runtime.block_on(dispatch(&self.app, &asked.name, call(asked.id), asked.request.clone()))
    }

    /// Asks something that changes nothing, or whose repetition nobody will ask for.
    pub(crate) fn tell(&self, name: &str, request: Value) -> Result<Value, Problem> {
        self.ask(&Asked { id: fresh(), name: name.to_owned(), request })
    }

    pub(crate) fn entries(&self) -> u64 {
        self.practice().database.head().unwrap().seq
    }

    /// Every column of every list.
    pub(crate) fn dump(&self) -> Result<String, Problem> {
        self.practice().database.read(|queries| Ok::<_, Problem>(queries.dump_views()?))
    }

    /// Writes every list anew.
    pub(crate) fn rebuild(&self) -> Result<(), Problem> {
        self.practice().database.rebuild(|_| {})?;
        Ok(())
    }

    /// The journal exported, verified, and held against the anchors that were left.
    pub(crate) fn verify(&self) -> Result<Verification, Problem> {
        let request = VerifyArchiveRequest { path: None, anchor: None };
        self.runtime.block_on(journal::verify(&self.app, call(fresh()), request))
    }

    /// Passes when nothing is missing and nothing is there by half; `told` is what the process said before the blow.
    pub(crate) fn examine(&self, told: &Told) {
        assert!(!self.practice().rollback_suspected, "the journal is behind its anchors");
        let before = self.entries();
        for (asked, reply) in told.acknowledged() {
            let again = self.ask(asked).unwrap_or_else(|problem| panic!("{} is lost: {problem}", asked.name));
            if is_recorded(&asked.name) {
                assert_eq!(again, *reply, "{} answers something else", asked.name);
            }
        }
        assert_eq!(self.entries(), before, "an acknowledged command was not there");
        self.examine_lists();
    }

    /// Lists, index and journal agree with one another.
    pub(crate) fn examine_lists(&self) {
        let rows = self.practice().database.read(|queries| {
            let page = relais_storage::rows::Page::first(relais_storage::MAX_ROWS);
            Ok::<_, Problem>(queries.recent_dossiers(page)?)
        });
        let mut rows = rows.unwrap();
        rows.reverse();
        for (row, number) in rows.iter().zip(1..) {
            assert_eq!(row.number, number, "numbers are gap-free");
        }
        // The first and the last of them are found by their reference.
        for row in rows.first().into_iter().chain(rows.last()) {
            let found = self.tell("dossier.search", json!({ "text": row.reference, "limit": 5 })).unwrap();
            assert_eq!(found["rows"][0]["dossier"], json!(row.id));
        }
        let balance = self.tell("books.trial_balance", json!({ "as_of": null })).unwrap();
        assert_eq!(balance["debit_cents"], balance["credit_cents"], "the books do not tie");
        let dump = self.dump().unwrap();
        self.rebuild().unwrap();
        assert_eq!(self.dump().unwrap(), dump, "the lists are not those of the journal");
        let verified = self.verify().unwrap();
        // A practice that nobody has worked in or closed yet has no anchor.
        let anchors = opening::anchor_files(&self.app, &self.practice().folder);
        let anchored = anchors.iter().any(|anchor| anchor.exists());
        assert!(verified.whole && verified.anchored == anchored, "{verified:?}");
        assert_eq!(verified.entries, self.entries());
        // Every paper that was issued is there as it was, and no file is there that no paper knows.
        let papers = verified.papers.unwrap();
        assert!(papers.unsound.is_empty(), "{papers:?}");
        let files = std::fs::read_dir(self.practice().database.folder().pieces_folder()).map_or(0, Iterator::count);
        assert_eq!(files as u64, papers.issued, "a kill left a file behind");
    }
}

/// Whether the reply is the one recorded, rather than the dossier as it stands by now.
fn is_recorded(name: &str) -> bool {
    matches!(name, "dossier.open" | "cheque.keep" | "cheque.receipt" | "cheque.return" | "payments.take_statement")
}

/// What a process said: what it asked for, and what was acknowledged.
#[derive(Debug, Default)]
pub(crate) struct Told {
    asked: Vec<Asked>,
    replies: BTreeMap<CommandId, Value>,
}

impl Told {
    /// Takes note of one line; says whether it was an acknowledgement.
    pub(crate) fn hear(&mut self, line: &str) -> Option<Heard> {
        let mut words = line.splitn(2, ' ');
        let (word, rest) = (words.next()?, words.next()?);
        let said: Value = serde_json::from_str(rest).ok()?;
        let id = CommandId(said["id"].as_str()?.parse().ok()?);
        match word {
            "ask" => {
                let name = said["name"].as_str()?.to_owned();
                self.asked.push(Asked { id, name, request: said["request"].clone() });
                Some(Heard::Asked)
            }
            "ack" => {
                self.replies.insert(id, said["reply"].clone());
                Some(Heard::Acknowledged)
            }
            _ => None,
        }
    }

    pub(crate) fn acknowledged(&self) -> impl Iterator<Item = (&Asked, &Value)> {
        self.asked.iter().filter_map(|asked| Some((asked, self.replies.get(&asked.id)?)))
    }

    /// What was asked for and not acknowledged: it happened or it did not.
    pub(crate) fn in_flight(&self) -> Option<&Asked> {
        self.asked.last().filter(|asked| !self.replies.contains_key(&asked.id))
    }

    /// Asked for, and nobody was told what became of it.
    pub(crate) fn ask(&mut self, asked: Asked) {
        self.asked.push(asked);
    }

    pub(crate) fn note(&mut self, asked: Asked, reply: Value) {
        self.replies.insert(asked.id, reply);
        self.asked.push(asked);
    }
}

/// What a line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    Asked,
    Acknowledged,
}

/// A counter that never rests: a sale, a payment, a cheque and its receipt, its money, and back.
pub(crate) struct Counter {
    chance: Chance,
    sold: u64,
    /// The sale under way: its dossier, how far it is, its cheque.
    current: Option<(Value, u32, Value)>,
    /// Its number in the main software, which a transfer names.
    reference: String,
}

impl Counter {
    pub(crate) const fn seeded(seed: u64) -> Counter {
        Counter { chance: Chance::seeded(seed), sold: 0, current: None, reference: String::new() }
    }

    /// The next command.
    pub(crate) fn next(&mut self, today: jiff::civil::Date) -> Asked {
        let Some((dossier, step, cheque)) = &self.current else {
            self.sold += 1;
            return asked("dossier.open", sale(&mut self.chance, self.sold));
        };
        match step {
            0 => asked(
                "dossier.record_payment",
                json!({ "dossier": dossier, "amount_cents": 10_000, "means": "card", "purpose": "customer_share",
                        "on": today }),
            ),
            1 => {
                let line =
                    format!("{:07}042014506908{:012}", self.chance.below(10_000_000), self.chance.below(1 << 39));
                asked("cheque.keep", cheque_for(dossier, &line, today))
            }
            2 => asked("cheque.receipt", json!({ "cheque": cheque })),
            3 => asked("dossier.record_moment", json!({ "dossier": dossier, "moment": "order", "on": today })),
            4 => asked("dossier.record_moment", json!({ "dossier": dossier, "moment": "delivery", "on": today })),
            5 if self.chance.below(2) == 0 => {
                asked("payments.take_statement", statement(&mut self.chance, &self.reference, today))
            }
            5 => {
                let allocations = json!([{ "dossier": dossier, "rank": 1, "amount_cents": SHARE_CENTS }]);
                asked(
                    "bank_credit.record",
                    json!({ "amount_cents": SHARE_CENTS, "on": today, "payer": null, "label": "VIR", "allocations":
                            allocations }),
                )
            }
            _ => asked("cheque.return", json!({ "cheque": cheque, "on": today, "manner": "in_person" })),
        }
    }

    /// Moves on once it was acknowledged.
    pub(crate) fn done(&mut self, asked: &Asked, reply: &Value) {
        if asked.name == "dossier.open" {
            self.reference = asked.request["reference"].as_str().unwrap_or_default().to_owned();
        }
        self.current = match (&mut self.current, asked.name.as_str()) {
            (_, "dossier.open") => Some((reply["dossier"].clone(), 0, Value::Null)),
            (_, "cheque.return") => None,
            (Some((dossier, step, cheque)), name) => {
                let cheque = if name == "cheque.keep" { reply["cheque"].clone() } else { cheque.clone() };
                // Some sales stop on the way, so that lists hold dossiers in every state.
                (self.chance.below(8) != 0).then(|| (dossier.clone(), *step + 1, cheque))
            }
            (None, _) => None,
        };
    }
}

pub(crate) fn asked(name: &str, request: Value) -> Asked {
    Asked { id: fresh(), name: name.to_owned(), request }
}

/// A sale of a customer whom the platform covers.
pub(crate) fn fresh_sale(chance: &mut Chance, nth: u64) -> Value {
    sale(chance, nth)
}

fn sale(chance: &mut Chance, nth: u64) -> Value {
    json!({
        "activity": "optics", "family_name": format!("Épreuve{}", chance.below(1_000)), "given_name": "Lucie",
        "phone": "06 39 98 01 02", "operator": "viamedis", "insurer_name": "Mutuelle du Phare",
        "amc_number": "986402170", "member_number": "4417002230", "total_cents": SHARE_CENTS + 10_900,
        "amo_share_cents": 900, "amc_share_cents": SHARE_CENTS, "customer_share_cents": 10_000,
        "reference": format!("EP{nth}X{}", chance.below(1 << 40)),
    })
}

pub(crate) fn cheque_for(dossier: &Value, line: &str, today: jiff::civil::Date) -> Value {
    json!({
        "dossier": dossier, "rank": 1, "agreement": "kept_and_returned", "amount_cents": SHARE_CENTS, "line": line,
        "rlmc_key": "", "bank_name": "Banque des Deux Rives", "drawer_name": "", "written_on": today,
        "written_at": "Lyon", "payee_is_practice": true, "words_agree": true, "agreed_date": null,
        "override_reason": null,
    })
}

/// An id of its own.
pub(crate) fn fresh() -> CommandId {
    CommandId(RandomIds.fresh(relais_usecases::ports::Clock::now(&MachineClock)))
}

const fn call(id: CommandId) -> Call {
    Call { command_id: id }
}

/// The practices of a folder, as the first screen lists them.
pub(crate) fn listed(root: &Path) -> usize {
    opening::practices(&root.join("cabinets")).len()
}
