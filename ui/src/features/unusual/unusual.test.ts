// What was unusual stands before the owner's work until he says a word of it; a line about himself is another's, or his alone,
// and that is said; the limits are read as typed.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { AppState, UnusualLine, UnusualView } from '$lib/contract/contract';
import { t as set } from '$lib/i18n';
import { openState, type Answers } from '../../samples/backend';
import { sampleUnusual, unusualLine } from '../../samples/unusual';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';

beforeEach(clean);

const titleOf = (line: UnusualLine): string => t.unusual.title(line.name, t.unusual.patterns[line.pattern](line.count));
const waiting = (...lines: UnusualLine[]): UnusualView => ({ ...sampleUnusual, waiting: lines });

async function work(answers: Answers): Promise<Awaited<ReturnType<typeof openApp>>> {
  session.screen = 'work';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { name: t.work.title });
  return backend;
}

it('a line waits before the work until a word is said, which empties nothing else', async () => {
  let view = waiting(unusualLine);
  const backend = await work({ 'unusual.view': () => view, 'unusual.acknowledge': () => (view = sampleUnusual) });
  await screen.findByText(titleOf(unusualLine));
  await userEvent.click(screen.getByRole('button', { name: set.unusual.acknowledgeOf(set.unusual.title(unusualLine.name, set.unusual.patterns.failures(5))) }));
  const dialog = await screen.findByRole('dialog', { name: t.unusual.dialog });
  expect(await violations()).toEqual([]);
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(t.unusual.wordMissing);
  await userEvent.type(within(dialog).getByLabelText(t.unusual.word), 'Elle avait oublié son code');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(backend.calls.find(({ command }) => command === 'unusual.acknowledge')?.request).toEqual({ line: 'un-1', word: 'Elle avait oublié son code' }));
  await waitFor(() => expect(screen.queryByText(titleOf(unusualLine))).toBeNull());
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('a line about oneself is another owner’s; with no other, it is said that one does it alone', async () => {
  const his = { ...unusualLine, id: 'un-2', name: 'Claire Aubry' };
  await work({ 'unusual.view': () => waiting({ ...his, hand: 'another_owners' }, { ...his, id: 'un-3', pattern: 'exports', hand: 'alone' }) });
  await screen.findByText(new RegExp(t.unusual.anothers()));
  expect(screen.getAllByRole('button', { name: new RegExp(`^${t.unusual.acknowledge}`) })).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: new RegExp(`^${t.unusual.acknowledge}`) }));
  const dialog = await screen.findByRole('dialog', { name: t.unusual.dialog });
  within(dialog).getByText(t.unusual.alone());
});

it('a page of work shows two and counts the others', async () => {
  const lines = [1, 2, 3, 4].map((nth) => ({ ...unusualLine, id: `un-${nth}`, count: nth + 4 }));
  await work({ 'unusual.view': () => waiting(...lines) });
  await screen.findByText(t.unusual.more(2));
});

it('who is no owner is not asked', async () => {
  const state: AppState = { ...openState, user: { id: 'u-1', name: 'Léa Martin', role: 'billing' } };
  const backend = await work({ 'app.state': () => state });
  expect(backend.calls.some(({ command }) => command === 'unusual.view')).toBe(false);
});

it('the owner reads what was acknowledged and chooses the limits', async () => {
  const backend = await openApp();
  await userEvent.click(await screen.findByRole('button', { name: t.frame.privacy }));
  await userEvent.click(await screen.findByRole('tab', { name: t.unusual.tab }));
  await screen.findByText(t.unusual.none);
  screen.getByText('Inventaire du dimanche');
  screen.getByText(t.unusual.byAlone('Claire Aubry'));
  expect(await violations()).toEqual([]);
  const exports = screen.getByLabelText(t.unusual.limits.exports);
  await userEvent.clear(exports);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: t.ui.save }).disabled).toBe(true);
  await userEvent.type(exports, '7');
  await userEvent.click(screen.getByRole('button', { name: t.ui.save }));
  await waitFor(() => expect(backend.calls.find(({ command }) => command === 'unusual.set_limits')?.request).toEqual({ limits: { ...sampleUnusual.limits, exports: 7 } }));
});
