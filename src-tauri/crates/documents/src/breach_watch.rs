//! What is kept and sent while a leak lasts: the sheet of who is called, with the FINESS in large type and a log to write; the letter
//! that says that somebody may pretend to be the practice; the statements read for debits nobody allowed.

use crate::breach_letters::{AllowedCreditor, KnownSender};
use crate::error::PrintError;
use crate::french::date;
use crate::parts::{self, Signature, Title, compose, heading, paragraph, signatures};
use crate::practice::{Addressee, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachCallee {
    /// Who.
    pub name: String,
    /// What for: « La banque\u{a0}: bloquer les prélèvements ».
    pub what_for: String,
    /// Where he is called, or written to; possibly empty.
    pub reach: String,
    /// Our number with him: a contract, a case; possibly empty.
    pub reference: String,
    /// Whether that was read at its source.
    pub confirmed: bool,
}

/// A call that was noted already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedCall {
    /// « lun. 12/02/2024 à 10:12 ».
    pub at: String,
    /// Who said it.
    pub who: String,
    /// What was said.
    pub said: String,
    /// Who noted it.
    pub by: String,
}

/// « Fiche d’appel » of a leak: a working paper, neither signed nor kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachCallSheet {
    /// Who calls.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// The platform that leaked.
    pub platform: String,
    /// Since when it is known: « mar. 30/01/2024 à 09:12 ».
    pub known_at: String,
    /// Number of the case; possibly empty.
    pub case_number: String,
    /// Whom to call, in that order.
    pub callees: Vec<BreachCallee>,
    /// What was noted so far, the latest first.
    pub noted: Vec<NotedCall>,
}

/// Prints the sheet.
pub fn breach_call_sheet(page: &BreachCallSheet) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("FA-{}", page.issued_on), issued_on: page.issued_on };
    let title = Title {
        kind: "Fiche d’appel\u{a0}: après la fuite",
        practice: &page.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

/// Lines left to write on.
const EMPTY_LINES: usize = 8;

impl BreachCallSheet {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "FINESS de l’établissement")?;
        let finess = self.practice.finess.as_deref().filter(|number| !number.is_empty());
        let finess = finess.map_or_else(|| "à compléter".to_owned(), crate::call_sheet::in_threes);
        sheet.text(&Rich::strong(&finess), crate::call_sheet::LARGE, COLUMN, Align::Left)?;
        sheet.skip(parts::GAP);
        let case = if self.case_number.is_empty() { "à compléter" } else { &self.case_number };
        parts::facts(
            sheet,
            COLUMN,
            3,
            &[
                parts::fact("Fuite de", &self.platform),
                parts::fact("Connue le", &self.known_at),
                parts::fact("N° de dossier", case),
            ],
        )?;
        heading(sheet, "Qui appeler")?;
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Qui", per_mille: 270, align: Align::Left },
            Head { title: "Pour quoi", per_mille: 280, align: Align::Left },
            Head { title: "Où, et notre numéro", per_mille: 310, align: Align::Left },
            Head { title: "Adresse", per_mille: 140, align: Align::Left },
        ];
        let row = |callee: &BreachCallee| {
            let reach = [callee.reach.as_str(), callee.reference.as_str()];
            let reach: Vec<&str> = reach.into_iter().filter(|text| !text.is_empty()).collect();
            let reach = if reach.is_empty() { "à compléter".to_owned() } else { reach.join(", ") };
            let read = if callee.confirmed { "vérifiée" } else { "à vérifier" };
            vec![callee.name.clone(), callee.what_for.clone(), reach, read.to_owned()]
        };
        Table { heads: &HEADS, rows: self.callees.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Journal des appels")?;
        const LOG: [Head<'static>; 4] = [
            Head { title: "Date et heure", per_mille: 210, align: Align::Left },
            Head { title: "Qui répond", per_mille: 190, align: Align::Left },
            Head { title: "Ce qui est dit", per_mille: 430, align: Align::Left },
            Head { title: "Noté par", per_mille: 170, align: Align::Left },
        ];
        let noted = self.noted.iter().map(|it| vec![it.at.clone(), it.who.clone(), it.said.clone(), it.by.clone()]);
        let empty =
            std::iter::repeat_n(vec![" \n ".to_owned(), String::new(), String::new(), String::new()], EMPTY_LINES);
        Table { heads: &LOG, rows: noted.chain(empty).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        parts::small_print(
            sheet,
            "Appelez un numéro que vous connaissez, jamais celui d’un message reçu. On ne vous demandera ni mot de passe, ni code. \
             Recopiez ce qui est dit dans le journal de l’incident, puis détruisez cette feuille.",
        )
    }
}

/// « Risque d’usurpation »: whoever knows the practice's numbers may pretend to be it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpersonationLetter {
    /// Who writes.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// To whom.
    pub addressee: Addressee,
    /// The platform that leaked.
    pub platform: String,
    /// Since when the leak is known.
    pub known_on: Date,
    /// What leaked for sure, in words.
    pub known: Vec<String>,
    /// What leaked probably.
    pub probable: Vec<String>,
    /// From where the practice's partners really write to it, each with whether that was read at its source.
    pub senders: Vec<KnownSender>,
    /// Who signs.
    pub signed_by: String,
}

/// Prints the letter.
pub fn impersonation_letter(letter: &ImpersonationLetter) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Risque d’usurpation",
        practice: &letter.practice,
        reference: &letter.reference,
        addressee: Some(&letter.addressee),
        copies: &[],
    };
    compose(&title, |sheet| letter.draw(sheet))
}

impl ImpersonationLetter {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        let opening = format!(
            "Nous avons appris le {} une fuite de données de la plateforme de tiers payant {}. Ce qui a fuité de notre établissement \
             permet de se faire passer pour lui.",
            date(self.known_on),
            self.platform
        );
        paragraph(sheet, &Rich::plain(&opening))?;
        let mut leaked = Vec::new();
        if !self.known.is_empty() {
            leaked.push(Rich::strong("Connu").then("\u{a0}: ").then(&self.known.join(", ")).then("."));
        }
        if !self.probable.is_empty() {
            leaked.push(Rich::strong("Probable").then("\u{a0}: ").then(&self.probable.join(", ")).then("."));
        }
        parts::points(sheet, &leaked)?;
        heading(sheet, "Ce que nous vous demandons")?;
        let call_back = match &self.practice.phone {
            Some(phone) => {
                format!("nous rappeler au {}, numéro que vous connaissez déjà", phone.replace(' ', "\u{a0}"))
            }
            None => "nous rappeler à un numéro que vous connaissez déjà".to_owned(),
        };
        parts::points(
            sheet,
            &[
                Rich::strong("Avant tout changement demandé en notre nom").then(
                    " (RIB, adresse, téléphone, e-mail, nouvel utilisateur, nouveau compte, commande inhabituelle)\u{a0}: ",
                ).then(&call_back).then("."),
                Rich::strong("Refuser").then(
                    "\u{a0}toute demande qui ne vient que d’un message, même s’il porte notre FINESS, notre SIRET ou notre adresse.",
                ),
                Rich::strong("Nous dire").then(
                    "\u{a0}toute demande douteuse reçue depuis cette date, et garder le message\u{a0}: il servira à la plainte.",
                ),
                Rich::strong("Confirmer par écrit").then(
                    "\u{a0}les coordonnées et le RIB que vous avez de nous, sans les recopier en entier.",
                ),
            ],
        )?;
        if !self.senders.is_empty() {
            heading(sheet, "D’où vous nous écrivez et nous appelez, à notre connaissance")?;
            let heads = [
                Head { title: "Qui", per_mille: 340, align: Align::Left },
                Head { title: "D’où", per_mille: 500, align: Align::Left },
                Head { title: "Adresse", per_mille: 160, align: Align::Left },
            ];
            let row = |it: &KnownSender| {
                let read = if it.confirmed { "vérifiée" } else { "à vérifier" };
                vec![it.name.clone(), it.from.clone(), read.to_owned()]
            };
            Table { heads: &heads, rows: self.senders.iter().map(row).collect(), total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
            paragraph(
                sheet,
                &Rich::plain("Dites-nous si l’une n’est pas la vôtre\u{a0}: nous n’en croyons pas d’autre."),
            )?;
        }
        paragraph(sheet, &Rich::plain("Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées."))?;
        signatures(sheet, &[Signature { who: "Pour l’établissement", how: &self.signed_by }])
    }
}

/// A month's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedStatement {
    /// « février 2024 ».
    pub month: String,
    /// « Rien d’anormal », « Prélèvement inconnu\u{a0}: … », « À lire ».
    pub found: String,
    /// Who read it, and when; empty while nobody did.
    pub by: String,
}

/// « Surveillance des prélèvements »: the statements, read or to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebitWatch {
    /// Whose account.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// The platform that leaked.
    pub platform: String,
    /// Since when the leak of the account's number is known.
    pub known_on: Date,
    /// Until when the statements are read.
    pub until: Date,
    /// Who may debit the account; possibly nobody.
    pub creditors: Vec<AllowedCreditor>,
    /// Month by month.
    pub statements: Vec<WatchedStatement>,
}

/// Prints it.
pub fn debit_watch(page: &DebitWatch) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Surveillance des prélèvements",
        practice: &page.practice,
        reference: &page.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

impl DebitWatch {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = format!(
            "Le RIB de l’établissement a fuité de la plateforme {}, ce qui est connu depuis le {}. Chaque relevé est lu jusqu’au {}\u{a0}: \
             un prélèvement d’un créancier inconnu est contesté à la banque sans attendre.",
            self.platform,
            date(self.known_on),
            date(self.until)
        );
        paragraph(sheet, &Rich::plain(&what))?;
        heading(sheet, "Créanciers autorisés")?;
        if self.creditors.is_empty() {
            paragraph(sheet, &Rich::plain("Aucun n’est noté\u{a0}: comparez avec les mandats que vous avez signés."))?;
        } else {
            let heads = [
                Head { title: "Créancier", per_mille: 600, align: Align::Left },
                Head { title: "Identifiant (ICS)", per_mille: 400, align: Align::Left },
            ];
            let said =
                |text: &str| if text.is_empty() { "à vérifier sur le mandat".to_owned() } else { text.to_owned() };
            let rows = self.creditors.iter().map(|it| vec![it.name.clone(), said(&it.identifier)]).collect();
            Table { heads: &heads, rows, total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        heading(sheet, "Relevés")?;
        let heads = [
            Head { title: "Mois", per_mille: 220, align: Align::Left },
            Head { title: "Ce qui est trouvé", per_mille: 480, align: Align::Left },
            Head { title: "Lu par", per_mille: 300, align: Align::Left },
        ];
        let row = |it: &WatchedStatement| vec![it.month.clone(), it.found.clone(), it.by.clone()];
        Table { heads: &heads, rows: self.statements.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        parts::small_print(
            sheet,
            "Délais à vérifier dans la convention du compte\u{a0}: un prélèvement autorisé peut être contesté 8 semaines, un prélèvement sans \
             mandat 13 mois (CMF L133-24 et L133-25)\u{a0}; un compte professionnel peut prévoir moins.",
        )
    }
}
