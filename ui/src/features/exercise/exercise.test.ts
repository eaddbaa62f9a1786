// « Exercice panne »: asked about before it starts, said on every screen, its tasks and its end.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AppState } from '$lib/contract/contract';
import { theme } from '$lib/theme/theme.svelte';
import { session } from '../../app/session.svelte';
import { openState } from '../../samples/backend';
import { sampleExercise } from '../../samples/exercise';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { exercise } from './exercise.svelte';

const inExercise: AppState = { ...openState, practice: openState.practice && { ...openState.practice, kind: 'exercise' } };

beforeEach(() => {
  clean();
  Object.assign(exercise, { view: undefined, dialog: undefined, busy: false, refused: undefined });
});

describe('before', () => {
  it.each(['open', 'locked', 'welcome'] as const)('is asked about in a window that is %s, and starts by the keyboard', async (stage) => {
    let state: AppState = { ...openState, stage };
    const backend = await openApp({
      'app.state': () => state,
      'exercise.start': () => (state = inExercise),
    });
    if (stage === 'open') exercise.ask();
    else await userEvent.click(await screen.findByRole('button', { name: t.commands.exercise }));
    const dialog = await screen.findByRole('dialog', { name: t.exercise.title });
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await screen.findByRole('region', { name: t.exercise.banner });
    expect(backend.calls.filter(({ command }) => command === 'exercise.start')).toHaveLength(1);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('a refusal is said in the question', async () => {
    await openApp();
    exercise.ask();
    await screen.findByRole('dialog');
    const { Refused } = await import('$lib/backend/backend');
    exercise.refused = new Refused({ code: 'simulator_not_started', params: {} });
    await within(screen.getByRole('dialog')).findByText(t.refusals.simulator_not_started().why);
  });
});

describe.each(['light', 'dark'] as const)('during, %s', (shown) => {
  it('is said on every screen, with what remains and what was done', async () => {
    theme.choose(shown);
    await openApp({ 'app.state': () => inExercise });
    const banner = await screen.findByRole('region', { name: t.exercise.banner });
    await within(banner).findByText(t.exercise.mark);
    await waitFor(() => expect(banner.textContent).toContain('06:3'));
    const tasks = within(banner).getAllByRole('listitem');
    expect(tasks.map((task) => task.classList.contains('done'))).toEqual([true, true, true, true, false, false, false]);
    expect(banner.textContent).toContain(t.exercise.hint('print_receipt', false));
    for (const name of ['queue', 'cheques', 'recovery', 'books', 'journal'] as const) {
      session.screen = name;
      await waitFor(() => expect(screen.getByRole('region', { name: t.exercise.banner })).toBeTruthy());
    }
    expect(await violations()).toEqual([]);
  });

  it('ends with what was forgotten, and leaves', async () => {
    theme.choose(shown);
    let state = inExercise;
    const backend = await openApp({ 'app.state': () => state, 'exercise.leave': () => (state = openState) });
    await userEvent.click(await screen.findByRole('button', { name: t.exercise.end }));
    const dialog = await screen.findByRole('dialog', { name: t.exercise.ended });
    expect(dialog.textContent).toContain(t.exercise.forgottenTitle(3).replace(/\s+/g, ' '));
    expect(await violations(dialog)).toEqual([]);
    press('KeyP', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'exercise.report')).toBe(true));
    await waitFor(() => expect(exercise.busy).toBe(false));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('region', { name: t.exercise.banner })).toBeNull());
  });

  it('is not locked away: the key that locks shows its page', async () => {
    theme.choose(shown);
    const backend = await openApp({ 'app.state': () => inExercise });
    await screen.findByRole('region', { name: t.exercise.banner });
    press('KeyL', { ctrlKey: true });
    await screen.findByRole('dialog', { name: t.exercise.ended });
    expect(backend.calls.some(({ command }) => command === 'practice.lock')).toBe(false);
  });
});

it('over time, the clock stays at nothing and says so', async () => {
  await openApp({ 'app.state': () => inExercise, 'exercise.view': () => ({ ...sampleExercise, remaining_seconds: 0 }) });
  await within(await screen.findByRole('region', { name: t.exercise.banner })).findByText(t.exercise.over);
});
