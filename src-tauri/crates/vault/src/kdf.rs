//! From a passphrase or a recovery key to the key that wraps: Argon2id for what a person chose, HMAC for what is random.
//!
//! The cost is measured on the computer that creates the practice and written in the key file, bounded on reading so that
//! a forged file cannot ask for all the memory. Floors: OWASP ASVS 5.0, appendix on passwords (46 MiB, one pass, one lane).

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::VaultError;
use crate::bundle::keyed_hash;
use crate::passphrase::Passphrase;
use crate::recovery::RecoveryKey;
use crate::secret::Key256;

/// Bytes of salt, as RFC 9106 recommends.
pub(crate) const SALT: usize = 16;
/// ASVS floor at one pass.
const FLOOR_MEMORY_KIB: u32 = 46 * 1024;
/// Memory used whenever one pass of it fits the time aimed at.
const USUAL_MEMORY_KIB: u32 = 64 * 1024;
/// A shop's PC has 4 GiB: a file that asks for more than a quarter of it is not one of ours.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
/// At 64 MiB, over half a minute on the slowest PC seen.
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 4;

/// What one derivation costs, in Argon2's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfCost {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl KdfCost {
    /// The least that ASVS 5 allows: 46 MiB, one pass, one lane.
    pub const FLOOR: KdfCost = KdfCost { memory_kib: FLOOR_MEMORY_KIB, passes: 1, lanes: 1 };
    /// Far below any floor. For tests, where the derivation is not what is tested.
    pub const INSECURE_FOR_TESTS: KdfCost = KdfCost { memory_kib: 8, passes: 1, lanes: 1 };
    /// The time of one opening by passphrase that [`KdfCost::calibrate`] should be given.
    pub const USUAL_TARGET: Duration = Duration::from_secs(1);

    /// Measures this computer and gives the cost that takes about `target` on it, never below [`KdfCost::FLOOR`].
    ///
    /// Takes about `target` itself at worst; call it from a thread that may wait.
    pub fn calibrate(target: Duration) -> Result<Self, VaultError> {
        let one_pass = KdfCost { memory_kib: USUAL_MEMORY_KIB, passes: 1, lanes: 1 };
        let started = Instant::now();
        one_pass.stretch(b"calibration", &[0; SALT])?;
        Ok(Self::fitting(target, started.elapsed()))
    }

    /// The cost for `target`, given how long one pass over the usual memory takes.
    fn fitting(target: Duration, one_pass: Duration) -> Self {
        let passes = target.as_micros() / one_pass.as_micros().max(1);
        match u32::try_from(passes).unwrap_or(MOST_PASSES).min(MOST_PASSES) {
            0 => Self::FLOOR,
            passes => KdfCost { memory_kib: USUAL_MEMORY_KIB, passes, lanes: 1 },
        }
    }

    /// The parameters as bytes, for the binding of what they wrap.
    pub(crate) fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        for (place, value) in bytes.chunks_mut(4).zip([self.memory_kib, self.passes, self.lanes]) {
            place.copy_from_slice(&value.to_be_bytes());
        }
        bytes
    }

    /// The wrapping key of a passphrase.
    pub(crate) fn derive(self, passphrase: &Passphrase, salt: &[u8; SALT]) -> Result<Key256, VaultError> {
        self.stretch(passphrase.as_bytes(), salt)
    }

    /// Thirty-two bytes out of a password, at this cost and within the bounds of this program.
    pub(crate) fn stretch(self, password: &[u8], salt: &[u8]) -> Result<Key256, VaultError> {
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(VaultError::DerivationRefused);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(Key256::LENGTH))
            .map_err(|_| VaultError::DerivationRefused)?;
        let mut memory = blocks(params.block_count())?;
        let mut key = Zeroizing::new([0; Key256::LENGTH]);
        let outcome = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
            password,
            salt,
            key.as_mut_slice(),
            memory.as_mut_slice(),
        );
        memory.iter_mut().for_each(Zeroize::zeroize);
        outcome.map_err(|_| VaultError::DerivationRefused)?;
        Key256::from_slice(key.as_slice()).ok_or(VaultError::DerivationRefused)
    }
}

/// Working memory, asked for so that a system that has none left refuses instead of ending the program.
fn blocks(count: usize) -> Result<Vec<Block>, VaultError> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(count).map_err(|_| VaultError::DerivationRefused)?;
    memory.resize(count, Block::default());
    Ok(memory)
}

/// The wrapping key of a recovery key: 160 random bits need no stretching, only a key of their own for this use.
pub(crate) fn derive_from_recovery(recovery_key: &RecoveryKey, salt: &[u8; SALT]) -> Option<Key256> {
    Key256::from_slice(keyed_hash(recovery_key.expose(), &[b"relais recovery wrap", salt]).as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// RFC 9106 gives its vector with a secret and associated data, which are not used here: this one is the reference
    /// implementation's own test (password, somesalt, t=2, m=64 MiB, p=1).
    #[test]
    fn the_reference_vector_holds() {
        let params = Params::new(64 * 1024, 2, 1, Some(32)).unwrap();
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(b"password", b"somesalt", &mut key)
            .unwrap();
        assert_eq!(crate::hex::encode(&key), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    #[test]
    fn our_way_through_the_library_gives_its_result() {
        let (salt, cost) = ([7; SALT], KdfCost { memory_kib: 256, passes: 3, lanes: 1 });
        let mut expected = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(256, 3, 1, Some(32)).unwrap())
            .hash_password_into("éléphant".as_bytes(), &salt, &mut expected)
            .unwrap();
        let passphrase = Passphrase::new("éléphant".to_owned()).unwrap();
        assert_eq!(cost.derive(&passphrase, &salt).unwrap().expose(), &expected);
    }

    #[rstest]
    #[case::usual_pc(1_000, 100, 10)]
    #[case::fast_pc(1_000, 1, MOST_PASSES)]
    #[case::unmeasurably_fast(1_000, 0, MOST_PASSES)]
    #[case::exactly_one(1_000, 1_000, 1)]
    fn passes_fill_the_time(#[case] target_ms: u64, #[case] one_pass_ms: u64, #[case] passes: u32) {
        let cost = KdfCost::fitting(Duration::from_millis(target_ms), Duration::from_millis(one_pass_ms));
        assert_eq!(cost, KdfCost { memory_kib: USUAL_MEMORY_KIB, passes, lanes: 1 });
    }

    #[test]
    fn a_slow_pc_gets_the_floor_never_less() {
        assert_eq!(KdfCost::fitting(Duration::from_secs(1), Duration::from_secs(3)), KdfCost::FLOOR);
    }

    #[test]
    fn calibration_on_this_computer_is_at_least_the_floor() {
        let cost = KdfCost::calibrate(Duration::from_millis(1)).unwrap();
        assert!(cost.memory_kib >= FLOOR_MEMORY_KIB && cost.passes >= 1);
    }

    #[rstest]
    #[case::memory(KdfCost { memory_kib: u32::MAX, passes: 1, lanes: 1 })]
    #[case::passes(KdfCost { memory_kib: 8, passes: u32::MAX, lanes: 1 })]
    #[case::lanes(KdfCost { memory_kib: 64, passes: 1, lanes: 8 })]
    #[case::too_little(KdfCost { memory_kib: 0, passes: 1, lanes: 1 })]
    #[case::no_pass(KdfCost { memory_kib: 8, passes: 0, lanes: 1 })]
    fn a_forged_cost_is_refused_before_it_runs(#[case] cost: KdfCost) {
        assert_eq!(cost.stretch(b"x", &[0; SALT]), Err(VaultError::DerivationRefused));
    }
}
