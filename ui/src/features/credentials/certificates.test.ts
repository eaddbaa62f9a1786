// Client certificates: what one says of itself, a file taken or told why not, and what ends soon where the day's work is read.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '../../app/session.svelte';
import { sampleCredential } from '../../samples/credentials';
import { violations } from '../../test/axe';
import { clean, openApp, words as t } from '../../test/open';
import { credentials } from './credentials.svelte';

beforeEach(clean);

async function opened(answers: Parameters<typeof openApp>[0] = {}): ReturnType<typeof openApp> {
  session.screen = 'credentials';
  credentials.cursor = 'k-2';
  const backend = await openApp(answers);
  await screen.findByRole('heading', { level: 1, name: t.credentials.title });
  await waitFor(() => expect(credentials.view?.item.credential).toBe('k-2'));
  return backend;
}

describe('a client certificate', () => {
  it('says whose it is, who issued it and how long it holds', async () => {
    await opened();
    screen.getByText('O=Optique des Tilleuls, CN=cabinet-12');
    screen.getByText(t.certificates.daysLeft(20));
    expect(await violations(screen.getByRole('main'))).toEqual([]);
  });

  it('is taken from a file, or the dialog says why not and stays', async () => {
    const item = { ...sampleCredential(2), label: 'Almerys' };
    let known = false;
    const backend = await opened({
      'credential.put_certificate': () => (known ? { result: 'put', view: { item, past: [], timeline: [] } } : { result: 'refused', why: 'wrong_passphrase' }),
    });
    await userEvent.click(screen.getByRole('button', { name: t.certificates.replace }));
    const dialog = await screen.findByRole('dialog', { name: /^Certificat client.*Almerys$/ });
    const take = within(dialog).getByRole<HTMLButtonElement>('button', { name: new RegExp(`^${t.certificates.save}`) });
    expect(take.disabled).toBe(true);
    await userEvent.type(within(dialog).getByLabelText(t.certificates.path), '/cle/cabinet.p12');
    await userEvent.type(within(dialog).getByLabelText(t.certificates.passphrase, { exact: false }), 'tulipe');
    await userEvent.click(take);
    await within(dialog).findByText(t.certificates.faults.wrong_passphrase);
    expect(await violations(dialog)).toEqual([]);
    known = true;
    await userEvent.click(take);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.findLast(({ command }) => command === 'credential.put_certificate')?.request).toEqual({ credential: 'k-2', path: '/cle/cabinet.p12', passphrase: 'tulipe' });
  });

  it('that ends soon is where the work of the day is read, and leads there', async () => {
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView');
    session.screen = 'work';
    await openApp({ 'credential.ending': () => ({ rows: [{ credential: 'k-2', label: 'Almerys', end: 'within7', not_after: '2024-02-05T00:00:00Z', days_left: 5 }] }) });
    await screen.findByText(/finit dans 7 jours au plus/);
    await userEvent.click(screen.getByRole('button', { name: /^Ouvrir le certificat/ }));
    await waitFor(() => expect([session.screen, credentials.cursor]).toEqual(['credentials', 'k-2']));
    // It lies far down its account, and is brought into sight.
    await waitFor(() => expect(seen.mock.contexts.map((heading) => (heading as Element).textContent)).toEqual([t.certificates.title]));
    seen.mockRestore();
  });
});
