//! The channels of the mandatory insurance, as a person declares them: beside the strip's operators, never among them.

use crate::{
    app::App,
    call::Call,
    contract::{AmoRow, DeclareAmoRequest, PlatformStrip, Problem, Topic},
    platforms, reference_files,
};
use relais_domain::{
    amo::{AmoChannel, AmoStatus},
    platform::StateSource,
    practice::{self, Practice},
};
use relais_storage::Queries;

/// Every channel, whether or not something is known of it.
pub(crate) fn rows(queries: &Queries<'_>) -> Result<Vec<AmoRow>, Problem> {
    let state = reference_files::practice_state(queries)?;
    let row = |channel: AmoChannel| {
        let known = state.amo.get(&channel);
        AmoRow {
            channel,
            state: known.map(|known| known.state).unwrap_or_default(),
            source: known.map(|known| known.source),
            since: known.map(|known| known.since),
        }
    };
    Ok(AmoChannel::ALL.map(row).to_vec())
}

/// A person says what he knows of a channel. It opens no incident and touches no operator.
pub async fn declare(app: &App, call: Call, request: DeclareAmoRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let (stream, channel, state) = (practice.id.0, request.channel, request.state);
    practice
        .command(call, &request, move |tx, context| {
            let known = tx.load::<Practice>(stream)?;
            let status = AmoStatus { state, source: StateSource::Declared, since: context.now };
            let events = practice::state_amo(&known, channel, status);
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Platforms, None);
    platforms::show(&practice).await
}
