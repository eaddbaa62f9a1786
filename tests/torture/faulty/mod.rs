//! A disk that fails: what SQLite writes under a watched folder goes through here, to be written down, cut short or refused.
//!
//! [`vfs`] stands between SQLite and the system's own files and is the one place that speaks SQLite's C; [`platter`] is what a
//! disk without power keeps of what was written to it; [`tests`] are the two blows: the power goes, and a call fails.

mod outage;
mod platter;
mod tests;
mod vfs;
