//! Whose database this is: the practice and the post, fixed at creation and written in every entry.

use jiff::civil::Date;
use relais_domain::{
    ids::{PostId, PracticeId},
    platform::PlatformCode,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The practice and the workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The practice.
    pub practice: PracticeId,
    /// The post: each has its own chain.
    pub post: PostId,
}

impl Identity {
    /// The id of a platform's stream: derived from the practice and the code, so that two posts mean the same one.
    pub fn platform_stream(&self, code: &PlatformCode) -> Uuid {
        self.derived(b"relais platform stream\n", code.as_str())
    }

    /// The id of the stream of what was measured of a platform on one day, in UTC.
    pub fn availability_stream(&self, code: &PlatformCode, day: Date) -> Uuid {
        self.derived(b"relais availability stream\n", &format!("{}/{day}", code.as_str()))
    }

    fn derived(&self, what: &[u8], name: &str) -> Uuid {
        let digest = Sha256::new()
            .chain_update(what)
            .chain_update(self.practice.0.as_bytes())
            .chain_update(name.as_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}
