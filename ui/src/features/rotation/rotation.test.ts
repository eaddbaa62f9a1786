// The rotation after a leak: reached from the first step of the recovery, listed, each secret changed with a word on its second
// factor or left with a reason; what was typed for one is not for another, and goes nowhere else.
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { RotationRow, RotationView } from '$lib/contract/contract';
import { sampleBackend, sampleIncident, sampleIncidentView, type Answers, type SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { session } from '../../app/session.svelte';
import RotationDialog from './RotationDialog.svelte';

beforeEach(clean);

const base: RotationRow = { credential: 'k-1', target: 'account', danger: 'leaked_account', label: 'Viamedis', login: '44071', mailbox: 'contact@optique.exemple.fr', holder_name: null, for_connector: false, has_page: true, second_factor: 'sms', code_receiver: '', has_seed: false, done: 'to_do', factor: null, reason: null, by: null, at: null };
const mailbox: RotationRow = { ...base, target: 'mailbox', danger: 'its_mailbox' };
const empty: RotationView = { incident: 'i-1', platform_label: 'Viamedis', breach: true, accounts: 1, total: 0, settled: 0, hidden: 0, rows: [] };
const listed: RotationView = { ...empty, total: 2, rows: [base, mailbox] };
const changed: RotationView = { ...listed, settled: 1, rows: [{ ...base, done: 'changed', factor: 'set_up', by: 'Claire Aubry', at: '2024-02-12T09:00:00Z' }, mailbox] };

async function opened(answers: Answers): Promise<{ backend: SampleBackend; dialog: HTMLElement; user: ReturnType<typeof userEvent.setup> }> {
  const backend = sampleBackend(answers);
  useBackend(backend);
  render(RotationDialog, { incident: 'i-1', onclose: vi.fn() });
  return { backend, dialog: await screen.findByRole('dialog'), user: userEvent.setup() };
}

describe('the rotation', () => {
  it('is listed when it is asked for', async () => {
    const { dialog, user } = await opened({ 'rotation.view': () => empty, 'rotation.plan': () => listed });
    expect(await within(dialog).findByText(t.rotation.empty)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.rotation.plan) }));
    expect(await within(dialog).findByText(t.rotation.dangers.its_mailbox)).toBeTruthy();
  });

  it('changes one with what was seen of its second factor, and goes on with the next', async () => {
    const { backend, dialog, user } = await opened({ 'rotation.view': () => listed, 'rotation.change': () => changed });
    const field = await within(dialog).findByLabelText(new RegExp(t.rotation.secret));
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.rotation.change) }));
    expect(await within(dialog).findByText(t.rotation.factorNeeded)).toBeTruthy();
    await user.type(field, 'ruche tambour falaise');
    await user.selectOptions(within(dialog).getByLabelText(new RegExp(t.rotation.factor)), 'set_up');
    await user.click(within(dialog).getByRole('button', { name: new RegExp(t.rotation.change) }));
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'rotation.change')?.request).toEqual({ incident: 'i-1', credential: 'k-1', target: 'account', secret: 'ruche tambour falaise', factor: 'set_up' }));
    // The mailbox is next: no secret of it is typed here, and that of before is gone.
    expect(await within(dialog).findByText(t.rotation.mailboxOutside)).toBeTruthy();
    expect(within(dialog).queryByLabelText(new RegExp(t.rotation.secret))).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: /Viamedis/ }));
    expect(await within(dialog).findByText(new RegExp('Claire Aubry'))).toBeTruthy();
    expect(document.body.innerHTML).not.toContain('ruche tambour');
  });

  it('leaves one as it is only with a reason', async () => {
    const { backend, dialog, user } = await opened({ 'rotation.view': () => listed, 'rotation.leave_out': () => changed });
    await user.click(await within(dialog).findByRole('button', { name: t.rotation.leave }));
    const confirm = within(dialog).getByRole<HTMLButtonElement>('button', { name: t.rotation.leaveConfirm });
    expect(confirm.disabled).toBe(true);
    await user.type(within(dialog).getByLabelText(new RegExp(t.rotation.leaveReason)), 'Compte fermé');
    await user.click(confirm);
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'rotation.leave_out')?.request).toEqual({ incident: 'i-1', credential: 'k-1', target: 'account', reason: 'Compte fermé' }));
  });
});

describe('from the vault', () => {
  async function starts(answers: Answers): Promise<{ backend: SampleBackend; dialog: HTMLElement }> {
    session.screen = 'credentials';
    const backend = await openApp({ 'rotation.view': () => empty, ...answers });
    await screen.findByRole('heading', { level: 1, name: t.credentials.title });
    press('KeyO', { altKey: true });
    const dialog = await screen.findByRole('dialog', { name: t.rotation.fromVault });
    await userEvent.selectOptions(within(dialog).getByLabelText(t.rotation.leaked), 'viamedis');
    return { backend, dialog };
  }

  it('calls the open incident of the platform a leak, and goes on', async () => {
    const { backend, dialog } = await starts({});
    await within(dialog).findByText(/il devient une fuite/);
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.rotation.empty);
    expect(backend.calls.find(({ command }) => command === 'incident.reclassify')?.request).toEqual({ incident: sampleIncident.incident, nature: 'breach' });
  });

  it('takes up the leak that is followed already', async () => {
    const { backend } = await starts({ 'incident.list': () => ({ incidents: [{ ...sampleIncident, nature: 'breach' }] }) });
    await screen.findByText(/est reprise où elle en était/);
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.rotation.empty);
    expect(backend.calls.some(({ command }) => command === 'incident.reclassify')).toBe(false);
  });

  it('asks who announces the leak where there is no incident yet', async () => {
    const leak = { ...sampleIncidentView, incident: { ...sampleIncident, nature: 'breach' as const } };
    const { backend } = await starts({ 'incident.list': () => ({ incidents: [] }), 'incident.open': () => leak });
    await screen.findByText(/est ouvert : la suite demande qui annonce/);
    press('Enter', { ctrlKey: true });
    const opening = await screen.findByRole('dialog', { name: t.incidents.openTitle });
    await userEvent.type(within(opening).getByLabelText(t.incidents.text), 'Fuite annoncée.');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.rotation.empty);
    expect(backend.calls.find(({ command }) => command === 'incident.open')?.request).toMatchObject({ platform: 'viamedis', nature: 'breach', said_by: 'press' });
  });
});
