//! The storage against its promises, with the real cipher everywhere.

#![allow(clippy::unwrap_used)] // What fails here is the test, helpers included.

mod accesses;
mod anchoring;
mod archiving;
mod backups;
mod commands;
mod history;
mod kill;
mod opening;
mod pages;
mod pieces;
mod rebuilding;
mod searching;
mod shop;
