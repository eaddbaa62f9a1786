//! What the page may ask of the shell: any command of the table by its name, and the window's own errands (show a paper,
//! open a portal, choose a file, copy). Each errand checks what it is given against the practice that is open: a page
//! that went wrong can neither open a file of its choosing nor leave for an address nobody configured. What an errand
//! discloses leaves a line in the access log.

use crate::{
    clipboard::{Clipboard, Sensitivity},
    fence,
    language::{Kept, Language},
    watch::Watch,
};
use relais_domain::ids::{CommandId, DossierId};
use relais_usecases::{
    access_log::{self, Access},
    app::App,
    call::Call,
    contract::{AccessKind, AccessSubject, Problem, ProblemCode},
    story, table,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Runtime, State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

/// Commands whose names start so open or close a practice.
const PRACTICE: [&str; 3] = ["practice.", "exercise.", "restore."];
/// After these, what was copied before is nobody's to paste.
const LEAVING: [&str; 5] = ["practice.lock", "practice.close", "practice.open", "restore.run", "user.switch"];

/// Runs a command of the table.
#[tauri::command]
pub(crate) async fn call(
    app: State<'_, App>,
    watch: State<'_, Watch>,
    clipboard: State<'_, Clipboard>,
    name: String,
    command_id: CommandId,
    request: Value,
) -> Result<Value, Problem> {
    let answer = table::dispatch(&app, &name, Call { command_id }, request).await;
    if PRACTICE.iter().any(|start| name.starts_with(start)) {
        watch.look_again();
    }
    if answer.is_ok() && LEAVING.contains(&name.as_str()) {
        let clipboard = clipboard.inner().clone();
        let _ = tokio::task::spawn_blocking(move || clipboard.take_back(None)).await;
    }
    answer
}

/// Shows a paper of the practice in the machine's own reader.
#[tauri::command]
pub(crate) async fn open_document<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    path: String,
) -> Result<(), Problem> {
    let paper = fence::paper(&app.practice()?.folder, Path::new(&path))?;
    let shown = handle.opener().open_path(paper.display().to_string(), None::<&str>);
    let shown = shown.map_err(|error| not_shown(&paper, &error));
    access_log::errand(&app, of_paper(AccessKind::DocumentOpened, &paper), &shown).await;
    shown
}

/// Shows where a paper of the practice is.
#[tauri::command]
pub(crate) async fn reveal_document<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    path: String,
) -> Result<(), Problem> {
    let paper = fence::paper(&app.practice()?.folder, Path::new(&path))?;
    let shown = handle.opener().reveal_item_in_dir(&paper).map_err(|error| not_shown(&paper, &error));
    access_log::errand(&app, of_paper(AccessKind::DocumentOpened, &paper), &shown).await;
    shown
}

/// Opens the portal of a configured platform in the machine's browser.
#[tauri::command]
pub(crate) async fn open_portal<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    url: String,
) -> Result<(), Problem> {
    let practice = app.practice()?;
    let lines = practice.lines.all();
    let portal = fence::portal(lines.iter().filter_map(|line| line.configured.portal_url.clone()), &url)?;
    let platform = lines.iter().find(|line| line.configured.portal_url.as_ref() == Some(&portal));
    let shown = handle.opener().open_url(&portal, None::<&str>).map_err(|error| page_not_shown(&url, &error));
    let code = platform.map_or("unknown", |line| line.configured.platform.as_str());
    access_log::errand(&app, Access::done(AccessKind::PortalOpened).about(AccessSubject::Platform, code), &shown).await;
    shown
}

/// Opens, in the machine's browser, the page where the demonstration's platforms are broken and mended. The page of the
/// window has no say in the address, and nothing of a customer is there: no line of the access log.
#[tauri::command]
pub(crate) async fn open_control_page<R: Runtime>(handle: AppHandle<R>, app: State<'_, App>) -> Result<(), Problem> {
    let page = story::control_page(&app)?;
    handle.opener().open_url(&page, None::<&str>).map_err(|error| page_not_shown(&page, &error))
}

/// Saves a copy of a paper where the person says; nothing when he gave up.
#[tauri::command]
pub(crate) async fn save_copy<R: Runtime>(
    handle: AppHandle<R>,
    window: WebviewWindow<R>,
    app: State<'_, App>,
    path: String,
    suggested_name: String,
) -> Result<Option<String>, Problem> {
    let paper = fence::paper(&app.practice()?.folder, Path::new(&path))?;
    let Some(target) = ask(|answer| {
        let dialog = handle.dialog().file().set_parent(&window).set_file_name(fence::file_name(&suggested_name));
        dialog.save_file(answer);
    })
    .await
    else {
        return Ok(None);
    };
    let access = of_paper(AccessKind::DocumentSaved, &paper);
    let copied = {
        let target = target.clone();
        tokio::task::spawn_blocking(move || std::fs::copy(paper, target)).await.map_err(Problem::internal)?
    };
    let copied = copied.map_err(|error| {
        let params = json!({ "path": target.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotWritable, params)
    });
    access_log::errand(&app, access, &copied).await;
    copied?;
    Ok(Some(target.display().to_string()))
}

/// Asks where to write a file; nothing when the person gave up.
#[tauri::command]
pub(crate) async fn choose_file<R: Runtime>(
    handle: AppHandle<R>,
    window: WebviewWindow<R>,
    suggested_name: String,
) -> Result<Option<String>, Problem> {
    let chosen = ask(|answer| {
        let dialog = handle.dialog().file().set_parent(&window).set_file_name(fence::file_name(&suggested_name));
        dialog.save_file(answer);
    });
    Ok(chosen.await.map(|path| path.display().to_string()))
}

/// Asks which file to read; nothing when the person gave up.
#[tauri::command]
pub(crate) async fn choose_file_to_open<R: Runtime>(
    handle: AppHandle<R>,
    window: WebviewWindow<R>,
) -> Result<Option<String>, Problem> {
    let chosen = ask(|answer| handle.dialog().file().set_parent(&window).pick_file(answer));
    Ok(chosen.await.map(|path| path.display().to_string()))
}

/// Asks for a folder; nothing when the person gave up.
#[tauri::command]
pub(crate) async fn choose_folder<R: Runtime>(
    handle: AppHandle<R>,
    window: WebviewWindow<R>,
) -> Result<Option<String>, Problem> {
    let chosen = ask(|answer| handle.dialog().file().set_parent(&window).pick_folder(answer));
    Ok(chosen.await.map(|path| path.display().to_string()))
}

/// Whose field is copied, when it identifies a person.
#[derive(Deserialize)]
pub(crate) struct Sensitive {
    dossier: DossierId,
    /// Its code in the catalogue.
    field: String,
}

/// Copies a field; a sensitive one stays out of the clipboard's history where the system keeps one, and is noted.
#[tauri::command]
pub(crate) async fn copy_text(
    app: State<'_, App>,
    clipboard: State<'_, Clipboard>,
    text: String,
    sensitive: Option<Sensitive>,
) -> Result<(), Problem> {
    let sensitivity = if sensitive.is_some() { Sensitivity::Personal } else { Sensitivity::Plain };
    let copied = clipboard.lend(&text, sensitivity);
    if let Some(Sensitive { dossier, field }) = sensitive {
        let access = Access::done(AccessKind::SecretCopied).about(AccessSubject::Dossier, &dossier.0.to_string());
        access_log::errand(&app, access.detail(&field), &copied).await;
    }
    copied
}

/// Keeps the language the window speaks on this machine; the page then leaves for its own in that language.
#[tauri::command]
pub(crate) async fn choose_language(kept: State<'_, Kept>, language: Language) -> Result<(), Problem> {
    let Kept(file) = kept.inner().clone();
    tokio::task::spawn_blocking(move || language.keep(&file)).await.map_err(Problem::internal)?
}

/// An access to a paper, named by its file: a kind and a number, never a person.
fn of_paper(kind: AccessKind, paper: &Path) -> Access {
    let name = paper.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Access::done(kind).about(AccessSubject::Paper, &name)
}

/// Shows a dialog and waits for its answer without holding a thread.
async fn ask(show: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> Option<PathBuf> {
    let (answer, answered) = oneshot::channel();
    show(Box::new(move |chosen| {
        // The page may be gone; nobody waits for the answer then.
        let _ = answer.send(chosen);
    }));
    answered.await.ok().flatten()?.into_path().ok()
}

fn not_shown(what: &Path, error: &dyn std::fmt::Display) -> Problem {
    let params = json!({ "path": what.display().to_string(), "reason": error.to_string() });
    Problem::with(ProblemCode::NothingOpens, params)
}

/// The machine's browser did not show a page.
pub(crate) fn page_not_shown(page: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::with(ProblemCode::NothingOpens, json!({ "page": page, "reason": error.to_string() }))
}
