// The front and the back of a cheque: from the vault by its key and from the dossier by its button, taken from a file, seen,
// erased once that was confirmed; and how long they stay.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { ChequeView } from '$lib/contract/contract';
import type { Answers } from '../../samples/backend';
import { chequeRow, chequeView } from '../../samples/cheques';
import { sampleDossier } from '../../samples/dossiers';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { vault } from './vault.svelte';

beforeEach(clean);

const front = { side: 'front' as const, picture: 'p-1', bytes: 9 };

/** A cheque whose pictures are what was kept and erased meanwhile. */
function answering(more: Partial<ChequeView> = {}): Answers {
  let view: ChequeView = { ...chequeView(chequeRow(0, 'kept')), ...more };
  return {
    'cheque.view': () => view,
    'cheque.view_picture': () => ({ format: 'jpeg', base64: 'aGk=' }),
    'cheque.keep_picture': () => (view = { ...view, pictures: [front] }),
    'cheque.erase_picture': () => (view = { ...view, pictures: [] }),
  };
}

async function fromTheVault(answers: Answers): Promise<{ backend: Awaited<ReturnType<typeof openApp>>; dialog: HTMLElement }> {
  session.screen = 'cheques';
  const backend = await openApp(answers);
  await waitFor(() => expect(vault.shown).toBeTruthy());
  press('KeyI', { altKey: true });
  return { backend, dialog: await screen.findByRole('dialog', { name: new RegExp(t.pictures.cheque) }) };
}

const named = (dialog: HTMLElement, act: string): HTMLElement => within(dialog).getByRole('button', { name: `${act}, ${t.pictures.sides.front}` });

describe('the two sides of a cheque', () => {
  it('are taken from a file, seen, and erased once that was confirmed', async () => {
    const user = userEvent.setup();
    const { backend, dialog } = await fromTheVault(answering());
    await waitFor(() => expect(within(dialog).getAllByText(t.pictures.none)).toHaveLength(2));
    await user.click(named(dialog, t.pictures.add));
    const picture = await within(dialog).findByAltText<HTMLImageElement>(t.pictures.chequeOf.front);
    expect(picture.src).toBe('data:image/jpeg;base64,aGk=');
    expect(backend.calls.find(({ command }) => command === 'cheque.keep_picture')?.request).toEqual({ cheque: vault.cursor, side: 'front', path: '/journal.relais' });

    await user.click(named(dialog, t.pictures.erase));
    await user.click(named(dialog, t.pictures.keep));
    expect(backend.calls.some(({ command }) => command === 'cheque.erase_picture')).toBe(false);
    await user.click(named(dialog, t.pictures.erase));
    await user.click(named(dialog, t.pictures.eraseConfirm));
    await waitFor(() => expect(within(dialog).queryByAltText(t.pictures.chequeOf.front)).toBeNull());
  });

  it('say the file that is no picture where it is chosen', async () => {
    const user = userEvent.setup();
    const refused = { code: 'invalid_field', params: { field: 'picture', reason: 'not_a_picture' } };
    const { dialog } = await fromTheVault({ ...answering(), 'cheque.keep_picture': () => { throw refused; } });
    await user.click(await within(dialog).findByRole('button', { name: `${t.pictures.add}, ${t.pictures.sides.back}` }));
    expect(await within(dialog).findByText(t.fieldReasons.not_a_picture)).toBeTruthy();
  });

  it('of a settled cheque say the day they go, and no other is taken', async () => {
    const { dialog } = await fromTheVault(answering({ pictures: [front], may_be_pictured: false, pictures_erased_on: '2024-04-30' }));
    expect(await within(dialog).findByText(t.pictures.chequeErasedOn('2024-04-30'))).toBeTruthy();
    expect(within(dialog).queryByRole('button', { name: new RegExp(`^${t.pictures.replace}`) })).toBeNull();
    expect(named(dialog, t.pictures.erase)).toBeTruthy();
  });

  it('are reached from the dossier', async () => {
    const user = userEvent.setup();
    const dossier = sampleDossier(2);
    await openApp({ ...answering(), 'dossier.view': () => dossier });
    await counter.open(dossier.dossier);
    const [cheque] = dossier.cheques;
    await user.click(await screen.findByRole('button', { name: new RegExp(cheque?.cheque_number ?? 'absent') }));
    expect(await screen.findByRole('dialog', { name: new RegExp(t.pictures.cheque) })).toBeTruthy();
  });
});

describe('how long they stay', () => {
  it('is chosen in days by the owner', async () => {
    const user = userEvent.setup();
    const backend = await openApp({ 'settings.set_picture_days': ({ days }) => ({ ...session.state!.practice!, cheque_picture_days: days }) });
    await user.click(screen.getByRole('button', { name: new RegExp(t.team.settings) }));
    await user.click(await screen.findByRole('tab', { name: t.team.tabs.keeping }));
    const field = await screen.findByLabelText(new RegExp(t.pictures.days));
    await user.clear(field);
    await user.type(field, '90');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'settings.set_picture_days')?.request).toEqual({ days: 90 }));
  });
});
