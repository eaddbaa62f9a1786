//! The letters after a breach: to the bank, to the customers, to the staff. They say what is known and what is only likely, and
//! promise nothing in the name of anybody else.

use crate::error::PrintError;
use crate::french::date;
use crate::parts::{self, Signature, Title, compose, heading, paragraph, signatures};
use crate::practice::{Addressee, Practice, Reference};
use crate::sheet::{Align, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// Who may debit the account: a name, and the identifier of the creditor when it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedCreditor {
    /// As it is called.
    pub name: String,
    /// Its SEPA identifier; possibly empty.
    pub identifier: String,
}

/// « Lettre à la banque »: the account's number leaked; only known creditors may debit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankLetter {
    /// Whose account.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// The bank.
    pub bank: Addressee,
    /// The platform that leaked.
    pub platform: String,
    /// Since when the leak is known.
    pub known_on: Date,
    /// Whether the account's number leaked for sure; else probably.
    pub certain: bool,
    /// Who may debit the account; possibly nobody.
    pub creditors: Vec<AllowedCreditor>,
    /// Who signs.
    pub signed_by: String,
}

/// Prints the letter to the bank.
pub fn bank_letter(letter: &BankLetter) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Fuite de notre RIB",
        practice: &letter.practice,
        reference: &letter.reference,
        addressee: Some(&letter.bank),
        copies: &[],
    };
    compose(&title, |sheet| letter.draw(sheet))
}

impl BankLetter {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        let how = if self.certain { "ont été dérobées" } else { "ont probablement été dérobées" };
        let opening = format!(
            "Nous avons appris le {} une fuite de données de la plateforme de tiers payant {}. Les coordonnées de notre compte \
             (RIB, IBAN) {how} avec d’autres données de l’établissement.",
            date(self.known_on),
            self.platform
        );
        paragraph(sheet, &Rich::plain(&opening))?;
        heading(sheet, "Ce que nous vous demandons")?;
        let whitelist = if self.creditors.is_empty() {
            "refuser tout prélèvement, hors ceux que nous vous indiquerons par écrit"
        } else {
            "n’autoriser que les créanciers de la liste ci-dessous, et refuser tout autre prélèvement"
        };
        parts::points(
            sheet,
            &[
                Rich::strong("Une liste blanche de créanciers").then("\u{a0}: ").then(whitelist).then("."),
                Rich::strong("Une alerte").then(
                    "\u{a0}: nous appeler avant d’exécuter toute demande inhabituelle (virement, nouveau mandat, changement \
                     d’adresse, de téléphone ou d’e-mail) faite en notre nom.",
                ),
                Rich::strong("La contestation").then(
                    "\u{a0}: nous indiquer comment contester un prélèvement que nous n’aurions pas autorisé, et dans quels délais \
                     pour un compte professionnel.",
                ),
                Rich::strong("Une réponse écrite").then("\u{a0}: confirmer ce qui est en place, et depuis quand."),
            ],
        )?;
        if !self.creditors.is_empty() {
            heading(sheet, "Créanciers autorisés")?;
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
        paragraph(sheet, &Rich::plain("Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées."))?;
        signatures(sheet, &[Signature { who: "Pour l’établissement", how: &self.signed_by }])?;
        parts::small_print(
            sheet,
            "Texte à vérifier avec votre banque\u{a0}: règlement (UE) n° 260/2012, article 5 (blocage des prélèvements et listes de \
             créanciers). La convention d’un compte professionnel peut prévoir d’autres règles. Le numéro du compte n’est pas \
             recopié ici\u{a0}: la banque le connaît.",
        )
    }
}

/// « Information des clients »: what leaked of theirs, what it may do, what they can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerBreachNotice {
    /// Who tells.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// The platform that leaked.
    pub platform: String,
    /// Whether the data got out of the practice's own systems, or of its processor's; else of the platform's.
    pub ours: bool,
    /// Since when the leak is known.
    pub known_on: Date,
    /// What of theirs leaked for sure: « nom, date de naissance et rang ».
    pub known: Vec<String>,
    /// What of theirs leaked probably.
    pub probable: Vec<String>,
    /// What is said not to have leaked.
    pub spared: Vec<String>,
    /// What was done since; possibly empty.
    pub measures: String,
}

/// Prints the notice to customers.
pub fn customer_breach_notice(notice: &CustomerBreachNotice) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Vos données\u{a0}: ce qu’il faut savoir",
        practice: &notice.practice,
        reference: &notice.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| notice.draw(sheet))
}

impl CustomerBreachNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Ce qui s’est passé")?;
        let what = if self.ours {
            format!("Des données que nous gardons sur vous ont fuité. Nous l’avons appris le {}.", date(self.known_on))
        } else {
            format!(
                "La plateforme {}, qui règle une partie de vos frais pour votre complémentaire santé, a subi une fuite de données. \
                 Nous l’avons appris le {}.",
                self.platform,
                date(self.known_on)
            )
        };
        paragraph(sheet, &Rich::plain(&what))?;
        heading(sheet, "Les données en cause")?;
        let mut lines = Vec::new();
        if !self.known.is_empty() {
            lines.push(Rich::strong("Ont fuité").then("\u{a0}: ").then(&self.known.join(", ")).then("."));
        }
        if !self.probable.is_empty() {
            lines.push(
                Rich::strong("Ont probablement fuité").then("\u{a0}: ").then(&self.probable.join(", ")).then("."),
            );
        }
        if !self.spared.is_empty() {
            lines.push(
                Rich::strong("N’ont pas fuité, d’après ce qui nous est dit")
                    .then("\u{a0}: ")
                    .then(&self.spared.join(", "))
                    .then("."),
            );
        }
        parts::points(sheet, &lines)?;
        heading(sheet, "Ce que cela peut entraîner")?;
        paragraph(
            sheet,
            &Rich::plain(
                "Des messages ou des appels qui se font passer pour votre mutuelle, la Sécurité sociale, votre banque ou nous, et qui \
                 paraissent vrais parce qu’ils citent vos données.",
            ),
        )?;
        heading(sheet, "Ce que vous pouvez faire")?;
        parts::points(
            sheet,
            &[
                Rich::strong("Ne donnez rien")
                    .then("\u{a0}: ni mot de passe, ni code reçu par SMS, ni numéro de carte, à qui vous appelle ou vous écrit."),
                Rich::strong("Raccrochez et rappelez vous-même")
                    .then(" le numéro imprimé sur votre carte de mutuelle ou de banque."),
                Rich::strong("Surveillez")
                    .then(" vos remboursements et votre compte en banque, et signalez vite ce que vous ne reconnaissez pas."),
                Rich::strong("Changez votre mot de passe")
                    .then(" de mutuelle s’il sert ailleurs, et celui de votre boîte e-mail s’il lui ressemble."),
            ],
        )?;
        if !self.measures.is_empty() {
            heading(sheet, "Ce que nous avons fait")?;
            self.measures
                .lines()
                .filter(|line| !line.trim().is_empty())
                .try_for_each(|line| paragraph(sheet, &Rich::plain(line.trim())))?;
        }
        heading(sheet, "À qui parler")?;
        let phone = self.practice.phone.as_ref().map(|phone| format!(", ou au {phone}")).unwrap_or_default();
        let talk = format!(
            "À nous, {}{phone}. Pour vos remboursements, à votre complémentaire santé.",
            self.practice.premises.to()
        );
        paragraph(sheet, &Rich::plain(&talk))?;
        parts::small_print(
            sheet,
            "Ce qui est dit ici est ce que nous savons à cette date. Vous pouvez demander à votre complémentaire ce qui a fuité de vous, \
             et saisir la Cnil. Texte à vérifier\u{a0}: RGPD, article 34.",
        )
    }
}

/// Who really writes or calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSender {
    /// Who.
    pub name: String,
    /// From which addresses and numbers, as they are known.
    pub from: String,
    /// Whether somebody read that at its source.
    pub confirmed: bool,
}

/// « Mise en garde »: what pretends, for everybody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhishingWarning {
    /// Whose staff.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// The platform that leaked.
    pub platform: String,
    /// What leaked of the practice, in words: whoever knows it sounds true.
    pub leaked: Vec<String>,
    /// Who really writes and calls.
    pub senders: Vec<KnownSender>,
}

/// Prints the warning.
pub fn phishing_warning(warning: &PhishingWarning) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Faux messages, faux appels",
        practice: &warning.practice,
        reference: &warning.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| warning.draw(sheet))
}

impl PhishingWarning {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let leaked = if self.leaked.is_empty() {
            String::new()
        } else {
            format!(" Ont fuité\u{a0}: {}.", self.leaked.join(", "))
        };
        let opening = Rich::plain("Après la fuite de ").then_strong(&self.platform).then(
            ", des messages et des appels vont se faire passer pour la plateforme, la banque ou un fournisseur. Ils paraîtront vrais, \
             parce qu’ils citeront des données de l’établissement.",
        );
        paragraph(sheet, &opening.then(&leaked))?;
        heading(sheet, "Ce qu’on ne donne jamais")?;
        parts::points(
            sheet,
            &[
                Rich::strong("Un mot de passe ou un code")
                    .then("\u{a0}: aucune plateforme et aucune banque n’en demande."),
                Rich::strong("Le nom d’un client ou un dossier").then("\u{a0}: on rappelle d’abord un numéro connu."),
                Rich::strong("Un virement ou un changement de RIB")
                    .then("\u{a0}: le titulaire seul décide, après avoir rappelé."),
            ],
        )?;
        heading(sheet, "Ce qu’on fait")?;
        parts::points(
            sheet,
            &[
                Rich::plain(
                    "On n’ouvre ni lien ni pièce jointe\u{a0}: on tape l’adresse, ou on passe par le coffre d’accès de Relais.",
                ),
                Rich::plain("On raccroche, et on rappelle un numéro de la liste."),
                Rich::plain("On le dit au titulaire, même si on a répondu\u{a0}: tout de suite, sans reproche."),
            ],
        )?;
        heading(sheet, "Les adresses et numéros connus")?;
        if self.senders.is_empty() {
            paragraph(
                sheet,
                &Rich::plain(
                    "Aucun n’est noté encore\u{a0}: tout message et tout appel est à vérifier auprès du titulaire.",
                ),
            )?;
        } else {
            let heads = [
                Head { title: "Qui", per_mille: 360, align: Align::Left },
                Head { title: "D’où il écrit ou appelle", per_mille: 460, align: Align::Left },
                Head { title: "Source", per_mille: 180, align: Align::Left },
            ];
            let row = |it: &KnownSender| {
                vec![it.name.clone(), it.from.clone(), if it.confirmed { "lue" } else { "à vérifier" }.to_owned()]
            };
            Table { heads: &heads, rows: self.senders.iter().map(row).collect(), total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        parts::small_print(
            sheet,
            "Une adresse ou un numéro connu peut être imité\u{a0}: il dit seulement où rappeler. À afficher là où l’équipe lit les messages \
             et répond au téléphone, hors de la vue des clients.",
        )
    }
}
