//! The rules of Relais: pure, without input, output, clock or async.
//!
//! Time, ids and the acting user come in as arguments ([`context::Context`]); what a rule decides goes out as events.
//! Nothing here knows SQLite, HTTP, PDF or the window.

pub mod identifiers;
pub mod money;
pub mod platform;
