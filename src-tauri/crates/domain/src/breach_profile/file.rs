//! The incident profile as a file: TOML, one table an entry. Read whole or not at all; every fault is told with its line.

use super::{BreachProfile, Contact, ContactRole};
use crate::{
    identifiers::CreditorId,
    platform::PlatformCode,
    reference_file::{Fault, FileFault, Reader, day, is_said, quoted, said, status},
};
use std::fmt::Write as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The largest file read. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most entries: a practice's creditors and every platform of the country.
pub const MAX_CONTACTS: usize = 200;
/// The most lines of an address: what a window envelope shows.
const MAX_ADDRESS_LINES: usize = 6;
/// What an entry may say.
const MEMBERS: [&str; 11] =
    ["role", "platform", "name", "address", "email", "phone", "web", "reference", "from", "status", "source"];

type Table<'d> = DeTable<'d>;
type Value<'d> = Spanned<DeValue<'d>>;

pub(super) fn read(text: &str) -> Result<BreachProfile, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let profile = table.and_then(|table| reader.profile(table.get_ref()));
    reader.end(profile)
}

impl Reader<'_> {
    fn profile(&mut self, table: &Table<'_>) -> Option<BreachProfile> {
        let (mut version, mut contacts) = (None, None);
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", value) if said(Some(value)).is_some() => version = said(Some(value)),
                ("contact", DeValue::Array(tables)) if tables.len() <= MAX_CONTACTS => {
                    contacts = Some(tables.iter().filter_map(|value| self.contact(value)).collect());
                }
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        for (name, missing) in [("version", version.is_none()), ("contact", contacts.is_none())] {
            if missing && !self.told_of(name) {
                self.fault(0, Fault::Shape, name);
            }
        }
        Some(BreachProfile { version: version?, contacts: contacts? })
    }

    fn contact(&mut self, value: &Value<'_>) -> Option<Contact> {
        let at = value.span().start;
        let DeValue::Table(members) = value.get_ref() else {
            self.fault(at, Fault::Shape, "contact");
            return None;
        };
        for (name, _) in members.iter().filter(|(name, _)| !MEMBERS.contains(&name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref().as_ref());
        }
        let text = |name: &str| said(members.get(name).map(Spanned::get_ref));
        let role = text("role").and_then(|word| ContactRole::ALL.into_iter().find(|role| role.word() == word));
        let name = text("name");
        let from = members.get("from").and_then(|value| day(value.get_ref()));
        let status = status(members.get("status").map(Spanned::get_ref));
        let source = text("source");
        for (missing, fault, about) in [
            (role.is_none(), Fault::Shape, "role"),
            (name.is_none(), Fault::Shape, "name"),
            (from.is_none(), Fault::Day, "from"),
            (status.is_none(), Fault::Status, "status"),
            (source.is_none(), Fault::Source, "source"),
        ] {
            if missing {
                self.fault(at, fault, about);
            }
        }
        let platform = self.its_platform(members, role);
        let address = members.get("address").map(|value| self.address(value)).unwrap_or_default();
        let mut may_be_empty = |name: &'static str| self.line(members.get(name), name);
        let (email, phone) = (may_be_empty("email"), may_be_empty("phone"));
        let (web, reference) = (may_be_empty("web"), may_be_empty("reference"));
        let place = |name: &str| members.get(name).map_or(at, |value| value.span().start);
        if !email.is_empty() && !email.contains('@') {
            self.fault(place("email"), Fault::Shape, "email");
        }
        if role == Some(ContactRole::Creditor) && !reference.is_empty() && CreditorId::parse(&reference).is_err() {
            self.fault(place("reference"), Fault::Shape, "reference");
        }
        Some(Contact {
            role: role?,
            platform,
            name: name?,
            address,
            email,
            phone,
            web,
            reference,
            from: from?,
            status: status?,
            source: source?,
        })
    }

    /// The platform of an operator; nobody else has one.
    fn its_platform(&mut self, members: &Table<'_>, role: Option<ContactRole>) -> Option<PlatformCode> {
        let value = members.get("platform")?;
        let code = said(Some(value.get_ref())).and_then(|code| PlatformCode::parse(&code).ok());
        let fits = role.is_none_or(|role| role == ContactRole::Operator);
        if code.is_none() || !fits {
            self.fault(value.span().start, Fault::Shape, "platform");
        }
        code
    }

    fn address(&mut self, value: &Value<'_>) -> Vec<String> {
        let DeValue::Array(lines) = value.get_ref() else {
            self.fault(value.span().start, Fault::Shape, "address");
            return Vec::new();
        };
        if lines.len() > MAX_ADDRESS_LINES {
            self.fault(value.span().start, Fault::TooLarge, "address");
        }
        let mut read = Vec::new();
        for line in lines.iter() {
            match said(Some(line.get_ref())) {
                Some(line) => read.push(line),
                None => self.fault(line.span().start, Fault::Shape, "address"),
            }
        }
        read
    }

    /// A line that may be empty, or not be there.
    fn line(&mut self, value: Option<&Value<'_>>, about: &str) -> String {
        let Some(value) = value else { return String::new() };
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => String::new(),
            DeValue::String(text) if is_said(text) => text.trim().to_owned(),
            _ => {
                self.fault(value.span().start, Fault::Shape, about);
                String::new()
            }
        }
    }
}

pub(super) fn written(profile: &BreachProfile) -> String {
    let mut text = String::with_capacity(256 * (profile.contacts.len() + 1));
    // Writing into a text does not fail.
    let _ = write(profile, &mut text);
    text
}

fn write(profile: &BreachProfile, out: &mut String) -> std::fmt::Result {
    writeln!(out, "version = {}", quoted(&profile.version))?;
    if profile.contacts.is_empty() {
        writeln!(out, "contact = []")?;
    }
    for contact in &profile.contacts {
        writeln!(out, "\n[[contact]]\nrole = {}", quoted(contact.role.word()))?;
        if let Some(platform) = &contact.platform {
            writeln!(out, "platform = {}", quoted(platform.as_str()))?;
        }
        writeln!(out, "name = {}", quoted(&contact.name))?;
        let address: Vec<String> = contact.address.iter().map(|line| quoted(line)).collect();
        writeln!(out, "address = [{}]", address.join(", "))?;
        let lines = [
            ("email", &contact.email),
            ("phone", &contact.phone),
            ("web", &contact.web),
            ("reference", &contact.reference),
        ];
        for (name, line) in lines {
            writeln!(out, "{name} = {}", quoted(line))?;
        }
        let (from, status) = (contact.from, quoted(contact.status.word()));
        writeln!(out, "from = {from}\nstatus = {status}\nsource = {}", quoted(&contact.source))?;
    }
    Ok(())
}
