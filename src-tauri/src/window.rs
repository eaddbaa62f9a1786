//! The one window: plugins, state, the commands it may call, and what happens when it opens and closes. Decides nothing
//! about dossiers; every deed goes through `usecases::table`.

use crate::{
    clipboard::Clipboard,
    errands,
    ground::SimulatedGround,
    home::{self, Home, HomeError},
    language::{Kept, Language},
    secrets, stop,
    watch::Watch,
};
use relais_usecases::{
    access,
    app::App,
    call::Call,
    contract::{Changed, Nothing, Topic},
    idle,
    ports::{Ids as _, MachineClock, RandomIds},
};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tauri::{AppHandle, Emitter, Manager, RunEvent, Runtime};

/// The window of `tauri.conf.json`.
const LABEL: &str = "main";
/// What the page listens to: something changed behind its back.
const CHANGED: &str = "changed";
/// Closing writes the anchors and clears the papers: milliseconds, unless the disk is in trouble; then the journal is
/// whole all the same, and nobody should wait before a window that does not close.
const CLOSING_LIMIT: Duration = Duration::from_secs(5);
/// The platforms are looked at once the counter has been painted: at the start every core is wanted for it.
const COUNTER_FIRST: Duration = Duration::from_secs(1);

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WindowError {
    #[error(transparent)]
    Home(#[from] HomeError),
    #[error("la fenêtre n’a pas pu être ouverte : {0}")]
    Tauri(tauri::Error),
    #[error("Relais s’est arrêté au moment où il allait montrer sa fenêtre : ouvrez-le de nouveau")]
    PredecessorEnded,
    #[error("la fenêtre n’a pas pu être ouverte : {0}")]
    Runtime(#[from] std::io::Error),
    #[error("le dossier des cabinets n’a pas pu être créé : {0}")]
    Folder(relais_usecases::contract::Problem),
}

impl From<tauri::Error> for WindowError {
    fn from(error: tauri::Error) -> Self {
        match error {
            // The bus still names a Relais that was killed a moment ago: it cannot be handed over to.
            tauri::Error::PluginInitialization(plugin, why) if plugin == "single-instance" => {
                tracing::warn!(why, "the Relais that was open has just ended");
                Self::PredecessorEnded
            }
            error => Self::Tauri(error),
        }
    }
}

/// Opens the window and stays until it is closed.
pub(crate) fn open(home: &Home) -> Result<(), WindowError> {
    home.prepare().map_err(WindowError::Folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_name("relais").enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());

    // The application is there before the page can ask for it; what it announces meanwhile, nobody listens to.
    let handle: Arc<OnceLock<AppHandle>> = Arc::default();
    let app = App::new(home.setup(announce(handle.clone()), Some(SimulatedGround::to_look_at()))?);
    let watch = Watch::start(&app, runtime.handle());
    runtime.spawn(idle::watch(app.clone(), home::idle_minute()?));
    // While the web view starts, on the other core.
    runtime.spawn(open_remembered(app.clone(), watch.clone()));

    let window = mounted(builder(home), Kept(home.language.clone()), app.clone(), watch);
    let window = window.setup(move |window| {
        // Set once, here; a second time cannot be.
        let _ = handle.set(window.handle().clone());
        end_when_asked(window.handle().clone());
        Ok(())
    });
    let mut context = context();
    for shown in &mut context.config_mut().app.windows {
        shown.url = Language::chosen(&home.language).page();
    }
    window.build(context)?.run(move |window, event| {
        if matches!(event, RunEvent::Exit) {
            window.state::<Clipboard>().take_back(None);
            close(&runtime, &app);
        }
    });
    Ok(())
}

/// What the window is made of: its pages, its settings, and what each of its commands may be called by.
pub(crate) fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// A window that answers: every command it may call, over what they work on.
pub(crate) fn mounted<R: Runtime>(builder: tauri::Builder<R>, kept: Kept, app: App, watch: Watch) -> tauri::Builder<R> {
    builder
        .invoke_handler(tauri::generate_handler![
            errands::call,
            errands::open_document,
            errands::open_portal,
            errands::open_control_page,
            errands::reveal_document,
            errands::save_copy,
            errands::choose_file,
            errands::choose_file_to_open,
            errands::choose_folder,
            errands::copy_text,
            errands::choose_language,
            secrets::reveal_secret,
            secrets::show_code,
            secrets::propose_secret,
            secrets::copy_secret,
            secrets::open_credential_page,
        ])
        .manage(kept)
        .manage(app)
        .manage(watch)
        .manage(Clipboard::default())
}

fn builder(home: &Home) -> tauri::Builder<tauri::Wry> {
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(tauri_plugin_window_state::Builder::default().build());
    if home.is_elsewhere {
        // Another home is another Relais; one practice is still opened once, by its own lock.
        return builder;
    }
    // Must be asked before anything else is shown: a second start hands over to the window that is there, and ends.
    builder.plugin(tauri_plugin_single_instance::init(|window, _arguments, _folder| come_forward(window)))
}

/// « Relais est déjà ouvert »: its window is the answer.
fn come_forward(handle: &AppHandle) {
    let Some(window) = handle.get_webview_window(LABEL) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not come forward");
    }
}

async fn open_remembered(app: App, watch: Watch) {
    access::open_remembered(&app).await;
    tokio::time::sleep(COUNTER_FIRST).await;
    watch.look_again();
}

fn announce(handle: Arc<OnceLock<AppHandle>>) -> relais_usecases::ports::Announce {
    Box::new(move |changed: Changed| {
        let Some(handle) = handle.get() else { return };
        if changed.topic == Topic::Session {
            // A window that the clock locked, another person: what was copied before is nobody's to paste.
            let clipboard = handle.state::<Clipboard>().inner().clone();
            drop(tauri::async_runtime::spawn_blocking(move || clipboard.take_back(None)));
        }
        if let Err(error) = handle.emit_to(LABEL, CHANGED, changed) {
            tracing::warn!(%error, "the window could not be told of a change");
        }
    })
}

/// The session is being closed: the window closes as by hand, so that the practice is left as it should be.
fn end_when_asked(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        match stop::asked() {
            Ok(asked) => {
                asked.await;
                handle.exit(0);
            }
            Err(error) => tracing::warn!(%error, "nobody listens for the end of the session"),
        }
    });
}

/// Leaves the practice as it should be left: anchors written, papers cleared.
fn close(runtime: &tokio::runtime::Runtime, app: &App) {
    let now = relais_usecases::ports::Clock::now(&MachineClock);
    let call = Call { command_id: relais_domain::ids::CommandId(RandomIds.fresh(now)) };
    let closing = access::close(app, call, Nothing {});
    match runtime.block_on(async { tokio::time::timeout(CLOSING_LIMIT, closing).await }) {
        Ok(Ok(_)) => {}
        Ok(Err(problem)) => tracing::error!(%problem, "the practice was not closed as it should be"),
        Err(_) => tracing::error!("the practice took too long to close"),
    }
}
