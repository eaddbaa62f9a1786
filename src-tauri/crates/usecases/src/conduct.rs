//! How the practice behaves towards a platform, as the owner says: its probes, its pace, and how a repeat is treated.

use crate::{
    app::App,
    call::Call,
    contract::{ConductView, PlatformStrip, Problem, RepeatOfFunction, SetConductRequest, Topic},
    platform_lines::PlatformLines,
    platforms,
};
use relais_domain::{
    conduct::{LEAST_PROBE_EVERY_S, LONGEST_PROBE_EVERY_S, MOST_CALLS_PER_SECOND, PlatformConduct},
    platform::{self, Function, Platform, PlatformCode},
};

/// The functions of which something is sent.
pub(crate) const SENT: [Function; 3] = [Function::Quote, Function::PriorAuthorisation, Function::Claim];

/// Sets it, from now on.
pub async fn set(app: &App, call: Call, request: SetConductRequest) -> Result<PlatformStrip, Problem> {
    let practice = app.practice()?;
    let mut conduct = practice.lines.conduct(&request.platform);
    conduct.probing = request.probing;
    conduct.calls_per_second = request.calls_per_second;
    for chosen in &request.repeat {
        match chosen.mode {
            Some(mode) => drop(conduct.repeat.insert(chosen.function, mode)),
            None => drop(conduct.repeat.remove(&chosen.function)),
        }
    }
    check(&conduct)?;
    let (code, recorded) = (request.platform.clone(), conduct.clone());
    practice
        .command(call, &request, move |tx, _| {
            let stream = tx.identity().platform_stream(&code);
            let state = tx.load::<Platform>(stream)?;
            let events = platform::set_conduct(&state, recorded)?;
            Ok(tx.append::<Platform>(stream, events)?)
        })
        .await?;
    practice.lines.set_conduct(&request.platform, conduct);
    app.announce(Topic::Platforms, None);
    platforms::show(&practice).await
}

/// Each number at its field.
fn check(conduct: &PlatformConduct) -> Result<(), Problem> {
    let every_s = conduct.probing.every_s;
    if !(LEAST_PROBE_EVERY_S..=LONGEST_PROBE_EVERY_S).contains(&every_s) {
        return Err(Problem::field("probe_every", "out_of_range"));
    }
    if conduct.calls_per_second.is_some_and(|calls| !(1..=MOST_CALLS_PER_SECOND).contains(&calls)) {
        return Err(Problem::field("calls_per_second", "out_of_range"));
    }
    Ok(())
}

/// What is shown of it.
pub(crate) fn view(lines: &PlatformLines, code: &PlatformCode, conduct: &PlatformConduct) -> ConductView {
    let repeat = SENT.map(|function| RepeatOfFunction {
        function,
        mode: lines.repeat_mode(code, function),
        chosen: conduct.repeat.contains_key(&function),
    });
    ConductView {
        probing: conduct.probing,
        calls_per_second: conduct.calls_per_second,
        repeat: repeat.into(),
        held_for_s: lines.held_for(code).map(|left| u32::try_from(left.as_secs() + 1).unwrap_or(u32::MAX)),
    }
}
