//! The papers of data protection: what customers are told (GDPR article 13), the sheets of the register (article 30), and help for
//! the impact assessment (article 35). Made from what the program does: the flows it declares, the clocks in force, how this
//! practice is set. Only the grounds, and who signs, are reference data ([`relais_domain::processing`]).
//!
//! [`sheets`] owns what is processed, [`measures`] what protects it, [`words`] the French of both.

mod measures;
mod sheets;
mod words;

use crate::{
    app::{App, OpenPractice},
    breach,
    call::Call,
    contract::{
        CriterionView, DocumentReady, Done, ExportGroundsRequest, GroundView, GroundsTaken, Nothing,
        PrintPrivacyPaperRequest, PrivacyPaper, PrivacyPapersView, Problem, ProblemCode, SetAnswerableRequest,
        TakeGroundsRequest,
    },
    data_flows, field_lists, fields, papers, reference_files,
    reference_set::{Known, Shelf},
    retention, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    breach_profile::ContactRole,
    practice::ReferenceName,
    processing::{MAX_BYTES, ProcessingGrounds, SHIPPED},
    reference_file::{MAX_TEXT_CHARS, Status},
};
use relais_storage::Queries;
use std::sync::Arc;

static SHELF: Shelf<ProcessingGrounds> =
    Shelf::new(ReferenceName::Processing, SHIPPED, ProcessingGrounds::read, |set| set.version.as_str());

/// The grounds in use.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<Known<ProcessingGrounds>, Problem> {
    SHELF.of(&reference_files::practice_state(queries)?)
}

/// The grounds, and who answers.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<PrivacyPapersView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<PrivacyPapersView, Problem> {
    practice
        .read(|queries| {
            let Known { set, summary } = in_use(queries)?;
            let grounds = set.grounds.iter().cloned().map(|ground| GroundView {
                processing: ground.processing,
                basis: ground.basis,
                condition: ground.condition,
                from: ground.from,
                status: ground.status,
                source: ground.source,
            });
            let criteria = set.criteria.iter().cloned().map(|criterion| CriterionView {
                says: criterion.says,
                from: criterion.from,
                status: criterion.status,
                source: criterion.source,
            });
            Ok(PrivacyPapersView {
                set: summary,
                shipped_version: SHELF.shipped()?.set.version.clone(),
                representative: set.representative.clone(),
                dpo: set.dpo.clone(),
                grounds: grounds.collect(),
                criteria: criteria.collect(),
            })
        })
        .await
}

async fn current(practice: &Arc<OpenPractice>) -> Result<ProcessingGrounds, Problem> {
    practice.read(|queries| Ok(ProcessingGrounds::clone(&in_use(queries)?.set))).await
}

/// Says who signs for the practice and who its data protection officer is; nobody: the papers have a line to fill by hand. What
/// is so already records nothing.
pub async fn set_answerable(
    app: &App,
    call: Call,
    request: SetAnswerableRequest,
) -> Result<PrivacyPapersView, Problem> {
    let practice = app.practice()?;
    let before = current(&practice).await?;
    let name = |field: &str, text: &str| fields::bounded(field, text, MAX_TEXT_CHARS);
    let (representative, dpo) = (name("representative", &request.representative)?, name("dpo", &request.dpo)?);
    if (&representative, &dpo) == (&before.representative, &before.dpo) {
        return show(&practice).await;
    }
    let set = ProcessingGrounds { representative, dpo, version: practice.today().to_string(), ..before };
    let text = set.written();
    SHELF.keep(&practice, call, text).await?;
    show(&practice).await
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take_grounds(app: &App, call: Call, request: TakeGroundsRequest) -> Result<GroundsTaken, Problem> {
    let practice = app.practice()?;
    Ok(match SHELF.take(&practice, call, (request.path, MAX_BYTES)).await? {
        Ok(()) => GroundsTaken::Taken { view: show(&practice).await? },
        Err(faults) => GroundsTaken::Refused { faults },
    })
}

/// Writes the grounds to a file, to share them or to change them elsewhere.
pub async fn export_grounds(app: &App, _call: Call, request: ExportGroundsRequest) -> Result<Done, Problem> {
    let text = current(&app.practice()?).await?.written();
    reference_files::export(request.path, text).await
}

/// Goes back to the grounds that ship with the program.
pub async fn restore_grounds(app: &App, call: Call, _request: Nothing) -> Result<PrivacyPapersView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    show(&practice).await
}

/// Prints one of the papers, as things stand today.
pub async fn print(app: &App, _call: Call, request: PrintPrivacyPaperRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let (name, bytes) = practice
        .read(move |queries| {
            Ok(match request.paper {
                PrivacyPaper::Notice => ("vos-donnees.pdf", documents::privacy_notice(&notice(queries, &asked)?)?),
                PrivacyPaper::Register => {
                    ("registre-des-traitements.pdf", documents::processing_register(&register(queries, &asked)?)?)
                }
                PrivacyPaper::ImpactAssessment => {
                    ("aide-analyse-d-impact.pdf", documents::impact_assessment(&assessment(queries, &asked)?)?)
                }
            })
        })
        .await?;
    papers::put(&practice, name, bytes).await
}

fn controller(queries: &Queries<'_>, set: &ProcessingGrounds) -> Result<documents::Controller, Problem> {
    let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    Ok(documents::Controller {
        practice: view_practice::letterhead(&row),
        representative: set.representative.clone(),
        dpo: set.dpo.clone(),
    })
}

fn notice(queries: &Queries<'_>, practice: &OpenPractice) -> Result<documents::PrivacyNotice, Problem> {
    let set = in_use(queries)?.set;
    let profile = breach::in_use(queries)?.set;
    let authority = profile.of(ContactRole::Authority, None).first().map(|contact| {
        let address = contact.address.join(", ");
        let known = if address.is_empty() { contact.name.clone() } else { format!("{}, {address}", contact.name) };
        if contact.status == Status::ToVerify { format!("{known} (adresse à vérifier)") } else { known }
    });
    Ok(documents::PrivacyNotice {
        controller: controller(queries, &set)?,
        issued_on: practice.today(),
        sheets: sheets::of(queries, &set)?.into_iter().filter(|sheet| sheet.of_customers).collect(),
        asked_first: field_lists::in_use(queries)?.privacy.asked_first,
        authority: authority.unwrap_or_default(),
    })
}

fn register(queries: &Queries<'_>, practice: &OpenPractice) -> Result<documents::ProcessingRegister, Problem> {
    let set = in_use(queries)?.set;
    let facts = measures::Facts::read(queries, practice)?;
    Ok(documents::ProcessingRegister {
        controller: controller(queries, &set)?,
        issued_on: practice.today(),
        made_from: made_from(queries, &set)?,
        sheets: sheets::of(queries, &set)?,
        measures: facts.all(),
    })
}

fn assessment(queries: &Queries<'_>, practice: &OpenPractice) -> Result<documents::ImpactAssessment, Problem> {
    let set = in_use(queries)?.set;
    let facts = measures::Facts::read(queries, practice)?;
    let criteria = set.criteria.iter().map(|criterion| documents::ImpactCriterion {
        says: criterion.says.clone(),
        source: sheets::source((&criterion.source, criterion.from, criterion.status)),
    });
    Ok(documents::ImpactAssessment {
        controller: controller(queries, &set)?,
        issued_on: practice.today(),
        made_from: made_from(queries, &set)?,
        criteria: criteria.collect(),
        sheets: sheets::of(queries, &set)?,
        counts: (queries.dossier_count()?, facts.people()),
        flows: sheets::gathered(&data_flows::read(queries)?, practice),
        restraint: facts.restraint(),
        feared: facts.feared(),
    })
}

/// The versions of the sets a paper is made from.
fn made_from(queries: &Queries<'_>, set: &ProcessingGrounds) -> Result<String, Problem> {
    let (clocks, _) = retention::every_clock(queries)?;
    let fields = field_lists::in_use(queries)?.summary.version;
    Ok(format!("bases {}, durées {clocks}, champs {fields}", set.version))
}
