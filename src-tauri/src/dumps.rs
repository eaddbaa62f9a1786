//! A program that falls writes no image of its memory: keys, names and amounts would lie in clear beside the encrypted
//! practice. Its children, the web processes among them, write none either.

/// From here on. Where the system has no such limit, nothing: Windows keeps no image of a program unless its owner asks.
pub(crate) fn never() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        if let Err(error) = setrlimit(Resource::Core, none) {
            tracing::warn!(%error, "the system keeps its say over images of memory");
        }
    }
}
