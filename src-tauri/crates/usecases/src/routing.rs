//! Who is asked for a complementary, in order: the operator its card names, then those the routing table names.
//!
//! What the table says is a proposal, « à vérifier », and is never written on the card by itself: the card holds what was
//! read on it. Of the table's operators, only the practice's own platforms can be asked.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{OperatorOfOrder, OperatorOrder, OperatorProposal, OperatorsRequest, Problem},
    platform_request::{self, Sheet, domain_code},
    routing_table,
};
use relais_domain::{
    dossier::Dossier,
    ids::DossierId,
    platform::PlatformCode,
    routing::{RoutingQuestion, RoutingSet},
};
use relais_storage::Queries;

/// Who would be asked, in order, for the window.
pub async fn operators(app: &App, _call: Call, request: OperatorsRequest) -> Result<OperatorOrder, Problem> {
    let practice = app.practice()?;
    let known = practice.clone();
    practice
        .read(move |queries| {
            let sheet = platform_request::sheet(queries, request.dossier, request.rank)?;
            let set = routing_table::in_use(queries)?.set;
            let operators = operators_for(queries, &sheet)?.into_iter().map(|operator| OperatorOfOrder {
                label: label(&known, &set, &operator),
                by_card: sheet.asked.card_operator.as_ref() == Some(&operator),
                operator,
            });
            Ok(OperatorOrder { operators: operators.collect() })
        })
        .await
}

/// What the table is asked about one complementary of a dossier.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The operator the card names.
    pub(crate) card_operator: Option<PlatformCode>,
    /// By number, criterion, domain and day.
    pub(crate) question: RoutingQuestion,
    /// By name, where numbers say nothing.
    pub(crate) insurer: String,
}

/// The question of one complementary; none when the dossier has no such track.
pub(crate) fn asked(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
    rank: u8,
) -> Result<Option<Asked>, Problem> {
    let (Some(track), Some(opened)) = (state.track(rank), state.opened.as_ref()) else { return Ok(None) };
    let identity = queries.card_identities(dossier)?.into_iter().find(|card| card.rank == rank);
    let card = track.card.as_ref();
    Ok(Some(Asked {
        card_operator: card.and_then(|card| card.operator.clone()),
        question: RoutingQuestion {
            amc: card.and_then(|card| card.amc_number.clone()),
            csr: card.and_then(|card| card.csr.clone()),
            domain: Some(domain_code(opened.activity).to_owned()),
            on: state.delivered_on.or(state.ordered_on).unwrap_or(opened.on),
        },
        insurer: identity.map(|card| card.insurer_name).unwrap_or_default(),
    }))
}

impl Asked {
    /// The card's own operator, then the table's, each once.
    pub(crate) fn in_order(&self, set: &RoutingSet) -> Vec<PlatformCode> {
        let row = set.table.answering(&self.question, Some(&self.insurer));
        let table = row.map(|row| row.parts().operators.as_slice()).unwrap_or_default();
        let mut order: Vec<PlatformCode> = self.card_operator.iter().cloned().collect();
        for code in table {
            if !order.contains(code) {
                order.push(code.clone());
            }
        }
        order
    }
}

/// Who is asked for the complementary of a sheet, in order. The operator of the card comes first whether or not the practice
/// has such a platform; the table's others are its own platforms.
pub(crate) fn operators_for(queries: &Queries<'_>, sheet: &Sheet) -> Result<Vec<PlatformCode>, Problem> {
    operators_of(queries, &sheet.asked)
}

/// The same, before there is a sheet.
pub(crate) fn operators_of(queries: &Queries<'_>, asked: &Asked) -> Result<Vec<PlatformCode>, Problem> {
    let set = routing_table::in_use(queries)?.set;
    let order = asked.in_order(&set);
    if order.is_empty() {
        return Ok(order);
    }
    let own: Vec<PlatformCode> = queries.platform_strip()?.into_iter().map(|row| row.platform).collect();
    Ok(order.into_iter().filter(|code| asked.card_operator.as_ref() == Some(code) || own.contains(code)).collect())
}

/// Who is asked for one complementary of a dossier, in order; nobody when neither its card nor the table says who.
pub(crate) fn operators_of_track(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
    rank: u8,
) -> Result<Vec<PlatformCode>, Problem> {
    asked(queries, dossier, state, rank)?.map_or_else(|| Ok(Vec::new()), |asked| operators_of(queries, &asked))
}

/// Who is asked first, if anybody can be.
pub(crate) fn first_operator(queries: &Queries<'_>, asked: &Asked) -> Result<Option<PlatformCode>, Problem> {
    match &asked.card_operator {
        Some(operator) => Ok(Some(operator.clone())),
        None => Ok(operators_of(queries, asked)?.into_iter().next()),
    }
}

/// The same for a track of a dossier.
pub(crate) fn first_of_track(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
    rank: u8,
) -> Result<Option<PlatformCode>, Problem> {
    // The card's own needs no table.
    let card = state.track(rank).and_then(|track| track.card.as_ref());
    if let Some(operator) = card.and_then(|card| card.operator.clone()) {
        return Ok(Some(operator));
    }
    match asked(queries, dossier, state, rank)? {
        Some(asked) => first_operator(queries, &asked),
        None => Ok(None),
    }
}

/// What the table proposes for a card that names no operator.
pub(crate) fn proposal(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    asked: &Asked,
) -> Result<Option<OperatorProposal>, Problem> {
    if asked.card_operator.is_some() {
        return Ok(None);
    }
    let set = routing_table::in_use(queries)?.set;
    let Some(row) = set.table.answering(&asked.question, Some(&asked.insurer)) else { return Ok(None) };
    let mut operators = row.parts().operators.iter();
    let Some(first) = operators.next() else { return Ok(None) };
    Ok(Some(OperatorProposal {
        operator: first.clone(),
        operator_label: label(practice, &set, first),
        configured: practice.lines.get(first).is_some(),
        second_label: operators.next().map(|code| label(practice, &set, code)),
        insurer: row.parts().insurer.clone(),
        noted_on: row.parts().noted_on,
        status: row.parts().status,
    }))
}

/// The name people read: the practice's own for its platforms, else the table's.
pub(crate) fn label(practice: &OpenPractice, set: &RoutingSet, code: &PlatformCode) -> String {
    match (practice.lines.get(code), set.operators.get(code)) {
        (Some(line), _) => line.configured.label,
        (None, Some(party)) => party.label.clone(),
        (None, None) => code.as_str().to_owned(),
    }
}
