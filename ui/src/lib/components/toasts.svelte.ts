// What was just done, and ten seconds to take it back. Legal acts never offer an undo: they are asked once, in
// words, before.
import type { Tone } from './tone';

/** Long enough to read and reach for the key, short enough not to pile up. */
export const UNDO_MS = 10_000;
const SHOWN_AT_ONCE = 3;

export interface Toast {
  id: number;
  text: string;
  tone: Exclude<Tone, 'idle'>;
  undo?: (() => void) | undefined;
}

let shown = $state.raw<readonly Toast[]>([]);
let next = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
  },
  say(text: string, options: { tone?: Toast['tone']; undo?: () => void } = {}): number {
    const toast: Toast = { id: next++, text, tone: options.tone ?? 'ok', undo: options.undo };
    shown = [...shown, toast].slice(-SHOWN_AT_ONCE);
    timers.set(toast.id, setTimeout(() => toasts.dismiss(toast.id), UNDO_MS));
    return toast.id;
  },
  dismiss(id: number): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    shown = shown.filter((toast) => toast.id !== id);
  },
  undo(id: number): void {
    const toast = shown.find((other) => other.id === id);
    toasts.dismiss(id);
    toast?.undo?.();
  },
};
