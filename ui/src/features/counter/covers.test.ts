// What is known of a cover on the screen: only a live answer reads as a right in force, every other one says what it is,
// from whom and since when; and what people saw is written down by the keyboard.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CoverageView, CoverStanding, DossierView, RightsView } from '$lib/contract/contract';
import { heardAnswer, keptAnswer, liveAnswer, sampleDossier, sampleRights } from '../../samples/dossiers';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from './counter.svelte';

const TODAY = '2024-01-31';
const STANDINGS: CoverStanding[] = ['in_force', 'seen_in_force', 'not_in_force', 'ended', 'unsaid', 'indication', 'card_only', 'card_out_of_date', 'supposed'];

beforeEach(clean);

function dossier(rights: RightsView | null, known: CoverageView): DossierView {
  const sample = sampleDossier(9);
  return { ...sample, way: null, cheques: [], tracks: sample.tracks.map((track) => ({ ...track, rights, known })) };
}

describe('what is said of a cover', () => {
  it.each(STANDINGS)('%s has a sentence of its own', (standing) => {
    const said = t.covers.standing({ ...keptAnswer, standing });
    const others = STANDINGS.filter((other) => other !== standing).map((other) => t.covers.standing({ ...keptAnswer, standing: other }));
    expect(others).not.toContain(said);
    expect(/^Droits ouverts/.test(said)).toBe(standing === 'in_force');
  });

  it('has its age, its source and what is not known', () => {
    expect(t.covers.from(keptAnswer, TODAY)).toContain('il y a 3 jours');
    expect(t.covers.from(keptAnswer, TODAY)).toContain('dossier 2024-0171');
    expect(t.covers.from(heardAnswer, TODAY)).toMatch(/Viamedis.*Mme Roux.*Inès Morel/);
    expect(t.covers.from({ ...liveAnswer, of_the_past: true, service_date: '2024-01-09' }, TODAY)).toContain('pour des soins du 09/01/2024');
    expect(t.covers.notKnown(keptAnswer.not_known)).toContain('le montant couvert');
  });
});

describe('the rights of a dossier', () => {
  it.each(STANDINGS.filter((standing) => standing !== 'in_force'))('%s is never shown as open', async (standing) => {
    await openApp({ 'dossier.view': () => dossier(null, { ...keptAnswer, standing }) });
    await counter.open('d-9');
    await screen.findByText(t.covers.said({ ...keptAnswer, standing }));
    expect(screen.queryByText(t.covers.badges.in_force)).toBeNull();
  });

  it('that were not verified say why, then the best that is known with its letter', async () => {
    await openApp({ 'dossier.view': () => dossier(sampleRights, keptAnswer) });
    await counter.open('d-9');
    await screen.findByText(t.counter.rightsNotVerified);
    await screen.findByText(t.covers.failed('Viamedis', t.terms.failures.timed_out, null));
    expect(screen.getByText(t.covers.said(keptAnswer))).toBeTruthy();
    expect(screen.getByTitle(t.covers.letter('B'))).toBeTruthy();
    expect(screen.getByText(t.covers.notKnown(keptAnswer.not_known))).toBeTruthy();
  });

  it.each([
    ['in_force', 5_700],
    ['in_force', 0],
    ['card_only', 5_700],
  ] as const)('%s, %d cents less than the share: they are said, and the shares can be corrected', async (standing, less) => {
    const share = dossier(null, liveAnswer).tracks[0]?.share_cents ?? 0;
    await openApp({ 'dossier.view': () => dossier(null, { ...liveAnswer, standing, covered_cents: share - less }) });
    await counter.open('d-9');
    await screen.findByText(t.covers.said({ ...liveAnswer, standing, covered_cents: share - less }));
    const words = t.covers.short(less, share);
    if (less === 0 || standing === 'card_only') return expect(screen.queryByText(words)).toBeNull();
    screen.getByText(words);
    await userEvent.click(screen.getByRole('button', { name: t.covers.shortCorrect }));
    await screen.findByRole('dialog', { name: t.counter.pricesTitle });
  });

  it('tell which operator answered in the place of another', async () => {
    const rights: RightsView = { ...sampleRights, platform: 'almerys', platform_label: 'Almerys', instead_of: 'Viamedis', outcome: { result: 'answered', answer: { ...liveAnswer, platform_label: 'Almerys' } } };
    await openApp({ 'dossier.view': () => dossier(rights, liveAnswer) });
    await counter.open('d-9');
    await screen.findByText(t.covers.insteadOf('Viamedis'));
    expect(screen.getByText(t.covers.badges.in_force)).toBeTruthy();
  });

  it('are asked for at a date in the past', async () => {
    const backend = await openApp({ 'dossier.view': () => dossier(null, keptAnswer) });
    await counter.open('d-9');
    await userEvent.click(await screen.findByRole('button', { name: t.counter.fieldsSent }));
    await userEvent.type(await screen.findByLabelText(new RegExp(t.covers.askAt)), '0901');
    await userEvent.click(screen.getByRole('button', { name: t.covers.askAtRun }));
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'rights.verify')?.request).toMatchObject({ rank: 1, service_date: '2024-01-09' }));
  });
});

describe('what people saw', () => {
  it('is written down by the keyboard, with the call sheet in view', async () => {
    const backend = await openApp({ 'dossier.view': () => dossier(null, keptAnswer) });
    await counter.open('d-9');
    press('KeyO', { altKey: true });
    const dialog = await screen.findByRole('dialog', { name: t.covers.seenTitle });
    await userEvent.selectOptions(within(dialog).getByLabelText(t.covers.seenHow), 'green_number');
    await within(dialog).findByText('440 712 184');
    await userEvent.type(within(dialog).getByLabelText(new RegExp(t.covers.spokenWith)), 'Mme Roux');
    await userEvent.selectOptions(within(dialog).getByLabelText(t.covers.inForce), 'yes');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'rights.see')?.request).toMatchObject({ way: 'green_number', function: 'rights', on: TODAY, in_force: true, spoken_with: 'Mme Roux', corrects: null }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says a mistake at its field and keeps what was typed', async () => {
    await openApp({
      'dossier.view': () => dossier(null, keptAnswer),
      'rights.see': () => {
        throw { code: 'invalid_field', params: { field: 'on', reason: 'in_future' } };
      },
    });
    await counter.open('d-9');
    press('KeyO', { altKey: true });
    const dialog = await screen.findByRole('dialog', { name: t.covers.seenTitle });
    await userEvent.type(within(dialog).getByLabelText(new RegExp(t.covers.note)), 'vu ensemble');
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.fieldReasons.in_future);
    expect((within(dialog).getByLabelText(new RegExp(t.covers.note)) as HTMLTextAreaElement).value).toBe('vu ensemble');
  });

  it('is corrected by another entry', async () => {
    const backend = await openApp({ 'dossier.view': () => dossier(null, heardAnswer) });
    await counter.open('d-9');
    press('KeyG', { altKey: true });
    const kept = await screen.findByRole('dialog', { name: t.covers.keptTitle });
    await userEvent.click(await within(kept).findByRole('button', { name: t.covers.correct }));
    const dialog = await screen.findByRole('dialog', { name: t.covers.seenTitle });
    expect((within(dialog).getByLabelText(new RegExp(t.covers.spokenWith)) as HTMLInputElement).value).toBe('Mme Roux, service adhérents');
    await userEvent.selectOptions(within(dialog).getByLabelText(t.covers.inForce), 'no');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'rights.see')?.request).toMatchObject({ in_force: false, corrects: 's-0' }));
  });
});

describe('the portal from the dossier', () => {
  it.each([
    ['rights', 'rights.see', { way: 'portal', function: 'rights', in_force: true }],
    ['quote', 'portal.record_formality', { formality: 'quote', agreed: true, covered_cents: 30000 }],
    ['prior_authorisation', 'portal.record_answer', { agreed: true, reference: 'SP-1', covered_cents: 30000, incident: null }],
    ['claim', 'portal.record_formality', { formality: 'claim', agreed: true, reference: 'SP-1', covered_cents: 30000, invoice: 'F-24018' }],
    ['authorisation_cancellation', 'portal.record_formality', { formality: 'authorisation_cancellation', agreed: true, reason: 'Le client renonce' }],
  ] as const)('%s is taken there and its answer noted', async (taken, command, expected) => {
    const backend = await openApp({ 'dossier.view': () => dossier(null, keptAnswer) });
    await counter.open('d-9');
    press('KeyT', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    await userEvent.selectOptions(within(dialog).getByLabelText(t.covers.portalFunction), taken);
    await waitFor(() => expect(backend.calls.filter((call) => call.command === 'portal.step').at(-1)?.request).toMatchObject(taken === 'authorisation_cancellation' ? { function: 'prior_authorisation', cancels: true } : { function: taken, cancels: false }));
    if (taken === 'rights') await userEvent.selectOptions(await within(dialog).findByLabelText(t.covers.inForce), 'yes');
    if (taken === 'quote') await userEvent.type(await within(dialog).findByLabelText(new RegExp(t.covers.quoteAmount)), '300');
    if (taken === 'authorisation_cancellation') await userEvent.type(await within(dialog).findByLabelText(new RegExp(t.formalities.reason)), 'Le client renonce');
    if (taken === 'prior_authorisation' || taken === 'claim') {
      await userEvent.type(await within(dialog).findByLabelText(new RegExp(taken === 'claim' ? t.covers.claimNumber : t.recovery.answerNumber)), 'SP-1');
      await userEvent.type(within(dialog).getByLabelText(new RegExp(taken === 'claim' ? t.covers.claimAmount : t.recovery.answerAmount)), '300');
    }
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find((call) => call.command === command)?.request).toMatchObject(expected));
  });
});
