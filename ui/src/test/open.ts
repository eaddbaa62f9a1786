// Opens the application on made-up answers, from a clean slate, for the tests of screens.
import { render, waitFor } from '@testing-library/svelte';
import { expect } from 'vitest';
import App from '../app/App.svelte';
import { session } from '../app/session.svelte';
import { story } from '../app/story.svelte';
import { credit } from '../features/cheques/credit.svelte';
import { inventory } from '../features/cheques/inventory.svelte';
import { notices } from '../features/cheques/notices.svelte';
import { slips } from '../features/cheques/slips.svelte';
import { vault } from '../features/cheques/vault.svelte';
import { counter } from '../features/counter/counter.svelte';
import { credentials } from '../features/credentials/credentials.svelte';
import { accesses } from '../features/journal/accesses.svelte';
import { heat } from '../features/platforms/heat.svelte';
import { queue } from '../features/queue/queue.svelte';
import { pilotage } from '../features/pilotage/pilotage.svelte';
import { work } from '../features/todo/work.svelte';
import { watch } from '../features/privacy/watch.svelte';
import { sheet } from '../features/recovery/incident.svelte';
import { recovery } from '../features/recovery/recovery.svelte';
import { routing } from '../features/routing/routing.svelte';
import { useBackend } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import { t, type Catalogue } from '$lib/i18n';
import { readAll } from '$lib/later/later.svelte';
import { sampleBackend, type Answers, type SampleBackend } from '../samples/backend';

/** The window keeps its state in a few objects: nothing of one test may be seen by the next. */
export function clean(): void {
  session.state = undefined;
  session.platforms = [];
  session.screen = 'counter';
  session.keyToNote = false;
  session.refused = undefined;
  story.view = undefined;
  story.refused = undefined;
  Object.assign(counter, { mode: 'home', query: '', rows: [], dialog: undefined, dossier: undefined, asksConsent: undefined, draft: undefined, refused: undefined, searched: false });
  Object.assign(vault, { position: 'kept', list: undefined, cursor: undefined, shown: undefined, dialog: undefined, stepping: false, picturing: false, refused: undefined });
  notices.ticked.clear();
  Object.assign(notices, { list: undefined, open: false, busy: false, refused: undefined });
  inventory.found.clear();
  inventory.reasons.clear();
  Object.assign(inventory, { open: false, list: undefined, cursor: undefined, shown: undefined, drawer: undefined, counting: false, at: undefined, unknown: [], countedWith: '', alone: false, dialog: undefined, losing: undefined, busy: false, refused: undefined });
  slips.untick();
  Object.assign(slips, { open: false, list: undefined, cursor: undefined, shown: undefined, dialog: undefined, rejecting: undefined, lines: [], busy: false, refused: undefined });
  Object.assign(credit, { open: false, refused: undefined });
  Object.assign(accesses, { kind: '', user: '', from: undefined, until: undefined, text: '', page: undefined, rows: [], verification: undefined, busy: undefined, refused: undefined });
  Object.assign(queue, { tab: 'waiting', view: undefined, cursor: undefined, dialog: undefined, refused: undefined });
  Object.assign(recovery, { view: undefined, incidents: [], step: undefined, skipped: [], cursor: undefined, at: undefined, filter: undefined, writing: false, rotating: false, following: false, acted: new Set(), givingUp: undefined, loaded: false, refused: undefined });
  session.amo = [];
  Object.assign(routing, { tab: 'affected', view: undefined, affected: undefined, operator: '', fn: '', query: '', tableQuery: '', cursor: undefined, dossierCursor: undefined, editing: undefined, chosen: undefined, refused: undefined });
  pilotage.close();
  Object.assign(pilotage, { view: undefined, tab: 'owed', by: 'operator', cursors: {}, refused: undefined, busy: undefined });
  work.ticked.clear();
  Object.assign(work, { list: 'not_invoiced', show: 'due', mine: false, sort: { column: 'since', direction: 'ascending' }, view: undefined, cursors: {}, dialog: undefined, refused: undefined, busy: undefined });
  credentials.leave();
  watch.standing = undefined;
  Object.assign(sheet, { view: undefined, dialog: undefined, refused: undefined, busy: false });
  Object.assign(heat, { platform: '', fn: 'rights', asTable: false, map: undefined, refused: undefined, busy: false });
  for (const toast of toasts.shown) toasts.dismiss(toast.id);
}

export async function openApp(answers: Answers = {}): Promise<SampleBackend> {
  const backend = sampleBackend(answers);
  useBackend(backend);
  // How parts are read is tested in lib/later; here the first reading would only be the test runner's own compiling.
  await readAll();
  render(App);
  await waitFor(() => expect(document.querySelector('main')).toBeTruthy());
  return backend;
}

/** A physical key, wherever the focus is. */
export function press(code: string, options: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { code, key: code, bubbles: true, cancelable: true, ...options }));
}

/** What the focus is on, by its label or its words. */
export function held(): string {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return '';
  const label = active.id ? document.querySelector(`label[for="${active.id}"]`)?.textContent : active.closest('label')?.textContent;
  return (active.getAttribute('aria-label') ?? label ?? active.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The catalogue as the testing library and `held` read a page: every kind of space is one space. */
export const words: Catalogue = plain(t);

function plain<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ') as T;
  if (typeof value === 'function') return ((...parameters: unknown[]) => plain((value as unknown as (...parameters: unknown[]) => unknown)(...parameters))) as T;
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item as unknown)])) as T;
  return value;
}
