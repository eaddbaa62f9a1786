// « Virements et avis » by its keys: what is left is allocated, a statement is read, its payers said, its lines recorded, a
// statement undone.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { Answers, SampleBackend } from '../../samples/backend';
import { sampleStatement, sampleStatementLines } from '../../samples/payments';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { credit } from '../cheques/credit.svelte';
import { payments } from './payments.svelte';
import { raised } from './raised.svelte';

beforeEach(() => {
  clean();
  Object.assign(raised, { view: undefined, cursor: undefined, explaining: undefined, refused: undefined });
  Object.assign(payments, { tab: 'allocate', settling: undefined, asideCursor: undefined, view: undefined, cursor: undefined, undoing: undefined, undone: undefined, refused: undefined });
});

async function open(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'payments';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { name: t.payments.title });
  await waitFor(() => expect(payments.view).toBeTruthy());
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

/** The statement pasted, its columns shown, then its lines. */
async function lines(): Promise<void> {
  press('F7');
  await screen.findByRole('dialog', { name: t.lists.importTitle.bank_statement });
  await userEvent.click(screen.getByLabelText(t.lists.paste));
  await userEvent.paste('Date;Libellé;Crédit\n30/01/2024;VIR;400,02');
  press('Enter', { ctrlKey: true });
  await screen.findByText(t.lists.mappingFound('proposed', ''));
  press('Enter', { ctrlKey: true });
  await screen.findByText(t.payments.newPayers(1));
}

describe('what is left', () => {
  it('is allocated as it is proposed, by one key and one confirmation', async () => {
    const backend = await open();
    expect(within(await screen.findByRole('table', { name: t.payments.tabs.allocate })).getAllByRole('row').length).toBe(3);
    expect(await violations()).toEqual([]);
    press('F5');
    await screen.findByRole('dialog', { name: t.cheques.creditAllocate });
    expect(credit.parts.map((part) => part.cents)).toEqual([20000, 20001]);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'bank_credit.allocate')).toHaveLength(1));
    expect(asked(backend, 'bank_credit.allocate')[0]).toMatchObject({ bank_credit: 'b-0', allocations: [{ amount_cents: 20000 }, { amount_cents: 20001 }] });
  });

  it('has a tab for the credits, the lists and the payers', async () => {
    const backend = await open();
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.payments.tabs.credits) }));
    await screen.findByText('VIR SEPA 7');
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.payments.tabs.payers) }));
    await userEvent.click(await screen.findByText('mut de l ocean'));
    expect(await violations()).toEqual([]);
    press('Delete');
    await waitFor(() => expect(asked(backend, 'payments.forget_payer')).toEqual([{ words: 'mut de l ocean' }]));
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.payments.tabs.lists) }));
    await userEvent.click(await screen.findByText('releve-janvier.csv'));
    press('Delete');
    await screen.findByRole('dialog', { name: t.payments.undoTitle });
    expect(await violations()).toEqual([]);
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.payments.keptTitle({ undone: 34, kept: [], credits_kept: 1, slips_kept: 1 }));
    expect(asked(backend, 'payments.undo')).toEqual([{ import: 'p-1' }]);
  });
});

describe('what must be looked at', () => {
  it('is sorted by what is grave, and each opens what it is about', async () => {
    const backend = await open();
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.payments.tabs.raised) }));
    const table = await screen.findByRole('table', { name: t.payments.tabs.raised });
    expect(within(table).getAllByRole('row').length).toBe(5);
    expect(await violations()).toEqual([]);
    await userEvent.selectOptions(screen.getByLabelText(t.payments.lateAfter), '10');
    await waitFor(() => expect(asked(backend, 'payments.set_advice_delay')).toEqual([{ days: 10 }]));
    await userEvent.dblClick(screen.getByText(t.payments.raisedKinds.below_advice));
    await screen.findByRole('dialog', { name: t.payments.explainTitle });
    expect(await violations()).toEqual([]);
    await userEvent.selectOptions(screen.getByLabelText(t.payments.cause), 'other');
    expect(screen.getByRole('button', { name: new RegExp(t.ui.save) })).toHaveProperty('disabled', true);
    await userEvent.selectOptions(screen.getByLabelText(t.payments.cause), 'recoupment');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'payments.explain_shortfall')).toEqual([{ dossier: 'd-2', rank: 1, cause: 'recoupment', text: '' }]));
  });

  it('opens the credit that nothing announced on what it may pay', async () => {
    await open();
    const item = raised.items.find((one) => one.kind === 'credit_without_advice');
    if (item) raised.open(item);
    await screen.findByRole('dialog', { name: t.cheques.creditAllocate });
    expect(credit.parts).toHaveLength(2);
  });
});

describe('advices', () => {
  it('are recorded by list, and those without a dossier are said whose they are', async () => {
    const backend = await open();
    press('F4');
    await screen.findByRole('dialog', { name: t.lists.importTitle.payment_advices });
    await userEvent.click(screen.getByLabelText(t.lists.paste));
    await userEvent.paste('Facture;Montant avisé\nF1;12,30');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.lists.mappingFound('proposed', ''));
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.payments.asideTitle(1));
    expect(await violations()).toEqual([]);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'payments.take_advices')[0]).toMatchObject({ left_out: [], checksum: '00' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(payments.tab).toBe('aside');
    await screen.findAllByRole('button', { name: new RegExp(t.payments.settleAside) });
    press('F5');
    await screen.findByRole('dialog', { name: t.payments.asideWhose });
    expect(await violations()).toEqual([]);
    await userEvent.type(screen.getByLabelText(t.cheques.creditSearch), 'Bernard');
    await waitFor(() => expect(asked(backend, 'bank_credit.awaited').at(-1)).toEqual({ text: 'Bernard', platform: null }));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(asked(backend, 'payments.settle_aside')).toHaveLength(1));
    expect(asked(backend, 'payments.settle_aside')[0]).toMatchObject({ import: 'p-1', line: 5 });
  });

  it('that are nobody’s here are dropped, for a reason', async () => {
    const backend = await open();
    payments.tab = 'aside';
    await screen.findByRole('table', { name: t.payments.tabs.aside });
    press('F5');
    await userEvent.type(await screen.findByLabelText(new RegExp(t.payments.dropReason)), 'Autre cabinet');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'payments.drop_aside')).toEqual([{ import: 'p-1', line: 5, reason: 'Autre cabinet' }]));
  });
});

describe('a statement', () => {
  it('is recorded with what is sure paying at once, and the rest left to allocate', async () => {
    const backend = await open();
    await lines();
    expect(await violations()).toEqual([]);
    const first = screen.getAllByText(/VIR SEPA VIAMEDIS 2/)[0]?.closest('tr');
    first?.focus();
    press('ArrowDown');
    press('ArrowUp');
    await screen.findByRole('button', { name: new RegExp(t.payments.dontAllocateLine) });
    expect(await violations()).toEqual([]);
    press('KeyR', { altKey: true });
    await screen.findByRole('button', { name: new RegExp(t.payments.allocateLine) });
    press('KeyR', { altKey: true });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'payments.take_statement')).toHaveLength(1));
    expect(asked(backend, 'payments.take_statement')[0]).toMatchObject({ left_out: [6, 7, 8, 9, 10, 11], unallocated: [3, 4, 5, 6, 7, 8, 9, 10, 11], checksum: '00' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(payments.tab).toBe('allocate');
  });

  it('asks once who pays, and is read again with the answer; what was ticked by hand stays', async () => {
    const known = sampleStatementLines.map((line) => (line.line === 3 ? { ...line, status: 'transfer' as const, payer: { payer: 'insurer' as const, name: 'Mutuelle de l’Océan' } } : line));
    let said = false;
    const backend = await open({
      'payments.read_statement': () => (said && sampleStatement.result === 'read' ? { ...sampleStatement, read: { ...sampleStatement.read, preview: { lines: known } } } : sampleStatement),
      'payments.remember_payer': () => {
        said = true;
        return { payers: [] };
      },
    });
    await lines();
    await userEvent.click(screen.getByText(/REMISE CB/));
    press('Space');
    await userEvent.click(screen.getByText(/MUT. DE L’OCEAN/));
    press('KeyI', { altKey: true });
    expect(((await screen.findByLabelText(t.payments.words)) as HTMLInputElement).value).toBe('MUT. L’OCEAN');
    await userEvent.selectOptions(screen.getByLabelText(t.payments.payer), 'insurer');
    await userEvent.type(await screen.findByLabelText(t.payments.insurer), 'Mutuelle de l’Océan');
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(asked(backend, 'payments.remember_payer')).toEqual([{ words: 'MUT. L’OCEAN', payer: { payer: 'insurer', name: 'Mutuelle de l’Océan' } }]));
    await waitFor(() => expect(screen.queryByText(t.payments.newPayers(1))).toBeNull());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'payments.take_statement')[0]).toMatchObject({ left_out: [7, 8, 9, 10, 11] }));
  });

  it('says at its field what is wrong with the words', async () => {
    await open({
      'payments.remember_payer': () => {
        throw { code: 'invalid_field', params: { field: 'words', reason: 'too_short' } };
      },
    });
    await lines();
    await userEvent.click(screen.getByText(/MUT. DE L’OCEAN/));
    press('KeyI', { altKey: true });
    await userEvent.selectOptions(await screen.findByLabelText(t.payments.payer), 'other');
    await userEvent.click(screen.getByRole('button', { name: t.payments.remember }));
    await waitFor(() => expect(screen.getByLabelText(t.payments.words).getAttribute('aria-invalid')).toBe('true'));
  });
});
