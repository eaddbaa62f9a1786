//! A list of the circuit: read and previewed, then recorded whole in one transaction or not at all.

use super::{
    fields::spec_of,
    plan::{Deed, Ground, Opening, Planned, plan},
    settle,
};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    choose_way,
    contract::{
        CircuitPreview, CircuitRead, CircuitReading, ImportProgress, ImportTaken, LineStatus, Nothing, Problem,
        ProblemCode, ReadCircuitRequest, TakeCircuitRequest, Topic,
    },
    fields, open_dossier, step,
    table_reading::{self, Reading, Spec},
};
use relais_domain::{
    circuit::{LotNumber, ReturnOutcome},
    context::Context,
    dossier::{Dossier, DossierCommand, Way},
    ids::{DossierId, ImportId, PersonId, TextId},
    import::{self, Import, ImportRecorded},
    money::Cents,
    platform::PlatformCode,
    tabular::TableKind,
};
use relais_exchange::tabular::fold;
use relais_storage::Tx;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Longest wording of a rejection that is kept.
const MAX_WORDING_CHARS: usize = 500;

/// Reads a list and says what each of its lines would do. Nothing is recorded.
pub async fn read(app: &App, _call: Call, request: ReadCircuitRequest) -> Result<CircuitReading, Problem> {
    let practice = app.practice()?;
    let spec = of_the_circuit(request.source.table)?;
    let reading = match table_reading::open(&practice, spec, &request.source).await? {
        Ok(reading) => reading,
        Err(fault) => return Ok(CircuitReading::Refused { fault }),
    };
    let lot = typed_lot(&request.lot)?;
    let (context, operators, import) = (practice.context(), operators(&practice), ImportId(practice.fresh()));
    practice
        .read(move |queries| {
            let imported_at = queries.import_of_checksum(&reading.checksum)?.map(|row| row.taken_at);
            let table = reading.shown(spec);
            let mut preview = None;
            if table.missing.is_empty() {
                let mut ground = Ground::new(queries, &context, import, lot, &operators);
                let planned = plan(&mut ground, spec.table, &reading, &BTreeSet::new())?;
                preview = Some(CircuitPreview { lines: planned.into_iter().map(|line| line.shown).collect() });
            }
            Ok(CircuitReading::Read { read: Box::new(CircuitRead { table, imported_at, preview }) })
        })
        .await
}

/// The list of a kind; those of payments are read elsewhere.
fn of_the_circuit(table: TableKind) -> Result<&'static Spec, Problem> {
    spec_of(table).ok_or_else(|| Problem::field("table", "not_a_choice"))
}

/// The practice's operators by name, as names are compared.
pub(crate) fn operators(practice: &OpenPractice) -> Vec<(String, PlatformCode)> {
    let known = practice.lines.known().into_iter();
    known
        .flat_map(|known| [(fold(&known.label), known.code.clone()), (fold(known.code.as_str()), known.code)])
        .collect()
}

pub(super) fn typed_lot(typed: &str) -> Result<Option<LotNumber>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    LotNumber::parse(typed).map(Some).ok_or_else(|| Problem::field("lot", "character"))
}

/// Ids a line may need, made before the transaction so that a repeat makes the same.
struct LineIds {
    dossier: DossierId,
    person: PersonId,
    wording: TextId,
}

/// What the transaction is made from.
struct Work {
    reading: Reading,
    table: TableKind,
    lot: Option<LotNumber>,
    operators: Vec<(String, PlatformCode)>,
    left_out: BTreeSet<u32>,
    import: ImportId,
    ids: HashMap<u32, LineIds>,
    name: TextId,
    checksum: TextId,
    save_as: String,
}

/// Records the list that was read: every line that is not left out and can be, in one transaction. The same list again
/// adds nothing; one that changed since it was read is refused.
pub async fn take(app: &App, call: Call, request: TakeCircuitRequest) -> Result<ImportTaken, Problem> {
    let practice = app.practice()?;
    let spec = of_the_circuit(request.source.table)?;
    let reading = match table_reading::open(&practice, spec, &request.source).await? {
        Ok(reading) if reading.checksum == request.checksum => reading,
        _ => return Err(Problem::code(ProblemCode::FileChanged)),
    };
    if let Some(missing) = reading.shown(spec).missing.first() {
        return Err(Problem::field(missing, "empty"));
    }
    let run = practice.imports.begin(reading.sheet.lines.len())?;
    let id = |number: u32| {
        let (dossier, person) = (DossierId(practice.fresh()), PersonId(practice.fresh()));
        (number, LineIds { dossier, person, wording: TextId(practice.fresh()) })
    };
    let work = Work {
        ids: reading.sheet.lines.iter().map(|line| id(line.number)).collect(),
        table: spec.table,
        lot: typed_lot(&request.lot)?,
        operators: operators(&practice),
        left_out: request.left_out.iter().copied().collect(),
        import: ImportId(practice.fresh()),
        name: TextId(practice.fresh()),
        checksum: TextId(practice.fresh()),
        save_as: request.save_as.trim().to_owned(),
        reading,
    };
    let taken = practice.command(call, &request, move |tx, context| record(tx, context, &work, &run)).await?;
    for topic in [Topic::Queue, Topic::Dossiers, Topic::Cheques, Topic::Recovery] {
        app.announce(topic, None);
    }
    Ok(taken)
}

fn record(tx: &mut Tx<'_>, context: &Context, work: &Work, run: &super::ImportRun) -> Result<ImportTaken, Problem> {
    let planned = {
        let queries = tx.queries()?;
        let mut ground = Ground::new(&queries, context, work.import, work.lot.clone(), &work.operators);
        plan(&mut ground, work.table, &work.reading, &work.left_out)?
    };
    let mut taken = ImportTaken {
        import: work.import,
        taken: 0,
        opened: 0,
        known: 0,
        left_out: 0,
        faulty: 0,
        entrusted: 0,
        twice: 0,
        rejected: 0,
    };
    let (mut total_cents, mut opened) = (Cents::ZERO, HashMap::new());
    for line in planned {
        run.step()?;
        let amount = line.shown.amount_cents.unwrap_or_default();
        let status = line.shown.status;
        if take_line(tx, context, work, line, (&mut taken, &mut opened))? {
            taken.taken += 1;
            total_cents = total_cents.plus(amount)?;
            taken.twice += u32::from(status == LineStatus::Twice);
        }
    }
    if !work.save_as.is_empty() {
        let mapping = work.reading.mapping(of_the_circuit(work.table)?, &work.save_as)?;
        table_reading::save(tx, context, mapping)?;
    }
    let name = table_reading::keep_name(tx, (work.name, work.checksum), &work.reading)?;
    let recorded = ImportRecorded {
        import: work.import,
        table: work.table,
        name,
        checksum: work.checksum,
        taken: taken.taken,
        opened: taken.opened,
        known: taken.known,
        left_out: taken.left_out,
        faulty: taken.faulty,
        total_cents,
    };
    let events = import::record(&Import::default(), recorded, context)?;
    tx.append::<Import>(work.import.0, events)?;
    Ok(taken)
}

/// Takes one line, when it can be and is not left out; gives whether it was.
fn take_line(
    tx: &mut Tx<'_>,
    context: &Context,
    work: &Work,
    line: Planned,
    (taken, opened): (&mut ImportTaken, &mut HashMap<u32, DossierId>),
) -> Result<bool, Problem> {
    let number = line.shown.line;
    let Some(deed) = line.deed else {
        match line.shown.status {
            LineStatus::Known => taken.known += 1,
            _ => taken.faulty += 1,
        }
        return Ok(false);
    };
    if work.left_out.contains(&number) {
        taken.left_out += 1;
        return Ok(false);
    }
    let ids = work.ids.get(&number).ok_or_else(|| Problem::internal("a line without its ids"))?;
    match deed {
        Deed::Open(opening) => {
            open(tx, context, *opening, ids)?;
            opened.insert(number, ids.dossier);
            taken.opened += 1;
        }
        Deed::Follow { line, transmitted } => {
            let dossier = *opened.get(&line).ok_or_else(|| Problem::internal("a line without the one it follows"))?;
            settle::entrust(tx, context, dossier, transmitted)?;
        }
        Deed::Join { dossier, transmitted } => {
            taken.entrusted += settle::entrust(tx, context, dossier, transmitted)?;
        }
        Deed::Receive { dossier, mut returned } => {
            let wording: String = line.shown.wording.chars().take(MAX_WORDING_CHARS).collect();
            if !wording.is_empty() {
                let person = tx.load::<Dossier>(dossier.0)?.person();
                tx.put_text(ids.wording, person, &wording)?;
                returned.wording = Some(ids.wording);
            }
            taken.rejected += u32::from(returned.outcome == ReturnOutcome::Rejected);
            settle::receive(tx, context, dossier, *returned)?;
        }
    }
    Ok(true)
}

/// Opens the dossier of an invoice: delivered under tiers payant, as the pharmacy's software says by transmitting it.
fn open(tx: &mut Tx<'_>, context: &Context, opening: Opening, ids: &LineIds) -> Result<(), Problem> {
    open_dossier::record(tx, context, (ids.dossier, ids.person), &opening.request)?;
    let state = step::existing_dossier(tx, ids.dossier)?;
    let incident = choose_way::incident_of(&tx.queries()?, ids.dossier, &state)?;
    let way = DossierCommand::ChooseWay { way: Way::DeliveredThirdPartyPayment, incident };
    step::dossier(tx, ids.dossier, way, context)?;
    if let Some(on) = opening.delivered_on {
        step::dossier(tx, ids.dossier, DossierCommand::Deliver { on }, context)?;
    }
    let transmitted = relais_domain::circuit::Transmitted { opened: true, ..opening.transmitted };
    settle::entrust(tx, context, ids.dossier, transmitted).map(drop)
}

/// Where the import under way stands.
pub async fn progress(app: &App, _call: Call, _request: Nothing) -> Result<ImportProgress, Problem> {
    Ok(app.practice()?.imports.progress())
}

/// Asks the import under way to stop: nothing of it remains.
pub async fn cancel(app: &App, _call: Call, _request: Nothing) -> Result<ImportProgress, Problem> {
    let practice: Arc<OpenPractice> = app.practice()?;
    practice.imports.cancel();
    Ok(practice.imports.progress())
}

/// What is shown of a number typed by hand.
pub(super) fn invoice_typed(typed: &str) -> Result<Option<relais_domain::circuit::InvoiceNumber>, Problem> {
    let text = fields::bounded("invoice", typed, relais_domain::circuit::MAX_NUMBER_CHARS)?;
    if text.is_empty() {
        return Ok(None);
    }
    relais_domain::circuit::InvoiceNumber::parse(&text).map(Some).ok_or_else(|| Problem::field("invoice", "character"))
}
