//! « À faire »: the six work-lists. A list is a question to the views, an order and a next action; the marks a person puts on a
//! share (who does it, until when it is put off) are entries of its dossier.
//!
//! Owns from when what merely waits is late. What was agreed with an operator, else the convention of the trade, else a month
//! ([`super::reminders`]); an announced payment by the practice's own delay.

mod listing;
mod marks;

pub use listing::{export, print};
pub use marks::{assign, resume, snooze};

use super::{
    Ground,
    late::{self, Rules},
    reminders::DEFAULT_DAYS,
};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        Problem, WorkCounts, WorkItemRow, WorkNext, WorkOrder, WorkPerson, WorkRequest, WorkStanding, WorkView,
    },
    people, reference_files,
};
use jiff::ToSpan;
use relais_domain::{
    context::{Activity, Role},
    dossier::{WorkList, WorkWhy},
    ids::UserId,
    working_days,
};
use relais_storage::{
    Queries,
    rows::{Page, WorkDue, WorkFilter, WorkRow, WorkShow, WorkSort},
};
use std::collections::BTreeMap;

/// Most rows of one page.
const MAX_ROWS: u32 = 500;
/// Working days after which a platform that was asked and said nothing is asked again: it answers at once, or within a day.
const ANSWER_DAYS: u32 = 2;

/// One page of one list, with the counts of all.
pub async fn list(app: &App, _call: Call, request: WorkRequest) -> Result<WorkView, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice.read(move |queries| read(&asked, queries, &request)).await
}

fn read(practice: &OpenPractice, queries: &Queries<'_>, asked: &WorkRequest) -> Result<WorkView, Problem> {
    let ground = Ground::of(practice, queries)?;
    let filter = filter(&ground, queries, asked.mine)?;
    let lists = counts(queries, &filter)?;
    let people = People::read(queries)?;
    let page = Page { offset: asked.offset, limit: asked.limit.clamp(1, MAX_ROWS) };
    let found = queries.work((asked.list, shown(asked.show)), &filter, (order(asked.sort), asked.descending), page)?;
    let rows = found.into_iter().map(|row| shown_row(&ground, queries, &people, row)).collect::<Result<_, _>>()?;
    let (total, cents) = lists.total(asked.list, asked.show);
    Ok(WorkView { as_of: ground.as_of, lists: lists.told(), people: people.who_work(), total, cents, rows })
}

/// How much of each list stands where: shares and cents.
struct Counts(BTreeMap<(WorkList, WorkShow), (u32, i64)>);

impl Counts {
    fn total(&self, list: WorkList, show: WorkStanding) -> (u32, i64) {
        self.0.get(&(list, shown(show))).copied().unwrap_or_default()
    }

    fn told(&self) -> Vec<WorkCounts> {
        let of = |list| {
            let (due, due_cents) = self.total(list, WorkStanding::Due);
            let (waiting, _) = self.total(list, WorkStanding::Waiting);
            let (snoozed, _) = self.total(list, WorkStanding::Snoozed);
            WorkCounts { list, due, due_cents, waiting, snoozed }
        };
        WorkList::ALL.map(of).into()
    }
}

fn counts(queries: &Queries<'_>, filter: &WorkFilter) -> Result<Counts, Problem> {
    let cells = queries.work_counts(filter)?.into_iter();
    Ok(Counts(cells.map(|cell| ((cell.list, cell.show), (cell.shares, cell.cents))).collect()))
}

/// Everybody who may be named, by name.
struct People(Vec<(WorkPerson, bool)>);

impl People {
    fn read(queries: &Queries<'_>) -> Result<Self, Problem> {
        let users = queries.users()?.into_iter();
        let mut people: Vec<_> = users
            .map(|user| {
                let works = user.retired_at.is_none() && user.role != Role::Accountant;
                (WorkPerson { user: user.id, name: user.name, role: user.role }, works)
            })
            .collect();
        people.sort_by_key(|(person, _)| person.name.to_lowercase());
        Ok(People(people))
    }

    /// Those who may be given something: who left is still named on what he had.
    fn who_work(self) -> Vec<WorkPerson> {
        self.0.into_iter().filter_map(|(person, works)| works.then_some(person)).collect()
    }

    fn of(&self, user: UserId) -> Option<WorkPerson> {
        self.0.iter().find(|(person, _)| person.user == user).map(|(person, _)| person.clone())
    }
}

/// From when what waits is late, today.
fn filter(ground: &Ground<'_>, queries: &Queries<'_>, mine: bool) -> Result<WorkFilter, Problem> {
    let today = ground.as_of;
    let late = |days| working_days::last_late(today, days);
    let rules = Rules::of(&ground.numbers, today);
    let convention = late::term(ground, "", true).map_or(DEFAULT_DAYS, |_| rules.amc_within);
    let agreed = ground.terms.iter().map(|(operator, days)| (operator.as_str().to_owned(), late(*days)));
    Ok(WorkFilter {
        today,
        due: WorkDue {
            // What was delivered today is invoiced with the day's work.
            delivered_to: today.checked_sub(1.day()).unwrap_or(today),
            asked_to: late(ANSWER_DAYS),
            advised_to: late(reference_files::practice_state(queries)?.advice_delay.days()),
            pharmacy_to: late(convention),
            others_to: late(DEFAULT_DAYS),
            operators: agreed.collect(),
        },
        assignee: mine.then_some(ground.practice.user.id),
    })
}

const fn shown(standing: WorkStanding) -> WorkShow {
    match standing {
        WorkStanding::Due => WorkShow::Due,
        WorkStanding::Waiting => WorkShow::Waiting,
        WorkStanding::Snoozed => WorkShow::Snoozed,
    }
}

const fn order(sort: WorkOrder) -> WorkSort {
    match sort {
        WorkOrder::Since => WorkSort::Since,
        WorkOrder::Amount => WorkSort::Amount,
        WorkOrder::Number => WorkSort::Number,
        WorkOrder::Customer => WorkSort::Customer,
        WorkOrder::Payer => WorkSort::Payer,
        WorkOrder::Assignee => WorkSort::Assignee,
    }
}

fn shown_row(
    ground: &Ground<'_>,
    queries: &Queries<'_>,
    people: &People,
    row: WorkRow,
) -> Result<WorkItemRow, Problem> {
    Ok(WorkItemRow {
        dossier: row.dossier,
        place: row.place,
        number: row.label,
        customer: people::display(&row.name),
        phone: row.name.phone,
        operator_label: ground.operator_label(&row.operator),
        payer_label: ground.payer_label(&row.payer)?,
        operator: row.operator,
        payer: row.payer,
        why: row.why,
        next: next(row.why, row.activity),
        since: row.since,
        days: i64::from((ground.as_of - row.since).get_days()).max(0),
        cents: row.cents,
        assignee: row.assignee.and_then(|user| people.of(user)),
        snoozed_until: row.snoozed_until,
        snooze_reason: row.reason.map(|reason| queries.text(reason)).transpose()?.flatten(),
        reminded: row.reminded.map(|last| last.level),
        reminded_on: row.reminded.map(|last| last.on),
    })
}

/// What to do next of a share: a pharmacy's invoices leave by its own software.
pub(crate) const fn next(why: WorkWhy, activity: Activity) -> WorkNext {
    match why {
        WorkWhy::NeverAsked | WorkWhy::AgreedNotInvoiced if matches!(activity, Activity::Pharmacy) => {
            WorkNext::Transmit
        }
        WorkWhy::NeverAsked | WorkWhy::AgreedNotInvoiced => WorkNext::Invoice,
        WorkWhy::Withdrawn => WorkNext::Decide,
        WorkWhy::RequestWaits | WorkWhy::InvoiceWaits => WorkNext::Send,
        WorkWhy::OutcomeUnknown => WorkNext::Confirm,
        WorkWhy::Unanswered | WorkWhy::InvoiceUndecided => WorkNext::Ask,
        WorkWhy::Entrusted | WorkWhy::AcceptedNotAdvised => WorkNext::Remind,
        WorkWhy::Advised => WorkNext::Reconcile,
        WorkWhy::Refused | WorkWhy::AgreementCancelled => WorkNext::Correct,
        WorkWhy::PaidLess => WorkNext::Explain,
        WorkWhy::CustomerOwes => WorkNext::Collect,
        WorkWhy::OwedToCustomer => WorkNext::GiveBack,
    }
}
