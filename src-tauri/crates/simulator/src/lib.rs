//! Tiers-payant platforms that can be made to fail, over real HTTP on loopback.
//!
//! Three made-up platforms (Viamedis, Almerys, SP santé) give OAuth2 tokens, answer rights, quotes, prior
//! authorisations and claims in HL7 FHIR R4 (and rights and prior authorisations in three house tongues), announce and make payments, and hold a portal for people. Each function
//! of each can be broken in every way known to happen, by hand or by a dated scenario, and counts what it took in so
//! that a test can say whether a replay made a double. It shares no type with the connector it is there to try, and it
//! never listens beyond the machine. The endpoints, the faults and the rule of member numbers are in the README.

mod board;
mod book;
mod cents;
mod clock;
mod control;
mod door;
mod fault;
mod fhir;
mod gauge;
mod log;
mod oauth;
mod pages;
mod payments;
mod places;
mod plain;
mod promises;
mod register;
mod scenario;
mod serve;
mod simulator;
mod wire;
mod world;

pub use board::{Origin, Place, Standing};
pub use book::{AnswerRule, Member, PARTIAL_RATE_BP, members};
pub use clock::{Clock, RealTime};
pub use control::{Breakage, Control, ControlError};
pub use fault::{DEFAULT_RETRY_AFTER_S, Fault, State};
pub use fhir::claim::AGREEMENT_VALIDITY_DAYS;
pub use log::LogEntry;
pub use oauth::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, TOKEN_LIFETIME_S};
pub use payments::{ADVICE_AFTER_DAYS, CREDIT_AFTER_DAYS, Credit};
pub use places::{Activity, Function, Platform};
pub use register::Record;
pub use scenario::{Scenario, ScenarioError, Step};
pub use simulator::{Options, RunningSimulator, Simulator, StartError};
