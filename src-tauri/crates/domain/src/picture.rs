//! A picture of one side of a paper, sealed under a key of its own: of a card, of a cheque. What it shows lies in a piece that
//! is erased with its key; the journal holds its length and a proof.

use crate::{document::PieceSeal, ids::PictureId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A side of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PictureSide")]
pub enum Side {
    /// Recto.
    Front,
    /// Verso.
    Back,
}

/// Of what a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictured {
    /// The card of a complementary.
    Card,
    /// A cheque.
    Cheque,
}

impl Pictured {
    /// What the sealed bytes of a side are bound to.
    pub const fn word(self, side: Side) -> &'static str {
        match (self, side) {
            (Pictured::Card, Side::Front) => "card_front",
            (Pictured::Card, Side::Back) => "card_back",
            (Pictured::Cheque, Side::Front) => "cheque_front",
            (Pictured::Cheque, Side::Back) => "cheque_back",
        }
    }
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PictureFormat {
    /// The format a file begins as, whatever its name says.
    pub fn of(bytes: &[u8]) -> Option<PictureFormat> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(PictureFormat::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(PictureFormat::Png),
            _ => None,
        }
    }
}

/// A picture that is kept of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Which side.
    pub side: Side,
    /// The piece that holds its bytes.
    pub picture: PictureId,
    /// How it is written.
    pub format: PictureFormat,
    /// What its bytes must be.
    pub piece: PieceSeal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::jpeg(&[0xff, 0xd8, 0xff, 0xe0], Some(PictureFormat::Jpeg))]
    #[case::png(b"\x89PNG\r\n\x1a\n...", Some(PictureFormat::Png))]
    #[case::cut(b"\x89PNG", None)]
    #[case::a_page(b"%PDF-1.7", None)]
    #[case::nothing(b"", None)]
    fn formats(#[case] bytes: &[u8], #[case] expected: Option<PictureFormat>) {
        assert_eq!(PictureFormat::of(bytes), expected);
    }
}
