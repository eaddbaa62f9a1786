//! What the demonstration's shop sells and to whom its insurers answer: lines that make the total, shares that add up, and
//! member numbers whose last digits choose what the simulated platforms will answer.

use crate::contract::{LineView, OpenDossierRequest, PriceDossierRequest, Problem};
use relais_domain::{
    context::Activity,
    dossier::LineKind::{
        self, ContactLenses, Device, Frame, HearingAid, LensComplex, LensSimple, LensVeryComplex, Medicine,
    },
    ids::DossierId,
    money::Cents,
    platform::PlatformCode,
};

/// VAT of frames and lenses, in basis points.
const OPTICS_VAT_BP: u32 = 2_000;
/// VAT of hearing aids, in basis points.
const HEARING_VAT_BP: u32 = 550;
/// VAT of reimbursed medicines, in basis points.
const MEDICINE_VAT_BP: u32 = 210;

/// One thing the shop sells, with the shares its main software worked out.
pub(super) struct Article {
    activity: Activity,
    class: &'static str,
    /// Item, quantity, unit price in cents.
    lines: &'static [(LineKind, u32, i64)],
    amo_cents: i64,
    /// One per complementary.
    amc_cents: &'static [i64],
    pub(super) customer_cents: i64,
}

const fn optics(
    class: &'static str,
    lines: &'static [(LineKind, u32, i64)],
    shares: (i64, &'static [i64], i64),
) -> Article {
    let (amo_cents, amc_cents, customer_cents) = shares;
    Article { activity: Activity::Optics, class, lines, amo_cents, amc_cents, customer_cents }
}

const fn hearing(
    class: &'static str,
    lines: &'static [(LineKind, u32, i64)],
    shares: (i64, &'static [i64], i64),
) -> Article {
    Article { activity: Activity::Hearing, ..optics(class, lines, shares) }
}

const fn pharmacy(lines: &'static [(LineKind, u32, i64)], shares: (i64, &'static [i64], i64)) -> Article {
    Article { activity: Activity::Pharmacy, ..optics("", lines, shares) }
}

/// Simple glasses, class B.
pub(super) const SIMPLE: usize = 0;
/// Progressive glasses, class B.
pub(super) const PROGRESSIVE: usize = 1;
/// Better progressive glasses, class B.
pub(super) const COMFORT: usize = 2;
/// Very complex lenses, class B.
pub(super) const STRONG: usize = 3;
/// « 100 % santé » glasses: nothing left to pay.
pub(super) const FULLY_COVERED: usize = 4;
/// Contact lenses.
pub(super) const CONTACT: usize = 5;
/// Hearing aids, class II.
pub(super) const HEARING_II: usize = 6;
/// Hearing aids, class I: nothing left to pay.
pub(super) const HEARING_I: usize = 7;
/// Progressive glasses paid by two complementaries.
pub(super) const TWO_INSURERS: usize = 8;

/// A prescription of a few days.
pub(super) const PRESCRIPTION: usize = 9;
/// A month of a long treatment.
pub(super) const TREATMENT: usize = 10;
/// A device, of which the customer bears a part.
pub(super) const DEVICE: usize = 11;

/// By the constants above.
pub(super) const ARTICLES: [Article; 12] = [
    optics("B", &[(Frame, 1, 89_00), (LensSimple, 2, 65_00)], (9, &[170_00], 48_91)),
    optics("B", &[(Frame, 1, 129_00), (LensComplex, 2, 175_50)], (9, &[380_00], 99_91)),
    optics("B", &[(Frame, 1, 149_00), (LensComplex, 2, 218_00)], (9, &[420_00], 164_91)),
    optics("B", &[(Frame, 1, 100_00), (LensVeryComplex, 2, 290_00)], (9, &[500_00], 179_91)),
    optics("A", &[(Frame, 1, 30_00), (LensSimple, 2, 52_50)], (24_30, &[110_70], 0)),
    optics("", &[(ContactLenses, 4, 32_00)], (0, &[100_00], 28_00)),
    hearing("II", &[(HearingAid, 2, 1_390_00)], (480_00, &[1_200_00], 1_100_00)),
    hearing("I", &[(HearingAid, 2, 950_00)], (480_00, &[1_420_00], 0)),
    optics("B", &[(Frame, 1, 149_00), (LensComplex, 2, 240_50)], (9, &[400_00, 120_00], 109_91)),
    pharmacy(&[(Medicine, 2, 9_20), (Medicine, 1, 12_40)], (20_02, &[10_78], 0)),
    pharmacy(&[(Medicine, 3, 26_40)], (51_48, &[27_72], 0)),
    pharmacy(&[(Device, 1, 84_00)], (36_00, &[33_00], 15_00)),
];

/// A platform of the demonstration with the insurer it answers for.
pub(super) struct Insurer {
    pub(super) platform: &'static str,
    name: &'static str,
    amc_number: &'static str,
    /// Letters its agreement numbers start with.
    pub(super) prefix: &'static str,
    /// Label of its transfers on the bank's statement.
    pub(super) label: &'static str,
}

/// Index of Viamedis, by connector: cut on the day of the outage.
pub(super) const VIAMEDIS: usize = 0;
/// Index of Almerys, by connector.
pub(super) const ALMERYS: usize = 1;
/// Index of SP santé, by its portal.
pub(super) const SP_SANTE: usize = 2;

/// By the constants above.
pub(super) const INSURERS: [Insurer; 3] = [
    Insurer {
        platform: "viamedis",
        name: "Mutuelle des Trois Vallées",
        amc_number: "986402170",
        prefix: "VM",
        label: "VIR VIAMEDIS TIERS PAYANT",
    },
    Insurer {
        platform: "almerys",
        name: "Prévoyance du Levant",
        amc_number: "973155088",
        prefix: "AL",
        label: "VIR ALMERYS PRESTATIONS",
    },
    Insurer {
        platform: "sp-sante",
        name: "Union mutualiste des Ormes",
        amc_number: "99027138",
        prefix: "SP",
        label: "VIR SP SANTE REMB PS",
    },
];

/// What the insurer answers when it is asked: told to the platforms by the last digits of the member number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// All that is asked.
    Green,
    /// 85 %.
    Orange,
    /// Refused: renewed too early.
    Red,
}

impl Answer {
    /// What is covered of a share.
    pub(super) fn covered(self, share: Cents) -> Result<Option<Cents>, Problem> {
        Ok(match self {
            Answer::Green => Some(share),
            Answer::Orange => Some(share.share_bp(8_500)?),
            Answer::Red => None,
        })
    }

    const fn last_digits(self) -> &'static str {
        match self {
            Answer::Green => "30",
            Answer::Orange => "17",
            Answer::Red => "09",
        }
    }
}

/// One sale of the demonstration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    /// Who buys: also its place in the story.
    pub(super) customer: usize,
    pub(super) article: usize,
    /// The first complementary's.
    pub(super) insurer: usize,
    pub(super) answer: Answer,
}

impl Sale {
    /// The platform of a complementary; the second is always Almerys'.
    pub(super) fn insurer(self, rank: u8) -> &'static Insurer {
        &INSURERS[if rank > 1 { ALMERYS } else { self.insurer }]
    }

    pub(super) fn platform(self, rank: u8) -> Result<PlatformCode, Problem> {
        platform(self.insurer(rank))
    }

    /// How many complementaries pay for it.
    pub(super) fn ranks(self) -> u8 {
        u8::try_from(ARTICLES[self.article].amc_cents.len()).unwrap_or(1)
    }

    pub(super) fn share(self, rank: u8) -> Result<Cents, Problem> {
        cents(ARTICLES[self.article].amc_cents[usize::from(rank.saturating_sub(1))])
    }

    pub(super) fn customer_share_cents(self) -> i64 {
        ARTICLES[self.article].customer_cents
    }

    pub(super) fn member_number(self, rank: u8) -> String {
        format!("{}{:04}{}", 30 + u32::from(rank), 2_100 + self.customer, self.answer.last_digits())
    }

    /// F2, as the counter types it.
    pub(super) fn opening(self) -> Result<OpenDossierRequest, Problem> {
        let article = &ARTICLES[self.article];
        let (family_name, given_name) = super::people::CUSTOMERS[self.customer];
        Ok(OpenDossierRequest {
            activity: article.activity,
            family_name: family_name.to_owned(),
            given_name: given_name.to_owned(),
            phone: super::people::phone(self.customer),
            operator: Some(self.platform(1)?),
            insurer_name: self.insurer(1).name.to_owned(),
            amc_number: self.insurer(1).amc_number.to_owned(),
            member_number: self.member_number(1),
            total_cents: cents(article.total_cents())?,
            amo_share_cents: cents(article.amo_cents)?,
            amc_share_cents: cents(article.amc_cents.iter().sum())?,
            customer_share_cents: cents(article.customer_cents)?,
            reference: if article.activity == Activity::Pharmacy {
                format!("FA-2024-{:04}", 3_000 + 3 * self.customer)
            } else {
                format!("DV-{:05}", 41_200 + 3 * self.customer)
            },
        })
    }

    /// The lines, and the shares by complementary.
    pub(super) fn pricing(self, dossier: DossierId) -> Result<PriceDossierRequest, Problem> {
        let article = &ARTICLES[self.article];
        let line = |(item, quantity, price): &(LineKind, u32, i64)| {
            let vat_rate_bp = match item {
                HearingAid => HEARING_VAT_BP,
                Medicine => MEDICINE_VAT_BP,
                _ => OPTICS_VAT_BP,
            };
            Ok(LineView {
                item: *item,
                quantity: *quantity,
                unit_price_cents: cents(*price)?,
                vat_rate_bp,
                class: Some(article.class.to_owned()).filter(|class| !class.is_empty()),
            })
        };
        Ok(PriceDossierRequest {
            dossier,
            total_cents: cents(article.total_cents())?,
            amo_share_cents: cents(article.amo_cents)?,
            amc_share_cents: article.amc_cents.iter().map(|share| cents(*share)).collect::<Result<_, _>>()?,
            customer_share_cents: cents(article.customer_cents)?,
            lines: article.lines.iter().map(line).collect::<Result<_, Problem>>()?,
        })
    }

    /// The harmonised block of the card of one complementary.
    pub(super) fn card(self, rank: u8, year: i16) -> Result<crate::contract::CardView, Problem> {
        let insurer = self.insurer(rank);
        let january = jiff::civil::Date::new(year, 1, 1).map_err(Problem::internal)?;
        Ok(crate::contract::CardView {
            insurer_name: insurer.name.to_owned(),
            amc_number: insurer.amc_number.to_owned(),
            convention: String::new(),
            csr: String::new(),
            member_number: self.member_number(rank),
            operator: Some(self.platform(rank)?),
            network: String::new(),
            valid_from: Some(january),
            valid_to: Some(january.last_of_year()),
            responsible: Some(true),
            solidarity: false,
            grid: ["OPTI", "AUDI", "PHAR"].map(covered).into(),
            holder: None,
            members: Vec::new(),
            read_how: None,
            raw_text: String::new(),
        })
    }
}

/// A domain of a card that names it and says no more.
fn covered(domain: &str) -> crate::contract::GridLineView {
    crate::contract::GridLineView { domain: domain.to_owned(), cover: relais_domain::card::GridCover::Unsaid }
}

impl Article {
    fn total_cents(&self) -> i64 {
        self.lines.iter().map(|(_, quantity, price)| i64::from(*quantity) * price).sum()
    }
}

/// The code of an insurer's platform.
pub(super) fn platform(insurer: &Insurer) -> Result<PlatformCode, Problem> {
    PlatformCode::parse(insurer.platform).map_err(Problem::internal)
}

/// An amount of the story.
pub(super) fn cents(amount: i64) -> Result<Cents, Problem> {
    Ok(Cents::new(amount)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_adds_up() {
        for article in &ARTICLES {
            let shares = article.amo_cents + article.amc_cents.iter().sum::<i64>() + article.customer_cents;
            assert_eq!(shares, article.total_cents());
        }
    }
}
