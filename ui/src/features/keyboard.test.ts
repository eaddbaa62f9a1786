// The counter without a mouse: where the focus is after each key, from F2 to the receipt, and how many keys it takes.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../app/session.svelte';
import type { Answers } from '../samples/backend';
import { cheque, sampleDossier } from '../samples/dossiers';
import { clean, held, openApp, press, words as t } from '../test/open';
import { counter } from './counter/counter.svelte';

const LINE = '6679545042014506908052108899000';
/** Beyond the fields of the sale, practice-and-market.md §4.1. */
const FEWER_THAN = 15;

beforeEach(clean);

/** A practice where what is done stays done: the way chosen, the cheque kept, the share paid. */
function working(): Answers {
  let dossier = { ...sampleDossier(9), way: null as ReturnType<typeof sampleDossier>['way'] };
  return {
    'dossier.view': () => dossier,
    'dossier.choose_way': ({ way }) => (dossier = { ...dossier, way }),
    'dossier.record_payment': (request) => (dossier = { ...dossier, customer_share_due_cents: 0, payments: [{ amount_cents: request.amount_cents, means: request.means, purpose: request.purpose, on: request.on }] }),
    'cheque.keep': () => {
      dossier = { ...dossier, cheques: [cheque], tracks: dossier.tracks.map((track) => ({ ...track, cheque_cents: track.share_cents })) };
      return { cheque: 'c-0', receipt_number: 'R-2024-0014', deposit_not_before: null, decide_by: '2024-03-23' };
    },
    'cheque.receipt': () => ({ path: '/recu.pdf', file_name: 'recu.pdf', pages: 2 }),
  };
}

async function until(name: string | RegExp): Promise<void> {
  await waitFor(() => (typeof name === 'string' ? expect(held()).toContain(name) : expect(held()).toMatch(name)));
}

describe('the counter path', () => {
  it('F2, sale, rights, Alt+3, cheque, receipt, share, next customer: by keys alone, and few of them', async () => {
    const user = userEvent.setup();
    const backend = await openApp(working());
    await until(t.counter.searchLabel);
    let keys = 0;
    const key = (code: string, options: KeyboardEventInit = {}): void => {
      keys += 1;
      press(code, options);
    };
    const type = async (text: string, counted = false): Promise<void> => {
      if (counted) keys += text === ' ' ? 1 : text.length;
      await user.keyboard(text);
    };
    const enter = async (counted = false): Promise<void> => {
      if (counted) keys += 1;
      await user.keyboard('{Enter}');
    };

    key('F2');
    await until(t.counter.familyName);
    for (const [field, typed] of [
      [t.counter.familyName, 'Aubry'],
      [t.counter.givenName, 'Zoé'],
      [t.counter.phone, '0612345678'],
      [t.counter.insurer, 'Harmonie'],
      [t.counter.operator, ''],
      [t.counter.reference, 'F-24018'],
      [t.counter.total, '480'],
      [t.counter.customerShare, '100'],
      [t.counter.amoShare, ',09'],
    ] as const) {
      await until(field);
      if (typed) await type(typed);
      else await user.selectOptions(document.activeElement as HTMLElement, 'viamedis');
      await enter();
    }
    await until(t.counter.amcShare);
    await enter();
    expect((document.activeElement as HTMLInputElement).value).toContain('379,91');
    key('Enter', { ctrlKey: true });

    // Saved: the rights were asked by themselves, and the way proposed is under the fingers.
    await until(t.terms.ways.cheque_kept);
    expect(backend.calls.some(({ command }) => command === 'rights.verify')).toBe(true);
    key('Digit3', { key: '"', altKey: true });

    await until(t.cheques.line);
    await type(LINE); // the reader's burst, then its Enter
    await enter();
    await until(t.cheques.key);
    await type('90', true);
    key('Enter', { ctrlKey: true });
    await until(/^Le bénéficiaire/);
    await type(' ', true);
    key('Enter', { ctrlKey: true });
    await until(/^Le montant en lettres/);
    await type(' ', true);
    key('Enter', { ctrlKey: true });

    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'cheque.receipt')).toBe(true));
    expect(backend.calls.find(({ command }) => command === 'cheque.keep')?.request).toMatchObject({ amount_cents: 37991, payee_is_practice: true, words_agree: true, rlmc_key: '90' });
    await until(t.counter.finish);

    key('F8');
    await until(t.counter.payPurpose.customer_share);
    key('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.some(({ command }) => command === 'dossier.record_payment')).toBe(true));
    await until(t.counter.finish);

    key('Enter', { ctrlKey: true });
    await until(t.counter.searchLabel);
    expect(keys).toBeLessThan(FEWER_THAN);
  });

  it('Enter passes the boxes of the cheque in order, and Space ticks them', async () => {
    const user = userEvent.setup();
    await openApp(working());
    await counter.open('d-9');
    counter.dialog = 'cheque';
    await until(t.cheques.line);
    const met: string[] = [];
    for (let step = 0; step < 9; step += 1) {
      await user.keyboard('{Enter}');
      met.push(held());
    }
    expect(met.map((name) => name.split(' (')[0])).toEqual([t.cheques.key, t.cheques.amount, t.cheques.written, t.cheques.place, t.cheques.drawer, t.cheques.bankName, t.cheques.takeFor, expect.stringMatching(/^Le bénéficiaire/), expect.stringMatching(/^Le montant en lettres/)]);
  });

  it('Ctrl+Enter goes to the line when it is not read, not to nowhere', async () => {
    await openApp(working());
    await counter.open('d-9');
    counter.dialog = 'cheque';
    await until(t.cheques.line);
    document.querySelector<HTMLElement>('dialog .close')?.focus();
    press('Enter', { ctrlKey: true });
    await until(t.cheques.line);
  });
});

describe('the focus is never lost', () => {
  it('a dialog closed gives it back to what opened it', async () => {
    const user = userEvent.setup();
    await openApp();
    await counter.open('d-0');
    const opener = await screen.findByRole('button', { name: t.counter.dates });
    await user.click(opener);
    const dialog = await screen.findByRole('dialog');
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('a way chosen leads to the next step', async () => {
    await openApp(working());
    await counter.open('d-9');
    await until(t.terms.ways.cheque_kept);
    press('Digit2', { key: 'é', altKey: true });
    await until(t.counter.finish);
  });

  it('a held Enter chooses nothing', async () => {
    const backend = await openApp(working());
    await counter.open('d-9');
    await until(t.terms.ways.cheque_kept);
    const event = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', repeat: true, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(backend.calls.some(({ command }) => command === 'dossier.choose_way')).toBe(false);
  });

  it.each([
    ['F9', 'queue', 'Bernard Lucie'],
    ['F11', 'platforms', ''],
  ])('%s opens its list with the cursor on it, Escape goes back to the search', async (code, name, row) => {
    await openApp();
    await until(t.counter.searchLabel);
    press(code);
    await waitFor(() => expect(session.screen).toBe(name));
    if (row) await until(row);
    press('Escape');
    await until(t.counter.searchLabel);
  });

  it('a busy button keeps it, and does not answer twice', async () => {
    let answer: (() => void) | undefined;
    const backend = await openApp({ 'journal.verify': () => new Promise((resolve) => (answer = () => resolve({ whole: true, entries: 4611, head_hash: '', anchored: true, fault: null, fault_code: null, papers: null }))) as never });
    session.screen = 'journal';
    const button = await screen.findByRole('button', { name: t.journal.verify });
    button.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(button.getAttribute('aria-busy')).toBe('true'));
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(button);
    expect(backend.calls.filter(({ command }) => command === 'journal.verify')).toHaveLength(1);
    answer?.();
    await screen.findByText(t.journal.anchored);
  });
});
