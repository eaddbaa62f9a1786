// « Créer mon cabinet »: what cannot be true is said at its field, and the step is not left.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { openState, type SampleBackend } from '../../samples/backend';
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

it('the recovery key stays until it is noted, whatever is announced meanwhile', async () => {
  let stage: 'welcome' | 'open' = 'welcome';
  const backend: SampleBackend = await openApp({
    'app.state': () => ({ ...openState, stage }),
    'practice.create': () => {
      stage = 'open';
      // What the core says of the practice it just opened may be there before its answer.
      backend.announce({ topic: 'retention', dossier: null });
      return { practice: 'p', recovery_key: ['K7QF', '2M9T'], remembered: false, keyring: 'no_service' };
    },
  });
  await screen.findByRole('heading', { name: t.welcome.title });
  await userEvent.click(screen.getByRole('button', { name: t.welcome.createAction }));
  const field = (label: string): HTMLElement => screen.getByLabelText(new RegExp(`^${label}`));
  await userEvent.type(field(t.welcome.practiceName), 'Optique du Port');
  await userEvent.type(field(t.welcome.street), '3 quai des Brumes');
  await userEvent.type(field(t.welcome.postcode), '29200');
  await userEvent.type(field(t.welcome.city), 'Brest');
  const next = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: t.ui.next }));
  await next();
  await screen.findByLabelText(new RegExp(`^${t.welcome.finess}`));
  await next();
  await userEvent.type(await screen.findByLabelText(new RegExp(`^${t.welcome.owner}`)), 'Jeanne Rolland');
  await userEvent.type(screen.getByLabelText(new RegExp(`^${t.welcome.passphrase}(?!,)`)), 'lagune tambour verger oblique marteau canard');
  await userEvent.type(screen.getByLabelText(new RegExp(`^${t.welcome.passphraseAgain}`)), 'lagune tambour verger oblique marteau canard');
  await userEvent.click(screen.getByRole('button', { name: t.welcome.createNow }));
  await screen.findByText('K7QF');
  backend.announce({ topic: 'platforms', dossier: null });
  await waitFor(() => expect(backend.calls.filter((call) => call.command === 'app.state').length).toBeGreaterThan(2));
  screen.getByText('2M9T');
  await userEvent.click(screen.getByLabelText(t.welcome.recoveryKept));
  await userEvent.click(screen.getByRole('button', { name: t.welcome.recoveryEnter }));
  await screen.findByRole('heading', { name: t.counter.title });
});
