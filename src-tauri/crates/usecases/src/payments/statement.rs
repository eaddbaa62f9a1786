//! A bank's statement: read and previewed, then recorded whole in one transaction or not at all. Its credits and what they
//! pay, the slips it credits; what left the account is nobody's here.

use super::{
    fields::STATEMENT,
    payers,
    plan::{Choice, Deed, Ground, Planned, plan},
};
use crate::{
    app::App,
    bank_credit,
    call::Call,
    circuit::ImportRun,
    contract::{
        AllocationView, Problem, ProblemCode, ReadStatementRequest, StatementPreview, StatementRead, StatementReading,
        StatementStatus, StatementTaken, TakeStatementRequest, Topic,
    },
    reference_files, slips,
    table_reading::{self, Reading},
};
use relais_domain::{
    bank_credit::{BankCredit, Recorded, StatementLine},
    context::Context,
    ids::{BankCreditId, ImportId, TextId},
    import::{self, Import, ImportRecorded},
    money::Cents,
    payer::PayerWords,
    slip::SlipCredit,
    tabular::TableKind,
};
use relais_storage::Tx;
use std::collections::HashMap;

/// Reads a statement and says what each of its lines would do. Nothing is recorded.
pub async fn read(app: &App, _call: Call, request: ReadStatementRequest) -> Result<StatementReading, Problem> {
    let practice = app.practice()?;
    let source = of_the_bank(request.source)?;
    let reading = match table_reading::open(&practice, &STATEMENT, &source).await? {
        Ok(reading) => reading,
        Err(fault) => return Ok(StatementReading::Refused { fault }),
    };
    let (context, operators) = (practice.context(), payers::operators(&practice));
    practice
        .read(move |queries| {
            let imported_at = queries.import_of_checksum(&reading.checksum)?.map(|row| row.taken_at);
            let table = reading.shown(&STATEMENT);
            let mut preview = None;
            if table.missing.is_empty() {
                let words = payers::words(&reference_files::practice_state(queries)?, &operators);
                let mut ground = Ground::new(queries, &context, &reading, words)?;
                let planned = plan(&mut ground, &reading, &Choice::default())?;
                preview = Some(StatementPreview { lines: planned.into_iter().map(|line| line.shown).collect() });
            }
            Ok(StatementReading::Read { read: Box::new(StatementRead { table, imported_at, preview }) })
        })
        .await
}

fn of_the_bank(source: crate::contract::TableSource) -> Result<crate::contract::TableSource, Problem> {
    if source.table == TableKind::BankStatement { Ok(source) } else { Err(Problem::field("table", "not_a_choice")) }
}

/// Ids a line may need, made before the transaction so that a repeat makes the same.
struct LineIds {
    credit: BankCreditId,
    label: TextId,
    reference: TextId,
}

/// What the transaction is made from.
struct Work {
    reading: Reading,
    choice: Choice,
    operators: Vec<PayerWords>,
    import: ImportId,
    ids: HashMap<u32, LineIds>,
    name: TextId,
    checksum: TextId,
    save_as: String,
}

/// Records the statement that was read: every line that is not left out and can be, in one transaction. The same line again
/// adds nothing; a file that changed since it was read is refused.
pub async fn take(app: &App, call: Call, request: TakeStatementRequest) -> Result<StatementTaken, Problem> {
    let practice = app.practice()?;
    let source = of_the_bank(request.source.clone())?;
    let reading = match table_reading::open(&practice, &STATEMENT, &source).await? {
        Ok(reading) if reading.checksum == request.checksum => reading,
        _ => return Err(Problem::code(ProblemCode::FileChanged)),
    };
    if let Some(missing) = reading.missing(&STATEMENT).first() {
        return Err(Problem::field(missing, "empty"));
    }
    let run = practice.imports.begin(reading.sheet.lines.len())?;
    let id = |number: u32| {
        let credit = BankCreditId(practice.fresh());
        (number, LineIds { credit, label: TextId(practice.fresh()), reference: TextId(practice.fresh()) })
    };
    let work = Work {
        ids: reading.sheet.lines.iter().map(|line| id(line.number)).collect(),
        choice: Choice {
            left_out: Some(request.left_out.iter().copied().collect()),
            unallocated: Some(request.unallocated.iter().copied().collect()),
        },
        operators: payers::operators(&practice),
        import: ImportId(practice.fresh()),
        name: TextId(practice.fresh()),
        checksum: TextId(practice.fresh()),
        save_as: request.save_as.trim().to_owned(),
        reading,
    };
    let taken = practice.command(call, &request, move |tx, context| record(tx, context, &work, &run)).await?;
    for topic in [Topic::Dossiers, Topic::Cheques, Topic::Recovery, Topic::Platforms] {
        app.announce(topic, None);
    }
    Ok(taken)
}

fn record(tx: &mut Tx<'_>, context: &Context, work: &Work, run: &ImportRun) -> Result<StatementTaken, Problem> {
    let planned = {
        let queries = tx.queries()?;
        let words = payers::words(&reference_files::practice_state(&queries)?, &work.operators);
        let mut ground = Ground::new(&queries, context, &work.reading, words)?;
        plan(&mut ground, &work.reading, &work.choice)?
    };
    let mut taken = StatementTaken {
        import: work.import,
        taken: 0,
        allocated: 0,
        shares: 0,
        slips: 0,
        known: 0,
        left_out: 0,
        faulty: 0,
        total_cents: Cents::ZERO,
        to_allocate_cents: Cents::ZERO,
        cheques_to_return: 0,
        cheques_to_complete: 0,
        short: 0,
    };
    for line in planned {
        run.step()?;
        take_line(tx, context, work, line, &mut taken)?;
    }
    if !work.save_as.is_empty() {
        table_reading::save(tx, context, work.reading.mapping(&STATEMENT, &work.save_as)?)?;
    }
    let recorded = ImportRecorded {
        import: work.import,
        table: TableKind::BankStatement,
        name: table_reading::keep_name(tx, (work.name, work.checksum), &work.reading)?,
        checksum: work.checksum,
        taken: taken.taken,
        opened: 0,
        known: taken.known,
        left_out: taken.left_out,
        faulty: taken.faulty,
        total_cents: taken.total_cents,
    };
    let events = import::record(&Import::default(), recorded, context)?;
    tx.append::<Import>(work.import.0, events)?;
    Ok(taken)
}

/// Takes one line, when it can be and is not left out.
fn take_line(
    tx: &mut Tx<'_>,
    context: &Context,
    work: &Work,
    line: Planned,
    taken: &mut StatementTaken,
) -> Result<(), Problem> {
    let number = line.shown.line;
    let Some(deed) = line.deed else {
        match line.shown.status {
            StatementStatus::Known => taken.known += 1,
            StatementStatus::Unreadable => taken.faulty += 1,
            _ => taken.left_out += 1,
        }
        return Ok(());
    };
    if work.choice.left_out.as_ref().is_some_and(|left| left.contains(&number)) {
        taken.left_out += 1;
        return Ok(());
    }
    let ids = work.ids.get(&number).ok_or_else(|| Problem::internal("a line without its ids"))?;
    taken.taken += 1;
    match deed {
        Deed::Slip { slip, on, amount } => {
            slips::credited(tx, context, slip, SlipCredit { on, amount_cents: amount, reason: None })?;
            taken.slips += 1;
            taken.total_cents = taken.total_cents.plus(amount)?;
        }
        Deed::Credit { line, payer, insurer, allocations } => {
            tx.put_text(ids.label, None, &line.label)?;
            if !line.reference.is_empty() {
                tx.put_text(ids.reference, None, &line.reference)?;
            }
            let reference = (!line.reference.is_empty()).then_some(ids.reference);
            let statement = StatementLine { import: work.import, value_on: line.value_on, reference, insurer };
            let recorded = Recorded {
                bank_credit: ids.credit,
                amount_cents: line.amount,
                on: line.on,
                payer,
                label: Some(ids.label),
                allocations: allocations.clone(),
                statement: Some(statement),
            };
            let events = relais_domain::bank_credit::record(&BankCredit::default(), recorded, context)?;
            tx.append::<BankCredit>(ids.credit.0, events)?;
            let views: Vec<AllocationView> = allocations
                .iter()
                .map(|part| AllocationView { dossier: part.dossier, rank: part.rank, amount_cents: part.amount_cents })
                .collect();
            taken.total_cents = taken.total_cents.plus(line.amount)?;
            pay(tx, context, (ids.credit, line.amount, work.import), &views, taken)?;
        }
    }
    Ok(())
}

fn pay(
    tx: &mut Tx<'_>,
    context: &Context,
    (credit, amount, import): (BankCreditId, Cents, ImportId),
    allocations: &[AllocationView],
    taken: &mut StatementTaken,
) -> Result<(), Problem> {
    if allocations.is_empty() {
        taken.to_allocate_cents = taken.to_allocate_cents.plus(amount)?;
        return Ok(());
    }
    let paid = bank_credit::pay(tx, context, credit, allocations, Some(import))?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    taken.allocated += 1;
    taken.shares += count(allocations.len());
    taken.to_allocate_cents = taken.to_allocate_cents.plus(paid.left_cents)?;
    taken.cheques_to_return += paid.cheques_to_return;
    taken.cheques_to_complete += paid.cheques_to_complete;
    taken.short += count(paid.short.len());
    Ok(())
}
