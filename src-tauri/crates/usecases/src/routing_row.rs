//! A row of the routing table between the window's fields and the rules' row.

use crate::{
    contract::{Problem, RoutingRowFields},
    fields,
};
use relais_domain::{
    identifiers::{AmcNumber, CsrPattern},
    routing::{RoutingRow, RowFault, RowParts},
};

/// Longest source of a row.
const MAX_SOURCE_CHARS: usize = 200;

/// The row as it is typed.
pub(crate) fn fields(row: &RoutingRow) -> RoutingRowFields {
    let RowParts { insurer, amc, csr, domain, from, to, operators, network, status, source, noted_on } =
        row.parts().clone();
    RoutingRowFields {
        insurer_name: insurer,
        amc_number: amc.map(String::from).unwrap_or_default(),
        csr: csr.map(String::from).unwrap_or_default(),
        domain: domain.unwrap_or_default(),
        from,
        to,
        operators,
        network: network.unwrap_or_default(),
        status,
        source,
        noted_on,
    }
}

/// The row of what was typed; each mistake is said at its field.
pub(crate) fn read(typed: &RoutingRowFields) -> Result<RoutingRow, Problem> {
    let csr = typed.csr.trim();
    let csr = if csr.is_empty() { None } else { Some(CsrPattern::parse(csr)) };
    let said = |field: &str, text: &str| -> Result<Option<String>, Problem> {
        Ok(Some(fields::bounded(field, text, MAX_SOURCE_CHARS)?).filter(|text| !text.is_empty()))
    };
    let amc: Option<AmcNumber> = fields::amc_number(&typed.amc_number)?;
    let parts = RowParts {
        insurer: fields::name("insurer_name", &typed.insurer_name)?,
        amc,
        csr: csr.transpose().map_err(|error| Problem::identifier("csr", &error))?,
        domain: said("domain_code", &typed.domain)?,
        from: typed.from,
        to: typed.to,
        operators: typed.operators.clone(),
        network: said("network", &typed.network)?,
        status: typed.status,
        source: said("source", &typed.source)?.unwrap_or_default(),
        noted_on: typed.noted_on,
    };
    RoutingRow::new(parts).map_err(|fault| match fault {
        RowFault::Insurer => Problem::field("insurer_name", "empty"),
        RowFault::Domain => Problem::field("domain_code", "character"),
        RowFault::Operators if typed.operators.is_empty() => Problem::field("operators", "empty"),
        RowFault::Operators => Problem::field("operators", "too_many"),
        RowFault::Reversed => Problem::field("to", "reversed"),
        RowFault::Network => Problem::field("network", "too_long"),
        RowFault::Source => Problem::field("source", "empty"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ProblemCode;
    use relais_domain::{platform::PlatformCode, reference_file::Status};
    use rstest::rstest;

    fn typed() -> RoutingRowFields {
        RoutingRowFields {
            insurer_name: " Mutuelle  A ".to_owned(),
            amc_number: "0077565712".to_owned(),
            csr: "94???????".to_owned(),
            domain: "opti".to_owned(),
            from: "2024-01-01".parse().unwrap(),
            to: None,
            operators: vec![PlatformCode::parse("viamedis").unwrap()],
            network: String::new(),
            status: Status::ToVerify,
            source: "Carte lue au comptoir".to_owned(),
            noted_on: "2024-02-06".parse().unwrap(),
        }
    }

    #[test]
    fn what_is_typed_comes_back_as_it_is_kept() {
        let row = read(&typed()).unwrap();
        let shown = fields(&row);
        assert_eq!((shown.insurer_name.as_str(), shown.domain.as_str()), ("Mutuelle A", "OPTI"));
        assert_eq!(read(&shown).unwrap(), row);
    }

    #[rstest]
    #[case::nobody("insurer_name", |row: &mut RoutingRowFields| row.insurer_name = " ".to_owned())]
    #[case::amc("amc_number", |row: &mut RoutingRowFields| row.amc_number = "12".to_owned())]
    #[case::csr("csr", |row: &mut RoutingRowFields| row.csr = "94-*".to_owned())]
    #[case::domain("domain_code", |row: &mut RoutingRowFields| row.domain = "optique !".to_owned())]
    #[case::no_operator("operators", |row: &mut RoutingRowFields| row.operators.clear())]
    #[case::reversed("to", |row: &mut RoutingRowFields| row.to = Some("2023-12-31".parse().unwrap()))]
    #[case::source("source", |row: &mut RoutingRowFields| row.source = String::new())]
    fn a_mistake_is_said_at_its_field(#[case] field: &str, #[case] spoil: fn(&mut RoutingRowFields)) {
        let mut typed = typed();
        spoil(&mut typed);
        let problem = read(&typed).unwrap_err();
        assert_eq!((problem.code, problem.params["field"].as_str()), (ProblemCode::InvalidField, Some(field)));
    }
}
