//! « Où vont mes données »: every way out of the PC, when it was last taken, and nothing else. Derived from the tables the
//! program works by: the platforms configured, the field lists, and the kinds of access that stand for a way out.

use crate::{
    access_log::kind_word,
    app::{App, OpenPractice},
    call::Call,
    consent::field_words,
    contract::{
        AccessKind, DataExit, DataFlowsView, DocumentReady, Nothing, OtherFlow, PlatformFlow, Problem, ProblemCode,
    },
    field_lists::{self, InUse},
    papers, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    disclosure::{ListedField, SENT_FUNCTIONS},
    platform::{Channel, Function},
};
use relais_storage::{
    Queries,
    rows::{AccessFilter, DepartureRow, PlatformRow},
};
use std::sync::Arc;

/// The way out an access stands for; every kind says whether it is one.
const fn exit_of(kind: AccessKind) -> Option<DataExit> {
    match kind {
        AccessKind::SecretCopied | AccessKind::CredentialCopied => Some(DataExit::Clipboard),
        AccessKind::RecoveryKeyPrinted => Some(DataExit::RecoveryKey),
        AccessKind::DocumentMade | AccessKind::DocumentOpened => Some(DataExit::PaperInReader),
        AccessKind::DocumentSaved => Some(DataExit::PaperCopy),
        AccessKind::PortalOpened => Some(DataExit::PortalInBrowser),
        AccessKind::ArchiveExported => Some(DataExit::Archive),
        AccessKind::AccessLogExported => Some(DataExit::AccessLogFile),
        AccessKind::ListExported => Some(DataExit::ListFile),
        AccessKind::BackupWritten => Some(DataExit::Backup),
        // What is sent to a platform has its own rows, function by function.
        AccessKind::RightsLookedUp => None,
        // Nothing leaves with these.
        AccessKind::SessionOpened
        | AccessKind::UnlockFailed
        | AccessKind::UserSwitched
        | AccessKind::SecretChanged
        | AccessKind::Seconded
        | AccessKind::SessionLocked
        | AccessKind::SessionClosed
        | AccessKind::PermissionRefused
        | AccessKind::SecretShown
        | AccessKind::PictureShown
        | AccessKind::CredentialShown
        | AccessKind::CredentialCodeShown
        | AccessKind::CredentialUsed
        | AccessKind::LookupWarned
        | AccessKind::LookupStopped
        | AccessKind::LookupUnlocked
        | AccessKind::UnusualRaised
        | AccessKind::UnusualAcknowledged
        | AccessKind::SegmentOpened
        | AccessKind::SegmentSealed
        | AccessKind::SegmentErased => None,
    }
}

/// The kinds that stand for a way out, in the order they are shown.
const LEAVING: [AccessKind; 12] = [
    AccessKind::PortalOpened,
    AccessKind::SecretCopied,
    AccessKind::CredentialCopied,
    AccessKind::DocumentMade,
    AccessKind::DocumentOpened,
    AccessKind::DocumentSaved,
    AccessKind::ArchiveExported,
    AccessKind::AccessLogExported,
    AccessKind::ListExported,
    AccessKind::BackupWritten,
    AccessKind::RecoveryKeyPrinted,
    AccessKind::RightsLookedUp,
];

/// Every flow.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<DataFlowsView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<DataFlowsView, Problem> {
    practice.read(read).await
}

pub(crate) fn read(queries: &Queries<'_>) -> Result<DataFlowsView, Problem> {
    let in_use = field_lists::in_use(queries)?;
    let departures = queries.departures()?;
    let strip = queries.platform_strip()?;
    let platforms = strip
        .iter()
        .flat_map(|row| SENT_FUNCTIONS.map(|function| (row, function)))
        // By its portal, a platform's rights are not asked by the program.
        .filter(|(row, function)| row.channel.is_direct() || *function != Function::Rights)
        .map(|(row, function)| platform_flow(&in_use, &departures, row, function))
        .collect();
    let mut others = Vec::new();
    for row in strip.iter().filter(|row| row.channel.is_direct()) {
        if row.token_url.is_some() {
            others.push(OtherFlow {
                exit: DataExit::PlatformToken,
                to: Some(host(row.token_url.as_deref())),
                last_at: None,
            });
        }
        others.push(OtherFlow {
            exit: DataExit::PlatformProbe,
            to: Some(host(row.base_url.as_deref())),
            last_at: None,
        });
    }
    for kind in LEAVING {
        let Some(exit) = exit_of(kind) else { continue };
        let last = AccessFilter { kinds: vec![kind_word(kind)], limit: 1, ..AccessFilter::default() };
        let last_at = queries.accesses(&last)?.first().map(|row| row.entry.recorded_at_utc);
        match others.iter_mut().find(|other| other.exit == exit) {
            Some(known) => known.last_at = known.last_at.max(last_at),
            None => others.push(OtherFlow { exit, to: None, last_at }),
        }
    }
    others.push(OtherFlow { exit: DataExit::Keyring, to: None, last_at: None });
    Ok(DataFlowsView { platforms, others })
}

fn platform_flow(in_use: &InUse, departures: &[DepartureRow], row: &PlatformRow, function: Function) -> PlatformFlow {
    let allowed = in_use.allowed(&row.platform, function);
    let listed = in_use.lists.of(&row.platform, function).map(|list| list.fields.clone()).unwrap_or_default();
    let fields: Vec<ListedField> = listed.into_iter().filter(|listed| allowed.contains(&listed.field)).collect();
    let last = departures.iter().find(|last| (&last.platform, last.function) == (&row.platform, function));
    let address = match row.channel {
        Channel::Fhir | Channel::Http => row.base_url.as_deref(),
        Channel::AssistedPortal => row.portal_url.as_deref(),
    };
    PlatformFlow {
        platform: row.platform.clone(),
        platform_label: row.label.clone(),
        channel: row.channel,
        host: host(address),
        function,
        fields,
        last_at: last.map(|last| last.at),
        last_fields: last.map(|last| last.fields.clone()).unwrap_or_default(),
    }
}

/// The host of an address, with its port.
fn host(address: Option<&str>) -> String {
    let address = address.unwrap_or_default();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}

/// The same on paper.
pub async fn print(app: &App, _call: Call, _request: Nothing) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let page = practice
        .read(move |queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let (practice, issued_on) = (view_practice::letterhead(&row), asked.today());
            Ok(documents::DataFlows { practice, issued_on, flows: on_paper(&read(queries)?, &asked) })
        })
        .await?;
    papers::put(&practice, "ou-vont-mes-donnees.pdf", documents::data_flows(&page)?).await
}

/// Every flow in the words of a paper.
pub(crate) fn on_paper(view: &DataFlowsView, practice: &OpenPractice) -> Vec<documents::DataFlow> {
    let day = |at: Option<jiff::Timestamp>| at.map(|at| practice.date_of(at));
    let flows = view.platforms.iter().map(|flow| documents::DataFlow {
        what: format!("{}, {}", flow.platform_label, function_words(flow.function)),
        to: match flow.channel {
            Channel::Fhir | Channel::Http => flow.host.clone(),
            Channel::AssistedPortal => format!("portail {}, recopié à la main", flow.host),
        },
        contents: sentence(&flow.fields),
        last_on: day(flow.last_at),
        is_noted: flow.channel == Channel::Fhir,
    });
    let others = view.others.iter().map(|other| documents::DataFlow {
        what: exit_words(other.exit).0.to_owned(),
        to: other.to.clone().unwrap_or_else(|| exit_words(other.exit).1.to_owned()),
        contents: exit_words(other.exit).2.to_owned(),
        last_on: day(other.last_at),
        is_noted: !matches!(other.exit, DataExit::PlatformToken | DataExit::PlatformProbe | DataExit::Keyring),
    });
    flows.chain(others).collect()
}

fn sentence(fields: &[ListedField]) -> String {
    fields.iter().map(|listed| field_words(listed.field)).collect::<Vec<_>>().join(", ")
}

pub(crate) const fn function_words(function: Function) -> &'static str {
    match function {
        Function::Rights => "droits",
        Function::Quote => "devis",
        Function::PriorAuthorisation => "prise en charge",
        Function::Claim => "facturation",
        Function::PaymentAdvice => "avis de paiement",
        Function::Payment => "virement",
    }
}

/// What it is, where it goes, what it holds.
pub(crate) const fn exit_words(exit: DataExit) -> (&'static str, &'static str, &'static str) {
    match exit {
        DataExit::PlatformToken => (
            "Identification auprès d’une plateforme",
            "la plateforme",
            "Identifiant et secret de l’établissement ; rien d’un client",
        ),
        DataExit::PlatformProbe => {
            ("Vérification qu’une plateforme répond", "la plateforme", "Une question qui ne concerne personne")
        }
        DataExit::PortalInBrowser => {
            ("Portail ouvert", "le navigateur de ce poste", "L’adresse du portail ; Relais n’y saisit rien")
        }
        DataExit::Clipboard => (
            "Champ copié pour un portail",
            "le presse-papiers de ce poste",
            "Le champ copié, hors historique quand le système le permet",
        ),
        DataExit::PaperInReader => {
            ("Document montré", "le lecteur PDF de ce poste", "Le document, avec le nom du client")
        }
        DataExit::PaperCopy => ("Copie d’un document", "l’endroit choisi", "Le document, avec le nom du client"),
        DataExit::Archive => ("Archive du journal", "l’endroit choisi", "Les faits, sans nom ni numéro de client"),
        DataExit::AccessLogFile => ("Journal des accès", "l’endroit choisi", "Qui a consulté quoi, par identifiants"),
        DataExit::ListFile => ("Liste de dossiers", "l’endroit choisi", "Noms, numéros de dossier et montants"),
        DataExit::Backup => ("Sauvegarde", "l’endroit choisi", "Toute la base, chiffrée"),
        DataExit::RecoveryKey => {
            ("Clé de secours", "une feuille imprimée", "La clé qui ouvre les dossiers ; rien d’un client")
        }
        DataExit::Keyring => ("Clé de la base", "le trousseau de ce poste", "La clé de la base, si vous l’avez permis"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contract::AccessKind, table};
    use rstest::rstest;
    use serde::Deserialize;
    use serde::de::{IntoDeserializer, value::Error};

    #[rstest]
    #[case::with_a_port("http://127.0.0.1:4000/fhir", "127.0.0.1:4000")]
    #[case::bare("https://portail.exemple.fr", "portail.exemple.fr")]
    #[case::none("", "")]
    fn the_host_is_what_people_recognise(#[case] address: &str, #[case] expected: &str) {
        assert_eq!(host(Some(address)), expected);
    }

    /// Whatever a command leaves in the access log as a way out is among the flows shown.
    #[test]
    fn every_way_out_is_shown() {
        let left: Vec<AccessKind> = table::NAMES.iter().filter_map(|name| table::leaves(name)).collect();
        assert!(left.contains(&AccessKind::ArchiveExported));
        for kind in left.iter().filter(|kind| exit_of(**kind).is_some()) {
            assert!(LEAVING.contains(kind), "{kind:?}");
        }
        // Any kind there is: the list grows with the enum.
        let words = AccessKind::deserialize(IntoDeserializer::<Error>::into_deserializer("?")).unwrap_err().to_string();
        let kinds = words.split('`').skip(3).step_by(2);
        let kinds: Vec<AccessKind> = kinds
            .filter_map(|word| AccessKind::deserialize(IntoDeserializer::<Error>::into_deserializer(word)).ok())
            .collect();
        assert!(kinds.len() > 15, "{words}");
        for kind in kinds.into_iter().filter(|kind| exit_of(*kind).is_some()) {
            assert!(LEAVING.contains(&kind), "{kind:?}");
        }
    }
}
