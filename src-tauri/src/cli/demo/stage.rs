//! The stage of the story: the application over a temporary home, the simulated platforms, and the ways a step asks,
//! tells and waits. Every deed goes through the table of commands as JSON, as the window's do.

use super::{
    super::{Ended, place, voice::Voice, words},
    Broken, Told, invariants,
    scratch::Scratch,
};
use crate::{ground::SimulatedGround, home::Home};
use jiff::{Timestamp, civil::Date};
use relais_domain::{context::Activity, ids::DossierId};
use relais_usecases::{
    app::App,
    contract::{
        AdvanceStoryRequest, AppState, CreateDemonstrationRequest, DocumentReady, DossierRef, DossierView, Nothing,
        PracticeCreated, Problem, ProblemCode, Stage as Where, StoryView,
    },
    ports::{KdfCost, NoKeyring},
    table,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{future::Future, path::PathBuf, sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

/// A condition that has not come after this long never will: the longest budget of a call is thirty seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at it when nothing is announced.
const GLANCE: Duration = Duration::from_millis(500);

/// The stage.
pub(super) struct Stage {
    pub(super) app: App,
    pub(super) ground: Arc<SimulatedGround>,
    pub(super) out: PathBuf,
    pub(super) home: Home,
    /// The dossiers of the story, which the invariants look at.
    pub(super) dossiers: Vec<DossierId>,
    voice: Voice,
    changed: Arc<Notify>,
    steps: u32,
    checks: u32,
    now: Option<Timestamp>,
}

impl Stage {
    pub(super) fn new(voice: Voice, scratch: &Scratch, out: PathBuf, trade: Activity) -> Result<Self, Ended> {
        let home = Home::under(scratch.path());
        home.prepare()?;
        let changed = Arc::new(Notify::new());
        let heard = changed.clone();
        let ground = SimulatedGround::to_work_in(trade);
        let mut setup = home.setup(Box::new(move |_| heard.notify_one()), Some(ground.clone()))?;
        // A practice that lives a minute: no keyring is asked, and the derivation costs the least that is allowed.
        setup.secrets = Arc::new(NoKeyring);
        setup.kdf_cost = setup.kdf_cost.or(Some(KdfCost::FLOOR));
        Ok(Stage {
            app: App::new(setup),
            ground,
            out,
            home,
            dossiers: Vec::new(),
            voice,
            changed,
            steps: 0,
            checks: 0,
            now: None,
        })
    }

    /// Asks what must be answered.
    pub(super) async fn ask<Response: DeserializeOwned>(
        &self,
        command: &'static str,
        request: impl Serialize,
    ) -> Told<Response> {
        let answered = self.dispatch(command, request).await?;
        let value = answered.map_err(|problem| Broken::Refused { command, sentence: words::sentence(&problem) })?;
        serde_json::from_value(value)
            .map_err(|error| Broken::Step(format!("« {command} » a répondu autre chose que prévu ({error}).")))
    }

    /// Asks what must be refused, for this reason.
    pub(super) async fn refused(
        &self,
        command: &'static str,
        request: impl Serialize,
        expected: ProblemCode,
    ) -> Told<String> {
        match self.dispatch(command, request).await? {
            Err(problem) if problem.code == expected => Ok(words::sentence(&problem)),
            Err(problem) => {
                let sentence = words::sentence(&problem);
                Err(Broken::Step(format!("« {command} » devait être refusé pour une autre raison : {sentence}")))
            }
            Ok(_) => Err(Broken::Step(format!("« {command} » devait être refusé."))),
        }
    }

    async fn dispatch(&self, command: &'static str, request: impl Serialize) -> Told<Result<Value, Problem>> {
        let request = serde_json::to_value(request)
            .map_err(|error| Broken::Step(format!("« {command} » n’a pas pu être écrit ({error}).")))?;
        Ok(table::dispatch(&self.app, command, place::call(), request).await)
    }

    /// Says what was done, then checks what must always hold.
    pub(super) async fn step(&mut self, step: &str, sentence: &str, facts: Value) -> Told {
        self.steps += 1;
        let now = self.app.practice().map(|practice| practice.now()).ok().or(self.now);
        self.now = now;
        let sentence = format!("{:>2}. {sentence}", self.steps);
        self.voice.say(&sentence, &json!({ "step": step, "number": self.steps, "at": now, "facts": facts }));
        let checked = invariants::hold(self).await.map_err(|broken| match broken {
            Broken::Step(what) => Broken::Invariant { step: step.to_owned(), what },
            other => other,
        })?;
        self.checks += checked;
        Ok(())
    }

    /// Waits until something is so, looking again whenever a change is announced.
    pub(super) async fn until<T, Looking>(&self, what: &str, mut look: impl FnMut() -> Looking) -> Told<T>
    where
        Looking: Future<Output = Told<Option<T>>>,
    {
        let waiting = async {
            loop {
                if let Some(found) = look().await? {
                    return Ok(found);
                }
                // What is awaited may also come without a word: the platforms' own clock goes on.
                let _ = timeout(GLANCE, self.changed.notified()).await;
            }
        };
        let vain = |_| Err(Broken::Step(format!("{what} : attendu en vain.")));
        timeout(PATIENCE, waiting).await.unwrap_or_else(vain)
    }

    /// The practice is created on the day of the outage, and its recovery key printed.
    pub(super) async fn opens(&mut self) -> Told {
        let created: PracticeCreated =
            self.ask("practice.create_demonstration", CreateDemonstrationRequest::default()).await?;
        ensure(created.recovery_key.len() > 1, "La clé de récupération n’a pas été donnée.")?;
        let sheet: DocumentReady = self.ask("practice.recovery_sheet", Nothing {}).await?;
        self.keep(&sheet)?;
        self.ask::<Value>("practice.recovery_key_noted", Nothing {}).await?;
        let state: AppState = self.ask("app.state", Nothing {}).await?;
        let practice = state.practice.filter(|_| state.stage == Where::Open);
        let practice = practice.ok_or_else(|| Broken::Step("Le cabinet ne s’est pas ouvert.".to_owned()))?;
        let sentence =
            format!("Cabinet de démonstration « {} » créé, chiffré et ouvert, le {}.", practice.name, self.date());
        self.step("practice", &sentence, json!({ "practice": practice.name, "today": state.today })).await
    }

    /// Goes forward to a moment of the story.
    pub(super) async fn goes_to(&self, code: &str) -> Told<StoryView> {
        self.ask("story.advance", AdvanceStoryRequest { code: code.to_owned() }).await
    }

    /// A dossier, whole.
    pub(super) async fn dossier(&self, dossier: DossierId) -> Told<DossierView> {
        self.ask("dossier.view", DossierRef { dossier }).await
    }

    /// Keeps a paper where the papers stay; a paper is never empty.
    pub(super) fn keep(&self, document: &DocumentReady) -> Told<PathBuf> {
        let kept = self.out.join(&document.file_name);
        let copied = std::fs::copy(&document.path, &kept);
        let bytes =
            copied.map_err(|error| Broken::Step(format!("« {} » n’a pas été gardé ({error}).", document.file_name)))?;
        ensure(bytes > 0 && document.pages > 0, "Un document est vide.")?;
        Ok(kept)
    }

    /// The business date.
    pub(super) fn today(&self) -> Date {
        self.app.practice().map(|practice| practice.today()).unwrap_or_default()
    }

    /// The business date and hour, as one reads them.
    pub(super) fn date(&self) -> String {
        let practice = self.app.practice();
        let local = practice.map(|practice| practice.now().to_zoned(practice.time_zone.clone()));
        local.map(|local| local.strftime("%d/%m/%Y à %H:%M").to_string()).unwrap_or_default()
    }

    /// Leaves the practice.
    pub(super) async fn close(&self) -> Result<(), Ended> {
        place::close(&self.app).await
    }

    /// The last line.
    pub(super) fn ends(&self) {
        let out = self.out.display().to_string();
        let sentence = format!(
            "L’histoire est jouée : {} étapes, {} vérifications, toutes tenues. Documents et archive dans {out}",
            self.steps, self.checks
        );
        let facts = json!({ "step": "end", "holds": true, "steps": self.steps, "checks": self.checks, "out": out });
        self.voice.say(&sentence, &facts);
    }
}

/// The story is as told, or stops.
pub(super) fn ensure(holds: bool, otherwise: &str) -> Told {
    if holds { Ok(()) } else { Err(Broken::Step(otherwise.to_owned())) }
}

/// An amount written in this program.
pub(super) fn cents(amount: i64) -> relais_domain::money::Cents {
    relais_domain::money::Cents::new(amount).unwrap_or_default()
}
