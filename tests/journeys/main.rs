//! What people live through, told from the counter: the use cases over the real encrypted database, against platforms
//! that fail over real sockets. No window: that is the business of the e2e tests. A journey reads as a story.

#![allow(clippy::unwrap_used)] // What fails here is the test, helpers included.

mod accesses;
mod advance;
mod advices;
mod backups;
mod backups_killed;
mod books;
mod breach;
mod breach_watch;
mod card;
mod card_pieces;
mod cheque_pictures;
mod cheques;
mod circuit;
mod client_certificates;
mod connector_accounts;
mod connectors;
mod covers;
mod credential_files;
mod credentials;
#[cfg(target_os = "linux")]
mod credentials_keyring;
mod described;
mod dispatch;
mod down_payments;
mod erasure;
mod erasure_killed;
mod erasure_restored;
mod estimate;
mod exercise;
mod faults;
mod formalities;
mod formality_bounds;
mod furnished;
mod ground;
mod incidents;
mod inventory;
mod left_alone;
mod letters;
#[cfg(target_os = "linux")]
mod memory;
mod money;
mod operator_advances;
mod operators;
mod outage;
mod outage_2024;
mod outages;
mod outbox;
mod papers;
mod payments;
mod pilotage;
mod portal;
mod privacy;
mod privacy_papers;
mod proof;
#[path = "../../src-tauri/crates/storage/tests/storage/raw_pages.rs"]
mod raw_pages;
mod recovery;
mod released;
mod reminders;
mod rotation;
mod rounds;
mod routing;
mod sale;
mod second_look;
mod silence;
mod slips;
mod team;
#[cfg(target_os = "linux")]
mod unusual;
mod ways;
mod wire;
mod work;
