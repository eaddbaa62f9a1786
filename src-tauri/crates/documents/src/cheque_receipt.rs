//! « Reçu de chèque »: the paper signed in two copies when a cheque is kept, under agreement A or B.
//!
//! It says in plain words what the law makes of the cheque and what the shop promises. A cheque is payable as soon as
//! it is presented, whatever was agreed (CMF L131-31): the promise binds the shop and never the bank. Words that would
//! make the cheque something else than a payment instrument, or its date something else than the day it was written,
//! do not appear; `tests/` reads every cheque document for them.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::NOTICE_DAYS;
use crate::error::PrintError;
use crate::french::{date, date_and_place, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What the receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChequeReceipt {
    /// Who keeps the cheque.
    pub practice: Practice,
    /// The gap-free number of the receipt and its dates.
    pub reference: Reference,
    /// The cheque.
    pub cheque: ReceivedCheque,
    /// The customer of the sale, who signs; the drawer may be somebody else.
    pub customer_name: String,
    /// The shares of complementary insurers that the cheque covers: one, or several when it covers several dossiers.
    pub shares: Vec<CoveredShare>,
    /// What was agreed.
    pub agreement: Agreement,
    /// Before what the shop promises not to deposit.
    pub promise: Promise,
    /// The last day on which the shop keeps the cheque.
    pub keeping_limit_on: Date,
    /// At which moment of the sale the cheque was taken.
    pub taken_at: Moment,
    /// Who received it, for the practice.
    pub received_by: String,
}

/// The cheque as it was read at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedCheque {
    /// The seven digits of the cheque.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// The amount, in figures; the receipt writes the words.
    pub amount_cents: i64,
    /// The day written on the cheque: the day it was written.
    pub written_on: Date,
    /// The place written on the cheque.
    pub written_at: String,
    /// The payee written on the cheque.
    pub payee: String,
    /// The drawer printed on the cheque.
    pub drawer: String,
    /// What became of the key of the magnetic line.
    pub rlmc_key: RlmcKey,
    /// The kind of identity paper that was looked at, in words; none when it was not asked for.
    pub identity_seen: Option<String>,
}

/// The RLMC key of the cheque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RlmcKey {
    /// It agrees with the magnetic line.
    Verified,
    /// It is not on the cheque or cannot be read.
    Absent,
}

/// The share of one insurer in one dossier that the cheque stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoveredShare {
    /// The sale.
    pub dossier: Dossier,
    /// The part of the AMC share covered by this cheque.
    pub covered_cents: i64,
}

/// The two agreements under which a cheque is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// A, « conservé »: given back when the insurer has paid the practice, the dossier staying in tiers payant.
    Kept,
    /// B, « encaissé plus tard »: deposited on the agreed day, the customer claiming back himself.
    DepositedLater,
}

/// Before what the practice promises not to deposit the cheque.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// A day.
    Date(Date),
    /// An event, as it follows « avant »: « la réponse de votre complémentaire ».
    Event(String),
}

/// A moment of the sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// « Commande »: the sum is an acompte, said in writing (C. conso L214-1).
    Order,
    /// « Délivrance ».
    Delivery,
}

/// Prints the receipt: the customer's copy, then the shop's.
pub fn cheque_receipt(receipt: &ChequeReceipt) -> Result<Vec<u8>, PrintError> {
    if receipt.cheque.amount_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let shop_copy = format!("Exemplaire {}", receipt.practice.premises.noun());
    let title = Title {
        kind: "Reçu de chèque",
        practice: &receipt.practice,
        reference: &receipt.reference,
        addressee: None,
        copies: &["Exemplaire client", &shop_copy],
    };
    let total_cents = total(&receipt.shares)?;
    compose(&title, |sheet| receipt.draw(sheet, total_cents))
}

/// The sum of the covered shares.
fn total(shares: &[CoveredShare]) -> Result<i64, PrintError> {
    shares.iter().try_fold(0i64, |sum, share| sum.checked_add(share.covered_cents)).ok_or(PrintError::AmountOutOfRange)
}

impl ChequeReceipt {
    fn draw(&self, sheet: &mut Sheet<'_>, total_cents: i64) -> Result<(), PrintError> {
        let cheque = &self.cheque;
        let what = Rich::plain("Reçu de ")
            .then_strong(&self.customer_name)
            .then(" le chèque n°\u{a0}")
            .then_strong(&cheque.number);
        parts::amount_panel(sheet, &what, cheque.amount_cents, Some(&amount_in_words_fr(cheque.amount_cents)))?;
        self.cheque_facts(sheet)?;
        sheet.skip(Length::pt(4));
        heading(sheet, "Ce que ce chèque couvre")?;
        self.shares_table(total_cents).draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, self.agreement.title())?;
        paragraph(sheet, &self.promise_sentence())?;
        numbered(sheet, &self.sentences())?;
        sheet.skip(Length::pt(6));
        let signed_by = format!("{}, lu et compris", self.customer_name);
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        let received_by = format!("reçu par {}", self.received_by);
        sheet.keep_together(|sheet| {
            signatures(
                sheet,
                &[Signature { who: "Le client", how: &signed_by }, Signature { who: &for_premises, how: &received_by }],
            )?;
            let made = format!("Fait en deux exemplaires le {}.", date(self.reference.issued_on));
            parts::small_print(sheet, &made)?;
            parts::mediator(sheet, &self.practice)
        })
    }

    fn cheque_facts(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let cheque = &self.cheque;
        let key = match cheque.rlmc_key {
            RlmcKey::Verified => "vérifiée",
            RlmcKey::Absent => "absente ou illisible",
        };
        let written = date_and_place(cheque.written_on, &cheque.written_at);
        let mut told = vec![
            fact("Banque", &cheque.bank),
            fact("Date et lieu écrits", &written),
            fact("À l’ordre de", &cheque.payee),
            fact("Titulaire du compte", &cheque.drawer),
            fact("Clé RLMC de la ligne magnétique", key),
            fact("Remis", self.taken_at.words()),
        ];
        if let Some(seen) = &cheque.identity_seen {
            told.push(fact("Pièce d’identité vue, sans numéro ni copie", seen));
        }
        facts(sheet, COLUMN, 3, &told)
    }

    fn shares_table(&self, total_cents: i64) -> Table<'static> {
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Dossier", per_mille: 170, align: Align::Left },
            Head { title: "Devis ou facture", per_mille: 210, align: Align::Left },
            Head { title: "Complémentaire (AMC)", per_mille: 400, align: Align::Left },
            Head { title: "Part couverte", per_mille: 220, align: Align::Right },
        ];
        let rows = self.shares.iter().map(|share| {
            vec![
                share.dossier.number.clone(),
                share.dossier.sale_reference.clone().unwrap_or_else(|| "—".to_owned()),
                share.dossier.insurer.clone(),
                euros(share.covered_cents),
            ]
        });
        let total =
            (self.shares.len() > 1).then(|| vec!["Total".to_owned(), String::new(), String::new(), euros(total_cents)]);
        Table { heads: &HEADS, rows: rows.collect(), total }
    }

    /// The promise, with its date or event standing out.
    fn promise_sentence(&self) -> Rich {
        Rich::plain("Nous nous engageons à ")
            .then_strong("ne pas déposer ce chèque à la banque ")
            .then("avant ")
            .then_strong(&match &self.promise {
                Promise::Date(day) => format!("le {}", date(*day)),
                Promise::Event(event) => event.clone(),
            })
            .then(".")
    }

    /// What follows from the law and the agreement, one idea a sentence.
    fn sentences(&self) -> Vec<Rich> {
        let mut sentences = vec![
            Rich::plain("Un chèque peut être payé ")
                .then_strong("dès qu’il est présenté à la banque")
                .then(&format!(
                    ", quelle que soit la date convenue. Notre engagement lie {}, pas la banque\u{a0}: ",
                    self.practice.premises.with_article()
                ))
                .then_strong("gardez la somme disponible sur votre compte")
                .then("."),
        ];
        match self.agreement {
            Agreement::Kept => sentences.extend(self.kept_sentences()),
            Agreement::DepositedLater => sentences.extend(self.deposited_later_sentences()),
        }
        sentences
    }

    /// Until when the insurer's answer is awaited: the promised day, and in any case early enough for the notice to run
    /// before the keeping limit.
    fn answer_awaited_until(&self) -> Date {
        let latest = self.keeping_limit_on.saturating_sub(NOTICE_DAYS.days());
        match &self.promise {
            Promise::Date(day) => latest.min(*day),
            Promise::Event(_) => latest,
        }
    }

    fn kept_sentences(&self) -> Vec<Rich> {
        let answer_by = self.answer_awaited_until();
        vec![
            Rich::plain("Nous demandons le paiement à votre complémentaire. Dès que ")
                .then_strong("l’argent est sur notre compte")
                .then(", nous vous rendons ce chèque contre votre signature."),
            Rich::plain("Si elle paie moins que la part couverte, ")
                .then_strong("vous nous devez la différence")
                .then("\u{a0}; vous la réglez par un autre moyen et nous vous rendons ce chèque."),
            Rich::plain("Si elle refuse, ou si elle n’a pas répondu le ")
                .then(&date(answer_by))
                .then(", nous vous prévenons ")
                .then_strong(&format!("{NOTICE_DAYS} jours avant de déposer le chèque"))
                .then("."),
            Rich::plain("Nous ne gardons pas ce chèque après le ")
                .then_strong(&date(self.keeping_limit_on))
                .then("\u{a0}: il vous est rendu, ou nous le déposons après vous avoir prévenu."),
        ]
    }

    fn deposited_later_sentences(&self) -> Vec<Rich> {
        vec![
            Rich::strong("Vous demandez vous-même le remboursement")
                .then(
                    " à votre complémentaire, avec notre facture. Nous ne lui demandons rien pour cette vente\u{a0}: ",
                )
                .then_strong("le tiers payant n’est plus possible")
                .then("."),
            Rich::plain(match self.promise {
                Promise::Date(_) => "Passé cette date",
                Promise::Event(_) => "Passé ce moment",
            })
            .then(
                ", nous déposons le chèque, que votre complémentaire vous ait remboursé ou non. \
                 Si elle vous rembourse moins, la différence reste à votre charge.",
            ),
            Rich::plain(
                "Si vous réglez cette somme par un autre moyen avant le dépôt, nous vous rendons ce chèque \
                 contre votre signature.",
            ),
            Rich::plain("Nous ne gardons pas ce chèque après le ")
                .then_strong(&date(self.keeping_limit_on))
                .then("\u{a0}: il est déposé au plus tard ce jour-là, ou il vous est rendu."),
        ]
    }
}

impl Agreement {
    fn title(self) -> &'static str {
        match self {
            Agreement::Kept => "Accord A\u{a0}: chèque conservé, sans frais ni intérêt",
            Agreement::DepositedLater => "Accord B\u{a0}: chèque encaissé plus tard, sans frais ni intérêt",
        }
    }
}

impl Moment {
    fn words(self) -> &'static str {
        match self {
            Moment::Order => "à la commande, à titre d’acompte",
            Moment::Delivery => "à la délivrance",
        }
    }
}
