//! The simulator as a client meets it: over sockets, byte by byte where it matters.

#![allow(clippy::unwrap_used, reason = "what the tests share is test code too")]

mod agreements;
mod bench;
mod book;
mod client;
mod control;
mod faults;
mod oauth;
mod payments;
mod portal;
mod rights;
mod scenario;
mod sockets;
