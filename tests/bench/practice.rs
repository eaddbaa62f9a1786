//! The practices the bench measures on: three years of an optician and of a pharmacy, the same at every run, written
//! through the real rules into the real encrypted storage. Made once and kept under `target/bench`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, Timestamp};
use relais_domain::context::{Activity, Context, Role};
use relais_domain::dossier::Way;
use relais_domain::identifiers::{AmcNumber, Cmc7Line};
use relais_domain::ids::{BankCreditId, ChequeId, CommandId, DossierId, PersonId, RequestId};
use relais_domain::money::Cents;
use relais_domain::platform::{Channel, PlatformCode};
use relais_storage::CommandEnvelope;
use relais_tests::{Outcome, checkout};
use relais_usecases::app::OpenPractice;
use relais_usecases::contract::{ConfigurePlatformRequest, CreatePracticeRequest, PracticeProfile};
use relais_usecases::ports::{Clock as _, Ids as _, NoKeyring};
use relais_usecases::{first_run, platforms};
use serde_json::json;

use crate::chance::Chance;
use crate::deeds::{Deed, Sale};
use crate::names;
use crate::shop::{PASSPHRASE, Shop, refused};

/// Raised by any change to what is made here: the practices are then made anew.
const VERSION: u32 = 5;
/// The first day.
const FIRST_DAY: Date = date(2022, 10, 3);
/// The last.
const LAST_DAY: Date = date(2025, 9, 30);
/// Customers who come back: so many dossiers a customer.
const DOSSIERS_A_CUSTOMER: u64 = 3;

/// The insurers' operators, with the address of their portals, which nobody opens here.
const OPERATORS: [(&str, &str, &str); 3] = [
    ("viamedis", "Viamedis", "https://viamedis.example/"),
    ("almerys", "Almerys", "https://almerys.example/"),
    ("sp-sante", "SP santé", "https://sp-sante.example/"),
];
/// The insurers, as printed on cards.
const INSURERS: [&str; 6] = [
    "Mutuelle des Trois Vallées",
    "Mutuelle du Phare",
    "Prévoyance des Ateliers",
    "Santé Plurielle",
    "Mutuelle des Deux Rives",
    "Entraide du Vercors",
];

/// How many dossiers a practice of the bench has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size {
    /// Three years of an optician.
    Optician,
    /// A tenth of three years of a pharmacy: what growth is measured from.
    Tenth,
    /// Three years of a pharmacy.
    Pharmacy,
}

impl Size {
    /// In dossiers.
    pub(crate) const fn dossiers(self) -> u32 {
        match self {
            Size::Optician => 2_200,
            Size::Tenth => 9_200,
            Size::Pharmacy => 92_000,
        }
    }

    const fn trade(self) -> Activity {
        match self {
            Size::Optician => Activity::Optics,
            Size::Tenth | Size::Pharmacy => Activity::Pharmacy,
        }
    }
}

/// The instant at which the practices stand: the evening of their last day.
pub(crate) fn evening() -> Timestamp {
    instant(LAST_DAY, 18)
}

/// The folder under which everything of the bench is kept.
pub(crate) fn ground() -> PathBuf {
    checkout().join("target/bench")
}

/// The practice of this size, made if it is not there yet. Not to be written to: see [`copy`]. One that an older program wrote is
/// brought to this one's tables first, as any practice is: else every start that is timed would do that work again.
pub(crate) fn ready(size: Size) -> Outcome<PathBuf> {
    let kept = ground().join(format!("practice-v{VERSION}-{}", size.dossiers()));
    if kept.is_dir() {
        let shop = Shop::on(&kept, evening(), u64::from(std::process::id()), Arc::new(NoKeyring))?;
        shop.open()?;
        shop.close()?;
        return Ok(kept);
    }
    crate::say(&format!("making a practice of {} dossiers, once", size.dossiers()));
    let begun = kept.with_extension("begun");
    if begun.exists() {
        std::fs::remove_dir_all(&begun)?;
    }
    std::fs::create_dir_all(&begun)?;
    make(&begun, size)?;
    std::fs::rename(&begun, &kept)?;
    Ok(kept)
}

/// A copy of the practice of this size that may be written to, in place of the one before; on the same disk.
pub(crate) fn copy(size: Size, name: &str) -> Outcome<PathBuf> {
    let copy = ground().join(format!("{name}-{}", size.dossiers()));
    if copy.exists() {
        std::fs::remove_dir_all(&copy)?;
    }
    copy_folder(&ready(size)?, &copy)?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
            std::fs::File::open(&target)?.sync_all()?;
        }
    }
    Ok(())
}

/// A practice to be created, opened by [`PASSPHRASE`].
pub(crate) fn new_practice(trade: Activity, remember: bool) -> CreatePracticeRequest {
    CreatePracticeRequest {
        profile: PracticeProfile {
            name: "Banc de mesure".to_owned(),
            street: "4 quai de l’Essai".to_owned(),
            postcode: "69002".to_owned(),
            town: "Lyon".to_owned(),
            phone: "04 00 00 00 12".to_owned(),
            activities: vec![trade],
            finess: String::new(),
            siret: String::new(),
            mediator: String::new(),
        },
        time_zone: "Europe/Paris".to_owned(),
        owner_name: "Claire Aubry".to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        remember,
    }
}

fn make(root: &Path, size: Size) -> Outcome {
    let shop = Shop::on(root, instant(FIRST_DAY, 8), u64::from(size.dossiers()), Arc::new(NoKeyring))?;
    let request = new_practice(size.trade(), false);
    shop.runtime.block_on(first_run::create_practice(&shop.app, shop.call(), request)).map_err(refused)?;
    for (code, label, portal) in OPERATORS {
        let request = ConfigurePlatformRequest {
            platform: PlatformCode::parse(code)?,
            label: label.to_owned(),
            channel: Channel::AssistedPortal,
            base_url: None,
            token_url: None,
            client_id: None,
            client_secret: None,
            portal_url: Some(portal.to_owned()),
        };
        shop.runtime.block_on(platforms::configure(&shop.app, shop.call(), request)).map_err(refused)?;
    }
    Calendar::new(&shop, size).live(&*shop.practice()?)?;
    shop.close()
}

/// The days of a practice, and what is still to be done on each.
struct Calendar<'s> {
    shop: &'s Shop,
    size: Size,
    chance: Chance,
    to_do: BTreeMap<Date, Vec<Deed>>,
    /// What reaches the account on a day, by operator: one credit each.
    credits: BTreeMap<Date, BTreeMap<PlatformCode, Vec<Arc<Sale>>>>,
}

impl<'s> Calendar<'s> {
    fn new(shop: &'s Shop, size: Size) -> Self {
        let chance = Chance::seeded(u64::from(size.dossiers()) << 20);
        Calendar { shop, size, chance, to_do: BTreeMap::new(), credits: BTreeMap::new() }
    }

    /// Lives them all, one transaction a day.
    fn live(mut self, practice: &OpenPractice) -> Outcome {
        let days: Vec<Date> = FIRST_DAY.series(Span::new().days(1)).take_while(|day| *day <= LAST_DAY).collect();
        let days: Vec<Date> = days.into_iter().filter(|day| day.weekday() != Weekday::Sunday).collect();
        let (mut sold, count) = (0_u64, days.len() as u64);
        for (day, nth) in days.into_iter().zip(1_u64..) {
            let due = u64::from(self.size.dossiers()) * nth / count;
            self.shop.clock.jump_to(instant(day, 10));
            let mut deeds = self.due_on(day);
            for _ in sold..due {
                let sale = Arc::new(self.sale());
                self.plan(day, &sale)?;
                deeds.push(Deed::Sell(sale));
            }
            sold = due;
            // A sale of this very day goes on the same day.
            deeds.extend(self.due_on(day));
            perform(practice, day, self.shop.call().command_id, deeds)?;
        }
        Ok(())
    }

    /// What was planned up to this day and is not done.
    fn due_on(&mut self, day: Date) -> Vec<Deed> {
        let tomorrow = day.tomorrow().unwrap_or(day);
        let later = self.to_do.split_off(&tomorrow);
        let mut deeds: Vec<Deed> = std::mem::replace(&mut self.to_do, later).into_values().flatten().collect();
        let later = self.credits.split_off(&tomorrow);
        for credits in std::mem::replace(&mut self.credits, later).into_values() {
            for (operator, sales) in credits {
                let id = BankCreditId(self.fresh());
                let back: Vec<Deed> = sales
                    .iter()
                    .filter(|sale| sale.cheque.is_some())
                    .map(|sale| Deed::GiveBack(sale.clone()))
                    .collect();
                deeds.push(Deed::Credit(id, operator, sales));
                deeds.extend(back);
            }
        }
        deeds
    }

    /// What will follow from a sale.
    fn plan(&mut self, day: Date, sale: &Arc<Sale>) -> Outcome {
        let mut on = |after: i64, deed: Deed| -> Outcome {
            self.to_do.entry(day.checked_add(Span::new().days(after))?).or_default().push(deed);
            Ok(())
        };
        if sale.activity == Activity::Optics {
            on(10, Deed::Deliver(sale.clone()))?;
        }
        if sale.way == Way::CustomerAdvances {
            return Ok(());
        }
        if sale.request.is_some() {
            on(2, Deed::Agree(sale.clone()))?;
        }
        // One in fifty is never advised: somebody will have to ask.
        if self.chance.percent(98) {
            let advised = self.chance.between(4, 16);
            self.to_do.entry(day.checked_add(Span::new().days(advised))?).or_default().push(Deed::Advise(sale.clone()));
            let paid = day.checked_add(Span::new().days(advised + self.chance.between(2, 6)))?;
            self.credits.entry(paid).or_default().entry(sale.operator.clone()).or_default().push(sale.clone());
        }
        Ok(())
    }

    fn sale(&mut self) -> Sale {
        let optics = self.size.trade() == Activity::Optics;
        let chance = &mut self.chance;
        let way = match chance.below(100) {
            0..=5 if optics => Way::ChequeKept,
            0 => Way::ChequeKept,
            6..=9 => Way::CustomerAdvances,
            _ => Way::DeliveredThirdPartyPayment,
        };
        let (amo, amc, customer) = if optics {
            (chance.between(9, 60), chance.between(12_000, 60_000), chance.between(0, 25_000))
        } else {
            (chance.between(180, 9_000), chance.between(90, 4_500), chance.between(0, 600))
        };
        let cents = |amount| Cents::new(amount).unwrap_or_default();
        let operator = chance.pick(&OPERATORS).0;
        let mut customer_of = Chance::seeded(chance.below(u64::from(self.size.dossiers()) / DOSSIERS_A_CUSTOMER));
        let (insurer, reference) = (*chance.pick(&INSURERS), chance.digits(7));
        let line = (way == Way::ChequeKept).then(|| cheque_line(chance)).flatten();
        Sale {
            dossier: DossierId(self.fresh()),
            person: PersonId(self.fresh()),
            activity: self.size.trade(),
            family_name: names::family(&mut customer_of),
            given_name: names::given(&mut customer_of),
            phone: format!("0639{}", customer_of.digits(6)),
            operator: PlatformCode::parse(operator).expect("the operators of the bench are well named"),
            insurer_name: insurer,
            amc_number: AmcNumber::parse("0986402170").expect("ten digits are an AMC number"),
            member_number: customer_of.digits(10),
            reference: format!("FA-{reference}"),
            amo_cents: cents(amo),
            amc_cents: cents(amc),
            customer_cents: cents(customer),
            way,
            cheque: line.map(|line| (ChequeId(self.fresh()), line)),
            request: (optics && way != Way::CustomerAdvances).then(|| RequestId(self.fresh())),
        }
    }

    fn fresh(&self) -> uuid::Uuid {
        self.shop.ids.fresh(self.shop.clock.now())
    }
}

/// A cheque's line, valid in form, from a bank that does not exist.
pub(crate) fn cheque_line(chance: &mut Chance) -> Option<Cmc7Line> {
    Cmc7Line::parse(&format!("{}042014506908{}", chance.digits(7), chance.digits(12))).ok()
}

fn perform(practice: &OpenPractice, day: Date, command_id: CommandId, deeds: Vec<Deed>) -> Outcome {
    let now = instant(day, 10);
    let actor = practice.user.id;
    let envelope = CommandEnvelope { command_id, request_digest: [0; 32], actor, recorded_at: now };
    let context = Context { now, today: day, actor, role: Role::Owner };
    let done = practice.database.command(envelope, move |tx| {
        deeds.iter().try_for_each(|deed| deed.perform(tx, &context))?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(json!({}))
    });
    match done {
        Ok(_) => Ok(()),
        Err(relais_storage::CommandError::Refused(error)) => Err(format!("{day}: {error}").into()),
        Err(error) => Err(error.into()),
    }
}

fn instant(day: Date, hour: i8) -> Timestamp {
    let local = day.at(hour, 0, 0, 0);
    local.in_tz("Europe/Paris").map(|zoned| zoned.timestamp()).expect("the bundled zones hold Paris")
}
