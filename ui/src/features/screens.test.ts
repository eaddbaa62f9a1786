// Every screen, on made-up values, in both themes and in its main states: it draws, axe finds nothing, and its keys
// do what the bar says.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session, type ScreenName } from '../app/session.svelte';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { activeBindings } from '$lib/keys/registry.svelte';
import { theme } from '$lib/theme/theme.svelte';
import { openState, type Answers, type SampleBackend, sampleBackend } from '../samples/backend';
import { sampleDossier } from '../samples/dossiers';
import { violations } from '../test/axe';
import { openApp as open, words } from '../test/open';
import { counter } from './counter/counter.svelte';

/** A physical key, wherever the focus is. */
function press(code: string, options: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { code, key: code, bubbles: true, cancelable: true, ...options }));
}

beforeEach(() => {
  session.state = undefined;
  session.platforms = [];
  session.screen = 'counter';
  counter.mode = 'home';
  counter.query = '';
  counter.dialog = undefined;
  counter.dossier = undefined;
  counter.refused = undefined;
  for (const toast of toasts.shown) toasts.dismiss(toast.id);
});

describe.each(['light', 'dark'] as const)('%s', (shown) => {
  beforeEach(() => theme.choose(shown));

  it.each<[ScreenName, string]>([
    ['counter', 'Bernard Lucie'],
    ['queue', 'Bernard Lucie'],
    ['cheques', 'Bernard Lucie'],
    ['recovery', 'Bernard Lucie'],
    ['platforms', 'Almerys'],
    ['work', 'Bernard Lucie'],
    ['pilotage', 'Viamedis'],
    ['books', '411AMC'],
    ['journal', 'Dossier ouvert'],
  ])('%s has no violation', async (name, text) => {
    session.screen = name;
    await open();
    await waitFor(() => expect(within(screen.getByRole('main')).getAllByText(text).length).toBeGreaterThan(0));
    expect(document.documentElement.dataset['theme']).toBe(shown);
    expect(await violations()).toEqual([]);
  });

  it('a dossier and its dialogs have no violation', async () => {
    await open();
    await counter.open('d-0');
    await screen.findByRole('heading', { name: 'Lucie Bernard' });
    expect(await violations()).toEqual([]);
    for (const dialog of ['card', 'prices', 'customer', 'payment', 'refund', 'cheque', 'documents', 'dates'] as const) {
      counter.dialog = dialog;
      expect(await violations(await screen.findByRole('dialog')), dialog).toEqual([]);
      counter.dialog = undefined;
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });

  it('welcome and unlock have no violation', async () => {
    await open({ 'app.state': () => ({ ...openState, stage: 'welcome' }) });
    await screen.findByRole('heading', { name: t.welcome.title });
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: t.welcome.createAction }));
    expect(await violations()).toEqual([]);
    session.state = { ...openState, stage: 'locked' };
    await screen.findByLabelText(t.unlock.passphrase);
    expect(await violations()).toEqual([]);
  });
});

describe('empty and refused', () => {
  it('an empty practice says what to do', async () => {
    await open({ 'dossier.search': () => ({ rows: [], more: false }) });
    await screen.findByText(t.counter.noDossier);
    expect(await violations()).toEqual([]);
  });
  it('a refusal is said in words, with what to do instead', async () => {
    await open({
      'dossier.choose_way': () => {
        throw { code: 'way_has_effects', params: {} };
      },
    });
    await counter.open('d-0');
    await counter.chooseWay('set_aside');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain(t.refusals.way_has_effects().why);
    expect(alert.textContent).toContain(t.refusals.way_has_effects().instead);
  });
});

describe('the counter by its keys', () => {
  it('F2 opens a sale; the shares are weighed; it is saved with cents', async () => {
    const backend = await open();
    await screen.findAllByText('Bernard Lucie');
    press('F2');
    const name = await screen.findByLabelText(t.counter.familyName);
    await userEvent.type(name, 'Aubry');
    await userEvent.type(screen.getByLabelText(t.counter.total), '480');
    await userEvent.type(screen.getByLabelText(t.counter.customerShare), '100');
    await userEvent.type(screen.getByLabelText(/^Part AMO/), ',09');
    await userEvent.click(await screen.findByRole('button', { name: /Compléter avec/ }));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'dossier.open')).toBe(true));
    expect(backend.calls.find(({ command }) => command === 'dossier.open')?.request).toMatchObject({ family_name: 'Aubry', total_cents: 48000, customer_share_cents: 10000, amo_share_cents: 9, amc_share_cents: 37991 });
  });

  it('does not save shares that do not make the total', async () => {
    const backend = await open();
    press('F2');
    await userEvent.type(await screen.findByLabelText(t.counter.familyName), 'Aubry');
    await userEvent.type(screen.getByLabelText(t.counter.total), '480');
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'dossier.open')).toBe(false);
  });

  it('F4 asks for the rights, Alt+2 chooses a way, F7 opens the cheque', async () => {
    const backend = await open();
    await counter.open('d-9');
    await screen.findByRole('heading', { name: 'Thị Minh Nguyễn' });
    press('F4');
    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'rights.verify')).toBe(true));
    press('Digit2', { key: 'é', altKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'dossier.choose_way')?.request).toEqual({ dossier: 'd-9', way: 'set_aside' }));
    press('F7');
    expect(await screen.findByRole('dialog', { name: t.cheques.takeTitle })).toBeTruthy();
  });

  it('rights that were not verified are never shown as open', async () => {
    await open();
    await counter.open('d-0');
    await screen.findByText(t.counter.rightsNotVerified);
    expect(screen.queryByText(t.covers.badges.in_force)).toBeNull();
  });
});

describe('the cheque', () => {
  async function cheque(): Promise<ReturnType<typeof sampleBackend>> {
    const backend = await open({ 'cheque.keep': () => ({ cheque: 'c-1', receipt_number: 'R-1', deposit_not_before: null, decide_by: '2024-03-23' }), 'cheque.receipt': () => ({ path: '/recu.pdf', file_name: 'recu.pdf', pages: 1 }) });
    await counter.open('d-9');
    counter.dialog = 'cheque';
    await screen.findByRole('dialog');
    return backend;
  }

  it('is kept with its line and key, then its receipt is printed', async () => {
    const backend = await cheque();
    await userEvent.type(screen.getByLabelText(t.cheques.line), '6679545042014506908052108899000');
    await userEvent.type(screen.getByLabelText(/^Clé/), '90');
    await userEvent.click(screen.getByLabelText(t.cheques.wordsAgree));
    await userEvent.click(screen.getByRole('button', { name: new RegExp(t.cheques.takeAndPrint) }));
    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'cheque.receipt')).toBe(true));
    expect(backend.calls.find(({ command }) => command === 'cheque.keep')?.request).toMatchObject({ line: '6679545042014506908052108899000', rlmc_key: '90', amount_cents: 37991, agreement: 'kept_and_returned', payee_is_practice: false });
  });

  /** Everything is said but a day beyond the limit. */
  async function tooLong(answers: Answers): Promise<SampleBackend> {
    const backend = await open({
      'cheque.keep': ({ override_reason }) => {
        if (override_reason === null) throw { code: 'kept_too_long', params: { limit: '2024-03-21' } };
        return { cheque: 'c-1', receipt_number: 'R-1', deposit_not_before: null, decide_by: '2024-05-02' };
      },
      'cheque.receipt': () => ({ path: '/recu.pdf', file_name: 'recu.pdf', pages: 1 }),
      ...answers,
    });
    await counter.open('d-9');
    counter.dialog = 'cheque';
    await screen.findByRole('dialog');
    await userEvent.type(screen.getByLabelText(t.cheques.line), '6679545042014506908052108899000');
    await userEvent.type(screen.getByLabelText(new RegExp(t.cheques.depositNotBefore)), '02052024{Tab}');
    for (const box of screen.getAllByRole('checkbox')) await userEvent.click(box);
    press('Enter', { ctrlKey: true });
    return backend;
  }

  it('is kept beyond the limit for a reason, when another person agrees to it here', async () => {
    const backend = await tooLong({});
    await screen.findByText(words.cheques.longerNote);
    expect(await violations()).toEqual([]);
    await userEvent.type(screen.getByLabelText(t.cheques.longerWhy), 'Livraison reportée');
    await userEvent.type(screen.getByLabelText(t.second.proof), '2580');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'cheque.keep').at(-1)?.request).toMatchObject({ agreed_date: '2024-05-02', override_reason: 'Livraison reportée', second: { user: 'u-1', proof: { with: 'pin', pin: '2580' } } }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says to who is alone that the limit holds', async () => {
    const backend = await tooLong({ 'cheque.override': () => ({ needs: 'asking', may_second: [], asked: null, asked_reason: '', confirm_from: null }) });
    await screen.findByText(words.cheques.longerAlone);
    expect(screen.queryByLabelText(t.cheques.longerWhy)).toBeNull();
    // A nearer day needs nobody's word.
    await userEvent.clear(screen.getByLabelText(new RegExp(t.cheques.depositNotBefore)));
    await userEvent.type(screen.getByLabelText(new RegExp(t.cheques.depositNotBefore)), '15032024{Tab}');
    await waitFor(() => expect(screen.queryByText(words.cheques.longerAlone)).toBeNull());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'cheque.keep').at(-1)?.request).toMatchObject({ agreed_date: '2024-03-15', override_reason: null, second: null }));
  });

  it('cannot be kept while the key is wrong', async () => {
    await cheque();
    await userEvent.type(screen.getByLabelText(t.cheques.line), '6679545042014506908052108899000');
    await userEvent.type(screen.getByLabelText(/^Clé/), '12');
    await userEvent.click(screen.getByLabelText(t.cheques.wordsAgree));
    expect(screen.getByText(t.cheques.keyWrong.replace(/\u00a0/g, ' '))).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: new RegExp(t.cheques.takeAndPrint) }).disabled).toBe(true);
  });
});

describe('the delivery', () => {
  it('recorded by mistake is undone for a reason, or stands on what rests on it', async () => {
    let rests = true;
    const backend = await open({
      'dossier.view': () => ({ ...sampleDossier(9), delivered_on: '2024-01-30' }),
      'dossier.undo_delivery': () => {
        if (rests) throw { code: 'delivery_holds', params: { by: 'cheque' } };
        return { ...sampleDossier(9), delivered_on: null };
      },
    });
    await counter.open('d-9');
    counter.dialog = 'dates';
    const dialog = await screen.findByRole('dialog');
    const name = t.formalities.undoDelivery;
    await userEvent.click(within(dialog).getByRole('button', { name }));
    const undo = within(dialog).getByRole<HTMLButtonElement>('button', { name });
    expect(undo.disabled).toBe(true);
    await userEvent.type(within(dialog).getByLabelText(t.formalities.undoDeliveryWhy), 'Autre dossier');
    expect(await violations()).toEqual([]);
    await userEvent.click(undo);
    await within(dialog).findByText(new RegExp(words.refusals.delivery_holds().why));
    rests = false;
    await userEvent.click(undo);
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'dossier.undo_delivery').at(-1)?.request).toEqual({ dossier: 'd-9', reason: 'Autre dossier' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

it('a delivery on which something rests says so, and is not offered to be undone', async () => {
  await open({ 'dossier.view': () => ({ ...sampleDossier(9), delivered_on: '2024-01-30', delivery_rests_on: 'invoice' }) });
  await counter.open('d-9');
  counter.dialog = 'dates';
  const dialog = await screen.findByRole('dialog');
  within(dialog).getByText(words.formalities.deliveryStands(words.formalities.rests.invoice));
  expect(within(dialog).queryByRole('button', { name: t.formalities.undoDelivery })).toBeNull();
});

describe('the frame', () => {
  it('binds no letter that sits elsewhere on a French keyboard', async () => {
    await open();
    await counter.open('d-9');
    await screen.findByRole('heading', { name: 'Thị Minh Nguyễn' });
    const chords = activeBindings().flatMap((binding) => binding.chords);
    expect(chords.length).toBeGreaterThan(20);
    expect(chords.filter((chord) => /Key[AQZWM]$/.test(chord))).toEqual([]);
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('says when an old copy was put back', async () => {
    await open({ 'app.state': () => ({ ...openState, rollback_suspected: true }) });
    expect((await screen.findByRole('alert')).textContent).toContain(t.frame.rollback);
  });

  it('Ctrl+K finds what the keys under it do, and a place by other words than its own', async () => {
    await open();
    await screen.findAllByText('Bernard Lucie');
    for (const [typed, found] of [['verrou', t.commands.lock], ['nouvelle', t.commands.newSale], ['cabinet', t.frame.settings]] as const) {
      press('KeyK', { ctrlKey: true });
      const palette = await screen.findByRole('dialog');
      await userEvent.type(within(palette).getByRole('combobox'), typed);
      expect(within(palette).getAllByRole('option').map((option) => option.textContent)).toContainEqual(expect.stringContaining(found));
      palette.dispatchEvent(new Event('cancel', { cancelable: true }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
    press('F1');
    await within(await screen.findByRole('dialog', { name: t.guide.cheatSheet })).findByText(t.commands.newSale);
  });

  it('Ctrl+K finds a command by name and goes there', async () => {
    await open();
    await screen.findAllByText('Bernard Lucie');
    press('KeyK', { ctrlKey: true });
    const palette = await screen.findByRole('dialog');
    await userEvent.type(within(palette).getByRole('combobox'), 'cheq');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(session.screen).toBe('cheques'));
  });
});
