//! What holds for every archive: no single change goes unseen, and the common ones get their right name.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::damage::verdict;
use crate::sample::*;

/// A journal of up to twelve entries from up to three posts, the first one's first.
fn any_posts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..3, 0..12).prop_map(|mut posts| {
        posts.insert(0, 0);
        posts
    })
}

/// The same, with its entries in another order.
fn any_posts_shuffled() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    any_posts().prop_flat_map(|posts| {
        let places: Vec<usize> = (0..posts.len()).collect();
        (Just(posts), Just(places).prop_shuffle())
    })
}

/// The place of the entry whose line holds byte `at`, its line feed apart; nothing elsewhere.
fn entry_at(archive: &[u8], at: usize) -> Option<usize> {
    let line = archive[..at].iter().filter(|byte| **byte == b'\n').count();
    let last = archive.iter().filter(|byte| **byte == b'\n').count() - 1;
    (line > 0 && line < last && archive[at] != b'\n').then_some(line)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_is_seen_and_its_entry_named(posts in any_posts(), at in any::<Index>(), change in 1_u8..) {
        let whole = archive(&chained(&entries_of(&posts)));
        prop_assert_eq!(verdict(&whole, None), "OK ARCHIVE_ALONE");
        let at = at.index(whole.len());
        let mut changed = whole.clone();
        changed[at] ^= change;
        let found = verdict(&changed, None);
        match entry_at(&whole, at) {
            Some(entry) => prop_assert_eq!(found, format!("CHANGED_ENTRY {entry}")),
            None => prop_assert!(!found.starts_with("OK ")),
        }
    }

    #[test]
    fn any_byte_lost_or_added_is_seen(posts in any_posts(), at in any::<Index>(), added in any::<Option<u8>>()) {
        let mut archive = archive(&chained(&entries_of(&posts)));
        let at = at.index(archive.len());
        match added {
            Some(byte) => archive.insert(at, byte),
            None => drop(archive.remove(at)),
        }
        prop_assert!(!verdict(&archive, None).starts_with("OK "));
    }

    #[test]
    fn any_cut_is_seen(posts in any_posts(), at in any::<Index>()) {
        let whole = archive(&chained(&entries_of(&posts)));
        let at = at.index(whole.len());
        let lines = whole[..at].iter().filter(|byte| **byte == b'\n').count();
        let expected = if lines == 0 { "NOT_AN_ARCHIVE".to_owned() } else { format!("CUT_TAIL {}", lines - 1) };
        prop_assert_eq!(verdict(&whole[..at], None), expected);
    }

    #[test]
    fn any_two_entries_swapped_are_named(length in 2_usize..14, a in any::<Index>(), b in any::<Index>()) {
        let a = a.index(length);
        let b = (a + 1 + b.index(length - 1)) % length;
        let (a, b) = (a + 1, b + 1);
        let swapped = with_lines(&archive(&journal(length)), |lines| lines.swap(a, b));
        prop_assert_eq!(verdict(&swapped, None), format!("SWAPPED_ENTRIES {} {}", a.min(b), a.max(b)));
    }

    #[test]
    fn any_entries_missing_are_named(length in 1_usize..14, a in any::<Index>(), b in any::<Index>()) {
        let (a, b) = (a.index(length) + 1, b.index(length) + 1);
        let (first, last) = (a.min(b), a.max(b));
        let cut = with_lines(&archive(&journal(length)), |lines| drop(lines.drain(first..=last)));
        prop_assert_eq!(verdict(&cut, None), format!("MISSING_ENTRIES {first} {last}"));
    }

    #[test]
    fn any_entry_repeated_later_is_named(length in 1_usize..14, a in any::<Index>(), b in any::<Index>()) {
        let (a, b) = (a.index(length) + 1, b.index(length) + 1);
        let (from, to) = (a.min(b), a.max(b) + 1);
        let repeated = with_lines(&archive(&journal(length)), |lines| lines.insert(to, lines[from].clone()));
        prop_assert_eq!(verdict(&repeated, None), format!("INSERTED_ENTRY {to}"));
    }

    #[test]
    fn no_order_but_the_signed_one_passes((posts, places) in any_posts_shuffled()) {
        let whole = archive(&chained(&entries_of(&posts)));
        let shuffled = with_lines(&whole, |lines| {
            let entries = lines[1..=posts.len()].to_vec();
            lines.splice(1..=posts.len(), places.iter().map(|place| entries[*place].clone()));
        });
        prop_assert_eq!(verdict(&shuffled, None).starts_with("OK "), shuffled == whole);
    }
}
