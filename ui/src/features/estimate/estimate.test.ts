// The estimate by keys alone: « Estimation, non garantie » always there, both sides of the network, reasons and sources
// in words, printing, and a reference file that is taken whole or not at all.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { counter } from '../counter/counter.svelte';
import { sampleEstimate, sampleReference, sampleSaid } from '../../samples/estimates';
import { sampleDossier } from '../../samples/dossiers';
import type { Answers, SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, held, openApp, press, words as t } from '../../test/open';
import type { DossierView, Estimate, Reason } from '$lib/contract/contract';

beforeEach(clean);

async function open(dossier: DossierView = sampleDossier(9), answers: Answers = {}): Promise<SampleBackend> {
  const backend = await openApp({ 'dossier.view': () => dossier, ...answers });
  await counter.open(dossier.dossier);
  await screen.findByRole('heading', { level: 1 });
  press('F12');
  await screen.findByRole('dialog', { name: t.estimate.title });
  return backend;
}

const withLines = (): DossierView => ({ ...sampleDossier(9), lines: sampleEstimate(null).lines });

describe('the estimate', () => {
  it('opens by F12, says that it promises nothing, and shows both sides when the network is not known', async () => {
    await open(withLines());
    expect((await screen.findAllByText(t.estimate.notGuaranteed)).length).toBeGreaterThan(0);
    expect(screen.getByText(t.estimate.note)).toBeTruthy();
    const inside = await screen.findByRole('region', { name: t.estimate.sides.in });
    expect(within(inside).getByText(t.estimate.range(5000, 28000))).toBeTruthy();
    expect(within(screen.getByRole('region', { name: t.estimate.sides.out })).getByText(t.estimate.range(5000, 47991))).toBeTruthy();
    expect(screen.getByText(`${t.estimate.confidence} ${t.estimate.confidences.D}`)).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('gives the reason of each line, and the source and the status of each number', async () => {
    await open(withLines());
    expect(await screen.findByText(t.estimate.reason({ reason: 'frame_ceiling', ceiling_cents: 10000 }, () => ''))).toBeTruthy();
    expect(screen.getByText(t.estimate.reason({ reason: 'guarantee_not_known', rank: 1 }, () => 'Harmonie Mutuelle'))).toBeTruthy();
    const numbers = screen.getByRole('table', { name: t.estimate.numbers });
    expect(within(numbers).getByText('200,00 €')).toBeTruthy();
    expect(within(numbers).getAllByText(t.estimate.statuses.to_verify).length).toBe(1);
    expect(within(numbers).getByText('CSS R.871-2, c : deux complexes')).toBeTruthy();
  });

  it('asks again at each thing said, by keys alone', async () => {
    const user = userEvent.setup();
    const backend = await open(withLines());
    await waitFor(() => expect(screen.getByLabelText(t.estimate.age)).toBe(document.activeElement));
    await user.selectOptions(screen.getByLabelText(t.estimate.age), 'from_20');
    await user.selectOptions(screen.getByLabelText(t.estimate.network), 'in');
    await user.selectOptions(screen.getByLabelText(t.estimate.guarantee), 'ceiling');
    await user.type(await screen.findByLabelText(t.estimate.euros), '700');
    const said = { ...sampleSaid, age: 'from_20', network: 'in', covers: [{ ...sampleSaid.covers[0], guarantee: { kind: 'ceiling', cents: 70000 } }] };
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'estimate.view').at(-1)?.request).toMatchObject({ said, lines: [] }));
    await waitFor(() => expect(screen.queryByRole('region', { name: t.estimate.sides.out })).toBeNull());
    expect(screen.queryByLabelText(t.estimate.guaranteeOutside)).toBeNull();
  });

  it('says where the last equipment is known from, and takes its date', async () => {
    const user = userEvent.setup();
    const backend = await open(withLines());
    const last = await screen.findByLabelText(t.estimate.last);
    await waitFor(() => expect((last as HTMLSelectElement).value).toBe('our_history'));
    expect(screen.getByText(/2021-0412/)).toBeTruthy();
    await user.selectOptions(last, 'none');
    await waitFor(() => expect(backend.calls.at(-1)?.request).toMatchObject({ said: { last_equipment: { known: 'none' } } }));
    expect(screen.queryByLabelText(t.estimate.lastOn)).toBeNull();
  });

  it('asks a minimal dossier for its equipment, two lenses to the cent', async () => {
    const user = userEvent.setup();
    const backend = await open({ ...sampleDossier(9), lines: [] }, { 'estimate.view': ({ said, lines }) => (lines.length > 0 ? sampleEstimate(said, lines) : { ...sampleEstimate(said), result: { result: 'lines_needed' } }) });
    expect(await screen.findByText(t.estimate.linesNeeded)).toBeTruthy();
    expect(held()).toContain(t.estimate.framePrice);
    await user.keyboard('150{Enter}{Enter}330,01');
    await waitFor(() => expect(backend.calls.at(-1)?.request).toMatchObject({ lines: [{ item: 'frame', unit_price_cents: 15000 }, { item: 'lens_simple', unit_price_cents: 16501 }, { item: 'lens_simple', unit_price_cents: 16500 }] }));
    expect(await screen.findByRole('region', { name: t.estimate.sides.in })).toBeTruthy();
  });

  it('prints what was said, and says that the paper is kept', async () => {
    const backend = await open(withLines(), { 'estimate.print': () => ({ path: '/estimation.pdf', file_name: 'estimation.pdf', pages: 1 }) });
    await screen.findByRole('region', { name: t.estimate.sides.in });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'estimate.print')?.request).toMatchObject({ dossier: 'd-9', said: sampleSaid }));
    expect(await screen.findByText(t.estimate.printed)).toBeTruthy();
  });

  it('sends a pharmacy to its invoice, without asking anything', async () => {
    await open({ ...withLines(), activity: 'pharmacy' }, { 'estimate.view': ({ said }) => ({ ...sampleEstimate(said), result: { result: 'pharmacy_invoice' } }) });
    expect(await screen.findByText(t.estimate.pharmacy)).toBeTruthy();
    expect(screen.queryByLabelText(t.estimate.age)).toBeNull();
    expect(screen.getByRole('button', { name: new RegExp(t.estimate.print) })).toHaveProperty('disabled', true);
    expect(await violations()).toEqual([]);
  });

  it('has a sentence for each reason', () => {
    const { reasons, line_reasons: lines } = (sampleEstimate(null).result as { estimate: Estimate }).estimate;
    const others: Reason[] = [
      { reason: 'trial', days: 30, not_before: '2024-03-01' }, { reason: 'answered', rank: 1, kind: 'kept', on: '2024-01-30', cents: 37991 }, { reason: 'promised', rank: 2, guarantee: { kind: 'percent_of_base', rate_bp: 30000 }, read_on_card: true },
    ];
    for (const reason of [...reasons, ...lines.flat(), ...others]) expect(t.estimate.reason(reason, (rank) => `AMC ${rank}`)).toMatch(/\.$/);
  });
});

describe('the reference', () => {
  async function openReference(answers: Answers): Promise<SampleBackend> {
    const user = userEvent.setup();
    const backend = await open(withLines(), answers);
    await user.click(await screen.findByRole('button', { name: t.estimate.numbersOf('2024-01', true) }));
    await screen.findByRole('dialog', { name: t.estimate.reference });
    return backend;
  }

  it('refuses a file with a fault, line by line', async () => {
    const user = userEvent.setup();
    await openReference({ 'estimate.take_reference': () => ({ result: 'refused', faults: [{ line: 61, fault: 'out_of_range', about: 'hearing.trial' }, { line: 62, fault: 'overlap', about: '' }] }) });
    await user.click(screen.getByRole('button', { name: t.estimate.referenceTake }));
    expect(await screen.findByText(t.estimate.referenceRefused)).toBeTruthy();
    expect(screen.getByText(t.estimate.fault({ line: 61, fault: 'out_of_range', about: 'hearing.trial' }))).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('takes a whole file, and goes back', async () => {
    const user = userEvent.setup();
    const taken = { ...sampleReference, reference: { ...sampleReference.reference, version: '2024-02', shipped: false } };
    await openReference({ 'estimate.take_reference': () => ({ result: 'taken', reference: taken }), 'estimate.restore_reference': () => sampleReference });
    await user.click(screen.getByRole('button', { name: t.estimate.referenceTake }));
    expect(await screen.findByText(t.estimate.referenceTaken('2024-02'))).toBeTruthy();
    await user.click(screen.getByRole('button', { name: t.estimate.referenceRestore }));
    expect(await screen.findByText(t.estimate.referenceTaken('2024-01'))).toBeTruthy();
  });
});
