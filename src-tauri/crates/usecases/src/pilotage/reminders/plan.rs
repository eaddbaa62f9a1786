//! Which shares behind a figure are late, and the letters they make: one for each payer and step.

use crate::{
    contract::{PilotageFilter, PilotageScope, PlannedReminder, Problem, ReminderPlan, WantedReminder},
    pilotage::{
        Ground,
        late::{self, Rules},
    },
};
use jiff::civil::Date;
use relais_documents::LatePenalty;
use relais_domain::{
    context::Activity,
    dossier::{REMINDER_WAIT_DAYS, ReminderLevel, again_from},
    estimate::reference::Key,
    ids::DossierId,
    money::sum_share_bp,
    owed::{Debtor, is_claimed},
    reference_file::Status,
    working_days,
};
use relais_storage::{
    MAX_ROWS, Queries,
    rows::{LastReminder, OwedFilter, OwedRow, OwedSort, Page},
};
use std::collections::BTreeMap;

/// Working days after which a share is late where no delay was agreed: a month.
pub(in crate::pilotage) const DEFAULT_DAYS: u32 = 21;
/// Most shares of one letter: with more it is several.
const MAX_SHARES: usize = 300;

/// One share to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LateShare {
    pub(super) dossier: DossierId,
    pub(super) rank: u8,
    pub(super) number: String,
    /// Working days since the claim.
    pub(super) waited: u32,
    /// Of which past what was agreed; none where nothing was.
    pub(super) late: Option<u32>,
    /// What a late share costs its payer, in basis points; 0 where no rule applies.
    pub(super) penalty_bp: u32,
    cents: i64,
    since: Date,
    last: Option<LastReminder>,
    operator: String,
}

impl LateShare {
    /// The penalty on an amount of it, in cents.
    pub(super) fn penalty_on(&self, cents: i64) -> Option<i64> {
        (self.penalty_bp > 0).then(|| sum_share_bp(cents, self.penalty_bp))
    }
}

/// One letter to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planned {
    pub(super) key: String,
    pub(super) payer_label: String,
    /// The one operator that pays for the insurer, when it is one.
    pub(super) operator_label: Option<String>,
    pub(super) level: ReminderLevel,
    pub(super) shares: Vec<LateShare>,
    /// The rule behind the penalties.
    pub(super) penalty: Option<LatePenalty>,
}

/// Everything that could be asked for.
pub(super) struct Plans {
    as_of: Date,
    letters: Vec<Planned>,
    not_claimed: u32,
    in_time: u32,
    lately: u32,
    unknown_payer: u32,
}

impl Plans {
    pub(super) fn read(ground: &Ground<'_>, queries: &Queries<'_>, asked: &PilotageFilter) -> Result<Plans, Problem> {
        let mut plans =
            Plans { as_of: ground.as_of, letters: Vec::new(), not_claimed: 0, in_time: 0, lately: 0, unknown_payer: 0 };
        // What was paid, or turned down, is owed by nobody.
        if !matches!(asked.scope, PilotageScope::Owed | PilotageScope::AtRisk | PilotageScope::Late) {
            return Ok(plans);
        }
        let rules = Rules::of(&ground.numbers, ground.as_of);
        let mut by_payer: BTreeMap<(String, String, ReminderLevel), Vec<LateShare>> = BTreeMap::new();
        for row in every_share(queries, &ground.filter(asked)?)? {
            let Some(share) = plans.late(ground, &rules, &row) else { continue };
            let level = ReminderLevel::after(share.last.map(|last| last.level));
            // An insurer is written to as one, whoever pays for it.
            let operator = if row.payer.is_empty() { row.operator } else { String::new() };
            by_payer.entry((row.payer, operator, level)).or_default().push(share);
        }
        let penalty = penalty(ground, &rules);
        for ((payer, operator, level), shares) in by_payer {
            let label = ground.payer_label(&payer)?.or_else(|| ground.operator_label(&operator));
            let label = label.unwrap_or_else(|| operator.clone());
            for (part, shares) in shares.chunks(MAX_SHARES).enumerate() {
                let first = shares.first().map(|share| share.operator.clone()).unwrap_or_default();
                let one = !payer.is_empty() && shares.iter().all(|share| share.operator == first);
                plans.letters.push(Planned {
                    key: format!("{payer}/{operator}/{}/{part}", level as u8),
                    payer_label: label.clone(),
                    operator_label: ground.operator_label(&first).filter(|_| one),
                    level,
                    shares: shares.to_vec(),
                    penalty: penalty.clone(),
                });
            }
        }
        // The most money first.
        plans.letters.sort_by_key(|letter| std::cmp::Reverse(letter.cents()));
        Ok(plans)
    }

    /// The share when it is late; else it is counted among what is left out.
    fn late(&mut self, ground: &Ground<'_>, rules: &Rules, row: &OwedRow) -> Option<LateShare> {
        if row.debtor != Debtor::Insurer || row.cents <= 0 || !row.state.is_some_and(is_claimed) {
            self.not_claimed += 1;
            return None;
        }
        if row.payer.is_empty() && row.operator.is_empty() {
            self.unknown_payer += 1;
            return None;
        }
        let pharmacy = row.activity == Activity::Pharmacy;
        let agreed = late::term(ground, &row.operator, pharmacy).map(|term| term.days);
        let waited = working_days::between(row.claimed_on, ground.as_of);
        if waited <= agreed.unwrap_or(DEFAULT_DAYS) {
            self.in_time += 1;
            return None;
        }
        let again = row.reminded.and_then(|last| again_from(last.on));
        if again.is_some_and(|from| from > ground.as_of) {
            self.lately += 1;
            return None;
        }
        let penalised = pharmacy && waited > rules.amc_within;
        Some(LateShare {
            dossier: row.dossier,
            rank: row.place,
            number: row.label.clone(),
            waited,
            late: agreed.map(|days| waited.saturating_sub(days)),
            penalty_bp: if penalised { rules.amc_rate_bp } else { 0 },
            cents: row.cents,
            since: row.since,
            last: row.reminded,
            operator: row.operator.clone(),
        })
    }

    /// The letters asked for, each at the step a person chose.
    pub(super) fn wanted(self, wanted: &[WantedReminder]) -> Vec<Planned> {
        let step = |key: &str| wanted.iter().find(|one| one.key == key).map(|one| one.level);
        self.letters.into_iter().filter_map(|letter| Some(Planned { level: step(&letter.key)?, ..letter })).collect()
    }

    /// As the window shows it.
    pub(super) fn shown(self) -> ReminderPlan {
        ReminderPlan {
            as_of: self.as_of,
            letters: self.letters.iter().map(Planned::shown).collect(),
            not_claimed: self.not_claimed,
            in_time: self.in_time,
            lately: self.lately,
            unknown_payer: self.unknown_payer,
            wait_days: REMINDER_WAIT_DAYS,
            default_days: DEFAULT_DAYS,
        }
    }
}

impl Planned {
    fn cents(&self) -> i64 {
        self.shares.iter().map(|share| share.cents).sum()
    }

    fn shown(&self) -> PlannedReminder {
        let last = self.shares.iter().filter_map(|share| share.last).max_by_key(|last| (last.on, last.level));
        PlannedReminder {
            key: self.key.clone(),
            payer_label: self.payer_label.clone(),
            operator_label: self.operator_label.clone(),
            level: self.level,
            last_level: last.map(|last| last.level),
            last_on: last.map(|last| last.on),
            shares: u32::try_from(self.shares.len()).unwrap_or(u32::MAX),
            cents: self.cents(),
            oldest: self.shares.iter().map(|share| share.since).min().unwrap_or_default(),
            penalty_cents: self.shares.iter().filter_map(|share| share.penalty_on(share.cents)).sum(),
        }
    }
}

/// The rule of the trade in words, with where it stands.
fn penalty(ground: &Ground<'_>, rules: &Rules) -> Option<LatePenalty> {
    let number = ground.numbers.on(Key::PharmacyAmcPenalty, ground.as_of)?;
    let percent = format!("{},{:02}", rules.amc_rate_bp / 100, rules.amc_rate_bp % 100);
    let percent = percent.trim_end_matches('0').trim_end_matches(',');
    Some(LatePenalty {
        rule: format!("{percent}\u{a0}% de ce qui est payé après {} jours ouvrés", rules.amc_within),
        source: number.source.clone(),
        to_verify: number.status == Status::ToVerify,
    })
}

fn every_share(queries: &Queries<'_>, filter: &OwedFilter) -> Result<Vec<OwedRow>, Problem> {
    let mut rows = Vec::new();
    loop {
        let offset = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let found = queries.owed(filter, OwedSort::Since, false, Page { offset, limit: MAX_ROWS })?;
        let last = found.len() < MAX_ROWS as usize;
        rows.extend(found);
        if last {
            return Ok(rows);
        }
    }
}
