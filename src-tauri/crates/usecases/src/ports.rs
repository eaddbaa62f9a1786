//! What the use cases ask of the world outside and cannot be without: the time, fresh ids, and where events go.
//!
//! Each port has two real sides: the machine's clock and the story's shifted one; random ids and a test's counted ones.

use crate::contract::Changed;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// The secret store: the OS keyring, or none; and what deriving a key from a passphrase costs.
pub use relais_vault::{KdfCost, NoKeyring, OsKeyring, SecretStore};

/// The time.
pub trait Clock: Send + Sync {
    /// The instant.
    fn now(&self) -> Timestamp;
    /// Jumps to an instant, where that is allowed (a demonstration, an exercise, a test); tells whether it did.
    fn jump_to(&self, _instant: Timestamp) -> bool {
        false
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods)] // The one place where the machine's clock is read.
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's clock moved by a constant: the demonstration lives in January 2024 and its seconds still pass.
#[derive(Debug, Default)]
pub struct ShiftedClock {
    shift_ms: AtomicI64,
}

impl ShiftedClock {
    /// A clock that reads `instant` now.
    pub fn starting_at(instant: Timestamp) -> Self {
        let clock = ShiftedClock::default();
        clock.jump_to(instant);
        clock
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let shift = SignedDuration::from_millis(self.shift_ms.load(Ordering::SeqCst));
        MachineClock.now().checked_add(shift).unwrap_or(Timestamp::MAX)
    }

    fn jump_to(&self, instant: Timestamp) -> bool {
        let shift_ms = instant.as_millisecond() - MachineClock.now().as_millisecond();
        self.shift_ms.store(shift_ms, Ordering::SeqCst);
        true
    }
}

/// Fresh ids.
pub trait Ids: Send + Sync {
    /// An id made at `now`; its order says nothing, it is opaque.
    fn fresh(&self, now: Timestamp) -> Uuid;
}

/// UUIDv7 from the machine's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn fresh(&self, now: Timestamp) -> Uuid {
        let mut random = [0u8; 10];
        // Without random numbers there are no safe ids; the time alone still tells two commands of one post apart.
        let _ = getrandom::fill(&mut random);
        let ms = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
    }
}

/// Where changes behind the window's back are announced.
pub type Announce = Box<dyn Fn(Changed) + Send + Sync>;
