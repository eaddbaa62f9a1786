// The mode of an outage, its ceilings at the counter, whom to call, and what is given up: on made-up answers.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { recoveryRow, sampleIncident, sampleOutage, type Answers } from '../../samples/backend';
import type { SampleBackend } from '../../samples/backend';
import { sampleDossier } from '../../samples/dossiers';
import { theme } from '$lib/theme/theme.svelte';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { isIn, leftAt, recovery, standing } from '../recovery/recovery.svelte';
import { outage } from './outage.svelte';

beforeEach(() => {
  clean();
  session.outagePart = 'reprise';
});

async function open(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'recovery';
  const backend = await openApp(answers);
  await waitFor(() => expect(recovery.loaded).toBe(true));
  await waitFor(() => expect(outage.view).toBeTruthy());
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown => backend.calls.filter((one) => one.command === command).at(-1)?.request;

describe.each(['light', 'dark'] as const)('the mode, %s', (shown) => {
  it('says what is carried, keeps what the owner says, prints, and has no violation', async () => {
    theme.choose(shown);
    const user = userEvent.setup();
    const backend = await open();
    press('F6');
    await screen.findByText(t.outage.carried(sampleOutage.carried_cents, 600_000));
    expect(await violations()).toEqual([]);
    screen.getAllByText(t.outage.standings.near);
    await user.clear(screen.getByLabelText(t.outage.perCustomer, { exact: false }));
    await user.type(screen.getByLabelText(t.outage.perCustomer, { exact: false }), '500');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.outage.saved);
    expect(asked(backend, 'outage.set_mode')).toEqual({ incident: sampleIncident.incident, mode: { default_way: 'set_aside', per_customer_cents: 50_000, in_all_cents: 600_000 } });
    await user.click(screen.getByRole('button', { name: t.outage.doorNotice }));
    await waitFor(() => expect(asked(backend, 'outage.door_notice')).toEqual({ incident: sampleIncident.incident }));
  });
});

it('without a ceiling it says that nothing stops', async () => {
  await open({ 'outage.view': () => ({ ...sampleOutage, is_set: false, mode: { default_way: null, per_customer_cents: null, in_all_cents: null }, standing: 'within', exceeded: [], customers: [] }) });
  press('F6');
  await screen.findByText(t.outage.notSet);
  // The proposal is in the fields, for the owner to keep.
  expect(screen.getByLabelText<HTMLInputElement>(t.outage.inAll, { exact: false }).value).toContain('6');
});

describe('the calls', () => {
  it('are noted with their outcome and leave a list to print', async () => {
    const user = userEvent.setup();
    const backend = await open();
    await user.click(screen.getByRole('tab', { name: new RegExp(t.outage.parts.calls) }));
    await screen.findByText(t.outage.noPhone);
    expect(await violations()).toEqual([]);
    press('F5');
    const dialog = await screen.findByRole('dialog');
    expect(await violations(dialog)).toEqual([]);
    await user.selectOptions(within(dialog).getByLabelText(t.outage.outcome), t.outage.outcomes.comes);
    await user.type(within(dialog).getByLabelText(t.outage.note, { exact: false }), 'Passera samedi.');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.outage.recorded(t.outage.outcomes.comes));
    expect(asked(backend, 'call_back.record')).toMatchObject({ outcome: 'comes', next_on: null, note: 'Passera samedi.' });
    await waitFor(() => expect(outage.busy).toBe(false));
    press('F10');
    await waitFor(() => expect(asked(backend, 'call_back.print')).toEqual({ incident: sampleIncident.incident }));
  });
});

describe('a ceiling at the counter', () => {
  const exposure = { incident: 'i-0', standing: 'beyond', ceiling: 'in_all', ceiling_cents: 600_000, carried_cents: 637_991 } as const;

  it('is said in one sentence, and the owner goes beyond with a reason', async () => {
    const user = userEvent.setup();
    const view = { ...sampleDossier(9), way: null, exposure };
    const refused = { code: 'exposure_above_ceiling', params: { ceiling: 'in_all', ceiling_cents: 600_000, carried_cents: 637_991 } };
    const backend = await openApp({
      'dossier.view': () => view,
      'dossier.choose_way': () => {
        throw refused;
      },
      'outage.carry_beyond': () => ({ ...view, way: 'delivered_third_party_payment' }),
    });
    await counter.open('d-9');
    await screen.findByText(t.counter.exposureBeyond(637_991, 600_000, t.counter.ceilings.in_all));
    press('Digit1', { altKey: true });
    const dialog = await screen.findByRole('dialog', { name: t.counter.beyondTitle });
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.fieldReasons.empty);
    await user.type(within(dialog).getByLabelText(t.counter.beyondReason), 'Cliente connue.');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'outage.carry_beyond')).toMatchObject({ reason: 'Cliente connue.' }));
  });
});

describe('the reprise', () => {
  it('opens at the first step that is not done, and each number opens its list', async () => {
    const user = userEvent.setup();
    await open();
    expect(recovery.current).toBe('recheck');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: new RegExp(`^${t.recovery.funnel.orange}`) }));
    await screen.findByText(t.outage.filtered(t.recovery.funnel.orange));
    expect(recovery.rows.every((row) => row.colour === 'orange')).toBe(true);
    await user.click(screen.getByRole('button', { name: t.outage.backToStep }));
    expect(recovery.rows.length).toBe(12);
    // A step's own list says how many of them it shows.
    await user.click(screen.getByRole('button', { name: new RegExp(t.outage.steps.variances) }));
    await screen.findByText(new RegExp(t.outage.shownOf(recovery.rows.length, 12)));
    expect(recovery.rows.length).toBeLessThan(12);
    await user.click(screen.getByRole('button', { name: t.outage.filterAll }));
    expect(recovery.rows.length).toBe(12);
  });

  it('asks for the passwords first after a leak', async () => {
    const user = userEvent.setup();
    const incident = { ...sampleIncident, nature: 'breach' as const };
    const backend = await open({ 'recovery.view': () => ({ incident, rows: [recoveryRow(4)], progress: null, access_secured: null }), 'recovery.secure_access': () => ({ incident, rows: [recoveryRow(4)], progress: null, access_secured: true }) });
    await screen.findByText(t.outage.accessBreach);
    expect(screen.queryByRole('button', { name: t.outage.accessUnchanged })).toBeNull();
    await user.click(screen.getByRole('button', { name: t.outage.accessChanged }));
    await waitFor(() => expect(asked(backend, 'recovery.secure_access')).toEqual({ incident: 'i-0', changed: true }));
    await waitFor(() => expect(recovery.current).toBe('recheck'));
  });

  it('gives a dossier up with a reason', async () => {
    const user = userEvent.setup();
    const backend = await open();
    await waitFor(() => expect(recovery.shown).toBeTruthy());
    await user.click(screen.getByRole('button', { name: t.outage.writeOff }));
    const dialog = await screen.findByRole('dialog');
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.fieldReasons.empty);
    await user.type(within(dialog).getByLabelText(t.outage.writeOffReason), 'Mutuelle résiliée.');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'recovery.write_off')).toMatchObject({ reason: 'Mutuelle résiliée.' }));
    await screen.findByText(t.outage.writtenOff(recoveryRow(0).estimate_cents));
  });

  it('above the limit another person confirms, who proves himself in the same deed', async () => {
    const user = userEvent.setup();
    const look = { amount_cents: 60_000, limit_cents: 50_000, needs: 'person' as const, may_second: [{ user: 'u-1', name: 'Léa Martin', role: 'billing' as const, pin: true, pin_locked: false }], asked_cents: null, confirm_from: null };
    const backend = await open({
      'recovery.second_look': () => look,
      'recovery.write_off': () => {
        throw { code: 'wrong_pin', params: { left: 4, seconds: 0 } };
      },
    });
    await waitFor(() => expect(recovery.shown).toBeTruthy());
    await user.click(screen.getByRole('button', { name: t.outage.writeOff }));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByLabelText(t.second.proof);
    expect(await violations(dialog)).toEqual([]);
    await user.type(within(dialog).getByLabelText(t.outage.writeOffReason), 'Parti.');
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.second.missing);
    await user.type(within(dialog).getByLabelText(t.second.proof), '2581');
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(/Il reste 4 essais/);
    expect(asked(backend, 'recovery.write_off')).toMatchObject({ second: { user: 'u-1', proof: { with: 'pin', pin: '2581' } } });
  });

  it('alone, what waits is withdrawn and not confirmed', async () => {
    const user = userEvent.setup();
    const look = { amount_cents: 60_000, limit_cents: 50_000, needs: 'waiting' as const, may_second: [], asked_cents: 60_000, confirm_from: '2024-02-01T14:42:00Z' };
    const backend = await open({ 'recovery.second_look': () => look, 'recovery.withdraw_write_off': () => ({ incident: sampleIncident, rows: [recoveryRow(4)], progress: null, access_secured: null }) });
    await waitFor(() => expect(recovery.shown).toBeTruthy());
    await user.click(screen.getByRole('button', { name: t.outage.writeOff }));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(t.second.waiting(60_000, look.confirm_from));
    expect(await violations(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: t.second.withdraw }));
    await waitFor(() => expect(asked(backend, 'recovery.withdraw_write_off')).toMatchObject({ dossier: recoveryRow(0).dossier }));
    expect(asked(backend, 'recovery.write_off')).toBeUndefined();
  });

  it('counts what is left at each step', () => {
    const owing = { ...recoveryRow(1), customer_owes_cents: 100, letter_on: null };
    const view = { incident: { ...sampleIncident, functions_out: ['claim' as const] }, rows: [owing, { ...owing, letter_on: '2024-02-20' }, { ...recoveryRow(0), cheque: 'c-0' }], progress: null, access_secured: null };
    expect(['access', 'functions', 'recheck', 'variances', 'cheques'].map((step) => leftAt(step as 'access', view))).toEqual([0, 1, 5, 1, 1]);
    expect(['recheck', 'variances', 'cheques'].map((step) => standing(step as 'recheck', { ...view, rows: [] }))).toEqual(['left', 'ahead', 'ahead']);
    const rechecked = { ...view.incident, funnel: { ...view.incident.funnel, to_recheck: 0 } };
    expect(['recheck', 'variances', 'cheques'].map((step) => standing(step as 'recheck', { ...view, incident: rechecked, rows: [] }))).toEqual(['done', 'done', 'done']);
    expect(isIn('rechecked', { ...recoveryRow(4), written_off_cents: 0 })).toBe(false);
  });
});
