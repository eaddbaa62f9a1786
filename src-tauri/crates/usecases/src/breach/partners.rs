//! The papers of a breach that speak of others: whom one calls, who may debit the account, whom one warns that somebody may pretend.

use super::{
    papers::Told,
    words::{self, contact_fr, sender_fr},
};
use crate::{contract::Problem, incidents};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    breach_profile::{Contact, ContactRole},
    ids::IncidentId,
    incident::{LeakField, LeakState, StatementFound},
    reference_file::Status,
};
use relais_storage::Queries;

/// Lines of the incident's log taken to the telephone: what was said last.
const MAX_NOTED: usize = 12;
/// The practice's numbers another may use.
const NUMBERS: [LeakField; 6] = [
    LeakField::Finess,
    LeakField::Siret,
    LeakField::Address,
    LeakField::Phone,
    LeakField::Email,
    LeakField::StaffNames,
];

impl Told {
    /// Who may debit the account.
    pub(super) fn creditors(&self) -> Vec<documents::AllowedCreditor> {
        let creditors = self.contacts(ContactRole::Creditor).into_iter().map(|contact| documents::AllowedCreditor {
            name: contact.name.clone(),
            identifier: contact.creditor().map(String::from).unwrap_or_default(),
        });
        creditors.collect()
    }

    /// From where those of these roles really write and call.
    pub(super) fn senders(&self, roles: &[ContactRole]) -> Vec<documents::KnownSender> {
        let contacts = roles.iter().flat_map(|role| self.contacts(*role));
        let senders = contacts.filter_map(|contact| {
            let from = sender_fr(contact);
            let confirmed = contact.status == Status::Confirmed;
            (!from.is_empty()).then(|| documents::KnownSender { name: contact.name.clone(), from, confirmed })
        });
        senders.collect()
    }

    pub(super) fn impersonation(&self) -> documents::ImpersonationLetter {
        documents::ImpersonationLetter {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            addressee: self.addressee(ContactRole::Operator, "À nos opérateurs et fournisseurs"),
            platform: self.platform_label.clone(),
            known_on: self.known_on(&NUMBERS),
            known: self.in_state(&NUMBERS, LeakState::Known),
            probable: self.in_state(&NUMBERS, LeakState::Probable),
            senders: self.senders(&[ContactRole::Operator]),
            signed_by: self.user.clone(),
        }
    }

    pub(super) fn debit_watch(
        &self,
        queries: &Queries<'_>,
        incident: IncidentId,
    ) -> Result<documents::DebitWatch, Problem> {
        let checked = super::view::checked(queries, incident)?;
        let mut statements = Vec::new();
        for month in self.state.breach.watched_months() {
            let found = match self.state.breach.found(month) {
                StatementFound::NotRead => "À lire".to_owned(),
                StatementFound::Nothing => "Rien d’anormal".to_owned(),
                StatementFound::Unknown { note } => {
                    format!(
                        "Prélèvement inconnu\u{a0}: {}",
                        queries.text(note)?.unwrap_or_else(|| "texte effacé".to_owned())
                    )
                }
            };
            let by = checked.get(&month).map(|(by, at)| format!("{by}, {}", documents::date_fr(self.day(*at))));
            statements.push(documents::WatchedStatement { month: month_fr(month), found, by: by.unwrap_or_default() });
        }
        let last = self.state.breach.watched_months().last().copied().unwrap_or(self.reference.issued_on);
        Ok(documents::DebitWatch {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            platform: self.platform_label.clone(),
            known_on: self.known_on(&[LeakField::BankAccount]),
            until: self.state.breach.watched_until().unwrap_or(last),
            creditors: self.creditors(),
            statements,
        })
    }

    pub(super) fn call_sheet(
        &self,
        queries: &Queries<'_>,
        incident: IncidentId,
    ) -> Result<documents::BreachCallSheet, Problem> {
        let callees = ContactRole::ALL
            .into_iter()
            .flat_map(|role| self.contacts(role).into_iter().filter_map(move |contact| callee(role, contact)));
        let mut noted = Vec::new();
        for line in incidents::said(queries, incident)?.into_iter().take(MAX_NOTED) {
            noted.push(documents::NotedCall {
                at: self.moment(line.said_at),
                who: words::source_fr(&line.said_by),
                said: line.text,
                by: line.author,
            });
        }
        Ok(documents::BreachCallSheet {
            practice: self.practice.clone(),
            issued_on: self.reference.issued_on,
            platform: self.platform_label.clone(),
            known_at: self.moment(self.known_at),
            case_number: self.account.case_number.clone(),
            callees: callees.collect(),
            noted,
        })
    }
}

/// Whom one calls of a contact, and what for; nobody calls a creditor.
fn callee(role: ContactRole, contact: &Contact) -> Option<documents::BreachCallee> {
    let what_for = words::call_fr(role)?;
    let reach = match contact.phone.as_str() {
        "" => contact_fr(&Contact { name: String::new(), address: Vec::new(), ..contact.clone() }),
        phone => phone.to_owned(),
    };
    Some(documents::BreachCallee {
        name: contact.name.clone(),
        what_for: what_for.to_owned(),
        reach,
        reference: contact.reference.clone(),
        confirmed: contact.status == Status::Confirmed,
    })
}

/// « février 2024 ».
fn month_fr(month: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let name = usize::try_from(month.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{name} {}", month.year())
}
