// The French catalogue: every visible word, in order of where it is read.
import { typesetAll } from '../typography';
import { cheques } from './cheques';
import { counter } from './counter';
import { journal, platforms, queue, recovery } from './follow';
import { refusals, unexpected } from './refusals';
import * as terms from './terms';
import { commands, frame, ui } from './ui';
import { unlock, welcome } from './welcome';

export const fr = typesetAll({
  locale: 'fr-FR',
  ui,
  frame,
  commands,
  terms: { ...terms },
  refusals,
  unexpected,
  welcome,
  unlock,
  counter,
  cheques,
  queue,
  recovery,
  platforms,
  journal,
});

export type Catalogue = typeof fr;
