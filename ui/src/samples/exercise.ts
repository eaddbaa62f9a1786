// A made-up exercise in its fourth minute: four tasks done, the receipt still to print.
import type { ExerciseView } from '$lib/contract/contract';
import { openState, type Answers } from './backend';

export const sampleExercise: ExerciseView = {
  elapsed_seconds: 205,
  remaining_seconds: 395,
  length_minutes: 10,
  ended: false,
  tasks: [
    { task: 'verify_rights', done_after_seconds: 41, took_seconds: 41 },
    { task: 'choose_way', done_after_seconds: 68, took_seconds: 27 },
    { task: 'deliver', done_after_seconds: 92, took_seconds: 24 },
    { task: 'keep_cheque', done_after_seconds: 155, took_seconds: 63 },
    { task: 'print_receipt', done_after_seconds: null, took_seconds: null },
    { task: 'platform_back', done_after_seconds: null, took_seconds: null },
    { task: 'recover', done_after_seconds: null, took_seconds: null },
  ],
};

/** What the commands of an exercise answer. */
export const exerciseAnswers: Answers = {
  'exercise.view': () => sampleExercise,
  'exercise.end': () => ({ ...sampleExercise, ended: true }),
  'exercise.start': () => ({ ...openState, practice: openState.practice && { ...openState.practice, kind: 'exercise' } }),
  'exercise.leave': () => openState,
  'exercise.report': () => ({ path: '/papiers/exercice-panne-2024-01-31.pdf', file_name: 'exercice-panne-2024-01-31.pdf', pages: 1 }),
};
