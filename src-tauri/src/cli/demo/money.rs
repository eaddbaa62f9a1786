//! Advised is not paid: an advice moves nothing in the drawer, the bank's credit does, and what was paid can no longer
//! be deposited by anybody.

use super::{
    Told,
    counter::Sold,
    customers::AMC_SHARE_CENTS,
    stage::{Stage, cents, ensure},
};
use crate::cli::voice::euros;
use relais_domain::{
    cheque::{ChequePosition, ReturnManner},
    dossier::TrackState,
};
use relais_usecases::contract::{
    AllocationView, AwaitedList, AwaitedRequest, BankCreditRecorded, ChequeRef, ChequeReturned, ChequeView,
    DepositChequeRequest, DossierView, ProblemCode, RecordAdviceRequest, RecordBankCreditRequest, ReturnChequeRequest,
};
use serde_json::json;

/// An advice came: neither deposit nor return.
pub(super) async fn advised_is_not_paid(stage: &mut Stage, sold: &Sold) -> Told {
    let advice = RecordAdviceRequest {
        dossier: sold.with_cheque,
        rank: 1,
        amount_cents: cents(AMC_SHARE_CENTS),
        on: stage.today(),
    };
    let view: DossierView = stage.ask("advice.record", advice).await?;
    ensure(view.tracks[0].state == TrackState::Advised, "L’avis n’est pas sur le dossier.")?;
    stands_under(stage, sold, ChequePosition::Kept).await?;
    stage.refused("cheque.deposit", deposit(stage, sold, None), ProblemCode::OwnerMustOverride).await?;
    stage.refused("cheque.return", give_back(stage, sold), ProblemCode::AmcShareNotPaid).await?;
    let sentence = "Part AMC avisée, pas encaissée : ni dépôt, ni restitution du chèque, les deux sont refusés.";
    stage.step("advice", sentence, json!({ "advised_cents": AMC_SHARE_CENTS })).await
}

/// The transfer is on the account: the cheque is to be returned, and nobody may deposit it.
pub(super) async fn the_transfer_arrives(stage: &mut Stage, sold: &Sold) -> Told {
    stage.goes_to("payments_back").await?;
    let awaited: AwaitedList =
        stage.ask("bank_credit.awaited", AwaitedRequest { text: "Bernard".to_owned(), platform: None }).await?;
    let row = awaited.rows.iter().find(|row| row.dossier == sold.with_cheque);
    ensure(row.is_some_and(|row| row.awaited_cents == cents(AMC_SHARE_CENTS)), "La part avisée n’est pas attendue.")?;
    let credit = |allocated: i64| RecordBankCreditRequest {
        amount_cents: cents(AMC_SHARE_CENTS),
        on: stage.today(),
        payer: None,
        label: "VIR VIAMEDIS 2402".to_owned(),
        allocations: vec![AllocationView { dossier: sold.with_cheque, rank: 1, amount_cents: cents(allocated) }],
    };
    stage.refused("bank_credit.record", credit(AMC_SHARE_CENTS + 1), ProblemCode::MoreThanCredited).await?;
    let recorded: BankCreditRecorded = stage.ask("bank_credit.record", credit(AMC_SHARE_CENTS)).await?;
    ensure(recorded.cheques_to_return == 1, "Le chèque n’est pas passé « à rendre ».")?;
    stands_under(stage, sold, ChequePosition::ToReturn).await?;
    let by_the_owner = deposit(stage, sold, Some("Le titulaire insiste"));
    stage.refused("cheque.deposit", by_the_owner, ProblemCode::AmcSharePaid).await?;
    let sentence = format!(
        "{} : virement de {} sur le compte, chèque à rendre ; son dépôt est refusé, même au titulaire avec un motif.",
        stage.date(),
        euros(AMC_SHARE_CENTS)
    );
    stage.step("bank_credit", &sentence, json!({ "paid_cents": AMC_SHARE_CENTS, "cheques_to_return": 1 })).await
}

/// It is given back against a signature.
pub(super) async fn the_cheque_goes_back(stage: &mut Stage, sold: &Sold) -> Told {
    let returned: ChequeReturned = stage.ask("cheque.return", give_back(stage, sold)).await?;
    stage.keep(&returned.discharge)?;
    stands_under(stage, sold, ChequePosition::Returned).await?;
    stage.refused("cheque.return", give_back(stage, sold), ProblemCode::ChequeNotKept).await?;
    let view = stage.dossier(sold.with_cheque).await?;
    ensure(view.settled, "Le dossier payé et rendu n’est pas réglé.")?;
    let sentence = format!("Chèque rendu contre décharge, dossier {} réglé.", view.number);
    stage.step("returned", &sentence, json!({ "dossier": view.number, "settled": true })).await
}

async fn stands_under(stage: &Stage, sold: &Sold, position: ChequePosition) -> Told {
    let view: ChequeView = stage.ask("cheque.view", ChequeRef { cheque: sold.cheque }).await?;
    let found = view.row.position;
    ensure(found == position, &format!("Le chèque est sous {found:?} au lieu de {position:?}."))
}

fn deposit(stage: &Stage, sold: &Sold, reason: Option<&str>) -> DepositChequeRequest {
    DepositChequeRequest {
        cheque: sold.cheque,
        on: stage.today(),
        override_reason: reason.map(str::to_owned),
        second: None,
    }
}

fn give_back(stage: &Stage, sold: &Sold) -> ReturnChequeRequest {
    ReturnChequeRequest {
        cheque: sold.cheque,
        on: stage.today(),
        manner: ReturnManner::InPerson,
        override_reason: None,
        second: None,
    }
}
