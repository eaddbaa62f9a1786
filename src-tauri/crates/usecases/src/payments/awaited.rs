//! What is awaited of payers, as a statement meets it: the shares announced, and those a label names; each is paid once, by the
//! line that comes first.

use crate::{
    bank_credit::awaited_tracks,
    contract::{Problem, ProposalPart, ProposalView},
    people,
};
use jiff::civil::Date;
use relais_domain::{
    allocation::{self, Awaited, Ground, Proposal},
    dossier::TrackState,
    ids::DossierId,
    money::Cents,
    payer::Payer,
    platform::PlatformCode,
};
use relais_exchange::tabular::fold;
use relais_storage::{
    Queries,
    rows::{AdviceRow, DossierRow},
};
use std::collections::{HashMap, HashSet};

/// Most words of a label that are looked up together: « 2024 0187 », « av 2024 02 118 ».
const MAX_WORDS: usize = 4;
/// Fewest signs of a number that names something: shorter ones are everywhere.
const LEAST_SIGNS: usize = 4;
/// Most shares of one payer looked at for a line.
const MAX_SHARES: usize = 400;
/// Dossiers looked at for an amount nobody announced.
const DOSSIERS_OF_AMOUNT: u32 = 20;

/// One share that is awaited.
#[derive(Debug, Clone)]
struct Open {
    dossier: DossierId,
    rank: u8,
    number: String,
    customer: String,
    operator: Option<PlatformCode>,
    awaited: Cents,
    advised: bool,
    advised_on: Option<Date>,
    reference: Option<String>,
}

/// Everything awaited, found by payer and by name.
pub(super) struct AwaitedShares<'q> {
    queries: &'q Queries<'q>,
    open: Vec<Open>,
    known: HashMap<(DossierId, u8), usize>,
    of_payer: HashMap<PlatformCode, Vec<usize>>,
    named: HashMap<String, Vec<usize>>,
    /// Dossiers found by number or amount rather than by an advice.
    looked_up: HashSet<DossierId>,
}

impl<'q> AwaitedShares<'q> {
    /// The shares announced; others are looked up when a label names them.
    pub(super) fn of(queries: &'q Queries<'q>) -> Result<Self, Problem> {
        let mut shares = AwaitedShares {
            queries,
            open: Vec::new(),
            known: HashMap::new(),
            of_payer: HashMap::new(),
            named: HashMap::new(),
            looked_up: HashSet::new(),
        };
        for row in queries.advices_awaited()? {
            shares.add_advice(row);
        }
        Ok(shares)
    }

    fn add_advice(&mut self, row: AdviceRow) {
        let names = [Some(row.label.clone()), row.invoice.clone(), row.reference.clone()];
        self.add(
            Open {
                dossier: row.dossier,
                rank: row.rank,
                number: row.label,
                customer: people::display(&row.name),
                operator: row.operator,
                awaited: row.advised_cents.remaining_after(row.paid_cents),
                advised: true,
                advised_on: row.advised_on,
                reference: row.reference,
            },
            names.into_iter().flatten(),
        );
    }

    fn add(&mut self, open: Open, names: impl Iterator<Item = String>) {
        let key = (open.dossier, open.rank);
        if self.known.contains_key(&key) {
            return;
        }
        let at = self.open.len();
        if let Some(operator) = &open.operator {
            self.of_payer.entry(operator.clone()).or_default().push(at);
        }
        for name in names.map(|name| fold(&name)).filter(|name| is_a_name(name)) {
            self.named.entry(name).or_default().push(at);
        }
        self.known.insert(key, at);
        self.open.push(open);
    }

    /// A dossier nobody announced anything of, found by its number or its amount.
    fn add_dossier(&mut self, row: &DossierRow) {
        if !self.looked_up.insert(row.id) {
            return;
        }
        let customer = people::display(&row.name);
        for track in awaited_tracks(row).filter(|track| track.state != TrackState::Paid) {
            let names = [Some(row.label()), row.reference.clone()];
            self.add(
                Open {
                    dossier: row.id,
                    rank: track.rank,
                    number: row.label(),
                    customer: customer.clone(),
                    operator: track.platform,
                    awaited: track.advised_cents.unwrap_or(track.awaited_cents),
                    advised: false,
                    advised_on: None,
                    reference: None,
                },
                names.into_iter().flatten(),
            );
        }
    }

    /// What a credit may pay, and the places of it here.
    pub(super) fn propose(
        &mut self,
        amount: Cents,
        payer: Option<&Payer>,
        label: &str,
    ) -> Result<Option<(Proposal, Vec<usize>)>, Problem> {
        let text = fold(label);
        self.look_up(&text)?;
        let named = self.named_in(&text);
        let operator = match payer {
            Some(Payer::Operator { platform }) => Some(platform.clone()),
            _ => None,
        };
        let mut places: Vec<usize> = match &operator {
            Some(operator) => self.of_payer.get(operator).cloned().unwrap_or_default(),
            // Nobody knows who pays: what the label names, or one share of the very amount.
            None => (0..self.open.len()).filter(|at| self.open[*at].awaited == amount).collect(),
        };
        // What was only looked up is proposed when it is named, or is the very amount.
        places.retain(|at| self.open[*at].advised || self.open[*at].awaited == amount);
        places.truncate(MAX_SHARES);
        places.extend(named.iter().copied());
        places.sort_unstable();
        places.dedup();
        let shares: Vec<Awaited> = places.iter().map(|at| self.awaited(*at, named.contains(at))).collect();
        if let Some(found) = allocation::propose(amount, &shares) {
            let announced = found.parts.iter().all(|(at, _)| self.open[places[*at]].advised);
            // Of an amount alone, nobody is sure who was not announced, nor whose payer is not known.
            let by_amount = !matches!(found.ground, Ground::Named) && (operator.is_none() || !announced);
            return Ok(Some((Proposal { sure: found.sure && !by_amount, ..found }, places)));
        }
        self.by_amount(amount, operator.as_ref())
    }

    fn awaited(&self, at: usize, named: bool) -> Awaited {
        let open = &self.open[at];
        Awaited {
            dossier: open.dossier,
            rank: open.rank,
            amount_cents: open.awaited,
            advised_on: open.advised_on,
            reference: open.reference.clone(),
            named,
        }
    }

    /// One share of that very amount nobody announced.
    fn by_amount(
        &mut self,
        amount: Cents,
        operator: Option<&PlatformCode>,
    ) -> Result<Option<(Proposal, Vec<usize>)>, Problem> {
        let typed = format!("{},{:02}", amount.get() / 100, amount.get() % 100);
        for row in self.queries.search(&typed, DOSSIERS_OF_AMOUNT)? {
            self.add_dossier(&row);
        }
        let of_payer = |open: &Open| operator.is_none_or(|operator| open.operator.as_ref() == Some(operator));
        let Some(first) = self.open.iter().position(|open| open.awaited == amount && of_payer(open)) else {
            return Ok(None);
        };
        Ok(Some((Proposal { ground: Ground::OneShare, sure: false, parts: vec![(0, amount)] }, vec![first])))
    }

    /// Looks up the dossiers whose number or invoice stands in a label.
    fn look_up(&mut self, text: &str) -> Result<(), Problem> {
        for name in names_in(text) {
            if self.named.contains_key(&name) || !name.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            // Banks write what stands between the parts of a number as they like; software keeps it.
            for between in ["", "-", "/"] {
                let invoice = name.replace(' ', between).to_uppercase();
                for dossier in self.queries.dossiers_of_invoice(&invoice)? {
                    if let Some(row) = self.queries.dossier(dossier)? {
                        self.add_dossier(&row);
                    }
                }
            }
            if let Some((year, number)) = dossier_number(&name) {
                let label = format!("{year}-{number}");
                let found = self.queries.search(&label, 5)?;
                found.iter().filter(|row| row.label() == label).for_each(|row| self.add_dossier(row));
            }
        }
        Ok(())
    }

    fn named_in(&self, text: &str) -> Vec<usize> {
        let mut found: Vec<usize> =
            names_in(text).filter_map(|name| self.named.get(&name)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|at| self.open[*at].awaited.is_positive());
        found
    }

    /// The line pays this much of these: less is awaited of them afterwards.
    pub(super) fn pay(&mut self, (proposal, places): &(Proposal, Vec<usize>)) {
        for (at, amount) in &proposal.parts {
            let open = &mut self.open[places[*at]];
            open.awaited = open.awaited.remaining_after(*amount);
        }
    }

    /// For the window.
    pub(super) fn shown(&self, amount: Cents, (proposal, places): &(Proposal, Vec<usize>)) -> ProposalView {
        let parts: Vec<ProposalPart> = proposal
            .parts
            .iter()
            .map(|(at, part)| {
                let open = &self.open[places[*at]];
                ProposalPart {
                    dossier: open.dossier,
                    rank: open.rank,
                    number: open.number.clone(),
                    customer: open.customer.clone(),
                    awaited_cents: open.awaited,
                    amount_cents: *part,
                    advised: open.advised,
                }
            })
            .collect();
        let sum = |of: fn(&ProposalPart) -> Cents| Cents::sum(parts.iter().map(of)).unwrap_or_default();
        ProposalView {
            ground: proposal.ground,
            sure: proposal.sure,
            left_cents: amount.remaining_after(sum(|part| part.amount_cents)),
            short_cents: sum(|part| part.awaited_cents).remaining_after(sum(|part| part.amount_cents)),
            parts,
        }
    }
}

/// Whether a folded name is long enough to mean one thing.
fn is_a_name(name: &str) -> bool {
    name.chars().filter(|c| *c != ' ').count() >= LEAST_SIGNS && name.split(' ').count() <= MAX_WORDS
}

/// Every run of words of a label that may be a name.
fn names_in(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let runs = (0..words.len()).flat_map(|from| (1..=MAX_WORDS).map(move |length| (from, from + length)));
    let names: Vec<String> =
        runs.filter(|(_, to)| *to <= words.len()).map(|(from, to)| words[from..to].join(" ")).collect();
    names.into_iter().filter(|name| is_a_name(name))
}

/// « 2024 0187 », as a dossier's number is folded.
fn dossier_number(name: &str) -> Option<(&str, &str)> {
    let (year, number) = name.split_once(' ')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (year.len() == 4 && number.len() >= LEAST_SIGNS && digits(year) && digits(number)).then_some((year, number))
}
