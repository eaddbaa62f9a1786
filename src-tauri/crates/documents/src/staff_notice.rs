//! « Information du personnel »: what the practice's own look-ups are watched for, told to everybody before anybody is
//! watched (Code du travail L1222-4). Dated, in plain words, with the texts it rests on.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, numbered, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::text::{Ink, Rich};
use jiff::civil::Date;

/// The version of this text; the journal keeps which one was printed.
pub const STAFF_NOTICE_VERSION: &str = "2024-02";

/// Above how many one is warned, and stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchedThreshold {
    /// Warned above.
    pub warn_above: Option<u32>,
    /// Stopped above.
    pub stop_above: Option<u32>,
}

impl WatchedThreshold {
    fn words(self) -> String {
        match (self.warn_above, self.stop_above) {
            (None, None) => "sans limite".to_owned(),
            (Some(warn), None) => format!("signalé au-delà de {warn}"),
            (None, Some(stop)) => format!("bloqué au-delà de {stop}"),
            (Some(warn), Some(stop)) => format!("signalé au-delà de {warn}, bloqué au-delà de {stop}"),
        }
    }
}

/// What the notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffNotice {
    /// The employer.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// How many whole months the access log is kept beside the current one.
    pub kept_months: u32,
    /// Look-ups in an hour.
    pub per_hour: WatchedThreshold,
    /// Look-ups without a dossier.
    pub without_dossier: WatchedThreshold,
}

/// Prints the notice.
pub fn staff_notice(notice: &StaffNotice) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("IP-{STAFF_NOTICE_VERSION}"), issued_on: notice.issued_on };
    let title = Title {
        kind: "Information du personnel",
        practice: &notice.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |paper| notice.draw(paper))
}

impl StaffNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Le logiciel Relais surveille les consultations de droits faites depuis cet établissement. ")
                .then_strong("Vous devez le savoir avant que cette surveillance commence."),
        )?;
        heading(sheet, "Pourquoi")?;
        paragraph(
            sheet,
            &Rich::plain(
                "En février 2024, des données de 33 millions d’assurés ont été volées avec des comptes de professionnels de \
                 santé. La surveillance sert à remarquer vite un compte détourné, et à rien d’autre\u{a0}: ni à mesurer le \
                 travail, ni à noter les personnes.",
            ),
        )?;
        heading(sheet, "Ce qui est surveillé")?;
        let per_hour = format!("\u{a0}: {}.", self.per_hour.words());
        let without = format!("\u{a0}: {}.", self.without_dossier.words());
        numbered(
            sheet,
            &[
                Rich::strong("Le nombre de consultations par personne et par heure").then(&per_hour),
                Rich::strong("Les consultations sans dossier").then(&without),
                Rich::strong("Les consultations en dehors des heures d’ouverture").then("\u{a0}: signalées."),
                Rich::strong("Les numéros de sécurité sociale qui se suivent").then("\u{a0}: signalés."),
                Rich::strong("La même personne cherchée sur plusieurs plateformes en cinq minutes")
                    .then("\u{a0}: signalée."),
            ],
        )?;
        paragraph(
            sheet,
            &Rich::plain(
                "Au-delà d’un seuil de blocage, Relais n’interroge plus les plateformes pour cette personne jusqu’à ce que le \
                 titulaire la débloque, avec un motif. Les seuils peuvent être changés par le titulaire. Ce qui est fait dans \
                 le portail d’une plateforme, en dehors de Relais, n’est pas vu.",
            ),
        )?;
        heading(sheet, "Ce qui est gardé, et qui le voit")?;
        let kept = format!(
            "Le journal des accès\u{a0}: qui, quand, quel dossier, quelle action. Il est gardé {} mois, puis effacé. Seul le \
             titulaire le lit. Il peut être remis à la police ou à la Cnil si elles le demandent.",
            self.kept_months
        );
        paragraph(sheet, &Rich::plain(&kept))?;
        heading(sheet, "Vos droits")?;
        paragraph(
            sheet,
            &Rich::plain(
                "Vous pouvez demander au titulaire à voir ce qui vous concerne, le faire corriger, et vous opposer à un usage \
                 que vous trouvez injustifié. Vous pouvez aussi saisir la Cnil.",
            ),
        )?;
        sheet.skip(Length::pt(8));
        sheet.keep_together(|sheet| {
            for label in ["Remis à", "Le", "Signature"] {
                sheet.text(&Rich::plain(label), parts::BODY.in_ink(Ink::Soft), COLUMN, Align::Left)?;
                sheet.skip(-Length::pt(3));
                sheet.rule(COLUMN.indented(Length::mm(24)), Length::mpt(500), Ink::Soft);
                sheet.skip(Length::pt(14));
            }
            Ok(())
        })?;
        parts::small_print(
            sheet,
            "Textes, à vérifier avec votre conseil\u{a0}: Code du travail L1121-1 (surveillance proportionnée) et L1222-4 \
             (information préalable)\u{a0}; RGPD, articles 5, 6 et 13\u{a0}; délibération de la Cnil 2021-122 du 14\u{a0}octobre 2021 \
             (journaux gardés six mois à un an). S’il y a un comité social et économique, consultez-le d’abord.",
        )
    }
}
