//! What a user does: one file a deed, its request, response, refusals, and the composition of engines behind it.
//!
//! [`table`] lists every command; [`app::App`] is what they run on; [`contract`] is what is said on the wire. The shell
//! (window and command line) and the journeys of the tests call these functions and nothing below them.

pub mod access;
pub mod access_log;
pub mod advice;
pub mod app;
pub mod assisted_portal;
pub mod bank_credit;
pub mod call;
pub mod check_identifier;
pub mod cheque_papers;
pub mod choose_way;
pub mod contract;
pub mod customer_payment;
pub mod demonstration;
pub mod edit_dossier;
pub mod estimate;
pub mod estimate_paper;
pub mod estimate_reference;
mod estimate_words;
mod fields;
pub mod first_run;
pub mod first_sight;
pub mod journal;
pub mod keep_cheque;
pub mod open_dossier;
pub mod opening;
mod outbox;
pub mod papers;
pub mod paste_line;
mod people;
pub mod permission;
pub mod platform_lines;
mod platform_request;
pub mod platforms;
pub mod ports;
mod problem;
pub mod queue;
pub mod recovery;
pub mod recovery_papers;
mod recovery_run;
pub mod replay;
pub mod safekeeping;
pub mod search;
pub mod settings;
pub mod settle_cheque;
mod step;
pub mod story;
pub mod table;
mod typescript;
pub mod verify_rights;
pub mod view_cheques;
pub mod view_dossier;
mod view_practice;
mod whole_file;
