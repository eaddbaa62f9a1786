//! The field lists: those that ship with the program or a file the practice took in their place, what of the optional fields
//! it keeps to itself, and whether the customer is asked first.
//!
//! A file is read whole or not at all; taking it is an entry of the journal with its checksum and its text.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        FieldListView, FieldListsTaken, FieldListsView, ListedFieldView, Nothing, Problem, ReferenceSummary,
        SetConsentRuleRequest, SwitchFieldRequest, TakeFieldListsRequest,
    },
    reference_files,
    reference_set::{Known, Shelf},
};
use relais_domain::{
    disclosure::{FieldLists, FieldName, MAX_BYTES, Need, SENT_FUNCTIONS, SHIPPED},
    platform::{Function, PlatformCode},
    practice::{Practice, ReferenceName},
    privacy::{self, Privacy, PrivacySet},
};
use relais_storage::{Queries, Tx};
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

/// The lists in use, and what was decided beside them.
pub(crate) struct InUse {
    pub(crate) lists: Arc<FieldLists>,
    pub(crate) summary: ReferenceSummary,
    pub(crate) privacy: Privacy,
}

impl InUse {
    /// The fields that may leave for a platform's function.
    pub(crate) fn allowed(&self, platform: &PlatformCode, function: Function) -> BTreeSet<FieldName> {
        self.lists.allowed(platform, function, &self.privacy.withheld)
    }

    /// What a customer is asked about: all that may leave for an operator, whatever the function.
    pub(crate) fn asked_about(&self, platform: &PlatformCode) -> BTreeSet<FieldName> {
        SENT_FUNCTIONS.iter().flat_map(|function| self.allowed(platform, *function)).collect()
    }
}

static SHELF: Shelf<FieldLists> =
    Shelf::new(ReferenceName::FieldLists, SHIPPED, FieldLists::read, |lists| lists.version.as_str());

/// The lists in use.
pub(crate) fn in_use(queries: &Queries<'_>) -> Result<InUse, Problem> {
    of(reference_files::practice_state(queries)?)
}

/// The same inside a command.
pub(crate) fn in_use_in(tx: &mut Tx<'_>) -> Result<InUse, Problem> {
    let stream = tx.identity().practice.0;
    of(tx.load::<Practice>(stream)?)
}

fn of(state: Practice) -> Result<InUse, Problem> {
    let Known { set, summary } = SHELF.of(&state)?;
    Ok(InUse { lists: set, summary, privacy: state.privacy })
}

/// Every platform × function with its list.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<FieldListsView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<FieldListsView, Problem> {
    practice
        .read(move |queries| {
            let in_use = in_use(queries)?;
            let strip = queries.platform_strip()?;
            let functions = strip.iter().flat_map(|row| SENT_FUNCTIONS.map(|function| (row, function)));
            let functions = functions.filter_map(|(row, function)| one(&in_use, &row.platform, &row.label, function));
            Ok(FieldListsView {
                functions: functions.collect(),
                asked_first: in_use.privacy.asked_first,
                lists: in_use.summary,
                shipped_version: SHELF.shipped()?.set.version.clone(),
            })
        })
        .await
}

fn one(in_use: &InUse, platform: &PlatformCode, label: &str, function: Function) -> Option<FieldListView> {
    let list = in_use.lists.of(platform, function)?;
    let allowed = in_use.allowed(platform, function);
    let fields = list.fields.iter().map(|listed| ListedFieldView {
        field: listed.field,
        need: listed.need,
        condition: listed.condition.clone(),
        sent: allowed.contains(&listed.field),
    });
    Some(FieldListView {
        platform: platform.clone(),
        platform_label: label.to_owned(),
        function,
        own: list.platform.is_some(),
        from: list.from,
        status: list.status,
        source: list.source.clone(),
        fields: fields.collect(),
    })
}

/// Keeps an optional field, or sends it again.
pub async fn switch(app: &App, call: Call, request: SwitchFieldRequest) -> Result<FieldListsView, Problem> {
    let practice = app.practice()?;
    let SwitchFieldRequest { platform, function, field, sent } = request.clone();
    let stream = practice.id.0;
    practice
        .command(call, &request, move |tx, context| {
            let in_use = in_use_in(tx)?;
            // Only what the list calls optional can be kept.
            if !in_use.lists.is_optional(&platform, function, field) {
                return Err(Problem::field("field", "not_optional"));
            }
            set_in(tx, stream, PrivacySet::FieldSwitched { platform, function, field, sent }, context)
        })
        .await?;
    show(&practice).await
}

/// Takes a file: whole, or not at all with every fault and its line.
pub async fn take(app: &App, call: Call, request: TakeFieldListsRequest) -> Result<FieldListsTaken, Problem> {
    let practice = app.practice()?;
    Ok(match SHELF.take(&practice, call, (request.path, MAX_BYTES)).await? {
        Ok(()) => FieldListsTaken::Taken { view: show(&practice).await? },
        Err(faults) => FieldListsTaken::Refused { faults },
    })
}

/// Goes back to the lists that ship with the program.
pub async fn restore(app: &App, call: Call, _request: Nothing) -> Result<FieldListsView, Problem> {
    let practice = app.practice()?;
    SHELF.restore(&practice, call).await?;
    show(&practice).await
}

/// Chooses whether the customer's yes comes first.
pub async fn set_consent_rule(
    app: &App,
    call: Call,
    request: SetConsentRuleRequest,
) -> Result<FieldListsView, Problem> {
    let practice = app.practice()?;
    set(&practice, call, &request, PrivacySet::ConsentRule { asked_first: request.asked_first }).await?;
    app.announce(crate::contract::Topic::Dossiers, None);
    show(&practice).await
}

/// Records one choice of the owner.
pub(crate) async fn set<Request: Serialize>(
    practice: &Arc<OpenPractice>,
    call: Call,
    request: &Request,
    chosen: PrivacySet,
) -> Result<(), Problem> {
    let stream = practice.id.0;
    let told = (request, chosen.clone());
    practice.command(call, &told, move |tx, context| set_in(tx, stream, chosen, context)).await
}

/// The transaction's inside.
pub(crate) fn set_in(
    tx: &mut Tx<'_>,
    stream: Uuid,
    chosen: PrivacySet,
    context: &relais_domain::context::Context,
) -> Result<(), Problem> {
    let state = tx.load::<Practice>(stream)?;
    let events = privacy::set(&state, chosen, context)?;
    if !events.is_empty() {
        tx.append::<Practice>(stream, events)?;
    }
    Ok(())
}

/// How much a field is wanted, for whoever prints it.
pub(crate) fn need_of(in_use: &InUse, platform: &PlatformCode, field: FieldName) -> Option<Need> {
    let lists = SENT_FUNCTIONS.iter().filter_map(|function| in_use.lists.of(platform, *function));
    lists.flat_map(|list| &list.fields).filter(|listed| listed.field == field).map(|listed| listed.need).min()
}
