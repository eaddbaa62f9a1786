//! A picture as rows of grey, one byte a pixel.

use std::io::Cursor;
use thiserror::Error;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{colorspace::ColorSpace, options::DecoderOptions},
};

/// Most pixels unpacked: a telephone's photograph, and some margin.
pub const MAX_PIXELS: usize = 50_000_000;
/// Longest side.
const MAX_SIDE: usize = 16_000;

/// Why the bytes are no picture that is read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotAPicture {
    /// Neither JPEG nor PNG.
    #[error("neither a JPEG nor a PNG")]
    Format,
    /// More pixels than are read.
    #[error("too many pixels")]
    TooLarge,
    /// The codec gave up.
    #[error("the picture is damaged")]
    Damaged,
}

/// A picture in grey.
#[derive(Clone, PartialEq, Eq)]
pub struct Grey {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row after row, 0 for black.
    pub pixels: Vec<u8>,
}

impl Grey {
    /// Unpacks a JPEG or a PNG, whatever its name says.
    pub fn of(bytes: &[u8]) -> Result<Grey, NotAPicture> {
        match bytes {
            [0xff, 0xd8, ..] => jpeg(bytes),
            [0x89, b'P', b'N', b'G', ..] => png(bytes),
            _ => Err(NotAPicture::Format),
        }
    }

    /// Half as wide and half as high: each pixel is the mean of four.
    pub(crate) fn halved(&self) -> Grey {
        let (width, height) = (self.width / 2, self.height / 2);
        let at = |x: usize, y: usize| u32::from(self.pixels.get(y * self.width + x).copied().unwrap_or_default());
        let mean = |x: usize, y: usize| {
            let sum = at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1);
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
        Grey { width, height, pixels }
    }
}

fn bounded(width: usize, height: usize) -> Result<(), NotAPicture> {
    let fits = width <= MAX_SIDE && height <= MAX_SIDE && width.saturating_mul(height) <= MAX_PIXELS;
    if fits { Ok(()) } else { Err(NotAPicture::TooLarge) }
}

fn jpeg(bytes: &[u8]) -> Result<Grey, NotAPicture> {
    let options = DecoderOptions::default()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| NotAPicture::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(NotAPicture::Damaged)?;
    bounded(width, height)?;
    let pixels = decoder.decode().map_err(|_| NotAPicture::Damaged)?;
    let each = pixels.len() / (width * height).max(1);
    grey((width, height), &pixels, each)
}

fn png(bytes: &[u8]) -> Result<Grey, NotAPicture> {
    let limits = png::Limits { bytes: MAX_PIXELS * 4 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|_| NotAPicture::Damaged)?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    bounded(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(NotAPicture::TooLarge)?];
    let shown = reader.next_frame(&mut pixels).map_err(|_| NotAPicture::Damaged)?;
    pixels.truncate(shown.buffer_size());
    grey((width, height), &pixels, shown.color_type.samples())
}

/// From interleaved samples to grey, what is transparent being paper.
fn grey((width, height): (usize, usize), samples: &[u8], each: usize) -> Result<Grey, NotAPicture> {
    if !(1..=4).contains(&each) || samples.len() != width * height * each || samples.is_empty() {
        return Err(NotAPicture::Damaged);
    }
    let on_paper = |grey: u32, alpha: u8| grey * u32::from(alpha) / 255 + 255 - u32::from(alpha);
    let luminance = |r: u8, g: u8, b: u8| (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000;
    let one = |pixel: &[u8]| match *pixel {
        [grey] => u32::from(grey),
        [grey, alpha] => on_paper(u32::from(grey), alpha),
        [r, g, b] => luminance(r, g, b),
        [r, g, b, alpha] => on_paper(luminance(r, g, b), alpha),
        _ => 255,
    };
    let pixels = samples.chunks_exact(each).map(|pixel| u8::try_from(one(pixel)).unwrap_or(u8::MAX)).collect();
    Ok(Grey { width, height, pixels })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// A PNG of these samples.
    pub(crate) fn png_of(color: png::ColorType, (width, height): (u32, u32), samples: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(samples).unwrap();
        bytes
    }

    #[rstest]
    #[case::grey(png::ColorType::Grayscale, &[0, 128, 255, 7], &[0, 128, 255, 7])]
    #[case::colours(png::ColorType::Rgb, &[255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], &[76, 149, 29, 255])]
    #[case::nothing_is_paper(png::ColorType::GrayscaleAlpha, &[0, 0, 0, 255, 9, 0, 200, 255], &[255, 0, 255, 200])]
    fn a_png_in_grey(#[case] color: png::ColorType, #[case] samples: &[u8], #[case] expected: &[u8]) {
        let grey = Grey::of(&png_of(color, (2, 2), samples)).unwrap();
        assert_eq!((grey.width, grey.height, grey.pixels.as_slice()), (2, 2, expected));
    }

    #[rstest]
    #[case::a_letter(b"Madame, Monsieur", NotAPicture::Format)]
    #[case::nothing(b"", NotAPicture::Format)]
    #[case::the_beginning_of_a_png(b"\x89PNG\r\n\x1a\n", NotAPicture::Damaged)]
    #[case::the_beginning_of_a_jpeg(&[0xff, 0xd8, 0xff, 0xe0], NotAPicture::Damaged)]
    fn what_is_no_picture(#[case] bytes: &[u8], #[case] expected: NotAPicture) {
        assert_eq!(Grey::of(bytes).err(), Some(expected));
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_not_unpacked() {
        let mut bytes = png_of(png::ColorType::Grayscale, (2, 2), &[0; 4]);
        bytes[16..20].copy_from_slice(&15_999u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&15_999u32.to_be_bytes());
        assert!(Grey::of(&bytes).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(start in 0usize..3, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let heads: [&[u8]; 3] = [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &[0xff, 0xd8, 0xff, 0xdb]];
            let _ = Grey::of(&[heads[start], &bytes].concat());
        }
    }
}
