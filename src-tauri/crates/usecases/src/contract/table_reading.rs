//! A list of another program, before anything of it is recorded: how it is written, which column says what.

use relais_domain::tabular::{ColumnChoice, Separator, SheetShape, TableKind, TextEncoding, WordChoice};

wire! {
    /// A file, or what was pasted; what is not corrected is detected, what is not chosen is proposed.
    pub struct TableSource {
        pub table: TableKind,
        /// Empty when it was pasted.
        pub path: String,
        pub text: String,
        pub encoding: Option<TextEncoding>,
        pub separator: Option<Separator>,
        pub header: Option<bool>,
        /// None: those of the saved mapping of these headers, else a proposal.
        pub columns: Option<Vec<ColumnChoice>>,
        /// What words were said to mean; the others keep what is proposed.
        pub words: Vec<WordChoice>,
    }
    /// How it was read.
    pub struct TableShown {
        /// The file's name; empty when it was pasted.
        pub name: String,
        /// SHA-256 of its bytes, in hex.
        pub checksum: String,
        pub shape: SheetShape,
        pub headers: Vec<String>,
        /// Its first lines.
        pub sample: Vec<TableLine>,
        pub lines: u32,
        pub fields: Vec<TableField>,
        pub columns: Vec<ColumnChoice>,
        /// Required fields without a column.
        pub missing: Vec<String>,
        /// The words of the column whose words mean something.
        pub words: Vec<TableWord>,
        pub found: MappingFound,
        /// The name of the saved mapping, when it was found by one.
        pub mapping_name: String,
        /// The names of the mappings saved for such lists.
        pub saved: Vec<String>,
    }
    pub struct TableLine { pub line: u32, pub cells: Vec<String> }
    /// What may be read of a line.
    pub struct TableField { pub code: String, pub required: bool }
    pub struct TableWord {
        /// As it is compared.
        pub word: String,
        /// As it stands in the list.
        pub text: String,
        pub lines: u32,
        /// The code of what it means; empty when nobody knows.
        pub means: String,
    }
    /// Forgets a saved mapping.
    pub struct RemoveMappingRequest { pub table: TableKind, pub name: String }
    pub struct SavedMappings { pub names: Vec<String> }
}

wire_codes! {
    /// Where the columns come from.
    pub enum MappingFound { Saved, Proposed, Chosen }
    /// Why a file is no list.
    pub enum TableFault { TooLarge, NoText, Empty, TooManyLines, TooManyColumns }
}
