//! Records the demonstration's story through the insides of the use cases, each deed dated and in a transaction of its own:
//! what the rules would refuse at the counter is refused here.

use super::sales::{self, INSURERS, Sale};
use crate::{
    app::{OpenPractice, problem_of},
    bank_credit, choose_way, consent,
    contract::{AllocationView, KeepChequeRequest, Problem, ProblemCode, RecordBankCreditRequest},
    departure, edit_dossier, field_lists, keep_cheque, open_dossier, outbox,
    platform_request::{self, Message},
    platforms, record_card, settle_cheque,
    slips::{self, HandedIn},
    step,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use relais_domain::{
    availability::{self, Availability, HourTally},
    cheque::{Cheque, ChequeAgreement, ChequeCommand, IdentitySeen, IssuePlace, Override, ReturnManner},
    context::{Context, PaymentMeans},
    coverage::{Certainty, CoverageAnswer, CoveragePeriod, CoverageWay},
    disclosure::FieldName,
    dossier::{
        Agreement, ConsentDecision, ConsentHow, CustomerPayment, Dossier, DossierCommand, PaymentPurpose,
        RightsChecked, RightsOutcome, SentFields, TrackMove, TrackState, Way,
    },
    identifiers::Cmc7Line,
    ids::{BankCreditId, ChequeId, CommandId, DossierId, EvidenceId, IncidentId, PersonId, RequestId, SlipId, TextId},
    incident::IncidentCommand,
    platform::{FailureCode, Function, FunctionState, FunctionStatus, StateSource},
    reference::Limits,
    refusal::Refusal,
    request::{RequestAnswer, RequestCommand, RequestState},
    slip::SlipCredit,
};
use relais_platforms::disclosure::fields_sent;
use relais_storage::{CommandEnvelope, NumberSeries, Tx};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// The story, ready to be recorded.
pub(super) struct Script {
    /// Who buys what.
    pub(super) sales: Vec<Sale>,
    /// What happens, in order of time.
    pub(super) entries: Vec<Entry>,
    /// Where its clock stands when it is told.
    pub(super) ends_at: Timestamp,
}

/// One thing that happens, and when.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) at: Timestamp,
    pub(super) happening: Happening,
}

/// What happens.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    /// On one sale.
    Sale { sale: usize, deed: Deed },
    /// A function is seen in a state.
    Seen { insurer: usize, function: Function, state: FunctionState, cause: Option<FailureCode>, source: StateSource },
    /// A day's calls, counted.
    Called { platforms: Vec<(usize, Vec<HourTally>)> },
    /// The recovery of an insurer's incident begins.
    RecoveryStarted { insurer: usize },
    /// Its last dossier is settled.
    IncidentClosed { insurer: usize },
    /// A transfer pays these shares: sale and rank.
    Credit { insurer: usize, shares: Vec<(usize, u8)> },
}

/// What is done on a sale.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    /// F2, with its lines and cards.
    Open,
    /// F4, answered.
    RightsAnswered,
    /// F4, « non vérifié ».
    RightsFailed(FailureCode),
    /// A sum from the customer.
    Pay { amount_cents: i64, means: PaymentMeans, purpose: PaymentPurpose },
    /// What the insurer does not cover.
    PayDifference(PaymentMeans),
    /// The insurer's share, which he claims back himself.
    PayAdvance(PaymentMeans),
    /// Delivery is planned.
    PlanDelivery(Date),
    /// « Commande ».
    Order,
    /// « Délivrance ».
    Deliver,
    /// F6.
    Choose(Way),
    /// The queued requests are sent, or taken to the portal, and answered as the member number says.
    Ask,
    /// They are taken in; the decision comes later.
    AskAndWait,
    /// The advice of payment.
    Advise,
    /// F7, for the first complementary's share.
    KeepCheque(ChequeAgreement),
    /// The letter before a deposit.
    TellOfDeposit,
    /// Handed to the bank.
    DepositCheque,
    /// Its slip is credited.
    CreditSlip,
    /// Given back.
    ReturnCheque,
}

/// The ids of one sale, made once.
#[derive(Clone, Copy)]
struct Ids {
    dossier: DossierId,
    person: PersonId,
    cheque: ChequeId,
}

/// What one entry needs to be recorded.
struct Recording {
    sales: Arc<Vec<(Sale, Ids)>>,
    limits: Limits,
    /// Ids that only this entry uses.
    fresh: Vec<Uuid>,
}

/// Most ids one entry uses: two requests, their evidence, and a text.
const FRESH_IDS: usize = 8;

/// Records the story; answers the instant its clock then shows.
pub(super) fn play(practice: &OpenPractice, script: Script) -> Result<Timestamp, Problem> {
    let id = |at| practice.ids.fresh(at);
    let ids = |at| Ids { dossier: DossierId(id(at)), person: PersonId(id(at)), cheque: ChequeId(id(at)) };
    let sales: Arc<Vec<_>> = Arc::new(script.sales.into_iter().map(|sale| (sale, ids(script.ends_at))).collect());
    for Entry { at, happening } in script.entries {
        let context =
            Context { now: at, today: practice.date_of(at), actor: practice.user.id, role: practice.user.role };
        let recording = Recording {
            sales: sales.clone(),
            limits: practice.limits(),
            fresh: (0..FRESH_IDS).map(|_| id(at)).collect(),
        };
        let envelope = CommandEnvelope {
            command_id: CommandId(id(at)),
            request_digest: Sha256::digest(format!("{happening:?}")).into(),
            actor: context.actor,
            recorded_at: at,
        };
        practice
            .database
            .command(envelope, move |tx| recording.happen(tx, &context, &happening))
            .map_err(problem_of)?;
    }
    practice.database.write_anchors(script.ends_at, true)?;
    Ok(script.ends_at)
}

impl Recording {
    fn happen(&self, tx: &mut Tx<'_>, context: &Context, happening: &Happening) -> Result<(), Problem> {
        match happening {
            Happening::Sale { sale, deed } => self.deed(tx, context, *sale, *deed),
            Happening::Seen { insurer, function, state, cause, source } => {
                let seen = FunctionStatus { state: *state, cause: *cause, source: *source, since: context.now };
                let platform = sales::platform(&INSURERS[*insurer])?;
                platforms::observe(tx, context, &platform, *function, seen, IncidentId(self.fresh[0])).map(drop)
            }
            Happening::Called { platforms } => {
                for (insurer, hours) in platforms {
                    let platform = sales::platform(&INSURERS[*insurer])?;
                    let Some(hour) = hours.first().map(|tally| tally.hour) else { continue };
                    let day = hour.to_zoned(jiff::tz::TimeZone::UTC).date();
                    let stream = tx.identity().availability_stream(&platform, day);
                    tx.append::<Availability>(stream, availability::tally(platform, hours.clone()))?;
                }
                Ok(())
            }
            Happening::RecoveryStarted { insurer } => {
                let incident = open_incident(tx, *insurer)?;
                step::incident(tx, incident, IncidentCommand::StartRecovery, context)
            }
            Happening::IncidentClosed { insurer } => {
                let incident = open_incident(tx, *insurer)?;
                let open = tx.queries()?.incident_dossiers(incident)?.iter().filter(|row| !row.settled).count();
                let open_dossiers = u32::try_from(open).unwrap_or(u32::MAX);
                step::incident(tx, incident, IncidentCommand::Close { open_dossiers }, context)
            }
            Happening::Credit { insurer, shares } => self.credit(tx, context, *insurer, shares),
        }
    }

    fn deed(&self, tx: &mut Tx<'_>, context: &Context, index: usize, deed: Deed) -> Result<(), Problem> {
        let (sale, ids) = self.sales[index];
        let dossier = ids.dossier;
        let mut on_dossier = |command| step::dossier(tx, dossier, command, context);
        match deed {
            Deed::Open => open(tx, context, sale, ids),
            Deed::RightsAnswered => self.rights(tx, context, sale, dossier, answered(sale, context)?),
            Deed::RightsFailed(failure) => {
                let since = tx.queries()?.open_incident(&sale.platform(1)?)?.map(|incident| incident.since);
                self.rights(tx, context, sale, dossier, RightsOutcome::NotVerified { failure, since })
            }
            Deed::Pay { amount_cents, means, purpose } => {
                let payment =
                    CustomerPayment { amount_cents: sales::cents(amount_cents)?, means, on: context.today, purpose };
                on_dossier(DossierCommand::RecordCustomerPayment { payment, limits: self.limits })
            }
            Deed::PayDifference(means) => {
                let amount_cents = tx.load::<Dossier>(dossier.0)?.difference_due();
                self.pays(tx, context, dossier, (amount_cents, means, PaymentPurpose::Difference))
            }
            Deed::PayAdvance(means) => {
                self.pays(tx, context, dossier, (sale.share(1)?, means, PaymentPurpose::AmcShareAdvanced))
            }
            Deed::PlanDelivery(on) => on_dossier(DossierCommand::PlanDelivery { on }),
            Deed::Order => on_dossier(DossierCommand::Order { on: context.today }),
            Deed::Deliver => on_dossier(DossierCommand::Deliver { on: context.today }),
            Deed::Choose(way) => {
                let requests = self.fresh[..outbox::MAX_TRACKS].iter().map(|id| RequestId(*id)).collect();
                let fresh = choose_way::FreshIds { requests, reason: TextId(self.fresh[outbox::MAX_TRACKS]) };
                choose_way::record(tx, context, dossier, way, &fresh)
            }
            Deed::Ask => self.ask(tx, context, sale, dossier, true),
            Deed::AskAndWait => self.ask(tx, context, sale, dossier, false),
            Deed::Advise => (1..=sale.ranks()).try_for_each(|rank| advise(tx, context, sale, dossier, rank)),
            Deed::KeepCheque(agreement) => {
                let request = cheque(sale, dossier, agreement, context.today)?;
                let ids = ((ids.cheque, TextId(self.fresh[0])), None);
                keep_cheque::record(tx, context, ids, &self.limits, &request).map(drop)
            }
            Deed::TellOfDeposit => {
                let notice = ChequeCommand::GiveNotice { on: context.today, limits: self.limits };
                step::cheque(tx, ids.cheque, notice, context)?;
                tx.next_number(NumberSeries::Letter, context.today.year())?;
                Ok(())
            }
            Deed::DepositCheque => {
                let cheque = HandedIn { cheque: ids.cheque, over: Override::default() };
                slips::hand_in(tx, context, SlipId(self.fresh[0]), (context.today, None), &self.limits, &[cheque])
            }
            Deed::CreditSlip => {
                let state = tx.load::<Cheque>(ids.cheque.0)?;
                let slip = state.slip.ok_or(Refusal::UnknownSlip)?;
                let credit = SlipCredit { on: context.today, amount_cents: state.amount(), reason: None };
                slips::credited(tx, context, slip, credit)
            }
            Deed::ReturnCheque => {
                let manner = ReturnManner::InPerson;
                settle_cheque::given_back(tx, context, ids.cheque, (context.today, manner), Override::default())
            }
        }
    }

    fn pays(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        dossier: DossierId,
        (amount_cents, means, purpose): (relais_domain::money::Cents, PaymentMeans, PaymentPurpose),
    ) -> Result<(), Problem> {
        let payment = CustomerPayment { amount_cents, means, on: context.today, purpose };
        step::dossier(tx, dossier, DossierCommand::RecordCustomerPayment { payment, limits: self.limits }, context)
    }

    fn rights(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        sale: Sale,
        dossier: DossierId,
        outcome: RightsOutcome,
    ) -> Result<(), Problem> {
        let platform = sale.platform(1)?;
        let proof = json!({ "demonstration": true, "platform": platform, "asked_at": context.now, "outcome": outcome });
        let proof = serde_json::to_vec(&proof).map_err(Problem::internal)?;
        let evidence = EvidenceId(self.fresh[0]);
        tx.put_evidence(evidence, &proof)?;
        let fields = self.rights_fields(tx, context, dossier, &outcome)?;
        let sent = SentFields { platform: platform.clone(), function: Function::Rights, fields, request: None };
        departure::left(tx, &sent.platform, sent.function, &sent.fields)?;
        departure::told(tx, context, dossier, sent)?;
        let check = RightsChecked {
            rank: 1,
            platform,
            asked_at: context.now,
            elapsed_ms: u32::try_from(180 + sale.customer * 41 % 700).unwrap_or_default(),
            service_date: context.today,
            instead_of: None,
            source: StateSource::Measured,
            evidence: Some(evidence),
            evidence_digest: Some(crate::cheque_papers::hex(&Sha256::digest(&proof))),
            outcome,
        };
        step::dossier(tx, dossier, DossierCommand::RecordRightsCheck(check), context)
    }

    /// The fields an answered question left with.
    fn rights_fields(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        dossier: DossierId,
        outcome: &RightsOutcome,
    ) -> Result<Vec<FieldName>, Problem> {
        if !matches!(outcome, RightsOutcome::Answered { .. }) {
            return Ok(Vec::new());
        }
        let in_use = field_lists::in_use_in(tx)?;
        let sheet = platform_request::sheet(&tx.queries()?, dossier, 1)?;
        let to = (&sheet.platform, sheet.service_date);
        Ok(fields_sent(&departure::rights(&in_use, &sheet, to, self.fresh[0], context.now)))
    }

    /// Every waiting request of a sale leaves, or is taken to the portal, and has its answer.
    fn ask(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        sale: Sale,
        dossier: DossierId,
        decided: bool,
    ) -> Result<(), Problem> {
        for rank in 1..=sale.ranks() {
            let Some((request, RequestState::Queued)) = outbox::open_request(&tx.queries()?, dossier, rank)? else {
                return Err(Problem::code(ProblemCode::RequestState));
            };
            let by_staff = sale.insurer(rank).platform == INSURERS[sales::SP_SANTE].platform;
            let evidence = if by_staff {
                None
            } else {
                let mut prepared = platform_request::prepared(&tx.queries()?, request)?;
                let sent = departure::message_told(&tx.queries()?, &mut prepared, told)?;
                step::request(tx, request, RequestCommand::StartSending, context)?;
                departure::left(tx, &sent.platform, sent.function, &sent.fields)?;
                departure::told(tx, context, dossier, sent)?;
                let evidence = EvidenceId(self.fresh[usize::from(rank)]);
                tx.put_evidence(evidence, json!({ "demonstration": true, "request": request }).to_string().as_bytes())?;
                Some(evidence)
            };
            let answer = if decided { decision(sale, rank, context.today)? } else { RequestAnswer::Pending };
            let heard = outbox::Heard { answer, evidence, by_staff, message: None };
            outbox::record_answer(tx, context, request, heard)?;
        }
        Ok(())
    }

    fn credit(
        &self,
        tx: &mut Tx<'_>,
        context: &Context,
        insurer: usize,
        shares: &[(usize, u8)],
    ) -> Result<(), Problem> {
        let allocation = |(index, rank): &(usize, u8)| {
            let (sale, ids) = self.sales[*index];
            let covered = sale.answer.covered(sale.share(*rank)?)?.unwrap_or_default();
            Ok(AllocationView { dossier: ids.dossier, rank: *rank, amount_cents: covered })
        };
        let allocations = shares.iter().map(allocation).collect::<Result<Vec<_>, Problem>>()?;
        let request = RecordBankCreditRequest {
            amount_cents: relais_domain::money::Cents::sum(allocations.iter().map(|a| a.amount_cents))?,
            on: context.today,
            payer: Some(sales::platform(&INSURERS[insurer])?),
            label: format!("{} {}", INSURERS[insurer].label, context.today.strftime("%Y%m%d")),
            allocations,
        };
        let ids = (BankCreditId(self.fresh[0]), TextId(self.fresh[1]));
        bank_credit::inside(tx, context, ids, &request).map(drop)
    }
}

fn open(tx: &mut Tx<'_>, context: &Context, sale: Sale, ids: Ids) -> Result<(), Problem> {
    open_dossier::record(tx, context, (ids.dossier, ids.person), &sale.opening()?)?;
    let priced = edit_dossier::priced(&sale.pricing(ids.dossier)?)?;
    step::dossier(tx, ids.dossier, DossierCommand::Price(priced), context)?;
    for rank in 1..=sale.ranks() {
        record_card::card(tx, context, ids.dossier, rank, &sale.card(rank, context.today.year())?)?;
        let (yes, by_word) = (ConsentDecision::Given, ConsentHow::Oral);
        consent::said(tx, context, (ids.dossier, rank), yes, by_word)?;
    }
    let prescribed = context.today.saturating_sub(i64::try_from(20 + sale.customer % 60).unwrap_or(20).days());
    step::dossier(tx, ids.dossier, DossierCommand::DatePrescription { date: prescribed }, context)
}

fn answered(sale: Sale, context: &Context) -> Result<RightsOutcome, Problem> {
    let today = context.today;
    let reference = format!("{}D{}{:04}", sale.insurer(1).prefix, today.strftime("%y%m%d"), 2_100 + sale.customer);
    let mut answer = CoverageAnswer::unsaid(CoverageWay::Fhir, Certainty::A, context.now, today);
    answer.source.platform = Some(sale.platform(1)?);
    answer.in_force = Some(true);
    answer.covered_cents = sale.answer.covered(sale.share(1)?)?;
    answer.authorisation_required = Some(true);
    answer.reference = Some(reference);
    answer.period = Some(CoveragePeriod { start: Some(today.first_of_year()), end: Some(today.last_of_year()) });
    answer.not_known.clear();
    Ok(RightsOutcome::Answered { answer: Box::new(answer.with_not_known()), message: None })
}

/// The fields a message leaves with, towards a server of the usual habits.
fn told(message: &Message) -> Vec<FieldName> {
    match message {
        Message::Claim(_, claim) => fields_sent(claim.as_ref()),
        Message::Cancellation(cancellation) => fields_sent(cancellation.as_ref()),
        Message::ByHand => Vec::new(),
    }
}

fn decision(sale: Sale, rank: u8, today: Date) -> Result<RequestAnswer, Problem> {
    let Some(covered) = sale.answer.covered(sale.share(rank)?)? else {
        return Ok(RequestAnswer::Refused { reason_code: None });
    };
    let reference = format!("{}{}{:04}", sale.insurer(rank).prefix, today.strftime("%y%m%d"), 2_100 + sale.customer);
    let valid_until = Some(today.saturating_add(90.days()));
    let agreement = Agreement { reference: Some(reference), covered_cents: Some(covered), valid_until };
    Ok(RequestAnswer::Agreed { agreement })
}

fn advise(tx: &mut Tx<'_>, context: &Context, sale: Sale, dossier: DossierId, rank: u8) -> Result<(), Problem> {
    let moved = TrackMove {
        amount_cents: sale.answer.covered(sale.share(rank)?)?,
        on: Some(context.today),
        ..TrackMove::to(rank, TrackState::Advised)
    };
    step::dossier(tx, dossier, DossierCommand::MoveTrack(moved), context)
}

/// In how many weeks a cheque may be deposited, as agreed at the counter: time for an answer, or for a reimbursement.
const fn agreed_weeks(agreement: ChequeAgreement) -> i64 {
    match agreement {
        ChequeAgreement::KeptAndReturned => 3,
        ChequeAgreement::DepositedLater => 4,
    }
}

/// The customer's cheque for the first complementary's share, written today.
fn cheque(
    sale: Sale,
    dossier: DossierId,
    agreement: ChequeAgreement,
    today: Date,
) -> Result<KeepChequeRequest, Problem> {
    const BANKS: [(&str, &str); 4] = [
        ("Banque des Deux Rives", "042014506908"),
        ("Crédit du Val de Saône", "017069003112"),
        ("Caisse des Coteaux", "031569003247"),
        ("Banque postale du Rhône", "058069003404"),
    ];
    let (bank_name, bank) = BANKS[sale.customer % BANKS.len()];
    let (family_name, given_name) = super::people::CUSTOMERS[sale.customer];
    let digits = format!("{:07}{bank}05210{:07}", 4_410_021 + 37 * sale.customer, 8_800_000 + 613 * sale.customer);
    let line = Cmc7Line::parse(&digits).map_err(Problem::internal)?;
    Ok(KeepChequeRequest {
        dossier,
        rank: 1,
        agreement,
        amount_cents: sale.share(1)?,
        line: line.digits().to_owned(),
        rlmc_key: line.rlmc_key().to_string(),
        bank_name: bank_name.to_owned(),
        drawer_name: format!("{given_name} {family_name}"),
        written_on: today,
        written_at: "Lyon".to_owned(),
        issued_in: IssuePlace::MetropolitanFrance,
        identity_seen: Some(IdentitySeen::IdentityCard),
        payee_is_practice: true,
        words_agree: true,
        agreed_date: Some(today.saturating_add(agreed_weeks(agreement).weeks())),
        override_reason: None,
        second: None,
    })
}

fn open_incident(tx: &mut Tx<'_>, insurer: usize) -> Result<IncidentId, Problem> {
    let platform = sales::platform(&INSURERS[insurer])?;
    let incident = tx.queries()?.open_incident(&platform)?.map(|row| row.id);
    incident.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))
}
