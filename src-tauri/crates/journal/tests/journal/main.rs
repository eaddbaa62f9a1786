//! The journal from outside: canonical form against another implementation, archives against a table of damage, and
//! both verifiers against each other.

// Helpers are tests too: clippy only knows the functions that carry the attribute.
#![allow(clippy::unwrap_used)]

mod access;
mod agreement;
mod canonical;
mod chains;
mod crafted;
mod damage;
mod fixtures;
mod properties;
mod sample;
