// « Sauvegardes »: what is there and whether it opens, one made now, a stick that is away; and one put back on a PC that has nothing
// else, only after it was read.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RestoreRequest, SalvagePart } from '$lib/contract/contract';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { sampleBackups, sampleRestore } from '../../samples/backups';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';

beforeEach(clean);

const b = t.backups;
const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ');
const asked = (backend: SampleBackend, name: string): unknown => backend.calls.findLast(({ command }) => command === name)?.request;

async function open(answers: Answers = {}): Promise<{ backend: SampleBackend; panel: HTMLElement }> {
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('button', { name: t.privacy.title }));
  await userEvent.click(await screen.findByRole('tab', { name: b.tab }));
  const panel = await screen.findByRole('tabpanel', { name: b.tab });
  await within(panel).findByRole('table');
  return { backend, panel };
}

/** The dialog of a restore, once a file is chosen and the recovery key typed. */
async function asksToRestore(): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole('button', { name: b.restore }));
  const dialog = await screen.findByRole('dialog', { name: b.restoreTitle });
  await userEvent.click(within(dialog).getByRole('button', { name: b.choose }));
  await userEvent.type(within(dialog).getByLabelText(t.unlock.recoveryKey), 'ABCD-EFGH');
  press('Enter', { ctrlKey: true });
  return dialog;
}

describe('what is there', () => {
  it('says when the last good one was, what each holds and which does not open', async () => {
    const { panel } = await open();
    const text = plain(panel.textContent);
    expect(text).toContain(plain(b.lastSound('2024-01-30T12:00:00Z')));
    expect(text).toContain(plain(b.entries(1180, 1204)));
    expect(text).toContain(b.states.damaged);
    expect(text).toContain(plain(b.lateFolder('/media/cle', 4)));
    expect(text).toContain(b.away);
    expect(await violations(panel)).toEqual([]);
  });

  it('names the damaged pages that the last one met', async () => {
    const failure = { code: 'database_damaged' as const, params: { pages: '7, 12' } };
    const { panel } = await open({ 'backup.view': () => ({ ...sampleBackups, standing: { ...sampleBackups.standing, failure } }) });
    const text = plain(panel.textContent);
    expect(text).toContain(plain(b.salvagePages([7, 12])));
    expect(text).toContain(plain(t.refusals.database_damaged().why));
    expect(await violations(panel)).toEqual([]);
  });

  it('writes one now and says where it did not get', async () => {
    const { backend, panel } = await open();
    await userEvent.click(within(panel).getByRole('button', { name: b.now }));
    await screen.findByText((text) => plain(text) === plain(b.doneExcept(1)));
    expect(asked(backend, 'backup.start')).toEqual({});
  });

  it('is stopped from where it is watched', async () => {
    let over: (() => void) | undefined;
    const { backend, panel } = await open({
      'backup.start': () => new Promise((done) => (over = () => done(sampleBackups))),
      'backup.progress': () => ({ running: true, step: 'copying', done: 3, total: 10, cancelled: false }),
    } as unknown as Answers);
    await userEvent.click(within(panel).getByRole('button', { name: b.now }));
    const bar = await within(panel).findByRole('progressbar', { name: b.steps.copying });
    await userEvent.click(within(bar.parentElement as HTMLElement).getByRole('button', { name: t.ui.cancel }));
    await within(panel).findByRole('progressbar', { name: b.stopping });
    expect(asked(backend, 'backup.cancel')).toEqual({});
    over?.();
    await waitFor(() => expect(within(panel).queryByRole('progressbar')).toBeNull());
  });

  it('takes a stick, an hour and numbers, and none that make no sense', async () => {
    const { backend, panel } = await open();
    await userEvent.click(within(panel).getByRole('button', { name: b.addFolder }));
    await waitFor(() => expect(asked(backend, 'backup.set')).toEqual({ at_minute: 780, rotation: { daily: 7, weekly: 4, monthly: 3 }, folders: ['/media/cle', '/media/cle'] }));
    const days = within(panel).getByLabelText(b.daily);
    await userEvent.clear(days);
    await userEvent.type(days, '0');
    await userEvent.click(within(panel).getByRole('button', { name: b.save }));
    await within(panel).findByText((text) => plain(text) === plain(b.countWrong));
    await userEvent.clear(days);
    await userEvent.type(days, '9');
    await userEvent.click(within(panel).getByRole('button', { name: b.save }));
    await waitFor(() => expect(asked(backend, 'backup.set')).toMatchObject({ rotation: { daily: 9, weekly: 4, monthly: 3 } }));
  });

  it('an accountant looks, and changes nothing', async () => {
    const state = { ...openState, user: { id: 'u-9', name: 'Cabinet Roy', role: 'accountant' as const } };
    const { panel } = await open({ 'app.state': () => state, 'app.first_sight': () => ({ state, platforms: [], amo: [], latest: null }) } as Answers);
    expect(within(panel).queryByRole('button', { name: b.now })).toBeNull();
    expect(within(panel).queryByRole('button', { name: b.addFolder })).toBeNull();
  });
});

describe('the work of the day', () => {
  it('says that there is none for days, and opens the place', async () => {
    const late = { ...sampleBackups.standing, late_days: 3 };
    await openApp({ 'backup.standing': () => late });
    press('KeyV', { altKey: true });
    const alert = await screen.findByText((text) => plain(text) === plain(b.late(3)));
    expect(plain(alert.closest('.alert')?.textContent)).toContain(plain(b.plug));
    await userEvent.click(screen.getByRole('button', { name: b.openOf }));
    await screen.findByRole('tabpanel', { name: b.tab });
  });
});

describe('one put back', () => {
  const welcome = { ...openState, stage: 'welcome' as const, practice: null, user: null, practices: [] };

  it('is read first, announces what it lacks, and then is opened', async () => {
    let stands = false;
    const state = (): typeof openState => (stands ? openState : (welcome as typeof openState));
    const backend = await openApp({
      'app.state': state,
      'app.first_sight': () => ({ state: state(), platforms: [], amo: [], latest: null }),
      'restore.run': () => ((stands = true), openState),
    } as Answers);
    await userEvent.click(await screen.findByRole('button', { name: b.restore }));
    const dialog = await screen.findByRole('dialog', { name: b.restoreTitle });
    await userEvent.click(within(dialog).getByRole('button', { name: b.choose }));
    await within(dialog).findByText('/journal.relais');
    await userEvent.type(within(dialog).getByLabelText(t.unlock.recoveryKey), 'ABCD-EFGH');
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText((text) => text.includes(sampleRestore.folder));
    expect(plain(dialog.textContent)).toContain(plain(b.newerHere(24, '2024-01-30T17:58:00Z')));
    expect(plain(dialog.textContent)).toContain(plain(b.beside));
    expect(asked(backend, 'restore.run')).toBeUndefined();
    press('Enter', { ctrlKey: true });
    const request = { path: '/journal.relais', unlock: { with: 'recovery_key', recovery_key: 'ABCD-EFGH' }, salvage: false, archive: null };
    await waitFor(() => expect(asked(backend, 'restore.run')).toEqual(request));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: b.restoreTitle })).toBeNull());
  });

  it('gains what can still be read here, and from an archive what cannot', async () => {
    const salvage = { entries: 20, until: '2024-01-30T16:58:00Z', lost: 4, partly: ['customers', 'papers'] as SalvagePart[], pages: [812] };
    let archived = 0;
    const backend = await openApp({
      'app.state': () => welcome,
      'app.first_sight': () => ({ state: welcome, platforms: [], amo: [], latest: null }),
      'restore.read': (request: RestoreRequest) => ((archived += request.archive === null ? 0 : 1), { ...sampleRestore, salvage: archived > 1 ? { ...salvage, entries: 24, lost: 0 } : salvage }),
    } as unknown as Answers);
    const dialog = await asksToRestore();
    const said = (): string => plain(dialog.textContent);
    await waitFor(() => expect(said()).toContain(plain(b.salvageFound(salvage))));
    for (const words of [b.salvagePages([812]), b.salvageLost(4), b.salvagePartly(salvage.partly)]) expect(said()).toContain(plain(words));
    expect(said()).not.toContain(plain(b.newerHere(24, '2024-01-30T17:58:00Z')));
    expect(await violations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: b.chooseArchive }));
    // The first is of another practice, and gives nothing.
    await waitFor(() => expect(said()).toContain(plain(b.archiveGivesNoMore)));
    await userEvent.click(within(dialog).getByRole('button', { name: b.chooseArchive }));
    await waitFor(() => expect(archived).toBe(2));
    await waitFor(() => expect(said()).not.toContain(plain(b.salvageLost(4))));
    await userEvent.click(within(dialog).getByRole('checkbox', { name: new RegExp(b.salvage) }));
    expect(said()).toContain(plain(b.newerHere(24, '2024-01-30T17:58:00Z')));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'restore.run')).toMatchObject({ salvage: false, archive: null }));
  });

  it('takes an archive on a PC that holds nothing of the practice', async () => {
    const alone = { ...sampleRestore, beside: false, newer_here: null };
    let archived = 0;
    const backend = await openApp({
      'app.state': () => welcome,
      'app.first_sight': () => ({ state: welcome, platforms: [], amo: [], latest: null }),
      'restore.read': (request: RestoreRequest) => ((archived += request.archive === null ? 0 : 1), { ...alone, salvage: archived > 1 ? { entries: 24, until: '2024-01-30T16:58:00Z', lost: 0, partly: [], pages: [] } : null }),
    } as unknown as Answers);
    const dialog = await asksToRestore();
    await within(dialog).findByText(b.archiveOffered);
    await userEvent.click(within(dialog).getByRole('button', { name: b.chooseArchive }));
    await within(dialog).findByText(b.archiveGivesNothing);
    expect(await violations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: b.chooseArchive }));
    await within(dialog).findByRole('checkbox', { name: new RegExp(b.salvageArchive) });
    expect(plain(dialog.textContent)).not.toContain(plain(b.archiveGivesNothing));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'restore.run')).toMatchObject({ salvage: true, archive: '/journal.relais' }));
  });

  it('goes on after the stick was pulled out', async () => {
    let runs = 0;
    const gone = (): typeof openState => {
      runs += 1;
      if (runs === 1) throw { code: 'backup_gone', params: {} };
      return openState;
    };
    await openApp({ 'app.state': () => welcome, 'app.first_sight': () => ({ state: welcome, platforms: [], amo: [], latest: null }), 'restore.run': gone } as unknown as Answers);
    const dialog = await asksToRestore();
    await within(dialog).findByText((text) => text.includes(sampleRestore.folder));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(plain(dialog.textContent)).toContain(plain(t.refusals.backup_gone().why)));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(runs).toBe(2));
  });

  it('a wrong file is one sentence that says what to do', async () => {
    const refuse = (): never => {
      throw { code: 'not_a_backup', params: {} };
    };
    await openApp({ 'app.state': () => welcome, 'app.first_sight': () => ({ state: welcome, platforms: [], amo: [], latest: null }), 'restore.read': refuse } as unknown as Answers);
    const dialog = await asksToRestore();
    expect(plain((await within(dialog).findByRole('alert')).textContent)).toContain(plain(t.refusals.not_a_backup().why));
  });
});
