// What was just done, and ten seconds to take it back; or what has just come, and a way to go there. Legal acts never
// offer an undo: they are asked once, in words, before.
import type { Tone } from './tone';

/** Long enough to read and reach for the key, short enough not to pile up. */
export const UNDO_MS = 10_000;
/** What came while one was busy with a customer waits until he has been told goodbye. */
export const NEWS_MS = 60_000;
/** Kept behind the one in front: who did more in ten seconds has read the first. */
const AT_MOST = 5;

export interface Toast {
  id: number;
  /** When it was said, in ms. */
  at: number;
  text: string;
  tone: Exclude<Tone, 'idle'>;
  /** The one thing that can be done about it, while it is shown. */
  act?: { label: string; run: () => void } | undefined;
}

let shown = $state.raw<readonly Toast[]>([]);
let next = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
  },
  say(text: string, options: { tone?: Toast['tone']; act?: Toast['act']; forMs?: number } = {}): number {
    const toast: Toast = { id: next++, at: Date.now(), text, tone: options.tone ?? 'ok', act: options.act };
    shown = [...shown, toast].slice(-AT_MOST);
    timers.set(toast.id, setTimeout(() => toasts.dismiss(toast.id), options.forMs ?? UNDO_MS));
    return toast.id;
  },
  dismiss(id: number): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    shown = shown.filter((toast) => toast.id !== id);
  },
  /** The window is locked: what was said, with a customer's name in it, is said no more. */
  clear(): void {
    for (const toast of shown) toasts.dismiss(toast.id);
  },
  act(id: number): void {
    const toast = shown.find((other) => other.id === id);
    toasts.dismiss(id);
    toast?.act?.run();
  },
};
