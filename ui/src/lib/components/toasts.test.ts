// Ten seconds to take back what was just done, and not one more.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toasts, UNDO_MS } from './toasts.svelte';

beforeEach(() => {
  // The window's toasts are one list: what another test said is none of these.
  toasts.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  for (const toast of toasts.shown) toasts.dismiss(toast.id);
  vi.useRealTimers();
});

it('can be undone while it is shown', () => {
  const run = vi.fn();
  const id = toasts.say('Demande retirée', { act: { label: 'Annuler', run } });
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(toasts.shown).toHaveLength(1);
  toasts.act(id);
  expect(run).toHaveBeenCalledOnce();
  expect(toasts.shown).toHaveLength(0);
});

it('goes after ten seconds, and then cannot be undone', () => {
  const run = vi.fn();
  const id = toasts.say('Demande retirée', { act: { label: 'Annuler', run } });
  vi.advanceTimersByTime(UNDO_MS);
  expect(toasts.shown).toHaveLength(0);
  toasts.act(id);
  expect(run).not.toHaveBeenCalled();
});
