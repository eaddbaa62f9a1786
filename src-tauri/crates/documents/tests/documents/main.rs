//! The printed documents, read back and looked at by other programs: poppler's `pdftotext`, `pdftoppm` and `pdffonts`.
//!
//! Nothing here compares bytes of a file with a golden one: what matters is what a reader sees, where it stands, and
//! what the file weighs. Each document read is left under the target folder, for people to open.

#![allow(clippy::unwrap_used, clippy::float_arithmetic, reason = "a test may stop, and poppler measures in reals")]

mod advances;
mod breach;
mod inventory;
mod layout;
mod letters;
mod outage;
mod privacy;
mod reading;
mod receipt;
mod reminders;
mod samples;
mod slips;
