// The bindings in force: the shell's, then those of the screen on show, then those of an open dialog. A screen
// declares its keys when it appears and they go when it leaves, so the bar, the palette and the cheat sheet
// always tell the truth. A key that a screen takes for its own is the shell's no more while it is there: what the shell
// did with it stays in the palette, and at its other keys.
import { untrack } from 'svelte';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { dispatchKey, type Binding } from './keys';

interface Layer {
  modal: boolean;
  bindings: () => readonly Binding[];
}

/** In no state of its own: layers come and go while the page is being changed, and none may be lost to a change that another
 * started from. `changes` tells who draws the keys that they are others. */
const layers: Layer[] = [];
let changes = $state(0);

/** Bindings that may fire now: an open dialog hides what is under it. */
export function activeBindings(): readonly Binding[] {
  void changes;
  const modalAt = layers.findLastIndex((layer) => layer.modal);
  const standing = layers.slice(Math.max(modalAt, 0)).map((layer) => layer.bindings());
  return standing.flatMap((bindings, index) => {
    const taken = new Set(standing.slice(index + 1).flat().flatMap((binding) => binding.chords));
    return bindings.map((binding) => ({ ...binding, chords: binding.chords.filter((chord) => !taken.has(chord)) }));
  });
}

/** Call while a component is set up; its keys leave with it. Those of the shell lie under every other's, whenever it comes; those
 * of a dialog under those of what is in it, which is set up after it. */
export function useKeys(bindings: () => readonly Binding[], options: { modal?: boolean; shell?: boolean } = {}): void {
  const add = (): (() => void) => {
    const layer: Layer = { modal: options.modal ?? false, bindings };
    layers.splice(options.shell ? 0 : layers.length, 0, layer);
    changed();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      changed();
    };
  };
  if (options.modal) $effect.pre(add);
  else $effect(add);
}

/** Telling must not make who tells depend on what is told. */
function changed(): void {
  untrack(() => (changes += 1));
}

function deny(): void {
  const { why, instead } = t.refusals.role_not_allowed();
  toasts.say(`${why} ${instead}`, { tone: 'warn' });
}

export function handleKey(event: KeyboardEvent): void {
  dispatchKey(event, activeBindings(), deny);
}
