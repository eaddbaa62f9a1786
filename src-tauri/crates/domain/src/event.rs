//! Every event there is, in one enum, for those who read the whole journal (views, the auditor, exports).

use crate::{
    availability::AvailabilityEvent, bank_credit::BankCreditEvent, cheque::ChequeEvent, credential::CredentialEvent,
    document::DocumentEvent, dossier::DossierEvent, import::ImportEvent, incident::IncidentEvent,
    inventory::InventoryEvent, operator_advance::OperatorAdvanceEvent, platform::PlatformEvent,
    practice::PracticeEvent, practice::UserEvent, purge::PurgeEvent, request::RequestEvent, slip::SlipEvent,
};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
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

            /// Every kind there is, asked of what reads them: one that is added is in it.
            pub fn kinds() -> Vec<&'static str> {
                [$(kinds_of::<$inner>()),*].concat()
            }
        }
    };
}

events! {
    Dossier(DossierEvent) = "dossier";
    Cheque(ChequeEvent) = "cheque";
    BankCredit(BankCreditEvent) = "bank_credit";
    Slip(SlipEvent) = "slip";
    Inventory(InventoryEvent) = "inventory";
    Request(RequestEvent) = "request";
    Incident(IncidentEvent) = "incident";
    Platform(PlatformEvent) = "platform";
    Availability(AvailabilityEvent) = "availability";
    Document(DocumentEvent) = "document";
    Import(ImportEvent) = "import";
    OperatorAdvance(OperatorAdvanceEvent) = "operator_advance";
    Credential(CredentialEvent) = "credential";
    Purge(PurgeEvent) = "purge";
    Practice(PracticeEvent) = "practice";
    User(UserEvent) = "user";
}

#[derive(Serialize, Deserialize)]
struct Tagged {
    kind: String,
    #[serde(default)]
    body: Value,
}

/// The kinds an event enum knows: what it says it expected when shown one it does not.
fn kinds_of<E: DeserializeOwned>() -> &'static [&'static str] {
    let unknown = MapDeserializer::<_, Expected>::new([("kind", "?")].into_iter());
    E::deserialize(unknown).err().map_or(&[], |expected| expected.0)
}

/// The variants that were expected.
#[derive(Debug)]
struct Expected(&'static [&'static str]);

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected one of {:?}", self.0)
    }
}

impl std::error::Error for Expected {}

impl serde::de::Error for Expected {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Expected(&[])
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Expected(expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::StreamKind;

    #[test]
    fn every_stream_has_its_kinds() {
        let kinds = Event::kinds();
        for stream in StreamKind::ALL {
            let own = kinds.iter().filter(|kind| kind.split('.').next() == Some(stream.word()));
            assert!(own.count() > 0, "{}", stream.word());
        }
        for kind in ["dossier.opened", "cheque.deposited", "document.issued", "user.created"] {
            assert!(kinds.contains(&kind), "{kind}");
        }
        let mut once = kinds.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), kinds.len());
    }
}
