//! Pilotage: what the practice is owed, by whom and since when; the shares behind each figure; who is late; what would be
//! missing. Opened on sums that the views keep (`docs/decisions/0022-…`): what is asked here does not grow with the dossiers.
//!
//! What operators advanced and are to be repaid has its own register; what is left of it is shown here as a debt.

mod export;
mod late;
mod listing;
mod paper;
pub mod reminders;
mod sums;
pub mod work;

pub use export::{export, export_to};
pub use paper::print;

use crate::{
    app::{App, OpenPractice},
    bank_credit,
    call::Call,
    contract::{
        AdvanceToRepay, ChequeLimit, Nothing, PilotageDossierRow, PilotageDossiers, PilotageDossiersRequest,
        PilotageFigures, PilotageFilter, PilotageScope, PilotageSort, PilotageView, Problem, SetPaymentTermRequest,
        TakePenaltyRequest, Topic, UnallocatedList,
    },
    estimate_reference, operator_advances, people, routing_table,
};
use jiff::{Span, civil::Date};
use relais_domain::{
    bank_credit::{BankCredit, take_penalty as decide_penalty},
    dossier::TrackState,
    estimate::reference::ReferenceSet,
    owed::{Debtor, is_claimed},
    platform::PlatformCode,
    routing::RoutingSet,
    working_days,
};
use relais_storage::{
    Queries,
    rows::{self, OwedFilter, OwedScope, OwedSort, Page},
};
use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

/// Most rows of one page of shares.
const MAX_ROWS: u32 = 500;
/// What is older than so many days is at risk (practice-and-market §5.3).
const RISK_DAYS: i64 = 60;
/// Months looked back on for delays and penalties, the current one among them.
const MONTHS: i64 = 12;
/// The setting that holds what was agreed with operators, in working days.
const TERMS: &str = "payment_terms";
/// No convention leaves a payer more working days than this.
const MOST_TERM_DAYS: u32 = 250;

/// What every answer here rests on.
struct Ground<'p> {
    practice: &'p OpenPractice,
    queries: &'p Queries<'p>,
    as_of: Date,
    routing: Arc<RoutingSet>,
    numbers: Arc<ReferenceSet>,
    /// What was agreed with operators, in working days.
    terms: BTreeMap<PlatformCode, u32>,
    /// The insurers' names looked up so far.
    payers: RefCell<BTreeMap<String, String>>,
}

impl<'p> Ground<'p> {
    fn of(practice: &'p OpenPractice, queries: &'p Queries<'p>) -> Result<Self, Problem> {
        let terms = queries.setting(TERMS)?.and_then(|value| serde_json::from_value(value).ok());
        Ok(Ground {
            practice,
            queries,
            as_of: practice.today(),
            routing: routing_table::in_use(queries)?.set,
            numbers: estimate_reference::in_use(queries)?.set,
            terms: terms.unwrap_or_default(),
            payers: RefCell::default(),
        })
    }

    /// The operator's name; none where nobody said which.
    fn operator_label(&self, operator: &str) -> Option<String> {
        PlatformCode::parse(operator).ok().map(|code| self.practice.lines.label(&code))
    }

    /// The insurer's name by its number: as the routing table has it, else as a card says it, else the number; none where
    /// nobody said which.
    fn payer_label(&self, payer: &str) -> Result<Option<String>, Problem> {
        if payer.is_empty() {
            return Ok(None);
        }
        if let Some(known) = self.payers.borrow().get(payer) {
            return Ok(Some(known.clone()));
        }
        let mut named = self.routing.table.rows().iter().map(|row| row.parts());
        let named = named.find(|row| row.amc.as_ref().is_some_and(|amc| amc.as_str() == payer));
        let name = match named {
            Some(row) => Some(row.insurer.clone()),
            None => self.queries.payer_name(payer)?,
        };
        let name = name.unwrap_or_else(|| format!("AMC {payer}"));
        self.payers.borrow_mut().insert(payer.to_owned(), name.clone());
        Ok(Some(name))
    }

    /// The first day of the months looked back on.
    fn months_from(&self) -> Date {
        let first = self.as_of.first_of_month();
        first.checked_sub(Span::new().months(MONTHS - 1)).unwrap_or(first)
    }
}

/// The whole page.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<PilotageView, Problem> {
    one(&app.practice()?).await
}

async fn one(practice: &Arc<OpenPractice>) -> Result<PilotageView, Problem> {
    let asked = practice.clone();
    practice.read(move |queries| read(&Ground::of(&asked, queries)?, queries)).await
}

fn read(ground: &Ground<'_>, queries: &Queries<'_>) -> Result<PilotageView, Problem> {
    let sums = sums::Sums::read(ground, queries)?;
    let limits = queries.cheque_limits()?;
    let advances = advances_to_repay(ground, queries)?;
    let penalties = late::penalties(ground, queries, &sums)?;
    let (owed_cents, owed_shares) = sums.total(|_| true);
    let (advised_cents, advised_shares) = sums.total(|cell| cell.state == Some(TrackState::Advised));
    let (at_risk_cents, at_risk_shares) = sums.at_risk();
    Ok(PilotageView {
        as_of: ground.as_of,
        figures: PilotageFigures {
            owed_cents,
            owed_shares,
            advised_cents,
            advised_shares,
            at_risk_cents,
            at_risk_shares,
            cheques_kept: limits.iter().map(|(_, count, _)| count).sum(),
            cheques_kept_cents: limits.iter().map(|(_, _, cents)| cents.get()).sum(),
            penalties_due_cents: penalties.due_cents,
            penalties_received_cents: penalties.received_cents,
            advances_to_repay: u32::try_from(advances.len()).unwrap_or(u32::MAX),
            advances_to_repay_cents: advances.iter().map(|advance| advance.balance_cents.get()).sum(),
        },
        by_operator: sums.by_operator(ground)?,
        by_payer: sums.by_payer(ground)?,
        by_state: sums.by_state()?,
        cheque_limits: limits
            .into_iter()
            .map(|(on, count, amount_cents)| ChequeLimit { on, count, amount_cents })
            .collect(),
        exposures: sums.exposures(ground, queries)?,
        delays: late::delays(ground, queries)?,
        penalties,
        advances,
    })
}

/// What operators advanced and is still to be repaid, the earliest due first.
fn advances_to_repay(ground: &Ground<'_>, queries: &Queries<'_>) -> Result<Vec<AdvanceToRepay>, Problem> {
    let rows = queries.operator_advances_to_repay()?.into_iter();
    let told = rows.map(|row| AdvanceToRepay {
        advance: row.id,
        number: operator_advances::number(row.year, row.number),
        operator_label: ground.practice.lines.label(&row.platform),
        received_on: row.received_on,
        amount_cents: row.amount_cents,
        balance_cents: row.balance_cents,
        due_on: row.due_on,
        due_cents: row.due_cents,
        overdue: row.due_on.is_some_and(|on| on < ground.as_of),
    });
    Ok(told.collect())
}

/// The shares behind a figure.
pub async fn dossiers(app: &App, _call: Call, request: PilotageDossiersRequest) -> Result<PilotageDossiers, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice.read(move |queries| behind(&Ground::of(&asked, queries)?, queries, &request)).await
}

fn behind(
    ground: &Ground<'_>,
    queries: &Queries<'_>,
    request: &PilotageDossiersRequest,
) -> Result<PilotageDossiers, Problem> {
    let filter = ground.filter(&request.filter)?;
    let (total, cents) = queries.owed_sum(&filter)?;
    let sort = match request.sort {
        PilotageSort::Since => OwedSort::Since,
        PilotageSort::Amount => OwedSort::Amount,
        PilotageSort::Number => OwedSort::Number,
    };
    let page = Page { offset: request.offset, limit: request.limit.clamp(1, MAX_ROWS) };
    let found = queries.owed(&filter, sort, request.descending, page)?;
    Ok(PilotageDossiers {
        as_of: ground.as_of,
        total,
        cents,
        rows: found.into_iter().map(|row| ground.row(row)).collect::<Result<_, _>>()?,
    })
}

impl Ground<'_> {
    /// The question of a figure as the views take it.
    fn filter(&self, asked: &PilotageFilter) -> Result<OwedFilter, Problem> {
        let rules = late::Rules::of(&self.numbers, self.as_of);
        let plain = OwedFilter {
            debtor: asked.debtor,
            operator: asked.operator.clone(),
            payer: asked.payer.clone(),
            states: asked.state.into_iter().collect(),
            ..OwedFilter::default()
        };
        let months = OwedFilter {
            scope: OwedScope::Paid,
            debtor: Some(Debtor::Insurer),
            paid_from: Some(self.months_from()),
            paid_to: Some(self.as_of),
            ..plain.clone()
        };
        let pharmacy = Some(relais_domain::context::Activity::Pharmacy);
        Ok(match asked.scope {
            PilotageScope::Owed => {
                let (since_from, since_to) = asked.age.map_or((None, None), |age| age.bounds(self.as_of));
                OwedFilter { since_from, since_to, ..plain }
            }
            PilotageScope::AtRisk => {
                let last = self.as_of.checked_sub(Span::new().days(RISK_DAYS + 1)).ok();
                OwedFilter { since_to: last, ..plain }
            }
            PilotageScope::Paid => months,
            PilotageScope::PaidLate => OwedFilter { activity: pharmacy, days_over: Some(rules.amc_within), ..months },
            PilotageScope::Late => OwedFilter {
                activity: pharmacy,
                debtor: Some(Debtor::Insurer),
                states: TrackState::ALL.into_iter().filter(|state| is_claimed(*state)).collect(),
                claimed_to: Some(working_days::last_late(self.as_of, rules.amc_within)),
                ..plain
            },
            PilotageScope::AmoLate => OwedFilter {
                activity: pharmacy,
                debtor: Some(Debtor::MandatoryInsurance),
                days_over: Some(rules.amo_within),
                ..months
            },
            PilotageScope::Rejected => OwedFilter { scope: OwedScope::Rejected, activity: pharmacy, ..months },
        })
    }

    fn row(&self, row: rows::OwedRow) -> Result<PilotageDossierRow, Problem> {
        let until = row.paid_on.unwrap_or(self.as_of);
        Ok(PilotageDossierRow {
            dossier: row.dossier,
            place: row.place,
            number: row.label,
            customer: people::display(&row.name),
            debtor: row.debtor,
            operator_label: self.operator_label(&row.operator),
            payer_label: self.payer_label(&row.payer)?,
            state: row.state,
            since: row.since,
            age_days: i64::from((until - row.since).get_days()),
            paid_on: row.paid_on,
            working_days: row.paid_days.unwrap_or_else(|| working_days::between(row.claimed_on, self.as_of)),
            cents: row.cents,
            reminded: row.reminded.map(|last| last.level),
            reminded_on: row.reminded.map(|last| last.on),
        })
    }
}

/// Keeps what was agreed with an operator.
pub async fn set_term(app: &App, call: Call, request: SetPaymentTermRequest) -> Result<PilotageView, Problem> {
    let practice = app.practice()?;
    if request.days.is_some_and(|days| !(1..=MOST_TERM_DAYS).contains(&days)) {
        return Err(Problem::field("days", "too_large"));
    }
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, _| {
            let known = tx.queries()?.setting(TERMS)?.and_then(|value| serde_json::from_value(value).ok());
            let mut terms: BTreeMap<PlatformCode, u32> = known.unwrap_or_default();
            match typed.days {
                Some(days) => terms.insert(typed.operator.clone(), days),
                None => terms.remove(&typed.operator),
            };
            tx.put_setting(TERMS, &serde_json::to_value(terms).map_err(Problem::internal)?)?;
            Ok(())
        })
        .await?;
    one(&practice).await
}

/// Takes some of what is left of a credit as a penalty.
pub async fn take_penalty(app: &App, call: Call, request: TakePenaltyRequest) -> Result<UnallocatedList, Problem> {
    let practice = app.practice()?;
    let (credit, amount_cents) = (request.bank_credit, request.amount_cents);
    practice
        .command(call, &request, move |tx, _| {
            let state = tx.load::<BankCredit>(credit.0)?;
            tx.append::<BankCredit>(credit.0, decide_penalty(&state, amount_cents)?)?;
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    bank_credit::unallocated(app, call, Nothing {}).await
}
