// « Réglages »: the owner chooses when the window locks itself, and the wait is the one chosen; nobody else is offered it.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session } from '../app/session.svelte';
import { openState } from '../samples/backend';
import { violations } from '../test/axe';
import { clean, openApp, press, words as t } from '../test/open';

beforeEach(clean);
afterEach(() => void vi.useRealTimers());

const real = (minutes: number): typeof openState => ({ ...openState, practice: openState.practice && { ...openState.practice, kind: 'real', idle_lock_minutes: minutes } });

it('the owner chooses after how long the window locks itself', async () => {
  const backend = await openApp({ 'settings.set_idle_lock': ({ minutes }) => ({ ...real(minutes).practice! }) });
  await userEvent.click(await screen.findByRole('button', { name: t.settings.title }));
  const dialog = await screen.findByRole('dialog', { name: t.settings.title });
  expect(await violations(dialog)).toEqual([]);
  const choice = screen.getByLabelText<HTMLSelectElement>(t.settings.idleLock);
  expect([choice.value, [...choice.options].map((option) => option.value)]).toEqual(['15', ['5', '10', '15', '30', '60']]);
  await userEvent.selectOptions(choice, '30');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(backend.calls.find(({ command }) => command === 'settings.set_idle_lock')?.request).toEqual({ minutes: 30 });
});

it('a user who is not the owner is not offered it', async () => {
  await openApp({ 'app.state': () => ({ ...openState, user: openState.user && { ...openState.user, role: 'counter' } }) });
  await screen.findByRole('navigation');
  expect(screen.queryByRole('button', { name: t.settings.title })).toBeNull();
});

it('locks after the wait that was chosen, which news does not start again', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const backend = await openApp({ 'app.state': () => real(5), 'practice.lock': () => ({ ...openState, stage: 'locked', practice: null, user: null }) });
  await waitFor(() => expect(session.state?.stage).toBe('open'));
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  backend.announce({ topic: 'queue', dossier: null });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(backend.calls.some(({ command }) => command === 'practice.lock')).toBe(false);
  await vi.advanceTimersByTimeAsync(75_000);
  expect(backend.calls.some(({ command }) => command === 'practice.lock')).toBe(true);
  expect(session.lockedAfterMinutes).toBe(5);
});
