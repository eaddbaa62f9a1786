//! Files of other programs: bytes to values, and back.
//!
//! Owns the reading of tables whose shape nobody promised: letters, separators, headers, French amounts and dates, which
//! column says what; and the accounts that password managers export. Does not own what a line then does (each use case's), nor the file on the disk (it comes in as bytes).
//! The only room of `csv`, `csv-core`, `encoding_rs` and `quick-xml`.

pub mod passwords;
pub mod tabular;
