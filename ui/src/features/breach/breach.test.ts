// What leaked of us, and what follows: reached from the first step of the recovery, noted field by field with since when and from whom,
// each thing to do done, left out with a reason, or put back.
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '../../app/session.svelte';
import { useBackend } from '$lib/backend/backend';
import type { BreachTaskRow, BreachView, DebitWatchView, LeakField, LeakRow } from '$lib/contract/contract';
import { openState, sampleBackend, sampleIncident, type Answers, type SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { toasts } from '$lib/components/toasts.svelte';
import BreachDialog from './BreachDialog.svelte';
import { clockTone, remains } from './clocks';

beforeEach(clean);

const field = (name: LeakField, of_customers = false): LeakRow => ({ field: name, of_customers, state: 'unknown', history: [] });
const known: LeakRow = { ...field('bank_account'), state: 'known', history: [{ state: 'known', known_on: '2024-01-30', told_by: 'operator', note: 'RIB de 2021', by: 'Inès Morel', at: '2024-01-31T09:05:00Z' }, { state: 'probable', known_on: '2024-01-29', told_by: 'press', note: null, by: 'Inès Morel', at: '2024-01-29T09:05:00Z' }] };
const task: BreachTaskRow = { task: 'bank_letter', state: 'to_do', because_of: ['bank_account'], done_at: null, reason: null, by: null, at: null, progress: null, elsewhere: false, prints: true, papers: [] };
const rotation: BreachTaskRow = { ...task, task: 'rotation', because_of: [], progress: { settled: 1, total: 3 }, elsewhere: true, prints: false };
const view: BreachView = { incident: 'i-1', platform_label: 'Viamedis', breach: true, fields: [known, field('email'), field('finess'), field('customer_nir', true)], tasks: [rotation, task], aware_at: '2024-01-30T08:00:00Z', aware_said: false, clocks: [], notifier: null, watch: null, account: { people: null, records: null, circumstances: '', consequences: '', measures: '', case_number: '', delay: '' } };

async function opened(answers: Answers = {}): Promise<{ backend: SampleBackend; dialog: HTMLElement; user: ReturnType<typeof userEvent.setup>; onrotate: ReturnType<typeof vi.fn> }> {
  session.state = openState;
  const backend = sampleBackend({ 'breach.view': () => view, ...answers });
  useBackend(backend);
  const onrotate = vi.fn();
  render(BreachDialog, { incident: 'i-1', onclose: vi.fn(), onrotate });
  const dialog = await screen.findByRole('dialog', { name: t.breach.title('Viamedis') });
  return { backend, dialog, user: userEvent.setup(), onrotate };
}

const asked = (backend: SampleBackend, command: string): unknown => backend.calls.filter((one) => one.command === command).at(-1)?.request;

describe('the register', () => {
  it('notes several fields at once, with since when and from whom', async () => {
    const { backend, dialog, user } = await opened({ 'breach.note_leak': () => view });
    expect(await violations(dialog)).toEqual([]);
    // Nothing ticked, nothing to note.
    const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: new RegExp(t.breach.save) });
    expect(save.disabled).toBe(true);
    await user.click(within(dialog).getByLabelText(t.breach.fields.email));
    await user.click(within(dialog).getByLabelText(t.breach.fields.customer_nir));
    await user.selectOptions(within(dialog).getByLabelText(new RegExp(t.breach.state)), 'probable');
    await user.type(within(dialog).getByLabelText(new RegExp(t.breach.words)), 'message du 30');
    await user.click(save);
    await waitFor(() => expect(asked(backend, 'breach.note_leak')).toEqual({ incident: 'i-1', fields: ['email', 'customer_nir'], state: 'probable', known_on: '2024-01-31', told_by: 'operator', note: 'message du 30' }));
    await waitFor(() => expect(within(dialog).getByLabelText<HTMLInputElement>(t.breach.fields.email).checked).toBe(false));
  });

  it('reads what was noted before of the one that is ticked', async () => {
    const { dialog, user } = await opened();
    await user.click(within(dialog).getByLabelText(t.breach.fields.bank_account));
    const history = within(dialog).getByRole('list', { name: t.breach.history });
    expect(within(history).getAllByRole('listitem')).toHaveLength(2);
    within(history).getByText('RIB de 2021');
  });

  it('is only read by who only reads', async () => {
    const { dialog } = await opened({ 'app.state': () => openState });
    session.state = { ...openState, user: { ...openState.user!, role: 'accountant' } };
    await waitFor(() => expect(within(dialog).queryByRole('button', { name: new RegExp(t.breach.save) })).toBeNull());
  });
});

describe('what is to be done', () => {
  async function tasks(answers: Answers = {}, tasks: BreachTaskRow[] = view.tasks): ReturnType<typeof opened> {
    const all = await opened({ 'breach.view': () => ({ ...view, tasks }), ...answers });
    await all.user.click(within(all.dialog).getByRole('tab', { name: new RegExp(t.breach.parts.tasks) }));
    return all;
  }

  it('begins with the passwords, which are changed elsewhere', async () => {
    const { dialog, user, onrotate } = await tasks();
    within(dialog).getByText(t.breach.progress(1, 3));
    expect(await violations(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: t.rotation.open }));
    expect(onrotate).toHaveBeenCalled();
  });

  it('is done now, or when it is said', async () => {
    const { backend, dialog, user } = await tasks({ 'breach.note_task': () => view });
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.tasks.bank_letter) }));
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.done) }));
    await waitFor(() => expect(asked(backend, 'breach.note_task')).toEqual({ incident: 'i-1', task: 'bank_letter', state: 'done', done_at: null, reason: '' }));
  });

  it('is left out only with a reason', async () => {
    const { backend, dialog, user } = await tasks({ 'breach.note_task': () => view });
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.tasks.bank_letter) }));
    await user.click(within(dialog).getByRole('button', { name: t.breach.leave }));
    const confirm = within(dialog).getByRole<HTMLButtonElement>('button', { name: t.breach.leaveConfirm });
    expect(confirm.disabled).toBe(true);
    await user.type(within(dialog).getByLabelText(t.breach.leaveReason), 'Compte clos');
    await user.click(confirm);
    await waitFor(() => expect(asked(backend, 'breach.note_task')).toEqual({ incident: 'i-1', task: 'bank_letter', state: 'left_out', done_at: null, reason: 'Compte clos' }));
  });

  it('is put back when it was noted by mistake', async () => {
    const done: BreachTaskRow = { ...task, state: 'done', done_at: '2024-01-31T09:00:00Z', by: 'Inès Morel', at: '2024-01-31T09:05:00Z' };
    const { backend, dialog, user } = await tasks({ 'breach.note_task': () => view }, [done]);
    within(dialog).getByText(/Inès Morel/);
    await user.click(within(dialog).getByRole('button', { name: t.breach.putBack }));
    await waitFor(() => expect(asked(backend, 'breach.note_task')).toEqual({ incident: 'i-1', task: 'bank_letter', state: 'to_do', done_at: null, reason: '' }));
  });
});

describe('the watch over direct debits', () => {
  const month = { month: '2024-01-01', found: 'not_read' as const, note: null, by: null, at: null, begun: true, due: false };
  const watch: DebitWatchView = { from: '2024-01-01', until: '2025-02-01', said: false, months: [month, { ...month, month: '2024-02-01', begun: false }], creditors: ['Électricité du Ried'] };
  const watched: BreachTaskRow = { ...task, task: 'debit_watch', progress: { settled: 0, total: 2 } };

  async function reads(answers: Answers = {}, shown: DebitWatchView = watch): ReturnType<typeof opened> {
    const all = await opened({ 'breach.view': () => ({ ...view, tasks: [watched], watch: shown }), ...answers });
    await all.user.click(within(all.dialog).getByRole('tab', { name: new RegExp(t.breach.parts.tasks) }));
    return all;
  }

  it('checks a statement off, and one that has not begun cannot be', async () => {
    const { backend, dialog, user } = await reads({ 'breach.check_statement': () => view });
    expect(await violations(dialog)).toEqual([]);
    within(dialog).getByText(/Électricité du Ried/);
    expect(within(dialog).getAllByRole('button', { name: new RegExp(`^${t.breach.clean}`) })).toHaveLength(1);
    await user.click(within(dialog).getByRole('button', { name: new RegExp(`^${t.breach.clean}`) }));
    await waitFor(() => expect(asked(backend, 'breach.check_statement')).toEqual({ incident: 'i-1', month: '2024-01-01', found: 'nothing', note: '' }));
  });

  it('asks which debit nobody knows before it is noted', async () => {
    const { backend, dialog, user } = await reads({ 'breach.check_statement': () => view });
    await user.click(within(dialog).getByRole('button', { name: /inconnu/ }));
    const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: t.breach.suspectSave });
    expect(save.disabled).toBe(true);
    await user.type(within(dialog).getByLabelText(t.breach.suspectNote, { exact: false }), 'Fitclub, 39,90 €');
    await user.click(save);
    await waitFor(() => expect(asked(backend, 'breach.check_statement')).toEqual({ incident: 'i-1', month: '2024-01-01', found: 'unknown', note: 'Fitclub, 39,90 €' }));
  });

  it('is read again when it was checked off by mistake', async () => {
    const read = { ...month, found: 'nothing' as const, by: 'Inès Morel', at: '2024-01-31T09:05:00Z' };
    const { backend, dialog, user } = await reads({ 'breach.check_statement': () => view }, { ...watch, months: [read] });
    within(dialog).getByText(/Inès Morel/);
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.unread) }));
    await waitFor(() => expect(asked(backend, 'breach.check_statement')).toMatchObject({ found: 'not_read' }));
  });

  it('waits where the work of the day is read', async () => {
    session.screen = 'work';
    await openApp({ 'breach.running': () => ({ clocks: [], statements: [{ incident: 'i-1', platform_label: 'Viamedis', months: 2 }] }) });
    await screen.findByText(/2 relevés à lire/);
    await screen.findByRole('button', { name: /^Ouvrir les relevés/ });
  });

  it('a call sheet is printed from any part', async () => {
    const { backend, dialog, user } = await opened({ 'breach.call_sheet': () => ({ path: '/papiers/fiche.pdf', file_name: 'fiche.pdf', pages: 1 }) });
    await user.click(within(dialog).getByRole('button', { name: t.breach.callSheet }));
    await waitFor(() => expect(asked(backend, 'breach.call_sheet')).toEqual({ incident: 'i-1' }));
  });
});

describe('who notifies', () => {
  async function asks(answers: Answers = {}, shown: Partial<BreachView> = {}): ReturnType<typeof opened> {
    const all = await opened({ 'breach.view': () => ({ ...view, ...shown }), ...answers });
    await all.user.click(within(all.dialog).getByRole('tab', { name: /Qui notifie/ }));
    return all;
  }

  it('is answered by three questions, the last only of what is ours', async () => {
    const { backend, dialog, user } = await asks({ 'breach.determine': () => view });
    expect(await violations(dialog)).toEqual([]);
    const save = within(dialog).getByRole('button', { name: new RegExp(t.breach.determine) });
    await user.click(save);
    expect(await within(dialog).findAllByText(t.fieldReasons.empty)).toHaveLength(2);
    await user.selectOptions(within(dialog).getByLabelText(t.breach.originAsk), 'our_systems');
    await user.selectOptions(within(dialog).getByLabelText(t.breach.partAsk), 'controller');
    await user.click(save);
    expect(asked(backend, 'breach.determine')).toBeUndefined();
    await user.selectOptions(within(dialog).getByLabelText(t.breach.riskAsk), 'high');
    await user.click(save);
    await waitFor(() => expect(asked(backend, 'breach.determine')).toEqual({ incident: 'i-1', origin: 'our_systems', part: 'controller', risk: 'high' }));
  });

  it('is said by whom it was answered, and what follows', async () => {
    const { dialog } = await asks({}, { notifier: { origin: 'platform', part: 'neither', risk: null, duty: 'others_notify', by: 'Inès Morel', at: '2024-01-31T09:05:00Z' } });
    within(dialog).getByText(t.breach.duties.others_notify);
    within(dialog).getByText(/Inès Morel/);
  });

  it('takes what is told of it, and since when it is known', async () => {
    const { backend, dialog, user } = await asks({ 'breach.describe': () => view, 'breach.note_awareness': () => view });
    await user.type(within(dialog).getByLabelText(t.breach.circumstances), 'Message du 30');
    await user.type(within(dialog).getByLabelText(new RegExp(t.breach.people)), '1 200');
    await user.click(within(dialog).getByRole('button', { name: t.breach.accountSave }));
    await waitFor(() => expect(asked(backend, 'breach.describe')).toMatchObject({ incident: 'i-1', account: { people: 1200, records: null, circumstances: 'Message du 30' } }));
    await user.click(within(dialog).getByRole('button', { name: t.breach.awareSave }));
    await waitFor(() => expect(asked(backend, 'breach.note_awareness')).toEqual({ incident: 'i-1', at: { on: '2024-01-30', time: '09:00' } }));
  });
});

describe('the clocks', () => {
  const clock = { incident: 'i-1', platform_label: 'Viamedis', kind: 'notification' as const, from: '2024-01-30T08:00:00Z', due: '2024-02-02T08:00:00Z', stopped: null, late: false };
  it.each([
    ['2024-01-31T08:00:00Z', 'il reste 48 h 00', 'wait'],
    ['2024-02-02T07:30:00Z', 'il reste 30 min', 'warn'],
    ['2024-02-02T11:10:00Z', 'délai passé depuis 3 h', 'bad'],
  ])('at %s: %s', (now, said, tone) => {
    expect(remains(clock, now, '2024-01-31').replace(/\s/g, ' ')).toContain(said);
    expect(clockTone(clock, now)).toBe(tone);
  });

  it('say whether it was done in time', () => {
    expect(clockTone({ ...clock, stopped: '2024-02-01T08:00:00Z' }, clock.due)).toBe('ok');
    expect(remains({ ...clock, stopped: '2024-02-03T08:00:00Z', late: true }, clock.due, '2024-02-03')).toContain('après le délai');
  });

  it('are where the work of the day is read, and lead there', async () => {
    session.screen = 'work';
    const leak = { ...sampleIncident, nature: 'breach' as const };
    await openApp({
      'breach.running': () => ({ clocks: [{ ...clock, incident: leak.incident }], statements: [] }),
      'incident.list': () => ({ incidents: [leak] }),
      'recovery.view': () => ({ incident: leak, rows: [], progress: null, access_secured: null }),
      'breach.view': () => view,
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Ouvrir.*Notifier l’autorité/ }));
    await screen.findByRole('dialog', { name: t.breach.title('Viamedis') });
  });
});

describe('whom one writes to', () => {
  const bank = { role: 'bank' as const, platform: null, name: 'Banque du Rhin', address: ['1 quai Kléber', '67000 Strasbourg'], email: '', phone: '03 88 00 00 01', web: '', reference: '', from: '2024-01-31', status: 'to_verify' as const, source: 'Relevé' };
  const profile = { profile: { version: '2024-02', checksum: '00', shipped: true }, shipped_version: '2024-02', contacts: [bank], platforms: [{ platform: 'viamedis', label: 'Viamedis' }] };

  async function looks(answers: Answers = {}): ReturnType<typeof opened> {
    const all = await opened({ 'breach.profile': () => profile, ...answers });
    await all.user.click(within(all.dialog).getByRole('tab', { name: t.breach.parts.profile }));
    await within(all.dialog).findByText(t.breach.statuses.to_verify);
    return all;
  }

  it('corrects an entry in its place', async () => {
    const { backend, dialog, user } = await looks({ 'breach.set_contact': () => profile });
    expect(await violations(dialog)).toEqual([]);
    await user.click(within(dialog).getByLabelText(t.breach.contactVerified));
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.contactSave) }));
    await waitFor(() => expect(asked(backend, 'breach.set_contact')).toMatchObject({ at: 0, role: 'bank', name: 'Banque du Rhin', address: '1 quai Kléber\n67000 Strasbourg', status: 'confirmed' }));
  });

  it('adds one, and says what is wrong at its field', async () => {
    const { dialog, user } = await looks({
      'breach.set_contact': () => {
        throw { code: 'invalid_field', params: { field: 'name', reason: 'empty' } };
      },
    });
    await user.click(within(dialog).getByRole('button', { name: t.breach.contactAdd }));
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.breach.contactSave) }));
    await within(dialog).findByText(t.fieldReasons.empty);
  });

  it('takes one out, and puts it back', async () => {
    const { backend, dialog, user } = await looks({ 'breach.remove_contact': () => ({ ...profile, contacts: [] }), 'breach.set_contact': () => profile });
    await user.click(within(dialog).getByRole('button', { name: t.breach.contactRemove }));
    await waitFor(() => expect(asked(backend, 'breach.remove_contact')).toEqual({ at: 0 }));
    await waitFor(() => expect(toasts.shown[0]?.act).toBeDefined());
    toasts.shown[0]?.act?.run();
    await waitFor(() => expect(asked(backend, 'breach.set_contact')).toMatchObject({ at: null, name: 'Banque du Rhin', address: '1 quai Kléber\n67000 Strasbourg' }));
  });
});

it('is reached from the recovery of a leak by one key, and from its sheet', async () => {
  session.screen = 'recovery';
  const leak = { ...sampleIncident, nature: 'breach' as const };
  await openApp({
    'incident.list': () => ({ incidents: [leak] }),
    'recovery.view': () => ({ incident: leak, rows: [], progress: null, access_secured: null }),
    'breach.view': () => view,
  });
  await screen.findAllByRole('button', { name: new RegExp(t.breach.open) });
  press('F9');
  await screen.findByRole('dialog', { name: t.breach.title('Viamedis') });
});
