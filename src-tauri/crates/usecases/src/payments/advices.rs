//! A list of payment advices: read and previewed, then recorded whole in one transaction or not at all. A line whose share is
//! not found stays as work, until a person says whose it is or drops it.

use super::{
    advice_fields::ADVICES,
    advice_plan::{Deed, Ground, Planned, plan, sentence},
};
use crate::{
    app::App,
    call::Call,
    circuit::{self, ImportRun},
    contract::{
        AdvicePreview, AdviceRead, AdviceReading, AdviceStatus, AdvicesTaken, DropAsideRequest, PaymentsView, Problem,
        ProblemCode, ReadAdvicesRequest, SettleAsideRequest, TableSource, TakeAdvicesRequest, Topic,
    },
    step,
    table_reading::{self, Reading},
};
use relais_domain::{
    advice::AdviceOutcome,
    context::Context,
    dossier::DossierCommand,
    ids::{ImportId, TextId},
    import::{self, Import, ImportRecorded, SetAside},
    money::Cents,
    platform::PlatformCode,
    refusal::Refusal,
    tabular::TableKind,
};
use relais_storage::{Queries, Tx};
use std::collections::{BTreeSet, HashMap};

/// Longest wording of a rejection that is kept.
const MAX_WORDING_CHARS: usize = 500;

/// Reads a list and says what each of its lines would do. Nothing is recorded.
pub async fn read(app: &App, _call: Call, request: ReadAdvicesRequest) -> Result<AdviceReading, Problem> {
    let practice = app.practice()?;
    let source = of_advices(request.source)?;
    let reading = match table_reading::open(&practice, &ADVICES, &source).await? {
        Ok(reading) => reading,
        Err(fault) => return Ok(AdviceReading::Refused { fault }),
    };
    let (context, operators) = (practice.context(), circuit::operators(&practice));
    let import = ImportId(practice.fresh());
    practice
        .read(move |queries| {
            let imported_at = queries.import_of_checksum(&reading.checksum)?.map(|row| row.taken_at);
            let table = reading.shown(&ADVICES);
            let mut preview = None;
            if table.missing.is_empty() {
                let planned = planned(queries, &context, (&reading, import), &operators, &BTreeSet::new())?;
                preview = Some(AdvicePreview { lines: planned.into_iter().map(|line| line.shown).collect() });
            }
            Ok(AdviceReading::Read { read: Box::new(AdviceRead { table, imported_at, preview }) })
        })
        .await
}

fn planned(
    queries: &Queries<'_>,
    context: &Context,
    (reading, import): (&Reading, ImportId),
    operators: &[(String, PlatformCode)],
    left_out: &BTreeSet<u32>,
) -> Result<Vec<Planned>, Problem> {
    let aside = queries.aside_texts()?.into_iter().collect();
    let states = HashMap::new();
    plan(&mut Ground { queries, context, import, operators, aside, states }, reading, left_out)
}

fn of_advices(source: TableSource) -> Result<TableSource, Problem> {
    if source.table == TableKind::PaymentAdvices { Ok(source) } else { Err(Problem::field("table", "not_a_choice")) }
}

/// What the transaction is made from.
struct Work {
    reading: Reading,
    operators: Vec<(String, PlatformCode)>,
    left_out: BTreeSet<u32>,
    import: ImportId,
    /// The text a line may need, made before the transaction so that a repeat makes the same.
    texts: HashMap<u32, TextId>,
    name: TextId,
    checksum: TextId,
    save_as: String,
}

/// Records the list that was read: every line that is not left out and can be, in one transaction. The same list again adds
/// nothing; one that changed since it was read is refused.
pub async fn take(app: &App, call: Call, request: TakeAdvicesRequest) -> Result<AdvicesTaken, Problem> {
    let practice = app.practice()?;
    let source = of_advices(request.source.clone())?;
    let reading = match table_reading::open(&practice, &ADVICES, &source).await? {
        Ok(reading) if reading.checksum == request.checksum => reading,
        _ => return Err(Problem::code(ProblemCode::FileChanged)),
    };
    if let Some(missing) = reading.missing(&ADVICES).first() {
        return Err(Problem::field(missing, "empty"));
    }
    let run = practice.imports.begin(reading.sheet.lines.len())?;
    let work = Work {
        texts: reading.sheet.lines.iter().map(|line| (line.number, TextId(practice.fresh()))).collect(),
        operators: circuit::operators(&practice),
        left_out: request.left_out.iter().copied().collect(),
        import: ImportId(practice.fresh()),
        name: TextId(practice.fresh()),
        checksum: TextId(practice.fresh()),
        save_as: request.save_as.trim().to_owned(),
        reading,
    };
    let taken = practice.command(call, &request, move |tx, context| record(tx, context, &work, &run)).await?;
    for topic in [Topic::Dossiers, Topic::Cheques, Topic::Recovery] {
        app.announce(topic, None);
    }
    Ok(taken)
}

fn record(tx: &mut Tx<'_>, context: &Context, work: &Work, run: &ImportRun) -> Result<AdvicesTaken, Problem> {
    let planned = planned(&tx.queries()?, context, (&work.reading, work.import), &work.operators, &work.left_out)?;
    let mut taken = AdvicesTaken {
        import: work.import,
        taken: 0,
        announced: 0,
        rejected: 0,
        aside: 0,
        known: 0,
        left_out: 0,
        faulty: 0,
        total_cents: Cents::ZERO,
    };
    let mut aside = Vec::new();
    for line in planned {
        run.step()?;
        take_line(tx, context, work, line, (&mut taken, &mut aside))?;
    }
    if !work.save_as.is_empty() {
        table_reading::save(tx, context, work.reading.mapping(&ADVICES, &work.save_as)?)?;
    }
    let recorded = ImportRecorded {
        import: work.import,
        table: TableKind::PaymentAdvices,
        name: table_reading::keep_name(tx, (work.name, work.checksum), &work.reading)?,
        checksum: work.checksum,
        taken: taken.taken,
        opened: 0,
        known: taken.known,
        left_out: taken.left_out,
        faulty: taken.faulty,
        total_cents: taken.total_cents,
    };
    let mut events = import::record(&Import::default(), recorded, context)?;
    events.extend(import::set_aside(aside));
    tx.append::<Import>(work.import.0, events)?;
    Ok(taken)
}

/// Takes one line, when it can be and is not left out.
fn take_line(
    tx: &mut Tx<'_>,
    context: &Context,
    work: &Work,
    line: Planned,
    (taken, aside): (&mut AdvicesTaken, &mut Vec<SetAside>),
) -> Result<(), Problem> {
    let number = line.shown.line;
    let Some(deed) = line.deed else {
        match line.shown.status {
            AdviceStatus::Known => taken.known += 1,
            _ => taken.faulty += 1,
        }
        return Ok(());
    };
    if work.left_out.contains(&number) {
        taken.left_out += 1;
        return Ok(());
    }
    let text = *work.texts.get(&number).ok_or_else(|| Problem::internal("a line without its text"))?;
    taken.taken += 1;
    taken.total_cents = taken.total_cents.plus(line.shown.amount_cents.unwrap_or_default())?;
    match deed {
        Deed::Advise(dossier, mut advice) => {
            match advice.outcome {
                AdviceOutcome::Announced => taken.announced += 1,
                AdviceOutcome::Rejected => taken.rejected += 1,
            }
            let wording: String = line.shown.wording.chars().take(MAX_WORDING_CHARS).collect();
            if !wording.is_empty() {
                let person = step::existing_dossier(tx, dossier)?.person();
                tx.put_text(text, person, &wording)?;
                advice.wording = Some(text);
            }
            step::dossier(tx, dossier, DossierCommand::Advise(*advice), context)?;
        }
        Deed::SetAside(advice) => {
            tx.put_text(text, None, &sentence(&line.shown))?;
            aside.push(SetAside { line: number, text, advice: *advice });
            taken.aside += 1;
        }
    }
    Ok(())
}

/// Says whose share a line set aside is about: it is recorded there, as if its list had found it.
pub async fn settle(app: &App, call: Call, request: SettleAsideRequest) -> Result<PaymentsView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Import>(typed.import.0)?;
            let aside = state.aside.get(&typed.line).ok_or(Refusal::UnknownImport)?.clone();
            let advice = relais_domain::advice::Advice { rank: typed.rank, ..aside.advice };
            step::existing_dossier(tx, typed.dossier)?;
            step::dossier(tx, typed.dossier, DossierCommand::Advise(advice), context)?;
            let events = import::settle(&state, typed.line, Some((typed.dossier, typed.rank)), None, context)?;
            Ok(tx.append::<Import>(typed.import.0, events)?)
        })
        .await?;
    app.announce(Topic::Dossiers, Some(request.dossier));
    super::shown(&practice).await
}

/// Drops a line set aside, for a reason: it is about nobody here.
pub async fn drop_aside(app: &App, call: Call, request: DropAsideRequest) -> Result<PaymentsView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Import>(typed.import.0)?;
            let reason = step::reason(tx, reason, None, Some(&typed.reason))?;
            let events = import::settle(&state, typed.line, None, reason, context)?;
            Ok(tx.append::<Import>(typed.import.0, events)?)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    super::shown(&practice).await
}
