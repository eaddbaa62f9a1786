//! The system's own dialogs, which no web driver sees: found on the screen, and answered by keys sent to the screen
//! itself. Owns that second keyboard and nothing else.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window as Shown,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::{Desktop, until};
use crate::Outcome;

/// The symbol of the key that accepts what a dialog proposes.
const RETURN: u32 = 0xff0d;
/// The symbol of the key that gives capitals.
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
        let (screen, number) = RustConnection::connect(Some(&self.display()))?;
        let root = screen.setup().roots[number].root;
        let dialog = until("a dialog of the system", async || dialog(&screen, root)).await?;
        screen.set_input_focus(InputFocus::POINTER_ROOT, dialog, x11rb::CURRENT_TIME)?;
        until("the dialog to close", async || {
            if !dialog_stands(&screen, dialog)? {
                return Ok(Some(()));
            }
            press(&screen, root, RETURN)?;
            Ok(None)
        })
        .await
    }
}

impl Desktop {
    /// Waits for a dialog that asks for a file, and gives it that one by its path, as one types it.
    ///
    /// # Errors
    /// When none appears, it stays, or the keyboard has no key for a sign of the path.
    pub async fn choose_in_dialog(&self, file: &std::path::Path) -> Outcome {
        let (screen, number) = RustConnection::connect(Some(&self.display()))?;
        let root = screen.setup().roots[number].root;
        let dialog = until("a dialog that asks for a file", async || dialog(&screen, root)).await?;
        screen.set_input_focus(InputFocus::POINTER_ROOT, dialog, x11rb::CURRENT_TIME)?;
        for sign in file.to_str().ok_or("the path is no text")?.chars() {
            press(&screen, root, u32::from(sign))?;
        }
        until("the dialog to close", async || {
            if !dialog_stands(&screen, dialog)? {
                return Ok(Some(()));
            }
            press(&screen, root, RETURN)?;
            Ok(None)
        })
        .await
    }
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
    let code_of = |symbol: u32, column: usize| -> Outcome<Option<u8>> {
        let place = keys.keysyms.chunks(each).position(|symbols| symbols.get(column) == Some(&symbol));
        Ok(place.map(u8::try_from).transpose()?.map(|place| first + place))
    };
    // A sign of the second column is had with the shift key held.
    let (code, shift) = match code_of(symbol, 0)? {
        Some(code) => (code, None),
        None => (code_of(symbol, 1)?.ok_or("this keyboard has no such key")?, code_of(SHIFT, 0)?),
    };
    let mut strokes = vec![(KEY_PRESS_EVENT, code), (KEY_RELEASE_EVENT, code)];
    if let Some(shift) = shift {
        strokes.insert(0, (KEY_PRESS_EVENT, shift));
        strokes.push((KEY_RELEASE_EVENT, shift));
    }
    for (event, code) in strokes {
        screen.xtest_fake_input(event, code, x11rb::CURRENT_TIME, root, 0, 0, 0)?;
    }
    Ok(screen.flush()?)
}
