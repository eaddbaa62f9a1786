// Words that help one find one's way: every key in force, the story of the demonstration, the language of the window.
import type * as fr from '../fr/guide';
import { translated } from '../typography';

export const guide = translated<typeof fr.guide>({
  storyNote: 'The clock of the demonstration follows the outage of January 2024. It goes from one moment to the next, never back.',
  storyGo: 'Go forward to here',
  storyReached: 'past',
  storyControls: 'Break a platform',
  storyControlsNote: 'The simulated platforms have a page of their own, in the browser: each function is cut and restored there, and each answer chosen.',
  cheatSheetNote: 'Keys go by their place on the keyboard, not by the letter printed on them.',
  listKeys: 'In a list that has the cursor',
  listKeysNext: 'Next row',
  listKeysPrevious: 'Previous row',
  listKeysTick: 'Tick the row',
  listKeysOpen: 'Open the row',
  languageText: 'Relais changes to the other language at once, on this computer. Nothing recorded changes, and you stay at work.',
  languageLabel: 'Language of Relais',
  languageTyped: 'A sale is half typed: it would be lost.',
  languageTypedText: 'Save it first at the counter, or type it again afterwards.',
  languagePapers: 'Papers handed to customers, letters and files stay in French.',
  palettePlaceholder: 'Type a command or the name of a screen',
  paletteEmpty: 'No command has that name.',
  cheatSheet: 'Keyboard reference',
  palette: 'Command palette',
});
