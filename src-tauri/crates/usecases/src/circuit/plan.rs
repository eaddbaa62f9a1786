//! What each line of a list would do, decided by the rules on the dossiers as they stand and as the lines before it leave
//! them. The preview and the import are this one plan, so that what was shown is what is recorded.

use super::{cells::Cells, lots, returns};
use crate::{
    contract::{LineStatus, PreviewLine, Problem},
    fields, people,
    table_reading::Reading,
};
use jiff::civil::Date;
use relais_domain::{
    circuit::{InvoiceNumber, LotNumber, Returned, Transmitted},
    context::Context,
    dossier::{Dossier, DossierCommand, decide},
    ids::{DossierId, ImportId},
    platform::PlatformCode,
    tabular::TableKind,
};
use relais_storage::Queries;
use std::collections::{BTreeSet, HashMap};

/// What a list is planned against.
pub(crate) struct Ground<'g> {
    pub(super) queries: &'g Queries<'g>,
    pub(super) context: &'g Context,
    pub(super) import: ImportId,
    /// The lot of every line that names none.
    pub(super) lot: Option<LotNumber>,
    /// The operators of the practice, by name.
    pub(super) operators: &'g [(String, PlatformCode)],
    states: HashMap<DossierId, Dossier>,
    /// Which line opens the dossier of an invoice.
    pub(super) opening: HashMap<InvoiceNumber, u32>,
    /// Which line named a lot and an invoice first.
    pub(super) seen: HashMap<(Option<LotNumber>, InvoiceNumber), u32>,
}

/// One line, and what is done when it is taken.
pub(crate) struct Planned {
    pub(crate) shown: PreviewLine,
    pub(crate) deed: Option<Deed>,
}

/// What taking a line does.
pub(crate) enum Deed {
    /// Opens a dossier and entrusts it.
    Open(Box<Opening>),
    /// Entrusts the dossier opened by another line.
    Follow {
        /// That line.
        line: u32,
        /// What was transmitted.
        transmitted: Transmitted,
    },
    /// Entrusts a share of a dossier.
    Join {
        /// Which.
        dossier: DossierId,
        /// What was transmitted.
        transmitted: Transmitted,
    },
    /// Records what came back.
    Receive {
        /// Of which dossier.
        dossier: DossierId,
        /// What.
        returned: Box<Returned>,
    },
}

/// A dossier to open.
pub(crate) struct Opening {
    pub(crate) request: crate::contract::OpenDossierRequest,
    pub(crate) delivered_on: Option<Date>,
    pub(crate) transmitted: Transmitted,
}

impl<'g> Ground<'g> {
    pub(crate) fn new(
        queries: &'g Queries<'g>,
        context: &'g Context,
        import: ImportId,
        lot: Option<LotNumber>,
        operators: &'g [(String, PlatformCode)],
    ) -> Self {
        let (states, opening, seen) = Default::default();
        Ground { queries, context, import, lot, operators, states, opening, seen }
    }

    /// A dossier as the lines before left it.
    pub(super) fn state(&mut self, dossier: DossierId) -> Result<&Dossier, Problem> {
        if !self.states.contains_key(&dossier) {
            let state = self.queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
            self.states.insert(dossier, state);
        }
        Ok(self.states.entry(dossier).or_default())
    }

    /// What a command would do to a dossier: none for nothing at all. A line that is left out does nothing.
    pub(super) fn would(
        &mut self,
        dossier: DossierId,
        command: DossierCommand,
        done: bool,
    ) -> Result<Option<Result<(), relais_domain::refusal::Refusal>>, Problem> {
        let context = *self.context;
        let state = self.state(dossier)?;
        let events = match decide(state, command, &context) {
            Ok(events) if events.is_empty() => return Ok(None),
            Ok(events) => events,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        if done && let Some(state) = self.states.get_mut(&dossier) {
            events.iter().for_each(|event| relais_domain::stream::Stream::apply(state, event));
        }
        Ok(Some(Ok(())))
    }

    /// The dossier on its line: its number, its customer, its share.
    pub(super) fn introduce(&mut self, shown: &mut PreviewLine, dossier: DossierId, rank: u8) -> Result<(), Problem> {
        let state = self.state(dossier)?;
        let (opened, track) = (state.opened.clone(), state.track(rank).cloned());
        (shown.dossier, shown.rank) = (Some(dossier), rank);
        shown.share_cents = track.as_ref().map(|track| track.share_cents);
        shown.from = track.map(|track| track.state);
        if let Some(opened) = opened {
            shown.number = fields::dossier_number(opened.year, opened.number);
            let person = self.queries.person(opened.person)?;
            let name = person.map(|person| relais_storage::rows::PersonName {
                family_name: person.family_name,
                given_name: person.given_name,
                phone: String::new(),
            });
            shown.customer = name.as_ref().map(people::display).unwrap_or_default();
        }
        Ok(())
    }
}

/// Every line in the order of the list.
pub(crate) fn plan(
    ground: &mut Ground<'_>,
    table: TableKind,
    reading: &Reading,
    left_out: &BTreeSet<u32>,
) -> Result<Vec<Planned>, Problem> {
    let mut planned = Vec::with_capacity(reading.sheet.lines.len());
    for line in &reading.sheet.lines {
        let cells = Cells { reading, line };
        let taken = !left_out.contains(&line.number);
        planned.push(match table {
            TableKind::TransmittedLots => lots::plan(ground, &cells, taken)?,
            TableKind::ConcentratorReturns => returns::plan(ground, &cells, taken)?,
            TableKind::BankStatement | TableKind::PaymentAdvices => continue,
        });
    }
    Ok(planned)
}

/// A line nothing is done of.
pub(super) fn idle(mut shown: PreviewLine, status: LineStatus, fault: Option<crate::contract::LineFault>) -> Planned {
    (shown.status, shown.fault, shown.takes) = (status, fault, false);
    Planned { shown, deed: None }
}
