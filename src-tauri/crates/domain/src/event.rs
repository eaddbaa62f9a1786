//! Every event there is, in one enum, for those who read the whole journal (views, the auditor, exports).

use crate::{
    bank_credit::BankCreditEvent, cheque::ChequeEvent, dossier::DossierEvent, incident::IncidentEvent,
    platform::PlatformEvent, practice::PracticeEvent, practice::UserEvent, request::RequestEvent,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

macro_rules! events {
    ($($variant:ident($inner:ty) = $word:literal;)*) => {
        /// An event of any stream.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs)] // The variants are the streams, documented on their events.
        pub enum Event { $($variant($inner)),* }

        $(impl From<$inner> for Event {
            fn from(event: $inner) -> Self { Event::$variant(event) }
        })*

        impl Event {
            /// The kind and the body, as the journal holds them.
            pub fn to_parts(&self) -> Result<(String, Value), serde_json::Error> {
                let tagged: Tagged = serde_json::from_value(match self { $(Event::$variant(event) => serde_json::to_value(event)?),* })?;
                Ok((tagged.kind, tagged.body))
            }

            /// The event of a journal entry whose body was brought to its current version.
            pub fn from_parts(kind: &str, body: Value) -> Result<Self, serde_json::Error> {
                let word = kind.split('.').next().unwrap_or_default();
                let tagged = serde_json::to_value(Tagged { kind: kind.to_owned(), body })?;
                match word {
                    $($word => serde_json::from_value(tagged).map(Event::$variant),)*
                    _ => Err(serde::de::Error::custom(format!("no stream writes events of the kind {kind}"))),
                }
            }
        }
    };
}

events! {
    Dossier(DossierEvent) = "dossier";
    Cheque(ChequeEvent) = "cheque";
    BankCredit(BankCreditEvent) = "bank_credit";
    Request(RequestEvent) = "request";
    Incident(IncidentEvent) = "incident";
    Platform(PlatformEvent) = "platform";
    Practice(PracticeEvent) = "practice";
    User(UserEvent) = "user";
}

#[derive(Serialize, Deserialize)]
struct Tagged {
    kind: String,
    #[serde(default)]
    body: Value,
}
