//! The storage against its promises, with the real cipher everywhere.

#![allow(clippy::unwrap_used)] // What fails here is the test, helpers included.

mod accesses;
mod anchoring;
mod archiving;
mod backups;
mod commands;
mod erasing;
mod history;
mod kill;
mod opening;
mod pages;
mod pieces;
mod raw_pages;
mod rebuilding;
mod salvage;
mod searching;
mod shop;
mod unusual;
