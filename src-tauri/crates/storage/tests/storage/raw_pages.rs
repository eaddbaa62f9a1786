//! The database as whoever holds its raw key sees it: every page deciphered one by one, free pages and the log's frames included,
//! without asking SQLite what is in them.

use aes::{
    Aes256,
    cipher::{BlockCipherDecrypt, KeyInit},
};
use std::{fs, path::Path};

const PAGE: usize = 4096;
/// SQLCipher keeps at the end of each page its initialisation vector, 16 bytes, and its seal, 64.
const RESERVED: usize = 80;
/// The first page begins with the salt, in clear.
const SALT: usize = 16;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Every page of a database's file, then of every frame of its log, as they are in clear.
pub(crate) fn clear_pages(database: &Path, key: &[u8; 32]) -> Vec<Vec<u8>> {
    let bytes = fs::read(database).unwrap();
    assert_eq!(bytes.len() % PAGE, 0);
    let numbered = bytes.chunks(PAGE).enumerate().map(|(at, page)| (at == 0, page.to_vec()));
    let mut pages: Vec<(bool, Vec<u8>)> = numbered.collect();
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let log = fs::read(Path::new(&log)).unwrap_or_default();
    for frame in log.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + PAGE) {
        let number = u32::from_be_bytes(frame[..4].try_into().unwrap());
        pages.push((number == 1, frame[FRAME_HEADER..].to_vec()));
    }
    pages.iter().map(|(first, page)| clear(page, if *first { SALT } else { 0 }, key)).collect()
}

/// AES-256-CBC, block by block.
fn clear(page: &[u8], from: usize, key: &[u8; 32]) -> Vec<u8> {
    let cipher = Aes256::new(&(*key).into());
    let end = PAGE - RESERVED;
    let mut before: [u8; 16] = page[end..end + 16].try_into().unwrap();
    let mut text = Vec::with_capacity(end);
    for chunk in page[from..end].chunks_exact(16) {
        let ciphered: [u8; 16] = chunk.try_into().unwrap();
        let mut block = ciphered.into();
        cipher.decrypt_block(&mut block);
        text.extend(block.iter().zip(before).map(|(byte, before)| byte ^ before));
        before = ciphered;
    }
    text
}

/// Those of these texts that some page holds. What goes over from one page to the next is looked for in parts.
pub(crate) fn held<'t>(pages: &[Vec<u8>], texts: &[&'t str]) -> Vec<&'t str> {
    let holds = |page: &Vec<u8>, text: &str| page.windows(text.len()).any(|window| window == text.as_bytes());
    texts.iter().copied().filter(|text| pages.iter().any(|page| holds(page, text))).collect()
}
