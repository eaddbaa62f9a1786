// What is asked of an operator from the dossier, by keys: the act chosen, its field, what leaves, and the sentence of what came.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Formality, FormalityStanding, FormalityView } from '$lib/contract/contract';
import type { Answers } from '../../samples/backend';
import { sampleDossier, sampleFormalities } from '../../samples/dossiers';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';

beforeEach(clean);

function with_(changes: Partial<Record<Formality, Partial<FormalityView>>>, state: 'not_sent' | 'accepted' = 'not_sent'): ReturnType<typeof sampleDossier> {
  const base = sampleDossier(9);
  const formalities = sampleFormalities.map((view) => ({ ...view, ...changes[view.formality] }));
  return { ...base, tracks: base.tracks.map((track) => ({ ...track, state, formalities })) };
}

const SENT = { state: 'answered', failure: null, platform_has_none: false, agreement_reference: null, covered_cents: null } as const;

async function opened(answers: Answers): Promise<Awaited<ReturnType<typeof openApp>>> {
  const backend = await openApp(answers);
  await counter.open('d-9');
  return backend;
}

describe('the formalities of a dossier', () => {
  it('are shown with where each stands, and Alt+J opens them', async () => {
    await opened({ 'dossier.view': () => with_({}) });
    const quote = sampleFormalities[0];
    if (!quote) throw new Error('the sample has a quote');
    await screen.findByText(t.formalities.facts(quote));
    press('KeyJ', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    // What may not be done says why, and nothing can be sent.
    await userEvent.click(within(dialog).getByRole('radio', { name: new RegExp(t.formalities.acts.claim) }));
    expect(within(dialog).getByText(new RegExp(t.refusals.not_delivered().why))).toBeTruthy();
    expect(within(dialog).getAllByRole('button', { name: new RegExp(`^${t.formalities.acts.claim}`) }).at(-1)).toHaveProperty('disabled', true);
  });

  it('invoices with the number of the main software, and says that accepted is not paid', async () => {
    const done = with_({ claim: { standing: 'agreed', covered_cents: 37991, shortfall_cents: 0, reference: 'F-9', barred: { code: 'already_invoiced', params: {} } } }, 'accepted');
    const backend = await opened({ 'dossier.view': () => with_({ claim: { barred: null } }, 'accepted'), 'formality.ask': () => ({ dossier: done, outcome: SENT, taken_out: false }) });
    press('KeyJ', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('radio', { name: new RegExp(t.formalities.acts.claim) }));
    const number = within(dialog).getByLabelText(t.formalities.invoice) as HTMLInputElement;
    expect(number.value).toBe('F-24018');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find((call) => call.command === 'formality.ask')?.request).toMatchObject({ formality: 'claim', invoice: 'F-24018', rank: 1 }));
    await within(dialog).findByText(/Elle n’est pas encaissée/);
  });

  it('proposes the invoice of what is delivered, though no quote was ever asked for', async () => {
    const unasked = { standing: 'not_asked' as const, barred: null, request: null };
    const delivered = { ...with_({ quote: unasked, prior_authorisation: unasked, claim: { barred: null } }), delivered_on: '2024-01-30' };
    await opened({ 'dossier.view': () => delivered });
    press('KeyJ', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: new RegExp(t.formalities.acts.claim) }).getAttribute('aria-checked')).toBe('true');
  });

  it('gives an agreed authorisation back by one key, for a reason', async () => {
    const held = with_({ authorisation_cancellation: { barred: null } }, 'accepted');
    const backend = await opened({ 'dossier.view': () => held, 'formality.ask': () => ({ dossier: held, outcome: SENT, taken_out: true }) });
    press('KeyX', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some((call) => call.command === 'formality.ask')).toBe(false);
    await userEvent.type(within(dialog).getByLabelText(new RegExp(t.formalities.reason)), 'Le client renonce');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find((call) => call.command === 'formality.ask')?.request).toMatchObject({ formality: 'authorisation_cancellation', reason: 'Le client renonce' }));
    await within(dialog).findByText(/rien n’était parti/);
  });

  it('leads to the portal where the operator has no connection', async () => {
    const backend = await opened({ 'dossier.view': () => with_({ quote: { by_portal: true } }) });
    press('KeyJ', { altKey: true });
    await userEvent.click(await screen.findByRole('button', { name: new RegExp(t.formalities.onPortal) }));
    await waitFor(() => expect(backend.calls.filter((call) => call.command === 'portal.step').at(-1)?.request).toMatchObject({ function: 'quote', cancels: false }));
  });
});

describe('the sentence of what came', () => {
  const [base] = sampleFormalities;
  const came = (formality: Formality, standing: FormalityStanding): string => t.formalities.came({ ...(base as FormalityView), formality, standing }, 'pas de réponse à temps');
  const formalities: Formality[] = ['quote', 'prior_authorisation', 'claim', 'authorisation_cancellation', 'claim_cancellation'];
  const standings: FormalityStanding[] = ['waiting', 'to_confirm', 'conflict', 'failed', 'received', 'agreed', 'refused', 'withdrawn', 'cancelled'];

  it('is one for each standing, and never says more than is so', () => {
    for (const formality of formalities) {
      const said = standings.map((standing) => came(formality, standing));
      expect(new Set(said).size).toBe(said.length);
      expect(came(formality, 'waiting')).toMatch(/Rien n’est parti/);
    }
    expect(came('quote', 'agreed')).toMatch(/pas un accord/);
    expect(came('claim', 'agreed')).toMatch(/pas encaissée/);
  });
});
