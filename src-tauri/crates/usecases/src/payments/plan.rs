//! What each line of a statement would do: the credit it is, the slip it credits, the shares it may pay. The preview and the
//! import are this one plan (decision 0020).

use super::{
    awaited::AwaitedShares,
    fields::{Usual, usual},
    line::{self, Line},
};
use crate::{
    contract::{Problem, ProposalView, StatementLineShown, StatementStatus, StatementWarning},
    fields, people,
    table_cells::Cells,
    table_reading::Reading,
};
use jiff::civil::Date;
use relais_domain::{
    bank_credit::Allocation,
    context::Context,
    ids::SlipId,
    money::Cents,
    payer::{Payer, PayerWords, recognised},
    platform::PlatformCode,
};
use relais_exchange::tabular::fold;
use relais_storage::{
    Queries,
    rows::{BankedCheque, SlipRow},
};
use std::collections::{BTreeSet, HashMap};

/// What a person chose of the lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// Lines that are left out; none chosen yet: those that are not proposed.
    pub(super) left_out: Option<BTreeSet<u32>>,
    /// Lines recorded without their proposal; none chosen yet: those that are not sure.
    pub(super) unallocated: Option<BTreeSet<u32>>,
}

/// One line, and what is done when it is taken.
pub(super) struct Planned {
    pub(super) shown: StatementLineShown,
    pub(super) deed: Option<Deed>,
}

/// What taking a line does.
pub(super) enum Deed {
    /// Records a credit, and what it pays at once.
    Credit { line: Line, payer: Option<PlatformCode>, insurer: Option<String>, allocations: Vec<Allocation> },
    /// Credits a slip.
    Slip { slip: SlipId, on: Date, amount: Cents },
}

/// A credit as it is known again: day, amount, label and reference, as they are compared.
type Key = (Date, Cents, String, String);

/// What a statement is planned against.
pub(super) struct Ground<'q> {
    context: &'q Context,
    awaited: AwaitedShares<'q>,
    words: Vec<PayerWords>,
    /// How many credits are known of each key, less those the lines before were.
    known: HashMap<Key, u32>,
    /// The same of day and amount alone.
    twins: HashMap<(Date, Cents), u32>,
    slips: Vec<SlipRow>,
    cheques: Vec<BankedCheque>,
}

impl<'q> Ground<'q> {
    pub(super) fn new(
        queries: &'q Queries<'q>,
        context: &'q Context,
        reading: &Reading,
        words: Vec<PayerWords>,
    ) -> Result<Self, Problem> {
        let days = |line| line::read(&Cells { reading, line }, context.today).ok().map(|line| line.on);
        let days: BTreeSet<Date> = reading.sheet.lines.iter().filter_map(days).collect();
        let (mut known, mut twins, mut slips) = (HashMap::new(), HashMap::new(), Vec::new());
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            for row in queries.credits_between(*first, *last)? {
                *twins.entry((row.on, row.amount_cents)).or_default() += 1;
                *known.entry((row.on, row.amount_cents, fold(&row.label), fold(&row.reference))).or_default() += 1;
            }
            slips = queries.slips_of_statement(*first, *last)?;
        }
        let cheques = queries.cheques_at_the_bank()?;
        Ok(Ground { context, awaited: AwaitedShares::of(queries)?, words, known, twins, slips, cheques })
    }
}

/// Every line, in the order of the statement.
pub(super) fn plan(ground: &mut Ground<'_>, reading: &Reading, choice: &Choice) -> Result<Vec<Planned>, Problem> {
    reading.sheet.lines.iter().map(|line| one(ground, &Cells { reading, line }, choice)).collect()
}

fn one(ground: &mut Ground<'_>, cells: &Cells<'_>, choice: &Choice) -> Result<Planned, Problem> {
    let mut shown = blank(cells);
    let said = match line::read(cells, ground.context.today) {
        Ok(said) => said,
        Err(fault) => {
            shown.fault = Some(fault);
            return Ok(Planned { shown, deed: None });
        }
    };
    tell(&mut shown, &said);
    let label = fold(&format!("{} {}", said.label, said.reference));
    let usually = usual(&label);
    if !said.amount.is_positive() {
        bounced(ground, &mut shown, &said, usually);
        return Ok(Planned { shown, deed: None });
    }
    // A twin is of a line of another label: what the lines of this very label are is known first.
    let key = (said.on, said.amount, fold(&said.label), fold(&said.reference));
    let twin = take_one(&mut ground.twins, &(said.on, said.amount));
    if take_one(&mut ground.known, &key) {
        shown.status = StatementStatus::Known;
        return Ok(Planned { shown, deed: None });
    }
    if usually == Some(Usual::Slip) {
        return Ok(slip(ground, shown, &said, &label));
    }
    let payer = recognised(&label, &ground.words).map(|known| known.payer.clone());
    shown.warning = twin.then_some(StatementWarning::Twin);
    credit(ground, (shown, said, label), (payer, usually), choice)
}

/// Takes one of those counted under a key; false when there is none.
fn take_one<K: Eq + std::hash::Hash>(counts: &mut HashMap<K, u32>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// A payer's money, somebody's, or what pays no share.
fn credit(
    ground: &mut Ground<'_>,
    (mut shown, said, label): (StatementLineShown, Line, String),
    (payer, usually): (Option<Payer>, Option<Usual>),
    choice: &Choice,
) -> Result<Planned, Problem> {
    let other = payer == Some(Payer::Other) || (payer.is_none() && usually == Some(Usual::Other));
    let found = match other {
        true => None,
        false => ground.awaited.propose(said.amount, payer.as_ref(), &label)?,
    };
    let sure = found.as_ref().is_some_and(|(proposal, _)| proposal.sure);
    shown.status = match () {
        () if other => StatementStatus::Other,
        () if payer.is_some() => StatementStatus::Transfer,
        () => StatementStatus::Unrecognised,
    };
    shown.takes = true;
    shown.proposed = shown.warning.is_none()
        && match shown.status {
            StatementStatus::Transfer => true,
            StatementStatus::Unrecognised => sure || usually == Some(Usual::Transfer),
            _ => false,
        };
    shown.payer = payer.clone().filter(|_| !other);
    shown.proposal = found.as_ref().map(|found| ground.awaited.shown(said.amount, found));
    let number = shown.line;
    let taken = choice.left_out.as_ref().map_or(shown.proposed, |left| !left.contains(&number));
    let allocated = choice.unallocated.as_ref().map_or(sure, |left| !left.contains(&number));
    let mut allocations = Vec::new();
    if let Some(found) = found.filter(|_| taken && allocated) {
        allocations = parts(shown.proposal.as_ref());
        ground.awaited.pay(&found);
    }
    let (payer, insurer) = match payer {
        Some(Payer::Operator { platform }) => (Some(platform), None),
        Some(Payer::Insurer { name }) => (None, Some(name)),
        _ => (None, None),
    };
    Ok(Planned { shown, deed: Some(Deed::Credit { line: said, payer, insurer, allocations }) })
}

fn parts(proposal: Option<&ProposalView>) -> Vec<Allocation> {
    let part = |part: &crate::contract::ProposalPart| Allocation {
        dossier: part.dossier,
        rank: part.rank,
        amount_cents: part.amount_cents,
    };
    proposal.map(|proposal| proposal.parts.iter().map(part).collect()).unwrap_or_default()
}

/// One line credits a whole slip: that whose number the label holds, else the one of this amount handed in last before.
fn slip(ground: &mut Ground<'_>, mut shown: StatementLineShown, said: &Line, label: &str) -> Planned {
    // What was credited that day for that much is this line again.
    let same = |slip: &SlipRow| (slip.credited_on, slip.credited_cents) == (Some(said.on), Some(said.amount));
    if let Some(at) = ground.slips.iter().position(same) {
        let slip = ground.slips.remove(at);
        shown.slip_number = fields::slip_number(slip.year, slip.number);
        (shown.slip, shown.status) = (Some(slip.id), StatementStatus::Known);
        return Planned { shown, deed: None };
    }
    let numbered = |slip: &SlipRow| {
        slip.bank_number.as_ref().is_some_and(|number| relais_domain::payer::holds(label, &fold(number)))
    };
    let awaited = |slip: &&SlipRow| slip.credited_on.is_none() && slip.made_on <= said.on;
    let of_number = ground.slips.iter().filter(awaited).find(|slip| numbered(slip));
    let of_amount = ground.slips.iter().filter(awaited).find(|slip| slip.expected_cents == said.amount);
    let Some(found) = of_number.or(of_amount).cloned() else {
        (shown.status, shown.takes) = (StatementStatus::SlipUnknown, false);
        return Planned { shown, deed: None };
    };
    shown.slip_number = fields::slip_number(found.year, found.number);
    shown.slip = Some(found.id);
    if found.expected_cents != said.amount {
        // Another amount is the bank's word, and needs a person's reason: the slip's own dialog asks it.
        shown.status = StatementStatus::SlipUnknown;
        return Planned { shown, deed: None };
    }
    ground.slips.retain(|slip| slip.id != found.id);
    (shown.status, shown.takes, shown.proposed) = (StatementStatus::Slip, true, true);
    Planned { shown, deed: Some(Deed::Slip { slip: found.id, on: said.on, amount: said.amount }) }
}

/// Money that left: a cheque that came back is named, so that a person records why.
fn bounced(ground: &mut Ground<'_>, shown: &mut StatementLineShown, said: &Line, usually: Option<Usual>) {
    shown.status = StatementStatus::Debit;
    if usually != Some(Usual::Bounced) {
        return;
    }
    shown.status = StatementStatus::Bounced;
    let out = said.amount.get().abs();
    if let Some(at) = ground.cheques.iter().position(|cheque| cheque.amount_cents.get() == out) {
        let cheque = ground.cheques.remove(at);
        (shown.cheque, shown.customer) = (Some(cheque.id), people::display(&cheque.name));
    }
}

fn blank(cells: &Cells<'_>) -> StatementLineShown {
    StatementLineShown {
        line: cells.line.number,
        status: StatementStatus::Unreadable,
        takes: false,
        proposed: false,
        fault: None,
        warning: None,
        on: None,
        label: cells.text("label").to_owned(),
        reference: cells.text("reference").to_owned(),
        amount_cents: None,
        payer: None,
        slip: None,
        slip_number: String::new(),
        cheque: None,
        customer: String::new(),
        proposal: None,
    }
}

fn tell(shown: &mut StatementLineShown, said: &Line) {
    (shown.on, shown.amount_cents) = (Some(said.on), Some(said.amount));
    (shown.label, shown.reference) = (said.label.clone(), said.reference.clone());
}
