//! Advices by list and what is raised: each line finds its share or stays as work; announced and not come, come for less, come
//! unannounced, come no more; all of it worked out for the day, and none of it kept.

use relais_domain::advice::ShortCause;
use relais_domain::dossier::TrackState;
use relais_domain::ids::DossierId;
use relais_domain::payer::Payer;
use relais_domain::platform::{Function, FunctionState, StateSource};
use relais_domain::tabular::TableKind;
use relais_usecases::contract::{
    AdviceLineShown, AdviceRead, AdviceReading, AdviceStatus, AdviceWarning, AdvicesTaken, AllocationView,
    DeclareFunctionRequest, DropAsideRequest, ExplainShortfallRequest, ImportRef, LineFaultCode, Nothing, Problem,
    ProblemCode, RaisedItem, RaisedKind, ReadAdvicesRequest, RecordBankCreditRequest, SetAdviceDelayRequest,
    SettleAsideRequest, TableSource, TakeAdvicesRequest,
};
use relais_usecases::{bank_credit, payments, platforms};

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses};

const HEAD: &str =
    "N° facture;Nom;Opérateur;Référence avis;Date avis;Date paiement;Montant avisé;Statut;Code rejet;Motif\n";

fn pasted(text: &str) -> TableSource {
    TableSource {
        table: TableKind::PaymentAdvices,
        path: String::new(),
        text: text.to_owned(),
        encoding: None,
        separator: None,
        header: None,
        columns: None,
        words: Vec::new(),
    }
}

async fn reads(shop: &Shop, text: &str) -> AdviceRead {
    match payments::read_advices(&shop.app, call(), ReadAdvicesRequest { source: pasted(text) }).await.unwrap() {
        AdviceReading::Read { read } => *read,
        AdviceReading::Refused { fault } => panic!("refused: {fault:?}"),
    }
}

async fn lines(shop: &Shop, text: &str) -> Vec<AdviceLineShown> {
    reads(shop, text).await.preview.unwrap().lines
}

async fn takes(shop: &Shop, text: &str) -> Result<AdvicesTaken, Problem> {
    let checksum = reads(shop, text).await.table.checksum;
    let request = TakeAdvicesRequest { source: pasted(text), checksum, left_out: Vec::new(), save_as: String::new() };
    payments::take_advices(&shop.app, call(), request).await
}

async fn sold(shop: &Shop, name: &str, invoice: &str) -> DossierId {
    let mut request = glasses(name, "viamedis", "4417002230");
    request.reference = invoice.to_owned();
    shop.sells(request).await.dossier
}

async fn state(shop: &Shop, dossier: DossierId) -> TrackState {
    shop.dossier(dossier).await.tracks[0].state
}

async fn raised(shop: &Shop) -> Vec<RaisedItem> {
    payments::raised(&shop.app, call(), Nothing {}).await.unwrap().items
}

async fn credited(shop: &Shop, on: &str, amount: i64, to: Option<DossierId>) {
    let part = |dossier| AllocationView { dossier, rank: 1, amount_cents: cents(amount) };
    let request = RecordBankCreditRequest {
        amount_cents: cents(amount),
        on: day(on),
        payer: Some(code("viamedis")),
        label: "VIR".to_owned(),
        allocations: to.into_iter().map(part).collect(),
    };
    bank_credit::record(&shop.app, call(), request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_advice_finds_its_share_or_stays_as_work() -> Outcome {
    let shop = Shop::open().await;
    let (whole, less) = (sold(&shop, "Abadie", "F1").await, sold(&shop, "Bessière", "F2").await);
    let (named, numbered) = (sold(&shop, "Carlier", "F3").await, sold(&shop, "Delmas", "F4").await);
    let number = shop.dossier(numbered).await.number;
    let text = format!(
        "{HEAD}F1;Abadie;Viamedis;AV-12;30/01/2024;02/02/2024;371,00;Payé;;\n\
         F2;Bessière;Viamedis;AV-12;30/01/2024;02/02/2024;350,00;Payé;;\n\
         ;Carlier;;AV-12;30/01/2024;;371,00;Payé;;\n\
         {number};;;AV-13;30/01/2024;;371,00;;;\n\
         F9;Inconnu;Viamedis;AV-12;30/01/2024;;12,00;Payé;;\n\
         F10;Autre;Viamedis;AV-12;30/01/2024;;15,00;Payé;;\n\
         F1;Abadie;Viamedis;AV-12;30/01/2024;;12,3O;Payé;;\n"
    );
    let preview = lines(&shop, &text).await;
    use AdviceStatus as S;
    let told: Vec<_> = preview.iter().map(|line| (line.status, line.warning)).collect();
    assert_eq!(
        told,
        [
            (S::Announced, None),
            (S::Announced, Some(AdviceWarning::AmountDiffers)),
            (S::Announced, Some(AdviceWarning::FoundByName)),
            (S::Announced, None),
            (S::SetAside, None),
            (S::SetAside, None),
            (S::Unreadable, None),
        ]
    );
    assert_eq!(preview[4].fault.as_ref().map(|fault| fault.code), Some(LineFaultCode::NoDossier));
    let taken = takes(&shop, &text).await?;
    assert_eq!((taken.taken, taken.announced, taken.aside, taken.faulty), (6, 4, 2, 1));
    for dossier in [whole, less, named, numbered] {
        assert_eq!(state(&shop, dossier).await, TrackState::Advised);
    }
    let again = takes(&shop, &text).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NothingToImport, "what is known, and what is work already, adds nothing");
    // A rejection ends what was announced.
    let rejection = format!("{HEAD}F2;Bessière;Viamedis;AV-14;31/01/2024;;;Rejeté;R45;Droits fermés\n");
    assert_eq!(takes(&shop, &rejection).await?.rejected, 1);
    assert_eq!(state(&shop, less).await, TrackState::Refused);

    // Whose the first is, is said; the other is nobody's here.
    let late = sold(&shop, "Estève", "F90").await;
    let view = payments::view(&shop.app, call(), Nothing {}).await?;
    assert_eq!(view.aside.iter().map(|row| row.line).collect::<Vec<_>>(), [6, 7]);
    assert!(view.aside[0].text.contains("F9, Inconnu") && view.aside[0].text.contains("12,00 €"));
    let settle = SettleAsideRequest { import: taken.import, line: 6, dossier: late, rank: 1 };
    let view = payments::settle_aside(&shop.app, call(), settle.clone()).await?;
    assert_eq!((view.aside.len(), state(&shop, late).await), (1, TrackState::Advised));
    let twice = payments::settle_aside(&shop.app, call(), settle).await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::UnknownImport);
    let drop_it = |reason: &str| DropAsideRequest { import: taken.import, line: 7, reason: reason.to_owned() };
    let unsaid = payments::drop_aside(&shop.app, call(), drop_it(" ")).await.unwrap_err();
    assert_eq!(unsaid.code, ProblemCode::ReasonNeeded);
    assert_eq!(payments::drop_aside(&shop.app, call(), drop_it("Autre cabinet")).await?.aside, []);

    // Undone, each share is where it was; the one that was rejected since stays.
    let undone = payments::undo(&shop.app, call(), ImportRef { import: taken.import }).await?;
    assert_eq!((undone.undone, undone.kept.iter().map(|kept| kept.dossier).collect::<Vec<_>>()), (4, vec![less]));
    assert_eq!((state(&shop, whole).await, state(&shop, late).await), (TrackState::NotSent, TrackState::NotSent));
    let practice = shop.practice();
    let dump = practice.database.read(|queries| queries.dump_views()).unwrap();
    practice.database.rebuild(|_| {}).unwrap();
    assert_eq!(practice.database.read(|queries| queries.dump_views()).unwrap(), dump);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_and_does_not_come_is_raised_after_working_days() -> Outcome {
    let shop = Shop::open().await;
    let (late, soon) = (sold(&shop, "Abadie", "F1").await, sold(&shop, "Bessière", "F2").await);
    let text = format!("{HEAD}F1;;;AV-12;30/01/2024;;371,00;Payé;;\nF2;;;AV-12;30/01/2024;09/02/2024;371,00;Payé;;\n");
    takes(&shop, &text).await?;
    assert_eq!(raised(&shop).await, []);
    shop.move_to("2024-02-05T09:00:00Z");
    assert_eq!(raised(&shop).await, [], "four working days are patience");
    shop.move_to("2024-02-06T09:00:00Z");
    let first = raised(&shop).await;
    assert_eq!(
        first.iter().map(|item| (item.kind, item.dossier)).collect::<Vec<_>>(),
        [(RaisedKind::AdvisedUnpaid, Some(late))]
    );
    assert_eq!(
        (first[0].working_days, first[0].amount_cents, first[0].reference.as_str()),
        (5, cents(371_00), "AV-12")
    );
    let chosen = payments::set_advice_delay(&shop.app, call(), SetAdviceDelayRequest { days: 10 }).await?;
    assert_eq!((chosen.after_days, chosen.items.len()), (10, 0));
    let wrong = payments::set_advice_delay(&shop.app, call(), SetAdviceDelayRequest { days: 61 }).await.unwrap_err();
    assert_eq!(wrong.code, ProblemCode::InvalidField);
    payments::set_advice_delay(&shop.app, call(), SetAdviceDelayRequest { days: 4 }).await?;
    // Announced for a day, it is late from that day on.
    shop.move_to("2024-02-16T09:00:00Z");
    assert_eq!(raised(&shop).await.iter().filter(|item| item.dossier == Some(soon)).count(), 1);

    // Less comes than was announced, then why; and money that nothing announced.
    credited(&shop, "2024-02-15", 365_00, Some(late)).await;
    credited(&shop, "2024-02-15", 20_00, None).await;
    let kinds = async || raised(&shop).await.iter().map(|item| item.kind).collect::<Vec<_>>();
    assert_eq!(kinds().await, [RaisedKind::AdvisedUnpaid, RaisedKind::BelowAdvice, RaisedKind::CreditWithoutAdvice]);
    let explain = |cause, text: &str| ExplainShortfallRequest { dossier: late, rank: 1, cause, text: text.to_owned() };
    let unsaid = payments::explain_shortfall(&shop.app, call(), explain(ShortCause::Other, " ")).await.unwrap_err();
    assert_eq!(unsaid.code, ProblemCode::ReasonNeeded);
    payments::explain_shortfall(&shop.app, call(), explain(ShortCause::Partial, "")).await?;
    assert!(kinds().await.contains(&RaisedKind::BelowAdvice), "the rest is to come");
    payments::explain_shortfall(&shop.app, call(), explain(ShortCause::Recoupment, "acompte de mars")).await?;
    assert_eq!(kinds().await, [RaisedKind::AdvisedUnpaid, RaisedKind::CreditWithoutAdvice]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_pays_no_more_is_told_and_never_over_what_was_said() -> Outcome {
    let shop = Shop::open().await;
    shop.move_to("2024-03-01T09:00:00Z");
    for on in ["2024-01-02", "2024-01-09", "2024-01-16", "2024-01-23", "2024-01-30"] {
        let dossier = sold(&shop, "Abadie", "").await;
        credited(&shop, on, 371_00, Some(dossier)).await;
    }
    shop.move_to("2024-02-14T09:00:00Z");
    assert_eq!(raised(&shop).await, []);
    let of_payment = async || {
        let strip = platforms::strip(&shop.app, call(), Nothing {}).await.unwrap();
        let row = strip.platforms.into_iter().find(|row| row.platform == code("viamedis")).unwrap();
        let payment = row.functions.into_iter().find(|row| row.function == Function::Payment).unwrap();
        (payment.state, payment.source)
    };
    assert_eq!(of_payment().await, (FunctionState::Unknown, None));
    shop.move_to("2024-02-15T09:00:00Z");
    let silent = raised(&shop).await;
    assert_eq!(
        (silent[0].kind, silent[0].working_days, silent[0].usual_days),
        (RaisedKind::OperatorSilent, 12, Some(5))
    );
    assert_eq!(silent[0].payer, Some(Payer::Operator { platform: code("viamedis") }));
    let entries = shop.entries();
    assert_eq!(of_payment().await, (FunctionState::Down, Some(StateSource::Inferred)));
    assert_eq!(shop.entries(), entries, "it is worked out, and recorded nowhere");
    // What a person says goes before what is inferred.
    let declare = DeclareFunctionRequest {
        platform: code("viamedis"),
        function: Function::Payment,
        state: FunctionState::Up,
        said_by: None,
        text: None,
    };
    platforms::declare(&shop.app, call(), declare).await?;
    assert_eq!(of_payment().await, (FunctionState::Up, Some(StateSource::Declared)));
    Ok(())
}
