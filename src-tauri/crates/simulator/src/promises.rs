//! Answers that were promised and are fetched by their number: kept for one run, the oldest forgotten first.

use std::collections::VecDeque;

use serde_json::Value;

use crate::places::Platform;

/// Promises kept.
const LIMIT: usize = 1_000;

struct Promise {
    platform: Platform,
    number: String,
    answer: Value,
    looks: u32,
}

#[derive(Default)]
pub(crate) struct Promises {
    kept: VecDeque<Promise>,
    made: u64,
}

impl Promises {
    /// Keeps an answer, and gives its number.
    pub(crate) fn keep(&mut self, platform: Platform, answer: Value) -> String {
        if self.kept.len() == LIMIT {
            self.kept.pop_front();
        }
        self.made += 1;
        let number = format!("T{:06}", self.made);
        self.kept.push_back(Promise { platform, number: number.clone(), answer, looks: 0 });
        number
    }

    /// Looks: nothing of that number, not yet, or the answer once it was looked for often enough.
    pub(crate) fn look(&mut self, platform: Platform, number: &str, before: u32) -> Option<Option<Value>> {
        let found = self.kept.iter_mut().find(|it| it.platform == platform && it.number == number)?;
        found.looks += 1;
        Some((found.looks > before).then(|| found.answer.clone()))
    }
}
