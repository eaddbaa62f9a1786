//! Whose passphrase opens: one wrap of the keys a person, and what proves a PIN.
//!
//! Owns which wrap is whose, and that there is always a first one: the command line and a restore open with it alone. Who may
//! change whose, how often a PIN is tried and what a person may do once inside belong to the use cases. A wrap is not bound to
//! its person: whoever opens one has the keys, and a role is no cryptography.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::aead::{self, NONCE, TAG};
use crate::bundle::KeyBundle;
use crate::kdf::{KdfCost, SALT};
use crate::passphrase::Passphrase;
use crate::secret::random_bytes;
use crate::wrapped::{PassphraseWrap, PersonWrap, WrappedKeys};
use crate::{VaultError, hex};

/// Who a passphrase belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Whoever made the practice.
    Founder,
    /// A person of it.
    Person(Uuid),
}

impl WrappedKeys {
    /// Opens with anybody's passphrase, and says whose it was. Wraps made together share their salt, so that one derivation
    /// tries them all.
    pub fn open_as(&self, passphrase: &Passphrase) -> Result<(KeyBundle, Holder), VaultError> {
        let first = self.first_holder();
        let wraps = [(first, &self.passphrase)].into_iter();
        let wraps = wraps.chain(self.people.iter().map(|person| (Holder::Person(person.user), &person.wrap)));
        let mut derived = None;
        for (holder, wrap) in wraps {
            let key = match derived {
                Some((like, ref key)) if wrap.derives_like(like) => key,
                _ => &derived.insert((wrap, wrap.key(passphrase)?)).1,
            };
            if let Some(bundle) = self.opened_by(wrap, key) {
                return Ok((bundle, holder));
            }
        }
        Err(VaultError::WrongPassphrase)
    }

    /// Whether this is the passphrase of `holder`. A person without one has none that is right.
    pub fn is_passphrase_of(&self, holder: Holder, passphrase: &Passphrase) -> Result<bool, VaultError> {
        match self.wrap_of(holder) {
            Some(wrap) => Ok(self.opened_by(wrap, &wrap.key(passphrase)?).is_some()),
            None => Ok(false),
        }
    }

    /// Whether a passphrase of `holder` opens.
    pub fn has_passphrase_of(&self, holder: Holder) -> bool {
        self.wrap_of(holder).is_some()
    }

    /// Whose the first passphrase is.
    pub fn first_holder(&self) -> Holder {
        self.holder.map_or(Holder::Founder, Holder::Person)
    }

    /// Gives a person a passphrase, in place of the one before; at the cost and the salt of the first.
    pub fn with_passphrase_of(
        mut self,
        holder: Holder,
        bundle: &KeyBundle,
        new: &Passphrase,
    ) -> Result<Self, VaultError> {
        let wrap = PassphraseWrap::salted(
            &self.identity_of(bundle)?,
            bundle,
            new,
            self.passphrase.argon2id,
            self.passphrase.salt,
        )?;
        match holder {
            _ if holder == self.first_holder() => self.passphrase = wrap,
            Holder::Founder => return Err(VaultError::OtherPractice),
            Holder::Person(user) => {
                self.people.retain(|person| person.user != user);
                self.people.push(PersonWrap { user, wrap });
            }
        }
        Ok(self)
    }

    /// A person's passphrase opens no more. The first is replaced before ([`WrappedKeys::led_by`]).
    #[must_use]
    pub fn without(mut self, user: Uuid) -> Self {
        self.people.retain(|person| person.user != user);
        self
    }

    /// Makes a person's passphrase the first; the one that was stays that of `before`. Without a passphrase of `user`, nothing
    /// changes.
    #[must_use]
    pub fn led_by(mut self, user: Uuid, before: Uuid) -> Self {
        if self.holder == Some(user) {
            return self;
        }
        if let Some(place) = self.people.iter().position(|person| person.user == user) {
            let next = self.people.remove(place).wrap;
            let wrap = std::mem::replace(&mut self.passphrase, next);
            self.people.push(PersonWrap { user: self.holder.unwrap_or(before), wrap });
            self.holder = Some(user);
        }
        self
    }

    fn wrap_of(&self, holder: Holder) -> Option<&PassphraseWrap> {
        match holder {
            _ if holder == self.first_holder() => Some(&self.passphrase),
            Holder::Person(user) => self.people.iter().find(|person| person.user == user).map(|person| &person.wrap),
            Holder::Founder => None,
        }
    }
}

/// What proves a PIN: kept in the encrypted database alone, since ten thousand tries find any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PinProof {
    argon2id: KdfCost,
    #[serde(with = "hex")]
    salt: [u8; SALT],
    #[serde(with = "hex")]
    nonce: [u8; NONCE],
    #[serde(with = "hex")]
    sealed: [u8; PIN_SEALED],
}

/// What is sealed says nothing: that it opens is the proof.
const PIN_MARK: &[u8; 3] = b"pin";
const PIN_SEALED: usize = PIN_MARK.len() + TAG;

impl PinProof {
    /// The proof of a PIN of `user`.
    pub fn of(user: Uuid, pin: &Passphrase, argon2id: KdfCost) -> Result<Self, VaultError> {
        let salt = random_bytes::<SALT>()?;
        let key = argon2id.derive(pin, &salt)?;
        let (nonce, sealed) = aead::seal(&key, &bound_to(user, argon2id, &salt), PIN_MARK)?;
        Ok(Self { argon2id, salt, nonce, sealed: sealed.try_into().map_err(|_| VaultError::TooLong)? })
    }

    /// Whether it is the PIN of `user`.
    pub fn proves(&self, user: Uuid, pin: &Passphrase) -> Result<bool, VaultError> {
        let key = self.argon2id.derive(pin, &self.salt)?;
        Ok(aead::open(&key, &self.nonce, &bound_to(user, self.argon2id, &self.salt), &self.sealed).is_ok())
    }
}

fn bound_to(user: Uuid, argon2id: KdfCost, salt: &[u8; SALT]) -> Vec<u8> {
    aead::binding(&[b"relais pin", user.as_bytes(), &argon2id.to_bytes(), salt])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::RecoveryKey;

    const PRACTICE: Uuid = Uuid::from_u128(1);
    const FOUNDER: Uuid = Uuid::from_u128(2);
    const LEA: Uuid = Uuid::from_u128(3);
    const COST: KdfCost = KdfCost::INSECURE_FOR_TESTS;

    fn typed(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).unwrap()
    }

    fn shop() -> (KeyBundle, WrappedKeys) {
        let bundle = KeyBundle::generate().unwrap();
        let recovery = RecoveryKey::generate().unwrap();
        let wrapped = WrappedKeys::wrap(PRACTICE, &bundle, &typed("celle de Claire"), COST, &recovery).unwrap();
        (bundle, wrapped)
    }

    fn opens(wrapped: &WrappedKeys, text: &str) -> Option<Holder> {
        wrapped.open_as(&typed(text)).ok().map(|(_, holder)| holder)
    }

    #[test]
    fn each_passphrase_says_whose_it_is() {
        let (bundle, wrapped) = shop();
        assert!(wrapped.to_json().contains("\"format_version\": 1"));
        let wrapped = wrapped.with_passphrase_of(Holder::Person(LEA), &bundle, &typed("celle de Léa")).unwrap();
        let wrapped = WrappedKeys::from_json(&wrapped.to_json()).unwrap();
        assert!(wrapped.to_json().contains("\"format_version\": 2"));
        assert_eq!(opens(&wrapped, "celle de Claire"), Some(Holder::Founder));
        assert_eq!(opens(&wrapped, "celle de Léa"), Some(Holder::Person(LEA)));
        assert_eq!(opens(&wrapped, "une autre"), None);
        assert!(wrapped.is_passphrase_of(Holder::Person(LEA), &typed("celle de Léa")).unwrap());
        assert!(!wrapped.is_passphrase_of(Holder::Founder, &typed("celle de Léa")).unwrap());
        assert_eq!(opens(&wrapped.without(LEA), "celle de Léa"), None);
    }

    #[test]
    fn a_new_cost_of_the_first_leaves_the_others() {
        let (bundle, wrapped) = shop();
        let wrapped = wrapped.with_passphrase_of(Holder::Person(LEA), &bundle, &typed("celle de Léa")).unwrap();
        let wrapped = wrapped.with_passphrase(&bundle, &typed("une nouvelle"), COST).unwrap();
        assert_eq!(opens(&wrapped, "une nouvelle"), Some(Holder::Founder));
        assert_eq!(opens(&wrapped, "celle de Léa"), Some(Holder::Person(LEA)));
        assert_eq!(opens(&wrapped, "celle de Claire"), None);
    }

    #[test]
    fn the_first_goes_to_another_and_the_one_before_can_go() {
        let (bundle, wrapped) = shop();
        let wrapped = wrapped.with_passphrase_of(Holder::Person(LEA), &bundle, &typed("celle de Léa")).unwrap();
        let led = wrapped.led_by(LEA, FOUNDER);
        assert_eq!(opens(&led, "celle de Claire"), Some(Holder::Person(FOUNDER)));
        assert_eq!(led.first_holder(), Holder::Person(LEA));
        let alone = led.without(FOUNDER);
        assert_eq!(opens(&alone, "celle de Claire"), None);
        assert_eq!(opens(&alone, "celle de Léa"), Some(Holder::Person(LEA)));
        assert!(alone.open_with_passphrase(&typed("celle de Léa")).is_ok());
    }

    #[test]
    fn a_pin_is_proved_for_its_user_alone() {
        let proof = PinProof::of(LEA, &typed("2580"), COST).unwrap();
        let kept: PinProof = serde_json::from_str(&serde_json::to_string(&proof).unwrap()).unwrap();
        assert!(kept.proves(LEA, &typed("2580")).unwrap());
        assert!(!kept.proves(LEA, &typed("2581")).unwrap());
        assert!(!kept.proves(FOUNDER, &typed("2580")).unwrap());
    }
}
