//! Text made ready for paper: what may be printed, in which weight, and where its lines break.
//!
//! Lines break at ordinary spaces only, so a no-break space keeps « mer. 31/01/2024 » and « 379,91 € » whole. A word
//! wider than its column breaks after a hyphen when it has one, and between two letters otherwise: a long name takes
//! more lines and never leaves its column.

use unicode_normalization::UnicodeNormalization;

use crate::error::PrintError;
use crate::face::{Face, Weight};
use crate::length::Length;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// The size of the type.
    pub(crate) size: Length,
    /// From one baseline to the next.
    pub(crate) leading: Length,
    /// The colour.
    pub(crate) ink: Ink,
}

/// The colours of the printed house: dark inks that survive a photocopy, one accent, one amber for marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Text.
    Strong,
    /// Labels and secondary text.
    Soft,
    /// Titles of sections.
    Accent,
    /// Marks: duplicate, demonstration.
    Amber,
    /// Rules.
    Line,
    /// The ground of panels.
    Ground,
    /// The ground of marks.
    AmberGround,
}

/// A stretch of text in one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) weight: Weight,
    pub(crate) text: String,
}

/// A sentence in the making: plain words around values that stand out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Rich(Vec<Run>);

impl Rich {
    /// Begins with plain text.
    pub(crate) fn plain(text: &str) -> Self {
        Rich::default().then(text)
    }

    /// Begins with text that stands out.
    pub(crate) fn strong(text: &str) -> Self {
        Rich::default().then_strong(text)
    }

    /// Goes on with plain text.
    pub(crate) fn then(mut self, text: &str) -> Self {
        self.0.push(Run { weight: Weight::Regular, text: printable(text) });
        self
    }

    /// Goes on with text that stands out.
    pub(crate) fn then_strong(mut self, text: &str) -> Self {
        self.0.push(Run { weight: Weight::SemiBold, text: printable(text) });
        self
    }

    /// The lines this takes in a column.
    pub(crate) fn lines(&self, size: Length, column: Length) -> Result<Vec<Line>, PrintError> {
        let mut lines = Vec::new();
        let mut line = Line::default();
        for word in self.words() {
            let word = word.measured(size)?;
            let gap = line.gap(size)?;
            if line.width + gap + word.width <= column {
                line.join(&word, gap);
                continue;
            }
            if !line.runs.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = word.broken(size, column, &mut lines)?;
        }
        if !line.runs.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        Ok(lines)
    }

    /// The words between ordinary spaces, each with the weights it crosses.
    fn words(&self) -> Vec<Word> {
        let mut words = vec![Word::default()];
        for run in &self.0 {
            for (index, piece) in run.text.split(' ').enumerate() {
                if index > 0 {
                    words.push(Word::default());
                }
                if let (Some(word), false) = (words.last_mut(), piece.is_empty()) {
                    word.0.push(Run { weight: run.weight, text: piece.to_owned() });
                }
            }
        }
        words.retain(|word| !word.0.is_empty());
        words
    }
}

/// What is printed for what was typed: composed letters, one space for any line break or tab, nothing for the marks
/// that only guide a screen.
pub(crate) fn printable(text: &str) -> String {
    text.nfc()
        .filter(|character| !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect()
}

/// A word, in as many weights as it crosses.
#[derive(Debug, Clone, Default)]
struct Word(Vec<Run>);

impl Word {
    fn measured(self, size: Length) -> Result<Line, PrintError> {
        let mut line = Line::default();
        for run in self.0 {
            line.width += Face::of(run.weight)?.width(&run.text, size)?;
            line.runs.push(run);
        }
        Ok(line)
    }
}

/// One line, ready to be placed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line {
    /// What stands on it; spaces between words are inside the texts.
    pub(crate) runs: Vec<Run>,
    /// How wide it is.
    pub(crate) width: Length,
}

impl Line {
    /// The space before the next word, in the weight the line ends with; nothing at the start of the line.
    fn gap(&self, size: Length) -> Result<Length, PrintError> {
        self.runs.last().map_or(Ok(Length::ZERO), |last| Face::of(last.weight)?.width(" ", size))
    }

    /// Adds a word after a gap.
    fn join(&mut self, word: &Line, gap: Length) {
        for (index, run) in word.runs.iter().enumerate() {
            match self.runs.last_mut() {
                Some(last) if index == 0 && gap > Length::ZERO && last.weight == run.weight => {
                    last.text.push(' ');
                    last.text.push_str(&run.text);
                }
                Some(last) => {
                    if index == 0 && gap > Length::ZERO {
                        last.text.push(' ');
                    }
                    self.runs.push(run.clone());
                }
                None => self.runs.push(run.clone()),
            }
        }
        self.width = self.width + gap + word.width;
    }

    /// A word that begins its line: cut into as many full lines as it needs, the rest given back.
    fn broken(self, size: Length, column: Length, lines: &mut Vec<Line>) -> Result<Line, PrintError> {
        let mut rest = self;
        while rest.width > column {
            let letters: Vec<(Weight, char)> =
                rest.runs.iter().flat_map(|run| run.text.chars().map(|letter| (run.weight, letter))).collect();
            // One letter at least goes on each line, however narrow the column.
            let mut fitting = 1;
            while fitting < letters.len() && measure(&letters[..=fitting], size)?.width <= column {
                fitting += 1;
            }
            if fitting >= letters.len() {
                break;
            }
            let cut = match letters[..fitting].iter().rposition(|(_, letter)| *letter == '-') {
                Some(hyphen) => hyphen + 1,
                None => fitting,
            };
            lines.push(measure(&letters[..cut], size)?);
            rest = measure(&letters[cut..], size)?;
        }
        Ok(rest)
    }
}

/// The line that letters make.
fn measure(letters: &[(Weight, char)], size: Length) -> Result<Line, PrintError> {
    let mut word = Word::default();
    for (weight, letter) in letters {
        match word.0.last_mut() {
            Some(run) if run.weight == *weight => run.text.push(*letter),
            _ => word.0.push(Run { weight: *weight, text: letter.to_string() }),
        }
    }
    word.measured(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const SIZE: Length = Length::pt(10);

    fn shown(rich: &Rich, column: Length) -> Vec<String> {
        let lines = rich.lines(SIZE, column).unwrap();
        for line in &lines {
            assert!(line.width <= column, "{line:?} leaves its column");
            let mut width = Length::ZERO;
            for run in &line.runs {
                width += Face::of(run.weight).unwrap().width(&run.text, SIZE).unwrap();
            }
            assert!((width - line.width).max(line.width - width) < Length::mpt(50), "the width is what is drawn");
        }
        lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[rstest]
    #[case::nothing("", &[""])]
    #[case::one_line("Reçu de chèque", &["Reçu de chèque"])]
    #[case::spaces_collapse("  deux   mots ", &["deux mots"])]
    #[case::no_break_space_holds("payable le mer.\u{a0}31/01/2024", &["payable le", "mer.\u{a0}31/01/2024"])]
    #[case::hyphen_first("Anne-Bérengère-Marie-Constance", &["Anne-Bérengère-", "Marie-Constance"])]
    #[case::a_line_break_is_a_space("un\ndeux", &["un deux"])]
    fn lines_break_at_spaces(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(shown(&Rich::plain(text), Length::pt(90)), expected);
    }

    #[test]
    fn a_word_of_sixty_letters_takes_several_lines_and_loses_none() {
        let name = "W".repeat(60);
        let lines = shown(&Rich::strong(&name), Length::pt(90));
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), name);
    }

    #[test]
    fn weights_meet_without_a_gap_where_there_is_no_space() {
        let lines = shown(&Rich::plain("avant le ").then_strong("15/03").then(", pas avant"), Length::pt(300));
        assert_eq!(lines, ["avant le 15/03, pas avant"]);
    }

    #[test]
    fn what_only_guides_a_screen_is_not_printed() {
        assert_eq!(printable("Re\u{301}mi\u{200b} co\u{ad}der\ttab"), "Rémi coder tab");
    }
}
