//! Sealed items of an account, opened and sealed one by one: bound to the account, to what they are and to their number, so that
//! the bytes of one open nowhere else.

use crate::contract::{Problem, SeedInput, TypedSecret};
use relais_domain::ids::CredentialId;
use relais_pictures::{NoText, NotAPicture, read_qr};
use relais_storage::{SealedPart, rows::SealedRow};
use relais_vault::{Key256, SealedItem, Secret, TotpError, TotpSeed, open_item, seal_item};
use std::path::Path;

/// Longest secret: a bearer token may be as long as that.
const MOST_SECRET_CHARS: usize = 4_000;
/// Longest notes.
const MOST_NOTES_CHARS: usize = 4_000;
/// Largest picture of a seed: a photograph of a screen.
const MOST_PICTURE_BYTES: u64 = 6 * 1024 * 1024;

/// What one item is sealed as.
fn purpose(part: SealedPart, number: u32) -> String {
    let word = match part {
        SealedPart::Secret => "secret",
        SealedPart::Seed => "seed",
        SealedPart::Notes => "notes",
        SealedPart::ClientKey => "client key",
    };
    format!("credential {word}/{number}")
}

pub(crate) fn seal(
    key: &Key256,
    credential: CredentialId,
    (part, number): (SealedPart, u32),
    secret: &Secret,
) -> Result<Vec<u8>, Problem> {
    let sealed = seal_item(key, credential.0, &purpose(part, number), secret).map_err(Problem::internal)?;
    Ok(sealed.into_bytes())
}

pub(crate) fn open(key: &Key256, row: &SealedRow) -> Result<Secret, Problem> {
    let item = SealedItem::from_bytes(row.sealed.clone()).map_err(Problem::internal)?;
    open_item(key, row.credential.0, &purpose(row.part, row.number), &item).map_err(Problem::internal)
}

/// A typed secret that may be sealed.
pub(super) fn checked_secret(typed: &TypedSecret, may_be_empty: bool) -> Result<Secret, Problem> {
    let text = typed.text();
    if text.is_empty() && !may_be_empty {
        return Err(Problem::field("secret", "empty"));
    }
    if text.chars().count() > MOST_SECRET_CHARS {
        return Err(Problem::field("secret", "too_long"));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::field("secret", "character"));
    }
    Ok(typed.secret().clone())
}

/// Typed notes; none when nothing was typed.
pub(super) fn checked_notes(typed: &TypedSecret) -> Result<Option<Secret>, Problem> {
    let text = typed.text();
    if text.chars().count() > MOST_NOTES_CHARS {
        return Err(Problem::field("notes", "too_long"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Problem::field("notes", "character"));
    }
    Ok(if text.trim().is_empty() { None } else { Some(typed.secret().clone()) })
}

/// A seed as it is sealed; none when nothing was given. Blocking when a picture is read.
pub(super) fn checked_seed(given: &SeedInput) -> Result<Option<Secret>, Problem> {
    let seed = match &given.picture {
        Some(path) => {
            let bytes = crate::whole_file::read(Path::new(path), MOST_PICTURE_BYTES)?;
            if bytes.len() as u64 > MOST_PICTURE_BYTES {
                return Err(Problem::field("seed", "picture_too_large"));
            }
            let text = read_qr(&bytes).map_err(|why| match why {
                NoText::NotFound => Problem::field("seed", "no_qr"),
                NoText::NotAPicture(NotAPicture::TooLarge) => Problem::field("seed", "picture_too_large"),
                NoText::NotAPicture(_) => Problem::field("seed", "not_a_qr_picture"),
            })?;
            TypedSecret::from(text)
        }
        None => given.typed.clone(),
    };
    if seed.text().trim().is_empty() {
        return Ok(None);
    }
    let read = TotpSeed::parse(seed.text()).map_err(|error| {
        let reason = match error {
            TotpError::NotBase32 => "not_base32",
            TotpError::Length => "seed_length",
            TotpError::NotByTime => "not_by_time",
        };
        Problem::field("seed", reason)
    })?;
    Ok(Some(read.to_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn row(credential: u128, part: SealedPart, number: u32, sealed: Vec<u8>) -> SealedRow {
        let set_at = jiff::Timestamp::UNIX_EPOCH;
        SealedRow { credential: CredentialId(Uuid::from_u128(credential)), part, number, sealed, set_at }
    }

    #[test]
    fn an_item_opens_as_itself_and_as_no_other() {
        let key = Key256::from_bytes(&[7; 32]);
        let id = CredentialId(Uuid::from_u128(1));
        let sealed = seal(&key, id, (SealedPart::Secret, 2), &Secret::new(b"Tournesol!".to_vec())).unwrap();
        assert_eq!(open(&key, &row(1, SealedPart::Secret, 2, sealed.clone())).unwrap().expose(), b"Tournesol!");
        for other in [
            row(2, SealedPart::Secret, 2, sealed.clone()),
            row(1, SealedPart::Secret, 1, sealed.clone()),
            row(1, SealedPart::Notes, 2, sealed.clone()),
        ] {
            assert!(open(&key, &other).is_err());
        }
        assert!(open(&Key256::from_bytes(&[8; 32]), &row(1, SealedPart::Secret, 2, sealed)).is_err());
    }

    #[rstest]
    #[case::letters("gezd gnbv gy3t qojq", None, Ok(true))]
    #[case::nothing("  ", None, Ok(false))]
    #[case::a_code("123456", None, Err("not_base32"))]
    #[case::counting("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ", None, Err("not_by_time"))]
    #[case::short("GEZD", None, Err("seed_length"))]
    #[case::no_picture("", Some(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")), Err("not_a_qr_picture"))]
    fn seeds(#[case] typed: &str, #[case] picture: Option<&str>, #[case] expected: Result<bool, &str>) {
        let given = SeedInput { typed: typed.to_owned().into(), picture: picture.map(str::to_owned) };
        let found = checked_seed(&given).map(|seed| seed.is_some());
        assert_eq!(
            found.map_err(|problem| problem.params["reason"].as_str().unwrap().to_owned()),
            expected.map_err(str::to_owned)
        );
    }

    #[test]
    fn a_typed_secret_is_never_written_back() {
        let typed = TypedSecret::from("Tournesol!".to_owned());
        assert_eq!(serde_json::to_string(&typed).unwrap(), "\"\"");
        assert_eq!(format!("{typed:?}"), "TypedSecret(redacted)");
    }
}
