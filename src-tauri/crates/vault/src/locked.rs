//! Bytes in memory of their own: locked out of the swap where the system lets it, left out of a dump, between two pages that
//! cannot be touched, zeroed when they go. Owns the only unsafe code of this crate.
//!
//! Locking may be refused (a low `RLIMIT_MEMLOCK`, a system that has none): the bytes are then like any other but for the rest.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use zeroize::Zeroizing;

/// Where they are.
enum Place {
    /// Pages of their own.
    Own(NonNull<[u8]>),
    /// The heap: nothing to keep, or no pages to be had.
    Heap(Zeroizing<Vec<u8>>),
}

/// Bytes that stay where they are until they are zeroed.
pub(crate) struct Locked(Place);

impl Locked {
    /// As many zero bytes.
    pub(crate) fn zeroed(length: usize) -> Self {
        if length > 0 {
            // SAFETY: any length is allowed; what comes back is ours alone until `free` in `Drop`.
            #[allow(unsafe_code)]
            let pages = unsafe { memsec::malloc_sized(length) };
            if let Some(pages) = pages {
                let mut own = Self(Place::Own(pages));
                own.fill(0);
                return own;
            }
            tracing::warn!("no pages of their own for a secret");
        }
        Self(Place::Heap(Zeroizing::new(vec![0; length])))
    }

    /// A copy of these.
    pub(crate) fn copy_of(bytes: &[u8]) -> Self {
        let mut copy = Self::zeroed(bytes.len());
        copy.copy_from_slice(bytes);
        copy
    }
}

impl Deref for Locked {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            // SAFETY: the pages are readable and written from end to end, and live as long as `self`, which nobody else
            // has a pointer into.
            #[allow(unsafe_code)]
            Place::Own(pages) => unsafe { pages.as_ref() },
            Place::Heap(bytes) => bytes,
        }
    }
}

impl DerefMut for Locked {
    fn deref_mut(&mut self) -> &mut [u8] {
        match &mut self.0 {
            // SAFETY: as for reading, and `self` is borrowed alone.
            #[allow(unsafe_code)]
            Place::Own(pages) => unsafe { pages.as_mut() },
            Place::Heap(bytes) => bytes,
        }
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        if let Place::Own(pages) = self.0 {
            // SAFETY: these came from `malloc_sized` and go once; `free` zeroes them first.
            #[allow(unsafe_code)]
            unsafe {
                memsec::free(pages);
            }
        }
    }
}

impl Clone for Locked {
    fn clone(&self) -> Self {
        Self::copy_of(self)
    }
}

impl PartialEq for Locked {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Locked {}

// SAFETY: the pages belong to one value, are reached through it alone, and are nobody's thread.
#[allow(unsafe_code)]
unsafe impl Send for Locked {}
// SAFETY: shared, they are only read.
#[allow(unsafe_code)]
unsafe impl Sync for Locked {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_copied_and_compared_as_any_other() {
        for length in [0, 1, 32, 4_096, 70_000] {
            let mut bytes = Locked::zeroed(length);
            assert!(bytes.len() == length && bytes.iter().all(|byte| *byte == 0));
            if let Some(last) = bytes.last_mut() {
                *last = 7;
                assert!(bytes != Locked::zeroed(length));
            }
            assert!(bytes.clone() == bytes && Locked::copy_of(&bytes) == bytes);
        }
    }

    /// Where the system counts them, locked bytes are among those of the process.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_knows_them_as_locked_and_left_out_of_a_dump() {
        let bytes = Locked::copy_of(b"a secret of the test");
        let at = bytes.as_ptr() as usize;
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut here = false;
        let flags = maps.lines().find_map(|line| {
            if let Some((from, to)) = line.split_whitespace().next().and_then(|range| range.split_once('-')) {
                let bound = |text: &str| usize::from_str_radix(text, 16).ok();
                here = bound(from).zip(bound(to)).is_some_and(|(from, to)| (from..to).contains(&at));
            }
            line.strip_prefix("VmFlags:").filter(|_| here)
        });
        let flags: Vec<&str> = flags.unwrap().split_whitespace().collect();
        assert!(flags.contains(&"dd"), "{flags:?}");
        assert!(flags.contains(&"lo"), "{flags:?}");
    }
}
