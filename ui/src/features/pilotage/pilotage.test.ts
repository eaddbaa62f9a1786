// Pilotage by keys alone: from the figures to the dossiers behind one, and back with the cursor where it was; the charts and
// their tables say the same; what is empty says why.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { formatCents, formatEuros } from '$lib/format/money';
import type { PilotageFilter } from '$lib/contract/contract';
import { emptyPilotage, sampleBehind, samplePilotage } from '../../samples/pilotage';
import { openState } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { pilotage } from './pilotage.svelte';
import { marks, place } from './scale';

beforeEach(() => {
  clean();
  session.screen = 'pilotage';
});

async function shown(answers = {}): Promise<ReturnType<typeof openApp> extends Promise<infer B> ? B : never> {
  const backend = await openApp(answers);
  await screen.findByRole('heading', { level: 1, name: t.pilotage.title });
  await waitFor(() => expect(pilotage.view).toBeTruthy());
  return backend;
}

const asked = (backend: { calls: { command: string; request: unknown }[] }, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('the figures', () => {
  it('are five, each a way to its dossiers', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    const figure = await screen.findByRole('button', { name: new RegExp(t.pilotage.figures.advised) });
    expect(figure.textContent).toContain(formatEuros(samplePilotage.figures.advised_cents));
    await user.click(figure);
    await waitFor(() => expect(pilotage.behind?.rows.length).toBe(61));
    expect(asked(backend, 'pilotage.dossiers')[0]).toMatchObject({ filter: { scope: 'owed', debtor: 'insurer', state: 'advised' } });
    await user.click(screen.getByRole('button', { name: new RegExp(t.pilotage.figures.penalties) }));
    expect(pilotage.filter).toBeUndefined();
    expect(await screen.findByText(t.pilotage.penaltyRules.amc_late)).toBeTruthy();
  });

  it('the shares behind one have no violation', async () => {
    await shown({ 'pilotage.dossiers': ({ filter, offset, limit }: { filter: PilotageFilter; offset: number; limit: number }) => sampleBehind(filter, offset, limit, 6) });
    await pilotage.openLine(samplePilotage.by_operator[0]!);
    await screen.findByRole('heading', { name: new RegExp(t.pilotage.behind.owed) });
    expect(await violations()).toEqual([]);
  });

  it('a line is opened by Enter, one of its ages by Alt and a digit, and Escape comes back to the row', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    await waitFor(() => expect(held()).toContain('Viamedis'));
    await user.keyboard('j');
    expect(held()).toContain('Almerys');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(asked(backend, 'pilotage.dossiers')).toHaveLength(1));
    expect(asked(backend, 'pilotage.dossiers')[0]).toMatchObject({ filter: { debtor: 'insurer', operator: 'almerys', age: null } });
    await screen.findByRole('heading', { name: new RegExp('Almerys') });
    press('Escape');
    await waitFor(() => expect(held()).toContain('Almerys'));
    press('Digit6', { altKey: true });
    await waitFor(() => expect(asked(backend, 'pilotage.dossiers')).toHaveLength(2));
    expect(asked(backend, 'pilotage.dossiers')[1]).toMatchObject({ filter: { operator: 'almerys', age: 'over90' } });
    press('Escape');
    press('Escape');
    expect(session.screen).toBe('counter');
  });

  it('the shares are sorted by the backend and open their dossier', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    await pilotage.openLine(samplePilotage.by_operator[0]!);
    await user.click(await screen.findByRole('button', { name: new RegExp(`^${t.pilotage.columns.amount}`) }));
    await waitFor(() => expect(asked(backend, 'pilotage.dossiers').at(-1)).toMatchObject({ sort: 'amount', descending: false }));
    await waitFor(() => expect(pilotage.behind).toBeTruthy());
    await user.dblClick(within(screen.getByRole('main')).getAllByText('2024-0187')[0]!);
    expect(session.screen).toBe('counter');
    await waitFor(() => expect(counter.dossier).toBeTruthy());
  });

  it('the table says what the chart says, and its foot the sum', async () => {
    await shown();
    const chart = await screen.findByRole('img', { name: /Encours par âge/ });
    const viamedis = samplePilotage.by_operator[0]!;
    const oldest = samplePilotage.by_operator.filter((line) => line.cents > 0).reduce((sum, line) => sum + line.ages[5]!, 0);
    expect(chart.getAttribute('aria-label')).toContain(formatEuros(oldest));
    const row = within(screen.getByRole('table')).getByRole('row', { name: /Viamedis/ });
    for (const cents of [viamedis.cents, ...viamedis.ages]) expect(row.textContent).toContain(formatCents(cents));
    const total = samplePilotage.by_operator.reduce((sum, line) => sum + line.cents, 0);
    expect(screen.getByRole('table').querySelector('tfoot')?.textContent).toContain(formatCents(total));
  });

  it('the counter does not see the screen', async () => {
    session.screen = 'counter';
    await openApp({ 'app.state': () => ({ ...openState, user: { id: 'u', name: 'Inès Morel', role: 'counter' } }) });
    await screen.findByRole('button', { name: new RegExp(t.frame.screens.books) });
    expect(screen.queryByRole('button', { name: t.frame.screens.pilotage })).toBeNull();
    press('KeyU', { altKey: true });
    expect(session.screen).toBe('counter');
  });
});

describe('the other parts', () => {
  it.each(['exposure', 'delays', 'penalties', 'cheques'] as const)('%s has a table, and no violation', async (tab) => {
    await shown();
    pilotage.tab = tab;
    await waitFor(() => expect(within(screen.getByRole('tabpanel')).getAllByRole('table').length).toBeGreaterThan(0));
    expect(await violations()).toEqual([]);
  });

  it('too short a history is said with what it takes', async () => {
    await shown();
    pilotage.tab = 'exposure';
    expect(await screen.findByText(new RegExp('12 jours sur 28'))).toBeTruthy();
    expect(screen.getByText(t.pilotage.exposureNote)).toBeTruthy();
  });

  it('a delay that was agreed is typed, and a wrong one is refused at its field', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    pilotage.tab = 'delays';
    await waitFor(() => expect(held()).toContain('Mutuelle des Trois Vallées'));
    press('F7');
    const field = await screen.findByLabelText(new RegExp(t.pilotage.termDays));
    await user.clear(field);
    await user.type(field, '0');
    expect(screen.getByText(t.pilotage.termRefused)).toBeTruthy();
    await user.clear(field);
    await user.type(field, '20');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'pilotage.set_term')).toEqual([{ operator: 'viamedis', days: 20 }]));
  });

  it('a penalty is taken from what is left of a credit, and never more', async () => {
    const user = userEvent.setup();
    const credit = { bank_credit: 'b-0', on: '2024-01-30', payer: 'viamedis', label: 'VIR', amount_cents: 40_000, left_cents: 1_250 };
    const backend = await shown({ 'bank_credit.unallocated': () => ({ left_cents: 1_250, rows: [credit] }) });
    pilotage.tab = 'penalties';
    await screen.findByText(t.pilotage.penaltyRules.amc_late);
    press('F7');
    const amount = await screen.findByLabelText(t.pilotage.takeAmount);
    await waitFor(() => expect((amount as HTMLInputElement).value).toBe('12,50'));
    await user.clear(amount);
    await user.type(amount, '12,51');
    expect(screen.getByText(t.pilotage.takeMore(formatEuros(1_250)))).toBeTruthy();
    await user.clear(amount);
    await user.type(amount, '12,50');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'bank_credit.take_penalty')).toEqual([{ bank_credit: 'b-0', amount_cents: 1_250 }]));
  });

  it('nothing owed says so, in every part', async () => {
    await shown({ 'pilotage.view': () => emptyPilotage });
    expect(await screen.findByText(t.pilotage.empty)).toBeTruthy();
    for (const [tab, words] of [['exposure', t.pilotage.exposureEmpty], ['delays', t.pilotage.delayEmpty], ['penalties', t.pilotage.penaltyNoRule], ['cheques', t.pilotage.noCheque]] as const) {
      pilotage.tab = tab;
      expect(await screen.findByText(words)).toBeTruthy();
    }
  });

  it('F10 prints the page and F8 writes the part on show', async () => {
    const backend = await shown();
    press('F10');
    await waitFor(() => expect(asked(backend, 'pilotage.print')).toHaveLength(1));
    pilotage.by = 'payer';
    await waitFor(() => expect(pilotage.busy).toBeUndefined());
    press('F8');
    await waitFor(() => expect(asked(backend, 'pilotage.export')[0]).toMatchObject({ part: 'payers', filter: null }));
  });
});

describe('the arithmetic of the charts', () => {
  it.each([[0, [0, 1]], [400, [0, 100, 200, 300, 400]], [1_234, [0, 500, 1_000, 1_500]], [7, [0, 2, 4, 6, 8]]])('marks of %d are round and hold it', (largest, expected) => {
    expect(marks(largest)).toEqual(expected);
  });

  it('a value lies in its proportion, inside the line', () => {
    expect([place(50, 200, 80), place(-5, 200, 80), place(900, 200, 80), place(1, 0, 80)]).toEqual([20, 0, 80, 0]);
  });
});
