// What was typed is not thrown away by one key: a long form left by Escape asks first, an empty one does not.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { violations } from '../test/axe';
import { clean, held, openApp, press, words as t } from '../test/open';
import { counter } from './counter/counter.svelte';

beforeEach(clean);

/** Escape, as the platform's own dialog hears it. */
const escape = (dialog: HTMLElement): boolean => dialog.dispatchEvent(new Event('cancel', { cancelable: true }));

async function card(): Promise<HTMLElement> {
  await openApp();
  await counter.open('d-9');
  press('KeyK', { altKey: true });
  return screen.findByRole('dialog', { name: t.counter.card });
}

describe('a card being typed', () => {
  it('is left at once while nothing was typed', async () => {
    escape(await card());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is asked about, kept where one was typing, and left only when one says so', async () => {
    const dialog = await card();
    await userEvent.type(within(dialog).getByLabelText(t.counter.member), '04417832');
    escape(dialog);
    await within(dialog).findByText(t.ui.leaveTyped);
    await waitFor(() => expect(held()).toBe(t.ui.keepTyping));
    expect(await violations(dialog)).toEqual([]);
    // The same key goes back.
    escape(dialog);
    await waitFor(() => expect(held()).toContain(t.counter.member));
    expect(within(dialog).getByLabelText<HTMLInputElement>(t.counter.member).value).toContain('04417832');
    escape(dialog);
    await userEvent.click(await within(dialog).findByRole('button', { name: t.ui.leaveUnsaved }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

it('a sale saved with mistakes says how many, and the cursor goes to the first', async () => {
  await openApp();
  press('F2');
  await userEvent.type(await screen.findByLabelText(t.counter.phone), '06 12 34');
  press('Enter', { ctrlKey: true });
  await screen.findByText(t.counter.saleWrong(3));
  await waitFor(() => expect(held()).toContain(t.counter.familyName));
  expect(screen.getByText(t.counter.phoneShort(4))).toBeTruthy();
});

it('a sale of which only an amount was typed is asked about too', async () => {
  await openApp();
  press('F2');
  await userEvent.type(await screen.findByLabelText(t.counter.customerShare), '100');
  press('Escape');
  await screen.findByText(t.ui.leaveTyped);
});
