// The screens of the window in English, on made-up values: each says its own words in English, and nothing on it is spaced,
// quoted or worded as French is.
import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { session, type ScreenName } from '../app/session.svelte';
import * as french from '$lib/i18n/fr';
import { t } from '$lib/i18n';
import { openState } from '../samples/backend';
import { clean, openApp } from '../test/open';
import { counter } from './counter/counter.svelte';

/** Every French sentence of two words or more that is not said so in English: none may be on a screen. */
function frenchSentences(theirs: unknown, ours: unknown): string[] {
  if (typeof theirs === 'string') return theirs !== ours && /\p{L}{2,}[\s\u00a0].*\p{L}{2,}/u.test(theirs) ? [theirs.replace(/\s+/g, ' ')] : [];
  if (theirs === null || typeof theirs !== 'object') return [];
  return Object.entries(theirs).flatMap(([key, item]) => frenchSentences(item, (ours as Record<string, unknown>)[key]));
}
const FRENCH = new Set(frenchSentences(french, t));

/** What the page says, label by label. */
function said(): string[] {
  const labels = [...document.body.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) => ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
  return [...labels, ...texts].map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** Buttons whose name does not hold the words one sees on them: they could not be called by their words. */
function misnamed(): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const named = [...document.querySelectorAll('button[aria-label]')].map((button) => [button.getAttribute('aria-label') ?? '', button.querySelector('span')?.textContent ?? '']);
  return named.filter(([name = '', seen = '']) => !plain(name).includes(plain(seen))).map((pair) => pair.join(' / '));
}

function expectEnglish(where: string): void {
  expect(said().filter((text) => FRENCH.has(text)), `${where} says French sentences`).toEqual([]);
  expect(misnamed(), `${where}: a button is called by other words than those on it`).toEqual([]);
  expect(said().filter((text) => /\p{L} [:;!?](?: |$)|[«»]|\d €|\d %/u.test(text)), `${where} is spaced as French is`).toEqual([]);
}

beforeEach(clean);

describe('every screen in English', () => {
  it('has French sentences to look for', () => expect(FRENCH.size).toBeGreaterThan(900));
  it.each<ScreenName>(['counter', 'work', 'queue', 'circuit', 'cheques', 'payments', 'recovery', 'platforms', 'routing', 'pilotage', 'advances', 'credentials', 'books', 'journal'])('%s', async (name) => {
    session.screen = name;
    await openApp();
    await waitFor(() => expect(document.querySelector('main h1, main h2')).toBeTruthy());
    await waitFor(() => expect(document.querySelector('main')?.textContent).not.toContain(t.ui.loading));
    expectEnglish(name);
  });

  it('a dossier and its dialogs', async () => {
    await openApp();
    await counter.open('d-0');
    await screen.findByRole('heading', { name: 'Lucie Bernard' });
    expectEnglish('dossier');
    for (const dialog of ['card', 'prices', 'customer', 'payment', 'refund', 'cheque', 'documents', 'dates'] as const) {
      counter.dialog = dialog;
      await screen.findByRole('dialog');
      expectEnglish(dialog);
      counter.dialog = undefined;
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });

  it.each([['welcome', 'Welcome to Relais'], ['locked', 'Optique des Halles'], ['door', 'Who is at work?']] as const)('%s', async (stage, title) => {
    const state = { ...openState, stage };
    await openApp({ 'app.state': () => state, 'app.first_sight': () => ({ state, platforms: [], amo: [], latest: null }) });
    await screen.findByRole('heading', { name: title });
    expectEnglish(stage);
  });
});
