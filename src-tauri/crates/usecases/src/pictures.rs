//! A picture of a side of a paper, of a card or of a cheque: read from a file, sealed under a key of its own, shown again.
//! Whose it is, and when it goes, is for whoever keeps it.

use crate::{
    app::{OpenPractice, blocking},
    contract::{PictureShown, PictureView, Problem},
    whole_file,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use relais_domain::{
    ids::PictureId,
    picture::{Picture, PictureFormat, Pictured, Side},
    refusal::Refusal,
};
use relais_storage::Tx;
use std::{path::Path, sync::Arc};
use zeroize::Zeroizing;

/// Most bytes of a picture: a telephone's photograph, and some margin.
const MAX_PICTURE_BYTES: u64 = 6 * 1024 * 1024;

/// A picture that was read and is not kept yet.
pub(crate) struct Read {
    bytes: Zeroizing<Vec<u8>>,
    format: PictureFormat,
}

/// Reads one from a file; what is no picture, or too large, is refused.
pub(crate) async fn read(path: String) -> Result<Read, Problem> {
    let bytes = blocking(move || bytes(Path::new(&path))).await?;
    let format = PictureFormat::of(&bytes).ok_or_else(|| Problem::field("picture", "not_a_picture"))?;
    Ok(Read { bytes, format })
}

/// The bytes of a file of bearable size.
pub(crate) fn bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let bytes = whole_file::read(path, MAX_PICTURE_BYTES)?;
    if bytes.len() as u64 > MAX_PICTURE_BYTES {
        return Err(Problem::field("picture", "picture_too_large"));
    }
    Ok(bytes)
}

/// Seals it in the place of the one kept before of the same side, whose key is destroyed.
pub(crate) fn seal(
    tx: &mut Tx<'_>,
    read: &Read,
    picture: PictureId,
    (of, side): (Pictured, Side),
    former: Option<&Picture>,
) -> Result<Picture, Problem> {
    if let Some(former) = former {
        tx.erase_picture(former.picture)?;
    }
    let piece = tx.put_picture(picture, (of, side), &read.bytes)?;
    Ok(Picture { side, picture, format: read.format, piece })
}

/// The bytes of a kept picture.
pub(crate) async fn show(
    practice: &Arc<OpenPractice>,
    of: Pictured,
    kept: Option<Picture>,
) -> Result<PictureShown, Problem> {
    let kept = kept.ok_or(Refusal::NothingToErase)?;
    let (practice, format) = (practice.clone(), kept.format);
    let bytes = blocking(move || practice.database.open_picture(of, &kept).map_err(Problem::from)).await?;
    Ok(PictureShown { format, base64: STANDARD.encode(bytes.as_slice()) })
}

/// The pictures that are kept, without their bytes.
pub(crate) fn views<'p>(kept: impl IntoIterator<Item = &'p Picture>) -> Vec<PictureView> {
    let view = |kept: &Picture| PictureView { side: kept.side, picture: kept.picture, bytes: kept.piece.length_bytes };
    kept.into_iter().map(view).collect()
}
