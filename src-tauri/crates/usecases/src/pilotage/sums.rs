//! The sums of what is owed, told three ways and by age; and what each operator's flow foretells.
//!
//! What is older than ninety days is what there is less what is younger: only the days of the last three months are read.

use super::{Ground, RISK_DAYS};
use crate::contract::{ExposureHorizon, OperatorExposure, OwedLine, Problem};
use jiff::Span;
use relais_domain::{
    dossier::TrackState,
    owed::{Age, Debtor, Flow, exposure},
};
use relais_storage::{Queries, rows::OwedCell};
use std::collections::BTreeMap;

/// Days before today whose sums are read one by one: those of every age but the last.
const YOUNG_DAYS: i64 = 90;

/// What is owed.
pub(super) struct Sums {
    /// Of whatever day.
    totals: Vec<OwedCell>,
    /// Of the last ninety days, by day.
    young: Vec<(Age, OwedCell)>,
    /// Older than sixty days: of all, less the younger.
    risk: (i64, u32),
}

/// What a line is about: who owes, through whom, whose, and where it stands.
type Line = (Debtor, Option<String>, Option<String>, Option<TrackState>);

impl Sums {
    pub(super) fn read(ground: &Ground<'_>, queries: &Queries<'_>) -> Result<Self, Problem> {
        let before = |days: i64| ground.as_of.checked_sub(Span::new().days(days)).unwrap_or(ground.as_of);
        let totals = queries.owed_totals()?;
        let from = before(YOUNG_DAYS);
        let days = queries.owed_since(from)?;
        let (mut risk_cents, mut risk_shares) = sum(totals.iter());
        let safe = days.iter().filter(|cell| cell.since.is_some_and(|since| since >= before(RISK_DAYS)));
        let (safe_cents, safe_shares) = sum(safe);
        risk_cents -= safe_cents;
        risk_shares = risk_shares.saturating_sub(safe_shares);
        let aged = |cell: OwedCell| {
            let since = cell.since.filter(|since| *since >= from)?;
            Some((Age::on(ground.as_of, since), cell))
        };
        Ok(Sums { totals, young: days.into_iter().filter_map(aged).collect(), risk: (risk_cents, risk_shares) })
    }

    /// The sum of some of it, and how many shares.
    pub(super) fn total(&self, of: impl Fn(&OwedCell) -> bool) -> (i64, u32) {
        sum(self.totals.iter().filter(|cell| of(cell)))
    }

    /// What is owed for longer than sixty days.
    pub(super) const fn at_risk(&self) -> (i64, u32) {
        self.risk
    }

    /// The shares of some of the totals.
    pub(super) fn cells(&self) -> &[OwedCell] {
        &self.totals
    }

    pub(super) fn by_operator(&self, ground: &Ground<'_>) -> Result<Vec<OwedLine>, Problem> {
        let insurer = |cell: &OwedCell| (cell.debtor, of_insurer(cell, &cell.operator), None, None);
        self.lines(insurer, |(_, operator, _, _)| Ok(operator.as_deref().and_then(|code| ground.operator_label(code))))
    }

    pub(super) fn by_payer(&self, ground: &Ground<'_>) -> Result<Vec<OwedLine>, Problem> {
        let payer = |cell: &OwedCell| (cell.debtor, None, of_insurer(cell, &cell.payer), None);
        self.lines(payer, |(_, _, payer, _)| ground.payer_label(payer.as_deref().unwrap_or_default()))
    }

    pub(super) fn by_state(&self) -> Result<Vec<OwedLine>, Problem> {
        let state = |cell: &OwedCell| (cell.debtor, None, None, cell.state.filter(|_| cell.debtor == Debtor::Insurer));
        let mut lines = self.lines(state, |_| Ok(None))?;
        // In the order a share goes through them, not by amount.
        lines.sort_by_key(|line| (line.debtor, line.state));
        Ok(lines)
    }

    /// One line for all that is about the same, the largest first, the insurers before the others.
    fn lines(
        &self,
        about: impl Fn(&OwedCell) -> Line,
        label: impl Fn(&Line) -> Result<Option<String>, Problem>,
    ) -> Result<Vec<OwedLine>, Problem> {
        let mut lines: BTreeMap<Line, OwedLine> = BTreeMap::new();
        for cell in &self.totals {
            let key = about(cell);
            let line = lines.entry(key).or_insert_with_key(|key| OwedLine {
                debtor: key.0,
                operator: key.1.clone(),
                payer: key.2.clone(),
                state: key.3,
                label: None,
                shares: 0,
                cents: 0,
                ages: [0; 6],
            });
            line.shares += cell.shares;
            line.cents += cell.cents;
            line.ages[Age::Over90.place()] += cell.cents;
        }
        for (age, cell) in &self.young {
            if let Some(line) = lines.get_mut(&about(cell)) {
                line.ages[age.place()] += cell.cents;
                line.ages[Age::Over90.place()] -= cell.cents;
            }
        }
        for (key, line) in &mut lines {
            line.label = label(key)?;
        }
        let mut lines: Vec<OwedLine> = lines.into_values().collect();
        lines.sort_by_key(|line| (line.debtor, -line.cents));
        Ok(lines)
    }

    /// What each operator's own flow says of it, the largest debt first.
    pub(super) fn exposures(
        &self,
        ground: &Ground<'_>,
        queries: &Queries<'_>,
    ) -> Result<Vec<OperatorExposure>, Problem> {
        let flows = queries.flows(Flow::window_from(ground.as_of), ground.as_of)?;
        let mut all: Vec<OperatorExposure> = flows
            .into_iter()
            .map(|flow| {
                let of = |cell: &OwedCell| cell.debtor == Debtor::Insurer && cell.operator == flow.operator;
                let (owed_cents, _) = self.total(of);
                let known = Flow {
                    first_on: flow.first_on,
                    shares: flow.shares,
                    billed_cents: flow.billed_cents,
                    paid_cents: flow.paid_cents,
                    owed_cents,
                };
                let found = exposure(&known, ground.as_of);
                let lack = found.err();
                OperatorExposure {
                    label: ground.operator_label(&flow.operator),
                    operator: flow.operator,
                    owed_cents,
                    horizons: found.ok().map(|horizons| {
                        let told = horizons.into_iter().map(|one| ExposureHorizon {
                            days: one.days,
                            missing_cents: one.missing_cents,
                            owed_cents: one.owed_cents,
                        });
                        told.collect()
                    }),
                    known_days: lack.map_or(0, |lack| lack.days.0),
                    needed_days: lack.map_or(0, |lack| lack.days.1),
                    known_shares: lack.map_or(flow.shares, |lack| lack.shares.0),
                    needed_shares: lack.map_or(0, |lack| lack.shares.1),
                }
            })
            .collect();
        all.sort_by_key(|one| (one.horizons.is_none(), -one.owed_cents));
        Ok(all)
    }
}

/// A word of an insurer's share; others are told whole.
fn of_insurer(cell: &OwedCell, word: &str) -> Option<String> {
    (cell.debtor == Debtor::Insurer).then(|| word.to_owned())
}

fn sum<'c>(cells: impl Iterator<Item = &'c OwedCell>) -> (i64, u32) {
    cells.fold((0, 0), |(cents, shares), cell| (cents + cell.cents, shares + cell.shares))
}
