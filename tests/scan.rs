//! What a process holds in memory: needles looked for in every page it may have written, as they are typed and in sixteen bits a
//! sign. The needles are kept masked, so that a process that looks into itself finds nothing it brought.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::Outcome;

/// What the needles are hidden under.
const MASK: u8 = 0x5a;
/// How much is read at a time.
const WINDOW: usize = 1 << 20;

/// A needle, hidden.
#[derive(Debug, Clone)]
pub struct Needle(Vec<u8>);

impl Needle {
    /// Hides what is to be looked for.
    pub fn hiding(plain: &[u8]) -> Self {
        Needle(plain.iter().map(|byte| byte ^ MASK).collect())
    }

    /// One that was hidden in another process.
    pub fn hidden(masked: Vec<u8>) -> Self {
        Needle(masked)
    }

    /// As it is hidden.
    pub fn masked(&self) -> &[u8] {
        &self.0
    }

    fn first(&self) -> usize {
        usize::from(self.0.first().map_or(0, |byte| byte ^ MASK))
    }

    /// Whether it is at the beginning, a sign every `width` bytes.
    fn begins(&self, memory: &[u8], width: usize) -> bool {
        memory.len() >= self.0.len() * width
            && self.0.iter().enumerate().all(|(nth, byte)| {
                memory[nth * width] == byte ^ MASK
                    && memory[nth * width + 1..(nth + 1) * width].iter().all(|it| *it == 0)
            })
    }
}

/// How many times each needle is in the memory of a process: `self`, or its number.
///
/// # Errors
/// When the process is gone, or is not ours to look into.
pub fn found(process: &str, needles: &[Needle]) -> Outcome<Vec<usize>> {
    let folder = Path::new("/proc").join(process);
    let maps = std::fs::read_to_string(folder.join("maps"))?;
    let memory = File::open(folder.join("mem"))?;
    let longest = needles.iter().map(|needle| needle.0.len() * 2).max().unwrap_or_default();
    let mut times = vec![0; needles.len()];
    // By their first sign, each way of writing it.
    let mut begins: Vec<Vec<usize>> = vec![Vec::new(); 256];
    for (nth, needle) in needles.iter().enumerate() {
        begins[needle.first()].push(nth);
    }
    let mut window = vec![0; WINDOW + longest];
    let pages = File::open(folder.join("pagemap"))?;
    let mut held = Vec::new();
    for line in maps.lines() {
        if let Some(range) = written(line)? {
            there(&pages, range, &mut held)?;
        }
    }
    for (from, to) in held {
        let mut at = from;
        while at < to {
            let wanted = usize::try_from(to - at)?.min(window.len());
            // A page that went since the list was made, or that the device keeps for itself.
            let Ok(read) = memory.read_at(&mut window[..wanted], at) else { break };
            let step = if read < window.len() { read } else { WINDOW };
            for start in 0..step {
                for nth in &begins[usize::from(window[start])] {
                    let (rest, needle) = (&window[start..read], &needles[*nth]);
                    times[*nth] += usize::from(needle.begins(rest, 1) || needle.begins(rest, 2));
                }
            }
            at += step as u64;
            if read == 0 {
                break;
            }
        }
    }
    window.fill(0);
    Ok(times)
}

/// From where to where a line of the map lies, when something may have been written there.
fn written(line: &str) -> Outcome<Option<(u64, u64)>> {
    let mut words = line.split_whitespace();
    let range = words.next().and_then(|range| range.split_once('-')).ok_or("a line of the map without its range")?;
    let rights = words.next().unwrap_or_default();
    // The file of a program or a library, which nothing was written into.
    let untouched = !rights.contains('w') && words.nth(2).is_some_and(|inode| inode != "0");
    if untouched || !rights.starts_with('r') || line.ends_with("[vvar]") || line.ends_with("[vsyscall]") {
        return Ok(None);
    }
    let bound = |text: &str| u64::from_str_radix(text, 16);
    Ok(Some((bound(range.0)?, bound(range.1)?)))
}

/// The pages of a range that are there: an engine reserves far more than it fills, and what was never filled holds nothing.
fn there(pages: &File, (from, to): (u64, u64), held: &mut Vec<(u64, u64)>) -> Outcome {
    /// In memory, or swapped out.
    const THERE: u64 = 0b11 << 62;
    let page = rustix::param::page_size() as u64;
    let mut entries = vec![0; WINDOW];
    let mut at = from;
    while at < to {
        let wanted = usize::try_from((to - at) / page)?.saturating_mul(8).min(entries.len());
        let read = pages.read_at(&mut entries[..wanted], at / page * 8)?;
        for entry in entries[..read].chunks_exact(8) {
            if u64::from_ne_bytes(entry.try_into()?) & THERE != 0 {
                match held.last_mut() {
                    Some((_, end)) if *end == at => *end += page,
                    _ => held.push((at, at + page)),
                }
            }
            at += page;
        }
        if read < 8 {
            break;
        }
    }
    Ok(())
}
