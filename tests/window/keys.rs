//! The keys people press in Relais, as WebDriver names them. Owns the spelling, not what a key does.

use thirtyfour::Key;

/// One press, with its modifier if it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// A function key, 1 to 12.
    F(u8),
    /// Alt and a digit of the top row.
    AltDigit(u8),
    /// Alt and a letter.
    Alt(char),
    /// Control and a letter.
    Control(char),
    /// Control and the key of the next page: the next tab.
    ControlPageDown,
    /// Control and the key of the page before: the tab before.
    ControlPageUp,
    /// Control and Enter, which ends a form.
    ControlEnter,
    /// Validates.
    Enter,
    /// Gives up.
    Escape,
    /// The next field.
    Tab,
    /// The field before.
    ShiftTab,
    /// Towards the top.
    Up,
    /// Towards the bottom.
    Down,
    /// Removes, where something is chosen.
    Delete,
    /// The next tab, the next of several choices.
    Right,
    /// A space, which ticks and presses.
    Space,
}

impl Press {
    /// How many keys a hand holds down for it.
    pub fn count(self) -> u32 {
        1 + u32::from(self.keys().0.is_some())
    }

    /// The modifier to hold, and the key to press meanwhile.
    pub(super) fn keys(self) -> (Option<Key>, char) {
        match self {
            Self::F(number) => (None, function_key(number)),
            Self::AltDigit(digit) => (Some(Key::Alt), char::from(b'0' + digit % 10)),
            Self::Alt(letter) => (Some(Key::Alt), letter),
            Self::Control(letter) => (Some(Key::Control), letter),
            Self::ControlPageDown => (Some(Key::Control), char::from(Key::PageDown)),
            Self::ControlPageUp => (Some(Key::Control), char::from(Key::PageUp)),
            Self::ControlEnter => (Some(Key::Control), char::from(Key::Enter)),
            Self::Enter => (None, char::from(Key::Enter)),
            Self::Escape => (None, char::from(Key::Escape)),
            Self::Tab => (None, char::from(Key::Tab)),
            Self::ShiftTab => (Some(Key::Shift), char::from(Key::Tab)),
            Self::Up => (None, char::from(Key::Up)),
            Self::Down => (None, char::from(Key::Down)),
            Self::Delete => (None, char::from(Key::Delete)),
            Self::Right => (None, char::from(Key::Right)),
            Self::Space => (None, ' '),
        }
    }
}

/// WebDriver gives F1 to F12 consecutive private characters from U+E031.
fn function_key(number: u8) -> char {
    assert!((1..=12).contains(&number), "a keyboard has F1 to F12, not F{number}");
    char::from_u32(0xE030 + u32::from(number)).expect("the range above is valid")
}
