//! The text of a datamatrix (ISO/IEC 16022, ECC 200) or of a QR code (ISO/IEC 18004) found in a picture, at several sizes
//! since a photograph is often larger than what its squares need.

use crate::grey::{Grey, NotAPicture};
use rxing::{BarcodeFormat, DecodeHints, helpers::detect_in_luma_with_hints};
use std::panic::{AssertUnwindSafe, catch_unwind};
use thiserror::Error;

/// Longest side that is looked through: beyond, squares are larger than any reader needs.
const MOST_SIDE: usize = 2_400;
/// Shortest side worth a look: the smallest datamatrix has ten squares and its quiet zone.
const LEAST_SIDE: usize = 24;

/// Why no text came.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoText {
    /// The bytes are no picture.
    #[error(transparent)]
    NotAPicture(#[from] NotAPicture),
    /// None of the kind looked for was found in it.
    #[error("no code was found")]
    NotFound,
}

/// Reads the first datamatrix of a picture.
pub fn read_datamatrix(bytes: &[u8]) -> Result<String, NoText> {
    read(bytes, BarcodeFormat::DATA_MATRIX)
}

/// Reads the first QR code of a picture.
pub fn read_qr(bytes: &[u8]) -> Result<String, NoText> {
    read(bytes, BarcodeFormat::QR_CODE)
}

fn read(bytes: &[u8], format: BarcodeFormat) -> Result<String, NoText> {
    let mut grey = Grey::of(bytes)?;
    while grey.width.max(grey.height) > MOST_SIDE {
        grey = grey.halved();
    }
    loop {
        if let Some(text) = found(&grey, format) {
            return Ok(text);
        }
        grey = grey.halved();
        if grey.width.min(grey.height) < LEAST_SIDE {
            return Err(NoText::NotFound);
        }
    }
}

/// What is found at this size; a picture over which the reader stumbles holds nothing.
fn found(grey: &Grey, format: BarcodeFormat) -> Option<String> {
    let (width, height) = (u32::try_from(grey.width).ok()?, u32::try_from(grey.height).ok()?);
    let looking = || {
        let mut hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        detect_in_luma_with_hints(grey.pixels.clone(), width, height, Some(format), &mut hints)
    };
    let read = catch_unwind(AssertUnwindSafe(looking)).ok()?.ok()?;
    Some(read.getText().to_owned()).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grey::tests::png_of;
    use proptest::prelude::*;
    use rstest::rstest;
    use rxing::{Writer as _, datamatrix::DataMatrixWriter, qrcode::QRCodeWriter};

    /// A picture of the datamatrix of a text, `scale` pixels a square, on a sheet.
    fn picture(text: &str, scale: usize) -> Vec<u8> {
        drawn(&DataMatrixWriter.encode(text, &BarcodeFormat::DATA_MATRIX, 0, 0).unwrap(), scale)
    }

    fn drawn(matrix: &rxing::common::BitMatrix, scale: usize) -> Vec<u8> {
        let (squares, rows) = (matrix.getWidth() as usize, matrix.getHeight() as usize);
        let quiet = 6;
        let (width, height) = ((squares + 2 * quiet) * scale, (rows + 2 * quiet) * scale);
        let black = |x: usize, y: usize| {
            let (x, y) = ((x / scale).checked_sub(quiet), (y / scale).checked_sub(quiet));
            x.zip(y).is_some_and(|(x, y)| {
                x < squares && y < rows && matrix.get(u32::try_from(x).unwrap(), u32::try_from(y).unwrap())
            })
        };
        let samples: Vec<u8> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| if black(x, y) { 20 } else { 235 })
            .collect();
        png_of(png::ColorType::Grayscale, (u32::try_from(width).unwrap(), u32::try_from(height).unwrap()), &samples)
    }

    #[rstest]
    #[case::small("775671993;VM;94;04417832", 4)]
    #[case::large("775671993;VM;94;04417832;20240101;20241231;R", 40)]
    fn the_text_comes_back(#[case] text: &str, #[case] scale: usize) {
        assert_eq!(read_datamatrix(&picture(text, scale)).as_deref(), Ok(text));
    }

    #[test]
    fn the_link_of_a_qr_code_comes_back() {
        let link = "otpauth://totp/Viamedis:optique?secret=GEZDGNBVGY3TQOJQ&issuer=Viamedis";
        let drawn = drawn(&QRCodeWriter.encode(link, &BarcodeFormat::QR_CODE, 0, 0).unwrap(), 5);
        assert_eq!(read_qr(&drawn).as_deref(), Ok(link));
        assert_eq!(read_datamatrix(&drawn), Err(NoText::NotFound));
    }

    #[test]
    fn a_sheet_without_one_says_so() {
        let blank = png_of(png::ColorType::Grayscale, (64, 64), &[250; 64 * 64]);
        assert_eq!(read_datamatrix(&blank), Err(NoText::NotFound));
        assert_eq!(read_datamatrix(b"Madame"), Err(NoText::NotAPicture(NotAPicture::Format)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn noise_never_panics(samples in proptest::collection::vec(any::<u8>(), 40 * 40)) {
            let _ = read_datamatrix(&png_of(png::ColorType::Grayscale, (40, 40), &samples));
        }
    }
}
