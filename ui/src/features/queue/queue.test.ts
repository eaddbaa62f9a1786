// The queue by the keyboard: what each key says it did, where the cursor is next, and that what may have arrived is never
// said to be waiting.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { QueueRow, QueueView, SendOutcome } from '$lib/contract/contract';
import { queueRow, type Answers, type SampleBackend } from '../../samples/backend';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { queue } from './queue.svelte';

beforeEach(clean);

const row = (index: number): QueueRow => ({ ...queueRow(index), function_out: false });
const unknown = (index: number): QueueRow => ({ ...row(index), state: 'outcome_unknown', last_failure: 'connection_lost' });
const outcome = (state: SendOutcome['state'], more: Partial<SendOutcome> = {}): SendOutcome => ({ state, failure: null, platform_has_none: false, agreement_reference: null, covered_cents: null, ...more });

/** A queue where what is done stays done. */
async function open(waiting: QueueRow[], unknowns: QueueRow[], answers: Answers = {}): Promise<{ backend: SampleBackend; view: QueueView }> {
  const view: QueueView = { waiting, unknown: unknowns, failed: [], done: [], done_total: 0, replaying: false };
  session.screen = 'queue';
  const backend = await openApp({ 'queue.view': () => ({ ...view }), ...answers });
  await waitFor(() => expect(queue.view).toBeTruthy());
  return { backend, view };
}

const nameOf = (index: number): string => queueRow(index).customer;

it('of a customer who was erased is shown as such, and is not a line without a name', async () => {
  await open([{ ...row(0), customer: '' }, row(1)], []);
  await waitFor(() => expect(held()).toContain(t.ui.erased));
});

describe('a request sent from the queue', () => {
  it('whose answer was lost goes under « À confirmer », and the cursor to the next line, then with the tab', async () => {
    const { view } = await open([row(0), row(1)], [], {
      'queue.send': () => {
        Object.assign(view, { waiting: [row(1)], unknown: [unknown(0)] });
        return outcome('outcome_unknown', { failure: 'connection_lost' });
      },
    });
    await waitFor(() => expect(held()).toContain(nameOf(0)));
    press('F4');
    await screen.findByText(t.queue.mayHaveArrived(t.terms.failures.connection_lost));
    await waitFor(() => expect(held()).toContain(nameOf(1)));
    press('PageDown', { ctrlKey: true });
    await waitFor(() => expect(held()).toContain(nameOf(0)));
    expect(queue.tab).toBe('unknown');
  });

  it('is sent once, however often the key is pressed, and its agreement is said', async () => {
    let answer: (() => void) | undefined;
    const { backend } = await open([row(0)], []);
    const call = backend.call.bind(backend);
    backend.call = async (command, id, request) => {
      if (command !== 'queue.send') return call(command, id, request);
      backend.calls.push({ command, request });
      await new Promise<void>((resolve) => (answer = resolve));
      return outcome('answered', { covered_cents: 37991 });
    };
    await waitFor(() => expect(held()).toContain(nameOf(0)));
    press('F4');
    press('F4');
    await waitFor(() => expect(answer).toBeTruthy());
    answer?.();
    await screen.findByText(t.queue.sent('Viamedis', 'prior_authorisation', 37991));
    expect(backend.calls.filter(({ command }) => command === 'queue.send')).toHaveLength(1);
  });

  it('is removed with a reason only, by Enter', async () => {
    const user = userEvent.setup();
    const { backend } = await open([row(0), row(1)], [], { 'queue.withdraw': () => ({ waiting: [row(1)], unknown: [], failed: [], done: [], done_total: 1, replaying: false }) });
    await waitFor(() => expect(held()).toContain(nameOf(0)));
    press('Delete');
    await waitFor(() => expect(held()).toContain(t.queue.withdrawReason));
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'queue.withdraw')).toBe(false);
    await user.keyboard('En double.{Enter}');
    await screen.findByText(t.queue.withdrawn(nameOf(0)));
    expect(backend.calls.find(({ command }) => command === 'queue.withdraw')?.request).toEqual({ request: row(0).request, reason: 'En double.' });
    await waitFor(() => expect(held()).toContain(nameOf(1)));
  });
});

describe('what may have arrived', () => {
  async function asked(answers: Answers): Promise<{ backend: SampleBackend; view: QueueView }> {
    const opened = await open([], [unknown(0), unknown(1)], answers);
    queue.tab = 'unknown';
    await screen.findByText(nameOf(0));
    queue.cursor = row(0).request;
    await waitFor(() => expect(queue.shown).toBeTruthy());
    press('Delete');
    expect(queue.dialog).toBeUndefined();
    press('F4');
    await waitFor(() => expect(held()).toContain(t.queue.askPlatform('Viamedis')));
    return opened;
  }

  it('is asked of the platform, said, and the question closed: the next line is not asked about', async () => {
    const { view } = await asked({
      'queue.check_unknown': () => {
        view.unknown = [unknown(1)];
        return outcome('answered', { covered_cents: 37991 });
      },
    });
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.queue.foundThere('Viamedis', 'prior_authorisation', 37991));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(queue.dialog).toBeUndefined();
    await waitFor(() => expect(held()).toContain(nameOf(1)));
  });

  it('stays to confirm when the platform does not say, and the question stays', async () => {
    await asked({ 'queue.check_unknown': () => outcome('outcome_unknown', { failure: 'timed_out' }) });
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.queue.stillUnknown(t.terms.failures.timed_out));
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it.each([
    [true, t.queue.confirmArrived, t.queue.notedArrived],
    [false, t.queue.confirmNotArrived, t.queue.notedNotArrived],
  ])('is settled by a person: arrived %s', async (received, button, said) => {
    const { backend } = await asked({ 'queue.settle_unknown': () => ({ waiting: [], unknown: [unknown(1)], failed: [], done: [], done_total: 0, replaying: false }) });
    await userEvent.click(screen.getByRole('button', { name: button }));
    await screen.findByText(said);
    expect(backend.calls.find(({ command }) => command === 'queue.settle_unknown')?.request).toEqual({ request: row(0).request, received });
  });
});

describe('what failed for good', () => {
  const failed = (index: number): QueueRow => ({ ...row(index), state: 'failed', attempts: 5, last_failure: 'connection_refused' });

  it('is put back in the queue with a reason only, and says why it is there', async () => {
    const user = userEvent.setup();
    const { backend, view } = await open([], [], { 'queue.requeue': () => ({ waiting: [row(0)], unknown: [], failed: [], done: [], done_total: 0, replaying: false }) });
    view.failed = [failed(0)];
    await queue.load();
    queue.tab = 'failed';
    queue.cursor = row(0).request;
    await waitFor(() => expect(queue.shown).toBeTruthy());
    expect(document.body.textContent).toContain(t.queue.states.failed);
    press('F4');
    await waitFor(() => expect(held()).toContain(t.queue.requeueReason));
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'queue.requeue')).toBe(false);
    await user.keyboard('Identifiants corrigés.{Enter}');
    await screen.findByText(t.queue.requeued(nameOf(0)));
    expect(backend.calls.find(({ command }) => command === 'queue.requeue')?.request).toEqual({ request: row(0).request, reason: 'Identifiants corrigés.' });
  });
});

describe('what met a conflict', () => {
  it('stands under « À confirmer », in its own words', async () => {
    await open([], [{ ...unknown(0), state: 'conflict', last_failure: 'conflict', repeat: 'never' }]);
    queue.tab = 'unknown';
    await screen.findByText(t.queue.states.conflict);
    queue.cursor = row(0).request;
    await waitFor(() => expect(queue.shown).toBeTruthy());
    press('F4');
    await screen.findByText(t.queue.conflictText(nameOf(0), row(0).amount_cents, 'Viamedis'));
    expect(document.body.textContent?.replace(/\s+/g, ' ')).toContain(t.queue.neverAlone);
  });
});

it('what goes by a portal says why it is not sent from here, at the button and beside it', async () => {
  await open([{ ...row(0), platform_label: 'SP santé', by_portal: true }], []);
  await waitFor(() => expect(held()).toContain(nameOf(0)));
  const why = t.queue.byPortal('SP santé');
  await screen.findByText(why);
  const retry = screen.getByRole<HTMLButtonElement>('button', { name: new RegExp(`^${t.queue.retry}`) });
  expect([retry.disabled, retry.title.replace(/\s+/g, ' ')]).toEqual([true, why]);
  await userEvent.click(screen.getByRole('button', { name: t.queue.openRecovery }));
  expect(session.screen).toBe('recovery');
});
