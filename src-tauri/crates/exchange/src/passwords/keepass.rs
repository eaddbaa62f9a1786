//! KeePass's XML: groups of entries, each a list of named texts. The history of an entry is not read; what lies in the bin is left.
//!
//! Read element by element, without a tree: depth is bounded, entities other than the five of XML and numbers are refused.

use super::{Account, Entry, NotAnAccount, NotRead, next_rank, with_secret};
use quick_xml::{
    Reader, Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use zeroize::Zeroizing;

/// Deepest nesting: groups in groups; a person makes five or six.
const MAX_DEPTH: usize = 64;

/// What of an entry is read.
#[derive(Default)]
struct Draft {
    title: String,
    account: Account,
}

/// Where the reading stands.
#[derive(Default)]
struct Standing {
    path: Vec<String>,
    entries: Vec<Entry>,
    /// The bin's identifier, and at which depth its group was entered.
    bin: Option<String>,
    in_bin_from: Option<usize>,
    draft: Option<Draft>,
    /// Entries kept of before are inside the entry.
    in_history_from: Option<usize>,
    key: String,
    value: Zeroizing<String>,
    text: Zeroizing<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, NotRead> {
    let mut reader = Reader::from_str(text);
    let mut standing = Standing::default();
    loop {
        let event = reader.read_event().map_err(|_| damaged(text, reader.error_position()))?;
        let position = reader.buffer_position();
        let wrong = || damaged(text, position);
        match event {
            Event::Start(start) if is_protected(&start) => return Err(NotRead::Encrypted),
            Event::Start(start) => standing.opens(start.local_name().as_ref())?,
            Event::Empty(start) => {
                standing.opens(start.local_name().as_ref())?;
                standing.closes()?;
            }
            Event::End(_) => standing.closes()?,
            Event::Text(part) => standing.says(&part),
            Event::CData(part) => standing.says(&part),
            Event::GeneralRef(reference) => {
                let meant = match reference.resolve_char_ref().map_err(|_| wrong())? {
                    Some(character) => character,
                    None => known_entity(&reference).ok_or_else(wrong)?,
                };
                standing.says(meant.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(NotRead::Unknown),
            Event::Eof if !standing.path.is_empty() => return Err(wrong()),
            Event::Eof => return Ok(standing.entries),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

impl Standing {
    /// More of the text. What has no room left moves to a longer buffer, and where it was is zeroed.
    fn says(&mut self, more: &str) {
        let length = self.text.len() + more.len();
        if length > self.text.capacity() {
            let mut longer = Zeroizing::new(String::with_capacity(length * 2));
            longer.push_str(&self.text);
            self.text = longer;
        }
        self.text.push_str(more);
    }

    fn opens(&mut self, name: &str) -> Result<(), NotRead> {
        if self.path.is_empty() && name != "KeePassFile" || self.path.len() >= MAX_DEPTH {
            return Err(NotRead::Unknown);
        }
        self.path.push(name.to_owned());
        self.text = Zeroizing::default();
        let depth = self.path.len();
        match name {
            "Entry" if self.draft.is_none() => self.draft = Some(Draft::default()),
            "History" if self.draft.is_some() && self.in_history_from.is_none() => self.in_history_from = Some(depth),
            "String" => (self.key, self.value) = (String::new(), Zeroizing::default()),
            _ => {}
        }
        Ok(())
    }

    fn closes(&mut self) -> Result<(), NotRead> {
        let depth = self.path.len();
        let Some(name) = self.path.pop() else { return Err(NotRead::Unknown) };
        let text = std::mem::take(&mut self.text);
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        let of_history = self.in_history_from.is_some();
        match (name.as_str(), parent) {
            ("RecycleBinUUID", "Meta") => self.bin = Some(text.trim().to_owned()).filter(|bin| !bin.is_empty()),
            ("UUID", "Group") if self.bin.as_deref() == Some(text.trim()) && self.in_bin_from.is_none() => {
                self.in_bin_from = Some(depth - 1);
            }
            ("Group", _) if self.in_bin_from == Some(depth) => self.in_bin_from = None,
            ("History", _) if self.in_history_from == Some(depth) => self.in_history_from = None,
            ("Key", "String") => self.key = text.trim().to_owned(),
            ("Value", "String") => self.value = text,
            ("String", "Entry") if !of_history => self.takes(),
            ("Entry", _) if !of_history => self.ends_entry()?,
            _ => {}
        }
        Ok(())
    }

    /// A named text of the entry.
    fn takes(&mut self) {
        let value = std::mem::take(&mut self.value);
        let Some(Draft { title, account }) = &mut self.draft else { return };
        match self.key.as_str() {
            "Title" => *title = value.to_string(),
            "UserName" => account.login = value.to_string(),
            "URL" => account.address = value.to_string(),
            "Password" => account.secret = value,
            "Notes" => account.notes = value,
            // KeePassXC's link, KeePass's own, and the most used of its plug-ins.
            "otp" | "TimeOtp-Secret-Base32" | "TOTP Seed" if !value.is_empty() => account.seed = value,
            _ => {}
        }
    }

    fn ends_entry(&mut self) -> Result<(), NotRead> {
        let Some(Draft { title, account }) = self.draft.take() else { return Ok(()) };
        let at = next_rank(&self.entries)?;
        let account = if self.in_bin_from.is_some() { Err(NotAnAccount::InBin) } else { with_secret(account) };
        self.entries.push(Entry { at, title, account });
        Ok(())
    }
}

/// Whether a value is encrypted by itself, as inside a database that another program wrote.
fn is_protected(start: &BytesStart<'_>) -> bool {
    let of = |name| start.try_get_attribute(name).ok().flatten();
    of("Protected").is_some_and(|protected| protected.value.eq_ignore_ascii_case("true"))
}

fn known_entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn damaged(text: &str, position: u64) -> NotRead {
    let until = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    let lines = text.as_bytes()[..until].iter().filter(|byte| **byte == b'\n').count();
    NotRead::Damaged { line: u32::try_from(lines + 1).unwrap_or(u32::MAX) }
}

/// An account to write, with what it is called.
type Named<'a> = (&'a str, &'a Account);

/// Accounts as KeePass's XML, in one group.
pub fn write(group: &str, accounts: &[Named<'_>]) -> Zeroizing<Vec<u8>> {
    // As long as it can become: a buffer that grows would leave its beginning behind in memory.
    let texts = |(title, it): &Named<'_>| {
        title.len() + it.login.len() + it.secret.len() + it.address.len() + it.notes.len() + it.seed.len()
    };
    let room: usize = accounts.iter().map(|named| texts(named) * 6 + 1_024).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 4_096 + group.len() * 6));
    let mut writer = Writer::new(&mut *bytes);
    let written = written(&mut writer, group, accounts);
    written.expect("a buffer in memory takes what is written");
    bytes
}

fn written(writer: &mut Writer<&mut Vec<u8>>, group: &str, accounts: &[Named<'_>]) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let open = ["KeePassFile", "Root", "Group"];
    for name in open {
        writer.write_event(Event::Start(BytesStart::new(name)))?;
    }
    text(writer, "UUID", &uuid(0))?;
    text(writer, "Name", group)?;
    for (number, (title, account)) in accounts.iter().enumerate() {
        writer.write_event(Event::Start(BytesStart::new("Entry")))?;
        text(writer, "UUID", &uuid(number as u64 + 1))?;
        let values = [
            ("Title", *title),
            ("UserName", &account.login),
            ("Password", &account.secret),
            ("URL", &account.address),
            ("Notes", &account.notes),
            ("otp", &account.seed),
        ];
        for (key, value) in values.into_iter().filter(|(key, value)| *key != "otp" || !value.is_empty()) {
            writer.write_event(Event::Start(BytesStart::new("String")))?;
            text(writer, "Key", key)?;
            text(writer, "Value", value)?;
            writer.write_event(Event::End(BytesEnd::new("String")))?;
        }
        writer.write_event(Event::End(BytesEnd::new("Entry")))?;
    }
    for name in open.into_iter().rev() {
        writer.write_event(Event::End(BytesEnd::new(name)))?;
    }
    Ok(())
}

fn text(writer: &mut Writer<&mut Vec<u8>>, name: &str, value: &str) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(value)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// Sixteen bytes in base 64 that are another's nowhere in the file: a number, after a mark that is not all zeros.
fn uuid(number: u64) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = [*b"relais--", number.to_be_bytes()].concat();
    let mut encoded = String::with_capacity(24);
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            encoded.push(char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]));
        }
        encoded.extend(std::iter::repeat_n('=', 3 - three.len()));
    }
    encoded
}
