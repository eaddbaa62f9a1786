// « Conservation »: each kind has its duration and its source; one is changed with a reason, and below the law that is said; nothing is
// erased before it is shown what goes and stays, and by one person alone.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RetentionView } from '$lib/contract/contract';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { sampleErasure, samplePurge, sampleRetention } from '../../samples/retention';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';

beforeEach(clean);

const r = t.retention;
const person = { user: 'u-2', name: 'Léa Martin', role: 'billing' as const, pin: true, pin_locked: false };
const two: RetentionView = { ...sampleRetention, may_second: [person] };

async function open(answers: Answers = {}): Promise<{ backend: SampleBackend; panel: HTMLElement }> {
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('button', { name: t.privacy.title }));
  await userEvent.click(await screen.findByRole('tab', { name: named(r.tab) }));
  const panel = await screen.findByRole('tabpanel', { name: named(r.tab) });
  await within(panel).findByRole('table');
  return { backend, panel };
}

const asked = (backend: SampleBackend, name: string): unknown => backend.calls.findLast(({ command }) => command === name)?.request;
/** A name as it is read, whichever its spaces. */
const named = (text: string) => (name: string): boolean => name.replace(/\s+/g, ' ') === text;
const holding = (text: string) => (name: string): boolean => name.replace(/\s+/g, ' ').includes(text);

describe('what is kept', () => {
  it('shows each kind with its duration, its source and what is due', async () => {
    const { panel } = await open();
    const row = within(panel).getByRole('row', { name: holding(r.kinds.nir[0]) });
    expect(row.textContent).toContain(r.kept(24, null));
    expect(row.textContent).toContain(r.due(12));
    expect(within(panel).getAllByRole('row')).toHaveLength(13);
    expect(panel.textContent?.replace(/\s+/g, ' ')).toContain(r.because('Conseil de notre délégué'));
    within(panel).getByRole('button', { name: named(r.certificateOf('PV-2024-0001')) });
    within(panel).getByText(r.destroyOn('2024-01-02', true));
    expect(await violations(document.body)).toEqual([]);
  });

  it('a duration below the law is said, and none is changed without a reason', async () => {
    const { backend, panel } = await open();
    await userEvent.click(within(panel).getByRole('button', { name: named(r.changeOf(r.kinds.customer[0])) }));
    const dialog = await screen.findByRole('dialog', { name: named(r.clockTitle(r.kinds.customer[0])) });
    const months = within(dialog).getByLabelText(r.months);
    await userEvent.clear(months);
    await userEvent.type(months, '60');
    await within(dialog).findByText(r.belowLaw(120, 'C. com. L123-22 : pièces comptables, 10 ans'));
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.fieldReasons.empty);
    expect(asked(backend, 'retention.set_clock')).toBeUndefined();
    expect(await violations(dialog)).toEqual([]);
    await userEvent.type(within(dialog).getByLabelText(r.reason), 'Avis du délégué');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog', { name: named(r.clockTitle(r.kinds.customer[0])) })).toBeNull());
    expect(asked(backend, 'retention.set_clock')).toEqual({ kind: 'customer', months: 60, source: 'C. com. L123-22', status: 'to_verify', reason: 'Avis du délégué' });
    within(panel).getByText(r.tooShort('C. com. L123-22 : pièces comptables, 10 ans'));
  });

  it('whoever is not the owner reads and erases nothing', async () => {
    const { panel } = await open({ 'app.state': () => ({ ...openState, user: openState.user && { ...openState.user, role: 'counter' } }) });
    expect(within(panel).queryByRole('button', { name: named(r.eraseCustomer) })).toBeNull();
    expect(within(panel).queryByRole('button', { name: named(r.changeOf(r.kinds.nir[0])) })).toBeNull();
  });
});

describe('what is erased', () => {
  it('one alone asks for what is due of the kinds he ticks, and confirms a day later', async () => {
    const waiting = { ...samplePurge, state: 'waiting' as const, seconded_by: null, number: null, confirm_from: '2024-02-01T08:10:00Z' };
    let view: RetentionView = sampleRetention;
    const { backend, panel } = await open({ 'retention.view': () => view, 'purge.ask': () => (view = { ...view, purges: [waiting] }) });
    await userEvent.click(within(panel).getByRole('button', { name: named(r.eraseDue(15)) }));
    const dialog = await screen.findByRole('dialog', { name: named(r.dueTitle) });
    await userEvent.click(await within(dialog).findByRole('checkbox', { name: holding(r.kinds.nir[0]) }));
    within(dialog).getByText(r.alone);
    expect(await violations(dialog)).toEqual([]);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'purge.ask')).toEqual({ kinds: ['customer'], dossiers: [], reason: '', second: null }));
    const confirm = await within(panel).findByRole<HTMLButtonElement>('button', { name: named(r.confirm) });
    expect(confirm.disabled).toBe(true);
    await userEvent.click(within(panel).getByRole('button', { name: named(r.withdraw) }));
    expect(asked(backend, 'purge.withdraw')).toEqual({ purge: 'pu-1' });
  });

  it('a customer is found, shown with what goes and stays, and erased with another person’s word', async () => {
    const { backend, panel } = await open({ 'retention.view': () => two });
    await userEvent.click(within(panel).getByRole('button', { name: named(r.eraseCustomer) }));
    const dialog = await screen.findByRole('dialog', { name: named(r.customerTitle) });
    await userEvent.type(within(dialog).getByLabelText(r.search), 'a');
    await userEvent.click((await within(dialog).findAllByRole('button', { name: /\p{L}+ \p{L}+/u }))[0] ?? dialog);
    await within(dialog).findByText(r.which('Lucie Bernard'));
    within(dialog).getByText(r.sharedStay(1));
    within(dialog).getByText(r.obliged('2034-01-15', 'C. com. L123-22 : pièces comptables, 10 ans'));
    expect(await violations(dialog)).toEqual([]);
    // The other record is a namesake's.
    await userEvent.click(within(dialog).getByRole('checkbox', { name: holding('2023-0041') }));
    await waitFor(() => expect(asked(backend, 'purge.preview')).toMatchObject({ dossiers: ['d-0'] }));
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.second.missing);
    expect(asked(backend, 'purge.ask')).toBeUndefined();
    await userEvent.type(within(dialog).getByLabelText(t.second.proof), '2580');
    await userEvent.type(within(dialog).getByLabelText(r.how), 'Lettre du 3 mars');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(asked(backend, 'purge.ask')).toEqual({ kinds: [], dossiers: ['d-0'], reason: 'Lettre du 3 mars', second: { user: 'u-2', proof: { with: 'pin', pin: '2580' } } }));
  });

  it('whoever has money open is not erased, and it is said why', async () => {
    const [first, ...others] = sampleErasure.dossiers;
    const { backend, panel } = await open({ 'purge.preview': () => ({ ...sampleErasure, dossiers: [{ ...first!, open: 'cheque_here' }, ...others] }) });
    await userEvent.click(within(panel).getByRole('button', { name: named(r.eraseCustomer) }));
    const dialog = await screen.findByRole('dialog', { name: named(r.customerTitle) });
    await userEvent.type(within(dialog).getByLabelText(r.search), 'a');
    await userEvent.click((await within(dialog).findAllByRole('button', { name: /\p{L}+ \p{L}+/u }))[0] ?? dialog);
    await within(dialog).findByText(r.cannot);
    within(dialog).getByText(r.open.cheque_here);
    press('Enter', { ctrlKey: true });
    expect(asked(backend, 'purge.ask')).toBeUndefined();
  });
});
