//! The numbers there are: a closed list, each with the word it has in the file and its unit.

use crate::estimate::optics::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "NumberUnit")]
pub enum Unit {
    /// Cents.
    Cents,
    /// Basis points.
    RateBp,
    /// Months.
    Months,
    /// Days.
    Days,
    /// A rule that holds (1) or does not (0).
    Holds,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 5] = [Unit::Cents, Unit::RateBp, Unit::Months, Unit::Days, Unit::Holds];

    /// The word of the file.
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Cents => "cents",
            Unit::RateBp => "rate_bp",
            Unit::Months => "months",
            Unit::Days => "days",
            Unit::Holds => "holds",
        }
    }

    /// The most a number of this unit may be: a typing mistake of some zeros is not taken for a price.
    pub(super) const fn most(self) -> u32 {
        match self {
            Unit::Cents => 10_000_00,
            Unit::RateBp => 10_000,
            Unit::Months => 240,
            Unit::Days => 3_660,
            Unit::Holds => 1,
        }
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident $unit:ident $word:literal;)*) => {
        /// One of the numbers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[ts(rename = "NumberKey")]
        pub enum Key {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Key {
            /// Every number.
            pub const ALL: &'static [Key] = &[$(Key::$name),*];

            /// The word of the file.
            pub const fn word(self) -> &'static str {
                match self { $(Key::$name => $word,)* }
            }

            /// What it counts.
            pub const fn unit(self) -> Unit {
                match self { $(Key::$name => Unit::$unit,)* }
            }
        }
    };
}

keys! {
    /// AMO rate of optics.
    OpticsAmoRate RateBp "optics.amo_rate";
    /// Base of a class A frame.
    FrameABase Cents "optics.class_a.frame_base";
    /// Highest price of a class A frame.
    FrameACap Cents "optics.class_a.frame_cap";
    /// Lowest of the class A lens caps.
    LensACapLow Cents "optics.class_a.lens_cap_low";
    /// Highest of the class A lens caps.
    LensACapHigh Cents "optics.class_a.lens_cap_high";
    /// Base of a class A lens as a part of its cap.
    LensABaseOfCap RateBp "optics.class_a.lens_base_of_cap";
    /// Base of a class B frame or lens.
    ClassBBase Cents "optics.class_b.base";
    /// Base of contact lenses, an eye.
    ContactLensBase Cents "optics.contact_lens_base";
    /// Renewal at 16 and over.
    RenewalFrom16 Months "optics.renewal.from_16";
    /// Renewal from 6 to 15.
    RenewalFrom6 Months "optics.renewal.from_6";
    /// Renewal under 6.
    RenewalUnder6 Months "optics.renewal.under_6";
    /// Most a responsible contract pays for a frame, AMO included.
    FrameCeiling Cents "optics.contract.frame_ceiling";
    /// Least for equipment a.
    FloorA Cents "optics.contract.a.floor";
    /// Most for equipment a.
    CeilingA Cents "optics.contract.a.ceiling";
    /// Least for equipment b.
    FloorB Cents "optics.contract.b.floor";
    /// Most for equipment b.
    CeilingB Cents "optics.contract.b.ceiling";
    /// Least for equipment c.
    FloorC Cents "optics.contract.c.floor";
    /// Most for equipment c.
    CeilingC Cents "optics.contract.c.ceiling";
    /// Least for equipment d.
    FloorD Cents "optics.contract.d.floor";
    /// Most for equipment d.
    CeilingD Cents "optics.contract.d.ceiling";
    /// Least for equipment e.
    FloorE Cents "optics.contract.e.floor";
    /// Most for equipment e.
    CeilingE Cents "optics.contract.e.ceiling";
    /// Least for equipment f.
    FloorF Cents "optics.contract.f.floor";
    /// Most for equipment f.
    CeilingF Cents "optics.contract.f.ceiling";
    /// AMO rate of hearing aids.
    HearingAmoRate RateBp "hearing.amo_rate";
    /// Base of an ear at 20 and over.
    HearingBaseFrom20 Cents "hearing.base.from_20";
    /// Base of an ear under 20.
    HearingBaseUnder20 Cents "hearing.base.under_20";
    /// Highest price of class I at 20 and over.
    HearingCapFrom20 Cents "hearing.class_1.cap.from_20";
    /// Highest price of class I under 20.
    HearingCapUnder20 Cents "hearing.class_1.cap.under_20";
    /// Most a responsible contract pays for an ear, AMO included.
    HearingCeiling Cents "hearing.contract.ceiling";
    /// Renewal of an ear.
    HearingRenewal Months "hearing.renewal";
    /// Trial before the invoice.
    HearingTrial Days "hearing.trial";
    /// How long a kept answer is recent.
    AnswerRecent Days "answer.recent";
    /// A prescription of glasses under 16.
    PrescriptionGlassesUnder16 Months "prescription.glasses.under_16";
    /// A prescription of glasses from 16 to 42.
    PrescriptionGlassesFrom16 Months "prescription.glasses.from_16";
    /// A prescription of glasses over 42.
    PrescriptionGlassesOver42 Months "prescription.glasses.over_42";
    /// A prescription of contact lenses under 16.
    PrescriptionLensesUnder16 Months "prescription.contact_lenses.under_16";
    /// A prescription of contact lenses from 16.
    PrescriptionLensesFrom16 Months "prescription.contact_lenses.from_16";
    /// A prescription of medicines, until it is first dispensed.
    PrescriptionMedicines Months "prescription.medicines";
    /// C2S: no cheque, no advance.
    SolidarityNoAdvance Holds "solidarity.no_advance";
    /// Class A and class I: nothing is left to pay.
    ClassANothingLeft Holds "class_a.nothing_left";
    /// The convention of a care network may forbid the advance.
    NetworkNoAdvance Holds "network.no_advance";
    /// An operator refuses an invoice sent less than so many days after its agreement; its own number comes first.
    OperatorInvoiceAfter Days "operator.invoice_after";
    /// Working days in which the insurers pay a pharmacy, by convention.
    PharmacyAmcPaysWithin Days "payment.pharmacy.amc_within";
    /// What they owe of what comes later.
    PharmacyAmcPenalty RateBp "payment.pharmacy.amc_penalty";
    /// For an invoice rejected although the rights had been answered for.
    PharmacyRejectedPenalty Cents "payment.pharmacy.rejected_penalty";
    /// Working days in which the mandatory insurance pays a pharmacy, by convention.
    PharmacyAmoPaysWithin Days "payment.pharmacy.amo_within";
    /// Working days past which the mandatory insurance owes a penalty.
    AmoPaysWithin Days "payment.amo_within";
    /// Until this working day the penalty is an amount for each invoice.
    AmoFlatUntil Days "payment.amo_flat_until";
    /// That amount.
    AmoFlatPenalty Cents "payment.amo_flat_penalty";
    /// Past that day it is this part of the share.
    AmoPenalty RateBp "payment.amo_penalty";
    /// A sum paid in advance bears interest once so many months have gone (C. conso L214-2).
    DownPaymentInterestAfter Months "down_payment.interest_after";
    /// At which rate, for a consumer.
    LegalInterestRate RateBp "legal_interest.rate";
}

/// The floor and the ceiling of an equipment.
pub(in crate::estimate) const fn of_equipment(category: Category) -> (Key, Key) {
    match category {
        Category::A => (Key::FloorA, Key::CeilingA),
        Category::B => (Key::FloorB, Key::CeilingB),
        Category::C => (Key::FloorC, Key::CeilingC),
        Category::D => (Key::FloorD, Key::CeilingD),
        Category::E => (Key::FloorE, Key::CeilingE),
        Category::F => (Key::FloorF, Key::CeilingF),
    }
}

/// Numbers of which the first may never be above the second.
pub(super) fn ordered() -> Vec<(Key, Key)> {
    let mut pairs: Vec<(Key, Key)> = Category::ALL.into_iter().map(of_equipment).collect();
    pairs.push((Key::LensACapLow, Key::LensACapHigh));
    pairs.push((Key::FrameABase, Key::FrameACap));
    pairs
}
