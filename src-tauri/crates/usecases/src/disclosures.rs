//! What gives a secret out, one line each, apart from the table of commands: an answer here is bytes that go straight to the node
//! that shows them or to the clipboard, never a value that a page keeps. The same permissions, and for what is kept in the vault
//! always a line in the access log, durable before the bytes leave.

use crate::{
    access_log::{self, Access},
    app::App,
    call::{self, Call},
    contract::{AccessKind, CopyRequest, CredentialRef, Problem, ProblemCode, ProposeRequest, RevealRequest},
    credentials,
    permission::Needs,
};
use relais_vault::Secret;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::hash::{BuildHasher, RandomState};

macro_rules! disclosures {
    ($($name:literal $needs:ident $module:ident::$run:ident($request:ty) $(, leaves $access:ident)?;)*) => {
        /// The names of every disclosure.
        pub const NAMES: &[&str] = &[$($name),*];

        /// What a disclosure leaves in the access log.
        pub fn leaves(name: &str) -> Option<AccessKind> {
            match name {
                $($($name => Some(AccessKind::$access),)?)*
                _ => None,
            }
        }

        /// Gives a secret out, if whoever is at work may have it.
        pub async fn disclose(app: &App, name: &str, call: Call, request: Value) -> Result<Secret, Problem> {
            match name {
                $($name => {
                    if let Err(refusal) = app.check(Needs::$needs) {
                        access_log::refused(app, call, name, &refusal).await;
                        return Err(refusal);
                    }
                    let access: Option<Access> = None $(.or(Some(told(AccessKind::$access, &request))))?;
                    let request: $request = call::read(request)?;
                    let answer = $module::$run(app, call, request).await;
                    if let Some(access) = access {
                        access_log::left(app, call, access.ended(&answer)).await;
                    }
                    answer
                })*
                _ => Err(Problem::code(ProblemCode::UnknownCommand)),
            }
        }
    };
}

disclosures! {
    "credential.reveal" Work credentials::reveal(RevealRequest), leaves CredentialShown;
    "credential.copy" Work credentials::copy(CopyRequest), leaves CredentialCopied;
    "credential.code" Work credentials::code(CredentialRef), leaves CredentialCodeShown;
    // Nobody's yet.
    "credential.propose" Work credentials::propose(ProposeRequest);
}

/// What is told of a disclosure: of which account, and which part.
fn told(kind: AccessKind, request: &Value) -> Access {
    let access = access_log::of_request(kind, request);
    match request.get("part").and_then(Value::as_str) {
        Some(part) => access.detail(part),
        None => access,
    }
}

/// What is remembered of a text that was lent to the clipboard, to know it again without keeping it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of a text, under a salt of this run.
    pub fn of(salt: &RandomState, text: &[u8]) -> Self {
        let salt = salt.hash_one("relais clipboard").to_be_bytes();
        Fingerprint(Sha256::new().chain_update(salt).chain_update(text).finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_again_and_only_in_this_run() {
        let (run, other) = (RandomState::new(), RandomState::new());
        assert!(Fingerprint::of(&run, b"Tournesol!") == Fingerprint::of(&run, b"Tournesol!"));
        assert!(Fingerprint::of(&run, b"Tournesol!") != Fingerprint::of(&run, b"tournesol!"));
        assert!(Fingerprint::of(&run, b"Tournesol!") != Fingerprint::of(&other, b"Tournesol!"));
    }

    #[test]
    fn what_is_kept_leaves_a_line() {
        let silent: Vec<_> = NAMES.iter().filter(|name| leaves(name).is_none()).collect();
        assert_eq!(silent, [&"credential.propose"]);
    }
}
