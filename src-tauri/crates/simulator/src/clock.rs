//! The simulated clock. A scenario is a story told by dates, so the simulator lives at the instant it is given: fixed,
//! or following a source of real time with a shift. Real time itself comes from the caller; nothing here reads it.

use std::fmt;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Where real time comes from, when the simulator is asked to follow it.
pub type RealTime = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The simulated clock.
#[derive(Clone)]
pub struct Clock(Reading);

#[derive(Clone)]
enum Reading {
    Fixed(Timestamp),
    Following { real: RealTime, shift: SignedDuration },
}

impl Clock {
    /// A clock that stands still until it is moved.
    pub fn fixed(at: Timestamp) -> Self {
        Clock(Reading::Fixed(at))
    }

    /// A clock that follows a source of real time.
    pub fn following(real: RealTime) -> Self {
        Clock(Reading::Following { real, shift: SignedDuration::ZERO })
    }

    /// The simulated instant.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Reading::Fixed(at) => *at,
            Reading::Following { real, shift } => {
                let now = real();
                now.checked_add(*shift).unwrap_or(now)
            }
        }
    }

    /// Whether time passes by itself.
    pub fn follows(&self) -> bool {
        matches!(self.0, Reading::Following { .. })
    }

    /// Moves the clock; a following clock goes on from there.
    pub(crate) fn jump(&mut self, to: Timestamp) {
        match &mut self.0 {
            Reading::Fixed(at) => *at = to,
            Reading::Following { real, shift } => *shift = to.duration_since(real()),
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.follows() { "following" } else { "fixed" };
        write!(f, "Clock({kind}, {})", self.now())
    }
}

/// The platforms' own time zone: all of them are in metropolitan France.
pub(crate) fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").expect("the time zone database is bundled and holds Europe/Paris")
}

/// An instant as a clock on a Paris wall.
pub(crate) fn in_paris(at: Timestamp) -> Zoned {
    at.to_zoned(paris())
}

/// Reads an instant: RFC 3339 with an offset, or a local date and time of Paris (`2024-01-31T09:00`).
pub(crate) fn parse_instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let local: DateTime = text.parse().ok()?;
    paris().to_ambiguous_zoned(local).compatible().ok().map(|zoned| zoned.timestamp())
}

/// `31/01/2024 09:00`, Paris time.
pub(crate) fn french(at: Timestamp) -> String {
    in_paris(at).strftime("%d/%m/%Y %H:%M").to_string()
}
