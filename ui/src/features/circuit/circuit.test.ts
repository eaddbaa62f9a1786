// « Lots et retours » by its keys: the shares by tab, a list pasted, mapped and recorded with a line left out, a list
// undone, one dossier put in the concentrator's hands.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { AppState } from '$lib/contract/contract';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { sampleReading } from '../../samples/circuit';
import { sampleDossier } from '../../samples/dossiers';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { circuit } from './circuit.svelte';

beforeEach(() => {
  clean();
  circuit.tab = 'carried';
  circuit.query = '';
  circuit.undoing = undefined;
  circuit.kept = [];
});

async function open(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'circuit';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { name: t.circuit.title });
  await waitFor(() => expect(circuit.view).toBeTruthy());
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('the circuit', () => {
  it('shows what is carried, what is to be worked on and what came back', async () => {
    await open();
    expect(within(await screen.findByRole('table', { name: t.circuit.tabs.carried })).getAllByRole('row').length).toBe(7);
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.circuit.tabs.rejected) }));
    await screen.findByText(/R45, Droits fermés/);
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.circuit.tabs.back) }));
    await screen.findByText(new RegExp(`${t.circuit.twice} ; ${t.circuit.none}`));
  });

  it('undoes a list and names what stays', async () => {
    const backend = await open();
    await userEvent.click(screen.getByRole('tab', { name: new RegExp(t.circuit.tabs.lists) }));
    await userEvent.click(await screen.findByText('lots-31-01.csv'));
    press('Delete');
    await screen.findByRole('dialog', { name: t.circuit.undoTitle });
    expect(await violations()).toEqual([]);
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.circuit.keptTitle(1));
    expect(asked(backend, 'circuit.undo')).toEqual([{ import: 'l-1' }]);
  });
});

describe('an import', () => {
  it('is pasted, mapped, previewed, and recorded without the line that was left out', async () => {
    const backend = await open();
    press('F7');
    await screen.findByRole('dialog', { name: t.lists.importTitle.transmitted_lots });
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByLabelText(t.lists.paste));
    await userEvent.paste('N° lot;N° facture;Nom;Part RC\n0118;F1;Réau;12,30');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.lists.mappingFound('proposed', ''));
    expect(await violations()).toEqual([]);
    await userEvent.selectOptions(screen.getByLabelText(t.lists.separator), 'tab');
    await waitFor(() => expect(asked(backend, 'circuit.read').at(-1)).toMatchObject({ source: { separator: 'tab', columns: null } }));
    await userEvent.selectOptions(screen.getByLabelText(t.lists.field('transmitted_lots', 'amc_share')), '2');
    await waitFor(() => expect(asked(backend, 'circuit.read').at(-1)).toMatchObject({ source: { columns: expect.arrayContaining([{ field: 'amc_share', column: 2 }]) } }));
    await userEvent.type(screen.getByLabelText(new RegExp(t.lists.saveAs)), 'LGO');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.circuit.twiceTitle(1));
    await screen.findByText(t.circuit.waitingTitle(1));
    expect(await violations()).toEqual([]);
    const waiting = screen.getByText('F2401883, lot 0118').closest('tr');
    waiting?.focus();
    press('Space');
    await screen.findByRole('button', { name: new RegExp(t.lists.take(2)) });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'circuit.take')).toHaveLength(1));
    expect(asked(backend, 'circuit.take')[0]).toMatchObject({ left_out: [3], save_as: 'LGO', checksum: '00' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('goes straight to its lines when the mapping is found again, and says what is no list', async () => {
    const saved = sampleReading.result === 'read' ? { ...sampleReading, read: { ...sampleReading.read, table: { ...sampleReading.read.table, found: 'saved' as const, mapping_name: 'LGO' } } } : sampleReading;
    let refuses = true;
    await open({ 'circuit.read': () => (refuses ? { result: 'refused', fault: 'no_text' } : saved) });
    press('F8');
    await userEvent.click(await screen.findByLabelText(t.lists.paste));
    await userEvent.paste('PK');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.lists.sheetFaults.no_text);
    refuses = false;
    press('Enter', { ctrlKey: true });
    await screen.findByRole('button', { name: new RegExp(t.lists.take(3)) });
  });
});

describe('one dossier', () => {
  it('is put in the concentrator’s hands, and taken back for a reason', async () => {
    const dossier = { ...sampleDossier(0), activity: 'pharmacy' as const };
    const state = (to: 'not_sent' | 'entrusted'): typeof dossier => ({ ...dossier, third_party_payment_barred: false, tracks: dossier.tracks.slice(0, 1).map((track) => ({ ...track, state: to })) });
    const backend = await openApp({ 'dossier.view': () => state('not_sent'), 'circuit.entrust': () => state('entrusted'), 'circuit.take_back': () => state('not_sent') });
    await counter.open(dossier.dossier);
    await userEvent.click(await screen.findByRole('button', { name: t.circuit.inDossier.entrust }));
    await userEvent.type(await screen.findByLabelText(new RegExp(t.lists.field('transmitted_lots', 'lot'))), '118');
    press('Enter', { ctrlKey: true });
    await userEvent.click(await screen.findByRole('button', { name: t.circuit.inDossier.takeBack }));
    await userEvent.type(await screen.findByLabelText(t.circuit.takeBackReason), 'Facture annulée');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'circuit.take_back')).toEqual([{ dossier: dossier.dossier, rank: 1, reason: 'Facture annulée' }]));
    expect(asked(backend, 'circuit.entrust')[0]).toMatchObject({ rank: 1, lot: '118', on: null });
  });
});

it('is reached from the queue of a pharmacy by one key', async () => {
  session.screen = 'queue';
  const state: AppState = openState.practice ? { ...openState, practice: { ...openState.practice, activities: ['pharmacy'] } } : openState;
  await openApp({ 'app.state': () => state, 'app.first_sight': () => ({ state, platforms: [], amo: [], latest: null }) });
  expect((await screen.findAllByRole('button', { name: new RegExp(`^${t.circuit.open}`) })).length).toBe(2);
  press('F8');
  await screen.findByRole('heading', { name: t.circuit.title });
});

it('is not offered to an optician', async () => {
  session.screen = 'queue';
  await openApp();
  await screen.findByRole('heading', { name: t.queue.title });
  expect(screen.queryByText(t.circuit.open)).toBeNull();
});
