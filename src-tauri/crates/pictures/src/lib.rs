//! Pictures: from the bytes of a JPEG or a PNG to its grey, and to the text of a datamatrix or a QR code in it.
//!
//! This crate owns the reading of pictures and is the only one to know the codecs. It keeps nothing and says nothing of
//! what the text means: that is proposed by the rules and looked at by a person. Everything is bounded: a picture of more
//! pixels than a telephone takes is refused before it is unpacked.

mod datamatrix;
mod grey;

pub use datamatrix::{NoText, read_datamatrix, read_qr};
pub use grey::{Grey, MAX_PIXELS, NotAPicture};
