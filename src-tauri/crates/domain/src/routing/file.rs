//! The table as a file: TOML, one line a row. Read whole or not at all; what is written again is what was read.

use super::{MAX_OPERATORS, Party, RoutingRow, RoutingSet, RoutingTable, RowFault, RowParts};
use crate::{
    identifiers::{AmcNumber, CsrPattern},
    platform::PlatformCode,
    reference_file::{Fault, FileFault, Reader, day, quoted, said, status},
};
use std::{collections::BTreeMap, fmt::Write};
use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

/// The largest file read: some 3 000 rows. It is kept in one entry of the journal, which holds 1 MiB.
pub const MAX_BYTES: usize = 768 * 1024;

const ROW_FIELDS: [&str; 11] =
    ["insurer", "amc", "csr", "domain", "from", "to", "operators", "network", "status", "source", "noted"];
const PARTY_FIELDS: [&str; 4] = ["label", "status", "source", "noted"];

pub(super) fn read(text: &str) -> Result<RoutingSet, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let set = table.and_then(|table| reader.routing(table.get_ref()));
    reader.end(set)
}

impl Reader<'_> {
    fn routing(&mut self, table: &DeTable<'_>) -> Option<RoutingSet> {
        for (name, _) in table {
            if !["version", "source", "operators", "networks", "rows"].contains(&name.get_ref().as_ref()) {
                self.fault(name.span().start, Fault::UnknownField, name.get_ref());
            }
        }
        let field = |name: &str| table.get(name);
        let (version, source) =
            (said(field("version").map(Spanned::get_ref)), said(field("source").map(Spanned::get_ref)));
        for (name, missing) in [("version", version.is_none()), ("source", source.is_none())] {
            if missing {
                self.fault(field(name).map_or(0, |value| value.span().start), Fault::Shape, name);
            }
        }
        let operators = self.parties(field("operators"), "operators", true, |code| PlatformCode::parse(code).ok())?;
        let networks = self
            .parties(field("networks"), "networks", false, |code| PlatformCode::parse(code).ok().map(String::from))?;
        let Some(DeValue::Array(rows)) = field("rows").map(Spanned::get_ref) else {
            self.fault(field("rows").map_or(0, |value| value.span().start), Fault::Shape, "rows");
            return None;
        };
        let table = self.rows(rows, &operators, &networks)?;
        Some(RoutingSet { version: version?, source: source?, operators, networks, table })
    }

    fn parties<K: Ord>(
        &mut self,
        value: Option<&Spanned<DeValue<'_>>>,
        name: &str,
        needed: bool,
        code: impl Fn(&str) -> Option<K>,
    ) -> Option<BTreeMap<K, Party>> {
        let Some(DeValue::Table(table)) = value.map(Spanned::get_ref) else {
            if value.is_none() && !needed {
                return Some(BTreeMap::new());
            }
            self.fault(value.map_or(0, |value| value.span().start), Fault::Shape, name);
            return None;
        };
        let mut parties = BTreeMap::new();
        for (spelled, value) in table {
            let at = spelled.span().start;
            let spelled = spelled.get_ref().as_ref();
            let (Some(code), DeValue::Table(fields)) = (code(spelled), value.get_ref()) else {
                self.fault(at, Fault::Shape, spelled);
                continue;
            };
            self.unknown_fields(fields, &PARTY_FIELDS);
            let field = |name: &str| fields.get(name).map(Spanned::get_ref);
            let (label, source) = (said(field("label")), said(field("source")));
            let (status, noted_on) = (status(field("status")), field("noted").and_then(day));
            for (missing, fault) in [
                (label.is_none(), Fault::Shape),
                (status.is_none(), Fault::Status),
                (source.is_none(), Fault::Source),
                (noted_on.is_none(), Fault::Day),
            ] {
                if missing {
                    self.fault(at, fault, spelled);
                }
            }
            if let (Some(label), Some(status), Some(source), Some(noted_on)) = (label, status, source, noted_on) {
                parties.insert(code, Party { label, status, source, noted_on });
            }
        }
        Some(parties)
    }

    fn unknown_fields(&mut self, fields: &DeTable<'_>, known: &[&str]) {
        for (name, _) in fields.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref());
        }
    }

    fn rows(
        &mut self,
        values: &DeArray<'_>,
        operators: &BTreeMap<PlatformCode, Party>,
        networks: &BTreeMap<String, Party>,
    ) -> Option<RoutingTable> {
        let mut places = Vec::new();
        let mut rows = Vec::new();
        for value in values.iter() {
            let at = value.span().start;
            let DeValue::Table(fields) = value.get_ref() else {
                self.fault(at, Fault::Shape, "rows");
                continue;
            };
            self.unknown_fields(fields, &ROW_FIELDS);
            let Some(row) = self.row(at, fields) else { continue };
            for code in row.parts().operators.iter().filter(|code| !operators.contains_key(code)) {
                self.fault(at, Fault::UnknownOperator, code.as_str());
            }
            for code in row.parts().network.iter().filter(|code| !networks.contains_key(*code)) {
                self.fault(at, Fault::UnknownNetwork, code);
            }
            places.push(at);
            rows.push(row);
        }
        if !self.is_sound() {
            return None;
        }
        let insurers: Vec<String> = rows.iter().map(|row| row.parts().insurer.clone()).collect();
        match RoutingTable::new(rows) {
            Ok(table) => Some(table),
            Err(overlap) => {
                self.fault(places[overlap.second], Fault::Overlap, &insurers[overlap.second]);
                None
            }
        }
    }

    fn row(&mut self, at: usize, fields: &DeTable<'_>) -> Option<RoutingRow> {
        let field = |name: &str| fields.get(name).map(Spanned::get_ref);
        let insurer = said(field("insurer"));
        let about = insurer.clone().unwrap_or_default();
        let text = |name: &str| field(name).map(|value| said(Some(value)));
        let amc = text("amc").map(|text| AmcNumber::parse(&text?).ok());
        let csr = text("csr").map(|text| CsrPattern::parse(&text?).ok());
        let (domain, network) = (text("domain"), text("network"));
        let (from, to) = (field("from").and_then(day), field("to").map(day));
        let (status, source, noted_on) = (status(field("status")), said(field("source")), field("noted").and_then(day));
        let operators = codes(field("operators"));
        let mut sound = true;
        for (wrong, fault) in [
            (insurer.is_none(), Fault::Insurer),
            (amc == Some(None), Fault::AmcNumber),
            (csr == Some(None), Fault::Csr),
            (domain == Some(None), Fault::Domain),
            (network == Some(None), Fault::UnknownNetwork),
            (from.is_none() || to == Some(None) || noted_on.is_none(), Fault::Day),
            (operators.is_none(), Fault::Operators),
            (status.is_none(), Fault::Status),
            (source.is_none(), Fault::Source),
        ] {
            if wrong {
                self.fault(at, fault, &about);
                sound = false;
            }
        }
        if !sound {
            return None;
        }
        let parts = RowParts {
            insurer: insurer?,
            amc: amc.flatten(),
            csr: csr.flatten(),
            domain: domain.flatten(),
            from: from?,
            to: to.flatten(),
            operators: operators?,
            network: network.flatten(),
            status: status?,
            source: source?,
            noted_on: noted_on?,
        };
        let row = RoutingRow::new(parts);
        row.map_err(|fault| self.fault(at, fault.into(), &about)).ok()
    }
}

impl From<RowFault> for Fault {
    fn from(fault: RowFault) -> Self {
        match fault {
            RowFault::Insurer => Fault::Insurer,
            RowFault::Domain => Fault::Domain,
            RowFault::Operators => Fault::Operators,
            RowFault::Reversed => Fault::Reversed,
            RowFault::Network => Fault::UnknownNetwork,
            RowFault::Source => Fault::Source,
        }
    }
}

/// The codes of a list; nothing when one is none, or there are more than a row has.
fn codes(value: Option<&DeValue<'_>>) -> Option<Vec<PlatformCode>> {
    let Some(DeValue::Array(codes)) = value else { return None };
    let one = |code: &Spanned<DeValue<'_>>| match code.get_ref() {
        DeValue::String(code) => PlatformCode::parse(code).ok(),
        _ => None,
    };
    codes.iter().map(one).collect::<Option<Vec<_>>>().filter(|codes| codes.len() <= MAX_OPERATORS)
}

/// The file that says the same: read again, it is the same set.
pub(super) fn written(set: &RoutingSet) -> String {
    let mut text = String::with_capacity(256 * (set.table.rows().len() + 16));
    // Writing into a text does not fail.
    let _ = write(set, &mut text);
    text
}

fn write(set: &RoutingSet, out: &mut String) -> std::fmt::Result {
    writeln!(out, "version = {}\nsource = {}", quoted(&set.version), quoted(&set.source))?;
    if set.table.rows().is_empty() {
        writeln!(out, "rows = []")?;
    }
    let operators = set.operators.iter().map(|(code, party)| (code.as_str(), party));
    let networks = set.networks.iter().map(|(code, party)| (code.as_str(), party));
    writeln!(out, "\n[operators]")?;
    operators.into_iter().try_for_each(|(code, party)| write_party(code, party, out))?;
    writeln!(out, "\n[networks]")?;
    networks.into_iter().try_for_each(|(code, party)| write_party(code, party, out))?;
    for row in set.table.rows() {
        let RowParts { insurer, amc, csr, domain, from, to, operators, network, status, source, noted_on } =
            row.parts();
        write!(out, "\n[[rows]]\ninsurer = {}\n", quoted(insurer))?;
        let texts = [
            ("amc", amc.as_ref().map(AmcNumber::as_str)),
            ("csr", csr.as_ref().map(CsrPattern::as_str)),
            ("domain", domain.as_deref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                writeln!(out, "{name} = {}", quoted(text))?;
            }
        }
        writeln!(out, "from = {from}")?;
        if let Some(to) = to {
            writeln!(out, "to = {to}")?;
        }
        let codes: Vec<String> = operators.iter().map(|code| quoted(code.as_str())).collect();
        writeln!(out, "operators = [{}]", codes.join(", "))?;
        if let Some(network) = network {
            writeln!(out, "network = {}", quoted(network))?;
        }
        writeln!(out, "status = {}\nsource = {}\nnoted = {noted_on}", quoted(status.word()), quoted(source))?;
    }
    Ok(())
}

fn write_party(code: &str, party: &Party, out: &mut String) -> std::fmt::Result {
    let Party { label, status, source, noted_on } = party;
    writeln!(
        out,
        "{code} = {{ label = {}, status = {}, source = {}, noted = {noted_on} }}",
        quoted(label),
        quoted(status.word()),
        quoted(source),
    )
}
