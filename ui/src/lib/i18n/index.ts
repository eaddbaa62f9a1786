// The catalogue in force. French first; a second language is another object of the same type, chosen when the
// window opens, so that `t.counter.title` stays a plain value everywhere.
import { fr, type Catalogue } from './fr';

export type { Catalogue };
export type { RefusalWords } from './fr/refusals';

export const t: Catalogue = fr;
