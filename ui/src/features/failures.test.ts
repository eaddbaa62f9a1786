// A call that fails behind what one does must be learnt of: nothing stale is shown as if it were so, and what was not done is
// not thought done.
import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import { session } from '../app/session.svelte';
import { openState, sampleBackend } from '../samples/backend';
import { clean, openApp, words as t } from '../test/open';
import { vault } from './cheques/vault.svelte';
import { counter } from './counter/counter.svelte';
import { FirstRun } from './welcome/first-run.svelte';

beforeEach(clean);

const refuse = (): never => {
  throw { code: 'internal', params: {} };
};

it('a window that could not be locked says so', async () => {
  await openApp({ 'practice.lock': refuse });
  await session.lock();
  await screen.findByText(t.refusals.internal().why);
  expect(session.state?.stage).toBe('open');
});

it('what was recorded is not said undone when the numbers cannot be read', async () => {
  let broken = false;
  await openApp({ 'app.state': () => (broken ? refuse() : openState) });
  await counter.open('d-0');
  broken = true;
  await counter.chooseWay('set_aside');
  expect(counter.refused).toBeUndefined();
  expect(toasts.shown.map((toast) => toast.text.replace(/\s+/g, ' '))).toContain(t.counter.wayChosen(t.terms.ways.set_aside));
  await screen.findByText(t.refusals.internal().why);
});

it('a dossier that could not be read again is said to be so', async () => {
  await openApp();
  await counter.open('d-0');
  useBackend(sampleBackend({ 'dossier.view': refuse }));
  await counter.reload('d-0');
  expect(counter.refused?.code).toBe('internal');
});

it('a cheque that could not be read leaves no other in its place', async () => {
  session.screen = 'cheques';
  await openApp();
  await waitFor(() => expect(vault.shown).toBeTruthy());
  useBackend(sampleBackend({ 'cheque.view': refuse }));
  const other = vault.list?.rows[1];
  vault.cursor = other?.cheque;
  await vault.show(other);
  await waitFor(() => expect(vault.refused?.code).toBe('internal'));
  expect(vault.shown).toBeUndefined();
});

it('a passphrase that could not be weighed says why one cannot go on', async () => {
  await openApp({ 'passphrase.strength': refuse });
  const run = new FirstRun();
  run.secret.text = 'quatre mots sans rapport';
  await run.secret.weigh();
  expect(run.secret.refused?.code).toBe('internal');
});
