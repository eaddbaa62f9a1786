//! The client certificate of an account: taken from a file with its key (PKCS#12 or PEM), sealed in the vault like its secrets, and
//! spoken of before it ends. Of it only what it says of itself lies beside: whose it is, who issued it, until when it holds.

use super::{allowed, append, items, listing, reconnect, usable};
use crate::{
    app::{App, blocking},
    call::Call,
    contract::{
        CertificateFault, CertificatePut, CredentialRef, CredentialView, EndingCertificate, EndingCertificates,
        Nothing, Problem, PutCertificateRequest,
    },
    whole_file,
};
use jiff::Timestamp;
use relais_domain::credential::{self, CertificateFacts, CredentialField};
use relais_platforms::connector::is_identity;
use relais_storage::SealedPart;
use relais_vault::{CertificateError, ClientCertificate, MAX_CERTIFICATE_BYTES, read_certificate};
use std::path::Path;

/// Takes a certificate and its key from a file, in the place of the one there was.
pub async fn put_certificate(app: &App, call: Call, request: PutCertificateRequest) -> Result<CertificatePut, Problem> {
    let practice = app.practice()?;
    let PutCertificateRequest { credential: id, path, passphrase } = request;
    let row = allowed(&practice, id).await?;
    let keyed = practice.clone();
    let sealed = blocking(move || {
        let bytes = whole_file::read(Path::new(&path), MAX_CERTIFICATE_BYTES as u64)?;
        let read = match read_whole(&bytes, passphrase.text()) {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let facts = facts_of(&read)?;
        let sealed = items::seal(&keyed.vault_key()?, id, (SealedPart::ClientKey, 0), &read.pem)?;
        Ok(Ok((facts, sealed)))
    })
    .await?;
    let (certificate, sealed) = match sealed {
        Ok(read) => read,
        Err(why) => return Ok(CertificatePut::Refused { why }),
    };
    let asked = ("credential.put_certificate", id, certificate.clone());
    practice
        .command(call, &asked, move |tx, context| {
            let mut facts = usable(tx, context, id)?.facts;
            facts.certificate = Some(certificate);
            append(tx, id, |state| credential::edit(state, vec![CredentialField::ClientKey]))?;
            tx.put_credential(id, &facts)?;
            Ok(tx.put_sealed(id, SealedPart::ClientKey, 0, &sealed)?)
        })
        .await?;
    reconnect(app, &practice, [Some(&row.facts), None]).await?;
    Ok(CertificatePut::Put { view: Box::new(listing::one(&practice, id).await?) })
}

/// Takes the certificate out, with its key.
pub async fn drop_certificate(app: &App, call: Call, request: CredentialRef) -> Result<CredentialView, Problem> {
    let practice = app.practice()?;
    let id = request.credential;
    let row = allowed(&practice, id).await?;
    practice
        .command(call, &("credential.drop_certificate", id), move |tx, context| {
            let mut row = usable(tx, context, id)?;
            if !row.parts.contains(&SealedPart::ClientKey) {
                return Ok(());
            }
            row.facts.certificate = None;
            append(tx, id, |state| credential::edit(state, vec![CredentialField::ClientKey]))?;
            tx.put_credential(id, &row.facts)?;
            Ok(tx.drop_sealed(id, SealedPart::ClientKey, 1)?)
        })
        .await?;
    reconnect(app, &practice, [Some(&row.facts), None]).await?;
    listing::one(&practice, id).await
}

/// The certificates that end within sixty days, or have ended, of the accounts whoever is at work may use.
pub async fn ending(app: &App, _call: Call, _request: Nothing) -> Result<EndingCertificates, Problem> {
    let rows = listing::show(&app.practice()?).await?.rows.into_iter();
    let mut rows: Vec<EndingCertificate> = rows
        .filter_map(|item| {
            let certificate = item.certificate?;
            let end = certificate.end?;
            let (not_after, days_left) = (certificate.not_after, certificate.days_left);
            Some(EndingCertificate { credential: item.credential, label: item.label, end, not_after, days_left })
        })
        .collect();
    rows.sort_by_key(|row| row.not_after);
    Ok(EndingCertificates { rows })
}

/// Reads the file, and makes sure that one can speak TLS with what is in it.
pub(crate) fn read_whole(bytes: &[u8], passphrase: &str) -> Result<ClientCertificate, CertificateFault> {
    let read = read_certificate(bytes, passphrase).map_err(|error| match error {
        CertificateError::TooLarge => CertificateFault::TooLarge,
        CertificateError::NotOne => CertificateFault::NotOne,
        CertificateError::WrongPassphrase => CertificateFault::WrongPassphrase,
        CertificateError::TooLaborious => CertificateFault::TooLaborious,
        CertificateError::Unsupported => CertificateFault::Unsupported,
        CertificateError::OldVersion => CertificateFault::OldVersion,
        CertificateError::NoKey => CertificateFault::NoKey,
        CertificateError::NoCertificate => CertificateFault::NoCertificate,
        CertificateError::KeyCiphered => CertificateFault::KeyCiphered,
        CertificateError::SeveralKeys => CertificateFault::SeveralKeys,
    })?;
    if is_identity(read.pem.expose()) { Ok(read) } else { Err(CertificateFault::KeyDiffers) }
}

/// What it says of itself, as it is kept.
pub(crate) fn facts_of(read: &ClientCertificate) -> Result<CertificateFacts, Problem> {
    let at = |seconds: i64| Timestamp::from_second(seconds).map_err(Problem::internal);
    let says = read.says.clone();
    Ok(CertificateFacts {
        not_before: at(says.not_before)?,
        not_after: at(says.not_after)?,
        subject: says.subject,
        issuer: says.issuer,
        serial: says.serial,
    })
}
