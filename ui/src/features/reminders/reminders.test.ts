// Letters to payers by keys alone: the plan from the figure on show, a letter left out, another at a firmer step, the batch with
// its progress and its way out, and what was written ready to be printed in one go.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { openState } from '../../samples/backend';
import { samplePilotage } from '../../samples/pilotage';
import { idleLetters } from '../../samples/letters';
import { sampleReminderPlan, sampleReminders } from '../../samples/reminders';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { pilotage } from '../pilotage/pilotage.svelte';

beforeEach(() => {
  clean();
  session.screen = 'pilotage';
});

async function opened(answers = {}): Promise<Awaited<ReturnType<typeof openApp>>> {
  const backend = await openApp(answers);
  await waitFor(() => expect(pilotage.view).toBeTruthy());
  press('F5');
  await screen.findByRole('dialog', { name: t.reminders.title });
  await screen.findByRole('rowheader', { name: 'Mutuelle du Phare' });
  return backend;
}

const asked = (backend: { calls: { command: string; request: unknown }[] }, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('letters to payers', () => {
  it('are planned from the figure on show', async () => {
    const backend = await openApp();
    await waitFor(() => expect(pilotage.view).toBeTruthy());
    await pilotage.openLine(samplePilotage.by_payer[1]!, 'over90');
    await screen.findByRole('heading', { name: new RegExp('Phare') });
    press('F5');
    await screen.findByRole('dialog', { name: t.reminders.title });
    await waitFor(() => expect(asked(backend, 'reminder.plan')).toHaveLength(1));
    expect(asked(backend, 'reminder.plan')[0]).toMatchObject({ filter: { scope: 'owed', payer: '0986402171', age: 'over90' } });
    expect(await violations()).toEqual([]);
  });

  it('are left out by Space, and asked for more firmly by Alt and a digit', async () => {
    const user = userEvent.setup();
    let done = 0;
    const backend = await opened({
      'reminder.start': () => ({ ...idleLetters, running: true, total: 2, current: 'Mutuelle des Trois Vallées' }),
      'reminder.progress': () => (done++ === 0 ? idleLetters : { ...idleLetters, done: 2, total: 2, written: 2 }),
    });
    await user.keyboard('j ');
    expect(screen.getByRole('button', { name: new RegExp(t.letters.write(2)) })).toBeTruthy();
    await user.keyboard('j');
    press('Digit1', { altKey: true });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'reminder.start')).toHaveLength(1));
    expect(asked(backend, 'reminder.start')[0]).toMatchObject({ letters: [{ key: 'a', level: 'second' }, { key: 'c', level: 'first' }] });
    // Written, the letters are on show.
    await screen.findByRole('rowheader', { name: sampleReminders[0]!.number });
  });

  it('show how far they are, and stop when asked', async () => {
    const user = userEvent.setup();
    const running = { ...idleLetters, running: true, done: 1, total: 3, written: 1, current: 'Mutuelle du Phare' };
    const backend = await opened({ 'reminder.progress': () => running, 'reminder.cancel': () => ({ ...running, cancelled: true }) });
    expect(await screen.findByText(t.letters.writing('Mutuelle du Phare'))).toBeTruthy();
    await user.click(screen.getByRole('button', { name: t.ui.cancel }));
    await waitFor(() => expect(asked(backend, 'reminder.cancel')).toHaveLength(1));
  });

  it('that were written are opened, printed again, and printed together', async () => {
    const user = userEvent.setup();
    const backend = await opened();
    press('PageDown', { ctrlKey: true });
    await screen.findByRole('rowheader', { name: 'L-2024-0003' });
    await waitFor(() => expect(document.activeElement?.textContent).toContain('L-2024-0003'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(asked(backend, 'reminder.open')).toEqual([{ document: sampleReminders[0]!.document }]));
    press('F8');
    await waitFor(() => expect(asked(backend, 'reminder.reprint')).toHaveLength(1));
    await user.keyboard('j ');
    press('F10');
    await waitFor(() => expect(asked(backend, 'reminder.bundle')).toEqual([{ documents: [sampleReminders[1]!.document] }]));
  });

  it('that cannot be say why', async () => {
    await openApp({ 'reminder.plan': () => ({ ...sampleReminderPlan, letters: [] }) });
    await waitFor(() => expect(pilotage.view).toBeTruthy());
    press('F5');
    expect(await screen.findByText(t.reminders.empty)).toBeTruthy();
    expect(screen.getByText(new RegExp(t.reminders.inTime(21)))).toBeTruthy();
  });

  it('are not for who only reads', async () => {
    await openApp({ 'app.state': () => ({ ...openState, user: { id: 'u', name: 'Paul Ferrand', role: 'accountant' } }) });
    await waitFor(() => expect(pilotage.view).toBeTruthy());
    press('F5');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
