//! The papers of a breach: each is numbered, printed with the practice's header and kept as it was, in one transaction with the
//! entry that says for what. Whom they go to comes from the incident profile, which is « à vérifier ».

use super::{
    profile,
    view::account,
    words::{self, contact_fr, field_fr},
};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    cheque_papers,
    contract::{BreachPaperRef, BreachPaperRequest, DocumentReady, Problem, ProblemCode, Topic},
    papers, step, view_practice,
};
use jiff::{Timestamp, civil::Date};
use relais_documents as documents;
use relais_domain::{
    breach_profile::{BreachProfile, Contact, ContactRole},
    ids::{DocumentId, IncidentId},
    incident::{BreachTask, ClockKind, Incident, IncidentCommand, LeakField, LeakOrigin, LeakState, TaskOutcome, due},
    platform::PlatformCode,
    refusal::Refusal,
};
use relais_storage::Queries;
use std::sync::Arc;

/// Prints what a task asks for.
pub async fn print(app: &App, call: Call, request: BreachPaperRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let BreachPaperRequest { incident, task } = request.clone();
    let document = DocumentId(practice.fresh());
    let known = practice.clone();
    let issued = practice
        .command(call, &("breach.print", &request), move |tx, context| {
            step::incident(tx, incident, IncidentCommand::PrintLetter { task, document }, context)?;
            let paper = task.paper().ok_or(Refusal::TaskNotCalledFor)?;
            let number = cheque_papers::letter_number(tx, context)?;
            let told = Told::read(&tx.queries()?, &known, incident, (&number, context.today))?;
            let bytes = told.drawn(&tx.queries()?, incident, task)?;
            papers::issue_of_operator(tx, context, (document, paper, number), (told.platform, None), &bytes)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    papers::open(&practice, issued).await
}

/// Opens one that was printed, the very same.
pub async fn open_paper(app: &App, _call: Call, request: BreachPaperRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let BreachPaperRef { incident, document } = request;
    let state = practice.read(move |queries| Ok(queries.stream::<Incident>(incident.0)?.unwrap_or_default())).await?;
    if !state.breach.letters.iter().any(|(_, of)| *of == document) {
        return Err(Problem::code(ProblemCode::UnknownDocument));
    }
    papers::open(&practice, document).await
}

/// All that the papers say.
pub(super) struct Told {
    pub(super) practice: documents::Practice,
    pub(super) reference: documents::Reference,
    platform: PlatformCode,
    pub(super) platform_label: String,
    pub(super) state: Incident,
    profile: Arc<BreachProfile>,
    pub(super) account: documents::BreachAccount,
    pub(super) user: String,
    /// Since when it is known, as a moment of the practice's clock.
    pub(super) known_at: Timestamp,
    began_at: Timestamp,
    zone: jiff::tz::TimeZone,
}

impl Told {
    pub(super) fn read(
        queries: &Queries<'_>,
        practice: &OpenPractice,
        incident: IncidentId,
        (number, today): (&str, Date),
    ) -> Result<Told, Problem> {
        let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
        let row = queries.incident(incident)?.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
        let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
        let told = account(queries, &state)?;
        Ok(Told {
            practice: view_practice::letterhead(&letterhead),
            reference: documents::Reference { number: number.to_owned(), issued_on: today },
            platform_label: practice.lines.label(&row.platform),
            platform: row.platform,
            profile: profile::in_use(queries)?.set,
            account: documents::BreachAccount {
                circumstances: told.circumstances,
                consequences: told.consequences,
                measures: told.measures,
                people: told.people,
                records: told.records,
                case_number: told.case_number,
                delay: told.delay,
            },
            user: practice.user.name.clone(),
            known_at: state.aware_from().map_or(row.since, |(at, _)| at),
            began_at: row.since,
            zone: practice.time_zone.clone(),
            state,
        })
    }

    fn drawn(&self, queries: &Queries<'_>, incident: IncidentId, task: BreachTask) -> Result<Vec<u8>, Problem> {
        Ok(match task {
            BreachTask::BankLetter => documents::bank_letter(&self.bank_letter())?,
            BreachTask::PhishingWarning => documents::phishing_warning(&self.phishing_warning())?,
            BreachTask::CustomerNotice => documents::customer_breach_notice(&self.customer_notice())?,
            BreachTask::Complaint => documents::complaint_letter(&self.complaint())?,
            BreachTask::ComplaintHandout => documents::complaint_handout(&self.handout())?,
            BreachTask::InitialNotification => {
                documents::breach_notification(&self.notification(documents::NotificationStep::Initial))?
            }
            BreachTask::ComplementaryNotification => {
                documents::breach_notification(&self.notification(documents::NotificationStep::Complementary))?
            }
            BreachTask::DebitWatch => documents::debit_watch(&self.debit_watch(queries, incident)?)?,
            BreachTask::ImpersonationNotice => documents::impersonation_letter(&self.impersonation())?,
            BreachTask::Rotation | BreachTask::WhoNotifies | BreachTask::ControllerTold => {
                return Err(Refusal::TaskNotCalledFor.into());
            }
        })
    }

    pub(super) fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// « lun. 29/01/2024 à 15:00 ».
    pub(super) fn moment(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        format!("{} à {}", documents::date_fr(local.date()), local.strftime("%H:%M"))
    }

    /// The day somebody first knew of a field, as last noted; else the day the leak was known.
    pub(super) fn known_on(&self, fields: &[LeakField]) -> Date {
        let counted = fields.iter().filter_map(|field| self.state.breach.leaks.get(field));
        let days = counted.filter(|noted| noted.state.counts()).map(|noted| noted.known_on);
        days.min().unwrap_or_else(|| self.day(self.known_at))
    }

    /// The fields in this state, in words.
    pub(super) fn in_state(&self, fields: &[LeakField], state: LeakState) -> Vec<String> {
        let fitting = fields.iter().filter(|field| self.state.breach.state_of(**field) == state);
        // A field nobody spoke of is no answer.
        let noted = fitting.filter(|field| self.state.breach.leaks.contains_key(field));
        noted.map(|field| field_fr(*field).to_owned()).collect()
    }

    pub(super) fn contacts(&self, role: ContactRole) -> Vec<&Contact> {
        self.profile.of(role, Some(&self.platform))
    }

    /// To whom a letter goes; a role without entry is said, so that nobody sends it nowhere.
    pub(super) fn addressee(&self, role: ContactRole, otherwise: &str) -> documents::Addressee {
        match self.contacts(role).first() {
            Some(contact) => {
                documents::Addressee { name: contact.name.clone(), address_lines: contact.address.clone() }
            }
            None => documents::Addressee {
                name: otherwise.to_owned(),
                address_lines: vec!["adresse à compléter".to_owned()],
            },
        }
    }

    fn bank_letter(&self) -> documents::BankLetter {
        documents::BankLetter {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            bank: self.addressee(ContactRole::Bank, "À notre banque"),
            platform: self.platform_label.clone(),
            known_on: self.known_on(&[LeakField::BankAccount]),
            certain: self.state.breach.state_of(LeakField::BankAccount) == LeakState::Known,
            creditors: self.creditors(),
            signed_by: self.user.clone(),
        }
    }

    fn phishing_warning(&self) -> documents::PhishingWarning {
        let ours: Vec<LeakField> = LeakField::ALL.into_iter().filter(|field| !field.is_of_customers()).collect();
        let mut leaked = self.in_state(&ours, LeakState::Known);
        leaked.extend(self.in_state(&ours, LeakState::Probable));
        documents::PhishingWarning {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            platform: self.platform_label.clone(),
            leaked,
            senders: self.senders(&[ContactRole::Operator, ContactRole::Bank, ContactRole::Insurer, ContactRole::Help]),
        }
    }

    fn customer_notice(&self) -> documents::CustomerBreachNotice {
        let fields = LeakField::OF_CUSTOMERS;
        let origin = self.state.breach.notifier.map(|determined| determined.origin);
        documents::CustomerBreachNotice {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            platform: self.platform_label.clone(),
            ours: matches!(origin, Some(LeakOrigin::OurSystems | LeakOrigin::OurProcessor)),
            known_on: self.known_on(&fields),
            known: self.in_state(&fields, LeakState::Known),
            probable: self.in_state(&fields, LeakState::Probable),
            spared: self.in_state(&fields, LeakState::No),
            measures: self.account.measures.clone(),
        }
    }

    fn complaint(&self) -> documents::ComplaintLetter {
        let insurer = self.contacts(ContactRole::Insurer).first().map(|contact| match contact.reference.as_str() {
            "" => contact.name.clone(),
            number => format!("{}, contrat {number}", contact.name),
        });
        documents::ComplaintLetter {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            addressee: self.addressee(ContactRole::Complaint, "Au service qui reçoit la plainte"),
            platform: self.platform_label.clone(),
            known_at: self.moment(self.known_at),
            began_at: self.moment(self.began_at),
            origin: self.origin(),
            known: self.in_state(&LeakField::ALL, LeakState::Known),
            probable: self.in_state(&LeakField::ALL, LeakState::Probable),
            account: self.account.clone(),
            insurer: insurer.unwrap_or_default(),
            signed_by: self.user.clone(),
        }
    }

    fn origin(&self) -> String {
        self.state.breach.notifier.map(|it| words::origin_fr(it.origin).to_owned()).unwrap_or_default()
    }

    fn notification(&self, step: documents::NotificationStep) -> documents::BreachNotification {
        let made_at = self.contacts(ContactRole::Authority).first().map(|contact| contact_fr(contact));
        let determined = self.state.breach.notifier;
        let done = self.state.breach_tasks().into_iter().filter_map(|standing| match standing.outcome {
            TaskOutcome::Done { at } => {
                Some(format!("{}, {}", words::task_fr(standing.task), documents::date_fr(self.day(at))))
            }
            TaskOutcome::ToDo | TaskOutcome::LeftOut { .. } => None,
        });
        let rotated =
            (self.state.access_secured == Some(true)).then(|| words::task_fr(BreachTask::Rotation).to_owned());
        let clocks = self.state.clocks();
        let clock = clocks.iter().find(|clock| clock.kind == ClockKind::Notification);
        documents::BreachNotification {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            step,
            made_at: made_at.unwrap_or_default(),
            platform: self.platform_label.clone(),
            known_at: self.moment(self.known_at),
            due_at: self.moment(clock.map_or_else(|| due(self.known_at), |clock| clock.due)),
            began_at: self.moment(self.began_at),
            origin: self.origin(),
            duty: determined.map(|it| words::duty_fr(it.duty).to_owned()).unwrap_or_default(),
            known: self.in_state(&LeakField::ALL, LeakState::Known),
            probable: self.in_state(&LeakField::ALL, LeakState::Probable),
            account: self.account.clone(),
            done: rotated.into_iter().chain(done).collect(),
            contact: match &self.practice.phone {
                Some(phone) => format!("{}, {phone}", self.user),
                None => self.user.clone(),
            },
        }
    }

    fn handout(&self) -> documents::ComplaintHandout {
        let fields = LeakField::OF_CUSTOMERS;
        let mut leaked = self.in_state(&fields, LeakState::Known);
        leaked.extend(self.in_state(&fields, LeakState::Probable));
        documents::ComplaintHandout {
            practice: self.practice.clone(),
            reference: self.reference.clone(),
            platform: self.platform_label.clone(),
            known_on: self.known_on(&fields),
            leaked,
            places: self.contacts(ContactRole::PatientComplaint).into_iter().map(contact_fr).collect(),
            case_number: self.account.case_number.clone(),
        }
    }
}
