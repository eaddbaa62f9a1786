// Every screen in every state (ordinary, empty, two thousand rows, refused) and both themes: it draws, and axe finds
// nothing. Contrast is measured from the tokens, and in the real window.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session, type ScreenName } from '../app/session.svelte';
import { theme } from '$lib/theme/theme.svelte';
import { answersIn, SCREEN_STATES } from '../samples/states';
import { openState, sampleIncident } from '../samples/backend';
import { violations } from '../test/axe';
import { clean, openApp, words as t } from '../test/open';
import { credit } from './cheques/credit.svelte';
import { vault } from './cheques/vault.svelte';
import { queue } from './queue/queue.svelte';
import { recovery } from './recovery/recovery.svelte';

const SCREENS: ScreenName[] = ['counter', 'work', 'queue', 'circuit', 'cheques', 'payments', 'recovery', 'platforms', 'routing', 'pilotage', 'credentials', 'books', 'journal'];

beforeEach(clean);

describe.each(['light', 'dark'] as const)('%s', (shown) => {
  describe.each(SCREEN_STATES)('%s', (state) => {
    it.each(SCREENS)('%s has no violation', async (name) => {
      theme.choose(shown);
      session.screen = name;
      const backend = await openApp(answersIn[state]);
      await screen.findByRole('heading', { level: 1 });
      // The screen has asked what it shows, and was answered.
      await waitFor(() => expect(backend.calls.length).toBeGreaterThan(2));
      if (state === 'error' && name !== 'platforms') await screen.findAllByText(t.refusals.internal().why);
      expect(await violations()).toEqual([]);
    });
  });

  it.each(['return', 'deposit', 'notice', 'convert', 'advice'] as const)('the cheque dialog « %s » has no violation', async (dialog) => {
    theme.choose(shown);
    session.screen = 'cheques';
    await openApp();
    await waitFor(() => expect(vault.shown).toBeTruthy());
    vault.dialog = dialog;
    expect(await violations(await screen.findByRole('dialog'))).toEqual([]);
  });

  it('the credit, the portal, the platform and the story dialogs have no violation', async () => {
    theme.choose(shown);
    session.screen = 'cheques';
    await openApp({ 'recovery.view': () => ({ incident: { ...sampleIncident, by_portal: true }, rows: [], progress: null, access_secured: null }) });
    await waitFor(() => expect(vault.shown).toBeTruthy());
    credit.start(vault.shown);
    await screen.findByRole('dialog', { name: t.cheques.creditTitle });
    await waitFor(() => expect(credit.offered.length).toBeGreaterThan(5));
    expect(await violations(screen.getByRole('dialog'))).toEqual([]);
    credit.open = false;
    session.screen = 'recovery';
    await waitFor(() => expect(recovery.view).toBeTruthy());
    await recovery.nextStep();
    expect(await violations(await screen.findByRole('dialog'))).toEqual([]);
    recovery.step = undefined;
    session.screen = 'platforms';
    (await within(screen.getByRole('main')).findByRole('button', { name: new RegExp(t.platforms.add) })).click();
    expect(await violations(await screen.findByRole('dialog', { name: t.platforms.addTitle }))).toEqual([]);
  });

  it('the queue dialogs have no violation', async () => {
    theme.choose(shown);
    session.screen = 'queue';
    await openApp();
    await waitFor(() => expect(queue.view).toBeTruthy());
    for (const [tab, dialog] of [['waiting', 'withdraw'], ['unknown', 'unknown']] as const) {
      queue.tab = tab;
      queue.cursor = queue.rows[0]?.request;
      queue.dialog = dialog;
      expect(await violations(await screen.findByRole('dialog'))).toEqual([]);
      queue.dialog = undefined;
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });

  it('a practice that is open elsewhere says so on a page of its own, and is tried again by one key', async () => {
    let held = true;
    const locked = { ...openState, stage: 'locked' as const, practices: [{ folder: '/c', name: 'Optique des Tilleuls', kind: 'real' as const, remembered: true }] };
    const backend = await openApp({
      'app.state': () => (held ? locked : openState),
      'practice.open': () => {
        if (held) throw { code: 'practice_already_open', params: {} };
        return openState;
      },
    });
    await screen.findByText(t.unlock.elsewhere);
    expect(screen.queryByLabelText(t.unlock.passphrase)).toBeNull();
    expect(await violations()).toEqual([]);
    const retry = screen.getByRole('button', { name: t.ui.retry });
    await waitFor(() => expect(document.activeElement).toBe(retry));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'practice.open')).toHaveLength(2));
    expect(screen.getByText(t.unlock.elsewhere)).toBeTruthy();
    held = false;
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(session.state?.stage).toBe('open'));
  });

  it('a practice left alone says why it is locked, without a violation', async () => {
    theme.choose(shown);
    await openApp({ 'app.state': () => ({ ...openState, stage: 'locked', closed: { why: 'idle', by: 'Inès Morel', minutes: 15 } }) });
    await screen.findByText(/15 minutes sans activité/);
    expect(await violations()).toEqual([]);
  });
});
