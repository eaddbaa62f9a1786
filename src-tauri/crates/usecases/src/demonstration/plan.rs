//! The demonstration's story, day by day: quiet weeks, a morning without Almerys in November, a closed portal in January,
//! and the first minutes of the outage of 31 January 2024.
//!
//! Owns who buys what and when; knows nothing of how it is recorded. The shop is closed on Sundays and holidays.

use super::{
    calls,
    record::{Deed, Entry, Happening, Script},
    sales::{
        ALMERYS, Answer, COMFORT, CONTACT, FULLY_COVERED, HEARING_I, HEARING_II, PROGRESSIVE, SIMPLE, SP_SANTE, STRONG,
        Sale, TWO_INSURERS, VIAMEDIS,
    },
};
use crate::contract::Problem;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};
use relais_domain::{
    cheque::ChequeAgreement,
    context::PaymentMeans,
    dossier::{PaymentPurpose, Way},
    platform::{FailureCode, Function, FunctionState, StateSource},
};
use std::collections::BTreeMap;

use Answer::{Green, Orange, Red};

/// Days from the order of glasses to their delivery.
const WORKSHOP_DAYS: i64 = 7;
/// Days from the delivery to the transfer, at the earliest; transfers come on Thursdays, their advices two days before.
const TRANSFER_DAYS: i64 = 9;
/// Between two deeds of one sale at the counter.
pub(super) const STEP: SignedDuration = SignedDuration::from_mins(2);

/// How far a quiet sale has come on the day of the outage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Ordered,
    Delivered,
    Advised,
    Paid,
}

/// The quiet sales, by the day of the order.
#[rustfmt::skip]
const QUIET: [(Date, usize, usize, Until); 36] = [
    (date(2023, 10,  4), PROGRESSIVE,   VIAMEDIS, Until::Paid),
    (date(2023, 10,  5), SIMPLE,        ALMERYS,  Until::Paid),
    (date(2023, 10,  7), FULLY_COVERED, VIAMEDIS, Until::Paid),
    (date(2023, 10, 11), COMFORT,       SP_SANTE, Until::Paid),
    (date(2023, 10, 13), HEARING_II,    VIAMEDIS, Until::Paid),
    (date(2023, 10, 18), STRONG,        ALMERYS,  Until::Paid),
    (date(2023, 10, 20), CONTACT,       VIAMEDIS, Until::Paid),
    (date(2023, 10, 25), TWO_INSURERS,  VIAMEDIS, Until::Paid),
    (date(2023, 10, 27), PROGRESSIVE,   ALMERYS,  Until::Paid),
    (date(2023, 11,  3), SIMPLE,        VIAMEDIS, Until::Paid),
    (date(2023, 11,  7), PROGRESSIVE,   SP_SANTE, Until::Paid),
    (date(2023, 11,  9), FULLY_COVERED, ALMERYS,  Until::Paid),
    (date(2023, 11, 15), COMFORT,       VIAMEDIS, Until::Paid),
    (date(2023, 11, 17), HEARING_I,     ALMERYS,  Until::Paid),
    (date(2023, 11, 24), PROGRESSIVE,   VIAMEDIS, Until::Paid),
    (date(2023, 11, 29), SIMPLE,        SP_SANTE, Until::Paid),
    (date(2023, 12,  2), STRONG,        VIAMEDIS, Until::Paid),
    (date(2023, 12,  6), PROGRESSIVE,   ALMERYS,  Until::Paid),
    (date(2023, 12, 13), COMFORT,       VIAMEDIS, Until::Paid),
    (date(2023, 12, 15), TWO_INSURERS,  ALMERYS,  Until::Paid),
    (date(2023, 12, 20), CONTACT,       VIAMEDIS, Until::Paid),
    (date(2023, 12, 22), SIMPLE,        ALMERYS,  Until::Paid),
    (date(2024,  1,  3), PROGRESSIVE,   VIAMEDIS, Until::Advised),
    (date(2024,  1,  4), COMFORT,       VIAMEDIS, Until::Advised),
    (date(2024,  1,  5), FULLY_COVERED, VIAMEDIS, Until::Advised),
    (date(2024,  1,  5), HEARING_II,    ALMERYS,  Until::Advised),
    (date(2024,  1,  6), TWO_INSURERS,  VIAMEDIS, Until::Advised),
    (date(2024,  1, 12), SIMPLE,        VIAMEDIS, Until::Delivered),
    (date(2024,  1, 16), PROGRESSIVE,   ALMERYS,  Until::Delivered),
    (date(2024,  1, 18), STRONG,        VIAMEDIS, Until::Delivered),
    (date(2024,  1, 19), COMFORT,       VIAMEDIS, Until::Delivered),
    (date(2024,  1, 20), CONTACT,       ALMERYS,  Until::Delivered),
    (date(2024,  1, 24), TWO_INSURERS,  VIAMEDIS, Until::Ordered),
    (date(2024,  1, 25), PROGRESSIVE,   VIAMEDIS, Until::Ordered),
    (date(2024,  1, 26), HEARING_I,     ALMERYS,  Until::Ordered),
    (date(2024,  1, 27), SIMPLE,        VIAMEDIS, Until::Ordered),
];

/// What an exercise begins with: glasses ordered the week before and ready today, three for an insurer whose platform is
/// about to be cut (covered whole, in part, not at all) and one for another's. Nothing of the outage is recorded yet.
pub(super) fn exercise(outage: Timestamp) -> Result<Script, Problem> {
    let mut story = Story::at(outage)?;
    let ordered = date(2024, 1, 23);
    story.platforms_answer()?;
    for (article, insurer, answer) in
        [(PROGRESSIVE, VIAMEDIS, Green), (COMFORT, VIAMEDIS, Orange), (SIMPLE, VIAMEDIS, Red), (SIMPLE, ALMERYS, Green)]
    {
        story.comes(ordered, article, insurer, answer)?.then(Deed::RightsAnswered).orders(ordered);
    }
    Ok(story.told(outage))
}

/// The whole story, in order of time, the outage beginning at `outage`.
pub(super) fn script(outage: Timestamp) -> Result<Script, Problem> {
    let mut story = Story::at(outage)?;
    story.platforms_answer()?;
    for (day, article, insurer, until) in QUIET {
        story.quiet_sale(day, article, insurer, until)?;
    }
    story.a_morning_without_almerys()?;
    story.a_portal_closed_in_january()?;
    story.other_courses()?;
    story.transfers_come()?;
    story.the_outage(outage)?;
    let open = |day: Date| working(day) == day;
    story.entries.extend(calls::days(outage, &story.zone, open)?);
    Ok(story.told(outage))
}

/// The story while it is told.
pub(super) struct Story {
    pub(super) sales: Vec<Sale>,
    pub(super) entries: Vec<Entry>,
    /// What each insurer pays on a day: sale and rank.
    transfers: BTreeMap<(Date, usize), Vec<(usize, u8)>>,
    zone: TimeZone,
    /// When the next deed is done.
    pub(super) at: Timestamp,
    /// To which sale.
    pub(super) sale: usize,
}

impl Story {
    /// Nothing is told yet.
    pub(super) fn at(at: Timestamp) -> Result<Self, Problem> {
        let zone = TimeZone::get("Europe/Paris").map_err(Problem::internal)?;
        Ok(Story { sales: Vec::new(), entries: Vec::new(), transfers: BTreeMap::new(), zone, at, sale: 0 })
    }

    /// All of it in order of time, its clock a moment after the last deed, and at the outage at the earliest.
    pub(super) fn told(mut self, outage: Timestamp) -> Script {
        self.entries.sort_by_key(|entry| entry.at);
        let ends_at = self.entries.last().map_or(outage, |entry| entry.at.max(outage)) + STEP;
        Script { sales: self.sales, entries: self.entries, ends_at }
    }

    /// A new customer comes in.
    pub(super) fn comes(
        &mut self,
        day: Date,
        article: usize,
        insurer: usize,
        answer: Answer,
    ) -> Result<&mut Self, Problem> {
        self.sale = self.sales.len();
        self.sales.push(Sale { customer: self.sale, article, insurer, answer });
        self.on(day)?.then(Deed::Open);
        Ok(self)
    }

    /// A new customer comes in now.
    pub(super) fn enters(&mut self, article: usize, insurer: usize, answer: Answer) -> &mut Self {
        self.sale = self.sales.len();
        self.sales.push(Sale { customer: self.sale, article, insurer, answer });
        self.then(Deed::Open)
    }

    /// The same customer on another day, at an hour of his own.
    pub(super) fn on(&mut self, day: Date) -> Result<&mut Self, Problem> {
        let minutes = i64::try_from(self.sale * 53 % 460).unwrap_or_default();
        let opening = working(day).at(9, 20, 0, 0).to_zoned(self.zone.clone()).map_err(Problem::internal)?;
        self.at = opening.timestamp() + SignedDuration::from_mins(minutes);
        Ok(self)
    }

    pub(super) fn then(&mut self, deed: Deed) -> &mut Self {
        let happening = Happening::Sale { sale: self.sale, deed };
        self.happens(happening)
    }

    pub(super) fn happens(&mut self, happening: Happening) -> &mut Self {
        self.entries.push(Entry { at: self.at, happening });
        self.at += STEP;
        self
    }

    pub(super) fn pays(&mut self, amount_cents: i64, means: PaymentMeans, purpose: PaymentPurpose) -> &mut Self {
        if amount_cents > 0 { self.then(Deed::Pay { amount_cents, means, purpose }) } else { self }
    }

    pub(super) fn customer_share(&self) -> i64 {
        self.sales[self.sale].customer_share_cents()
    }

    /// Every means is seen; hearing aids are paid by card, cash has a limit.
    fn means(&self) -> PaymentMeans {
        use PaymentMeans::{Card, Cash, Cheque, Transfer};
        if self.customer_share() > 1_000_00 { Card } else { [Card, Cash, Card, Cheque, Transfer][self.sale % 5] }
    }

    /// « Commande » with thirty per cent of the customer's share; the delivery is planned.
    fn orders(&mut self, day: Date) -> &mut Self {
        let (deposit, means) = (self.customer_share() * 30 / 100, self.means());
        self.then(Deed::Order).then(Deed::PlanDelivery(working(day.saturating_add(WORKSHOP_DAYS.days())))).pays(
            deposit,
            means,
            PaymentPurpose::CustomerShare,
        )
    }

    /// « Délivrance » with the rest of the customer's share.
    fn takes(&mut self) -> &mut Self {
        let (share, means) = (self.customer_share(), self.means());
        self.then(Deed::Deliver).pays(share - share * 30 / 100, means, PaymentPurpose::CustomerShare)
    }

    /// The insurer pays this sale by its first transfer from `earliest` on, announced two days before.
    pub(super) fn is_paid(&mut self, earliest: Date) -> Result<&mut Self, Problem> {
        let thursday = next_thursday(earliest);
        let sale = self.sales[self.sale];
        for rank in 1..=sale.ranks() {
            let insurer = if rank > 1 { ALMERYS } else { sale.insurer };
            self.transfers.entry((thursday, insurer)).or_default().push((self.sale, rank));
        }
        self.is_advised(thursday)
    }

    pub(super) fn is_advised(&mut self, thursday: Date) -> Result<&mut Self, Problem> {
        Ok(self.on(thursday.saturating_sub(2.days()))?.then(Deed::Advise))
    }

    /// A sale without a hitch: rights, order, agreement, delivery, advice, transfer.
    fn quiet_sale(&mut self, day: Date, article: usize, insurer: usize, until: Until) -> Result<(), Problem> {
        let by_portal = insurer == SP_SANTE;
        self.comes(day, article, insurer, Green)?;
        if !by_portal {
            self.then(Deed::RightsAnswered);
        }
        self.orders(day).then(Deed::Choose(Way::DeliveredThirdPartyPayment)).then(Deed::Ask);
        if until == Until::Ordered {
            return Ok(());
        }
        let delivery = working(day.saturating_add(WORKSHOP_DAYS.days()));
        self.on(delivery)?.takes();
        let earliest = delivery.saturating_add(TRANSFER_DAYS.days());
        match until {
            Until::Paid => self.is_paid(earliest)?,
            Until::Advised => self.is_advised(next_thursday(earliest))?,
            Until::Ordered | Until::Delivered => self,
        };
        Ok(())
    }

    /// What the strip knows from the first days on.
    pub(super) fn platforms_answer(&mut self) -> Result<(), Problem> {
        self.on(date(2023, 10, 4))?.at -= SignedDuration::from_mins(10);
        for (insurer, source) in
            [(VIAMEDIS, StateSource::Measured), (ALMERYS, StateSource::Measured), (SP_SANTE, StateSource::Declared)]
        {
            self.both_functions(insurer, FunctionState::Up, None, source);
        }
        Ok(())
    }

    fn both_functions(
        &mut self,
        insurer: usize,
        state: FunctionState,
        cause: Option<FailureCode>,
        source: StateSource,
    ) -> &mut Self {
        for function in [Function::Rights, Function::PriorAuthorisation] {
            self.happens(Happening::Seen { insurer, function, state, cause, source });
        }
        self
    }

    /// November: Almerys does not answer for two days. Five sales, all settled since, and the incident closed.
    fn a_morning_without_almerys(&mut self) -> Result<(), Problem> {
        let cut = date(2023, 11, 21);
        let (kept, carried) = (Way::ChequeKept, Way::DeliveredThirdPartyPayment);
        let sales = [
            (PROGRESSIVE, Green, kept),
            (COMFORT, Green, carried),
            (STRONG, Orange, kept),
            (PROGRESSIVE, Red, kept),
            (SIMPLE, Green, carried),
        ];
        let first = self.sales.len();
        for (article, answer, _) in sales {
            self.comes(date(2023, 11, 10), article, ALMERYS, answer)?.then(Deed::RightsAnswered);
            self.orders(date(2023, 11, 14));
        }
        let measured = StateSource::Measured;
        self.sale = 0;
        self.on(cut)?.both_functions(ALMERYS, FunctionState::Down, Some(FailureCode::TimedOut), measured);
        for (sale, (_, _, way)) in (first..).zip(sales) {
            self.sale = sale;
            self.on(cut)?.at += SignedDuration::from_mins(30);
            self.then(Deed::RightsFailed(FailureCode::CircuitOpen)).then(Deed::Choose(way)).takes();
            if way == kept {
                self.then(Deed::KeepCheque(ChequeAgreement::KeptAndReturned));
            }
        }
        self.sale = 0;
        self.on(date(2023, 11, 23))?.both_functions(ALMERYS, FunctionState::Up, None, measured);
        self.happens(Happening::RecoveryStarted { insurer: ALMERYS });
        for (sale, (_, answer, way)) in (first..).zip(sales) {
            self.sale = sale;
            self.on(date(2023, 11, 24))?.then(Deed::Ask);
            match answer {
                Red => {
                    self.on(date(2023, 11, 25))?.then(Deed::TellOfDeposit);
                    self.on(date(2023, 12, 13))?.then(Deed::DepositCheque);
                    self.on(date(2023, 12, 15))?.then(Deed::CreditSlip);
                    continue;
                }
                Green | Orange => self.is_paid(date(2023, 12, 5))?,
            };
            if answer == Orange {
                self.on(date(2023, 12, 9))?.then(Deed::PayDifference(PaymentMeans::Cash));
            }
            if way == kept {
                self.on(date(2023, 12, 12))?.then(Deed::ReturnCheque);
            }
        }
        self.sale = 0;
        self.on(date(2023, 12, 19))?.happens(Happening::IncidentClosed { insurer: ALMERYS });
        Ok(())
    }

    /// January: SP santé closes its portal for a week. One cheque to return, one to complete, one to deposit, one advised,
    /// and one dossier nobody has taken to the portal yet.
    fn a_portal_closed_in_january(&mut self) -> Result<(), Problem> {
        let closed = date(2024, 1, 11);
        let sales = [(PROGRESSIVE, Green), (COMFORT, Orange), (STRONG, Red), (SIMPLE, Green), (PROGRESSIVE, Green)];
        let first = self.sales.len();
        for (article, answer) in sales {
            self.comes(date(2024, 1, 4), article, SP_SANTE, answer)?.orders(date(2024, 1, 4));
        }
        let (declared, by_staff) = (StateSource::Declared, Some(FailureCode::DeclaredByStaff));
        self.sale = 0;
        self.on(closed)?.both_functions(SP_SANTE, FunctionState::Closed, by_staff, declared);
        for sale in first..first + sales.len() {
            self.sale = sale;
            self.on(closed.saturating_add(1.day()))?.then(Deed::RightsFailed(FailureCode::NoConnector));
            if sale + 1 < first + sales.len() {
                self.then(Deed::Choose(Way::ChequeKept)).takes();
                self.then(Deed::KeepCheque(ChequeAgreement::KeptAndReturned));
            } else {
                self.then(Deed::Choose(Way::DeliveredThirdPartyPayment)).takes();
            }
        }
        self.sale = 0;
        self.on(date(2024, 1, 17))?.both_functions(SP_SANTE, FunctionState::Up, None, declared);
        self.happens(Happening::RecoveryStarted { insurer: SP_SANTE });
        for sale in first..first + 4 {
            self.sale = sale;
            self.on(date(2024, 1, 18))?.then(Deed::Ask);
        }
        for sale in [first, first + 1] {
            self.sale = sale;
            self.is_paid(date(2024, 1, 25))?;
        }
        self.sale = first + 2;
        self.on(date(2024, 1, 19))?.then(Deed::TellOfDeposit);
        self.sale = first + 3;
        self.is_advised(date(2024, 2, 1))?;
        Ok(())
    }

    /// Customers who claim back themselves, answers that are awaited or refused, frames put aside.
    fn other_courses(&mut self) -> Result<(), Problem> {
        for (day, article) in
            [(date(2023, 10, 10), CONTACT), (date(2023, 11, 16), SIMPLE), (date(2023, 12, 8), COMFORT)]
        {
            self.comes(day, article, VIAMEDIS, Green)?.then(Deed::Choose(Way::CustomerAdvances)).orders(day);
            self.on(day.saturating_add(WORKSHOP_DAYS.days()))?.takes();
            let means = [PaymentMeans::Transfer, PaymentMeans::Cheque, PaymentMeans::Card][self.sale % 3];
            self.then(Deed::PayAdvance(means));
        }
        for day in [date(2024, 1, 26), date(2024, 1, 27), date(2024, 1, 30)] {
            self.comes(day, PROGRESSIVE, VIAMEDIS, Green)?.then(Deed::RightsAnswered).orders(day);
            self.then(Deed::Choose(Way::DeliveredThirdPartyPayment)).then(Deed::AskAndWait);
        }
        for (day, pays) in [(date(2023, 12, 1), true), (date(2024, 1, 23), false)] {
            self.comes(day, SIMPLE, ALMERYS, Red)?.then(Deed::RightsAnswered).orders(day);
            self.then(Deed::Choose(Way::DeliveredThirdPartyPayment)).then(Deed::Ask);
            if pays {
                self.on(day.saturating_add(WORKSHOP_DAYS.days()))?.takes();
                self.then(Deed::PayDifference(PaymentMeans::Card));
            }
        }
        let put_aside = [
            (date(2024, 1, 13), COMFORT, Way::SetAside),
            (date(2024, 1, 20), PROGRESSIVE, Way::SetAside),
            (date(2024, 1, 23), STRONG, Way::CustomerReturns),
            (date(2024, 1, 26), SIMPLE, Way::SetAside),
            (date(2024, 1, 30), HEARING_II, Way::CustomerReturns),
        ];
        for (day, article, way) in put_aside {
            self.comes(day, article, VIAMEDIS, Green)?.then(Deed::RightsAnswered).then(Deed::Choose(way));
        }
        for article in [PROGRESSIVE, FULLY_COVERED] {
            self.comes(date(2024, 1, 30), article, ALMERYS, Green)?.then(Deed::RightsAnswered);
        }
        Ok(())
    }

    /// One credit a Thursday and insurer, for all it pays that day.
    pub(super) fn transfers_come(&mut self) -> Result<(), Problem> {
        for ((day, insurer), shares) in std::mem::take(&mut self.transfers) {
            self.sale = insurer;
            self.on(day)?.happens(Happening::Credit { insurer, shares });
        }
        Ok(())
    }

    /// The first minutes: glasses that were ready today, a customer who comes in, and Viamedis does not answer.
    fn the_outage(&mut self, outage: Timestamp) -> Result<(), Problem> {
        let ordered = date(2024, 1, 23);
        let ways = [
            (PROGRESSIVE, Green, Way::ChequeKept),
            (COMFORT, Orange, Way::DeliveredThirdPartyPayment),
            (SIMPLE, Green, Way::ChequeDepositedLater),
            (STRONG, Red, Way::ChequeKept),
        ];
        let first = self.sales.len();
        for (article, answer, _) in ways {
            self.comes(ordered, article, VIAMEDIS, answer)?.then(Deed::RightsAnswered).orders(ordered);
        }
        self.at = outage + STEP;
        self.sale = first;
        self.then(Deed::RightsFailed(FailureCode::ServerError));
        let (down, cause) = (FunctionState::Down, Some(FailureCode::ServerError));
        self.both_functions(VIAMEDIS, down, cause, StateSource::Measured);
        for (sale, (_, _, way)) in (first..).zip(ways) {
            self.sale = sale;
            if sale > first {
                self.then(Deed::RightsFailed(FailureCode::CircuitOpen));
            }
            self.then(Deed::Choose(way)).takes();
            match way {
                Way::ChequeKept => self.then(Deed::KeepCheque(ChequeAgreement::KeptAndReturned)),
                Way::ChequeDepositedLater => self.then(Deed::KeepCheque(ChequeAgreement::DepositedLater)),
                _ => self,
            };
        }
        // Someone who comes in now: his frame is put aside, nothing is ordered.
        self.enters(PROGRESSIVE, VIAMEDIS, Green);
        self.then(Deed::RightsFailed(FailureCode::CircuitOpen)).then(Deed::Choose(Way::SetAside));
        Ok(())
    }
}

/// The day itself, or the next one the shop is open.
pub(super) fn working(day: Date) -> Date {
    let holidays = [date(2023, 11, 1), date(2023, 11, 11), date(2023, 12, 25), date(2024, 1, 1)];
    let mut day = day;
    while day.weekday() == Weekday::Sunday || holidays.contains(&day) {
        day = day.saturating_add(1.day());
    }
    day
}

/// The day itself, or the Thursday that follows.
pub(super) fn next_thursday(day: Date) -> Date {
    let mut day = day;
    while day.weekday() != Weekday::Thursday {
        day = day.saturating_add(1.day());
    }
    day
}
