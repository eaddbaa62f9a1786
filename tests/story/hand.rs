//! A hand on the keyboard: types where the cursor is, checks that the cursor is where a person expects it, and counts.

use std::time::Instant;

use crate::Outcome;
use crate::window::{Press, Window};

/// Keys a second of somebody who types with all fingers but looks at the paper: a rather slow typist.
const KEYS_A_SECOND: u32 = 3;

/// The hand, and how many keys it has pressed. A modifier and its key count as two.
pub struct Hand<'a> {
    window: &'a Window,
    keys: u32,
    begun: Instant,
}

impl<'a> Hand<'a> {
    /// A hand that has pressed nothing yet.
    pub fn new(window: &'a Window) -> Self {
        Self { window, keys: 0, begun: Instant::now() }
    }

    /// Presses a key, wherever the cursor is.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn press(&mut self, press: Press) -> Outcome {
        self.keys += press.count();
        self.window.press(press).await
    }

    /// Types in the field of that name, where the cursor must already be.
    ///
    /// # Errors
    /// When the cursor is elsewhere.
    pub async fn types(&mut self, field: &str, text: &str) -> Outcome {
        self.window.until_focused(field).await?;
        self.keys += u32::try_from(text.chars().count())?;
        self.window.type_text(text).await?;
        self.window.until_holds(text).await
    }

    /// Types in the field of that name, then goes on to the next with Enter.
    ///
    /// # Errors
    /// When the cursor is elsewhere.
    pub async fn enters(&mut self, field: &str, text: &str) -> Outcome {
        self.types(field, text).await?;
        self.press(Press::Enter).await
    }

    /// Goes from stop to stop with Tab until the cursor is in what bears this name.
    ///
    /// # Errors
    /// When it is not among the next `most` stops.
    pub async fn tabs_to(&mut self, name: &str, most: u32) -> Outcome {
        let mut met = Vec::new();
        for _ in 0..most {
            self.press(Press::Tab).await?;
            let held = self.window.focused().await?;
            if held == name {
                return Ok(());
            }
            met.push(held);
        }
        Err(format!("« {name} » is not among the next stops of the cursor: {met:?}").into())
    }

    /// Goes down a list, row after row, to the one that says these words.
    ///
    /// # Errors
    /// When it is not among the next `most` rows.
    pub async fn walks_to(&mut self, words: &str, most: u32) -> Outcome {
        let mut met = Vec::new();
        for _ in 0..most {
            let held = self.window.focused().await?;
            if held.contains(words) {
                return Ok(());
            }
            met.push(held);
            self.press(Press::Down).await?;
        }
        Err(format!("« {words} » is not among the next rows: {met:?}").into())
    }

    /// Types over what the field of that name holds, where the cursor must already be.
    ///
    /// # Errors
    /// When the cursor is elsewhere.
    pub async fn types_over(&mut self, field: &str, text: &str) -> Outcome {
        self.window.until_focused(field).await?;
        self.press(Press::Control('a')).await?;
        self.types(field, text).await
    }

    /// What was pressed so far, in a sentence.
    pub fn tally(&self, what: &str) -> String {
        format!(
            "{what}: {} keys, {} s at {KEYS_A_SECOND} keys a second; {:.1} s under the driver",
            self.keys,
            self.keys.div_ceil(KEYS_A_SECOND),
            self.begun.elapsed().as_secs_f32()
        )
    }
}
