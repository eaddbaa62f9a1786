//! What must hold after every step, told anew from the design and not borrowed from the rules: shares that add up,
//! advised that is not paid, cheques nobody may deposit once the insurer paid, a queue that says what it holds, platforms
//! that took nothing in twice, a journal that is whole.

use super::{
    Broken, Told,
    stage::{Stage, ensure},
};
use relais_domain::{
    cheque::{ChequeAgreement, ChequePosition, DepositVerdict},
    dossier::TrackState,
};
use relais_simulator::Record;
use relais_usecases::contract::{
    ChequeList, ChequeRef, ChequeRow, ChequeSort, ChequeView, DossierView, ListChequesRequest, Nothing, ProblemCode,
    QueueRow, QueueView, Verification, VerifyArchiveRequest,
};

/// More cheques than a story has.
const ALL: u32 = 500;

/// Checks everything; says how many checks were made.
pub(super) async fn hold(stage: &Stage) -> Told<u32> {
    let mut checks = 0;
    for dossier in &stage.dossiers {
        checks += shares_and_tracks(&stage.dossier(*dossier).await?)?;
    }
    let list =
        ListChequesRequest { position: None, sort: ChequeSort::DecideBy, descending: false, offset: 0, limit: ALL };
    let cheques: ChequeList = stage.ask("cheque.list", list).await?;
    for row in &cheques.rows {
        let view: ChequeView = stage.ask("cheque.view", ChequeRef { cheque: row.cheque }).await?;
        checks += drawer(&view)?;
    }
    checks += queue(stage).await?;
    checks += nothing_twice(&taken_in(stage)?)?;
    let whole: Verification = stage.ask("journal.verify", VerifyArchiveRequest { path: None, anchor: None }).await?;
    ensure(whole.whole, "le journal n’est pas entier.")?;
    Ok(checks + 1)
}

/// total = AMO + AMC + customer; money received if and only if the track is paid.
fn shares_and_tracks(view: &DossierView) -> Told<u32> {
    let amc: i64 = view.tracks.iter().map(|track| track.share_cents.get()).sum();
    let shares = view.amo_share_cents.get() + amc + view.customer_share_cents.get();
    ensure(shares == view.total_cents.get(), &format!("les parts de {} ne font pas son total.", view.number))?;
    for track in &view.tracks {
        let received = track.paid_cents.get() > 0;
        let paid = track.state == TrackState::Paid;
        ensure(received == paid, &format!("{} : une part est dite payée sans virement, ou l’inverse.", view.number))?;
        let claimed = track.state == TrackState::ClaimedByCustomer;
        ensure(
            !claimed || view.third_party_payment_barred,
            &format!("{} : tiers payant ouvert et réclamé.", view.number),
        )?;
    }
    Ok(2 + u32::try_from(view.tracks.len()).unwrap_or(u32::MAX))
}

/// The deposit rule, as the design tells it (§1.3), for the owner.
fn told_of_deposit(agreement: ChequeAgreement, track: TrackState) -> DepositVerdict {
    match (agreement, track) {
        (_, TrackState::Paid) => DepositVerdict::Forbidden,
        (_, TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn) => DepositVerdict::Allowed,
        (ChequeAgreement::DepositedLater, TrackState::ClaimedByCustomer | TrackState::NotSent) => {
            DepositVerdict::Allowed
        }
        _ => DepositVerdict::OwnerOverride,
    }
}

/// What the drawer says of a cheque follows from where its AMC share stands.
fn drawer(view: &ChequeView) -> Told<u32> {
    let ChequeRow { agreement, track, position, receipt_number, .. } = &view.row;
    if matches!(position, ChequePosition::Returned | ChequePosition::Deposited) {
        ensure(view.row.left_on.is_some(), &format!("le chèque {receipt_number} est parti sans date."))?;
        return Ok(1);
    }
    let deposit = told_of_deposit(*agreement, *track);
    ensure(view.deposit == deposit, &format!("le dépôt du chèque {receipt_number} est dit {:?}.", view.deposit))?;
    let refusal = view.deposit_refusal.as_ref().map(|problem| problem.code);
    ensure(
        deposit != DepositVerdict::Forbidden || refusal == Some(ProblemCode::AmcSharePaid),
        &format!("le chèque {receipt_number} pourrait être déposé alors que la mutuelle a payé."),
    )?;
    let may_return = view.return_refusal.is_none();
    let open = !matches!(track, TrackState::Paid | TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn);
    ensure(
        !(open && may_return) || *track == TrackState::ClaimedByCustomer,
        &format!("le chèque {receipt_number} pourrait être rendu trop tôt."),
    )?;
    ensure(
        *position != ChequePosition::ToReturn || *track == TrackState::Paid,
        &format!("le chèque {receipt_number} est à rendre alors que rien n’est sur le compte."),
    )?;
    Ok(4)
}

/// What waits is not shown as sent, and what may have arrived is said so.
async fn queue(stage: &Stage) -> Told<u32> {
    let queue: QueueView = stage.ask("queue.view", Nothing {}).await?;
    for (rows, state) in [(&queue.waiting, TrackState::Queued), (&queue.unknown, TrackState::OutcomeUnknown)] {
        for row in rows {
            let QueueRow { dossier, dossier_number, .. } = row;
            let view = stage.dossier(*dossier).await?;
            let says_so = view.tracks.iter().any(|track| track.request == Some(row.request) && track.state == state);
            ensure(says_so, &format!("{dossier_number} attend en file et son dossier dit autre chose."))?;
        }
    }
    Ok(u32::try_from(queue.waiting.len() + queue.unknown.len()).unwrap_or(u32::MAX))
}

/// Everything the platforms took in from us.
pub(super) fn taken_in(stage: &Stage) -> Told<Vec<Record>> {
    let records = stage.ground.with(|simulator| simulator.control().records());
    records.map_err(|error| Broken::Step(format!("les plateformes simulées ne répondent plus ({error}).")))
}

/// No request came twice, and no two agreements are for one request.
fn nothing_twice(records: &[Record]) -> Told<u32> {
    let mut seen = std::collections::BTreeSet::new();
    for record in records {
        let once = record.received == 1 && seen.insert(&record.request_identifier);
        ensure(once, "une demande est arrivée deux fois à la plateforme.")?;
    }
    Ok(u32::try_from(records.len()).unwrap_or(u32::MAX))
}
