//! Bitwarden's JSON, as « Export vault » writes it without encryption: items of several types, of which the logins (1) are accounts.
//!
//! Items and their secrets are borrowed from the text until they are taken: what JSON's reader unescapes, it leaves behind in memory.

use super::{Account, Entry, NotAnAccount, NotRead, next_rank, with_secret};
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// The type of a login.
const LOGIN: u64 = 1;

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(default)]
    encrypted: bool,
    #[serde(borrow)]
    items: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(rename = "type")]
    kind: u64,
    #[serde(borrow, default)]
    notes: Option<&'a RawValue>,
    #[serde(borrow, default)]
    login: Option<Login<'a>>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize, Default)]
struct Login<'a> {
    #[serde(default)]
    username: Option<String>,
    #[serde(borrow, default)]
    password: Option<&'a RawValue>,
    #[serde(borrow, default)]
    totp: Option<&'a RawValue>,
    #[serde(default)]
    uris: Option<Vec<Uri>>,
}

#[derive(Deserialize)]
struct Uri {
    #[serde(default)]
    uri: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, NotRead> {
    let export: Export<'_> = serde_json::from_str(text).map_err(|error| {
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
        let title = serde_json::from_str::<Named>(item.get()).ok().and_then(|named| named.name).unwrap_or_default();
        let account = match serde_json::from_str::<Item<'_>>(item.get()) {
            Ok(Item { kind: LOGIN, notes, login }) => account(login.unwrap_or_default(), notes),
            Ok(_) => Err(NotAnAccount::NotALogin),
            Err(_) => Err(NotAnAccount::Malformed),
        };
        entries.push(Entry { at, title, account });
    }
    Ok(entries)
}

fn account(login: Login<'_>, notes: Option<&RawValue>) -> Result<Account, NotAnAccount> {
    let address = login.uris.into_iter().flatten().find_map(|uri| uri.uri).unwrap_or_default();
    with_secret(Account {
        address,
        login: login.username.unwrap_or_default(),
        secret: taken(login.password)?,
        seed: taken(login.totp)?,
        notes: taken(notes)?,
    })
}

/// The text that a string of JSON stands for; nothing where there is none.
fn taken(raw: Option<&RawValue>) -> Result<Zeroizing<String>, NotAnAccount> {
    let Some(raw) = raw.map(RawValue::get).filter(|raw| *raw != "null") else { return Ok(Zeroizing::default()) };
    let inside = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).ok_or(NotAnAccount::Malformed)?;
    unescaped(inside).ok_or(NotAnAccount::Malformed)
}

/// What is between two quotation marks, without its escapes (RFC 8259 §7). None for half a character of sixteen bits.
fn unescaped(inside: &str) -> Option<Zeroizing<String>> {
    // Never longer than it is written: the text does not move as it grows.
    let mut text = Zeroizing::new(String::with_capacity(inside.len()));
    let mut rest = inside;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut signs = after.chars();
        text.push(match signs.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => numbered(&mut signs)?,
            itself => itself,
        });
        rest = signs.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// A character said by its number, or by the two numbers of a pair.
fn numbered(signs: &mut std::str::Chars<'_>) -> Option<char> {
    let four = |signs: &mut std::str::Chars<'_>| {
        let digits = signs.as_str().get(..4)?;
        *signs = signs.as_str()[4..].chars();
        u16::from_str_radix(digits, 16).ok()
    };
    let first = four(signs)?;
    let second = if (0xd800..0xdc00).contains(&first) {
        *signs = signs.as_str().strip_prefix("\\u")?.chars();
        Some(four(signs)?)
    } else {
        None
    };
    char::decode_utf16([Some(first), second].into_iter().flatten()).next()?.ok()
}
