//! What the window shows first, in one answer: where it stands, the platforms on top, the latest dossiers. The page asks it
//! before its own script is read, so that the counter is painted once, with everything on it.

use crate::{
    access,
    app::App,
    call::Call,
    contract::{FirstSight, Nothing, PlatformStrip, Problem, SearchRequest, Stage},
    permission::Needs,
    platforms, search,
};

/// Rows of the first list, as many as the counter asks for each time one types.
const ROWS_SHOWN: u32 = 50;

/// Everything the first screen holds. A list that cannot be read keeps nobody out: the counter asks again, and says why.
pub async fn first_sight(app: &App, call: Call, _request: Nothing) -> Result<FirstSight, Problem> {
    let state = access::state(app, call, Nothing {}).await?;
    if state.stage != Stage::Open || app.check(Needs::Read).is_err() {
        return Ok(FirstSight { state, platforms: Vec::new(), amo: Vec::new(), latest: None });
    }
    let PlatformStrip { platforms, amo } = platforms::strip(app, call, Nothing {}).await?;
    let latest = search::search(app, call, SearchRequest { text: String::new(), limit: ROWS_SHOWN }).await.ok();
    Ok(FirstSight { state, platforms, amo, latest })
}
