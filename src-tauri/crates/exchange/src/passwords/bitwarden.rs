//! Bitwarden's JSON, as « Export vault » writes it without encryption: items of several types, of which the logins (1) are accounts.

use super::{Account, Entry, NotAnAccount, NotRead, next_rank, with_secret};
use serde::Deserialize;
use zeroize::Zeroizing;

/// The type of a login.
const LOGIN: u64 = 1;

#[derive(Deserialize)]
struct Export {
    #[serde(default)]
    encrypted: bool,
    items: Option<Vec<serde_json::Value>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: u64,
    #[serde(default)]
    notes: Option<Zeroizing<String>>,
    #[serde(default)]
    login: Option<Login>,
}

#[derive(Deserialize, Default)]
struct Login {
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    password: Option<Zeroizing<String>>,
    #[serde(default)]
    totp: Option<Zeroizing<String>>,
    #[serde(default)]
    uris: Option<Vec<Uri>>,
}

#[derive(Deserialize)]
struct Uri {
    #[serde(default)]
    uri: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, NotRead> {
    let export: Export = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            NotRead::Unknown
        } else {
            NotRead::Damaged { line: u32::try_from(error.line()).unwrap_or_default() }
        }
    })?;
    if export.encrypted {
        return Err(NotRead::Encrypted);
    }
    let mut entries = Vec::new();
    for item in export.items.ok_or(NotRead::Unknown)? {
        let at = next_rank(&entries)?;
        let title = item.get("name").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let account = match serde_json::from_value::<Item>(item) {
            Ok(Item { kind: LOGIN, notes, login }) => account(login.unwrap_or_default(), notes),
            Ok(_) => Err(NotAnAccount::NotALogin),
            Err(_) => Err(NotAnAccount::Malformed),
        };
        entries.push(Entry { at, title, account });
    }
    Ok(entries)
}

fn account(login: Login, notes: Option<Zeroizing<String>>) -> Result<Account, NotAnAccount> {
    let address = login.uris.into_iter().flatten().find_map(|uri| uri.uri).unwrap_or_default();
    with_secret(Account {
        address,
        login: login.username.unwrap_or_default(),
        secret: login.password.unwrap_or_default(),
        seed: login.totp.unwrap_or_default(),
        notes: notes.unwrap_or_default(),
    })
}
