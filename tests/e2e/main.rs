//! The real window under WebDriver, with the real keyring and database. Owns journeys only: a rule is tested beside the
//! code that holds it. Run by `./dev e2e`; pictures go to `target/e2e/<test>`.

#![cfg(target_os = "linux")]

mod advances;
mod card;
mod circuit;
mod covers;
mod credentials;
mod estimate;
mod exercise;
mod formalities;
mod language;
mod opening;
mod outage;
mod own_practice;
mod payments;
mod people;
mod plugged;
mod privacy;
mod routing;
mod story;
mod traces;
mod work;
