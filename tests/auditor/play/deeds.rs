//! What may be done at play, how often, and which hands do it. A deed is six small numbers, so that a failing history
//! shrinks to its bones and a seed is enough to repeat it.

use super::{
    ADVANCES, CHEQUES, Command, DOSSIERS, REQUESTS, Step, advance, circuit, down_payment, drawer, formality, inventory,
    outage, outbox, sale, slips, statements,
};
use relais_domain::{context::Role, refusal::Refusal};

/// The kinds of deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Wait,
    Open,
    Price,
    PlanDelivery,
    Order,
    CancelOrder,
    Deliver,
    UndoDelivery,
    ChooseWay,
    CustomerPays,
    ReversePayment,
    Refund,
    KeepCheque,
    PrintReceipt,
    Convert,
    GiveNotice,
    Return,
    Deposit,
    CreditSlip,
    TakeSlipApart,
    StepCheque,
    ChargeFees,
    CountDrawer,
    Queue,
    StartSending,
    NotSent,
    OutcomeUnknown,
    NotReceived,
    Conflict,
    Requeue,
    Answer,
    Withdraw,
    MoveTrack,
    Recheck,
    BankCredit,
    AllocateRest,
    OpenIncident,
    TouchFunction,
    CloseIncident,
    ReopenIncident,
    Formality,
    Transmit,
    Receive,
    UndoImport,
    TakeStatement,
    Advise,
    UndoStatement,
    SetMode,
    SecureAccess,
    WriteOff,
    Remind,
    TakeDownPayment,
    StepDownPayment,
    TakeAdvance,
    StepAdvance,
}

/// How often each is tried.
const WEIGHTS: &[(What, u8)] = &[
    (What::Wait, 12),
    (What::Open, 4),
    (What::Price, 2),
    (What::PlanDelivery, 1),
    (What::Order, 2),
    (What::CancelOrder, 1),
    (What::Deliver, 3),
    (What::UndoDelivery, 1),
    (What::ChooseWay, 6),
    (What::CustomerPays, 9),
    (What::ReversePayment, 1),
    (What::Refund, 2),
    (What::KeepCheque, 9),
    (What::PrintReceipt, 1),
    (What::Convert, 4),
    (What::GiveNotice, 5),
    (What::Return, 6),
    (What::Deposit, 9),
    (What::CreditSlip, 3),
    (What::TakeSlipApart, 1),
    (What::StepCheque, 5),
    (What::ChargeFees, 3),
    (What::CountDrawer, 2),
    (What::Queue, 5),
    (What::StartSending, 5),
    (What::NotSent, 1),
    (What::OutcomeUnknown, 3),
    (What::NotReceived, 2),
    (What::Conflict, 2),
    (What::Requeue, 2),
    (What::Answer, 6),
    (What::Withdraw, 3),
    (What::MoveTrack, 6),
    (What::Recheck, 2),
    (What::BankCredit, 5),
    (What::AllocateRest, 2),
    (What::OpenIncident, 2),
    (What::TouchFunction, 1),
    (What::CloseIncident, 2),
    (What::ReopenIncident, 1),
    (What::Formality, 6),
    (What::Transmit, 5),
    (What::Receive, 4),
    (What::UndoImport, 4),
    (What::TakeStatement, 4),
    (What::Advise, 3),
    (What::UndoStatement, 4),
    (What::SetMode, 2),
    (What::SecureAccess, 2),
    (What::WriteOff, 3),
    (What::Remind, 3),
    (What::TakeDownPayment, 3),
    (What::StepDownPayment, 5),
    (What::TakeAdvance, 2),
    (What::StepAdvance, 5),
];

/// One thing tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deed {
    pub(crate) what: What,
    /// Whose hands, and whether a reason is typed.
    pub(crate) who: u8,
    /// On which of the things there are.
    pub(crate) a: u8,
    pub(crate) b: u8,
    pub(crate) c: u8,
    pub(crate) d: u8,
}

impl Deed {
    /// The kinds a roll falls among.
    pub(crate) fn sides() -> u16 {
        WEIGHTS.iter().map(|(_, weight)| u16::from(*weight)).sum()
    }

    /// A deed out of a roll, which gives the kind by its weight, and five bytes that give the rest.
    pub(crate) fn rolled(roll: u16, [who, a, b, c, d]: [u8; 5]) -> Self {
        let mut left = roll % Self::sides();
        let mut what = What::Wait;
        for &(kind, weight) in WEIGHTS {
            what = kind;
            match left.checked_sub(u16::from(weight)) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        Deed { what, who, a, b, c, d }
    }

    /// The owner half of the time: what he may override is what most needs looking at.
    pub(super) fn role(self) -> Role {
        match self.who % 16 {
            0..=5 => Role::Counter,
            6..=7 => Role::Billing,
            8 => Role::Accountant,
            _ => Role::Owner,
        }
    }
}

/// Carries a deed out, as the use case of that name does.
pub(super) fn perform(command: &mut Command, deed: Deed) -> Step {
    let full = |there: usize, most: usize| if there < most { Ok(()) } else { Err(Refusal::AlreadyExists) };
    match deed.what {
        What::Wait => Ok(()),
        What::Open => full(command.books.dossiers.len(), DOSSIERS).and_then(|()| sale::open(command, deed)),
        What::Price => sale::price(command, deed),
        What::PlanDelivery | What::Order | What::CancelOrder | What::Deliver | What::UndoDelivery => {
            sale::moments(command, deed)
        }
        What::ChooseWay => sale::choose_way(command, deed),
        What::CustomerPays => sale::pay(command, deed),
        What::ReversePayment => sale::reverse(command, deed),
        What::Refund => sale::refund(command, deed),
        What::KeepCheque => full(command.books.cheques.len(), CHEQUES).and_then(|()| drawer::keep(command, deed)),
        What::PrintReceipt => drawer::print(command, deed),
        What::Convert => drawer::convert(command, deed),
        What::GiveNotice => drawer::give_notice(command, deed),
        What::Return => drawer::give_back(command, deed),
        What::Deposit => slips::make(command, deed),
        What::CreditSlip => slips::credit(command, deed),
        What::TakeSlipApart => slips::take_apart(command, deed),
        What::StepCheque => slips::step(command, deed),
        What::ChargeFees => slips::fees(command, deed),
        What::CountDrawer => inventory::count(command, deed),
        What::Queue => full(command.books.requests.len(), REQUESTS).and_then(|()| outbox::queue_one(command, deed)),
        What::StartSending
        | What::NotSent
        | What::OutcomeUnknown
        | What::NotReceived
        | What::Conflict
        | What::Requeue => outbox::send(command, deed),
        What::Answer => outbox::answer(command, deed),
        What::Withdraw => outbox::withdraw(command, deed),
        What::MoveTrack => sale::move_track(command, deed),
        What::Recheck => outbox::recheck(command, deed),
        What::BankCredit => sale::credit(command, deed),
        What::AllocateRest => sale::allocate_rest(command, deed),
        What::Formality => full(command.books.requests.len(), REQUESTS).and_then(|()| formality::ask(command, deed)),
        What::OpenIncident | What::TouchFunction | What::CloseIncident | What::ReopenIncident => {
            outbox::incident(command, deed)
        }
        What::Transmit => circuit::transmit(command, deed),
        What::Receive => circuit::receive(command, deed),
        What::UndoImport => circuit::undo(command, deed),
        What::TakeStatement => statements::take(command, deed),
        What::Advise => statements::advise(command, deed),
        What::UndoStatement => statements::undo(command, deed),
        What::SetMode | What::SecureAccess => outage::upon_incident(command, deed),
        What::WriteOff => outage::write_off(command, deed),
        What::Remind => sale::remind(command, deed),
        What::TakeDownPayment => down_payment::take(command, deed),
        What::StepDownPayment => down_payment::step(command, deed),
        What::TakeAdvance => full(command.books.advances.len(), ADVANCES).and_then(|()| advance::take(command, deed)),
        What::StepAdvance => advance::step(command, deed),
    }
}
