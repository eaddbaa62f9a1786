// A rule of a cheque passed over in the window: another person proves who he is in the dialog; alone, it is asked one day and done
// the next, or withdrawn.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { ChequeOverrideView } from '$lib/contract/contract';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { chequePage, chequeRow, chequeView } from '../../samples/cheques';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { vault } from './vault.svelte';

beforeEach(clean);

const alone: ChequeOverrideView = { needs: 'asking', may_second: [], asked: null, asked_reason: '', confirm_from: null };
const asked: ChequeOverrideView = { ...alone, needs: 'waiting', asked: 'deposit', asked_reason: 'Le client préfère', confirm_from: '2024-02-01T14:42:00Z' };

/** « Passer outre et déposer… » on a cheque whose share still waits. */
async function open(answers: Answers = {}): Promise<{ backend: SampleBackend; dialog: HTMLElement }> {
  session.screen = 'cheques';
  vault.position = 'kept';
  const backend = await openApp(answers);
  await waitFor(() => expect(vault.shown?.deposit).toBe('owner_override'));
  await userEvent.click(await screen.findByRole('button', { name: t.cheques.override }));
  return { backend, dialog: await screen.findByRole('dialog', { name: t.cheques.deposit }) };
}

const request = (backend: SampleBackend, name: string): unknown => backend.calls.filter(({ command }) => command === name).at(-1)?.request;

it('takes another person’s code beside the reason', async () => {
  let right = false;
  const { backend, dialog } = await open({
    'cheque.deposit': () => {
      if (!right) throw { code: 'wrong_pin', params: { left: 4, seconds: 0 } };
      if (!vault.shown) throw new Error('a cheque is shown');
      return vault.shown;
    },
  });
  await within(dialog).findByText(t.second.overridePerson);
  expect(await violations(dialog)).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText(t.cheques.reason), 'Le client préfère');
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(t.second.missing);
  expect(request(backend, 'cheque.deposit')).toBeUndefined();
  const proof = within(dialog).getByLabelText(t.second.proof);
  await userEvent.type(proof, '9999');
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(/Il reste 4 essais/);
  right = true;
  await userEvent.type(within(dialog).getByLabelText(t.second.proof), '2580');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(request(backend, 'cheque.deposit')).toMatchObject({ override_reason: 'Le client préfère', second: { user: 'u-1', proof: { with: 'pin', pin: '2580' } } }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('alone, it is asked today', async () => {
  const { backend, dialog } = await open({ 'cheque.override': () => alone, 'cheque.ask_override': () => vault.shown as never });
  await within(dialog).findByText(t.second.overrideAsking);
  await userEvent.type(within(dialog).getByLabelText(t.cheques.reason), 'Le client préfère');
  await userEvent.click(within(dialog).getByRole('button', { name: new RegExp(`^${t.second.ask}`) }));
  await waitFor(() => expect(request(backend, 'cheque.ask_override')).toMatchObject({ act: 'deposit', reason: 'Le client préfère' }));
  expect(request(backend, 'cheque.deposit')).toBeUndefined();
});

it('waits for the next day, and is withdrawn or done without another reason', async () => {
  let view = asked;
  const { backend, dialog } = await open({ 'cheque.override': () => view, 'cheque.withdraw_override': () => vault.shown as never, 'cheque.deposit': () => vault.shown as never });
  const deposits = within(dialog).getByRole<HTMLButtonElement>('button', { name: new RegExp(t.cheques.deposit) });
  await within(dialog).findByText(new RegExp(t.second.overrideWaiting('2024-02-01T14:42:00Z').slice(0, 8)));
  expect(deposits.disabled).toBe(true);
  await userEvent.click(within(dialog).getByRole('button', { name: t.second.withdraw }));
  await waitFor(() => expect(request(backend, 'cheque.withdraw_override')).toBeTruthy());
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  view = { ...asked, needs: 'confirming' };
  await userEvent.click(await screen.findByRole('button', { name: t.cheques.override }));
  await screen.findByText(t.second.overrideConfirming('Le client préfère'));
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(request(backend, 'cheque.deposit')).toMatchObject({ override_reason: null, second: null }));
});

it('before the promised day, it takes another person too', async () => {
  session.screen = 'cheques';
  vault.position = 'kept';
  const refusal = { code: 'promised_not_before' as const, params: { not_before: '2024-03-01' } };
  const backend = await openApp({ 'cheque.view': ({ cheque }) => ({ ...chequeView(chequeRow(Number(cheque.slice(2)), 'kept')), deposit: 'allowed', deposit_refusal: refusal }), 'cheque.deposit': () => vault.shown as never });
  await waitFor(() => expect(vault.shown?.deposit).toBe('allowed'));
  await userEvent.click(await screen.findByRole('button', { name: t.cheques.deposit }));
  const dialog = await screen.findByRole('dialog', { name: t.cheques.deposit });
  await within(dialog).findByText(t.second.overrideEarly);
  await userEvent.type(within(dialog).getByLabelText(t.cheques.reason), 'Le client le demande');
  await userEvent.type(await within(dialog).findByLabelText(t.second.proof), '2580');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(request(backend, 'cheque.deposit')).toMatchObject({ override_reason: 'Le client le demande', second: { user: 'u-1', proof: { with: 'pin', pin: '2580' } } }));
});

it('agreed later than it may be kept, it takes another person there and then', async () => {
  session.screen = 'cheques';
  vault.position = 'kept';
  const backend = await openApp({ 'cheque.convert': () => vault.shown as never });
  await waitFor(() => expect(vault.shown?.row.track).toBe('queued'));
  await userEvent.click(await screen.findByRole('button', { name: t.cheques.convert }));
  const dialog = await screen.findByRole('dialog', { name: t.cheques.convert });
  expect(within(dialog).queryByLabelText(t.second.proof)).toBeNull();
  const day = within(dialog).getByLabelText(t.cheques.depositNotBefore);
  await userEvent.clear(day);
  await userEvent.type(day, '30/06/2024');
  await userEvent.tab();
  await userEvent.type(within(dialog).getByLabelText(t.cheques.reason), 'Il se fait rembourser');
  await userEvent.type(await within(dialog).findByLabelText(t.second.proof), '2580');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(request(backend, 'cheque.convert')).toMatchObject({ deposit_on: '2024-06-30', second: { user: 'u-1' } }));
});

it('says what was asked alone, and from when on it is done', async () => {
  session.screen = 'cheques';
  vault.position = 'to_return';
  const act = { act: 'return' as const, confirm_from: '2024-02-01T14:42:00Z', may_be_done: false };
  const stands = { ...chequeRow(4, 'kept'), override_asked: act };
  await openApp({ 'cheque.list': ({ position, offset, limit }) => ({ ...chequePage([['kept', 9], ['to_return', 3]], position ?? 'kept', offset, limit), overrides: [stands] }), 'cheque.view': ({ cheque }) => chequeView(cheque === stands.cheque ? stands : chequeRow(Number(cheque.slice(2)), 'to_return')) });
  await screen.findByText(t.second.overridesAsked(1));
  await userEvent.click(screen.getByRole('button', { name: t.second.overrideSee }));
  await waitFor(() => expect(vault.shown?.row.cheque).toBe(stands.cheque));
  expect(vault.position).toBe('kept');
  expect(screen.getByText(t.second.overrideStands('return', act.confirm_from, false))).toBeTruthy();
});

describe('where the work of the day is read', () => {
  const one = { ...chequeRow(0, 'kept'), override_asked: { act: 'deposit' as const, confirm_from: '2024-02-01T14:42:00Z', may_be_done: false } };
  const words = t.second.overrideStands('deposit', one.override_asked.confirm_from, false);

  it('says from when it may be done, and one key goes to the cheque', async () => {
    session.screen = 'work';
    vault.position = 'to_return';
    await openApp({ 'cheque.overrides': () => ({ rows: [one], somebody_may: false }), 'cheque.view': () => chequeView(one) });
    expect((await screen.findByText(words, { exact: false })).textContent).not.toContain(t.second.overrideByTwo);
    expect(await violations()).toEqual([]);
    press('KeyB', { altKey: true });
    await waitFor(() => expect(session.screen).toBe('cheques'));
    expect(vault.position).toBe('kept');
  });

  it('says that another person may agree to it by now', async () => {
    session.screen = 'work';
    await openApp({ 'cheque.overrides': () => ({ rows: [one, one, { ...one, cheque: 'c-9' }].map((row, index) => ({ ...row, cheque: `c-${index}` })), somebody_may: true }) });
    expect(await screen.findAllByText(t.second.overrideByTwo, { exact: false })).toHaveLength(2);
    await screen.findByText(t.second.overridesMore(1));
  });

  it('is nothing to whoever decides nothing of it', async () => {
    session.screen = 'work';
    const backend = await openApp({ 'cheque.overrides': () => ({ rows: [one], somebody_may: true }), 'app.state': () => ({ ...openState, user: openState.user && { ...openState.user, role: 'counter' } }) });
    await screen.findByRole('heading', { level: 1, name: t.work.title });
    expect(request(backend, 'cheque.overrides')).toBeUndefined();
  });
});
