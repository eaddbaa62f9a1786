//! Pictures of the two sides of a paper: a card's, a cheque's.

use relais_domain::{
    ids::{ChequeId, PictureId},
    picture::{PictureFormat, Side},
};

wire! {
    /// A picture that is kept.
    pub struct PictureView { pub side: Side, pub picture: PictureId, pub bytes: u64 }
    /// The bytes of a picture, for the window to show.
    pub struct PictureShown { pub format: PictureFormat, pub base64: String }
    /// A picture of a side of a cheque, from a file.
    pub struct KeepChequePictureRequest { pub cheque: ChequeId, pub side: Side, pub path: String }
    pub struct ChequePictureRef { pub cheque: ChequeId, pub side: Side }
    /// After how many days the pictures of a settled cheque are erased.
    pub struct SetPictureDaysRequest { pub days: u32 }
}
