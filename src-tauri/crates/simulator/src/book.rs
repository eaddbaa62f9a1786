//! Who is insured, and what each platform answers about them: a few made-up people written down, and a rule on the
//! digits of the member number for everybody else, so that any well-formed number works and the one who writes a
//! demonstration can choose the answer by choosing the number (the table is in the README).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cents;
use crate::places::{Activity, Platform};

/// Share paid to the members whose number ends in 7 or 8.
pub const PARTIAL_RATE_BP: u32 = 8_500;

/// A member number is 4 to 20 letters and digits with at least one digit.
const MEMBER_NUMBER_LENGTH: std::ops::RangeInclusive<usize> = 4..=20;

/// What a platform answers about a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum AnswerRule {
    /// Rights open; all that is asked is covered.
    CoverAsAsked,
    /// Rights open; a share of what is asked, in basis points, rounded per line.
    CoverRate {
        /// 8 500 is 85 %.
        rate_bp: u32,
    },
    /// Rights open; what is asked up to a ceiling for the whole request.
    CoverUpTo {
        /// The ceiling.
        ceiling_cents: i64,
    },
    /// Complémentaire santé solidaire: rights open, all that is asked is covered.
    Solidarity,
    /// Rights open; prior authorisations and claims are refused.
    Refuse {
        /// Why, in the platform's words.
        reason: String,
    },
    /// Rights ended on that day.
    RightsEnded {
        /// The last day of rights; the last 31 December before the care when absent.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Rights open, but this practice is not in the network: no third-party payment.
    OutOfNetwork,
    /// The platform does not know this number.
    UnknownMember,
    /// Taken in, decided later by a person: queued until another rule is set.
    Pending,
}

/// The answer on an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Covered, line by line.
    Covered(Vec<i64>),
    /// Refused, in the platform's words.
    Refused(String),
    /// The member number is unknown: the request could not be processed.
    Unknown,
    /// Not decided yet.
    Pending,
}

impl AnswerRule {
    /// Decides on the amounts asked, line by line, for care on a day.
    pub(crate) fn decide(&self, asked: &[i64], on_day: Date) -> Decision {
        match self {
            AnswerRule::CoverAsAsked | AnswerRule::Solidarity => Decision::Covered(asked.to_vec()),
            AnswerRule::CoverRate { rate_bp } => {
                Decision::Covered(asked.iter().map(|cents| cents::share(*cents, *rate_bp)).collect())
            }
            AnswerRule::CoverUpTo { ceiling_cents } => {
                let mut left = *ceiling_cents;
                let line = |cents: &i64| {
                    let covered = (*cents).min(left).max(0);
                    left -= covered;
                    covered
                };
                Decision::Covered(asked.iter().map(line).collect())
            }
            AnswerRule::Refuse { reason } => Decision::Refused(reason.clone()),
            AnswerRule::RightsEnded { .. } => {
                let end = self.period(on_day).1;
                if end < on_day {
                    Decision::Refused(format!("Droits fermés depuis le {}", end.strftime("%d/%m/%Y")))
                } else {
                    Decision::Covered(asked.to_vec())
                }
            }
            AnswerRule::OutOfNetwork => Decision::Refused("Hors réseau : pas de tiers payant".to_owned()),
            AnswerRule::UnknownMember => Decision::Unknown,
            AnswerRule::Pending => Decision::Pending,
        }
    }

    /// First and last day of rights, for care on a day: the calendar year, which is how cards are renewed.
    pub(crate) fn period(&self, on_day: Date) -> (Date, Date) {
        let year = |day: Date| (day.first_of_year(), day.last_of_year());
        match self {
            AnswerRule::RightsEnded { on: Some(end) } => (end.first_of_year(), *end),
            AnswerRule::RightsEnded { on: None } => year(on_day.first_of_year().yesterday().unwrap_or(on_day)),
            _ => year(on_day),
        }
    }

    /// The ceiling a platform announces for a kind of care when no price was asked, in cents.
    pub(crate) fn announced(&self, ceiling_cents: i64) -> i64 {
        match self {
            AnswerRule::CoverRate { rate_bp } => cents::share(ceiling_cents, *rate_bp),
            AnswerRule::CoverUpTo { ceiling_cents: own } => ceiling_cents.min(*own),
            _ => ceiling_cents,
        }
    }

    /// The rule of a member number nobody wrote down, from its digits.
    fn of_number(member_number: &str) -> AnswerRule {
        let mut digits = member_number.bytes().rev().filter(u8::is_ascii_digit);
        match (digits.next(), digits.next().unwrap_or(b'0')) {
            (Some(b'7' | b'8'), _) => AnswerRule::CoverRate { rate_bp: PARTIAL_RATE_BP },
            (Some(b'9'), b'0'..=b'4') => AnswerRule::Refuse {
                reason: "Équipement de moins de deux ans déjà pris en charge : renouvellement refusé".to_owned(),
            },
            (Some(b'9'), b'5'..=b'7') => AnswerRule::RightsEnded { on: None },
            (Some(b'9'), b'8') => AnswerRule::OutOfNetwork,
            (Some(b'9'), _) => AnswerRule::UnknownMember,
            _ => AnswerRule::CoverAsAsked,
        }
    }
}

/// What a platform announces for one kind of care when it is asked for rights without prices.
pub(crate) struct PlanLine {
    pub(crate) activity: Activity,
    pub(crate) name: &'static str,
    pub(crate) ceiling_cents: Option<i64>,
    pub(crate) allowed: &'static str,
    pub(crate) authorisation_required: bool,
}

/// The plan everybody has: responsible-contract ceilings, class A without anything left to pay.
pub(crate) const PLAN: [PlanLine; 5] = [
    PlanLine {
        activity: Activity::Optics,
        name: "Équipement optique de classe A",
        ceiling_cents: None,
        allowed: "100 % Santé, sans reste à charge",
        authorisation_required: true,
    },
    PlanLine {
        activity: Activity::Optics,
        name: "Équipement optique de classe B",
        ceiling_cents: Some(42_000),
        allowed: "",
        authorisation_required: true,
    },
    PlanLine {
        activity: Activity::Hearing,
        name: "Aide auditive de classe I",
        ceiling_cents: None,
        allowed: "100 % Santé, sans reste à charge",
        authorisation_required: true,
    },
    PlanLine {
        activity: Activity::Hearing,
        name: "Aide auditive de classe II, par oreille",
        ceiling_cents: Some(170_000),
        allowed: "",
        authorisation_required: true,
    },
    PlanLine {
        activity: Activity::Pharmacy,
        name: "Médicaments remboursables",
        ceiling_cents: None,
        allowed: "100 % du ticket modérateur",
        authorisation_required: false,
    },
];

/// A made-up person written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The platform that knows them.
    pub platform: String,
    /// Member number on the card.
    pub member_number: String,
    /// Who they are, for the portal.
    pub name: String,
    /// The insurer's number on the card.
    pub amc_number: String,
    /// The insurer.
    pub amc_name: String,
    /// What is answered.
    pub answer: AnswerRule,
}

/// The book of one run: the people written down and the answers set by hand.
#[derive(Debug)]
pub(crate) struct Book {
    members: Vec<Member>,
    by_hand: Vec<(Platform, String, AnswerRule)>,
}

/// The people written down.
pub fn members() -> Vec<Member> {
    serde_json::from_str(include_str!("../data/members.json")).expect("the embedded book is read by the tests")
}

impl Book {
    pub(crate) fn new() -> Self {
        Book { members: members(), by_hand: Vec::new() }
    }

    /// Whether a text can be a member number at all.
    pub(crate) fn well_formed(member_number: &str) -> bool {
        MEMBER_NUMBER_LENGTH.contains(&member_number.len())
            && member_number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && member_number.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// The rule for a member: set by hand, else written down, else by the digits.
    pub(crate) fn rule(&self, platform: Platform, member_number: &str) -> AnswerRule {
        let by_hand = self.by_hand.iter().find(|(p, number, _)| *p == platform && number == member_number);
        if let Some((_, _, rule)) = by_hand {
            return rule.clone();
        }
        if let Some(member) = self.member(platform, member_number) {
            return member.answer.clone();
        }
        if Self::well_formed(member_number) { AnswerRule::of_number(member_number) } else { AnswerRule::UnknownMember }
    }

    /// The person written down under that number.
    pub(crate) fn member(&self, platform: Platform, member_number: &str) -> Option<&Member> {
        self.members.iter().find(|m| m.platform == platform.code() && m.member_number == member_number)
    }

    /// Sets an answer by hand.
    pub(crate) fn set(&mut self, platform: Platform, member_number: &str, rule: AnswerRule) {
        self.by_hand.retain(|(p, number, _)| !(*p == platform && number == member_number));
        self.by_hand.push((platform, member_number.to_owned(), rule));
    }
}

/// Reads a rule from JSON or from the flat fields of a form.
pub(crate) fn rule_from(fields: &Value) -> Result<AnswerRule, String> {
    let mut fields = fields.clone();
    if let Some(object) = fields.as_object_mut() {
        for key in ["rate_bp", "ceiling_cents"] {
            let number = object.get(key).and_then(Value::as_str).and_then(|text| text.trim().parse::<i64>().ok());
            if let Some(number) = number {
                object.insert(key.to_owned(), number.into());
            }
        }
    }
    serde_json::from_value(fields).map_err(|error| format!("règle de réponse illisible : {error}"))
}

/// A member number as the log shows it: the last two characters.
pub(crate) fn masked(member_number: &str) -> String {
    let shown: String = member_number.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    format!("••••{shown}")
}
