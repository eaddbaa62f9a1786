// Changing the language: from the settings, from the palette, and before anybody is at work. The page it leads to is the
// backend's.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { counter } from '../features/counter/counter.svelte';
import { openState } from '../samples/backend';
import { violations } from '../test/axe';
import { clean, openApp, press, words } from '../test/open';

beforeEach(clean);

async function byPalette(): Promise<void> {
  press('KeyK', { ctrlKey: true });
  await screen.findByRole('dialog', { name: words.guide.palette });
  await userEvent.keyboard('english{Enter}');
}

describe('the language of the window', () => {
  it('is chosen in the settings, where the one spoken is pressed', async () => {
    const backend = await openApp();
    await userEvent.click(screen.getByRole('button', { name: t.frame.settings }));
    await userEvent.click(await screen.findByRole('tab', { name: t.team.tabs.language }));
    expect(screen.getByRole('button', { name: 'Français' }).getAttribute('aria-pressed')).toBe('true');
    expect(await violations(await screen.findByRole('dialog'))).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Français' }));
    expect(backend.languages).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(backend.languages).toEqual(['en']);
  });

  it('is chosen by Ctrl K at once, but not over a sale half typed', async () => {
    const backend = await openApp();
    await byPalette();
    await waitFor(() => expect(backend.languages).toEqual(['en']));
    counter.startSale();
    await screen.findByLabelText(t.counter.familyName);
    await byPalette();
    await screen.findByText(words.guide.languageTyped);
    expect(backend.languages).toEqual(['en']);
    await userEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(backend.languages).toEqual(['en', 'en']);
  });

  it.each(['welcome', 'locked', 'door'] as const)('is chosen at the stage %s', async (stage) => {
    const state = { ...openState, stage };
    const backend = await openApp({ 'app.state': () => state, 'app.first_sight': () => ({ state, platforms: [], amo: [], latest: null }) });
    await userEvent.click(await screen.findByRole('button', { name: 'English' }));
    expect(backend.languages).toEqual(['en']);
  });

  it('stays as it is where the choice cannot be kept, and says why', async () => {
    const backend = await openApp();
    backend.chooseLanguage = () => Promise.reject({ code: 'file_not_writable', params: { reason: 'disk_full' } });
    await byPalette();
    await waitFor(() => expect(toasts.shown.map((toast) => toast.text).join()).toContain('plein'));
  });
});
