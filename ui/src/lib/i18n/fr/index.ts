// The French catalogue: every visible word, in order of where it is read. Each section's file spaces its own sentences
// (`typesetAll`), so that the build can put it with the part of the window that says it (vite.config.ts): a section is
// one line here, and is never gathered with others into one object.

export const locale = 'fr-FR';
export { commands, frame, ui } from './ui';
export { guide } from './guide';
export { terms } from './terms';
export { fieldNames, fieldReasons } from './fields';
export { refusals } from './refusals';
export { unlock, welcome } from './welcome';
export { counter } from './counter';
export { said } from './said';
export { cardWords as card } from './card';
export { covers } from './covers';
export { estimate } from './estimate';
export { exercise } from './exercise';
export { advances } from './advances';
export { certificates } from './certificates';
export { credentials } from './credentials';
export { books } from './books';
export { pilotage } from './pilotage';
export { letters } from './letters';
export { reminders } from './reminders';
export { work } from './work';
export { team } from './team';
export { second } from './second';
export { formalities } from './formalities';
export { lists } from './lists';
export { circuit } from './circuit';
export { payments } from './payments';
export { cheques } from './cheques';
export { slips } from './slips';
export { inventory, notices } from './inventory';
export { pictures } from './pictures';
export { rotation } from './rotation';
export { breach } from './breach';
export { journal, platforms, queue, recovery } from './follow';
export { description } from './description';
export { privacy } from './privacy';
export { backups } from './backups';
export { privacyPapers } from './privacy-papers';
export { retention } from './retention';
export { unusual } from './unusual';
export { routing } from './routing';
export { conduct, history, incidents } from './incidents';
export { outage } from './outage';
export { accesses } from './accesses';
export { timeline } from './timeline';
