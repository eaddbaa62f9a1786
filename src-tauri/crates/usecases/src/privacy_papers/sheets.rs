//! What is processed, sheet by sheet: the data from the field lists and the kinds kept, the recipients from the flows the program
//! declares, how long from the clocks in force, the ground from the practice's set.

use super::words;
use crate::{
    app::OpenPractice,
    contract::{ClockRow, DataExit, DataFlowsView, OtherFlow, PlatformFlow, Problem},
    data_flows, retention,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    disclosure::ListedField,
    platform::Channel,
    processing::{Processing, ProcessingGrounds},
    reference_file::Status,
};
use relais_storage::Queries;

/// Every activity.
pub(super) fn of(queries: &Queries<'_>, set: &ProcessingGrounds) -> Result<Vec<documents::ProcessingSheet>, Problem> {
    let flows = data_flows::read(queries)?;
    let (_, clocks) = retention::every_clock(queries)?;
    let sheet = |processing: Processing| {
        let ground = set.of(processing)?;
        let told = words::processing(processing);
        Some(documents::ProcessingSheet {
            name: told.name.to_owned(),
            purpose: told.purpose.to_owned(),
            people: told.people.to_owned(),
            data: data(processing, &flows),
            basis: ground.basis.clone(),
            condition: ground.condition.clone(),
            source: source((&ground.source, ground.from, ground.status)),
            of_customers: processing.is_of_customers(),
            recipients: recipients(processing, &flows),
            exits: ways_out(processing, &flows, false),
            kept: kept(processing, &clocks),
        })
    };
    Ok(Processing::ALL.into_iter().filter_map(sheet).collect())
}

/// Where something comes from, for a paper.
pub(super) fn source((text, from, status): (&str, Date, Status)) -> documents::Source {
    documents::Source { text: text.to_owned(), from, to_verify: status == Status::ToVerify }
}

/// The categories of data: of what is kept, and of the fields that leave.
fn data(processing: Processing, flows: &DataFlowsView) -> Vec<String> {
    let kept = processing.keeps().iter().map(|kind| words::data_kind(*kind));
    let fields = flows.platforms.iter().filter(|_| processing == Processing::ThirdPartyPayment);
    let sent = fields.flat_map(|flow| &flow.fields).filter_map(|listed| words::field_category(listed.field));
    let mut categories: Vec<String> = Vec::new();
    for category in kept.chain(sent) {
        if !categories.iter().any(|known| known == category) {
            categories.push(category.to_owned());
        }
    }
    categories
}

/// Who receives what: each platform with its functions, then whoever is handed something.
fn recipients(processing: Processing, flows: &DataFlowsView) -> Vec<String> {
    let platforms = match processing {
        Processing::ThirdPartyPayment => platforms(&flows.platforms),
        _ => Vec::new(),
    };
    let identified = ways_out(processing, flows, true);
    let by_hand = words::by_hand(processing).iter().map(|line| (*line).to_owned());
    platforms.into_iter().chain(identified).chain(by_hand).collect()
}

/// The ways out of the PC that an activity takes beside, to a platform's server or by a person's hand.
fn ways_out(processing: Processing, flows: &DataFlowsView, to_a_server: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let taken = |other: &&OtherFlow| other.to.is_some() == to_a_server && taken_by(other.exit).contains(&processing);
    for other in flows.others.iter().filter(taken) {
        let (what, to, _) = data_flows::exit_words(other.exit);
        let line = format!("{what}\u{a0}: {}", other.to.as_deref().unwrap_or(to));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Every flow, those of a platform gathered: its functions, and all the fields they may take.
pub(super) fn gathered(view: &DataFlowsView, practice: &OpenPractice) -> Vec<documents::DataFlow> {
    let mut gathered: Vec<PlatformFlow> = Vec::new();
    let mut functions: Vec<Vec<&str>> = Vec::new();
    for flow in &view.platforms {
        let function = data_flows::function_words(flow.function);
        let known = gathered.iter_mut().zip(&mut functions).find(|(known, _)| known.platform == flow.platform);
        match known {
            Some((known, functions)) => {
                functions.push(function);
                let more = flow.fields.iter().filter(|listed| known.fields.iter().all(|it| it.field != listed.field));
                let more: Vec<ListedField> = more.cloned().collect();
                known.fields.extend(more);
            }
            None => {
                gathered.push(flow.clone());
                functions.push(vec![function]);
            }
        }
    }
    let platforms = gathered.len();
    let view = DataFlowsView { platforms: gathered, others: view.others.clone() };
    let mut flows = data_flows::on_paper(&view, practice);
    for ((flow, functions), of) in flows.iter_mut().take(platforms).zip(functions).zip(&view.platforms) {
        flow.what = format!("{}\u{a0}: {}", of.platform_label, functions.join(", "));
    }
    flows
}

/// « Viamedis (directement)\u{a0}: droits, prise en charge ».
fn platforms(flows: &[PlatformFlow]) -> Vec<String> {
    let mut by_platform: Vec<(String, Vec<&str>)> = Vec::new();
    for flow in flows {
        let how = match flow.channel {
            Channel::Fhir | Channel::Http => "directement",
            Channel::AssistedPortal => "recopié dans son portail",
        };
        let who = format!("{} ({how})", flow.platform_label);
        let function = data_flows::function_words(flow.function);
        match by_platform.iter_mut().find(|(known, _)| *known == who) {
            Some((_, functions)) => functions.push(function),
            None => by_platform.push((who, vec![function])),
        }
    }
    by_platform.into_iter().map(|(who, functions)| format!("{who}\u{a0}: {}", functions.join(", "))).collect()
}

/// The activities whose data take a way out; every way says so.
const fn taken_by(exit: DataExit) -> &'static [Processing] {
    use Processing as P;
    match exit {
        DataExit::PlatformToken => &[P::Accounts],
        DataExit::PortalInBrowser => &[P::ThirdPartyPayment],
        DataExit::Clipboard => &[P::ThirdPartyPayment, P::Accounts],
        DataExit::PaperInReader | DataExit::PaperCopy => &[P::ThirdPartyPayment, P::Cheques, P::Books, P::Breaches],
        DataExit::Archive | DataExit::ListFile => &[P::Books],
        DataExit::AccessLogFile => &[P::LookUps],
        DataExit::Backup => &[P::Backups],
        // A question about nobody, and keys that are no personal data.
        DataExit::PlatformProbe | DataExit::RecoveryKey | DataExit::Keyring => &[],
    }
}

fn kept(processing: Processing, clocks: &[ClockRow]) -> Vec<documents::RetentionLine> {
    let rows = clocks.iter().filter(|clock| processing.keeps().contains(&clock.kind));
    rows.map(|row| {
        let (what, how_long) = retention::kept_words(row);
        let because = if row.reason.is_empty() { String::new() } else { format!(" ; motif\u{a0}: {}", row.reason) };
        let source = source((&format!("{}{because}", row.source), row.from, row.status));
        documents::RetentionLine { what: what.to_owned(), how_long, source }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_domain::{
        disclosure::{FieldName, Need},
        platform::{Function, PlatformCode},
    };
    use rstest::rstest;

    fn flow(label: &str, channel: Channel, function: Function, fields: &[FieldName]) -> PlatformFlow {
        let listed = |field: &FieldName| ListedField { field: *field, need: Need::Required, condition: None };
        PlatformFlow {
            platform: PlatformCode::parse("viamedis").unwrap(),
            platform_label: label.to_owned(),
            channel,
            host: String::new(),
            function,
            fields: fields.iter().map(listed).collect(),
            last_at: None,
            last_fields: Vec::new(),
        }
    }

    fn flows() -> DataFlowsView {
        use FieldName as F;
        DataFlowsView {
            platforms: vec![
                flow("Viamedis", Channel::Fhir, Function::Rights, &[F::RequestId, F::FamilyName, F::MemberNumber]),
                flow("Viamedis", Channel::Fhir, Function::Claim, &[F::Total]),
                flow("SP santé", Channel::AssistedPortal, Function::Claim, &[F::AmcNumber]),
            ],
            others: vec![
                OtherFlow { exit: DataExit::Archive, to: None, last_at: None },
                OtherFlow { exit: DataExit::PlatformProbe, to: Some("exemple.fr".to_owned()), last_at: None },
            ],
        }
    }

    #[test]
    fn recipients_are_those_the_program_sends_to() {
        assert_eq!(
            recipients(Processing::ThirdPartyPayment, &flows()),
            [
                "Viamedis (directement)\u{a0}: droits, facturation",
                "SP santé (recopié dans son portail)\u{a0}: facturation"
            ]
        );
        assert!(ways_out(Processing::Books, &flows(), false)[0].starts_with("Archive du journal"));
        assert_eq!(ways_out(Processing::Cheques, &flows(), false), Vec::<String>::new());
    }

    #[rstest]
    #[case::a_field_that_leaves(Processing::ThirdPartyPayment, "mutuelle et n° d’adhérent", true)]
    #[case::a_field_of_no_list(
        Processing::ThirdPartyPayment,
        "catégorie des articles, sans correction ni médicament",
        false
    )]
    #[case::of_another_activity(Processing::Cheques, "mutuelle et n° d’adhérent", false)]
    #[case::a_kind_that_is_kept(Processing::Cheques, "ligne, banque et tireur des chèques", true)]
    fn data_are_those_that_leave_or_are_kept(
        #[case] processing: Processing,
        #[case] category: &str,
        #[case] there: bool,
    ) {
        let data = data(processing, &flows());
        assert_eq!(data.iter().any(|known| known == category), there, "{data:?}");
        let mut once = data.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), data.len());
    }
}
