//! The system's own dialogs, which no web driver sees: found on the screen, and answered by keys sent to the screen
//! itself. Owns that second keyboard and nothing else.

use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState,
    Window as Shown,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::{Desktop, until};
use crate::Outcome;

/// The symbol of the key that accepts what a dialog proposes.
const RETURN: u32 = 0xff0d;
/// The symbol of the left shift.
const SHIFT: u32 = 0xffe1;
/// The title of the program's own window.
const PROGRAM: &str = "Relais";
/// How much of a title is read, in words of four bytes: more than the program's own.
const TITLE_WORDS: u32 = 16;

impl Desktop {
    /// Waits for a dialog of the system and accepts what it proposes, then waits until it has gone.
    ///
    /// # Errors
    /// When none appears, or it stays.
    pub async fn accept_dialog(&self) -> Outcome {
        self.answer("").await
    }

    /// Waits for a dialog of the system that asks for a file, types this path in it, then waits until it has gone.
    ///
    /// # Errors
    /// When none appears, when it stays, or when this keyboard cannot type the path.
    pub async fn choose_in_dialog(&self, path: &Path) -> Outcome {
        self.answer(path.to_str().ok_or("a path of letters")?).await
    }

    async fn answer(&self, typed: &str) -> Outcome {
        let (screen, number) = RustConnection::connect(Some(&self.display()))?;
        let root = screen.setup().roots[number].root;
        let dialog = until("a dialog of the system", async || dialog(&screen, root)).await?;
        screen.set_input_focus(InputFocus::POINTER_ROOT, dialog, x11rb::CURRENT_TIME)?;
        let mut signs = typed.chars();
        // The first sign, a slash, opens the line where a path is typed: what follows is typed once it is there.
        if let Some(first) = signs.next() {
            let before = still(&screen, dialog, None).await?;
            press(&screen, root, u32::from(first))?;
            let opened = still(&screen, dialog, Some(&before)).await?;
            for sign in signs {
                press(&screen, root, u32::from(sign))?;
            }
            still(&screen, dialog, Some(&opened)).await?;
        }
        until("the dialog to close", async || Ok((!accept(&screen, root, dialog)?).then_some(()))).await
    }
}

/// Presses what accepts the dialog while it stands; whether it stood. Nobody else's wish is heard meanwhile: a dialog that
/// closes between the look and the key would leave the key to the button behind it, which would open the dialog again.
fn accept(screen: &RustConnection, root: Shown, dialog: Shown) -> Outcome<bool> {
    screen.grab_server()?;
    let stands = dialog_stands(screen, dialog);
    if let Ok(true) = stands {
        screen.set_input_focus(InputFocus::POINTER_ROOT, dialog, x11rb::CURRENT_TIME)?;
        press(screen, root, RETURN)?;
    }
    screen.ungrab_server()?;
    screen.flush()?;
    stands
}

/// Waits until the dialog looks twice in a row as it does, and not as it did before; its picture.
async fn still(screen: &RustConnection, dialog: Shown, before: Option<&[u8]>) -> Outcome<Vec<u8>> {
    let mut last = Vec::new();
    until("the dialog to be still", async || {
        let size = screen.get_geometry(dialog)?.reply()?;
        let picture =
            screen.get_image(ImageFormat::Z_PIXMAP, dialog, 0, 0, size.width, size.height, u32::MAX)?.reply()?.data;
        let still = picture == last && before.is_none_or(|before| before != picture.as_slice());
        last.clone_from(&picture);
        Ok(still.then_some(picture))
    })
    .await
}

/// A window to be seen that is not the program's own, known by its title: only dialogs are, on this desktop.
fn dialog(screen: &RustConnection, root: Shown) -> Outcome<Option<Shown>> {
    for window in screen.query_tree(root)?.reply()?.children {
        if dialog_stands(screen, window)? {
            let title =
                screen.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, TITLE_WORDS)?.reply()?;
            if title.value != PROGRAM.as_bytes() {
                return Ok(Some(window));
            }
        }
    }
    Ok(None)
}

/// Whether the window is there to be seen; one that has gone is not.
fn dialog_stands(screen: &RustConnection, window: Shown) -> Outcome<bool> {
    Ok(screen.get_window_attributes(window)?.reply().is_ok_and(|found| found.map_state == MapState::VIEWABLE))
}

/// Presses and lets go of the key that bears this symbol.
fn press(screen: &RustConnection, root: Shown, symbol: u32) -> Outcome {
    let (first, last) = (screen.setup().min_keycode, screen.setup().max_keycode);
    let keys = screen.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let each = usize::from(keys.keysyms_per_keycode);
    let place = |wanted: u32, column: usize| -> Option<u8> {
        let place = keys.keysyms.chunks(each).position(|symbols| symbols.get(column) == Some(&wanted))?;
        u8::try_from(place).ok().map(|place| first + place)
    };
    let code = place(symbol, 0).or_else(|| place(symbol, 1)).ok_or("this keyboard has no such key")?;
    // A sign of the second row of its key is typed with the shift held.
    let shift = place(SHIFT, 0).filter(|_| place(symbol, 0).is_none());
    let strokes = [shift.map(|shift| (KEY_PRESS_EVENT, shift)), Some((KEY_PRESS_EVENT, code))];
    let releases = [Some((KEY_RELEASE_EVENT, code)), shift.map(|shift| (KEY_RELEASE_EVENT, shift))];
    for (event, code) in strokes.into_iter().chain(releases).flatten() {
        screen.xtest_fake_input(event, code, x11rb::CURRENT_TIME, root, 0, 0, 0)?;
    }
    Ok(screen.flush()?)
}
