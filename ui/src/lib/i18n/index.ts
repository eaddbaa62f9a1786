// The catalogue in force: `t.counter.title` is a plain value everywhere. A namespace, not an object, so that the build sees
// which sections a part of the window says and leaves the others out. A second language would be the same namespace,
// chosen section by section when the window opens.
import type * as fr from './fr';

export * as t from './fr';
export type { RefusalWords } from './fr/refusals';
export type Catalogue = typeof fr;
