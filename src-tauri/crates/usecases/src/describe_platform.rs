//! The practice takes a platform's description: read whole and shown first, then taken with its secrets, replaced, or removed
//! with its platform.
//!
//! The text holds no secret, so the journal keeps it with its checksum; secrets go to its account in the vault. A file that
//! this build does not read any more leaves its platform without a line, and says so.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    cheque_papers::hex,
    connector_accounts::{self, TypedAccount},
    contract::{
        DescriptionMistake, DescriptionRead, DescriptionView, MistakeCode, PlatformRef, PlatformStrip, Problem,
        ProblemCode, ReadDescriptionRequest, TakeDescriptionRequest, Topic,
    },
    description_view::{self, channel},
    platforms, whole_file,
};
use relais_domain::platform::{self, DescriptionFile, Platform, PlatformConfigured};
use relais_platforms::description::{MAX_DESCRIPTION_BYTES, PlatformDescription};
use relais_storage::rows::{Page, RequestFilter};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{path::Path, sync::Arc};

/// Requests looked at for those that still wait for a platform.
const WAITING: u32 = 10_000;

/// Reads a file, and shows what it says or every mistake of it.
pub async fn read(app: &App, _call: Call, request: ReadDescriptionRequest) -> Result<DescriptionRead, Problem> {
    let practice = app.practice()?;
    match opened(&practice, &request.path).await? {
        Ok((description, file)) => {
            let description = with_practice(&practice, description_view::view(&description, &file)).await?;
            Ok(DescriptionRead::Read { description })
        }
        Err(mistakes) => Ok(DescriptionRead::Refused { mistakes }),
    }
}

/// What is kept of a platform's description.
pub async fn view(app: &App, _call: Call, request: PlatformRef) -> Result<DescriptionRead, Problem> {
    let practice = app.practice()?;
    let unknown = || Problem::code(ProblemCode::UnknownPlatform);
    let line = practice.lines.get(&request.platform).ok_or_else(unknown)?;
    let file = line.description.ok_or_else(unknown)?;
    Ok(match PlatformDescription::parse(&file.text) {
        Ok(description) => {
            let description = with_practice(&practice, description_view::view(&description, &file)).await?;
            DescriptionRead::Read { description }
        }
        Err(errors) => DescriptionRead::Refused { mistakes: errors.iter().map(description_view::mistake).collect() },
    })
}

/// Takes the file that was shown, with its secrets.
pub async fn take(app: &App, call: Call, request: TakeDescriptionRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let Ok((description, file)) = opened(&practice, &request.path).await? else {
        return Err(Problem::field("path", "changed"));
    };
    if file.checksum != request.checksum {
        return Err(Problem::field("path", "changed"));
    }
    let typed = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let (secret, key) = (typed(request.secret), typed(request.client_key));
    let shown = with_practice(&practice, description_view::view(&description, &file)).await?;
    if shown.needs_secret && secret.is_none() && !shown.has_secret {
        return Err(Problem::field("secret", "empty"));
    }
    if shown.needs_key && key.is_none() && !shown.has_key {
        return Err(Problem::field("client_key", "empty"));
    }
    let portal_url = practice.lines.get(&shown.platform).and_then(|line| line.configured.portal_url);
    let configured = PlatformConfigured {
        platform: shown.platform,
        label: shown.name,
        channel: channel(&description),
        base_url: Some(shown.address),
        token_url: None,
        client_id: None,
        portal_url,
    };
    platforms::put(&practice, call, configured, Some(file), TypedAccount { secret, client_key: key }).await?;
    app.announce(Topic::Platforms, None);
    platforms::show(&practice).await
}

/// Removes a platform, and puts its account away; nothing that waits for it may be left behind.
pub async fn remove(app: &App, call: Call, request: PlatformRef) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let code = request.platform.clone();
    practice
        .command(call, &request, move |tx, _| {
            let waiting = tx.queries()?.requests(&RequestFilter::Waiting, Page::first(WAITING))?;
            let count = waiting.iter().filter(|row| row.platform == code).count();
            if count > 0 {
                return Err(Problem::with(ProblemCode::PlatformHasRequests, json!({ "count": count })));
            }
            let stream = tx.identity().platform_stream(&code);
            let state = tx.load::<Platform>(stream)?;
            tx.append::<Platform>(stream, platform::remove(&state)?)?;
            connector_accounts::put_away(tx, &code)
        })
        .await?;
    practice.lines.remove(&request.platform);
    app.announce(Topic::Platforms, None);
    platforms::show(&practice).await
}

type Opened = Result<(PlatformDescription, DescriptionFile), Vec<DescriptionMistake>>;

/// The file read whole, on the practice's side of the fence.
async fn opened(practice: &Arc<OpenPractice>, path: &str) -> Result<Opened, Problem> {
    let owned = path.to_owned();
    let text = blocking(move || whole_file::read_text(Path::new(&owned), MAX_DESCRIPTION_BYTES)).await?;
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(text) = text else {
        let mistake = about_file(MistakeCode::NotToml);
        return Ok(Err(vec![mistake]));
    };
    let checksum = hex(&Sha256::digest(text.as_bytes()));
    Ok(match PlatformDescription::parse(&text) {
        Err(errors) => Err(errors.iter().map(description_view::mistake).collect()),
        Ok(description) if description.config.isolation != practice.lines.isolation() => {
            let line = text.lines().position(|line| line.trim_start().starts_with("base_url"));
            let line = line.and_then(|line| u32::try_from(line + 1).ok());
            let key = "connection.base_url".to_owned();
            Err(vec![DescriptionMistake { line, key, ..about_file(MistakeCode::NotAllowedHere) }])
        }
        Ok(description) => Ok((description, DescriptionFile { name, checksum, text })),
    })
}

fn about_file(mistake: MistakeCode) -> DescriptionMistake {
    DescriptionMistake { line: None, key: String::new(), mistake, words: Vec::new(), least: None, most: None }
}

/// What the practice has already, beside what the description says.
async fn with_practice(practice: &Arc<OpenPractice>, view: DescriptionView) -> Result<DescriptionView, Problem> {
    let replaces = practice.lines.get(&view.platform).map(|line| line.configured.label);
    let account = connector_accounts::known(practice, &view.platform).await?;
    let (has_secret, has_key) =
        (connector_accounts::has_secret(account.as_ref()), connector_accounts::has_key(account.as_ref()));
    Ok(DescriptionView { replaces, has_secret, has_key, ..view })
}
