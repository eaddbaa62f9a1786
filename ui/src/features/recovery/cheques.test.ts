// The cheques step: the next act of the cheque under the cursor by one key, in the dialogs of the vault and of the dossier; the row
// stays where it is and says what was done.
import { screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChequeView, RecoveryRow } from '$lib/contract/contract';
import { session } from '../../app/session.svelte';
import { recoveryRow, sampleBackend, sampleIncident, type Answers, type SampleBackend } from '../../samples/backend';
import { sampleDossier } from '../../samples/dossiers';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { nextAct } from '../cheques/act';
import { recovery, rowKey } from './recovery.svelte';

beforeEach(() => {
  clean();
  session.screen = 'recovery';
  session.outagePart = 'reprise';
});

const kept = (await sampleBackend().call('cheque.view', '', { cheque: 'c-0' })) as ChequeView;
const view = (of: Partial<ChequeView>, row: Partial<ChequeView['row']> = {}): ChequeView => ({ ...kept, ...of, row: { ...kept.row, ...row } });
const paper = { path: '/papier.pdf', file_name: 'papier.pdf', pages: 1 };
const owed = { code: 'difference_due' as const, params: { due_cents: 5565 } };
const unpaid = { code: 'amc_share_not_paid' as const, params: {} };
const early = { code: 'notice_needed' as const, params: {} };

const AWAITS = view({ return_refusal: unpaid, deposit: 'forbidden' }, { track: 'accepted', position: 'kept' });
const PAID = view({ return_refusal: null, deposit: 'forbidden' }, { track: 'paid', position: 'to_return' });
const SHORT = view({ return_refusal: owed, deposit: 'forbidden' }, { track: 'paid', position: 'to_complete', difference_due_cents: 5565 });
const REFUSED = view({ return_refusal: unpaid, deposit: 'allowed', deposit_refusal: early }, { track: 'refused', position: 'kept' });
const TOLD = view({ return_refusal: unpaid, deposit: 'allowed', deposit_refusal: { code: 'promised_not_before', params: {} }, depositable_from: '2024-02-27' }, { track: 'refused', position: 'to_deposit' });
const DUE = view({ return_refusal: unpaid, deposit: 'allowed', deposit_refusal: null, depositable_from: '2024-01-30' }, { track: 'refused', position: 'to_deposit' });

it.each([
  ['waits for its money', AWAITS, 'credit'],
  ['is paid', PAID, 'return'],
  ['is paid for less', SHORT, 'collect'],
  ['is for what was refused', REFUSED, 'notice'],
  ['was told of, and waits for its day', TOLD, undefined],
  ['was told of, and its day has come', DUE, 'deposit'],
  ['has left', { ...PAID, life: { ...PAID.life, state: 'returned' as const } }, undefined],
])('a cheque that %s', (_, cheque, act) => {
  expect(nextAct(cheque)).toBe(act);
});

const base: RecoveryRow = { ...recoveryRow(0), cheque: 'c-0', cheque_cents: 37991, cheque_position: 'kept' };
const other: RecoveryRow = { ...recoveryRow(4), cheque: 'c-4', cheque_cents: 12000, cheque_position: 'kept' };

async function opened(cheque: ChequeView, row: Partial<RecoveryRow>, answers: Answers = {}): Promise<{ backend: SampleBackend; become: (row: Partial<RecoveryRow>) => void }> {
  let first: RecoveryRow = { ...base, ...row };
  const backend = await openApp({
    'recovery.view': () => ({ incident: sampleIncident, rows: [first, other], progress: null, access_secured: null }),
    'cheque.view': (request) => (request.cheque === 'c-0' ? cheque : { ...kept, row: { ...kept.row, cheque: request.cheque } }),
    'cheque.return': () => ({ returned_at: '2024-02-19T09:30:00Z', discharge: paper }),
    'cheque.give_notice': () => paper,
    'cheque.deposit': () => cheque,
    'dossier.record_payment': () => sampleDossier(0),
    ...answers,
  });
  await waitFor(() => expect(recovery.view).toBeTruthy());
  recovery.goTo('cheques');
  recovery.cursor = rowKey(base);
  return { backend, become: (next) => (first = { ...first, ...next }) };
}

const asked = (backend: SampleBackend, command: string): unknown => backend.calls.filter((one) => one.command === command).at(-1)?.request;

describe('in place', () => {
  it('is given back against its discharge, and its row stays under the cursor', async () => {
    const { backend, become } = await opened(PAID, { track: 'paid', cheque_position: 'to_return' });
    // On the line above the list, and on the bar of keys.
    expect(await screen.findAllByRole('button', { name: new RegExp(t.cheques.give) })).toHaveLength(2);
    expect(await violations()).toEqual([]);
    press('F5');
    const dialog = await screen.findByRole('dialog', { name: t.cheques.give });
    become({ cheque: null, cheque_cents: 0, cheque_position: null, cheque_left: { state: 'returned', on: '2024-02-19' }, settled: true });
    within(dialog).getByText(t.cheques.giveQuestion(PAID.row.amount_cents, PAID.row.customer));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'cheque.return')).toMatchObject({ cheque: 'c-0', manner: 'in_person' }));
    await screen.findByText(t.outage.cheques.paidByInsurer(t.outage.cheques.left.returned('19/02', '')));
    expect(recovery.cursor).toBe(rowKey(base));
    expect(recovery.current).toBe('cheques');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is given back though no program of the machine shows its discharge: where that is written is said', async () => {
    const { become, backend } = await opened(PAID, { track: 'paid', cheque_position: 'to_return' });
    backend.openDocument = () => Promise.reject({ code: 'nothing_opens', params: { path: '/papiers/decharge.pdf' } });
    await screen.findAllByRole('button', { name: new RegExp(t.cheques.give) });
    press('F5');
    await screen.findByRole('dialog', { name: t.cheques.give });
    become({ cheque: null, cheque_cents: 0, cheque_position: null, cheque_left: { state: 'returned', on: '2024-02-19' }, settled: true });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const { why, instead } = t.refusals.nothing_opens({ path: '/papiers/decharge.pdf' });
    const said = await screen.findByText(`${why} ${instead}`);
    expect(said.textContent).toContain('/papiers/decharge.pdf');
    screen.getByRole('button', { name: t.ui.copyPlace }).click();
    await waitFor(() => expect(backend.copies.at(-1)?.text).toBe('/papiers/decharge.pdf'));
    await screen.findByText(t.outage.cheques.paidByInsurer(t.outage.cheques.left.returned('19/02', '')));
  });

  it('is completed by the payment of the difference, in the dossier’s own dialog', async () => {
    const { backend, become } = await opened(SHORT, { track: 'paid', cheque_position: 'to_complete', customer_owes_cents: 5565 }, { 'dossier.view': () => ({ ...sampleDossier(0), dossier: base.dossier, customer_share_due_cents: 0, difference_due_cents: 5565 }) });
    await screen.findByText(t.outage.chequeComplete(5565));
    // On the line above the list, and on the bar of keys.
    expect(await screen.findAllByRole('button', { name: new RegExp(t.outage.chequeCollect) })).toHaveLength(2);
    press('F5');
    await screen.findByRole('dialog', { name: t.counter.payTitle });
    become({ cheque_position: 'to_return', customer_owes_cents: 0 });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'dossier.record_payment')).toMatchObject({ dossier: base.dossier, amount_cents: 5565, purpose: 'difference' }));
    await screen.findByText(t.recovery.next.giveBack);
  });

  it('is told of before it is deposited', async () => {
    const { backend, become } = await opened(REFUSED, { colour: 'red', track: 'refused', cheque_position: 'to_deposit', cheque_to_tell: true });
    // On the line above the list, and on the bar of keys.
    expect(await screen.findAllByRole('button', { name: new RegExp(t.cheques.notice) })).toHaveLength(2);
    press('F5');
    await screen.findByRole('dialog', { name: t.cheques.notice });
    become({ cheque_to_tell: false, cheque_told: { on: '2024-02-19', deposit_from: '2024-02-27' }, letter_on: '2024-02-19' });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'cheque.give_notice')).toMatchObject({ cheque: 'c-0' }));
    await screen.findByText(t.outage.cheques.toldFrom('19/02', '27/02'));
  });

  it('is deposited, alone or on a slip, once its day has come', async () => {
    const { backend } = await opened(DUE, { colour: 'red', track: 'refused', cheque_position: 'to_deposit', cheque_told: { on: '2024-01-22', deposit_from: '2024-01-30' }, letter_on: '2024-01-22' });
    await screen.findByRole('button', { name: t.slips.prepare });
    press('KeyH', { altKey: true });
    await screen.findByRole('dialog', { name: t.slips.title });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'slip.make')).toMatchObject({ cheques: [{ cheque: 'c-0', override_reason: null }] }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press('F5');
    await screen.findByRole('dialog', { name: t.cheques.deposit });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'cheque.deposit')).toMatchObject({ cheque: 'c-0' }));
  });

  it('offers nothing before its day', async () => {
    await opened(TOLD, { colour: 'red', track: 'refused', cheque_position: 'to_deposit', cheque_told: { on: '2024-02-19', deposit_from: '2024-02-27' }, letter_on: '2024-02-19' });
    await screen.findByText(t.outage.cheques.toldFrom('19/02', '27/02'));
    // Neither told again, nor asked for the same money by another letter.
    for (const label of [t.cheques.notice, t.recovery.letter]) expect(screen.queryByRole('button', { name: label })).toBeNull();
    await screen.findByText(t.cheques.rules.toldFrom('27/02/2024'), { exact: false });
    press('F5');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
