// The access log on screen: the owner's tab, its filters, the state of its chain in words, its export.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { accessPage, openState, type Answers } from '../../samples/backend';
import { answersIn, SCREEN_STATES } from '../../samples/states';
import { violations } from '../../test/axe';
import { clean, openApp, words as t } from '../../test/open';

beforeEach(clean);

async function openAccesses(answers: Answers = {}) {
  const backend = await openApp(answers);
  session.screen = 'journal';
  await userEvent.click(await screen.findByRole('tab', { name: t.accesses.tabs.accesses }));
  return backend;
}

function asked(backend: Awaited<ReturnType<typeof openAccesses>>) {
  return backend.calls.filter(({ command }) => command === 'access_log.list').map(({ request }) => request);
}

describe('the accesses', () => {
  it('are told in sentences, with the names joined', async () => {
    await openAccesses();
    const table = await screen.findByRole('table');
    await within(table).findByText(t.accesses.sentence('session_opened', null, 'done', 1));
    within(table).getByText(t.accesses.sentence('unlock_failed', 'passphrase', 'wrong_passphrase', 1));
    within(table).getByText(t.accesses.nobody);
    within(table).getByText('dossier 2024-0187 · Lucie Bernard');
  });

  it.each(SCREEN_STATES)('%s, have no violation', async (state) => {
    await openAccesses(answersIn[state]);
    if (state === 'empty') await screen.findByText(t.accesses.empty);
    if (state === 'error') await screen.findAllByText(t.refusals.internal().why);
    expect(await violations()).toEqual([]);
  });

  it('are filtered by kind, person, day and words', async () => {
    const backend = await openAccesses();
    await screen.findByRole('option', { name: 'Claire Aubry' });
    await userEvent.selectOptions(screen.getByLabelText(t.accesses.kindLabel), 'rights_looked_up');
    await userEvent.selectOptions(screen.getByLabelText(t.accesses.userLabel), 'u-0');
    await userEvent.type(screen.getByLabelText(t.accesses.from), '0101');
    await userEvent.type(screen.getByLabelText(t.accesses.search), 'bernard');
    await waitFor(() => expect(asked(backend).at(-1)).toEqual({ kind: 'rights_looked_up', user: 'u-0', from: `${session.today.slice(0, 4)}-01-01`, until: null, text: 'bernard', before: null, limit: 200 }));
    await userEvent.type(screen.getByLabelText(t.accesses.search), ' personne');
    await screen.findByText(t.accesses.nothingFound);
  });

  it('go on page by page', async () => {
    const backend = await openAccesses({ 'access_log.list': ({ before }) => (before === null ? { ...accessPage(200), more: true } : { ...accessPage(0), more: false }) });
    await userEvent.click(await screen.findByRole('button', { name: t.accesses.older }));
    await waitFor(() => expect(asked(backend).at(-1)).toMatchObject({ before: 1 }));
    await waitFor(() => expect(screen.queryByRole('button', { name: t.accesses.older })).toBeNull());
  });

  it('say that their chain holds', async () => {
    await openAccesses();
    await userEvent.click(screen.getByRole('button', { name: t.accesses.verify }));
    await screen.findByText(t.accesses.intact(231, 3));
  });

  it('verify an export taken away', async () => {
    const backend = await openAccesses();
    await userEvent.click(screen.getByRole('button', { name: t.accesses.verifyExport }));
    await screen.findByText(t.accesses.intact(231, 3));
    expect(backend.calls.find(({ command }) => command === 'access_log.verify')?.request).toEqual({ path: '/journal.relais' });
  });

  it('say where their chain is broken', async () => {
    const fault = 'Le mois 2023-12 a été retiré : gardez une copie.';
    await openAccesses({ 'access_log.verify': () => ({ whole: false, entries: 0, months: 0, first_month: null, fault, fault_code: 'MISSING_SEGMENT 2023-12' }) });
    await userEvent.click(screen.getByRole('button', { name: t.accesses.verify }));
    await screen.findByText(fault);
  });

  it('are exported where one says', async () => {
    const backend = await openAccesses();
    await userEvent.click(screen.getByRole('button', { name: t.accesses.export }));
    await screen.findByText(t.accesses.exported('/journal.relais'));
    expect(backend.calls.find(({ command }) => command === 'access_log.export')?.request).toEqual({ path: '/journal.relais' });
  });

  it('are shown to the owner alone', async () => {
    const user = { ...openState.user, id: 'u-1', name: 'Paul', role: 'counter' as const };
    const backend = await openApp({ 'app.state': () => ({ ...openState, user }) });
    session.screen = 'journal';
    await screen.findByRole('button', { name: t.journal.verify });
    expect(screen.queryByRole('tab', { name: t.accesses.tabs.accesses })).toBeNull();
    expect(asked(backend)).toEqual([]);
  });
});
