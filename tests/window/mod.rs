//! The real window under WebDriver, on a desktop of its own: a virtual screen, a private session bus, a home folder and,
//! if wanted, a real Secret Service. Owns every process it starts and ends them all, even when a test panics. Knows
//! nothing of the product's screens: a test says what it looks for.
//!
//! ```text
//! Desktop (Xvfb, dbus-daemon, gnome-keyring, home)   lives as long as the test; survives the program
//!   └─ Window (tauri-driver, WebKitWebDriver, relais) one run of the program; may be killed and opened again
//! ```

mod axe;
mod desktop;
mod keys;
mod names;
mod native;
mod process;
mod run;
mod session;
mod wait;

pub use axe::Violation;
pub use desktop::{Desktop, Keyring};
pub use keys::Press;
pub use names::Kind;
pub use run::run;
pub use session::{LARGE, SMALL, Theme, Undriven, Window};
pub use wait::{PATIENCE, until};
