//! The demonstration, as a person lives it in the real window. `./dev run` plays it where there is no screen, and the
//! tests of the real window check it on the way. Owns the order of the story; the product owns everything it shows.

use crate::Outcome;
use crate::window::Window;

/// Plays the story in an open window, and keeps a picture of each moment.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play(window: &Window) -> Outcome {
    let title = window.title().await?;
    if title != "Relais" {
        return Err(format!("the window is called « {title} »").into());
    }
    window.picture("opened").await?;
    Ok(())
}
