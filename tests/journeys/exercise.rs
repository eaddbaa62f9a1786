//! « Exercice panne »: ten minutes on invented data beside a real practice that nothing of it touches, tasks that tick
//! themselves from what was recorded, and the way back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use relais_domain::context::Activity;
use relais_domain::dossier::Way;
use relais_domain::exercise::ExerciseTask;
use relais_domain::ids::DossierId;
use relais_domain::platform::Channel;
use relais_domain::practice::PracticeKind;
use relais_usecases::contract::{
    AppState, ChequeRef, ConfigurePlatformRequest, ExerciseView, IncidentRef, KeepChequeRequest, Moment, Nothing,
    OpenPracticeRequest, ProblemCode, SearchRequest, Stage, Unlock,
};
use relais_usecases::{access, cheque_papers, exercise, first_run, keep_cheque, platforms, recovery, search};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, code, glasses, new_practice, pdf_text};

pub(crate) const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";

/// A real practice with one sale, open beside the demonstration of the ground.
pub(crate) async fn own_practice(shop: &Shop) -> (PathBuf, DossierId) {
    creates(shop, Activity::Optics).await;
    let sold = shop.sells_unasked(glasses("Keller", "viamedis", "4417002230")).await;
    (shop.practice().folder.clone(), sold.dossier)
}

/// A real practice of that trade.
async fn creates(shop: &Shop, trade: Activity) {
    let request = new_practice(trade, PASSPHRASE, false);
    first_run::create_practice(&shop.app, call(), request).await.unwrap();
}

async fn opened_again(shop: &Shop, folder: &Path) -> AppState {
    let unlock = Unlock::Passphrase { passphrase: PASSPHRASE.to_owned() };
    let request = OpenPracticeRequest { folder: folder.display().to_string(), unlock };
    access::open_practice(&shop.app, call(), request).await.unwrap()
}

async fn view(shop: &Shop) -> ExerciseView {
    exercise::view(&shop.app, call(), Nothing {}).await.unwrap()
}

fn done(view: &ExerciseView) -> Vec<ExerciseTask> {
    let done = view.tasks.iter().filter(|task| task.done_after_seconds.is_some());
    done.map(|task| task.task).collect()
}

/// Every file of a folder that is an exercise's or an anchor of one.
fn left_of_exercises(home: &Path) -> Vec<PathBuf> {
    let inside = ["cabinets", "ancres-1", "ancres-2"].map(|place| home.join(place));
    let entries = inside.iter().filter_map(|place| std::fs::read_dir(place).ok()).flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().contains("exercice")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_minutes_that_touch_nothing() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let (own, _) = own_practice(&shop).await;
    let before = shop.practice().database.head().unwrap();
    let others = access::state(&shop.app, call(), Nothing {}).await?.practices.len();

    let state = exercise::start(&shop.app, call(), Nothing {}).await?;
    assert_eq!(state.practice.unwrap().kind, PracticeKind::Exercise);
    // It counts as no practice, and there is one at a time.
    assert_eq!(state.practices.len(), others);
    let again = exercise::start(&shop.app, call(), Nothing {}).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::ExerciseUnderWay);
    let begun = view(&shop).await;
    assert_eq!((done(&begun), begun.ended, begun.length_minutes), (vec![], false, 10));

    // Loopback alone: its own lines listen here, and another address is refused.
    assert!(shop.practice().lines.all().iter().all(|line| {
        let urls = [&line.configured.base_url, &line.configured.token_url, &line.configured.portal_url];
        urls.into_iter().flatten().all(|url| url.starts_with("http://127.0.0.1:"))
    }));
    let outside = ConfigurePlatformRequest {
        platform: code("almerys"),
        label: "Almerys".to_owned(),
        channel: Channel::Fhir,
        base_url: Some("https://plateforme.example/fhir".to_owned()),
        token_url: Some("https://plateforme.example/oauth/token".to_owned()),
        client_id: Some("cabinet".to_owned()),
        client_secret: None,
        portal_url: None,
    };
    let refused = platforms::configure(&shop.app, call(), outside).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.params["reason"].as_str()),
        (ProblemCode::InvalidField, Some("not_allowed_here"))
    );

    lived_through(&shop).await;
    let ended = exercise::end(&shop.app, call(), Nothing {}).await?;
    assert!(ended.ended);
    assert_eq!(done(&ended), ExerciseTask::ALL);
    // The days the story jumped over are no time of the exercise, and what each took makes the whole.
    assert!(ended.elapsed_seconds < 600, "{} s", ended.elapsed_seconds);
    let took: u32 = ended.tasks.iter().filter_map(|task| task.took_seconds).sum();
    let last = ended.tasks.iter().filter_map(|task| task.done_after_seconds).max().unwrap();
    assert!(took <= last && took + 7 >= last, "{took} of {last} s");

    let report = exercise::report(&shop.app, call(), Nothing {}).await?;
    assert_eq!(report.pages, 1);
    let text = pdf_text(&report.path);
    for said in ["Exercice : document sans valeur", "Tâches faites", "7 sur 7", "Rien : toutes les tâches"] {
        assert!(text.replace('\u{a0}', " ").contains(said), "{said}\n{text}");
    }

    let exercised = shop.practice().folder.clone();
    let back = exercise::leave(&shop.app, call(), Nothing {}).await?;
    assert_eq!(back.stage, Stage::Locked, "no keyring here: a person opens");
    assert!(!exercised.exists());
    assert_eq!(left_of_exercises(shop.home.path()), Vec::<PathBuf>::new());
    opened_again(&shop, &own).await;
    assert_eq!(shop.practice().database.head().unwrap(), before, "one's own journal was written in");
    let gone = exercise::view(&shop.app, call(), Nothing {}).await.unwrap_err();
    assert_eq!(gone.code, ProblemCode::NoExercise);
    Ok(())
}

/// The whole exercise, each task ticked by what it records and by nothing else.
async fn lived_through(shop: &Shop) {
    let hers = found(shop, "Marchand").await;
    shop.verifies(hers).await;
    assert_eq!(done(&view(shop).await), [ExerciseTask::VerifyRights]);
    shop.goes(hers, Way::ChequeKept).await;
    shop.marks(hers, Moment::Delivery).await;
    assert_eq!(done(&view(shop).await).len(), 3);
    let share = shop.dossier(hers).await.tracks[0].share_cents;
    let today = shop.practice().today();
    let cheque = KeepChequeRequest { amount_cents: share, written_on: today, ..cheque_for(hers, 1) };
    let kept = keep_cheque::keep(&shop.app, call(), cheque).await.unwrap();
    let so_far = view(shop).await;
    assert_eq!(done(&so_far), ExerciseTask::ALL[..4]);
    let receipt = cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque: kept.cheque }).await.unwrap();
    assert!(pdf_text(&receipt.path).replace('\u{a0}', " ").contains("Exercice : document sans valeur"));
    assert_eq!(done(&view(shop).await), ExerciseTask::ALL[..5]);

    // Rights back is not PEC back.
    shop.until("the incident", || shop.incident()).await;
    shop.story_goes_to("rights_back").await;
    assert!(!done(&view(shop).await).contains(&ExerciseTask::PlatformBack));
    shop.story_goes_to("pec_back").await;
    assert!(done(&view(shop).await).contains(&ExerciseTask::PlatformBack));
    let incident = shop.incident().await.unwrap().incident;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await.unwrap();
    shop.until("the dossier to be checked again", || async {
        done(&view(shop).await).contains(&ExerciseTask::Recover).then_some(())
    })
    .await;
}

/// A pharmacy exercises in a pharmacy: what was prepared waits, and the platform is back with its rights alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_pharmacy_exercises_in_a_pharmacy() -> Outcome {
    let shop = Shop::in_the_outage().await;
    creates(&shop, Activity::Pharmacy).await;
    let state = exercise::start(&shop.app, call(), Nothing {}).await?;
    assert_eq!(state.practice.unwrap().activities, [Activity::Pharmacy]);
    let rows = search::search(&shop.app, call(), SearchRequest { text: String::new(), limit: 20 }).await?.rows;
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.activity == Activity::Pharmacy), "{rows:?}");

    let theirs = found(&shop, "Marchand").await;
    shop.verifies(theirs).await;
    // Handed over with the way itself; another leaves a cheque for what his insurer owes.
    shop.goes(theirs, Way::DeliveredThirdPartyPayment).await;
    assert_eq!(done(&view(&shop).await), ExerciseTask::ALL[..3]);
    let his = rows.iter().find(|row| row.dossier != theirs && row.operator == Some(code("viamedis")));
    let his = his.unwrap().dossier;
    shop.verifies(his).await;
    shop.goes(his, Way::ChequeKept).await;
    shop.marks(his, Moment::Delivery).await;
    let share = shop.dossier(his).await.tracks[0].share_cents;
    let written_on = shop.practice().today();
    let cheque = KeepChequeRequest { amount_cents: share, written_on, ..cheque_for(his, 1) };
    keep_cheque::keep(&shop.app, call(), cheque).await?;
    assert_eq!(done(&view(&shop).await), ExerciseTask::ALL[..4]);
    shop.until("the incident", || shop.incident()).await;
    shop.story_goes_to("rights_back").await;
    assert!(done(&view(&shop).await).contains(&ExerciseTask::PlatformBack));
    let incident = shop.incident().await.unwrap().incident;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    shop.until("the dossier to be checked again", || async {
        done(&view(&shop).await).contains(&ExerciseTask::Recover).then_some(())
    })
    .await;
    exercise::leave(&shop.app, call(), Nothing {}).await?;
    Ok(())
}

async fn found(shop: &Shop, name: &str) -> DossierId {
    let request = SearchRequest { text: name.to_owned(), limit: 5 };
    search::search(&shop.app, call(), request).await.unwrap().rows[0].dossier
}

/// Whoever locks the program during an exercise locks his own practice; a practice that was locked stays so.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_locked_stays_locked() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let (own, _) = own_practice(&shop).await;
    let folder = own.display().to_string();
    let by_keyring = || OpenPracticeRequest { folder: folder.clone(), unlock: Unlock::Keyring };

    exercise::start(&shop.app, call(), Nothing {}).await?;
    assert_eq!(access::lock(&shop.app, call(), Nothing {}).await?.stage, Stage::Locked);
    assert_eq!(left_of_exercises(shop.home.path()), Vec::<PathBuf>::new());
    let refused = access::open_practice(&shop.app, call(), by_keyring()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Locked);

    // Found locked, an exercise may be held; it opens nothing of anybody's.
    exercise::start(&shop.app, call(), Nothing {}).await?;
    assert_eq!(exercise::leave(&shop.app, call(), Nothing {}).await?.stage, Stage::Locked);
    let refused = access::open_practice(&shop.app, call(), by_keyring()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Locked);
    opened_again(&shop, &own).await;
    Ok(())
}

/// Killed in the middle, an exercise is no practice to open again, and the next one removes what it left.
#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_cut_short_leaves_nothing_behind() -> Outcome {
    let mut shop = Shop::in_the_outage().await;
    let (own, _) = own_practice(&shop).await;
    let known = |state: &AppState| -> BTreeMap<String, PracticeKind> {
        state.practices.iter().map(|practice| (practice.folder.clone(), practice.kind)).collect()
    };
    let before = known(&access::state(&shop.app, call(), Nothing {}).await?);
    exercise::start(&shop.app, call(), Nothing {}).await?;
    let cut_short = shop.practice().folder.clone();
    // As after a power cut: nothing was put away. The lock of the folder goes with the process.
    shop.practice().database.close();
    shop.restarted();
    let state = access::state(&shop.app, call(), Nothing {}).await?;
    assert_eq!(known(&state), before);
    opened_again(&shop, &own).await;
    let head = shop.practice().database.head().unwrap();
    exercise::start(&shop.app, call(), Nothing {}).await?;
    assert!(!cut_short.exists());
    exercise::leave(&shop.app, call(), Nothing {}).await?;
    opened_again(&shop, &own).await;
    assert_eq!(shop.practice().database.head().unwrap(), head);
    assert_eq!(shop.dossier(found(&shop, "Keller").await).await.total_cents, cents(480_00));
    Ok(())
}
