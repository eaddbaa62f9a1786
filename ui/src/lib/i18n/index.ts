// The catalogue in force: `t.counter.title` is a plain value everywhere. A namespace, not an object, so that the build sees
// which sections a part of the window says and leaves the others out. `$language` is the language of the build: the window
// is built once for each (vite.config.ts, docs/decisions/0033), and French is what types are read from.
import type * as fr from './fr';

export * as t from '$language';
export { joined, listed, named, quoted } from '$language/forms';
export type { RefusalWords } from './fr/refusals';
export type Catalogue = typeof fr;
