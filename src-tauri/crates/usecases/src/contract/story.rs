//! The demonstration's story: moments one goes to, forward only.

use jiff::Timestamp;

wire! {
    /// Where the story stands.
    pub struct StoryView { pub now: Timestamp, pub moments: Vec<StoryMomentView> }
    pub struct StoryMomentView {
        /// Code of its title in the catalogue: `outage`, `rights_back`, `pec_back`, `payments_back`.
        pub code: String,
        pub at: Timestamp,
        pub reached: bool,
    }
    /// Goes forward to a moment.
    pub struct AdvanceStoryRequest { pub code: String }
}
