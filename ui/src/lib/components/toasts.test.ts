// Ten seconds to take back what was just done, and not one more.
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { t } from '$lib/i18n';
import Toasts from './Toasts.svelte';
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

it('stands alone in front of those before it, which are counted and shown on request', async () => {
  render(Toasts);
  const run = vi.fn();
  toasts.say('Premier', { act: { label: 'Annuler', run } });
  vi.advanceTimersByTime(2000);
  toasts.say('Deuxième');
  vi.advanceTimersByTime(2000);
  toasts.say('Troisième');
  await tick();
  expect(screen.queryByText('Premier')).toBeNull();
  screen.getByText('Troisième');
  screen.getByRole('button', { name: `+2, ${t.ui.behind}` }).click();
  await tick();
  screen.getByRole('button', { name: 'Annuler' }).click();
  expect(run).toHaveBeenCalledOnce();
  await tick();
  // Those left are still shown; the next to come after them stands alone again.
  screen.getByText('Deuxième');
  for (const toast of toasts.shown.slice(0, 1)) toasts.dismiss(toast.id);
  await tick();
  vi.advanceTimersByTime(2000);
  toasts.say('Quatrième');
  await tick();
  expect(screen.queryByText('Troisième')).toBeNull();
  screen.getByText('Quatrième');
});

it('is not hidden by what the same act says besides', async () => {
  render(Toasts);
  toasts.say('Virement enregistré');
  toasts.say('Un chèque à rendre');
  await tick();
  screen.getByText('Virement enregistré');
  screen.getByText('Un chèque à rendre');
  expect(screen.queryByRole('button', { name: new RegExp(t.ui.behind) })).toBeNull();
});
