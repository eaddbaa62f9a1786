//! A client certificate and its key, as a platform hands them over: PKCS#12 with its passphrase (RFC 7292), or PEM. Read whole or
//! refused with why; what comes out is one PEM text, the key first and the chain after it, to be sealed like every secret.
//!
//! Owns the two formats and what a certificate says of itself. Does not own where it is kept, nor whether a key fits its
//! certificate: whoever speaks TLS with it knows that.

use crate::{Secret, stretching};
use p12_keystore::{Pkcs12ImportPolicy, error::Error as P12Error};
use x509_parser::prelude::{FromDer, X509Certificate, X509Version};
use zeroize::Zeroizing;

/// The largest file read: a chain with a long key is a few KiB.
pub const MAX_CERTIFICATE_BYTES: usize = 128 * 1024;
/// The most certificates of a chain.
const MAX_CHAIN: usize = 10;
/// The most rounds a PKCS#12 may ask for before it opens, all layers together: hundreds of times what is usual, and a second or two.
pub const MAX_ROUNDS: u64 = 1_000_000;
/// The most of a name that is kept.
const MAX_NAME_CHARS: usize = 200;
/// How a PKCS#12 begins: a DER sequence whose length takes more than a byte.
const DER_SEQUENCE: u8 = 0x30;
/// What the keys of PEM files are called.
const KEYS: [&str; 3] = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];

/// Why a file is no client certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Larger than any.
    #[error("the file is too large")]
    TooLarge,
    /// Neither PKCS#12 nor PEM.
    #[error("the file is neither PKCS#12 nor PEM")]
    NotOne,
    /// PKCS#12 that its passphrase does not open.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// PKCS#12 that asks for more rounds than [`MAX_ROUNDS`] before it opens.
    #[error("it takes too long to open")]
    TooLaborious,
    /// A way of ciphering that is not read.
    #[error("the way it is ciphered is not read")]
    Unsupported,
    /// The first two versions of X.509, which no connection of today takes.
    #[error("the certificate is of a version that is no longer taken")]
    OldVersion,
    /// A certificate without its key.
    #[error("the key is not in the file")]
    NoKey,
    /// A key without its certificate.
    #[error("no certificate is in the file")]
    NoCertificate,
    /// A PEM key under a passphrase of its own.
    #[error("the key is under a passphrase of its own")]
    KeyCiphered,
    /// Several keys: it is not known which is meant.
    #[error("several keys are in the file")]
    SeveralKeys,
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSays {
    /// Whose it is: « CN=cabinet-12, O=Optique des Tilleuls ».
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number, in hex.
    pub serial: String,
    /// From when it holds, in seconds since 1970.
    pub not_before: i64,
    /// Until when, in seconds since 1970.
    pub not_after: i64,
}

/// A certificate with its key.
#[derive(Debug)]
pub struct ClientCertificate {
    /// What it says of itself.
    pub says: CertificateSays,
    /// PEM: the key, the certificate, and those that issued it.
    pub pem: Secret,
}

/// Reads a file. `passphrase` opens a PKCS#12; a PEM has none.
pub fn read_certificate(bytes: &[u8], passphrase: &str) -> Result<ClientCertificate, CertificateError> {
    if bytes.len() > MAX_CERTIFICATE_BYTES {
        return Err(CertificateError::TooLarge);
    }
    match bytes.first() {
        // A certificate as it is published begins the same way, and has no key.
        Some(&DER_SEQUENCE) if says(bytes).is_some() => Err(CertificateError::NoKey),
        Some(&DER_SEQUENCE) => pkcs12(bytes, passphrase),
        _ => pem_text(bytes),
    }
}

/// What one certificate says of itself; none for what is no certificate.
fn says(der: &[u8]) -> Option<CertificateSays> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let name = |text: String| -> String { text.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect() };
    let validity = certificate.validity();
    Some(CertificateSays {
        subject: name(certificate.subject().to_string()),
        issuer: name(certificate.issuer().to_string()),
        serial: name(certificate.raw_serial_as_string()),
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
    })
}

fn pkcs12(bytes: &[u8], passphrase: &str) -> Result<ClientCertificate, CertificateError> {
    if stretching::rounds(bytes) > MAX_ROUNDS {
        return Err(CertificateError::TooLaborious);
    }
    let store = p12_keystore::KeyStore::from_pkcs12(bytes, passphrase, Pkcs12ImportPolicy::Relaxed)
        .map_err(|error| refused(&error))?;
    let mut chains = store.entries().filter_map(|(_, entry)| match entry {
        p12_keystore::KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
        _ => None,
    });
    let chain = chains.next().ok_or(CertificateError::NoKey)?;
    if chains.next().is_some() {
        return Err(CertificateError::SeveralKeys);
    }
    let certificates: Vec<&[u8]> = chain.certs().iter().map(p12_keystore::Certificate::as_der).collect();
    made(("PRIVATE KEY", chain.key().as_der()), &certificates)
}

/// What could not be opened is said to be its passphrase's fault: the format tells no more.
fn refused(error: &P12Error) -> CertificateError {
    match error {
        P12Error::InvalidParameters => CertificateError::TooLaborious,
        P12Error::UnsupportedMacAlgorithm | P12Error::UnsupportedEncryptionScheme => CertificateError::Unsupported,
        P12Error::DerError(_) | P12Error::InvalidVersion | P12Error::UnsupportedContentType => CertificateError::NotOne,
        _ => CertificateError::WrongPassphrase,
    }
}

fn pem_text(bytes: &[u8]) -> Result<ClientCertificate, CertificateError> {
    let sections = pem::parse_many(bytes).map_err(|_| CertificateError::NotOne)?;
    if sections.is_empty() {
        return Err(CertificateError::NotOne);
    }
    let ciphered = sections.iter().any(|it| it.headers().get("Proc-Type").is_some_and(|it| it.contains("ENCRYPTED")));
    // What was read of the key goes with this.
    let sections: Vec<(String, Zeroizing<Vec<u8>>)> = sections
        .into_iter()
        .map(|section| (section.tag().to_owned(), Zeroizing::new(section.into_contents())))
        .collect();
    if ciphered || sections.iter().any(|(tag, _)| tag == "ENCRYPTED PRIVATE KEY") {
        return Err(CertificateError::KeyCiphered);
    }
    let mut keys = sections.iter().filter(|(tag, _)| KEYS.contains(&tag.as_str()));
    let certificates: Vec<&[u8]> =
        sections.iter().filter(|(tag, _)| tag == "CERTIFICATE").map(|(_, der)| der.as_slice()).collect();
    match (keys.next(), keys.next()) {
        (None, _) => Err(CertificateError::NoKey),
        (Some(_), Some(_)) => Err(CertificateError::SeveralKeys),
        (Some((tag, key)), None) => made((tag, key), &certificates),
    }
}

fn made((tag, key): (&str, &[u8]), chain: &[&[u8]]) -> Result<ClientCertificate, CertificateError> {
    let first = chain.first().ok_or(CertificateError::NoCertificate)?;
    if chain.len() > MAX_CHAIN {
        return Err(CertificateError::TooLarge);
    }
    // Each of the chain is one: a platform would refuse it later, and nobody would know why.
    let mut read = chain.iter().map(|der| says(der).ok_or(CertificateError::NotOne));
    if X509Certificate::from_der(first).is_ok_and(|(_, it)| it.version() != X509Version::V3) {
        return Err(CertificateError::OldVersion);
    }
    let says = read.next().unwrap_or(Err(CertificateError::NoCertificate))?;
    for other in read {
        other?;
    }
    let mut text = Zeroizing::new(String::with_capacity(4 * (key.len() + first.len()) + 256));
    let section = |tag: &str, der: &[u8]| Zeroizing::new(pem::encode(&pem::Pem::new(tag, der)));
    text.push_str(&section(tag, key));
    for der in chain {
        text.push_str(&section("CERTIFICATE", der));
    }
    Ok(ClientCertificate { says, pem: Secret::new(text.as_bytes().to_vec()) })
}
