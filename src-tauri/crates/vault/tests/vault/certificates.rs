//! Client certificates as another program writes them (`openssl pkcs12 -export`, today's ciphers and those of before): read whole with
//! what they say of themselves, refused with why, and never a panic whatever the bytes.

use proptest::prelude::*;
use relais_vault::{CertificateError, MAX_CERTIFICATE_BYTES, read_certificate};
use rstest::rstest;
use std::time::{Duration, Instant};

/// PBES2 with AES-256, as is usual today.
const MODERN: &[u8] = include_bytes!("certificates/modern.p12");
/// RC2 and triple DES with SHA-1, as many platforms still hand out.
const LEGACY: &[u8] = include_bytes!("certificates/legacy.p12");
/// Under an empty passphrase, without the certificate that issued it.
const BARE: &[u8] = include_bytes!("certificates/bare.p12");
/// Without the check of a passphrase, its key stretched by one round: what damages it reaches all that is inside.
const QUICK: &[u8] = include_bytes!("certificates/quick.p12");
/// Nothing of it ciphered.
const PLAIN: &[u8] = include_bytes!("certificates/plain.p12");
/// Five million rounds before its check, its certificate and its key.
const LABORIOUS: &[u8] = include_bytes!("certificates/laborious.p12");
/// The certificate and its key in one PEM.
const PAIR: &str = include_str!("certificates/pair.pem");
/// Of the first version of X.509, as some houses still issue them.
const FIRST_VERSION: &str = include_str!("certificates/first_version.pem");
/// The key under a passphrase of its own, as is usual today.
const CIPHERED: &str = include_str!("certificates/ciphered.pem");
/// The same, as OpenSSL wrote it for long.
const CIPHERED_BEFORE: &str = include_str!("certificates/ciphered_of_before.pem");

fn certificate_alone() -> String {
    let (certificate, _) = PAIR.split_once("-----BEGIN PRIVATE KEY").unwrap();
    certificate.to_owned()
}

fn key_alone() -> String {
    let (_, key) = PAIR.split_once("-----BEGIN PRIVATE KEY").unwrap();
    format!("-----BEGIN PRIVATE KEY{key}")
}

#[rstest]
#[case::modern(MODERN, "mimosa", 2)]
#[case::legacy(LEGACY, "mimosa", 2)]
#[case::without_a_passphrase(BARE, "", 1)]
#[case::without_a_check(QUICK, "", 1)]
#[case::nothing_ciphered(PLAIN, "", 1)]
#[case::pem(PAIR.as_bytes(), "", 1)]
fn a_certificate_is_read_with_its_key(#[case] bytes: &[u8], #[case] passphrase: &str, #[case] chain: usize) {
    let read = read_certificate(bytes, passphrase).unwrap();
    assert_eq!(read.says.subject, "O=Optique des Tilleuls, CN=cabinet-12");
    assert!(read.says.issuer.contains("Autorité de démonstration"), "{}", read.says.issuer);
    assert_eq!(read.says.serial, "0a:12");
    assert!(read.says.not_before < read.says.not_after);
    let pem = std::str::from_utf8(read.pem.expose()).unwrap();
    assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----"));
    assert_eq!(pem.matches("-----BEGIN CERTIFICATE-----").count(), chain);
    assert!(!format!("{read:?}").contains("BEGIN"), "what is shown of it has no key");
}

#[rstest]
#[case::another_passphrase(MODERN, "tulipe", CertificateError::WrongPassphrase)]
#[case::no_passphrase(LEGACY, "", CertificateError::WrongPassphrase)]
#[case::nothing(b"", "", CertificateError::NotOne)]
#[case::a_letter(b"Madame, Monsieur,", "", CertificateError::NotOne)]
#[case::cut_short(&MODERN[..400], "mimosa", CertificateError::NotOne)]
#[case::a_certificate_alone(certificate_alone(), "", CertificateError::NoKey)]
#[case::a_key_alone(key_alone(), "", CertificateError::NoCertificate)]
#[case::two_keys(format!("{PAIR}{}", key_alone()), "", CertificateError::SeveralKeys)]
#[case::a_ciphered_key(CIPHERED, "mimosa", CertificateError::KeyCiphered)]
#[case::a_ciphered_key_of_before(format!("{}{CIPHERED_BEFORE}", certificate_alone()), "", CertificateError::KeyCiphered)]
#[case::a_published_certificate(published(), "", CertificateError::NoKey)]
#[case::of_another_age(FIRST_VERSION, "", CertificateError::OldVersion)]
#[case::no_certificate_inside(PAIR.replace("MII", "AAA"), "", CertificateError::NotOne)]
#[case::too_large(vec![0x30; MAX_CERTIFICATE_BYTES + 1], "", CertificateError::TooLarge)]
fn what_is_no_certificate_says_why(
    #[case] bytes: impl AsRef<[u8]>,
    #[case] passphrase: &str,
    #[case] why: CertificateError,
) {
    assert_eq!(read_certificate(bytes.as_ref(), passphrase).unwrap_err(), why);
}

/// The certificate as it is published, without the letters of PEM.
fn published() -> Vec<u8> {
    pem::parse(certificate_alone()).unwrap().into_contents()
}

/// Who hands over a file says how often its passphrase is stretched: it is refused before the first time.
#[test]
fn a_file_that_would_keep_one_busy_is_refused_at_once() {
    let began = Instant::now();
    for passphrase in ["mimosa", "tulipe", ""] {
        assert_eq!(read_certificate(LABORIOUS, passphrase).unwrap_err(), CertificateError::TooLaborious);
    }
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

proptest! {
    /// Whatever the bytes, they are read or refused.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), passphrase in ".{0,12}") {
        let _ = read_certificate(&bytes, &passphrase);
        let as_der = [&[0x30, 0x82, 0x01, 0x00], bytes.as_slice()].concat();
        let _ = read_certificate(&as_der, &passphrase);
    }

    #[test]
    fn any_pem_is_read_or_refused(body in "[A-Za-z0-9+/=\n]{0,300}", tag in "[A-Z ]{0,20}") {
        let _ = read_certificate(format!("-----BEGIN {tag}-----\n{body}\n-----END {tag}-----\n").as_bytes(), "");
    }

    /// A file damaged on its way: some bytes of it are others.
    #[test]
    fn a_damaged_file_is_read_or_refused(file in prop::sample::select(&[QUICK, PLAIN]), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = file.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_certificate(&bytes, "");
    }
}
