//! The errands that give a secret of the vault out. What is shown goes to the page as raw bytes, which it puts into the node that
//! shows them and nowhere else; what is copied never passes through the page.

use crate::{
    clipboard::{Clipboard, Lent},
    errands::page_not_shown,
};
use relais_domain::ids::{CommandId, CredentialId};
use relais_usecases::{
    access_log::{self, Access},
    app::App,
    call::Call,
    contract::{AccessKind, AccessSubject, Problem},
    credentials, disclosures,
};
use serde_json::Value;
use tauri::{AppHandle, Runtime, State, ipc::Response};
use tauri_plugin_opener::OpenerExt;

/// Shows a secret: its bytes, and nothing around them.
#[tauri::command]
pub(crate) async fn reveal_secret(
    app: State<'_, App>,
    command_id: CommandId,
    request: Value,
) -> Result<Response, Problem> {
    let secret = disclosures::disclose(&app, "credential.reveal", Call { command_id }, request).await?;
    Ok(Response::new(secret.expose().to_vec()))
}

/// Shows the code of now, how long it still lasts and how long a code lasts, a line each.
#[tauri::command]
pub(crate) async fn show_code(app: State<'_, App>, command_id: CommandId, request: Value) -> Result<Response, Problem> {
    let code = disclosures::disclose(&app, "credential.code", Call { command_id }, request).await?;
    Ok(Response::new(code.expose().to_vec()))
}

/// Proposes a secret: it, and how many bits it is worth, a line each.
#[tauri::command]
pub(crate) async fn propose_secret(
    app: State<'_, App>,
    command_id: CommandId,
    request: Value,
) -> Result<Response, Problem> {
    let proposed = disclosures::disclose(&app, "credential.propose", Call { command_id }, request).await?;
    Ok(Response::new(proposed.expose().to_vec()))
}

/// Copies a secret, an identifier or a code; says when it is taken back.
#[tauri::command]
pub(crate) async fn copy_secret(
    app: State<'_, App>,
    clipboard: State<'_, Clipboard>,
    command_id: CommandId,
    request: Value,
) -> Result<Lent, Problem> {
    let secret = disclosures::disclose(&app, "credential.copy", Call { command_id }, request).await?;
    let text = std::str::from_utf8(secret.expose()).map_err(Problem::internal)?;
    clipboard.lend_secret(text)
}

/// Opens, in the machine's browser, the page where one logs in to an account. The window has no say in the address.
#[tauri::command]
pub(crate) async fn open_credential_page<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    credential: CredentialId,
) -> Result<(), Problem> {
    let page = credentials::page(&app, credential).await?;
    let shown = handle.opener().open_url(&page, None::<&str>).map_err(|error| page_not_shown(&page, &error));
    let access = Access::done(AccessKind::PortalOpened).about(AccessSubject::Credential, &credential.0.to_string());
    access_log::errand(&app, access, &shown).await;
    shown
}
