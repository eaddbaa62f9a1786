//! The rules of Relais: pure, without input, output, clock or async.
//!
//! Time, ids and the acting user come in as arguments ([`context::Context`]); what a rule decides goes out as events.
//! Nothing here knows SQLite, HTTP, PDF or the window. Each stream is a module: `dossier`, `cheque`, `request`,
//! `bank_credit`, `incident`, `platform`, `document`, `practice`.

pub mod advice;
pub mod allocation;
pub mod amo;
pub mod availability;
pub mod backup;
pub mod bank_credit;
pub mod books;
pub mod breach_profile;
pub mod card;
pub mod cheque;
pub mod circuit;
pub mod conduct;
pub mod context;
pub mod coverage;
pub mod credential;
pub mod disclosure;
pub mod document;
pub mod dossier;
pub mod estimate;
pub mod event;
pub mod exercise;
pub mod formality;
pub mod identifiers;
mod idle_lock;
pub mod ids;
pub mod import;
pub mod incident;
pub mod inventory;
pub mod known_cover;
pub mod lookup_guard;
pub mod money;
pub mod operator_advance;
pub mod owed;
pub mod payer;
pub mod picture;
pub mod pin;
pub mod platform;
pub mod practice;
pub mod privacy;
pub mod private;
pub mod processing;
pub mod purge;
pub mod reference;
pub mod reference_file;
pub mod refusal;
pub mod request;
pub mod retention;
pub mod rhythm;
pub mod routing;
pub mod second;
pub mod slip;
pub mod source;
pub mod stream;
pub mod suspension;
pub mod tabular;
pub mod tries;
pub mod unusual;
pub mod user;
pub mod working_days;
