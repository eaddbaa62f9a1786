// A platform plugged in by a file: every mistake at its line, nothing taken before it was shown, the secret shown nowhere
// again, a dry run, and the platform removed.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { littoral, platforms } from '../../samples/backend';
import { descriptionMistakes, sampleDescription } from '../../samples/descriptions';
import { clean, openApp, press, words as t } from '../../test/open';

beforeEach(clean);

/** The button one sees: a form has another, hidden, so that Enter does the same. */
const first = (name: string): HTMLElement => screen.getAllByRole('button', { name })[0] as HTMLElement;

describe('a platform plugged in by a file', () => {
  async function open(answers: Parameters<typeof openApp>[0] = {}): Promise<Awaited<ReturnType<typeof openApp>>> {
    session.screen = 'platforms';
    const backend = await openApp(answers);
    await screen.findAllByRole('button', { name: new RegExp(t.description.plug) });
    press('F6');
    await screen.findByRole('dialog', { name: t.description.plugTitle });
    return backend;
  }

  it('is told every mistake at its line, and nothing is taken', async () => {
    const backend = await open();
    await userEvent.type(screen.getByLabelText(t.description.file), '/cabinet/littoral.toml');
    await userEvent.click(first(t.description.read));
    await screen.findByText('Ligne 31 · http.rights.path');
    for (const mistake of descriptionMistakes) expect(screen.getByText(t.description.mistake(mistake))).toBeTruthy();
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'platform.take_description')).toBe(false);
  });

  it('needs its secret, and is taken as it was shown', async () => {
    const backend = await open({ 'platform.read_description': () => ({ result: 'read', description: sampleDescription }) });
    await userEvent.type(screen.getByLabelText(t.description.file), '/cabinet/littoral.toml');
    await userEvent.click(first(t.description.read));
    await screen.findByText(t.description.repeats.query_first);
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.fieldReasons.empty);
    const secret = screen.getByLabelText<HTMLInputElement>(t.description.secret);
    expect(secret.type).toBe('password');
    await userEvent.type(secret, 'tr3s-s3cret');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.find(({ command }) => command === 'platform.take_description')?.request).toEqual({ path: '/cabinet/littoral.toml', checksum: sampleDescription.checksum, secret: 'tr3s-s3cret', client_key: null });
    expect(document.body.innerHTML).not.toContain('tr3s-s3cret');
    await screen.findByText(new RegExp('littoral.toml'));
  });

  it('a file that changed since it was read says so at its field', async () => {
    await open({
      'platform.read_description': () => ({ result: 'read', description: { ...sampleDescription, has_secret: true } }),
      'platform.take_description': () => {
        throw { code: 'invalid_field', params: { field: 'path', reason: 'changed' } };
      },
    });
    await userEvent.type(screen.getByLabelText(t.description.file), '/cabinet/littoral.toml');
    await userEvent.click(first(t.description.read));
    await screen.findByText(t.description.secretKept);
    press('Enter', { ctrlKey: true });
    expect((await screen.findAllByText(t.fieldReasons.changed)).length).toBeGreaterThan(0);
  });

  it('is tried without sending, and removed', async () => {
    session.screen = 'platforms';
    const backend = await openApp({ 'platform.strip': () => ({ amo: [], platforms: [...platforms, littoral] }) });
    await userEvent.click(await screen.findByRole('button', { name: t.description.kept }));
    await userEvent.click(await screen.findByRole('tab', { name: t.description.tabs.trial }));
    await userEvent.click(first(t.description.trial));
    await screen.findByText(t.description.wouldLeave);
    expect(document.body.textContent).toContain('••••••');
    expect(screen.getByText(new RegExp(t.description.inForce(true, true)))).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: t.description.remove }));
    await userEvent.click(await screen.findByRole('button', { name: t.description.removeYes }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.find(({ command }) => command === 'platform.remove')?.request).toEqual({ platform: 'littoral' });
  });
});
