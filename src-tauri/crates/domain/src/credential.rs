//! A credential: one account of the practice at a portal, at an operator's interface or anywhere else. Owns who may use it and
//! what its life is made of.
//!
//! The journal holds that it exists, what of it changed and when, never a word of it: the facts ([`CredentialFacts`]) lie in an
//! erasable place, and the secrets are sealed there under a key the database does not have
//! (`docs/decisions/0027-the-vault-of-accounts.md`).

use crate::{
    context::{Context, Role},
    ids::UserId,
    platform::PlatformCode,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Secrets kept of before, so that one typed wrong on a portal is found again.
pub const PAST_SECRETS: u32 = 5;
/// Days a removed account is kept before it is erased for good.
pub const REMOVED_FOR_DAYS: i64 = 30;
/// Days after which a secret that nobody changed is said to be old. A habit of the house, no rule: the CNIL asks for a change
/// after a doubt, not by the calendar.
pub const OLD_AFTER_DAYS: i64 = 365;
/// Days after which an account that nobody used is said to be unused.
pub const UNUSED_AFTER_DAYS: i64 = 180;

/// What an account asks for beside its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nobody said.
    #[default]
    Unknown,
    /// Nothing: the secret alone opens.
    None,
    /// A code by SMS to one telephone.
    Sms,
    /// A code by e-mail.
    Email,
    /// A code worked out from a seed (RFC 6238); Relais shows it when it has the seed.
    Totp,
    /// A question on a telephone's application.
    App,
    /// A professional card and its PIN (CPS, e-CPS).
    Card,
    /// A key one touches (FIDO2).
    SecurityKey,
}

impl SecondFactor {
    /// Whether a code goes to one person, who may be away.
    pub const fn goes_to_somebody(self) -> bool {
        matches!(self, SecondFactor::Sms | SecondFactor::Email | SecondFactor::App)
    }
}

/// What is known of an account beside its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CredentialFacts {
    /// One of our platforms, when it is.
    #[serde(default)]
    pub platform: Option<PlatformCode>,
    /// What it is called; a platform's own name when empty.
    pub name: String,
    /// Where one logs in.
    #[serde(default)]
    pub address: String,
    /// Whose it is; the practice's common one when nobody's.
    #[serde(default)]
    pub holder: Option<UserId>,
    /// Relais speaks to the platform with it: it is the connector's, and nobody's.
    #[serde(default)]
    pub for_connector: bool,
    /// The identifier typed.
    #[serde(default)]
    pub login: String,
    /// The mailbox its messages go to.
    #[serde(default)]
    pub mailbox: String,
    /// What is asked beside the secret.
    #[serde(default)]
    pub second_factor: SecondFactor,
    /// Who receives the code.
    #[serde(default)]
    pub code_receiver: String,
    /// Who stands in when he is away.
    #[serde(default)]
    pub stand_in: String,
    /// What its client certificate says of itself; the certificate and its key are sealed with the secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFacts>,
}

/// What a client certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// Whose it is: « CN=cabinet-12, O=Optique des Tilleuls ».
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number, in hex.
    pub serial: String,
    /// From when it holds.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
}

/// Days before its end from which a certificate is spoken of, each more urgent: another takes weeks to come.
pub const CERTIFICATE_WARNINGS: [i64; 3] = [60, 30, 7];

/// How near a certificate's end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CertificateEnd {
    /// It holds no more.
    Ended,
    /// Seven days at most.
    Within7,
    /// Thirty days at most.
    Within30,
    /// Sixty days at most.
    Within60,
}

impl CertificateFacts {
    /// How near its end is; none while there is nothing to do.
    pub fn end(&self, now: Timestamp) -> Option<CertificateEnd> {
        if now >= self.not_after {
            return Some(CertificateEnd::Ended);
        }
        let within = |days: i64| self.not_after.duration_since(now).as_secs() <= days * 24 * 3_600;
        let ends = [CertificateEnd::Within60, CertificateEnd::Within30, CertificateEnd::Within7];
        CERTIFICATE_WARNINGS.into_iter().zip(ends).filter(|(days, _)| within(*days)).map(|(_, end)| end).next_back()
    }
}

/// What of an account was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CredentialField {
    /// Which site.
    Site,
    /// Whose it is.
    Holder,
    /// The identifier typed.
    Login,
    /// The mailbox.
    Mailbox,
    /// The second factor, and who receives its codes.
    SecondFactor,
    /// The seed of its codes.
    Seed,
    /// The notes.
    Notes,
    /// The client certificate, or its key alone where a description has the certificate.
    ClientKey,
}

/// Whose an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// Everybody's at work.
    Common,
    /// One person's.
    Person(UserId),
    /// Relais's own, to speak to a platform.
    Connector,
}

impl CredentialFacts {
    /// Whose it is.
    pub fn holding(&self) -> Holding {
        match self.holder {
            _ if self.for_connector => Holding::Connector,
            Some(holder) => Holding::Person(holder),
            None => Holding::Common,
        }
    }

    /// Which fields differ.
    pub fn differing(&self, other: &Self) -> Vec<CredentialField> {
        let site = |it: &Self| (it.platform.clone(), it.name.clone(), it.address.clone());
        let codes = |it: &Self| (it.second_factor, it.code_receiver.clone(), it.stand_in.clone());
        [
            (CredentialField::Site, site(self) != site(other)),
            (CredentialField::Holder, self.holding() != other.holding()),
            (CredentialField::Login, self.login != other.login),
            (CredentialField::Mailbox, self.mailbox != other.mailbox),
            (CredentialField::SecondFactor, codes(self) != codes(other)),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

/// Whether somebody may see, copy and change the secrets of an account: its holder, everybody at work for a common one, an
/// owner for each, a connector's too. An accountant for none.
pub fn may_use(role: Role, user: UserId, holding: Holding) -> bool {
    match role {
        Role::Owner => true,
        Role::Counter | Role::Billing => holding == Holding::Common || holding == Holding::Person(user),
        Role::Accountant => false,
    }
}

/// An event of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum CredentialEvent {
    /// It exists, with its first secret.
    #[serde(rename = "credential.added")]
    Added {},
    /// Something of it beside its secret was changed.
    #[serde(rename = "credential.edited")]
    Edited {
        /// What.
        fields: Vec<CredentialField>,
    },
    /// It has another secret from now on.
    #[serde(rename = "credential.secret_changed")]
    SecretChanged {
        /// The number of the secret of before that is back, when it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        restored: Option<u32>,
    },
    /// It is put away; its secrets are kept for a while.
    #[serde(rename = "credential.removed")]
    Removed {},
    /// It is back.
    #[serde(rename = "credential.put_back")]
    PutBack {},
    /// Nothing of it is left but these entries.
    #[serde(rename = "credential.erased")]
    Erased {},
}

/// Where an account is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialState {
    /// Not there yet.
    #[default]
    Absent,
    /// In use.
    Kept,
    /// Put away.
    Removed,
    /// Gone.
    Erased,
}

/// A credential folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credential {
    /// Where it is in its life.
    pub state: CredentialState,
    /// The number of its present secret, from 1; those of before have the numbers under it.
    pub secret: u32,
}

/// A new account.
pub fn add(state: &Credential) -> Result<Vec<CredentialEvent>, Refusal> {
    match state.state {
        CredentialState::Absent => Ok(vec![CredentialEvent::Added {}]),
        _ => Err(Refusal::AlreadyExists),
    }
}

/// Facts are changed; none changed, nothing happened.
pub fn edit(state: &Credential, fields: Vec<CredentialField>) -> Result<Vec<CredentialEvent>, Refusal> {
    kept(state)?;
    Ok(if fields.is_empty() { Vec::new() } else { vec![CredentialEvent::Edited { fields }] })
}

/// Another secret; `restored` is the number of the one of before that is put back.
pub fn change_secret(state: &Credential, restored: Option<u32>) -> Result<Vec<CredentialEvent>, Refusal> {
    kept(state)?;
    match restored {
        Some(number) if !state.is_past(number) => Err(Refusal::UnknownCredential),
        restored => Ok(vec![CredentialEvent::SecretChanged { restored }]),
    }
}

/// Puts it away.
pub fn remove(state: &Credential) -> Result<Vec<CredentialEvent>, Refusal> {
    match state.state {
        CredentialState::Removed => Ok(Vec::new()),
        _ => kept(state).map(|()| vec![CredentialEvent::Removed {}]),
    }
}

/// Takes it back.
pub fn put_back(state: &Credential) -> Result<Vec<CredentialEvent>, Refusal> {
    match state.state {
        CredentialState::Removed => Ok(vec![CredentialEvent::PutBack {}]),
        CredentialState::Kept => Ok(Vec::new()),
        CredentialState::Absent | CredentialState::Erased => Err(Refusal::UnknownCredential),
    }
}

/// Erases what was put away: one thing at a time, so that nothing is lost by one key.
pub fn erase(state: &Credential) -> Result<Vec<CredentialEvent>, Refusal> {
    match state.state {
        CredentialState::Removed => Ok(vec![CredentialEvent::Erased {}]),
        CredentialState::Erased => Ok(Vec::new()),
        CredentialState::Absent | CredentialState::Kept => Err(Refusal::UnknownCredential),
    }
}

/// Whether a context may act on an account held so.
pub fn check_use(context: &Context, holding: Holding) -> Result<(), Refusal> {
    if may_use(context.role, context.actor, holding) { Ok(()) } else { Err(Refusal::UnknownCredential) }
}

fn kept(state: &Credential) -> Result<(), Refusal> {
    if state.state == CredentialState::Kept { Ok(()) } else { Err(Refusal::UnknownCredential) }
}

impl Credential {
    /// Whether the secret of this number is one of before that is still kept.
    pub fn is_past(&self, number: u32) -> bool {
        number < self.secret && number >= self.oldest_kept()
    }

    /// The number of the oldest secret that is kept.
    pub fn oldest_kept(&self) -> u32 {
        self.secret.saturating_sub(PAST_SECRETS).max(1)
    }
}

impl Stream for Credential {
    type Event = CredentialEvent;
    const KIND: StreamKind = StreamKind::Credential;

    fn apply(&mut self, event: &CredentialEvent) {
        match event {
            CredentialEvent::Added {} => *self = Credential { state: CredentialState::Kept, secret: 1 },
            CredentialEvent::Edited { .. } => {}
            CredentialEvent::SecretChanged { .. } => self.secret += 1,
            CredentialEvent::Removed {} => self.state = CredentialState::Removed,
            CredentialEvent::PutBack {} => self.state = CredentialState::Kept,
            CredentialEvent::Erased {} => self.state = CredentialState::Erased,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    #[rstest]
    #[case::far(61 * 86_400, None)]
    #[case::sixty_days(60 * 86_400, Some(CertificateEnd::Within60))]
    #[case::thirty_one(31 * 86_400, Some(CertificateEnd::Within60))]
    #[case::thirty(30 * 86_400, Some(CertificateEnd::Within30))]
    #[case::eight(8 * 86_400, Some(CertificateEnd::Within30))]
    #[case::seven(7 * 86_400, Some(CertificateEnd::Within7))]
    #[case::a_second(1, Some(CertificateEnd::Within7))]
    #[case::now(0, Some(CertificateEnd::Ended))]
    #[case::yesterday(-86_400, Some(CertificateEnd::Ended))]
    fn a_certificate_is_spoken_of_before_it_ends(#[case] seconds_left: i64, #[case] expected: Option<CertificateEnd>) {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let facts = CertificateFacts {
            subject: "CN=cabinet-12".to_owned(),
            issuer: "CN=Autorité".to_owned(),
            serial: "0a".to_owned(),
            not_before: at(0),
            not_after: at(1_000_000_000),
        };
        assert_eq!(facts.end(at(1_000_000_000 - seconds_left)), expected);
    }

    const CLAIRE: UserId = UserId(Uuid::from_u128(1));
    const LEA: UserId = UserId(Uuid::from_u128(2));

    #[rstest]
    #[case::hers(Role::Counter, Holding::Person(LEA), true)]
    #[case::common(Role::Counter, Holding::Common, true)]
    #[case::anothers(Role::Counter, Holding::Person(CLAIRE), false)]
    #[case::the_back_office_likewise(Role::Billing, Holding::Person(CLAIRE), false)]
    #[case::a_connectors_is_nobodys(Role::Counter, Holding::Connector, false)]
    #[case::an_owner_sees_each(Role::Owner, Holding::Person(CLAIRE), true)]
    #[case::an_owner_sees_a_connectors(Role::Owner, Holding::Connector, true)]
    #[case::an_accountant_none(Role::Accountant, Holding::Common, false)]
    fn who_may_use(#[case] role: Role, #[case] holding: Holding, #[case] expected: bool) {
        assert_eq!(may_use(role, LEA, holding), expected);
    }

    #[test]
    fn a_life() {
        let mut credential = Credential::default();
        assert_eq!(edit(&credential, vec![CredentialField::Login]), Err(Refusal::UnknownCredential));
        let take = |credential: &mut Credential, events: Result<Vec<CredentialEvent>, Refusal>| {
            events.unwrap().iter().for_each(|event| credential.apply(event));
        };
        let events = add(&credential);
        take(&mut credential, events);
        assert_eq!(edit(&credential, Vec::new()), Ok(Vec::new()));
        assert_eq!(add(&credential), Err(Refusal::AlreadyExists));
        assert_eq!(erase(&credential), Err(Refusal::UnknownCredential));
        for _ in 0..7 {
            let events = change_secret(&credential, None);
            take(&mut credential, events);
        }
        // The eighth is in force, and the five before it are kept.
        let restorable: Vec<u32> = (0..10).filter(|number| change_secret(&credential, Some(*number)).is_ok()).collect();
        assert_eq!(restorable, [3, 4, 5, 6, 7]);
        let events = remove(&credential);
        take(&mut credential, events);
        assert_eq!(change_secret(&credential, None), Err(Refusal::UnknownCredential));
        let events = put_back(&credential);
        take(&mut credential, events);
        assert_eq!(credential, Credential { state: CredentialState::Kept, secret: 8 });
        let events = remove(&credential).and_then(|events| {
            events.iter().for_each(|event| credential.apply(event));
            erase(&credential)
        });
        take(&mut credential, events);
        assert_eq!(put_back(&credential), Err(Refusal::UnknownCredential));
    }

    #[test]
    fn what_differs_is_named_and_nothing_else() {
        let one = CredentialFacts { name: "Viamedis".to_owned(), ..CredentialFacts::default() };
        let other = CredentialFacts { login: "optique".to_owned(), stand_in: "Claire".to_owned(), ..one.clone() };
        assert_eq!(one.differing(&one), []);
        let connects = CredentialFacts { for_connector: true, ..one.clone() };
        assert_eq!(one.differing(&connects), [CredentialField::Holder]);
        assert_eq!(one.differing(&other), [CredentialField::Login, CredentialField::SecondFactor]);
    }
}
