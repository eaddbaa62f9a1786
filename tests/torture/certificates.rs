//! Arbitrary files of client certificates: what OpenSSL writes, wounded. Two hundred thousand by default and as many as the time allows;
//! none may panic, none may keep the import busy, and what is kept is never more than a few times the bytes that came.

use std::time::{Duration, Instant};

use relais_platforms::connector::is_identity;
use relais_vault::read_certificate;

use crate::inputs::{resident_kib, wounded};
use crate::{Chance, deadline};

/// Inputs given at least, whatever the time.
const INPUTS: u64 = 200_000;
/// One in so many of those that are read goes on to whoever speaks TLS with it.
const SPOKEN_WITH: u64 = 50;
/// Memory that may be held beyond what was held at the start, in KiB.
const MOST_KIB: u64 = 256 * 1024;
/// The longest one file may take, with all the rounds it may ask for and a machine that has other things to do.
const LONGEST: Duration = Duration::from_secs(10);

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../src-tauri/crates/vault/tests/vault/certificates/", $name))
    };
}

/// Those whose damage reaches what is inside: stretched by one round and without the check of a passphrase, not ciphered at all, PEM.
const FILES: [&[u8]; 4] = [file!("quick.p12"), file!("plain.p12"), file!("pair.pem"), file!("ciphered.pem")];

#[test]
fn no_certificate_makes_the_reading_panic_hold_on_to_memory_or_take_long() {
    let mut chance = Chance::seeded(0x0ce7_0075);
    let before = resident_kib();
    let (until, mut given, mut taken, mut spoken, mut longest) = (deadline(), 0u64, 0u64, 0u64, Duration::ZERO);
    while given < INPUTS || Instant::now() < until {
        let file = FILES[usize::try_from(chance.below(FILES.len() as u64)).unwrap()];
        let bytes = wounded(file, &mut chance);
        let began = Instant::now();
        let read = read_certificate(&bytes, "");
        longest = longest.max(began.elapsed());
        if let Ok(read) = read {
            let kept = read.pem.expose().len();
            assert!(kept <= bytes.len() * 3 + 256, "{kept} kept of {}", bytes.len());
            if taken.is_multiple_of(SPOKEN_WITH) {
                spoken += u64::from(is_identity(read.pem.expose()));
            }
            taken += 1;
        }
        given += 1;
    }
    let held = resident_kib().saturating_sub(before);
    eprintln!("torture: {given} certificates, {taken} of them read, the longest in {longest:?}, {held} KiB more held");
    assert!(taken > 0 && taken < given && spoken > 0);
    assert!(longest < LONGEST, "one took {longest:?}");
    assert!(held < MOST_KIB, "{held} KiB more than at the start");
}
