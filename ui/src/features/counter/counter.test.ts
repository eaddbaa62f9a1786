// The dossier on show while answers cross: a key is never undone by what was read before it, what may still come is said
// until it comes, and what the law forbids of a cheque leads to where it is mended.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DossierView, RightsView } from '$lib/contract/contract';
import type { Answers } from '../../samples/backend';
import { sampleDossier, sampleRights } from '../../samples/dossiers';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { counter } from './counter.svelte';

const LINE = '6679545042014506908052108899000';

beforeEach(clean);

function fresh(more: Partial<DossierView> = {}): DossierView {
  return { ...sampleDossier(9), way: null, cheques: [], ...more };
}

describe('answers that cross', () => {
  it('a dossier read before a way was chosen does not undo it', async () => {
    let chosen = fresh();
    let stale: (() => void) | undefined;
    const backend = await openApp({ 'dossier.view': () => chosen, 'dossier.choose_way': ({ way }) => (chosen = { ...chosen, way }) });
    await counter.open('d-9');
    const call = backend.call.bind(backend);
    let views = 0;
    backend.call = async (command, id, request) => {
      if (command !== 'dossier.view' || views++ > 0) return call(command, id, request);
      const read = chosen;
      await new Promise<void>((resolve) => (stale = resolve));
      return read;
    };
    const reading = counter.reload('d-9');
    await waitFor(() => expect(stale).toBeTruthy());
    await counter.chooseWay('set_aside');
    stale?.();
    await reading;
    expect(counter.dossier?.way).toBe('set_aside');
    expect(views).toBe(2);
  });

  it('the cheque is asked for as soon as its way is chosen, before anything else is read', async () => {
    const backend = await openApp({ 'dossier.view': () => fresh(), 'dossier.choose_way': ({ way }) => fresh({ way }) });
    await counter.open('d-9');
    const call = backend.call.bind(backend);
    backend.call = (command, id, request) => (command === 'app.state' ? new Promise(() => undefined) : call(command, id, request));
    press('Digit3', { altKey: true });
    await waitFor(() => expect(held()).toContain(t.cheques.line));
  });

  it('a refusal of something else does not keep the cheque from being asked for', async () => {
    await openApp({ 'dossier.view': () => fresh(), 'dossier.choose_way': ({ way }) => fresh({ way }), 'rights.verify': () => { throw { code: 'internal', params: {} }; } });
    await counter.open('d-9');
    press('F4');
    press('Digit3', { altKey: true });
    await waitFor(() => expect(counter.dialog).toBe('cheque'));
  });

  it('what was changed of one dossier is not shown over another', async () => {
    let answer: (() => void) | undefined;
    const backend = await openApp({ 'dossier.view': ({ dossier }) => fresh({ dossier }) });
    await counter.open('d-9');
    const call = backend.call.bind(backend);
    backend.call = async (command, id, request) => {
      if (command !== 'dossier.choose_way') return call(command, id, request);
      await new Promise<void>((resolve) => (answer = resolve));
      return fresh({ dossier: 'd-9', way: 'cheque_kept' });
    };
    const choosing = counter.chooseWay('cheque_kept');
    await waitFor(() => expect(answer).toBeTruthy());
    await counter.open('d-8');
    answer?.();
    await choosing;
    expect([counter.dossier?.dossier, counter.dialog]).toEqual(['d-8', undefined]);
  });
});

describe('an answer that may still come', () => {
  it('is said to be awaited until it comes, however often the dossier is read', async () => {
    const failed: RightsView = { ...sampleRights, still_waiting: false };
    let rights = failed;
    await openApp({ 'dossier.view': () => fresh({ tracks: sampleDossier(9).tracks.map((track) => ({ ...track, rights })) }), 'rights.verify': () => ({ ...failed, still_waiting: true }) });
    await counter.open('d-9');
    press('F4');
    await screen.findByText(t.counter.rightsStillWaiting, { exact: false });
    await counter.reload('d-9');
    expect(screen.getByText(t.counter.rightsStillWaiting, { exact: false })).toBeTruthy();
    rights = { ...failed, elapsed_ms: failed.elapsed_ms + 9_000 };
    await counter.reload('d-9');
    await waitFor(() => expect(screen.queryByText(t.counter.rightsStillWaiting, { exact: false })).toBeNull());
  });
});

describe('a forbidden cheque', () => {
  async function typed(answers: Answers): Promise<void> {
    const user = userEvent.setup();
    await openApp({ 'dossier.view': () => fresh({ way: 'cheque_kept' }), ...answers });
    await counter.open('d-9');
    press('F7');
    await waitFor(() => expect(held()).toContain(t.cheques.line));
    await user.keyboard(LINE);
    for (const box of screen.getAllByRole('checkbox')) await user.click(box);
  }

  it.each([
    ['blank_payee', t.refusals.blank_payee().why, /^Le bénéficiaire/],
    ['cheque_date_in_future', t.refusals.cheque_date_in_future().why, new RegExp(t.cheques.written)],
  ] as const)('%s is said, and the cursor goes to it', async (code, said, place) => {
    await typed({ 'cheque.keep': () => { throw { code, params: {} }; } });
    press('Enter', { ctrlKey: true });
    await screen.findByText(said);
    await waitFor(() => expect(held()).toMatch(place));
  });

  it('under agreement B goes first to the day that was not agreed yet', async () => {
    await typed({});
    await userEvent.selectOptions(screen.getByLabelText(t.cheques.takeFor), 'deposited_later');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(held()).toContain(t.cheques.depositNotBefore));
  });
});

describe('what is owed of each share', () => {
  it('the button of the advance proposes the advance', async () => {
    await openApp({ 'dossier.view': () => fresh({ way: 'customer_advances', advance_due_cents: 37991, customer_share_due_cents: 10000 }) });
    await counter.open('d-9');
    await userEvent.click(await screen.findByRole('button', { name: t.counter.recordAdvance }));
    expect(await screen.findByText(t.counter.payDue(37991))).toBeTruthy();
  });

  it('is said to be advanced once it is', async () => {
    const claimed = fresh().tracks.map((track) => ({ ...track, state: 'claimed_by_customer' as const }));
    await openApp({ 'dossier.view': () => fresh({ way: 'customer_advances', advance_due_cents: 0, tracks: claimed }) });
    await counter.open('d-9');
    expect(await screen.findByText(t.counter.advanced(claimed[0]?.share_cents ?? 0))).toBeTruthy();
  });

  it.each([
    ['queued', t.counter.pendingThirdParty.queued],
    ['outcome_unknown', t.counter.pendingThirdParty.outcome_unknown],
    ['accepted', t.counter.pendingThirdParty.accepted],
  ] as const)('delivered under tiers payant and %s, says what is left to wait for', async (state, said) => {
    const tracks = fresh().tracks.map((track) => ({ ...track, state }));
    await openApp({ 'dossier.view': () => fresh({ way: 'delivered_third_party_payment', tracks }) });
    await counter.open('d-9');
    expect(await screen.findByText(said)).toBeTruthy();
  });
});
