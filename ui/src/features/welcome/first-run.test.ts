// « Créer mon cabinet »: what cannot be true is said at its field, and the step is not left.
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { openState } from '../../samples/backend';
import { clean, openApp, words as t } from '../../test/open';

beforeEach(clean);

it('a postal code of letters and a telephone of three digits are said at their fields, and hold the step', async () => {
  await openApp({ 'app.state': () => ({ ...openState, stage: 'welcome' }) });
  await screen.findByRole('heading', { name: t.welcome.title });
  await userEvent.click(screen.getByRole('button', { name: t.welcome.createAction }));
  const field = (label: string): HTMLElement => screen.getByLabelText(new RegExp(`^${label}`));
  await userEvent.type(field(t.welcome.practiceName), 'Optique du Port');
  await userEvent.type(field(t.welcome.street), '3 quai des Brumes');
  await userEvent.type(field(t.welcome.postcode), 'ABC');
  await userEvent.type(field(t.welcome.city), 'Brest');
  await userEvent.type(field(t.welcome.practicePhone), '123');
  await userEvent.click(screen.getByRole('button', { name: t.ui.next }));
  expect(screen.getByText(t.welcome.postcodeRefused)).toBeTruthy();
  expect(screen.getByText(t.counter.phoneRefused.length)).toBeTruthy();
  for (const [label, typed] of [[t.welcome.postcode, '29200'], [t.welcome.practicePhone, '+32 470 12 34 56']] as const) {
    await userEvent.clear(field(label));
    await userEvent.type(field(label), typed);
  }
  await userEvent.click(screen.getByRole('button', { name: t.ui.next }));
  await screen.findByLabelText(new RegExp(`^${t.welcome.finess}`));
});
