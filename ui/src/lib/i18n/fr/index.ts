// The French catalogue: every visible word, in order of where it is read.
import { typesetAll } from '../typography';
import { accesses } from './accesses';
import { books } from './books';
import { cardWords } from './card';
import { cheques } from './cheques';
import { counter } from './counter';
import { covers } from './covers';
import { description } from './description';
import { estimate } from './estimate';
import { fieldNames, fieldReasons } from './fields';
import { journal, platforms, queue, recovery } from './follow';
import { conduct, declared, history, incident, natureNotes, natures, sourceOf, sources } from './incidents';
import { privacy } from './privacy';
import { refusals } from './refusals';
import { routing } from './routing';
import * as terms from './terms';
import { timeline } from './timeline';
import { commands, frame, settings, ui } from './ui';
import { unlock, welcome } from './welcome';

export const fr = typesetAll({
  locale: 'fr-FR',
  ui,
  frame,
  commands,
  settings,
  terms: { ...terms },
  fieldNames,
  fieldReasons,
  refusals,
  welcome,
  unlock,
  counter,
  card: cardWords,
  covers,
  estimate,
  cheques,
  queue,
  recovery,
  platforms,
  description,
  privacy,
  routing,
  incidents: { ...incident, natures, natureNotes, sources, sourceOf, declared },
  history,
  conduct,
  books,
  journal,
  accesses,
  timeline,
});

export type Catalogue = typeof fr;
