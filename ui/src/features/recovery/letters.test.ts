// Letters to customers from the variances step, by keys alone: all chosen at first, one left out, the batch with its progress and
// its way out, and what was written printed in one go.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { openState, recoveryRow, sampleIncident, type Answers, type SampleBackend } from '../../samples/backend';
import { idleLetters, sampleCustomerLetters } from '../../samples/letters';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { recovery } from './recovery.svelte';

beforeEach(() => {
  clean();
  session.screen = 'recovery';
  session.outagePart = 'reprise';
});

const rows = [{ ...recoveryRow(1), customer: 'Bernard Lucie' }, { ...recoveryRow(2), customer: 'Haddadi Samir', letter_on: '2024-02-19', customer_owes_cents: 5565 }, { ...recoveryRow(7), colour: 'red' as const, customer_owes_cents: 0, letter_on: '2024-02-19' }];

async function opened(answers: Answers = {}): Promise<SampleBackend> {
  const backend = await openApp({ 'recovery.view': () => ({ incident: sampleIncident, rows, progress: null, access_secured: null }), ...answers });
  await waitFor(() => expect(recovery.view).toBeTruthy());
  recovery.at = 'variances';
  await screen.findByText(t.outage.variancesNote);
  return backend;
}

async function dialog(answers: Answers = {}): Promise<SampleBackend> {
  const backend = await opened(answers);
  press('F5');
  await screen.findByRole('dialog', { name: t.letters.customers.title });
  await screen.findByRole('rowheader', { name: 'Le Goff Maëlle' });
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('letters to customers', () => {
  it('are said on the rows that have one', async () => {
    await opened();
    expect(screen.getByText(t.outage.owesWritten(5565, '19/02'))).toBeTruthy();
    expect(screen.getByText(t.outage.letterOn('19/02'))).toBeTruthy();
  });

  it('are all chosen at first, left out by Space, written, and printed as one file', async () => {
    const user = userEvent.setup();
    let looks = 0;
    const backend = await dialog({
      'recovery.write_letters': () => ({ ...idleLetters, running: true, total: 2, current: 'Bernard Lucie' }),
      'recovery.letters_progress': () => (looks++ === 0 ? idleLetters : { ...idleLetters, done: 2, total: 2, written: 2 }),
      'recovery.letters': () => ({ ...sampleCustomerLetters, written: looks > 1 ? sampleCustomerLetters.written : sampleCustomerLetters.written.slice(1) }),
    });
    expect(await violations()).toEqual([]);
    expect(screen.getByRole('button', { name: new RegExp(t.letters.write(3)) })).toBeTruthy();
    await user.keyboard('j ');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'recovery.write_letters')).toEqual([{ incident: sampleIncident.incident, letters: ['l-1', 'l-6'] }]));
    await screen.findByRole('rowheader', { name: 'L-2024-0002' });
    // What was just written is chosen, and nothing else.
    press('F10');
    await waitFor(() => expect(asked(backend, 'recovery.print_letters')).toEqual([{ documents: [sampleCustomerLetters.written[0]?.document] }]));
    press('F8');
    await waitFor(() => expect(asked(backend, 'document.reprint')).toEqual([{ dossier: 'd-7', document: sampleCustomerLetters.written[0]?.document }]));
  });

  it('show how far they are, and stop when asked', async () => {
    const user = userEvent.setup();
    const running = { ...idleLetters, running: true, done: 1, total: 3, written: 1, current: 'Haddadi Samir' };
    const backend = await dialog({ 'recovery.letters_progress': () => running, 'recovery.cancel_letters': () => ({ ...running, cancelled: true }) });
    await screen.findByText(t.letters.writing('Haddadi Samir'));
    await screen.findByText(t.ui.progress(1, 3));
    await user.click(screen.getByRole('button', { name: t.ui.cancel }));
    await waitFor(() => expect(asked(backend, 'recovery.cancel_letters')).toHaveLength(1));
    await screen.findByText(t.letters.stopping);
  });

  it('say when there is nobody to write to', async () => {
    await opened({ 'recovery.letters': () => ({ to_write: [], written: [] }) });
    press('F5');
    await screen.findByText(t.letters.customers.empty);
  });

  it('are not for who only reads', async () => {
    await opened({ 'app.state': () => ({ ...openState, user: { id: 'u', name: 'Paul Ferrand', role: 'accountant' } }) });
    press('F5');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
