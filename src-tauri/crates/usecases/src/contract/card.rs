//! The card of a complementary: its block, its grid, who is named on it, its pictures, and what is proposed from a text.

use jiff::civil::Date;
use relais_domain::{
    card::{Because, CardPart, GridCover, Holder, ReadField, ReadHow},
    ids::DossierId,
    money::Cents,
    picture::Side,
    platform::PlatformCode,
    private::MemberRole,
};

wire! {
    /// The card of one complementary, edited.
    pub struct RecordCardRequest {
        pub dossier: DossierId,
        /// One past the last makes a complementary join.
        pub rank: u8,
        pub card: CardView,
        /// The share of a complementary that joins, taken from the customer's; not looked at otherwise.
        pub share_cents: Option<Cents>,
    }
    /// What is on a card.
    pub struct CardView {
        pub insurer_name: String,
        pub amc_number: String,
        pub convention: String,
        pub csr: String,
        pub member_number: String,
        /// From the back of the card.
        pub operator: Option<PlatformCode>,
        pub network: String,
        pub valid_from: Option<Date>,
        pub valid_to: Option<Date>,
        /// « R ».
        pub responsible: Option<bool>,
        /// C2S.
        pub solidarity: bool,
        pub grid: Vec<GridLineView>,
        /// On whom it rests.
        pub holder: Option<Holder>,
        pub members: Vec<CardMemberView>,
        /// How the text came in, when there is one.
        pub read_how: Option<ReadHow>,
        /// The text it was read from, as it came.
        pub raw_text: String,
    }
    /// One line of the grid.
    pub struct GridLineView { pub domain: String, pub cover: GridCover }
    /// Somebody named on a card beside the customer.
    pub struct CardMemberView {
        /// Where it stands on the card; none for somebody just typed.
        pub place: Option<u8>,
        pub role: MemberRole,
        pub family_name: String,
        pub given_name: String,
        pub birth_date: Option<Date>,
        pub birth_rank: Option<u8>,
        pub under_first: bool,
        pub under_second: bool,
        /// Typed: replaces what is kept, empty erases it; none keeps it. Never in an answer.
        pub nir: Option<String>,
        /// What may be seen of the one kept.
        pub nir_masked: Option<String>,
        /// The one kept is a waiting number.
        pub nir_provisional: bool,
    }
    /// A picture of a side, from a file.
    pub struct KeepCardPictureRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub side: Side,
        pub path: String,
    }
    pub struct CardPictureRef { pub dossier: DossierId, pub rank: u8, pub side: Side }
    /// A part of a card, erased by itself.
    pub struct EraseCardPartRequest { pub dossier: DossierId, pub rank: u8, pub part: CardPart }
    /// The number of social security of somebody named on a card.
    pub struct ShowNirRequest { pub dossier: DossierId, pub rank: u8, pub place: u8 }
    pub struct NirShown { pub nir: String }
    /// A text, as a reader typed it or as it was pasted.
    pub struct ReadCardTextRequest { pub text: String }
    /// A picture of its datamatrix, from a file.
    pub struct ReadCardPictureRequest { pub path: String }
    /// The text that was in it.
    pub struct CardPictureText { pub text: String }
    /// What is proposed of it, field by field; nothing is taken without a person.
    pub struct CardTextRead {
        pub proposals: Vec<CardProposal>,
        pub grid: Vec<GridLineView>,
        /// What was not understood.
        pub leftover: Vec<String>,
        /// The text was longer than what is read.
        pub cut: bool,
    }
    pub struct CardProposal { pub field: ReadField, pub value: String, pub because: Because }
}
