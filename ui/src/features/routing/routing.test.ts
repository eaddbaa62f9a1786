// « Qui répond pour qui » by its keys: who is touched, a row added, corrected, ended and undone, a file refused and taken,
// the AMO apart, the proposal on a card.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { sampleDossier } from '../../samples/dossiers';
import { sampleRouting } from '../../samples/routing';
import type { Answers, SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { routing } from './routing.svelte';

beforeEach(clean);

async function open(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'routing';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { name: t.routing.title });
  await waitFor(() => expect(routing.affected).toBeTruthy());
  return backend;
}

async function openTable(answers: Answers = {}): Promise<SampleBackend> {
  const backend = await open(answers);
  await userEvent.click(screen.getByRole('tab', { name: t.routing.tabs.table }));
  await screen.findByText('Aésio');
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown[] => backend.calls.filter((call) => call.command === command).map((call) => call.request);

describe('who is touched', () => {
  it('is reached from the platforms by one key, and asks about the one that is out', async () => {
    session.screen = 'platforms';
    const backend = await openApp();
    await screen.findByRole('heading', { name: t.platforms.title });
    press('F8');
    await screen.findByRole('heading', { name: t.routing.title });
    await waitFor(() => expect(asked(backend, 'routing.affected')[0]).toEqual({ operator: 'viamedis', function: null }));
    expect((await screen.findAllByText('CA Assurances')).length).toBeGreaterThan(1);
    expect(screen.getAllByText(t.routing.noOther).length).toBe(1);
    expect(screen.getAllByText(t.routing.otherUnconfigured('Korelio')).length).toBe(1);
    expect(await violations()).toEqual([]);
  });

  it('asks again for another operator and function', async () => {
    const backend = await open();
    await userEvent.selectOptions(screen.getByLabelText(t.routing.operator), 'almerys');
    await userEvent.selectOptions(screen.getByLabelText(t.routing.function), 'rights');
    await waitFor(() => expect(asked(backend, 'routing.affected').at(-1)).toEqual({ operator: 'almerys', function: 'rights' }));
  });

  it('finds a dossier by its words and opens it by Enter', async () => {
    await open();
    const list = within(await screen.findByRole('table', { name: t.routing.dossiers }));
    const all = list.getAllByRole('row').length;
    await userEvent.type(screen.getByLabelText(t.routing.search), 'bernard luc');
    await waitFor(() => expect(list.getAllByRole('row').length).toBeLessThan(all));
    const row = list.getByText('Bernard Lucie').closest('tr');
    row?.focus();
    press('Enter');
    await waitFor(() => expect(session.screen).toBe('counter'));
    await waitFor(() => expect(counter.dossier?.dossier).toBe('d-0'));
  });

  it('writes the list where one says', async () => {
    const backend = await open();
    press('F8');
    await waitFor(() => expect(asked(backend, 'routing.export_affected')).toEqual([{ operator: 'viamedis', function: null, path: '/journal.relais' }]));
    expect(await screen.findByText(t.routing.listExported(6))).toBeTruthy();
  });
});

describe('the table', () => {
  it('gains a row by F7, with its operators in order', async () => {
    const backend = await openTable();
    press('F7');
    await userEvent.type(await screen.findByLabelText(t.routing.fields.insurer), 'Mutuelle des Trois Vallées');
    await userEvent.type(screen.getByLabelText(/^N° AMC/), '986402170');
    await userEvent.selectOptions(screen.getByLabelText(t.routing.operatorAt(0)), 'almerys');
    await userEvent.selectOptions(screen.getByLabelText(new RegExp(`^${t.routing.operatorAt(1)}`)), 'viamedis');
    await userEvent.type(screen.getByLabelText(new RegExp(`^${t.routing.fields.source}`)), 'Carte lue');
    expect(await violations(screen.getByRole('dialog'))).toEqual([]);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'routing.change')).toHaveLength(1));
    expect(asked(backend, 'routing.change')[0]).toMatchObject({ was: null, becomes: { insurer_name: 'Mutuelle des Trois Vallées', amc_number: '986402170', operators: ['almerys', 'viamedis'], status: 'to_verify', from: '2024-01-31', to: null } });
    expect(await screen.findByText(t.routing.added('Mutuelle des Trois Vallées'))).toBeTruthy();
    press('F8');
    await waitFor(() => expect(asked(backend, 'routing.undo')).toHaveLength(1));
  });

  it('ends a row by its last day, and says a refusal at its place', async () => {
    const backend = await openTable({
      'routing.change': () => {
        throw { code: 'invalid_field', params: { field: 'to', reason: 'reversed' } };
      },
    });
    screen.getByText('Alan').closest('tr')?.focus();
    press('Delete');
    await screen.findByRole('dialog', { name: t.routing.end });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'routing.change')[0]).toMatchObject({ was: { insurer_name: 'Alan', to: null }, becomes: { insurer_name: 'Alan', to: '2024-01-31' } }));
    expect(await screen.findByText(t.fieldReasons.reversed)).toBeTruthy();
  });

  it('refuses a wrong file line by line and takes a right one, checksum compared', async () => {
    const user = userEvent.setup();
    let wrong = true;
    const preview = { version: '2024-03', source: 'Éditeur', checksum: 'ab'.repeat(32), checksum_beside: false, rows: 3, operators: 2, networks: 0, added: 1, removed: 2, changes_lost: 1 };
    const backend = await openTable({
      'routing.preview': () => (wrong ? { result: 'refused', faults: [{ line: 12, fault: 'unknown_operator', about: 'viamdis' }] } : { result: 'previewed', preview }),
      'routing.take': () => ({ result: 'taken', routing: { ...sampleRouting(), reference: { version: '2024-03', checksum: preview.checksum, shipped: false } } }),
    });
    await user.click(screen.getByRole('button', { name: t.routing.take }));
    expect(await screen.findByText(t.routing.importRefused)).toBeTruthy();
    expect(screen.getByText(t.routing.fault({ line: 12, fault: 'unknown_operator', about: 'viamdis' }))).toBeTruthy();
    expect(await violations(screen.getByRole('dialog'))).toEqual([]);
    wrong = false;
    await user.click(screen.getByRole('button', { name: t.ui.choose }));
    expect(await screen.findByText(preview.checksum)).toBeTruthy();
    expect(screen.getByText(t.routing.importLost(1))).toBeTruthy();
    const announced = screen.getByLabelText(new RegExp(t.routing.importAnnounced));
    await user.type(announced, 'cd cd');
    expect(await screen.findByText(t.routing.importDiffers)).toBeTruthy();
    expect(screen.getByRole('button', { name: new RegExp(t.routing.importTake) })).toHaveProperty('disabled', true);
    await user.clear(announced);
    await user.type(announced, preview.checksum.toUpperCase());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'routing.take')).toEqual([{ path: '/journal.relais', checksum: preview.checksum, announced: preview.checksum.toUpperCase() }]));
    expect(await screen.findByText(t.routing.taken('2024-03'))).toBeTruthy();
  });

  it('is read only for who is not the owner', async () => {
    await openTable();
    session.state = { ...session.state!, user: { id: 'u', name: 'Paul', role: 'counter' } };
    await waitFor(() => expect(screen.getAllByRole('button', { name: new RegExp(t.routing.add) }).every((button) => (button as HTMLButtonElement).disabled)).toBe(true));
    press('F7');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('beside the table', () => {
  it('the AMO has its place in the strip and is declared apart', async () => {
    session.screen = 'platforms';
    const backend = await openApp();
    const card = within(await screen.findByRole('region', { name: t.routing.amoTitle }));
    await userEvent.click(card.getByRole('button', { name: t.platforms.declare }));
    await userEvent.selectOptions(await screen.findByLabelText(t.routing.amoChannel), 'ameli_pro');
    await userEvent.selectOptions(within(screen.getByRole('dialog')).getByLabelText(t.platforms.declareState), 'down');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'amo.declare')).toEqual([{ channel: 'ameli_pro', state: 'down' }]));
    await waitFor(() => expect(session.amo.find((row) => row.channel === 'ameli_pro')?.state).toBe('down'));
  });

  it('a card without an operator shows what the table proposes, and keeps it by one press', async () => {
    const dossier = sampleDossier(9);
    const [first] = dossier.tracks;
    const track = { ...first!, operator_label: null, card: { ...first!.card, operator: null }, proposal: { operator: 'almerys', operator_label: 'Almerys', configured: true, second_label: 'Viamedis', insurer: 'Aésio', noted_on: '2024-02-06', status: 'to_verify' as const } };
    const backend = await openApp({ 'dossier.view': () => ({ ...dossier, tracks: [track] }), 'dossier.record_card': () => dossier });
    await counter.open('d-9');
    expect(await screen.findByText(t.routing.proposal('Almerys', '2024-02-06', 'to_verify'))).toBeTruthy();
    expect(await violations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: t.routing.proposalKeep }));
    await waitFor(() => expect(asked(backend, 'dossier.record_card')).toMatchObject([{ dossier: 'd-9', rank: 1, card: { operator: 'almerys' } }]));
  });
});
