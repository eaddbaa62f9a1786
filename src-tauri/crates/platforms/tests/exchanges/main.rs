//! The connector against servers that are not ours: wiremock for ordinary answers, raw sockets for what a proper server
//! would never do, and `fhir.resources` for what leaves.

// What the tests share stands outside `#[test]` functions, and stops at the first surprise like them.
#![allow(clippy::unwrap_used)]

mod answers;
mod circuit;
mod claims;
mod departures;
mod described;
mod disclosure;
mod faults;
mod habits;
mod oracle;
mod proofs;
mod redirects;
mod rig;
mod sends;
mod tls;
mod tokens;
