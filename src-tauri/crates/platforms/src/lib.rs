//! Conversations with tiers-payant platforms over HTTP: the only importer of reqwest.
//!
//! This crate sends one request and tells exactly what became of it: an answer, a named failure, or « nobody knows ».
//! It keeps no queue, writes no journal and shows no sentence: `usecases` runs the loop, storage keeps the proof, the
//! catalogues own the words. Times, ids and amounts come in as arguments; only durations are measured here.
//!
//! * [`platform::Platform`] is the port; [`connector::FhirConnector`], [`connector::HttpConnector`] and
//!   [`portal::AssistedPortal`] are its sides.
//! * [`description`] reads the file that describes a platform; [`dialect`] holds the habits of its server.
//! * [`breakers::Breakers`] holds what is known of every platform × function (design §1.1).
//! * [`disclosure`] names every field that leaves the practice (design §1.9).

pub mod answer;
pub mod breakers;
pub mod circuit;
pub mod connector;
mod coverage;
pub mod description;
pub mod dialect;
pub mod disclosure;
pub mod failure;
mod fhir;
mod http;
pub mod observation;
pub mod pace;
mod person;
pub mod platform;
pub mod portal;
pub mod request;
pub mod rounds;
mod said;
