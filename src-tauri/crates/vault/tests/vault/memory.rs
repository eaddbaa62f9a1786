//! Keys and secrets are gone from memory once dropped, seen by reading the process's own memory.

use std::fs::File;
use std::os::unix::fs::FileExt;

use relais_vault::{Key256, Secret};

const LENGTH: usize = 512;
/// What an allocator writes for itself at the start of a freed block.
const ALLOCATOR: usize = 16;
const PATTERN: u8 = 0xA7;

fn pattern_left_at(memory: &File, address: u64) -> usize {
    let mut found = [0; LENGTH];
    memory.read_exact_at(&mut found, address).unwrap();
    found[ALLOCATOR..].iter().filter(|byte| **byte == PATTERN).count()
}

#[test]
fn a_dropped_secret_leaves_nothing() {
    let memory = File::open("/proc/self/mem").unwrap();

    // Plain bytes stay behind: without this the test below would pass on anything.
    let plain = vec![PATTERN; LENGTH];
    let address = plain.as_ptr() as u64;
    drop(plain);
    assert!(pattern_left_at(&memory, address) > LENGTH / 2);

    let secret = Secret::new(vec![PATTERN; LENGTH]);
    let address = secret.expose().as_ptr() as u64;
    assert_eq!(pattern_left_at(&memory, address), LENGTH - ALLOCATOR);
    drop(secret);
    assert_eq!(pattern_left_at(&memory, address), 0);
}

#[test]
fn a_dropped_key_leaves_nothing() {
    let memory = File::open("/proc/self/mem").unwrap();
    let read = |address| {
        let mut found = [0; Key256::LENGTH];
        memory.read_exact_at(&mut found, address).unwrap();
        found
    };
    let key = Key256::from_bytes(&[PATTERN; Key256::LENGTH]);
    let address = key.expose().as_ptr() as u64;
    assert_eq!(read(address), [PATTERN; Key256::LENGTH]);
    drop(key);
    assert_eq!(read(address)[ALLOCATOR..], [0; Key256::LENGTH - ALLOCATOR]);
}
