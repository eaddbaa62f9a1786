// Slips by the keyboard alone: cheques ticked with Space, put in their order, handed in; a slip credited, a cheque of it that
// comes back; a step noted on a cheque. What the rule refuses names its cheque, and asks the owner why.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { openState } from '../../samples/backend';
import { chequeRow, chequeView } from '../../samples/cheques';
import { answersIn } from '../../samples/states';
import { clean, openApp, press, words as t } from '../../test/open';
import { slips } from './slips.svelte';
import { vault } from './vault.svelte';

beforeEach(clean);

async function open(position: typeof vault.position, answers: Parameters<typeof openApp>[0] = {}): Promise<Awaited<ReturnType<typeof openApp>>> {
  session.screen = 'cheques';
  vault.position = position;
  const backend = await openApp(answers);
  await waitFor(() => expect(vault.shown).toBeTruthy());
  return backend;
}

const full = answersIn.full;

describe('the next slip', () => {
  it('holds what was ticked with Space, in that order, and hands it in', async () => {
    const user = userEvent.setup();
    const backend = await open('to_deposit', full);
    const rows = vault.list?.rows ?? [];
    await waitFor(() => expect(document.activeElement?.tagName).toBe('TR'));
    press('Space');
    press('ArrowDown');
    await waitFor(() => expect(vault.cursor).toBe(rows[1]?.cheque));
    press('ArrowDown');
    await waitFor(() => expect(vault.cursor).toBe(rows[2]?.cheque));
    press('Space');
    expect([...slips.ticked.keys()]).toEqual([rows[0]?.cheque, rows[2]?.cheque]);
    press('F6');
    const dialog = await screen.findByRole('dialog', { name: t.slips.title });
    await user.type(within(dialog).getByLabelText(new RegExp(t.slips.bankNumber)), '4471220');
    await user.click(within(dialog).getByRole('button', { name: t.slips.moveDown(rows[0]?.customer ?? '') }));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'slip.make')?.request).toEqual({ on: openState.today, bank_number: '4471220', cheques: [rows[2]?.cheque, rows[0]?.cheque].map((cheque) => ({ cheque, override_reason: null })), second: null }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(slips.ticked.size).toBe(0);
  });

  it('names the cheque the rule holds back, and asks the owner why', async () => {
    const user = userEvent.setup();
    let refuse = true;
    const backend = await open('to_deposit', {
      'slip.make': ({ cheques }) => {
        if (refuse) throw { code: 'owner_must_override', params: { state: 'queued', cheque: cheques[0]?.cheque } };
        throw { code: 'internal', params: {} };
      },
    });
    const row = vault.list?.rows[0];
    press('F6');
    await screen.findByRole('dialog', { name: t.slips.title });
    press('Enter', { ctrlKey: true });
    const why = await screen.findByLabelText(t.slips.overrideReason(row?.customer ?? ''));
    refuse = false;
    await user.type(why, 'Accord du client');
    // And somebody looks at it beside him.
    await user.type(await screen.findByLabelText(t.second.proof), '2580');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'slip.make').at(-1)?.request).toMatchObject({ cheques: [{ override_reason: 'Accord du client' }], second: { user: 'u-1', proof: { with: 'pin', pin: '2580' } } }));
  });
});

describe('a slip', () => {
  async function openSlips(): Promise<Awaited<ReturnType<typeof openApp>>> {
    const backend = await open('kept');
    await userEvent.setup().click(screen.getByRole('tab', { name: new RegExp(`^${t.slips.tab}`) }));
    await waitFor(() => expect(slips.shown).toBeTruthy());
    return backend;
  }

  it('is credited by one line; another amount says why', async () => {
    const user = userEvent.setup();
    const backend = await openSlips();
    press('F8');
    const dialog = await screen.findByRole('dialog', { name: t.slips.creditTitle });
    const amount = within(dialog).getByLabelText(t.slips.creditAmount);
    await user.clear(amount);
    await user.type(amount, '980,00');
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'slip.credit')).toBe(false);
    await user.type(within(dialog).getByLabelText(new RegExp(t.slips.creditReason)), 'Frais retenus');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'slip.credit')?.request).toEqual({ slip: 's-0', on: openState.today, amount_cents: 98_000, reason: 'Frais retenus' }));
  });

  it('opens its credit while its list is still being printed, and the printing does not close it', async () => {
    let printed = (): void => undefined;
    await open('to_deposit', { ...full, 'slip.print': (() => new Promise((resolve) => (printed = () => resolve({ path: '/papers/list.pdf', file_name: 'list.pdf' })))) as never });
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.slips.tab) }));
    await userEvent.click(await screen.findByRole('button', { name: t.slips.print }));
    press('F8');
    await screen.findByRole('dialog', { name: t.slips.creditTitle });
    printed();
    await waitFor(() => expect(slips.busy).toBe(false));
    expect(slips.dialog).toBe('credit');
  });

  it('lets go of a cheque that the bank rejected', async () => {
    const user = userEvent.setup();
    const backend = await openSlips();
    await user.click(screen.getAllByRole('button', { name: /rejeté$/ })[0] as HTMLElement);
    const dialog = await screen.findByRole('dialog', { name: t.slips.stepTitle });
    await user.type(within(dialog).getByLabelText(t.slips.rests.rejected ?? ''), 'attestation du 22/02');
    await user.type(within(dialog).getByLabelText(new RegExp(t.slips.fees.charged)), '15');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'cheque.take_step')?.request).toMatchObject({ cheque: 'c-0', step: 'rejected', reject_ground: 'insufficient_funds', rests_on: 'attestation du 22/02', fees_cents: 1500 }));
  });
});

describe('a step', () => {
  it('is noted from the cheque with its day, why and on what', async () => {
    const user = userEvent.setup();
    const backend = await open('kept');
    press('F7');
    const dialog = await screen.findByRole('dialog', { name: t.slips.stepTitle });
    await user.selectOptions(within(dialog).getByLabelText(t.slips.stepWhich), 'stolen');
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: new RegExp(t.ui.save) }).disabled).toBe(true);
    await user.type(within(dialog).getByLabelText(new RegExp(t.slips.why.stolen ?? '')), 'Coffre forcé');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'cheque.take_step')?.request).toEqual({ cheque: 'c-0', step: 'stolen', on: openState.today, reject_ground: null, opposition_ground: null, reason: 'Coffre forcé', rests_on: null, fees_cents: null }));
  });
});

describe('the fees of a rejection', () => {
  const rejected: Parameters<typeof openApp>[0] = { ...full, 'cheque.view': () => chequeView(chequeRow(0, 'unpaid')) };
  const asked = (backend: Awaited<ReturnType<typeof open>>): unknown => backend.calls.find(({ command }) => command === 'cheque.fees')?.request;

  it('are repaid by the customer, whole unless one says otherwise', async () => {
    const user = userEvent.setup();
    const backend = await open('unpaid', rejected);
    await screen.findByText(t.slips.fees.short(2000, 0, 2000));
    await user.click(screen.getByRole('button', { name: t.slips.fees.open }));
    await screen.findByRole('dialog', { name: t.slips.fees.title });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend)).toEqual({ cheque: 'c-0', deed: 'repaid', amount_cents: 2000, on: openState.today, means: 'card', reason: null }));
  });

  it('are left to the practice with a reason only', async () => {
    const user = userEvent.setup();
    const backend = await open('unpaid', rejected);
    await user.click(await screen.findByRole('button', { name: t.slips.fees.open }));
    const dialog = await screen.findByRole('dialog', { name: t.slips.fees.title });
    await user.selectOptions(within(dialog).getByLabelText(t.slips.fees.which), 'left');
    press('Enter', { ctrlKey: true });
    expect(asked(backend)).toBeUndefined();
    await user.type(within(dialog).getByLabelText(t.slips.reason), 'Client fidèle');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend)).toEqual({ cheque: 'c-0', deed: 'left', amount_cents: null, on: null, means: null, reason: 'Client fidèle' }));
  });
});
