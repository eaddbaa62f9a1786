// The vault of accounts: a secret is in its node while it is held and nowhere after, copies are counted down, and a keyring that
// does not answer asks for the passphrase, then does what was asked.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { session } from '../../app/session.svelte';
import { useBackend } from '$lib/backend/backend';
import { clean, openApp, press, words as t } from '../../test/open';
import { violations } from '../../test/axe';
import { credentials } from './credentials.svelte';
import { Held, SHOWN_MS } from './held';

const SECRET = 'Tournesol!2024';

beforeEach(clean);
afterEach(() => vi.useRealTimers());

async function opened(answers: Parameters<typeof openApp>[0] = {}): ReturnType<typeof openApp> {
  session.screen = 'credentials';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { level: 1, name: t.credentials.title });
  await waitFor(() => expect(credentials.view).toBeTruthy());
  return backend;
}

function keyup(code: string): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keyup', { code, key: code, bubbles: true }));
}

it('shows a secret while its key is held, and nothing of it after', async () => {
  await opened();
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  expect(document.body.textContent).not.toContain(SECRET);
  press('F4');
  await waitFor(() => expect(document.body.textContent).toContain(SECRET));
  now.mockReturnValue(2_000);
  keyup('F4');
  expect(document.body.innerHTML).not.toContain(SECRET);
  // Held again, and the window loses the focus.
  press('F4');
  await waitFor(() => expect(document.body.textContent).toContain(SECRET));
  window.dispatchEvent(new Event('blur'));
  expect(document.body.innerHTML).not.toContain(SECRET);
  keyup('F4');
  // Held again, and another account is looked at.
  press('F4');
  await waitFor(() => expect(document.body.textContent).toContain(SECRET));
  credentials.cursor = 'k-1';
  await waitFor(() => expect(document.body.innerHTML).not.toContain(SECRET));
  expect(JSON.stringify([credentials.list, credentials.view, session.state])).not.toContain(SECRET);
  now.mockRestore();
});

it('a short press shows for ten seconds; what comes after the release is not shown', async () => {
  vi.useFakeTimers();
  const node = document.createElement('span');
  let answer = (_: ArrayBuffer): void => undefined;
  const bytes = (): ArrayBuffer => new TextEncoder().encode(SECRET).slice().buffer;
  const held = new Held(node, () => new Promise((resolve) => (answer = resolve)), () => undefined);
  held.press();
  held.release();
  answer(bytes());
  await vi.waitFor(() => expect(node.textContent).toBe(SECRET));
  vi.advanceTimersByTime(SHOWN_MS);
  expect(node.textContent).toBe('');
  held.press();
  held.hide();
  const late = bytes();
  answer(late);
  await vi.waitFor(() => expect(new Uint8Array(late).every((byte) => byte === 0)).toBe(true));
  expect(node.textContent).toBe('');
});

it('copies by one key and counts down; the code is shown with its time', async () => {
  const backend = await opened();
  press('F7');
  await screen.findByText(t.credentials.clears(t.credentials.copied.secret, 30));
  expect(backend.copies).toEqual([{ text: 'secret', sensitive: true }]);
  press('F12');
  await waitFor(() => expect(document.querySelector('output')?.textContent).toContain('492'));
  expect(screen.getByRole('progressbar')).toBeTruthy();
});

it('a keyring that is locked asks for the passphrase, then does what was asked', async () => {
  const backend = await opened();
  let locked = true;
  useBackend({
    ...backend,
    copySecret: async (id, request) => {
      if (locked) throw { code: 'keyring_locked', params: {} };
      return backend.copySecret(id, request);
    },
  });
  press('F7');
  const dialog = await screen.findByRole('dialog', { name: t.credentials.unlockTitle });
  expect(dialog.textContent?.replace(/\s+/g, ' ')).toContain(t.refusals.keyring_locked().why);
  expect(await violations(dialog)).toEqual([]);
  locked = false;
  await userEvent.type(within(dialog).getByLabelText(t.credentials.passphrase), 'sept chevaux{Enter}');
  await screen.findByText(t.credentials.clears(t.credentials.copied.secret, 30));
  expect(backend.calls.find(({ command }) => command === 'credential.unlock')?.request).toEqual({ passphrase: 'sept chevaux' });
});

it('adds, edits without reading back what is kept, removes and takes it back', async () => {
  const backend = await opened();
  press('F8');
  let dialog = await screen.findByRole('dialog', { name: t.credentials.addTitle });
  expect(await violations(dialog)).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText(t.credentials.login), 'optique');
  await userEvent.type(within(dialog).getByLabelText(t.credentials.secret), SECRET);
  await userEvent.selectOptions(within(dialog).getByLabelText(t.credentials.factor), 'sms');
  await userEvent.type(within(dialog).getByLabelText(t.credentials.standIn), 'Léa');
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const sent = backend.calls.find(({ command }) => command === 'credential.add')?.request;
  expect(sent).toMatchObject({ secret: SECRET, notes: '', seed: { typed: '', picture: null }, facts: { platform: 'almerys', login: 'optique', second_factor: 'sms', stand_in: 'Léa', holder: null } });
  press('F10');
  dialog = await screen.findByRole('dialog');
  await userEvent.clear(within(dialog).getByLabelText(t.credentials.login));
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(backend.calls.find(({ command }) => command === 'credential.edit')?.request).toMatchObject({ credential: 'k-0', seed: null, notes: null });
  await userEvent.click(screen.getByRole('button', { name: t.credentials.remove }));
  await userEvent.click(await screen.findByRole('button', { name: t.credentials.undoRemove }));
  await waitFor(() => expect(backend.calls.some(({ command }) => command === 'credential.put_back')).toBe(true));
});

it('tells the worst first, and Enter goes to the account', async () => {
  await opened();
  press('F5');
  const table = await screen.findByRole('table', { name: t.credentials.healthTitle });
  await waitFor(() => expect(within(table).getAllByRole('row')[1]?.textContent).toContain(t.credentials.health.leaked));
  expect(document.body.textContent?.replace(/\s+/g, ' ')).toContain(t.credentials.healthWhy({ kind: 'weak', with: [], bits: 22 }));
  expect(await violations()).toEqual([]);
  press('KeyJ', { key: 'j' });
  press('Enter');
  await waitFor(() => expect(credentials.part).toBe('accounts'));
  await screen.findByRole('heading', { name: 'Viamedis · comptoir' });
});

it('proposes a secret where one is typed, says what it is worth until it is changed, and keeps none of it', async () => {
  await opened();
  const user = userEvent.setup();
  press('F9');
  const dialog = await screen.findByRole('dialog');
  const field = within(dialog).getByLabelText<HTMLInputElement>(t.credentials.newSecret);
  await user.click(within(dialog).getByRole('button', { name: t.credentials.propose }));
  await waitFor(() => expect(field.value).toBe('kT7#vR2mHq9?nXw4Lb-8'));
  expect(field.type).toBe('text');
  within(dialog).getByText(t.credentials.worth(120));
  await user.selectOptions(within(dialog).getByLabelText(t.credentials.proposeOf), 'words');
  await waitFor(() => expect(field.value).toMatch(/^Velours-/));
  within(dialog).getByText(t.credentials.worth(66));
  expect(await violations(dialog)).toEqual([]);
  await user.type(field, 'x');
  within(dialog).getByText(t.credentials.proposedChanged);
  await user.click(within(dialog).getByRole('button', { name: t.ui.cancel }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.body.innerHTML).not.toContain('Velours-');
  expect(JSON.stringify([credentials.list, credentials.view, credentials.refused])).not.toContain('Velours-');
});
