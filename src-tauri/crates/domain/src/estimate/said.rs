//! What an estimate starts from: the sale as the dossier holds it, what is known of each complementary, and what was said
//! at the counter. Every fact that may be missing has a word for « not known ».

use crate::{
    context::Activity,
    dossier::DossierLine,
    money::{Cents, MoneyError},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The customer's age, as far as the rules tell it apart; no birth date is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// Under 6.
    #[serde(rename = "under_6")]
    Under6,
    /// 6 to 15.
    #[serde(rename = "from_6_to_15")]
    From6To15,
    /// 16 to 19.
    #[serde(rename = "from_16_to_19")]
    From16To19,
    /// 20 and over.
    #[serde(rename = "from_20")]
    From20,
}

impl AgeBand {
    /// Every band.
    pub const ALL: [AgeBand; 4] = [AgeBand::Under6, AgeBand::From6To15, AgeBand::From16To19, AgeBand::From20];

    /// The band of a person born on a day, on another.
    pub fn on(birth: Date, on: Date) -> AgeBand {
        match years_on(birth, on) {
            ..6 => AgeBand::Under6,
            6..16 => AgeBand::From6To15,
            16..20 => AgeBand::From16To19,
            20.. => AgeBand::From20,
        }
    }
}

/// The age in years, on a day, of a person born on another.
pub(crate) fn years_on(birth: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(!had_birthday)
}

/// The last equipment that was reimbursed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "known", rename_all = "snake_case")]
pub enum LastEquipment {
    /// Nobody asked: it may be too early or not.
    NotAsked,
    /// None is known of, here or by the customer.
    None,
    /// There was one.
    On {
        /// When it was reimbursed or delivered.
        date: Date,
        /// How it is known.
        evidence: Evidence,
    },
}

/// How the last equipment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A dossier of this practice.
    OurHistory,
    /// The customer says so.
    Declared,
    /// A paper shows it.
    Document,
}

/// Why an equipment may be renewed before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EarlyRenewal {
    /// No such reason.
    None,
    /// The sight changed.
    SightChange,
    /// One of the medical cases of the LPP.
    Medical,
}

/// Whether the practice is in the insurer's care network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// It is.
    In,
    /// It is not.
    Out,
    /// Not known: both are shown.
    Unknown,
}

/// What an insurer promises on an equipment (on an ear, for hearing aids).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Guarantee {
    /// Not known.
    Unknown,
    /// So much of the base, the AMO share included.
    PercentOfBase {
        /// Basis points: 10 000 is the base itself.
        rate_bp: u32,
    },
    /// An amount beside the AMO share.
    Amount {
        /// In cents.
        cents: Cents,
    },
    /// AMO and AMC together up to this.
    Ceiling {
        /// In cents.
        cents: Cents,
    },
}

/// What was said of one complementary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaidCover {
    /// Whether its contract is a responsible one; none when not known.
    pub responsible: Option<bool>,
    /// What it promises, in its network where it has one.
    pub guarantee: Guarantee,
    /// What it promises outside.
    pub out_of_network: Guarantee,
    /// The guarantee was read on the card or its table, not heard.
    pub read_on_card: bool,
}

impl Default for SaidCover {
    fn default() -> Self {
        SaidCover {
            responsible: None,
            guarantee: Guarantee::Unknown,
            out_of_network: Guarantee::Unknown,
            read_on_card: false,
        }
    }
}

/// What was said at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Said {
    /// None when not known.
    pub age: Option<AgeBand>,
    /// The last equipment; of the first ear, for hearing aids.
    pub last_equipment: LastEquipment,
    /// Of the other ear, when it is another.
    pub other_ear: Option<LastEquipment>,
    /// A reason to renew early.
    pub early_renewal: EarlyRenewal,
    /// The care network.
    pub network: Network,
    /// One per complementary, in rank order.
    pub covers: Vec<SaidCover>,
}

/// From where a figure of the insurer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Its agreement on this sale.
    Agreed,
    /// Its answer of the day.
    Live,
    /// An answer kept since.
    Kept,
}

/// A figure of the insurer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// From where it is.
    pub kind: AnswerKind,
    /// Its day, where it is known.
    pub on: Option<Date>,
    /// What it covers of this sale, in cents; nothing when the rights are closed.
    pub covered_cents: Cents,
    /// Whether the rights are open, as far as it says.
    pub in_force: bool,
}

/// What the dossier knows of one complementary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Complementary {
    /// Its own figure, if there is one.
    pub answer: Option<Answer>,
    /// The card has a grid, and this trade is not in it.
    pub domain_missing: bool,
    /// The card's last day, when it is past.
    pub expired_on: Option<Date>,
}

/// The whole question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The trade.
    pub activity: Activity,
    /// The day whose numbers count.
    pub on: Date,
    /// The sale.
    pub lines: Vec<DossierLine>,
    /// The AMO share of the main software; nothing when it was not given.
    pub amo_share_cents: Cents,
    /// One per complementary, in rank order.
    pub complementaries: Vec<Complementary>,
    /// When the equipment is handed over, or will be.
    pub delivery_on: Option<Date>,
    /// What was said.
    pub said: Said,
}

impl Question {
    /// The price of the sale.
    pub fn price(&self) -> Result<Cents, MoneyError> {
        self.lines.iter().try_fold(Cents::ZERO, |sum, line| sum.plus(line.unit_price_cents.times(line.quantity)?))
    }

    /// What was said of a complementary, by its place in rank order.
    pub(crate) fn cover(&self, at: usize) -> SaidCover {
        self.said.covers.get(at).copied().unwrap_or_default()
    }
}
