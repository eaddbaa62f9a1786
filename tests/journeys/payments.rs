//! Money in by lists: a statement of the bank, previewed line by line, recorded once, its credits paying what they name; what
//! is not known stays to allocate; the statement undone as far as nothing else has happened.

use std::time::Duration;

use relais_domain::allocation::Ground;
use relais_domain::cheque::ChequeAgreement;
use relais_domain::dossier::{TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::payer::Payer;
use relais_domain::tabular::TableKind;
use relais_usecases::contract::{
    AllocateBankCreditRequest, AllocationView, ChequeToHandIn, ForgetPayerRequest, ImportRef, KeepChequeRequest,
    LineFaultCode, MakeSlipRequest, MappingFound, Moment, Nothing, PaymentsView, Problem, ProblemCode,
    ReadStatementRequest, RecordAdviceRequest, RecordBankCreditRequest, RememberPayerRequest, StatementLineShown,
    StatementRead, StatementReading, StatementStatus, StatementTaken, StatementWarning, TableSource,
    TakeStatementRequest, TrialBalanceRequest,
};
use relais_usecases::{advice, bank_credit, books, circuit, keep_cheque, payments, slips};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, code, day, glasses};

const STATEMENT: &str = include_str!("../../docs/examples/releve-bancaire.csv");
/// The columns of a small statement.
const HEAD: &str = "Date;Libellé;Référence;Montant\n";

fn pasted(text: &str) -> TableSource {
    TableSource {
        table: TableKind::BankStatement,
        path: String::new(),
        text: text.to_owned(),
        encoding: None,
        separator: None,
        header: None,
        columns: None,
        words: Vec::new(),
    }
}

async fn reads(shop: &Shop, text: &str) -> StatementRead {
    match payments::read_statement(&shop.app, call(), ReadStatementRequest { source: pasted(text) }).await.unwrap() {
        StatementReading::Read { read } => *read,
        StatementReading::Refused { fault } => panic!("refused: {fault:?}"),
    }
}

async fn lines(shop: &Shop, text: &str) -> Vec<StatementLineShown> {
    reads(shop, text).await.preview.unwrap().lines
}

/// Takes what is proposed, as the window does: what is not sure is left to allocate.
async fn takes(shop: &Shop, text: &str, save_as: &str) -> Result<StatementTaken, Problem> {
    let read = reads(shop, text).await;
    let lines = read.preview.unwrap().lines;
    let sure = |line: &&StatementLineShown| line.proposal.as_ref().is_some_and(|proposal| proposal.sure);
    let request = TakeStatementRequest {
        source: pasted(text),
        checksum: read.table.checksum,
        left_out: lines.iter().filter(|line| !line.proposed).map(|line| line.line).collect(),
        unallocated: lines.iter().filter(|line| !sure(line)).map(|line| line.line).collect(),
        save_as: save_as.to_owned(),
    };
    payments::take_statement(&shop.app, call(), request).await
}

/// Everything, sure or not.
async fn takes_all(shop: &Shop, text: &str) -> Result<StatementTaken, Problem> {
    let checksum = reads(shop, text).await.table.checksum;
    let request = TakeStatementRequest {
        source: pasted(text),
        checksum,
        left_out: Vec::new(),
        unallocated: Vec::new(),
        save_as: String::new(),
    };
    payments::take_statement(&shop.app, call(), request).await
}

async fn view(shop: &Shop) -> PaymentsView {
    payments::view(&shop.app, call(), Nothing {}).await.unwrap()
}

/// Glasses whose insurer's share is of this amount, announced the same day when asked.
async fn sold(shop: &Shop, name: &str, share: i64, announced: bool) -> DossierId {
    let mut request = glasses(name, "viamedis", "4417002230");
    let more = share - 371_00;
    request.total_cents = cents(request.total_cents.get() + more);
    request.amc_share_cents = cents(share);
    request.reference = String::new();
    let dossier = shop.sells(request).await.dossier;
    if announced {
        let on = shop.practice().today();
        let announced = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(share), on };
        advice::record(&shop.app, call(), announced).await.unwrap();
    }
    dossier
}

async fn state(shop: &Shop, dossier: DossierId) -> (TrackState, i64) {
    let track = shop.dossier(dossier).await.tracks.remove(0);
    (track.state, track.paid_cents.get())
}

async fn on_account(shop: &Shop, number: &str) -> i64 {
    let view = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    assert_eq!(view.debit_cents, view.credit_cents, "the balance ties");
    view.rows.iter().filter(|row| row.number == number).map(|row| row.balance_cents).sum()
}

/// The rebuilt views are those that were kept up.
fn rebuilds(shop: &Shop) {
    let practice = shop.practice();
    let dump = practice.database.read(|queries| queries.dump_views()).unwrap();
    practice.database.rebuild(|_| {}).unwrap();
    assert_eq!(practice.database.read(|queries| queries.dump_views()).unwrap(), dump);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_read_its_credits_recognised_and_the_same_lines_add_nothing_twice() -> Outcome {
    let shop = Shop::open().await;
    // A slip of two cheques of 371 €, at the bank before the statement says so.
    let mut cheques = Vec::new();
    let first = sold(&shop, "Bernard", 371_00, false).await;
    for (name, nth) in [("Chevalier", 12), ("Dumas", 13)] {
        let dossier = sold(&shop, name, 371_00, false).await;
        shop.goes(dossier, Way::ChequeDepositedLater).await;
        shop.marks(dossier, Moment::Delivery).await;
        let agreement = ChequeAgreement::DepositedLater;
        let keep = KeepChequeRequest { agreement, agreed_date: Some(day("2024-02-05")), ..cheque_for(dossier, nth) };
        let cheque = keep_cheque::keep(&shop.app, call(), keep).await?.cheque;
        cheques.push(ChequeToHandIn { cheque, override_reason: None });
    }
    let (one, other) = (sold(&shop, "Estève", 400_00, true).await, sold(&shop, "Faure", 212_50, true).await);
    shop.move_to("2024-02-12T09:00:00Z");
    let slip = MakeSlipRequest { on: day("2024-02-06"), bank_number: "4471220".to_owned(), cheques, second: None };
    slips::make(&shop.app, call(), slip).await?;

    let read = reads(&shop, STATEMENT).await;
    assert_eq!((read.table.found, read.table.missing.len()), (MappingFound::Proposed, 0));
    let preview = read.preview.unwrap().lines;
    let told: Vec<_> = preview.iter().map(|line| (line.status, line.proposed)).collect();
    use StatementStatus as S;
    assert_eq!(
        told,
        [
            (S::Debit, false),
            (S::Other, false),
            (S::Transfer, true),
            (S::Transfer, true),
            (S::Unrecognised, true),
            (S::Slip, true),
            (S::Bounced, false),
            (S::Other, false),
            (S::Unreadable, false),
            (S::Transfer, true),
        ]
    );
    let both = preview[2].proposal.clone().unwrap();
    assert_eq!((both.ground, both.sure, both.parts.len()), (Ground::OneAdvice, true, 2));
    let named = preview[3].proposal.clone().unwrap();
    assert_eq!((named.ground, named.sure, named.parts[0].dossier), (Ground::Named, true, first));
    assert_eq!((preview[5].slip_number.as_str(), preview[6].cheque.is_some()), ("B-2024-0001", true));
    assert_eq!(preview[8].fault.as_ref().map(|fault| fault.code), Some(LineFaultCode::Unreadable));
    assert_eq!(preview[9].proposal, None, "nobody announced it, and nothing is awaited of that payer");

    let taken = takes(&shop, STATEMENT, "Ma banque").await?;
    assert_eq!((taken.taken, taken.allocated, taken.shares, taken.slips), (5, 2, 3, 1));
    assert_eq!((taken.left_out, taken.faulty, taken.known), (4, 1, 0));
    assert_eq!(taken.to_allocate_cents, cents(150_00 + 205_10));
    for (dossier, share) in [(first, 371_00), (one, 400_00), (other, 212_50)] {
        assert_eq!(state(&shop, dossier).await, (TrackState::Paid, share));
    }
    assert_eq!((on_account(&shop, "471").await, on_account(&shop, "5112").await), (-(150_00 + 205_10), 0));
    let seen = view(&shop).await;
    assert_eq!((seen.to_allocate.len(), seen.credits.len(), seen.imports.len()), (2, 4, 1));
    assert_eq!(seen.to_allocate_cents, cents(150_00 + 205_10));

    // The same file, and another export that begins earlier and ends later: what is known adds nothing.
    let again = reads(&shop, STATEMENT).await;
    assert_eq!((again.table.found, again.table.mapping_name.as_str()), (MappingFound::Saved, "Ma banque"));
    let known = again.preview.unwrap().lines.iter().filter(|line| line.status == S::Known).count();
    assert_eq!(known, 5);
    let nothing = takes(&shop, STATEMENT, "").await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::NothingToImport);
    let overlapping = format!("{STATEMENT}12/02/2024;12/02/2024;VIR SEPA VIAMEDIS;AV240119;;19,00\n");
    let more = takes(&shop, &overlapping, "").await?;
    assert_eq!((more.taken, more.known, more.to_allocate_cents), (1, 5, cents(19_00)));
    rebuilds(&shop);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_equal_lines_of_one_day_are_two_and_a_typed_credit_is_a_twin() -> Outcome {
    let shop = Shop::open().await;
    let twice = format!("{HEAD}31/01/2024;VIR SEPA VIAMEDIS;;12,00\n31/01/2024;VIR SEPA VIAMEDIS;;12,00\n");
    assert_eq!(takes(&shop, &twice, "").await?.taken, 2);
    let thrice = format!("{twice}31/01/2024;VIR SEPA VIAMEDIS;;12,00\n");
    let statuses: Vec<_> = lines(&shop, &thrice).await.iter().map(|line| line.status).collect();
    assert_eq!(statuses, [StatementStatus::Known, StatementStatus::Known, StatementStatus::Transfer]);
    let typed = RecordBankCreditRequest {
        amount_cents: cents(50_00),
        on: day("2024-01-31"),
        payer: Some(code("viamedis")),
        label: "vu sur le compte".to_owned(),
        allocations: Vec::new(),
    };
    bank_credit::record(&shop.app, call(), typed).await?;
    let twin = lines(&shop, &format!("{HEAD}31/01/2024;VIR SEPA VIAMEDIS;;50,00\n")).await.remove(0);
    assert_eq!((twin.warning, twin.takes, twin.proposed), (Some(StatementWarning::Twin), true, false));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_is_said_once_corrected_and_forgotten() -> Outcome {
    let shop = Shop::open().await;
    let text = format!("{HEAD}31/01/2024;VIR SEPA MUT. DE L'OCEAN 12;;150,00\n");
    assert_eq!(lines(&shop, &text).await[0].status, StatementStatus::Unrecognised);
    let say = async |words: &str, payer: Payer| {
        let request = RememberPayerRequest { words: words.to_owned(), payer };
        payments::remember_payer(&shop.app, call(), request).await
    };
    let insurer = Payer::Insurer { name: "Mutuelle de l’Océan".to_owned() };
    say("Mut. de l'Océan", insurer.clone()).await?;
    let line = lines(&shop, &text).await.remove(0);
    assert_eq!((line.status, line.payer), (StatementStatus::Transfer, Some(insurer)));
    say("MUT DE L OCEAN", Payer::Other).await?;
    let line = lines(&shop, &text).await.remove(0);
    assert_eq!((line.status, line.takes, line.proposed), (StatementStatus::Other, true, false));
    say("mut de l ocean", Payer::Operator { platform: code("almerys") }).await?;
    takes(&shop, &text, "").await?;
    let seen = view(&shop).await;
    assert_eq!(seen.to_allocate[0].payer, Some(Payer::Operator { platform: code("almerys") }));
    assert_eq!(seen.payers.len(), 1, "corrected, the words are known once");
    let unknown = say("inconnu", Payer::Operator { platform: code("nobody") }).await.unwrap_err();
    assert_eq!((unknown.code, unknown.params["field"].as_str()), (ProblemCode::InvalidField, Some("platform")));
    let short = say("ab", Payer::Other).await.unwrap_err();
    assert_eq!(short.params["field"].as_str(), Some("words"));
    let forget = ForgetPayerRequest { words: "Mut. de l’Océan".to_owned() };
    assert_eq!(payments::forget_payer(&shop.app, call(), forget).await?.payers, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_short_is_shown_and_what_is_doubtful_waits_for_a_person() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, "Garnier", 380_00, true).await;
    let number = shop.dossier(dossier).await.number;
    let text = format!("{HEAD}31/01/2024;VIR SEPA VIAMEDIS {number};;365,00\n");
    let proposal = lines(&shop, &text).await.remove(0).proposal.unwrap();
    assert_eq!((proposal.ground, proposal.sure), (Ground::Short, false));
    assert_eq!((proposal.short_cents, proposal.parts[0].amount_cents), (cents(15_00), cents(365_00)));
    let taken = takes(&shop, &text, "").await?;
    assert_eq!((taken.allocated, taken.to_allocate_cents), (0, cents(365_00)), "nobody has said yes yet");
    let waiting = view(&shop).await.to_allocate.remove(0);
    assert_eq!(waiting.proposal.as_ref().map(|proposal| proposal.short_cents), Some(cents(15_00)));
    let part = AllocationView { dossier, rank: 1, amount_cents: cents(365_00) };
    let allocate = AllocateBankCreditRequest { bank_credit: waiting.bank_credit, allocations: vec![part] };
    let paid = bank_credit::allocate(&shop.app, call(), allocate).await?;
    assert_eq!((paid.short.len(), paid.left_cents), (1, cents(0)));
    assert_eq!(state(&shop, dossier).await, (TrackState::Paid, 365_00));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_undone_but_for_what_has_moved_on() -> Outcome {
    let shop = Shop::open().await;
    let (gone, back) = (sold(&shop, "Hubert", 380_00, true).await, sold(&shop, "Imbert", 120_00, true).await);
    let shared = sold(&shop, "Jacob", 95_00, true).await;
    let number = async |dossier| shop.dossier(dossier).await.number;
    let text = format!(
        "{HEAD}31/01/2024;VIR SEPA VIAMEDIS {};;475,00\n31/01/2024;VIR SEPA VIAMEDIS {};;120,00\n31/01/2024;VIR INCONNU;;7,00\n",
        format_args!("{} {}", number(gone).await, number(shared).await),
        number(back).await,
    );
    let taken = takes_all(&shop, &text).await?;
    assert_eq!((taken.taken, taken.shares), (3, 3));
    assert_eq!(on_account(&shop, "512").await, 602_00);
    // One dossier moves on: the credit that pays it stays, with the other dossier it pays.
    shop.marks(gone, Moment::Delivery).await;
    let undone = payments::undo(&shop.app, call(), ImportRef { import: taken.import }).await?;
    let mut kept: Vec<_> = undone.kept.iter().map(|kept| kept.dossier).collect();
    kept.sort();
    let mut expected = vec![gone, shared];
    expected.sort();
    assert_eq!((undone.undone, undone.credits_kept, kept), (2, 1, expected));
    assert_eq!(state(&shop, back).await, (TrackState::Advised, 0));
    assert_eq!(state(&shop, shared).await, (TrackState::Paid, 95_00));
    assert_eq!((on_account(&shop, "512").await, on_account(&shop, "471").await), (475_00, 0));
    let seen = view(&shop).await;
    assert_eq!((seen.credits.len(), seen.to_allocate.len()), (1, 0));
    assert_eq!((seen.imports[0].undone, seen.imports[0].kept), (2, 1));
    let again = payments::undo(&shop.app, call(), ImportRef { import: taken.import }).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::ImportUndone);
    // What was taken back may be recorded again.
    let second = takes(&shop, &text, "").await?;
    assert_eq!((second.taken, second.known), (2, 1));
    assert_eq!(state(&shop, back).await, (TrackState::Paid, 120_00));
    rebuilds(&shop);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cheque_is_to_return_once_the_statement_pays_its_share() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Klein", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    shop.keeps(dossier, 3).await;
    let number = shop.dossier(dossier).await.number;
    let taken = takes(&shop, &format!("{HEAD}31/01/2024;VIR SEPA VIAMEDIS {number};;371,00\n"), "").await?;
    assert_eq!((taken.cheques_to_return, taken.short), (1, 0));
    // What waited for it is answered for by nobody else: undone, the share waits again.
    let undone = payments::undo(&shop.app, call(), ImportRef { import: taken.import }).await?;
    assert_eq!((undone.undone, undone.kept.len()), (1, 0));
    assert_eq!(state(&shop, dossier).await, (TrackState::Queued, 0));
    let list = circuit::undo(&shop.app, call(), ImportRef { import: taken.import }).await.unwrap_err();
    assert_eq!(list.code, ProblemCode::ImportUndone);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_stopped_leaves_nothing() -> Outcome {
    let shop = Shop::open().await;
    let mut text = String::from(HEAD);
    (0..1_500)
        .for_each(|number| text.push_str(&format!("31/01/2024;VIR SEPA VIAMEDIS {number};;12,{:02}\n", number % 100)));
    let checksum = reads(&shop, &text).await.table.checksum;
    let entries = shop.entries();
    let request = TakeStatementRequest {
        source: pasted(&text),
        checksum: checksum.clone(),
        left_out: Vec::new(),
        unallocated: Vec::new(),
        save_as: String::new(),
    };
    let changed = TakeStatementRequest { checksum: "00".to_owned(), ..request.clone() };
    let changed = payments::take_statement(&shop.app, call(), changed).await.unwrap_err();
    assert_eq!(changed.code, ProblemCode::FileChanged);
    let app = shop.app.clone();
    let import = tokio::spawn(async move { payments::take_statement(&app, call(), request).await });
    let under_way = async {
        loop {
            let progress = circuit::progress(&shop.app, call(), Nothing {}).await.unwrap();
            if progress.done > 3 {
                return progress;
            }
            tokio::task::yield_now().await;
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(60), under_way).await.expect("the import never began");
    assert_eq!((done.running, done.total), (true, 1_500));
    circuit::cancel(&shop.app, call(), Nothing {}).await?;
    assert_eq!(import.await.unwrap().unwrap_err().code, ProblemCode::ImportCancelled);
    assert_eq!(shop.entries(), entries, "nothing half-written");
    assert_eq!(view(&shop).await.credits, []);
    Ok(())
}
