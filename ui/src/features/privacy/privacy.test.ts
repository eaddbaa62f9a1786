// The customer's word costs one key and comes before anything leaves; the field lists, the flows and the limits are shown as
// they are; a stop says what to do, and the owner unlocks with a reason.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentState, DossierView, LookupStanding } from '$lib/contract/contract';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { sampleDossier } from '../../samples/dossiers';
import { sampleFieldLists, sampleGuard } from '../../samples/privacy';
import { violations } from '../../test/axe';
import { t as set } from '$lib/i18n';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { LimitsDraft, limitOf, minuteOf } from './limits.svelte';

beforeEach(clean);

/** A dossier whose customer stands so. */
function asked(state: ConsentState): DossierView {
  const view = sampleDossier(0);
  const consent = { operators: ['Viamedis'], state, lets_leave: state === 'given', decided_at: null, decided_by: '', how: null, list_version: null };
  return { ...view, closed_ways: state === 'refused' ? ['delivered_third_party_payment', 'cheque_kept'] : [], tracks: view.tracks.map((track) => ({ ...track, rights: null, consent })) };
}

async function openDossier(state: ConsentState, answers: Answers = {}): Promise<SampleBackend> {
  let stands = state;
  const backend = await openApp({
    'dossier.view': () => asked(stands),
    'consent.record': ({ decision }) => {
      stands = decision;
      return asked(stands);
    },
    ...answers,
  });
  await counter.open('d-0');
  await screen.findByText(t.privacy.states[state]);
  return backend;
}

const calls = (backend: SampleBackend, name: string): number => backend.calls.filter(({ command }) => command === name).length;

describe('the customer is asked', () => {
  it('before anything leaves, with the fields, and F4 is his yes', async () => {
    const backend = await openDossier('not_asked');
    press('F4');
    const question = await screen.findByRole('group', { name: set.privacy.ask('Viamedis') });
    await within(question).findByText(t.fieldNames.member_number);
    expect([calls(backend, 'rights.verify'), calls(backend, 'consent.record')]).toEqual([0, 0]);
    expect(await violations(document.body)).toEqual([]);
    press('F4');
    await waitFor(() => expect(calls(backend, 'rights.verify')).toBe(1));
    expect(backend.calls.find(({ command }) => command === 'consent.record')?.request).toEqual({ dossier: 'd-0', rank: 1, decision: 'given', how: 'oral' });
    await waitFor(() => expect(screen.queryByRole('group', { name: set.privacy.ask('Viamedis') })).toBeNull());
  });

  it('and his no closes the ways that need a request, and sends nothing', async () => {
    const backend = await openDossier('not_asked');
    press('F4');
    await userEvent.click(await screen.findByRole('button', { name: t.privacy.no }));
    expect(await screen.findAllByText(t.privacy.wayClosed)).toHaveLength(2);
    press('F4');
    await screen.findByText(/refuse la transmission à Viamedis/);
    expect(calls(backend, 'rights.verify')).toBe(0);
    expect(screen.queryByRole('group', { name: set.privacy.ask('Viamedis') })).toBeNull();
  });

  it('and may take his yes back', async () => {
    const backend = await openDossier('given');
    await userEvent.click(screen.getByRole('button', { name: t.privacy.withdraw }));
    await screen.findByText(t.privacy.states.withdrawn);
    expect(calls(backend, 'rights.verify')).toBe(0);
  });
});

describe('the watch', () => {
  const finding = { reason: 'per_hour', count: 41, limit: 40 } as const;
  const stopped: LookupStanding = { stopped: { user: 'u', at: openState.now, finding, lifted_at: null, lifted_by: '', lifted_why: '' }, findings: [], stops_above: null, staff_notice: null };

  it('says one sentence when it stops, and the owner unlocks with a reason', async () => {
    let standing: LookupStanding = stopped;
    const backend = await openDossier('given', {
      'lookup_guard.standing': () => standing,
      'lookup_guard.unlock': ({ reason }) => {
        if (reason.trim() === '') throw { code: 'reason_needed', params: {} };
        standing = { ...stopped, stopped: null };
        return sampleGuard;
      },
    });
    await screen.findByText(/41 consultations en une heure, pour 40 au plus/);
    await userEvent.click(screen.getByRole('button', { name: t.privacy.unlock }));
    const dialog = await screen.findByRole('dialog');
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText('Écrivez en une ligne pourquoi.');
    await userEvent.type(within(dialog).getByLabelText(t.privacy.unlockReason), 'Journée de dépistage.');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByText(t.privacy.stopped)).toBeNull());
    expect(backend.calls.filter(({ command }) => command === 'lookup_guard.unlock').at(-1)?.request).toEqual({ user: 'u', reason: 'Journée de dépistage.' });
  });

  it('says where it will stop while it only warns', async () => {
    await openDossier('given', { 'lookup_guard.standing': () => ({ ...stopped, stopped: null, findings: [{ reason: 'per_hour', count: 21, limit: 20 }], stops_above: 40 }) });
    await screen.findByText(/21 consultations en une heure, pour 20 au plus\..*Au-delà de 40, Relais arrête/);
  });

  it('only warns while it does', async () => {
    await openDossier('given', { 'lookup_guard.standing': () => ({ ...stopped, stopped: null, findings: [{ reason: 'outside_hours', count: 1, limit: 0 }] }) });
    await screen.findByText(/en dehors des heures/);
    expect(screen.queryByText(/Relais arrête/)).toBeNull();
    expect(screen.queryByRole('button', { name: t.privacy.unlock })).toBeNull();
  });
});

async function openDialog(answers: Answers = {}): Promise<{ backend: SampleBackend; dialog: HTMLElement }> {
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('button', { name: t.privacy.title }));
  return { backend, dialog: await screen.findByRole('dialog', { name: t.privacy.title }) };
}

describe('« Où vont mes données »', () => {
  it('lists every flow, and each tab is open to everybody', async () => {
    const { dialog } = await openDialog();
    await within(dialog).findByText(t.privacy.exits.backup[0]);
    expect(within(dialog).getByText(t.privacy.byPortal('portail.exemple.fr'))).toBeTruthy();
    expect(await violations(dialog)).toEqual([]);
    for (const [tab, words] of [['fields', t.privacy.askedFirst], ['guard', t.privacy.noticeMissing]] as const) {
      await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs[tab] }));
      await within(dialog).findByText(words);
      expect(await violations(dialog)).toEqual([]);
    }
  });

  it('an optional field is kept by one tick, a required one has none', async () => {
    const { backend, dialog } = await openDialog();
    await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs.fields }));
    await userEvent.click(await within(dialog).findByRole('checkbox', { name: set.privacy.send(t.fieldNames.given_name) }));
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'fields.switch')?.request).toEqual({ platform: 'viamedis', function: 'rights', field: 'given_name', sent: false }));
    expect(within(dialog).queryByRole('checkbox', { name: set.privacy.send(t.fieldNames.family_name) })).toBeNull();
  });

  it('a file that is not taken says why, with its line', async () => {
    const { backend, dialog } = await openDialog({ 'fields.take_lists': () => ({ result: 'refused', faults: [{ line: 17, fault: 'unknown_field', about: 'lens_power' }] }) });
    backend.chooseFileToOpen = () => Promise.resolve('/champs.toml');
    await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs.fields }));
    await userEvent.click(await within(dialog).findByRole('button', { name: t.privacy.listTake }));
    await within(dialog).findByText(/Ligne 17.*lens_power.*n’existe pas/);
  });

  it('whoever is not the owner reads the lists and cannot change them', async () => {
    const { dialog } = await openDialog({ 'app.state': () => ({ ...openState, user: openState.user && { ...openState.user, role: 'counter' } }), 'fields.view': () => sampleFieldLists });
    await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs.fields }));
    const box = await within(dialog).findByRole<HTMLInputElement>('checkbox', { name: set.privacy.send(t.fieldNames.given_name) });
    expect(box.disabled).toBe(true);
    await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs.guard }));
    await within(dialog).findByText(t.privacy.ownerOnly);
  });

  it('limits are typed, and a wrong number or a refusal is said at its row', async () => {
    const { backend, dialog } = await openDialog({ 'lookup_guard.set_limits': () => { throw { code: 'invalid_field', params: { field: 'per_hour', reason: 'limits' } }; } });
    await userEvent.click(within(dialog).getByRole('tab', { name: t.privacy.tabs.guard }));
    const stop = await within(dialog).findByLabelText<HTMLInputElement>(t.privacy.stopOf(t.privacy.reasons.per_hour));
    const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: t.ui.save });
    await userEvent.clear(stop);
    await userEvent.type(stop, 'x');
    await waitFor(() => expect(save.disabled).toBe(true));
    await userEvent.clear(stop);
    await userEvent.type(stop, '10');
    await userEvent.click(save);
    await within(dialog).findByText(t.fieldReasons.limits);
    expect((backend.calls.find(({ command }) => command === 'lookup_guard.set_limits')?.request as { limits: unknown }).limits).toMatchObject({ per_hour: { warn_above: 15, stop_above: 10 } });
  });
});

describe('what is typed of limits and hours', () => {
  it.each([['8', 480], ['8h30', 510], ['08:30', 510], ['0830', 510], ['24', 1440], ['25', undefined], ['8:75', undefined], ['midi', undefined]])('%s', (text, minute) => expect(minuteOf(text)).toBe(minute));
  it.each([['', null], ['15', 15], ['-1', 'wrong'], ['1,5', 'wrong']])('limit « %s »', (text, limit) => expect(limitOf(text)).toBe(limit));
  it('reads back what it was given', () => {
    const draft = new LimitsDraft();
    draft.take(sampleGuard.limits, sampleGuard.hours);
    expect(draft.read()).toEqual({ limits: sampleGuard.limits, hours: sampleGuard.hours });
  });
});
