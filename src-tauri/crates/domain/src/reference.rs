//! Limits that come from texts: dated, editable by the practice, passed into each decision, stored in the events.
//!
//! What the shared pages mark as unconfirmed is « à vérifier » and lives here, never inside a rule.

use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// The limits in force for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The version of this set, stored in the events that used it.
    pub version: u32,
    /// Most cash from a consumer, in cents (1 000 €, CMF D112-3, « à vérifier »).
    pub cash_limit_cents: Cents,
    /// A cheque is kept at most this many days after delivery by default.
    pub keeping_default_days: u16,
    /// Past this many days after delivery a deferred payment may be consumer credit (C. conso L312-4 4°, « à vérifier »).
    pub keeping_max_days: u16,
    /// The customer is told this many days before a deposit.
    pub notice_days: u16,
    /// Presentation: days from the date written, start day excluded, for a cheque issued in metropolitan France (CMF
    /// L131-32, R131-3).
    pub presentation_days: u16,
    /// The same for one issued elsewhere in Europe or around the Mediterranean (CMF L131-32).
    pub presentation_europe_days: u16,
    /// The same for one issued anywhere else (CMF L131-32).
    pub presentation_elsewhere_days: u16,
    /// New presentations within these days of the first are one single incident; a certificate of non-payment may be asked
    /// for once they are over (CMF L131-73, D131-25).
    pub representation_days: u16,
    /// Within these days of the request the bank gives the certificate (CMF R131-48).
    pub certificate_days: u16,
    /// A credit « sauf bonne fin » is taken as final after these days: the bank's own contract says (« à vérifier »).
    pub credit_final_days: u16,
    /// Days before its last day on which a cheque not presented yet warns, the farthest first.
    pub expiry_warning_days: [u16; 3],
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            version: 1,
            cash_limit_cents: CASH_LIMIT,
            keeping_default_days: 45,
            keeping_max_days: 50,
            notice_days: 8,
            presentation_days: 8,
            presentation_europe_days: 20,
            presentation_elsewhere_days: 70,
            representation_days: 30,
            certificate_days: 15,
            credit_final_days: 15,
            expiry_warning_days: [60, 30, 7],
        }
    }
}

const CASH_LIMIT: Cents = match Cents::new(100_000) {
    Ok(limit) => limit,
    Err(_) => Cents::ZERO,
};
