//! The phases of a commit, named so that a test can stop the process at each of them and look at what remains.

/// Where the writer stands inside one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The command was taken, no transaction is open.
    BeforeBegin,
    /// The bytes of a paper are in a file without its name yet.
    PieceWritten,
    /// The file has its name; no row knows it yet.
    PieceNamed,
    /// Entries were appended; views and response are not written.
    AfterAppend,
    /// Views, search and response are written, nothing is committed.
    AfterViews,
    /// The commit comes next.
    BeforeCommit,
    /// Committed and durable; the caller has not been told.
    AfterCommit,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 7] = [
        Phase::BeforeBegin,
        Phase::PieceWritten,
        Phase::PieceNamed,
        Phase::AfterAppend,
        Phase::AfterViews,
        Phase::BeforeCommit,
        Phase::AfterCommit,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Phase::BeforeBegin => "before_begin",
            Phase::PieceWritten => "piece_written",
            Phase::PieceNamed => "piece_named",
            Phase::AfterAppend => "after_append",
            Phase::AfterViews => "after_views",
            Phase::BeforeCommit => "before_commit",
            Phase::AfterCommit => "after_commit",
        }
    }
}
