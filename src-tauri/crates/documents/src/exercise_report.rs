//! « Exercice panne »: what was done, how long each task took, and what was forgotten, on one page for whoever trains the
//! team. A working paper, neither numbered nor kept; marked as every page of an exercise is.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Title, compose, fact, facts, heading, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseReport {
    /// The practice of the exercise, invented.
    pub practice: Practice,
    /// The day it was held.
    pub held_on: Date,
    /// How long it lasted, in seconds.
    pub elapsed_seconds: u32,
    /// How long it was to last, in minutes.
    pub length_minutes: u32,
    /// What was asked, in its order.
    pub tasks: Vec<ExercisedTask>,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExercisedTask {
    /// What was asked.
    pub name: String,
    /// After how many seconds it was done; none when it was forgotten.
    pub after_seconds: Option<u32>,
    /// How many seconds after the one done before.
    pub took_seconds: Option<u32>,
}

/// Prints it.
pub fn exercise_report(report: &ExerciseReport) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("EX-{}", report.held_on), issued_on: report.held_on };
    let kind = "Exercice panne\u{a0}: compte rendu";
    let title = Title { kind, practice: &report.practice, reference: &reference, addressee: None, copies: &[] };
    compose(&title, |sheet| report.draw(sheet))
}

impl ExerciseReport {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let done = self.tasks.iter().filter(|task| task.after_seconds.is_some()).count();
        let lasted = format!("{} sur {}\u{a0}min", clock_fr(self.elapsed_seconds), self.length_minutes);
        let tally = format!("{done} sur {}", self.tasks.len());
        facts(sheet, COLUMN, 3, &[fact("Durée", &lasted), fact("Tâches faites", &tally)])?;
        sheet.skip(Length::pt(6));
        heading(sheet, "Ce qui a été fait")?;
        let heads = [
            Head { title: "Tâche", per_mille: 600, align: Align::Left },
            Head { title: "Faite à", per_mille: 200, align: Align::Right },
            Head { title: "En", per_mille: 200, align: Align::Right },
        ];
        let said = |seconds: Option<u32>| seconds.map_or_else(|| "oubliée".to_owned(), clock_fr);
        let took = |task: &ExercisedTask| task.took_seconds.map_or_else(String::new, clock_fr);
        let rows = self.tasks.iter().map(|task| vec![task.name.clone(), said(task.after_seconds), took(task)]);
        Table { heads: &heads, rows: rows.collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Ce qui a été oublié")?;
        let forgotten: Vec<&str> =
            self.tasks.iter().filter(|task| task.after_seconds.is_none()).map(|task| task.name.as_str()).collect();
        if forgotten.is_empty() {
            paragraph(sheet, &Rich::plain("Rien\u{a0}: toutes les tâches ont été faites."))?;
        }
        for name in forgotten {
            paragraph(sheet, &Rich::plain(&format!("•\u{a0}{name}")))?;
        }
        sheet.skip(parts::GAP);
        let note = "Chaque tâche est lue dans le journal de l’exercice, à l’heure où elle a été enregistrée. Clients, \
                    chèques et plateformes étaient inventés\u{a0}; rien n’est sorti de ce poste.";
        parts::small_print(sheet, note)
    }
}

/// Minutes and seconds: « 3 min 05 s ».
fn clock_fr(seconds: u32) -> String {
    format!("{}\u{a0}min {:02}\u{a0}s", seconds / 60, seconds % 60)
}
