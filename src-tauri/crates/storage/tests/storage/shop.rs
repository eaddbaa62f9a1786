//! A made-up shop: what the tests do to a database, through the rules, with ids and hours of their own.

use jiff::{SignedDuration, Timestamp, civil::Date};
use relais_domain::{
    bank_credit::{self, Allocation, BankCredit},
    books::KeptChequeBooking,
    cheque::{self, Cheque, ChequeAgreement, ChequeCommand, Cover, KeepCheque},
    context::{Activity, Context, Role},
    document::{self, Document, Issued, Paper},
    dossier::{self, ChequeCover, Dossier, DossierCommand, Opened, Priced},
    identifiers::RlmcStatus,
    ids::*,
    incident::{self, Incident, IncidentCommand},
    money::Cents,
    platform::{self, Channel, FunctionStatus, Platform, PlatformCode, PlatformConfigured},
    practice::{self, Practice, PracticeCreated, PracticeKind, PracticeProfileSet, User},
    private::{ChequePaper, Person},
    reference::Limits,
    refusal::Refusal,
    request::{self, Request, RequestCommand},
};
use relais_storage::{
    CommandEnvelope, CommandError, Database, DatabaseKey, Identity, NumberSeries, OpenError, OpenOptions,
    PracticeFolder, StorageError, Tx, rows::Letterhead,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use uuid::Uuid;

pub(crate) const KEY: [u8; 32] = [0x5a; 32];
/// A lock that is not free after this long never will be.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
#[allow(dead_code)] // Shown when a test fails.
pub(crate) enum Failure {
    Refused(Refusal),
    Storage(StorageError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Failure::Storage(error)
    }
}

pub(crate) type Done<R> = Result<R, CommandError<Failure>>;

/// Ids in the order they are made, and an hour a second later each time.
#[derive(Clone)]
pub(crate) struct Ids {
    made: u64,
    series: u16,
}

impl Ids {
    pub(crate) fn series(series: u16) -> Self {
        Ids { made: 0, series }
    }

    pub(crate) fn id(&mut self) -> Uuid {
        self.made += 1;
        let mut rest = [0; 10];
        rest[..2].copy_from_slice(&self.series.to_be_bytes());
        rest[2..].copy_from_slice(&self.made.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_706_600_000_000 + self.made * 10, &rest).into_uuid()
    }
}

pub(crate) struct Shop {
    pub(crate) db: Database,
    pub(crate) ids: Ids,
    pub(crate) now: Timestamp,
    pub(crate) today: Date,
    pub(crate) owner: UserId,
}

pub(crate) fn identity() -> Identity {
    Identity { practice: PracticeId(Uuid::from_u128(0x11)), post: PostId(Uuid::from_u128(0x22)) }
}

pub(crate) fn cents(value: i64) -> Cents {
    Cents::new(value).unwrap()
}

pub(crate) fn code(text: &str) -> PlatformCode {
    PlatformCode::parse(text).unwrap()
}

impl Shop {
    /// A shop that has just been created in `folder`, with its first entries.
    pub(crate) fn create(folder: &Path) -> Shop {
        Shop::create_with(folder, OpenOptions::default())
    }

    pub(crate) fn create_with(folder: &Path, options: OpenOptions) -> Shop {
        let folder = PracticeFolder::create(folder).unwrap();
        let db = Database::create(&folder, &DatabaseKey::new(KEY), identity(), options).unwrap();
        let mut shop = Shop::over(db, 1);
        shop.found().unwrap();
        shop
    }

    /// A shop that was there already. A child that another test starts holds what is locked here until it runs its own
    /// program: the lock is waited for.
    pub(crate) fn open(folder: &Path, series: u16) -> Shop {
        let folder = PracticeFolder::open(folder).unwrap();
        let begun = Instant::now();
        loop {
            match Database::open(&folder, &DatabaseKey::new(KEY), OpenOptions::default()) {
                Err(OpenError::AlreadyOpen) if begun.elapsed() < PATIENCE => std::thread::yield_now(),
                opened => break Shop::over(opened.unwrap().0, series),
            }
        }
    }

    pub(crate) fn over(db: Database, series: u16) -> Shop {
        Shop {
            db,
            ids: Ids::series(series),
            now: "2024-01-31T08:00:00Z".parse().unwrap(),
            today: jiff::civil::date(2024, 1, 31),
            owner: UserId(Uuid::from_u128(0x33)),
        }
    }

    pub(crate) fn envelope(&mut self) -> CommandEnvelope {
        self.now = self.now.checked_add(SignedDuration::from_secs(1)).unwrap();
        CommandEnvelope {
            command_id: CommandId(self.ids.id()),
            request_digest: [1; 32],
            actor: self.owner,
            recorded_at: self.now,
        }
    }

    pub(crate) fn context(&self) -> Context {
        Context { now: self.now, today: self.today, actor: self.owner, role: Role::Owner }
    }

    pub(crate) fn run<R, F>(&mut self, decide: F) -> Done<R>
    where
        R: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut Tx<'_>, Context) -> Result<R, Failure> + Send + 'static,
    {
        let envelope = self.envelope();
        let context = self.context();
        self.db.command(envelope, move |tx| decide(tx, context))
    }

    /// The same for what is only counted.
    pub(crate) fn count<R, F>(&mut self, decide: F) -> Done<R>
    where
        R: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut Tx<'_>, Context) -> Result<R, Failure> + Send + 'static,
    {
        let (envelope, context) = (self.envelope(), self.context());
        let (answer, answered) = std::sync::mpsc::channel();
        let answer = move |done| answer.send(done).unwrap();
        self.db.count(envelope, move |tx| decide(tx, context), answer).unwrap();
        answered.recv().unwrap()
    }

    fn found(&mut self) -> Done<()> {
        let owner = self.owner;
        self.run(move |tx, _| {
            let id = tx.identity().practice;
            let created = PracticeCreated {
                practice: id,
                practice_kind: PracticeKind::Demonstration,
                time_zone: "Europe/Paris".to_owned(),
            };
            let profile = PracticeProfileSet { activities: vec![Activity::Optics], finess: None, siret: None };
            let state = tx.load::<Practice>(id.0)?;
            tx.append::<Practice>(id.0, practice::create(&state, created, profile)?)?;
            let user = tx.load::<User>(owner.0)?;
            tx.append::<User>(owner.0, practice::create_user(&user, owner, Role::Owner)?)?;
            tx.put_user_name(owner, "Claire Vasseur")?;
            let letterhead = Letterhead { name: "Optique du Port".to_owned(), ..Letterhead::default() };
            Ok(tx.put_letterhead(&letterhead)?)
        })
    }

    pub(crate) fn configure(&mut self, platform: &str) -> Done<()> {
        let configured = PlatformConfigured {
            platform: code(platform),
            label: platform.to_owned(),
            channel: Channel::Fhir,
            base_url: Some("http://127.0.0.1:1/fhir".to_owned()),
            token_url: None,
            client_id: None,
            portal_url: None,
        };
        self.run(move |tx, _| {
            let id = tx.identity().platform_stream(&configured.platform);
            let state = tx.load::<Platform>(id)?;
            Ok(tx.append::<Platform>(id, platform::configure(&state, configured)?)?)
        })
    }

    pub(crate) fn observe(
        &mut self,
        platform: &str,
        function: platform::Function,
        state: platform::FunctionState,
    ) -> Done<()> {
        let (platform, since) = (code(platform), self.now);
        self.run(move |tx, _| {
            let id = tx.identity().platform_stream(&platform);
            let known = tx.load::<Platform>(id)?;
            let seen = FunctionStatus { state, cause: None, source: platform::StateSource::Measured, since };
            Ok(tx.append::<Platform>(id, platform::observe(&known, function, seen, None)?)?)
        })
    }

    pub(crate) fn person(&mut self, family: &str, given: &str, phone: &str) -> Person {
        Person {
            id: PersonId(self.ids.id()),
            family_name: family.to_owned(),
            given_name: given.to_owned(),
            phone: phone.to_owned(),
            birth_date: None,
        }
    }

    /// A dossier of `total` = AMC + customer, for a new person.
    pub(crate) fn open_dossier(&mut self, person: Person, amc: i64, customer: i64) -> Done<DossierId> {
        let id = DossierId(self.ids.id());
        let on = self.today;
        self.run(move |tx, context| {
            tx.put_person(&person)?;
            let number = tx.next_number(NumberSeries::Dossier, on.year())?;
            let opened = Opened {
                dossier: id,
                number,
                year: on.year(),
                person: person.id,
                activity: Activity::Optics,
                on,
                reference: Some(format!("DV-{number}")),
            };
            let priced = Priced {
                total_cents: cents(amc + customer),
                amo_share_cents: Cents::ZERO,
                amc_share_cents: vec![cents(amc)],
                customer_share_cents: cents(customer),
                lines: vec![],
            };
            let state = tx.load::<Dossier>(id.0)?;
            tx.append::<Dossier>(id.0, dossier::decide(&state, DossierCommand::Open { opened, priced }, &context)?)?;
            Ok(id)
        })
    }

    pub(crate) fn on_dossier(&mut self, id: DossierId, command: DossierCommand) -> Done<()> {
        self.run(move |tx, context| {
            let state = tx.load::<Dossier>(id.0)?;
            Ok(tx.append::<Dossier>(id.0, dossier::decide(&state, command, &context)?)?)
        })
    }

    /// Keeps a cheque for the whole AMC share of a dossier.
    pub(crate) fn keep_cheque(&mut self, id: DossierId, line: &str) -> Done<ChequeId> {
        let cheque = ChequeId(self.ids.id());
        let line = line.to_owned();
        self.run(move |tx, context| keep_cheque(tx, context, id, cheque, &line))
    }

    pub(crate) fn on_cheque(&mut self, id: ChequeId, command: ChequeCommand) -> Done<()> {
        self.run(move |tx, context| {
            let state = tx.load::<Cheque>(id.0)?;
            let covers = state.kept.as_ref().map(|kept| kept.covers.clone()).unwrap_or_default();
            let facts = tx.track_facts(&covers)?;
            tx.append::<Cheque>(id.0, cheque::decide(&state, &facts, command, &context)?)?;
            let left = tx.load::<Cheque>(id.0)?.left_on.is_some();
            for cover in covers.iter().filter(|_| left) {
                let dossier = tx.load::<Dossier>(cover.dossier.0)?;
                let command = DossierCommand::ReleaseCheque { cheque: id, rank: cover.rank };
                tx.append::<Dossier>(cover.dossier.0, dossier::decide(&dossier, command, &context)?)?;
            }
            Ok(())
        })
    }

    pub(crate) fn on_request(&mut self, id: RequestId, command: RequestCommand) -> Done<()> {
        self.run(move |tx, context| {
            let state = tx.load::<Request>(id.0)?;
            Ok(tx.append::<Request>(id.0, request::decide(&state, command, &context)?)?)
        })
    }

    pub(crate) fn on_incident(&mut self, id: IncidentId, command: IncidentCommand) -> Done<()> {
        self.run(move |tx, context| {
            let state = tx.load::<Incident>(id.0)?;
            Ok(tx.append::<Incident>(id.0, incident::decide(&state, command, &context)?)?)
        })
    }

    pub(crate) fn credit(&mut self, dossier: DossierId, amount: i64) -> Done<BankCreditId> {
        let id = BankCreditId(self.ids.id());
        let on = self.today;
        self.run(move |tx, context| {
            let recorded = bank_credit::Recorded {
                bank_credit: id,
                amount_cents: cents(amount),
                on,
                payer: None,
                label: None,
                allocations: vec![Allocation { dossier, rank: 1, amount_cents: cents(amount) }],
                statement: None,
            };
            let state = tx.load::<BankCredit>(id.0)?;
            tx.append::<BankCredit>(id.0, bank_credit::record(&state, recorded, &context)?)?;
            let moved = dossier::TrackMove {
                bank_credit: Some(id),
                amount_cents: Some(cents(amount)),
                ..dossier::TrackMove::to(1, dossier::TrackState::Paid)
            };
            let state = tx.load::<Dossier>(dossier.0)?;
            tx.append::<Dossier>(dossier.0, dossier::decide(&state, DossierCommand::MoveTrack(moved), &context)?)?;
            Ok(id)
        })
    }

    /// Issues a paper about a dossier: its bytes kept, and the entry that speaks of them.
    pub(crate) fn issue(&mut self, dossier: DossierId, number: &str, bytes: &[u8]) -> Done<DocumentId> {
        let (id, number, bytes) = (DocumentId(self.ids.id()), number.to_owned(), bytes.to_owned());
        self.run(move |tx, context| issue(tx, &context, id, (dossier, None), &number, &bytes))
    }

    pub(crate) fn dump(&self) -> String {
        self.db.read(|queries| queries.dump_views()).unwrap()
    }

    /// The numbers of the dossiers found, the latest first.
    pub(crate) fn found_by(&self, typed: &str) -> Vec<u32> {
        let rows = self.db.read(|queries| queries.search(typed, 50)).unwrap();
        rows.into_iter().map(|row| row.number).collect()
    }
}

/// What a use case does to issue a paper.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    context: &Context,
    id: DocumentId,
    (dossier, cheque): (DossierId, Option<ChequeId>),
    number: &str,
    bytes: &[u8],
) -> Result<DocumentId, Failure> {
    let paper = Paper::ChequeReceipt;
    let piece = tx.put_piece(id, paper, bytes)?;
    let number = number.to_owned();
    let issued = Issued {
        document: id,
        paper,
        number,
        on: context.today,
        dossier: Some(dossier),
        cheque,
        slip: None,
        advance: None,
        platform: None,
        piece,
    };
    let state = tx.load::<Document>(id.0)?;
    tx.append::<Document>(id.0, document::issue(&state, issued, context)?)?;
    Ok(id)
}

/// What a use case does to keep a cheque: both streams, the erasable paper, the proof and the receipt's number.
pub(crate) fn keep_cheque(
    tx: &mut Tx<'_>,
    context: Context,
    id: DossierId,
    cheque: ChequeId,
    line: &str,
) -> Result<ChequeId, Failure> {
    let dossier = tx.load::<Dossier>(id.0)?;
    let person = dossier.person().ok_or(Refusal::UnknownDossier)?;
    let share = dossier.track(1).ok_or(Refusal::UnknownTrack)?.share_cents;
    let covers = vec![Cover { dossier: id, rank: 1, amount_cents: share }];
    let keep = KeepCheque {
        issued_in: relais_domain::cheque::IssuePlace::MetropolitanFrance,
        cheque,
        receipt: (tx.next_number(NumberSeries::ChequeReceipt, context.today.year())?, context.today.year()),
        agreement: ChequeAgreement::KeptAndReturned,
        amount_cents: share,
        covers: covers.clone(),
        written_on: context.today,
        identity_seen: None,
        payee_is_practice: true,
        rlmc: RlmcStatus::Absent,
        line_proof: Some(tx.prove(person, line)?),
        line_known: tx.line_known(line)?,
        agreed_date: None,
        delivery_on: context.today,
        limits: Limits::default(),
        over: cheque::Override::default(),
    };
    let facts = tx.track_facts(&covers)?;
    let state = tx.load::<Cheque>(cheque.0)?;
    tx.append::<Cheque>(cheque.0, cheque::decide(&state, &facts, ChequeCommand::Keep(Box::new(keep)), &context)?)?;
    let attach = ChequeCover { cheque, rank: 1, covered_cents: share, booking: KeptChequeBooking::OffBooks };
    tx.append::<Dossier>(id.0, dossier::decide(&dossier, DossierCommand::AttachCheque(attach), &context)?)?;
    tx.put_cheque_paper(&ChequePaper {
        cheque,
        cmc7: line.to_owned(),
        rlmc_key: None,
        bank_name: "Banque du Quai".to_owned(),
        drawer_name: "Mme Quimperlé".to_owned(),
        written_at: "Brest".to_owned(),
    })?;
    Ok(cheque)
}
