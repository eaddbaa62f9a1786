//! The afternoon of the outage, at the counter: the rights that do not answer, and five ways through.

use super::{
    Broken, Told,
    customers::{self, AMC_SHARE_CENTS, CUSTOMER_SHARE_CENTS},
    stage::{Stage, cents, ensure},
};
use crate::cli::{voice::euros, words};
use jiff::ToSpan;
use relais_domain::{
    context::PaymentMeans,
    dossier::{ConsentDecision, ConsentHow, PaymentPurpose, TrackState, Way},
    ids::{ChequeId, DossierId},
    platform::Function,
};
use relais_usecases::contract::{
    ChequeKept, ChequeLineVerdict, ChequeLineView, ChequeRef, ChooseWayRequest, CustomerPaymentRequest, DocumentReady,
    DossierOpened, DossierView, KeepChequeRequest, Moment, Nothing, OpenDossierRequest, PlatformStrip, ProblemCode,
    QueueView, ReadChequeLineRequest, RecordConsentRequest, RecordMomentRequest, RightsOutcomeView, RightsView,
    VerifyRightsRequest,
};
use relais_usecases::platforms;
use serde_json::json;

/// Within this of the key the counter is answered (three seconds, whatever the platform does).
const COUNTER_LIMIT_MS: u32 = 3_000;

/// What was sold that afternoon.
pub(super) struct Sold {
    /// Whose cheque is kept; will be green.
    pub(super) with_cheque: DossierId,
    /// The cheque.
    pub(super) cheque: ChequeId,
    /// Delivered under tiers payant; will be orange.
    pub(super) delivered: DossierId,
    /// Set aside; will be red.
    pub(super) set_aside: DossierId,
    /// Who pays all.
    pub(super) advanced: DossierId,
}

/// Five customers, five ways.
pub(super) async fn outage_afternoon(stage: &mut Stage) -> Told<Sold> {
    let with_cheque = sale(stage, customers::glasses("Bernard", "Lucie", customers::AGREED, "DV-2024-0118")).await?;
    rights_do_not_answer(stage, with_cheque).await?;
    the_strip_says_so(stage).await?;
    let cheque = a_cheque_is_kept(stage, with_cheque).await?;
    the_queue_is_readable(stage, with_cheque).await?;

    let delivered =
        sale(stage, customers::glasses("Nguyễn", "Minh", customers::COVERED_IN_PART, "DV-2024-0119")).await?;
    way(
        stage,
        delivered,
        Way::DeliveredThirdPartyPayment,
        TrackState::Queued,
        "délivré en tiers payant, la demande attend en file",
    )
    .await?;
    moment(stage, delivered, Moment::Delivery).await?;
    let set_aside = sale(stage, customers::glasses("Petit", "Odile", customers::REFUSED, "DV-2024-0120")).await?;
    way(stage, set_aside, Way::SetAside, TrackState::NotSent, "mis de côté, rien n’est commandé").await?;
    let advanced = sale(stage, customers::glasses("Garnier", "Paul", customers::AGREED, "DV-2024-0121")).await?;
    way(stage, advanced, Way::CustomerAdvances, TrackState::ClaimedByCustomer, "le client avance tout").await?;
    all_is_paid(stage, advanced).await?;
    let returns = sale(stage, customers::glasses("Roux", "Inès", customers::AGREED, "DV-2024-0122")).await?;
    way(stage, returns, Way::CustomerReturns, TrackState::NotSent, "la cliente reviendra").await?;
    Ok(Sold { with_cheque, cheque, delivered, set_aside, advanced })
}

/// F2.
pub(super) async fn sale(stage: &mut Stage, request: OpenDossierRequest) -> Told<DossierId> {
    let customer = format!("{} {}", request.given_name, request.family_name);
    let (total, amc) = (request.total_cents.get(), request.amc_share_cents.get());
    let operator = request.operator.clone();
    let opened: DossierOpened = stage.ask("dossier.open", request).await?;
    stage.dossiers.push(opened.dossier);
    if operator.is_some() {
        customer_agrees(stage, opened.dossier).await?;
    }
    let sentence = format!("Vente {} : {customer}, {}, dont part AMC {}.", opened.number, euros(total), euros(amc));
    stage
        .step("sale", &sentence, json!({ "dossier": opened.number, "total_cents": total, "amc_share_cents": amc }))
        .await?;
    Ok(opened.dossier)
}

/// The customer's yes, asked before anything leaves.
async fn customer_agrees(stage: &mut Stage, dossier: DossierId) -> Told {
    let (decision, how) = (ConsentDecision::Given, ConsentHow::Oral);
    let request = RecordConsentRequest { dossier, rank: 1, decision, how };
    let view: DossierView = stage.ask("consent.record", request).await?;
    let lets_leave = view.tracks.first().and_then(|track| track.consent.as_ref()).is_some_and(|it| it.lets_leave);
    ensure(lets_leave, "L’accord du client n’a pas été enregistré.")
}

/// F4 during the outage: answered in time, and the failure kept as proof.
pub(super) async fn rights_do_not_answer(stage: &mut Stage, dossier: DossierId) -> Told {
    let view: RightsView =
        stage.ask("rights.verify", VerifyRightsRequest { dossier, rank: 1, service_date: None }).await?;
    let RightsOutcomeView::NotVerified { failure, .. } = view.outcome else {
        return ensure(false, "Les droits ont été vérifiés pendant la panne.");
    };
    ensure(view.evidence_kept, "L’échec de la vérification n’a pas été gardé comme preuve.")?;
    ensure(view.elapsed_ms <= COUNTER_LIMIT_MS, "Le comptoir a attendu plus de trois secondes.")?;
    let sentence = format!(
        "Droits demandés à {} : non vérifié, réponse au comptoir en {} ms, échec gardé comme preuve.",
        view.platform_label, view.elapsed_ms
    );
    stage
        .step("rights", &sentence, json!({ "verified": false, "failure": failure, "elapsed_ms": view.elapsed_ms }))
        .await
}

/// The platforms that matter are seen down, function by function, and the others are not.
async fn the_strip_says_so(stage: &mut Stage) -> Told {
    let strip = seen(stage, &[(Function::Rights, Seen::Out), (Function::PriorAuthorisation, Seen::Out)]).await?;
    let up = strip.platforms.iter().find(|row| row.platform.as_str() == "almerys");
    let up = up.is_some_and(|row| row.functions.iter().all(|function| !function.state.is_out()));
    ensure(up, "Almerys répond et n’est pas montrée ainsi.")?;
    let sentence = "Viamedis : droits et prises en charge hors service, mesuré ; Almerys répond.";
    stage.step("platforms", sentence, json!({ "viamedis": { "rights": "down", "prior_authorisation": "down" } })).await
}

/// Waits until Viamedis is seen as the story tells: each function out, or answering.
pub(super) async fn seen(stage: &Stage, told: &[(Function, Seen)]) -> Told<PlatformStrip> {
    stage
        .until("L’état de Viamedis", || async {
            platforms::watch(&stage.app).await.map_err(|problem| Broken::Step(words::sentence(&problem)))?;
            let strip: PlatformStrip = stage.ask("platform.strip", Nothing {}).await?;
            let row = strip.platforms.iter().find(|row| row.platform.as_str() == "viamedis");
            let as_told = |(function, seen): &(Function, Seen)| {
                let found = row.and_then(|row| row.functions.iter().find(|found| found.function == *function));
                found.is_some_and(|found| found.state.is_out() == (*seen == Seen::Out))
            };
            Ok(told.iter().all(as_told).then_some(strip))
        })
        .await
}

/// How a function is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It does not answer.
    Out,
    /// It answers.
    Answering,
}

/// F7: what the law forbids is refused, then the cheque is kept and its receipt printed.
async fn a_cheque_is_kept(stage: &mut Stage, dossier: DossierId) -> Told<ChequeId> {
    moment(stage, dossier, Moment::Order).await?;
    moment(stage, dossier, Moment::Delivery).await?;
    pays(stage, dossier, CUSTOMER_SHARE_CENTS, PaymentPurpose::CustomerShare).await?;

    let read =
        |rlmc_key: &str| ReadChequeLineRequest { raw: customers::LINE.to_owned(), rlmc_key: rlmc_key.to_owned() };
    let misread: ChequeLineView = stage.ask("cheque.read_line", read(customers::WRONG_KEY)).await?;
    ensure(misread.verdict == ChequeLineVerdict::KeyMismatch, "Une clé RLMC fausse n’a pas été vue.")?;
    let line: ChequeLineView = stage.ask("cheque.read_line", read(customers::LINE_KEY)).await?;
    ensure(line.verdict == ChequeLineVerdict::Verified, "La ligne du chèque n’a pas été reconnue.")?;

    let good = customers::cheque(dossier, stage.today());
    let blank = KeepChequeRequest { payee_is_practice: false, ..good.clone() };
    stage.refused("cheque.keep", blank, ProblemCode::BlankPayee).await?;
    let tomorrow = KeepChequeRequest { written_on: good.written_on.saturating_add(1.day()), ..good.clone() };
    stage.refused("cheque.keep", tomorrow, ProblemCode::ChequeDateInFuture).await?;
    let kept: ChequeKept = stage.ask("cheque.keep", good.clone()).await?;
    stage.refused("cheque.keep", good, ProblemCode::ChequeAlreadyRecorded).await?;

    let cheque = kept.cheque;
    let receipt: DocumentReady = stage.ask("cheque.receipt", ChequeRef { cheque }).await?;
    stage.keep(&receipt)?;
    let sentence = format!(
        "Chèque de {} conservé (clé RLMC vérifiée), reçu {} imprimé ; un bénéficiaire en blanc et une date à venir sont refusés.",
        euros(AMC_SHARE_CENTS),
        kept.receipt_number
    );
    stage.step("cheque", &sentence, json!({ "receipt": kept.receipt_number, "decide_by": kept.decide_by })).await?;
    Ok(cheque)
}

/// F5: what waits is there, in words.
async fn the_queue_is_readable(stage: &mut Stage, dossier: DossierId) -> Told {
    let queue: QueueView = stage.ask("queue.view", Nothing {}).await?;
    let waiting = queue.waiting.iter().filter(|row| row.dossier == dossier).count();
    ensure(waiting == 1, "La demande du chèque conservé n’attend pas en file.")?;
    let sentence = format!("File d’attente : {} demande non envoyée, lisible et retirable.", queue.waiting.len());
    stage.step("queue", &sentence, json!({ "waiting": queue.waiting.len() })).await
}

/// F6.
pub(super) async fn way(stage: &mut Stage, dossier: DossierId, way: Way, then: TrackState, words: &str) -> Told {
    let view: DossierView = stage.ask("dossier.choose_way", ChooseWayRequest { dossier, way }).await?;
    ensure(view.tracks.iter().all(|track| track.state == then), "La part AMC n’est pas où la voie la met.")?;
    let sentence = format!("{} : {words}.", view.number);
    stage.step("way", &sentence, json!({ "dossier": view.number, "way": way, "track": then })).await
}

/// A dated moment, today.
pub(super) async fn moment(stage: &Stage, dossier: DossierId, moment: Moment) -> Told {
    let request = RecordMomentRequest { dossier, moment, on: stage.today() };
    stage.ask::<DossierView>("dossier.record_moment", request).await.map(drop)
}

/// A payment by card, today.
pub(super) async fn pays(stage: &Stage, dossier: DossierId, amount: i64, purpose: PaymentPurpose) -> Told {
    let request = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(amount),
        means: PaymentMeans::Card,
        purpose,
        on: stage.today(),
    };
    stage.ask::<DossierView>("dossier.record_payment", request).await.map(drop)
}

/// Who advances all pays both shares, and no more.
async fn all_is_paid(stage: &mut Stage, dossier: DossierId) -> Told {
    pays(stage, dossier, CUSTOMER_SHARE_CENTS, PaymentPurpose::CustomerShare).await?;
    pays(stage, dossier, AMC_SHARE_CENTS, PaymentPurpose::AmcShareAdvanced).await?;
    let again = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(1),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::AmcShareAdvanced,
        on: stage.today(),
    };
    stage.refused("dossier.record_payment", again, ProblemCode::MoreThanDue).await?;
    let view = stage.dossier(dossier).await?;
    ensure(view.third_party_payment_barred, "Le tiers payant n’est pas fermé alors que le client avance tout.")?;
    let sentence = format!("{} : tout est réglé par carte, le tiers payant est fermé.", view.number);
    stage.step("advance", &sentence, json!({ "dossier": view.number })).await
}
