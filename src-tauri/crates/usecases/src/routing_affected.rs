//! « Qui est touché si X s'arrête ? »: the insurers an operator answers for, the open dossiers that wait on it with their
//! amounts, and those that would pass through a second operator.
//!
//! What is already with an operator stays there: a second one helps only while something is still to be asked.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AffectedDossier, AffectedInsurer, AffectedRequest, AffectedView, ExportAffectedRequest, ListExported,
        OtherOperator, Problem,
    },
    people,
    platform_request::domain_code,
    routing, routing_row, routing_table,
    spreadsheet::{self, Sheet},
    whole_file,
};
use relais_domain::{
    dossier::TrackState,
    identifiers::{AmcNumber, Csr},
    money::Cents,
    platform::{Function, FunctionState, PlatformCode},
    routing::{RoutingQuestion, RoutingRow, RoutingSet},
};
use relais_storage::{Queries, rows};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The most open dossiers looked at: past that, the screen says there are more.
const MAX_OPEN: u32 = 5_000;

/// Who is touched.
pub async fn affected(app: &App, _call: Call, request: AffectedRequest) -> Result<AffectedView, Problem> {
    found(&app.practice()?, request).await
}

async fn found(practice: &Arc<OpenPractice>, request: AffectedRequest) -> Result<AffectedView, Problem> {
    let known = practice.clone();
    practice.read(move |queries| Search::of(&known, queries, request)?.view(queries)).await
}

struct Search<'p> {
    practice: &'p OpenPractice,
    asked: AffectedRequest,
    set: Arc<RoutingSet>,
    strip: Vec<rows::PlatformRow>,
}

impl<'p> Search<'p> {
    fn of(practice: &'p OpenPractice, queries: &Queries<'_>, asked: AffectedRequest) -> Result<Self, Problem> {
        let set = routing_table::in_use(queries)?.set;
        Ok(Search { practice, asked, set, strip: queries.platform_strip()? })
    }

    fn view(&self, queries: &Queries<'_>) -> Result<AffectedView, Problem> {
        let today = self.practice.today();
        let of_row = |row: &&RoutingRow| row.holds_on(today) && row.parts().operators.contains(&self.asked.operator);
        let rows: Vec<&RoutingRow> = self.set.table.rows().iter().filter(of_row).collect();
        let mut insurers: Vec<AffectedInsurer> = rows.iter().map(|row| self.insurer(row)).collect();
        let open = queries.open_dossiers(rows::Page::first(MAX_OPEN))?;
        let more = open.len() >= MAX_OPEN as usize;
        let mut dossiers = Vec::new();
        for dossier in &open {
            for track in dossier.tracks.iter().filter(|track| self.waits(track.state)) {
                let Some((touched, answering)) = self.touched(queries, dossier, track)? else { continue };
                let row = answering.and_then(|answering| rows.iter().position(|row| *row == answering));
                if let Some(insurer) = row.and_then(|at| insurers.get_mut(at)) {
                    insurer.dossiers += 1;
                    insurer.amount_cents = Cents::sum([insurer.amount_cents, touched.amount_cents])?;
                }
                dossiers.push(touched);
            }
        }
        dossiers.sort_by_key(|dossier| std::cmp::Reverse(dossier.amount_cents));
        insurers.sort_by_key(|insurer| (insurer.position, std::cmp::Reverse(insurer.amount_cents)));
        let second: Vec<Cents> =
            dossiers.iter().filter(|touched| touched.second.is_some()).map(|touched| touched.amount_cents).collect();
        Ok(AffectedView {
            operator_label: routing::label(self.practice, &self.set, &self.asked.operator),
            operator: self.asked.operator.clone(),
            function: self.asked.function,
            on: today,
            table_version: self.set.version.clone(),
            total_cents: Cents::sum(dossiers.iter().map(|touched| touched.amount_cents))?,
            second_count: u32::try_from(second.len()).unwrap_or(u32::MAX),
            second_cents: Cents::sum(second)?,
            insurers,
            dossiers,
            more,
        })
    }

    /// Whether a share in this state waits on the function asked about.
    fn waits(&self, state: TrackState) -> bool {
        use TrackState as T;
        let to_ask = is_to_ask(state);
        let with_it = matches!(state, T::Sent | T::OutcomeUnknown | T::Entrusted | T::Accepted);
        match self.asked.function {
            None => to_ask || with_it || state == T::Advised,
            Some(Function::Rights | Function::Quote | Function::PriorAuthorisation) => {
                to_ask || state == T::OutcomeUnknown
            }
            Some(Function::Claim) => matches!(state, T::Accepted | T::Entrusted),
            Some(Function::PaymentAdvice) => with_it,
            Some(Function::Payment) => with_it || state == T::Advised,
        }
    }

    fn touched(
        &self,
        queries: &Queries<'_>,
        dossier: &rows::DossierRow,
        track: &rows::TrackRow,
    ) -> Result<Option<(AffectedDossier, Option<&RoutingRow>)>, Problem> {
        let identity = queries.card_identities(dossier.id)?.into_iter().find(|card| card.rank == track.rank);
        let insurer = identity.map(|card| card.insurer_name).unwrap_or_default();
        let asked = routing::Asked {
            card_operator: track.operator.clone(),
            question: RoutingQuestion {
                amc: track.amc_number.as_deref().and_then(|amc| AmcNumber::parse(amc).ok()),
                csr: track.csr.as_deref().and_then(|csr| Csr::parse(csr).ok()),
                domain: Some(domain_code(dossier.activity).to_owned()),
                on: dossier.delivered_on.or(dossier.ordered_on).unwrap_or(dossier.opened_on),
            },
            insurer,
        };
        let order = asked.in_order(&self.set);
        // Only who is asked first stops something; the second was not relied on.
        if order.first() != Some(&self.asked.operator) {
            return Ok(None);
        }
        let second = order.iter().skip(1).map(|code| self.other(code)).find(|other| other.configured);
        let touched = AffectedDossier {
            dossier: dossier.id,
            number: dossier.label(),
            customer: people::display(&dossier.name),
            rank: track.rank,
            insurer: asked.insurer.clone(),
            opened_on: dossier.opened_on,
            amount_cents: track.agreement_cents.unwrap_or(track.share_cents).remaining_after(track.paid_cents),
            track: track.state,
            by_card: asked.card_operator.is_some(),
            second: second.filter(|_| is_to_ask(track.state)),
        };
        Ok(Some((touched, self.set.table.answering(&asked.question, Some(&asked.insurer)))))
    }

    fn insurer(&self, row: &RoutingRow) -> AffectedInsurer {
        let fields = routing_row::fields(row);
        let at = fields.operators.iter().position(|code| *code == self.asked.operator);
        let others = fields.operators.iter().filter(|code| **code != self.asked.operator);
        AffectedInsurer {
            position: at.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(1),
            others: others.map(|code| self.other(code)).collect(),
            insurer: fields.insurer_name,
            amc_number: fields.amc_number,
            csr: fields.csr,
            domain: fields.domain,
            status: fields.status,
            source: fields.source,
            noted_on: fields.noted_on,
            dossiers: 0,
            amount_cents: Cents::ZERO,
        }
    }

    fn other(&self, code: &PlatformCode) -> OtherOperator {
        let functions = self.strip.iter().find(|row| row.platform == *code).map(|row| row.functions.as_slice());
        let functions = functions.unwrap_or_default();
        let asked = |row: &&rows::FunctionRow| self.asked.function.is_none_or(|function| function == row.function);
        // Out is told before the rest: a second operator is only worth naming if it answers.
        let states = functions.iter().filter(asked).map(|row| row.state);
        let rank = |state: &FunctionState| match state {
            FunctionState::Down => 4,
            FunctionState::Closed => 3,
            FunctionState::Degraded => 2,
            FunctionState::Up => 1,
            FunctionState::Unknown => 0,
        };
        OtherOperator {
            operator: code.clone(),
            label: routing::label(self.practice, &self.set, code),
            configured: self.practice.lines.get(code).is_some(),
            state: states.max_by_key(rank).unwrap_or_default(),
        }
    }
}

/// Whether the operator is still to be asked: another one can be.
const fn is_to_ask(state: TrackState) -> bool {
    matches!(state, TrackState::NotSent | TrackState::Queued | TrackState::Withdrawn)
}

/// Writes the list of dossiers for a spreadsheet.
pub async fn export(app: &App, _call: Call, request: ExportAffectedRequest) -> Result<ListExported, Problem> {
    let practice = app.practice()?;
    let asked = AffectedRequest { operator: request.operator, function: request.function };
    let view = found(&practice, asked).await?;
    let path = PathBuf::from(request.path);
    blocking(move || write(&path, &view)).await
}

fn write(path: &Path, view: &AffectedView) -> Result<ListExported, Problem> {
    let mut sheet = Sheet::new(&[
        "Dossier",
        "Client",
        "Mutuelle",
        "Ouvert le",
        "Part AMC",
        "Opérateur",
        "D’après",
        "Second opérateur",
    ]);
    for row in &view.dossiers {
        let second = row.second.as_ref().map(|second| second.label.clone()).unwrap_or_default();
        let source = if row.by_card { "carte" } else { "table" };
        sheet.row([
            row.number.clone(),
            people::listed(&row.customer),
            row.insurer.clone(),
            spreadsheet::day(row.opened_on),
            spreadsheet::amount(row.amount_cents),
            view.operator_label.clone(),
            source.to_owned(),
            second,
        ]);
    }
    let bytes = whole_file::put(path, &sheet.into_bytes())?;
    let rows = u32::try_from(view.dossiers.len()).unwrap_or(u32::MAX);
    Ok(ListExported { path: path.display().to_string(), rows, bytes })
}
