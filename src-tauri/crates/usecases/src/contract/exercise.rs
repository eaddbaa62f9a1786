//! « Exercice panne »: its clock and what is done of it.

use relais_domain::exercise::ExerciseTask;

wire! {
    /// Where the exercise stands. Seconds are of the exercise: the days the story jumps over do not count.
    pub struct ExerciseView {
        pub elapsed_seconds: u32,
        /// Nothing once the ten minutes are over.
        pub remaining_seconds: u32,
        pub length_minutes: u32,
        /// Somebody ended it: the clock stands, and what follows is not counted.
        pub ended: bool,
        /// In the order of an outage.
        pub tasks: Vec<ExerciseTaskView>,
    }
    pub struct ExerciseTaskView {
        pub task: ExerciseTask,
        /// From the beginning, once it is done.
        pub done_after_seconds: Option<u32>,
        /// From what was done just before.
        pub took_seconds: Option<u32>,
    }
}
