// « À faire » by keys alone: list after list, the row opened and come back to, taken, given, put off; the cursor stays.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { toasts } from '$lib/components/toasts.svelte';
import type { WorkRequest } from '$lib/contract/contract';
import { formatCents } from '$lib/format/money';
import { openState } from '../../samples/backend';
import { NO_WORK, sampleWork, sampleWorkRow, WORK_COUNTS } from '../../samples/work';
import { violations } from '../../test/axe';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { rowKey, work } from './work.svelte';

beforeEach(() => {
  clean();
  session.screen = 'work';
});

async function shown(answers = {}): ReturnType<typeof openApp> {
  const backend = await openApp(answers);
  await screen.findByRole('heading', { level: 1, name: t.work.title });
  await waitFor(() => expect(work.view).toBeTruthy());
  return backend;
}

const asked = (backend: { calls: { command: string; request: unknown }[] }, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('the lists', () => {
  it('are six tabs with their counts, in the order the work is taken up', async () => {
    await shown();
    const tabs = screen.getAllByRole('tab').map((tab) => tab.textContent);
    expect(tabs).toEqual((Object.keys(t.work.lists) as (keyof typeof WORK_COUNTS)[]).map((list) => `${t.work.lists[list]}${WORK_COUNTS[list]}`));
  });

  it('a row says why it is here and what to do', async () => {
    await shown();
    const row = sampleWorkRow('not_invoiced', 0);
    const line = await within(screen.getByRole('table')).findByRole('row', { name: new RegExp(row.number) });
    for (const said of [row.customer, t.work.why[row.why], t.work.next[row.next], 'Maëlle Brucker', formatCents(row.cents), String(row.days)]) expect(line.textContent).toContain(said);
  });

  it('another list is one key away, and each keeps its cursor', async () => {
    const user = userEvent.setup();
    await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    await user.keyboard('jj');
    expect(held()).toContain(sampleWorkRow('not_invoiced', 2).number);
    press('PageDown', { ctrlKey: true });
    await waitFor(() => expect(work.list).toBe('not_gone'));
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_gone', 0).number));
    press('PageUp', { ctrlKey: true });
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 2).number));
  });

  it('Enter opens the dossier, and one comes back to the same row', async () => {
    const user = userEvent.setup();
    await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    await user.keyboard('jjj{Enter}');
    await waitFor(() => expect(counter.dossier).toBeTruthy());
    expect(session.screen).toBe('counter');
    press('KeyV', { altKey: true });
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 3).number));
  });

  it('what was done while one was away hands the cursor to the row that took its place', async () => {
    const user = userEvent.setup();
    let gone: string | undefined;
    await shown({ 'work.list': (request: WorkRequest) => { const view = sampleWork(request); return { ...view, rows: view.rows.filter((row) => rowKey(row) !== gone) }; } });
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    await user.keyboard('jj{Enter}');
    await waitFor(() => expect(session.screen).toBe('counter'));
    gone = rowKey(sampleWorkRow('not_invoiced', 2));
    press('KeyV', { altKey: true });
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 3).number));
  });

  it('is sorted, filtered and shown by the backend', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    await user.click(await screen.findByRole('button', { name: new RegExp(`^${t.work.columns.amount}`) }));
    await waitFor(() => expect(asked(backend, 'work.list').at(-1)).toMatchObject({ sort: 'amount', descending: false }));
    press('KeyO', { altKey: true });
    await waitFor(() => expect(asked(backend, 'work.list').at(-1)).toMatchObject({ mine: true }));
    press('Digit3', { altKey: true });
    await waitFor(() => expect(asked(backend, 'work.list').at(-1)).toMatchObject({ show: 'snoozed' }));
    expect(await screen.findByText(t.work.columns.reason)).toBeTruthy();
  });

  it('an empty list says what would come into it', async () => {
    await shown({ 'work.list': (request: WorkRequest) => sampleWork(request, NO_WORK) });
    expect(await screen.findByText(t.work.empty.not_invoiced)).toBeTruthy();
    expect(screen.getByText(t.work.emptyText.not_invoiced)).toBeTruthy();
    work.reshow('snoozed');
    expect(await screen.findByText(t.work.emptySnoozed)).toBeTruthy();
    work.onlyMine(true);
    expect(await screen.findByText(t.work.emptyMine)).toBeTruthy();
  });
});

describe('what is done with a row', () => {
  it('F4 takes it, and undo gives it back to who had it', async () => {
    const backend = await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    press('F4');
    await waitFor(() => expect(asked(backend, 'work.assign')[0]).toEqual({ items: [{ dossier: sampleWorkRow('not_invoiced', 0).dossier, place: 1 }], to: 'u' }));
    await waitFor(() => expect(toasts.shown[0]?.act).toBeTruthy());
    toasts.shown[0]?.act?.run();
    await waitFor(() => expect(asked(backend, 'work.assign')[1]).toMatchObject({ to: 'u-2' }));
  });

  it('Ctrl Enter on what is not invoiced opens its invoice, and no quote', async () => {
    const backend = await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    press('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: new RegExp(t.formalities.acts.claim) }).getAttribute('aria-checked')).toBe('true');
    press('Enter', { ctrlKey: true });
    expect(asked(backend, 'formality.ask')).toEqual([]);
  });

  it('several are given together', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    await user.keyboard(' j ');
    press('F5');
    const dialog = await screen.findByRole('dialog', { name: t.work.assignTitle(2) });
    expect(await violations(dialog)).toEqual([]);
    await user.selectOptions(within(dialog).getByLabelText(t.work.assignTo), 'u-2');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect((asked(backend, 'work.assign')[0] as { items: unknown[] }).items).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(work.ticked.size).toBe(0);
  });

  it('F7 puts it off with a day and a reason; either missing is said at its field', async () => {
    const user = userEvent.setup();
    const backend = await shown();
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    press('F7');
    const dialog = await screen.findByRole('dialog', { name: t.work.snoozeTitle(1) });
    press('Enter', { ctrlKey: true });
    expect(await within(dialog).findAllByText(t.fieldReasons.empty)).toHaveLength(2);
    expect(await violations(dialog)).toEqual([]);
    await user.type(within(dialog).getByLabelText(new RegExp(t.work.until)), '0502');
    await user.type(within(dialog).getByLabelText(new RegExp(`^${t.work.reason}`)), 'La mutuelle rappelle lundi');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'work.snooze')[0]).toMatchObject({ until: '2024-02-05', reason: 'La mutuelle rappelle lundi' }));
  });

  it('Ctrl Enter goes where the next action is done', async () => {
    await shown();
    work.choose('not_gone');
    await waitFor(() => expect(work.rows[0]?.next).toBe('send'));
    await waitFor(() => expect(held()).toContain(work.rows[0]!.number));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(session.screen).toBe('queue'));
  });

  it('the accountant reads', async () => {
    const backend = await shown({ 'app.state': () => ({ ...openState, user: { id: 'u', name: 'Cabinet Vidal', role: 'accountant' } }) });
    await waitFor(() => expect(held()).toContain(sampleWorkRow('not_invoiced', 0).number));
    press('F4');
    press('F7');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(asked(backend, 'work.assign')).toHaveLength(0);
    expect(within(screen.getByRole('main')).queryByRole('button', { name: new RegExp(t.work.take) })).toBeNull();
  });
});
