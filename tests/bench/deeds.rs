//! What a made-up practice does, one deed at a time, inside a transaction of many: decided by the same rules and written
//! by the same storage as at a counter, so that journal, views and search are those of a real practice.

use std::sync::Arc;

use jiff::civil::Date;
use relais_domain::bank_credit::{self, Allocation, BankCredit};
use relais_domain::books::KeptChequeBooking;
use relais_domain::cheque::{self, Cheque, ChequeAgreement, ChequeCommand, Cover, KeepCheque, ReturnManner};
use relais_domain::context::{Activity, Context, PaymentMeans};
use relais_domain::dossier::{
    self, Agreement, CardRecorded, ChequeCover, CustomerPayment, Dossier, DossierCommand, Opened, PaymentPurpose,
    Priced, TrackMove, TrackState, Way,
};
use relais_domain::identifiers::{AmcNumber, Cmc7Line, Cmc7Reading, PrintedRlmc};
use relais_domain::ids::{BankCreditId, ChequeId, DossierId, PersonId, RequestId};
use relais_domain::money::Cents;
use relais_domain::platform::{Function, PlatformCode};
use relais_domain::private::{CardIdentity, ChequePaper, Person};
use relais_domain::reference::Limits;
use relais_domain::request::{self, Queued, Request, RequestAnswer, RequestCommand};
use relais_storage::{NumberSeries, Tx};
use relais_tests::Outcome;

/// A sale as the counter knows it.
#[derive(Debug)]
pub(crate) struct Sale {
    pub(crate) dossier: DossierId,
    pub(crate) person: PersonId,
    pub(crate) activity: Activity,
    pub(crate) family_name: String,
    pub(crate) given_name: String,
    pub(crate) phone: String,
    pub(crate) operator: PlatformCode,
    pub(crate) insurer_name: &'static str,
    pub(crate) amc_number: AmcNumber,
    pub(crate) member_number: String,
    pub(crate) reference: String,
    pub(crate) amo_cents: Cents,
    pub(crate) amc_cents: Cents,
    pub(crate) customer_cents: Cents,
    pub(crate) way: Way,
    /// For a cheque kept for the AMC share: the cheque and its line.
    pub(crate) cheque: Option<(ChequeId, Cmc7Line)>,
    /// For a share asked of the insurer from here.
    pub(crate) request: Option<RequestId>,
}

/// One thing done on one day.
#[derive(Debug)]
pub(crate) enum Deed {
    /// F2, and the way through.
    Sell(Arc<Sale>),
    /// The request leaves and the insurer agrees.
    Agree(Arc<Sale>),
    /// « Délivrance ».
    Deliver(Arc<Sale>),
    /// The insurer says that it will pay.
    Advise(Arc<Sale>),
    /// Its money is on the account.
    Credit(BankCreditId, PlatformCode, Vec<Arc<Sale>>),
    /// The cheque goes back to its drawer.
    GiveBack(Arc<Sale>),
}

impl Deed {
    /// Does it, inside the transaction of its day.
    pub(crate) fn perform(&self, tx: &mut Tx<'_>, context: &Context) -> Outcome {
        match self {
            Deed::Sell(sale) => sell(tx, context, sale),
            Deed::Agree(sale) => agree(tx, context, sale),
            Deed::Deliver(sale) => step(tx, context, sale.dossier, DossierCommand::Deliver { on: context.today }),
            Deed::Advise(sale) => {
                let advised = TrackMove { amount_cents: Some(sale.amc_cents), ..TrackMove::to(1, TrackState::Advised) };
                step(tx, context, sale.dossier, DossierCommand::MoveTrack(advised))
            }
            Deed::Credit(id, payer, sales) => credit(tx, context, *id, payer, sales),
            Deed::GiveBack(sale) => give_back(tx, context, sale),
        }
    }
}

fn step(tx: &mut Tx<'_>, context: &Context, id: DossierId, command: DossierCommand) -> Outcome {
    let state = tx.load::<Dossier>(id.0)?;
    tx.append::<Dossier>(id.0, dossier::decide(&state, command, context)?)?;
    Ok(())
}

fn ask(tx: &mut Tx<'_>, context: &Context, id: RequestId, command: RequestCommand) -> Outcome {
    let state = tx.load::<Request>(id.0)?;
    tx.append::<Request>(id.0, request::decide(&state, command, context)?)?;
    Ok(())
}

fn step_cheque(tx: &mut Tx<'_>, context: &Context, id: ChequeId, covers: &[Cover], command: ChequeCommand) -> Outcome {
    let state = tx.load::<Cheque>(id.0)?;
    let tracks = tx.track_facts(covers)?;
    tx.append::<Cheque>(id.0, cheque::decide(&state, &tracks, command, context)?)?;
    Ok(())
}

fn sell(tx: &mut Tx<'_>, context: &Context, sale: &Sale) -> Outcome {
    open(tx, context, sale)?;
    step(tx, context, sale.dossier, DossierCommand::ChooseWay { way: sale.way, incident: None })?;
    match (sale.request, sale.way) {
        (Some(request), _) => queue(tx, context, sale, request)?,
        (None, Way::DeliveredThirdPartyPayment) => {
            let entrusted = DossierCommand::MoveTrack(TrackMove::to(1, TrackState::Entrusted));
            step(tx, context, sale.dossier, entrusted)?;
        }
        _ => {}
    }
    if let Some((cheque, line)) = &sale.cheque {
        keep(tx, context, sale, *cheque, line)?;
    }
    let mut due = vec![(PaymentPurpose::CustomerShare, sale.customer_cents)];
    if sale.way == Way::CustomerAdvances {
        due.push((PaymentPurpose::AmcShareAdvanced, sale.amc_cents));
    }
    for (purpose, amount_cents) in due.into_iter().filter(|(_, amount)| amount.is_positive()) {
        let payment = CustomerPayment { amount_cents, means: PaymentMeans::Card, on: context.today, purpose };
        let paid = DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() };
        step(tx, context, sale.dossier, paid)?;
    }
    // Medicines are handed over at once; glasses are ordered.
    let moment = match sale.activity {
        Activity::Pharmacy => DossierCommand::Deliver { on: context.today },
        Activity::Optics | Activity::Hearing => DossierCommand::Order { on: context.today },
    };
    step(tx, context, sale.dossier, moment)
}

fn open(tx: &mut Tx<'_>, context: &Context, sale: &Sale) -> Outcome {
    tx.put_person(&Person {
        id: sale.person,
        family_name: sale.family_name.clone(),
        given_name: sale.given_name.clone(),
        phone: sale.phone.clone(),
        birth_date: None,
    })?;
    let year = context.today.year();
    let number = tx.next_number(NumberSeries::Dossier, year)?;
    let opened = Opened {
        dossier: sale.dossier,
        number,
        year,
        person: sale.person,
        activity: sale.activity,
        on: context.today,
        reference: Some(sale.reference.clone()),
    };
    let priced = Priced {
        total_cents: Cents::sum([sale.amo_cents, sale.amc_cents, sale.customer_cents])?,
        amo_share_cents: sale.amo_cents,
        amc_share_cents: vec![sale.amc_cents],
        customer_share_cents: sale.customer_cents,
        lines: Vec::new(),
    };
    step(tx, context, sale.dossier, DossierCommand::Open { opened, priced })?;
    let identity = CardIdentity {
        dossier: sale.dossier,
        rank: 1,
        member_number: sale.member_number.clone(),
        insurer_name: sale.insurer_name.to_owned(),
        raw_text: String::new(),
    };
    tx.put_card_identity(sale.person, &identity)?;
    let card = CardRecorded {
        rank: 1,
        amc_number: Some(sale.amc_number.clone()),
        operator: Some(sale.operator.clone()),
        member_number_proof: Some(tx.prove(sale.person, &sale.member_number)?),
        ..CardRecorded::default()
    };
    step(tx, context, sale.dossier, DossierCommand::RecordCard(card))
}

fn queue(tx: &mut Tx<'_>, context: &Context, sale: &Sale, request: RequestId) -> Outcome {
    let queued = Queued {
        request,
        dossier: sale.dossier,
        rank: 1,
        platform: sale.operator.clone(),
        function: Function::PriorAuthorisation,
        amount_cents: sale.amc_cents,
        incident: None,
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    ask(tx, context, request, RequestCommand::Queue(queued))?;
    let moved = TrackMove { request: Some(request), ..TrackMove::to(1, TrackState::Queued) };
    step(tx, context, sale.dossier, DossierCommand::MoveTrack(moved))
}

fn agree(tx: &mut Tx<'_>, context: &Context, sale: &Sale) -> Outcome {
    let Some(request) = sale.request else { return Ok(()) };
    ask(tx, context, request, RequestCommand::StartSending)?;
    let agreement = Agreement {
        reference: Some(format!("PEC-{}", sale.reference)),
        covered_cents: Some(sale.amc_cents),
        valid_until: context.today.checked_add(jiff::Span::new().days(90)).ok(),
    };
    let answer = RequestAnswer::Agreed { agreement: agreement.clone() };
    ask(tx, context, request, RequestCommand::RecordAnswer { answer, evidence: None, by_staff: false, message: None })?;
    let moved =
        TrackMove { agreement: Some(agreement), request: Some(request), ..TrackMove::to(1, TrackState::Accepted) };
    step(tx, context, sale.dossier, DossierCommand::MoveTrack(moved))
}

fn cover(sale: &Sale) -> Cover {
    Cover { dossier: sale.dossier, rank: 1, amount_cents: sale.amc_cents }
}

fn keep(tx: &mut Tx<'_>, context: &Context, sale: &Sale, cheque: ChequeId, line: &Cmc7Line) -> Outcome {
    let year = context.today.year();
    let printed = PrintedRlmc::Printed(line.rlmc_key());
    let keep = KeepCheque {
        issued_in: relais_domain::cheque::IssuePlace::MetropolitanFrance,
        cheque,
        receipt: (tx.next_number(NumberSeries::ChequeReceipt, year)?, year),
        agreement: ChequeAgreement::KeptAndReturned,
        amount_cents: sale.amc_cents,
        covers: vec![cover(sale)],
        written_on: context.today,
        identity_seen: None,
        payee_is_practice: true,
        rlmc: Cmc7Reading::read(line.digits(), printed)?.rlmc,
        line_proof: Some(tx.prove(sale.person, line.digits())?),
        line_known: tx.line_known(line.digits())?,
        agreed_date: None,
        delivery_on: context.today,
        limits: Limits::default(),
        over: relais_domain::cheque::Override::default(),
    };
    step_cheque(tx, context, cheque, &[cover(sale)], ChequeCommand::Keep(Box::new(keep)))?;
    let booking = KeptChequeBooking::OffBooks;
    let attached = ChequeCover { cheque, rank: 1, covered_cents: sale.amc_cents, booking };
    step(tx, context, sale.dossier, DossierCommand::AttachCheque(attached))?;
    tx.put_cheque_paper(&ChequePaper {
        cheque,
        cmc7: line.digits().to_owned(),
        rlmc_key: Some(line.rlmc_key().get()),
        bank_name: "Banque des Deux Rives".to_owned(),
        drawer_name: String::new(),
        written_at: "Lyon".to_owned(),
    })?;
    Ok(())
}

fn credit(tx: &mut Tx<'_>, context: &Context, id: BankCreditId, payer: &PlatformCode, sales: &[Arc<Sale>]) -> Outcome {
    let part = |sale: &Arc<Sale>| Allocation { dossier: sale.dossier, rank: 1, amount_cents: sale.amc_cents };
    let recorded = bank_credit::Recorded {
        bank_credit: id,
        amount_cents: Cents::sum(sales.iter().map(|sale| sale.amc_cents))?,
        on: context.today,
        payer: Some(payer.clone()),
        label: None,
        allocations: sales.iter().map(part).collect(),
        statement: None,
    };
    let state = tx.load::<BankCredit>(id.0)?;
    tx.append::<BankCredit>(id.0, bank_credit::record(&state, recorded, context)?)?;
    for sale in sales {
        let paid = TrackMove {
            bank_credit: Some(id),
            amount_cents: Some(sale.amc_cents),
            on: Some(context.today),
            ..TrackMove::to(1, TrackState::Paid)
        };
        step(tx, context, sale.dossier, DossierCommand::MoveTrack(paid))?;
    }
    Ok(())
}

fn give_back(tx: &mut Tx<'_>, context: &Context, sale: &Sale) -> Outcome {
    let Some((cheque, _)) = &sale.cheque else { return Ok(()) };
    let on: Date = context.today;
    let back =
        ChequeCommand::Return { on, manner: ReturnManner::InPerson, over: relais_domain::cheque::Override::default() };
    step_cheque(tx, context, *cheque, &[cover(sale)], back)?;
    step(tx, context, sale.dossier, DossierCommand::ReleaseCheque { cheque: *cheque, rank: 1 })
}
