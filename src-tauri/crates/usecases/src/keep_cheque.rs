//! F7: reads a cheque's line and keeps the cheque for an AMC share.

use crate::{
    app::App,
    call::Call,
    choose_way,
    contract::{
        ChequeKept, ChequeLineVerdict, ChequeLineView, KeepChequeRequest, Problem, ProblemCode, ReadChequeLineRequest,
        Topic,
    },
    fields, second_look, step, trade_warnings,
};
use relais_domain::{
    cheque::{ChequeAgreement, ChequeCommand, Cover, KeepCheque, Override},
    context::Context,
    dossier::{ChequeCover, DossierCommand, Way},
    identifiers::{Cmc7Error, Cmc7Line, Cmc7Reading, IdentifierError, PrintedRlmc, RlmcKey},
    ids::{ChequeId, TextId, UserId},
    private::ChequePaper,
    refusal::Refusal,
};
use relais_storage::{NumberSeries, Tx};

/// Longest bank, drawer or place name.
const MAX_CHEQUE_TEXT: usize = 80;

/// Says what a typed or scanned line is worth, as one goes.
pub async fn read_line(app: &App, _call: Call, request: ReadChequeLineRequest) -> Result<ChequeLineView, Problem> {
    let nothing = |verdict| ChequeLineView { verdict, line: None, cheque_number: None, already_kept: false };
    let printed = match printed_key(&request.rlmc_key) {
        Ok(printed) => printed,
        // Still being typed: the line is read without it.
        Err(_) => PrintedRlmc::Absent,
    };
    let reading = match Cmc7Reading::read(&request.raw, printed) {
        Ok(reading) => reading,
        Err(error) => return Ok(nothing(verdict_of(&error))),
    };
    let practice = app.practice()?;
    let digits = reading.line.digits().to_owned();
    let already_kept = practice.read(move |queries| Ok(queries.line_known(&digits)?)).await?;
    let verdict = match printed {
        PrintedRlmc::Printed(_) => ChequeLineVerdict::Verified,
        PrintedRlmc::Absent | PrintedRlmc::Illegible => ChequeLineVerdict::KeyAbsent,
    };
    Ok(ChequeLineView {
        verdict,
        line: Some(reading.line.grouped()),
        cheque_number: Some(reading.line.cheque_number().to_owned()),
        already_kept,
    })
}

fn verdict_of(error: &Cmc7Error) -> ChequeLineVerdict {
    match error {
        Cmc7Error::Empty => ChequeLineVerdict::Incomplete,
        Cmc7Error::Unreadable { .. } => ChequeLineVerdict::Unreadable,
        Cmc7Error::Groups { lengths, .. } if lengths.iter().sum::<usize>() < 31 => ChequeLineVerdict::Incomplete,
        Cmc7Error::Rlmc(_) => ChequeLineVerdict::KeyMismatch,
        _ => ChequeLineVerdict::Invalid,
    }
}

/// Empty: absent. `?`: illegible. Otherwise the two digits.
fn printed_key(typed: &str) -> Result<PrintedRlmc, IdentifierError> {
    match typed.trim() {
        "" => Ok(PrintedRlmc::Absent),
        "?" | "??" => Ok(PrintedRlmc::Illegible),
        digits => RlmcKey::parse(digits).map(PrintedRlmc::Printed),
    }
}

/// Keeps it: way, cheque, dossier and receipt number in one transaction.
///
/// The agreement is a way through: keeping a cheque under A or B chooses it where it was not chosen yet.
pub async fn keep(app: &App, call: Call, request: KeepChequeRequest) -> Result<ChequeKept, Problem> {
    let practice = app.practice()?;
    let ids = (ChequeId(practice.fresh()), TextId(practice.fresh()));
    let fresh = choose_way::FreshIds::of(&practice);
    let limits = practice.limits();
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let typed = KeepChequeRequest { second: None, ..request.clone() };
    let kept = practice
        .command(call, &(typed.clone(), by), move |tx, context| {
            let way = way_of(typed.agreement);
            let chosen = step::existing_dossier(tx, typed.dossier)?.way.map(|(way, _)| way);
            if chosen != Some(way) {
                choose_way::record(tx, context, typed.dossier, way, &fresh)?;
            }
            record(tx, context, (ids, by), &limits, &typed)
        })
        .await?;
    app.announce(Topic::Queue, Some(request.dossier));
    app.announce(Topic::Cheques, Some(request.dossier));
    Ok(kept)
}

/// The way through an agreement is.
const fn way_of(agreement: ChequeAgreement) -> Way {
    match agreement {
        ChequeAgreement::KeptAndReturned => Way::ChequeKept,
        ChequeAgreement::DepositedLater => Way::ChequeDepositedLater,
    }
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    context: &Context,
    ((cheque, reason), by): ((ChequeId, TextId), Option<UserId>),
    limits: &relais_domain::reference::Limits,
    typed: &KeepChequeRequest,
) -> Result<ChequeKept, Problem> {
    let printed = printed_key(&typed.rlmc_key).map_err(|error| Problem::identifier("rlmc_key", &error))?;
    let reading = Cmc7Reading::read(&typed.line, printed).map_err(|error| line_problem(&error))?;
    if !typed.words_agree {
        return Err(Problem::field("words_agree", "unchecked"));
    }
    let dossier = step::existing_dossier(tx, typed.dossier)?;
    trade_warnings::check_way(tx, context, &dossier, way_of(typed.agreement))?;
    let person = dossier.person().ok_or(Refusal::UnknownDossier)?;
    let reason = step::reason(tx, reason, Some(person), typed.override_reason.as_deref())?;
    let over = Override { reason, second: second_look::second(tx, context, by)? };
    let line_known = tx.line_known(reading.line.digits())?;
    let line_proof = Some(tx.prove(person, reading.line.digits())?);
    let year = context.today.year();
    let receipt_number = tx.next_number(NumberSeries::ChequeReceipt, year)?;
    let delivery_on = dossier.keeping_starts_on(context.today);
    let keep = KeepCheque {
        cheque,
        receipt: (receipt_number, year),
        agreement: typed.agreement,
        amount_cents: typed.amount_cents,
        covers: vec![Cover { dossier: typed.dossier, rank: typed.rank, amount_cents: typed.amount_cents }],
        written_on: typed.written_on,
        issued_in: typed.issued_in,
        identity_seen: typed.identity_seen,
        payee_is_practice: typed.payee_is_practice,
        rlmc: reading.rlmc,
        line_proof,
        line_known,
        agreed_date: typed.agreed_date,
        delivery_on,
        limits: *limits,
        over,
    };
    let state = step::cheque(tx, cheque, ChequeCommand::Keep(Box::new(keep)), context)?;
    let booking = tx.kept_cheque_booking()?;
    let cover = ChequeCover { cheque, rank: typed.rank, covered_cents: typed.amount_cents, booking };
    step::dossier(tx, typed.dossier, DossierCommand::AttachCheque(cover), context)?;
    tx.put_cheque_paper(&ChequePaper {
        cheque,
        cmc7: reading.line.digits().to_owned(),
        rlmc_key: if let PrintedRlmc::Printed(key) = printed { Some(key.get()) } else { None },
        bank_name: fields::bounded("bank_name", &typed.bank_name, MAX_CHEQUE_TEXT)?,
        drawer_name: fields::bounded("drawer_name", &typed.drawer_name, MAX_CHEQUE_TEXT)?,
        written_at: fields::bounded("written_at", &typed.written_at, MAX_CHEQUE_TEXT)?,
    })?;
    let kept = state.kept.ok_or(Refusal::ChequeNotKept)?;
    Ok(ChequeKept {
        cheque,
        receipt_number: fields::receipt_number(year, receipt_number),
        deposit_not_before: kept.deposit_not_before,
        decide_by: kept.decide_by,
    })
}

fn line_problem(error: &Cmc7Error) -> Problem {
    let reason = match verdict_of(error) {
        ChequeLineVerdict::Incomplete => "incomplete",
        ChequeLineVerdict::Unreadable => "unreadable",
        ChequeLineVerdict::KeyMismatch => "key_mismatch",
        _ => "not_a_line",
    };
    Problem::with(ProblemCode::InvalidField, serde_json::json!({ "field": "line", "reason": reason }))
}

/// The line of a cheque, for those who show it.
pub(crate) fn grouped(digits: &str) -> String {
    Cmc7Line::parse(digits).map(|line| line.grouped()).unwrap_or_else(|_| digits.to_owned())
}
