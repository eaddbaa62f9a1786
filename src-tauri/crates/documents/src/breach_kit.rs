//! The incident kit on paper: the typed complaint, what a notification to the authority says, to copy from, and the sheet that tells
//! customers how to complain themselves. Each says that its texts and addresses are to be verified, and claims no conformity.

use crate::error::PrintError;
use crate::french::date;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::{Addressee, Practice, Reference};
use crate::sheet::{COLUMN, Sheet};
use crate::text::Rich;
use jiff::civil::Date;

/// What is told of a breach, whoever is told: each possibly empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BreachAccount {
    /// What happened, in the practice's words.
    pub circumstances: String,
    /// What it may do to the people.
    pub consequences: String,
    /// What was done about it, and will be.
    pub measures: String,
    /// About how many people.
    pub people: Option<u32>,
    /// About how many records.
    pub records: Option<u32>,
    /// Number of the case, once there is one.
    pub case_number: String,
    /// Why a clock was missed, or may be.
    pub delay: String,
}

/// « Plainte »: typed, to be sent or brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintLetter {
    /// Who complains.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// To whom; without address when the profile has none.
    pub addressee: Addressee,
    /// The platform.
    pub platform: String,
    /// Since when the facts are known: « mar. 30/01/2024 à 09:12 ».
    pub known_at: String,
    /// When they began, as far as is known.
    pub began_at: String,
    /// Where the data got out, in words: « des systèmes de la plateforme »; empty while unknown.
    pub origin: String,
    /// What leaked for sure, in words.
    pub known: Vec<String>,
    /// What leaked probably.
    pub probable: Vec<String>,
    /// What is told.
    pub account: BreachAccount,
    /// The insurer and its contract, when there is one: « Assureur, contrat 1234 ».
    pub insurer: String,
    /// Who signs.
    pub signed_by: String,
}

/// Prints the complaint.
pub fn complaint_letter(letter: &ComplaintLetter) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Plainte contre X",
        practice: &letter.practice,
        reference: &letter.reference,
        addressee: Some(&letter.addressee),
        copies: &[],
    };
    compose(&title, |sheet| letter.draw(sheet))
}

/// What is not known yet is a blank to fill, and says so.
fn or_blank(text: &str) -> &str {
    if text.is_empty() { "à compléter" } else { text }
}

/// A text of several lines, a paragraph each; what is not known yet is a blank.
fn paragraphs(sheet: &mut Sheet<'_>, text: &str) -> Result<(), PrintError> {
    or_blank(text)
        .lines()
        .filter(|line| !line.trim().is_empty())
        .try_for_each(|line| paragraph(sheet, &Rich::plain(line.trim())))
}

fn listed(known: &[String], probable: &[String]) -> Vec<Rich> {
    let mut lines = Vec::new();
    if !known.is_empty() {
        lines.push(Rich::strong("Connu").then("\u{a0}: ").then(&known.join(", ")).then("."));
    }
    if !probable.is_empty() {
        lines.push(Rich::strong("Probable").then("\u{a0}: ").then(&probable.join(", ")).then("."));
    }
    if lines.is_empty() {
        lines.push(Rich::plain("Non établi à ce jour."));
    }
    lines
}

impl ComplaintLetter {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        let opening = format!(
            "Je soussigné(e) {}, agissant pour {}, porte plainte contre X pour les faits suivants, dont j’ai eu connaissance le {}.",
            self.signed_by, self.practice.name, self.known_at
        );
        paragraph(sheet, &Rich::plain(&opening))?;
        heading(sheet, "Les faits")?;
        let began = format!(
            "Fuite de données liée à la plateforme {}, qui aurait commencé le {}.",
            self.platform, self.began_at
        );
        paragraph(sheet, &Rich::plain(&began))?;
        if !self.origin.is_empty() {
            paragraph(sheet, &Rich::plain("Les données sont sorties ").then(&self.origin).then("."))?;
        }
        paragraphs(sheet, &self.account.circumstances)?;
        heading(sheet, "Les données en cause")?;
        parts::points(sheet, &listed(&self.known, &self.probable))?;
        heading(sheet, "Le préjudice et ce qui a été fait")?;
        paragraphs(sheet, &self.account.consequences)?;
        paragraphs(sheet, &self.account.measures)?;
        heading(sheet, "Pièces")?;
        paragraph(
            sheet,
            &Rich::plain(
                "Je tiens à votre disposition le journal de l’incident, la preuve de la rotation des mots de passe et les messages \
                 reçus. Les traces techniques n’ont pas été effacées.",
            ),
        )?;
        let mut about = vec![fact("Dossier ou procédure", or_blank(&self.account.case_number))];
        if !self.insurer.is_empty() {
            about.push(fact("Assurance", &self.insurer));
        }
        facts(sheet, COLUMN, 2, &about)?;
        signatures(sheet, &[Signature { who: "Le représentant de l’établissement", how: &self.signed_by }])?;
        parts::small_print(
            sheet,
            "À vérifier avec un avocat ou avec le service qui reçoit la plainte\u{a0}: qualification des faits (Code pénal 323-1 et \
             suivants), adresse et façon de l’envoyer. Une assurance contre les atteintes informatiques peut demander que la plainte \
             soit déposée dans les 72 heures de la connaissance des faits (Code des assurances L12-10-1).",
        )
    }
}

/// Which of the two notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationStep {
    /// The first, with what is known.
    Initial,
    /// What was learnt since.
    Complementary,
}

/// What a notification to the authority says, to copy into its own form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachNotification {
    /// Who notifies.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// Which.
    pub step: NotificationStep,
    /// Where it is made, as the profile knows: a site, an address; possibly empty.
    pub made_at: String,
    /// The platform.
    pub platform: String,
    /// Since when it is known.
    pub known_at: String,
    /// Until when it is to be made.
    pub due_at: String,
    /// When it began.
    pub began_at: String,
    /// Where the data got out, in words; empty while unknown.
    pub origin: String,
    /// What the practice is to them and why it notifies, in words; empty while undetermined.
    pub duty: String,
    /// What leaked for sure.
    pub known: Vec<String>,
    /// What leaked probably.
    pub probable: Vec<String>,
    /// What is told.
    pub account: BreachAccount,
    /// What was done, each with its day: « Banque prévenue, lun. 12/02/2024 ».
    pub done: Vec<String>,
    /// Whom to ask.
    pub contact: String,
}

/// Prints it.
pub fn breach_notification(page: &BreachNotification) -> Result<Vec<u8>, PrintError> {
    let kind = match page.step {
        NotificationStep::Initial => "Notification initiale",
        NotificationStep::Complementary => "Notification complémentaire",
    };
    let title = Title { kind, practice: &page.practice, reference: &page.reference, addressee: None, copies: &[] };
    compose(&title, |sheet| page.draw(sheet))
}

impl BreachNotification {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = match self.step {
            NotificationStep::Initial => {
                "Contenu à recopier dans le formulaire de l’autorité. Ce qui manque peut être dit plus tard, par une notification \
                 complémentaire\u{a0}: n’attendez pas de tout savoir."
            }
            NotificationStep::Complementary => {
                "Ce qui a été appris depuis la notification initiale, à recopier dans le formulaire de l’autorité, sous le même numéro."
            }
        };
        paragraph(sheet, &Rich::plain(what))?;
        let mut about = vec![fact("Connue le", &self.known_at), fact("À notifier avant le", &self.due_at)];
        about.push(fact("Commencée le", &self.began_at));
        about.push(fact("Numéro de dossier", or_blank(&self.account.case_number)));
        if !self.made_at.is_empty() {
            about.push(fact("Où la faire, à vérifier", &self.made_at));
        }
        about.push(fact("Interlocuteur", &self.contact));
        facts(sheet, COLUMN, 2, &about)?;
        heading(sheet, "1. Nature de la violation")?;
        let nature = format!("Perte de confidentialité liée à la plateforme {}.", self.platform);
        paragraph(sheet, &Rich::plain(&nature))?;
        if !self.origin.is_empty() {
            paragraph(sheet, &Rich::plain("Les données sont sorties ").then(&self.origin).then("."))?;
        }
        if !self.duty.is_empty() {
            paragraph(sheet, &Rich::plain(&self.duty))?;
        }
        paragraphs(sheet, &self.account.circumstances)?;
        let count = |number: Option<u32>| number.map_or_else(|| "à compléter".to_owned(), crate::french::count);
        heading(sheet, "2. Personnes concernées")?;
        facts(
            sheet,
            COLUMN,
            2,
            &[
                fact("Catégories", "clients (assurés et ayants droit), équipe"),
                fact("Nombre approximatif", &count(self.account.people)),
            ],
        )?;
        heading(sheet, "3. Données concernées")?;
        parts::points(sheet, &listed(&self.known, &self.probable))?;
        facts(sheet, COLUMN, 2, &[fact("Enregistrements, nombre approximatif", &count(self.account.records))])?;
        heading(sheet, "4. Conséquences probables")?;
        paragraphs(sheet, &self.account.consequences)?;
        heading(sheet, "5. Mesures prises et prévues")?;
        paragraphs(sheet, &self.account.measures)?;
        let done: Vec<Rich> = self.done.iter().map(|line| Rich::plain(line)).collect();
        parts::points(sheet, &done)?;
        if !self.account.delay.is_empty() {
            heading(sheet, "Motif du retard")?;
            paragraphs(sheet, &self.account.delay)?;
        }
        sheet.skip(parts::GAP);
        parts::small_print(
            sheet,
            "Aide à la rédaction, à relire avant tout envoi\u{a0}: elle ne vaut ni notification, ni avis de conformité. Texte à \
             vérifier\u{a0}: RGPD, article\u{a0}33. Le délai de 72 heures court, nuits et jours fériés compris, depuis la connaissance.",
        )
    }
}

/// « Porter plainte vous-même »: what a customer takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintHandout {
    /// Who hands it over.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// The platform.
    pub platform: String,
    /// Since when the leak is known.
    pub known_on: Date,
    /// What of customers leaked, in words.
    pub leaked: Vec<String>,
    /// Where one complains, each with what is known of it: « Formulaire …, www… ».
    pub places: Vec<String>,
    /// Number of the case, once there is one.
    pub case_number: String,
}

/// Prints the handout.
pub fn complaint_handout(handout: &ComplaintHandout) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Porter plainte vous-même",
        practice: &handout.practice,
        reference: &handout.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| handout.draw(sheet))
}

impl ComplaintHandout {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let what = format!(
            "Des données d’assurés ont fuité de la plateforme {}, ce que nous avons appris le {}. Vous pouvez porter plainte, sans \
             avocat et sans frais, que vous ayez ou non constaté un usage de vos données.",
            self.platform,
            date(self.known_on)
        );
        paragraph(sheet, &Rich::plain(&what))?;
        if !self.leaked.is_empty() {
            heading(sheet, "Ce qui a pu fuiter de vous")?;
            paragraph(sheet, &Rich::plain(&self.leaked.join(", ")).then("."))?;
        }
        heading(sheet, "Comment faire")?;
        parts::points(
            sheet,
            &[
                Rich::plain(
                    "Prenez votre pièce d’identité et votre carte de mutuelle, et gardez les messages douteux reçus.",
                ),
                Rich::strong("Remplissez le formulaire à l’écran")
                    .then("\u{a0}: l’écriture à la main peut être refusée. Demandez de l’aide à un proche si besoin."),
                Rich::plain("Relisez, signez, puis envoyez-le comme le formulaire l’indique. Gardez-en une copie."),
            ],
        )?;
        heading(sheet, "Où")?;
        if self.places.is_empty() {
            paragraph(
                sheet,
                &Rich::plain("Au commissariat, à la gendarmerie, ou par écrit au procureur de la République."),
            )?;
        } else {
            let places: Vec<Rich> = self.places.iter().map(|place| Rich::plain(place)).collect();
            parts::points(sheet, &places)?;
        }
        if !self.case_number.is_empty() {
            facts(sheet, COLUMN, 1, &[fact("Numéro de l’enquête, à recopier", &self.case_number)])?;
        }
        parts::small_print(
            sheet,
            "Les adresses sont à vérifier\u{a0}: elles changent d’une affaire à l’autre. Cette feuille n’est pas un formulaire de plainte.",
        )
    }
}
