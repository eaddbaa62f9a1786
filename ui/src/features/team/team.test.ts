// The people of a practice in the window: « Réglages » as its owner and as another sees it, the change of hands by keys alone, the
// door and why it is closed.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { AppState, PracticeProfile } from '$lib/contract/contract';
import { openState, type Answers } from '../../samples/backend';
import { sampleTeam } from '../../samples/team';
import { violations } from '../../test/axe';
import { clean, held, openApp, press, words as t } from '../../test/open';

beforeEach(clean);

const GOOD = 'sept chevaux boivent au puits du moulin';
const door: AppState = { ...openState, stage: 'door', user: null, closed: { why: 'idle', by: 'Léa Martin', minutes: 5 } };
const lea: AppState = { ...openState, user: { id: 'u-1', name: 'Léa Martin', role: 'counter' } };
const refuse = (code: string, params = {}): never => {
  throw { code, params };
};

async function settings(answers: Answers = {}): Promise<{ backend: Awaited<ReturnType<typeof openApp>>; dialog: HTMLElement }> {
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('button', { name: t.frame.settings }));
  return { backend, dialog: await screen.findByRole('dialog', { name: t.team.settings }) };
}

it('the owner adds somebody by keys alone, and what Rust refuses is said at its field', async () => {
  let taken = true;
  const { backend, dialog } = await settings({ 'user.add': () => (taken ? refuse('invalid_field', { field: 'name', reason: 'taken' }) : sampleTeam) });
  await within(dialog).findByText('Paul Ritter');
  expect(await violations(dialog)).toEqual([]);
  press('F2');
  await waitFor(() => expect(held()).toBe(t.team.name));
  await userEvent.keyboard('Zoé Aubry{Enter}');
  await userEvent.selectOptions(document.activeElement as HTMLElement, 'billing');
  expect(dialog.textContent).toContain(t.team.does({ role: 'billing', works: true, oversees: true, owns: false }));
  await userEvent.keyboard('{Enter}');
  for (const text of [GOOD, GOOD]) {
    await userEvent.paste(text);
    await userEvent.keyboard('{Enter}');
  }
  await userEvent.paste('2580');
  await waitFor(() => expect(dialog.textContent).toContain(t.welcome.verdicts.good));
  expect(await violations(dialog)).toEqual([]);
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(t.fieldReasons.taken);
  taken = false;
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText('Paul Ritter');
  expect(backend.calls.findLast(({ command }) => command === 'user.add')?.request).toEqual({ name: 'Zoé Aubry', role: 'billing', passphrase: GOOD, pin: '2580' });
});

it('who is not the owner sees the list and has an access of his own', async () => {
  const { dialog, backend } = await settings({ 'app.state': () => lea, 'user.list': () => ({ ...sampleTeam, me: 'u-1' }), 'user.set_pin': () => refuse('wrong_passphrase', { seconds: 0 }) });
  await within(dialog).findByText(t.team.minePinText.locked);
  expect(await violations(dialog)).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText(t.team.newPin), '2580{Enter}{Enter}');
  await within(dialog).findByText(t.team.typePassphrase);
  await userEvent.type(within(dialog).getByLabelText(t.team.pinPassphrase), 'pas la bonne{Enter}');
  await within(dialog).findByText(t.team.wrongPassphrase('Léa Martin'));
  expect(backend.calls.filter(({ command }) => command === 'user.set_pin')).toHaveLength(1);
  press('PageUp', { ctrlKey: true });
  await within(dialog).findByText(t.team.readOnly('gérant'));
  expect(within(dialog).queryByRole('button', { name: new RegExp(t.team.add) })).toBeNull();
  press('F2');
  expect(within(dialog).queryByLabelText(t.team.name)).toBeNull();
});

it('what the papers say is changed by the owner, and what cannot be is said at its field', async () => {
  const { dialog, backend } = await settings({ 'practice.set_profile': (profile: PracticeProfile) => (profile.name === 'Déjà' ? refuse('invalid_field', { field: 'name', reason: 'character' }) : openState) });
  await userEvent.click(within(dialog).getByRole('tab', { name: t.team.tabs.practice }));
  const field = (label: string): HTMLElement => within(dialog).getByLabelText(new RegExp(`^${label}`));
  await waitFor(() => expect((field(t.welcome.city) as HTMLInputElement).value).toBe('Nantes'));
  expect(await violations(dialog)).toEqual([]);
  const type = async (label: string, text: string): Promise<void> => {
    await userEvent.clear(field(label));
    await userEvent.type(field(label), text);
  };
  await type(t.welcome.postcode, '4400');
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(t.welcome.postcodeRefused);
  expect(backend.calls.some(({ command }) => command === 'practice.set_profile')).toBe(false);
  await type(t.welcome.postcode, '44100');
  await type(t.welcome.practiceName, 'Déjà');
  press('Enter', { ctrlKey: true });
  await within(dialog).findByText(t.fieldReasons.character);
  await type(t.welcome.practiceName, 'Optique du Port');
  press('Enter', { ctrlKey: true });
  await screen.findByText(t.team.practiceSaved);
  const asked = backend.calls.findLast(({ command }) => command === 'practice.set_profile')?.request;
  expect(asked).toMatchObject({ name: 'Optique du Port', street: '12 rue du Marché', postcode: '44100', activities: ['optics', 'hearing'], finess: '440712184' });
});

it('a lost passphrase is chosen anew with the recovery key', async () => {
  let right = false;
  const { dialog, backend } = await settings({ 'user.set_passphrase': () => (right ? sampleTeam : refuse('wrong_recovery_key')) });
  await userEvent.click(within(dialog).getByRole('tab', { name: t.team.tabs.mine }));
  await userEvent.click(await within(dialog).findByRole('button', { name: t.team.lost }));
  expect(await violations(dialog)).toEqual([]);
  await userEvent.click(within(dialog).getByLabelText(t.team.recoveryKey));
  await userEvent.paste('ABCD-EFGH ');
  for (const label of [t.team.newPassphrase, t.team.again]) {
    await userEvent.click(within(dialog).getByLabelText(label));
    await userEvent.paste(GOOD);
  }
  await waitFor(() => expect(dialog.textContent).toContain(t.welcome.verdicts.good));
  await userEvent.click(within(dialog).getByRole('button', { name: t.team.changeDo }));
  await within(dialog).findByText(t.refusals.wrong_recovery_key().why);
  right = true;
  await userEvent.click(within(dialog).getByRole('button', { name: t.team.changeDo }));
  await within(dialog).findByLabelText(t.team.current);
  const asked = backend.calls.findLast(({ command }) => command === 'user.set_passphrase')?.request;
  expect(asked).toEqual({ user: sampleTeam.me, current: { with: 'recovery_key', recovery_key: 'ABCD-EFGH' }, passphrase: GOOD });
});

it.each([['', 0, undefined], [GOOD, 1, t.unlock.renewed], [GOOD, 1, t.unlock.notRenewed(t.fieldReasons.taken)]] as const)('the recovery key opens, and chooses « %s » in the place of what was lost, %i time', async (next, times, said) => {
  let state: AppState = { ...openState, stage: 'locked', practices: [{ folder: '/c', name: 'Optique des Tilleuls', kind: 'real', remembered: false }] };
  const backend = await openApp({
    'app.state': () => state,
    'practice.open': () => (state = openState),
    'user.set_passphrase': () => (said === t.unlock.renewed ? sampleTeam : refuse('invalid_field', { field: 'passphrase', reason: 'taken' })),
  });
  await userEvent.click(await screen.findByRole('button', { name: t.unlock.useRecovery }));
  for (const [label, text] of [[t.unlock.newPassphrase, next], [t.unlock.again, next], [t.unlock.recoveryKey, 'ABCD-EFGH']] as const) {
    await userEvent.click(screen.getByLabelText(label));
    await userEvent.paste(text);
  }
  if (next) await screen.findAllByText(t.welcome.verdicts.good);
  expect(await violations()).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('navigation');
  if (said) await waitFor(() => expect(document.body.textContent.replace(/\s/gu, ' ')).toContain(said.replace(/\s/gu, ' ')));
  const asked = backend.calls.filter(({ command }) => command === 'user.set_passphrase').map(({ request }) => request);
  expect(asked).toEqual(Array.from({ length: times }, () => ({ user: openState.user?.id, current: { with: 'recovery_key', recovery_key: 'ABCD-EFGH' }, passphrase: next })));
});

it('the wait of one role is changed alone', async () => {
  const { backend, dialog } = await settings({ 'settings.set_idle_lock': () => openState.practice! });
  press('PageUp', { ctrlKey: true });
  press('PageUp', { ctrlKey: true });
  await userEvent.selectOptions(await within(dialog).findByLabelText(t.team.lockLabel(t.terms.roles.counter)), '2');
  expect(await violations(dialog)).toEqual([]);
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'settings.set_idle_lock').map(({ request }) => request)).toEqual([{ role: 'counter', minutes: 2 }]));
});

it('one hands over by a chord, an initial and a few digits', async () => {
  let tries = 0;
  let state = openState;
  const backend = await openApp({ 'app.state': () => state, 'user.switch': () => ((tries += 1) === 1 ? refuse('wrong_pin', { left: 4, seconds: 0 }) : (state = lea)) });
  session.screen = 'pilotage';
  press('KeyU', { ctrlKey: true });
  const dialog = await screen.findByRole('dialog', { name: t.team.switchTitle });
  await waitFor(() => expect(held()).toBe(t.team.people));
  expect(await violations(dialog)).toEqual([]);
  await userEvent.keyboard('m');
  await waitFor(() => expect(held()).toBe(t.team.passphrase));
  await userEvent.keyboard('{ArrowUp}');
  await waitFor(() => expect(within(dialog).getByText(t.team.blocked)).toBeTruthy());
  await userEvent.keyboard('12{Enter}');
  await within(dialog).findByText(t.team.pinShape);
  expect(tries).toBe(0);
  await userEvent.keyboard('{Control>}a{/Control}2581{Enter}');
  await within(dialog).findByText(/Il reste 4 essais/);
  await userEvent.keyboard('2580{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(backend.calls.findLast(({ command }) => command === 'user.switch')?.request).toEqual({ user: 'u-1', proof: { with: 'pin', pin: '2580' } });
  // She may not see what is owed: she is where everybody may be, and the key says why it does nothing.
  expect([session.state?.user?.name, session.screen]).toEqual(['Léa Martin', 'counter']);
  press('KeyU', { altKey: true });
  await screen.findByText(new RegExp(t.refusals.role_not_allowed().why));
  expect(session.screen).toBe('counter');
});

it('the door says why it is closed, shows nothing else, and asks whoever was there', async () => {
  let state = door;
  const backend = await openApp({ 'app.state': () => state, 'user.switch': () => (state = lea) });
  await screen.findByRole('heading', { name: /Qui est au travail/ });
  expect(document.body.textContent?.replace(/\s+/g, ' ')).toContain(t.team.closed(door.closed!));
  expect(screen.queryByRole('navigation')).toBeNull();
  expect(await violations()).toEqual([]);
  await waitFor(() => expect(held()).toBe(t.team.passphrase));
  await userEvent.paste(GOOD);
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('navigation');
  expect(backend.calls.find(({ command }) => command === 'user.switch')?.request).toEqual({ user: 'u-1', proof: { with: 'passphrase', passphrase: GOOD } });
});

it('a real practice tells that somebody is there, a demonstration does not', async () => {
  const real: AppState = { ...openState, practice: { ...openState.practice!, kind: 'real' } };
  let state: AppState = real;
  const backend = await openApp({ 'app.state': () => state, 'user.alive': () => (state === door ? refuse('nobody_at_work') : {}) });
  await screen.findByRole('navigation');
  const told = (): number => backend.calls.filter(({ command }) => command === 'user.alive').length;
  press('KeyX');
  await waitFor(() => expect(told()).toBe(1));
  // Too late: it is closed already.
  state = door;
  await session.alive();
  await screen.findByRole('heading', { name: /Qui est au travail/ });
});
