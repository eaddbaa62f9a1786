// The inventory by the keyboard alone: one cheque after the other with Space, the end with the reason of each that is missing; left
// half-way, it is there again; from a missing cheque to the step « perdu ou volé ».
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { sampleDrawer } from '../../samples/cheques';
import { clean, openApp, press, words as t } from '../../test/open';
import { inventory } from './inventory.svelte';

beforeEach(clean);

async function open(answers: Parameters<typeof openApp>[0] = {}): Promise<Awaited<ReturnType<typeof openApp>>> {
  session.screen = 'cheques';
  inventory.open = true;
  const backend = await openApp(answers);
  await waitFor(() => expect(inventory.drawer).toBeTruthy());
  return backend;
}

describe('the count', () => {
  it('goes from cheque to cheque with Space and is recorded with the reason of the one that is missing', async () => {
    const user = userEvent.setup();
    const backend = await open({ 'inventory.drawer': () => sampleDrawer(3) });
    const [first, second, third] = sampleDrawer(3).cheques;
    press('F6');
    await waitFor(() => expect(inventory.at).toBe(first?.cheque));
    await waitFor(() => expect(document.activeElement?.tagName).toBe('TR'));
    press('Space');
    await waitFor(() => expect(inventory.at).toBe(second?.cheque));
    press('ArrowDown');
    await waitFor(() => expect(inventory.at).toBe(third?.cheque));
    press('Space');
    expect([...inventory.found]).toEqual([first?.cheque, third?.cheque]);
    await waitFor(() => expect(document.body.textContent?.replace(/\s+/g, ' ')).toContain(t.inventory.foundCents((first?.amount_cents ?? 0) + (third?.amount_cents ?? 0), sampleDrawer(3).total_cents)));
    press('F7');
    const paper = await screen.findByRole('dialog', { name: t.inventory.unknownAdd });
    await user.type(within(paper).getByLabelText(new RegExp(t.inventory.unknownFrom)), 'Paul Ritter');
    await user.type(within(paper).getByLabelText(new RegExp(t.inventory.unknownAmount)), '90');
    await user.type(within(paper).getByLabelText(new RegExp(t.inventory.unknownReason)), 'Acompte');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(inventory.unknown).toHaveLength(1));
    press('F6');
    const dialog = await screen.findByRole('dialog', { name: t.inventory.finish });
    press('Enter', { ctrlKey: true });
    expect(backend.calls.some(({ command }) => command === 'inventory.count')).toBe(false);
    await user.type(within(dialog).getByLabelText(new RegExp(t.inventory.why(second?.customer ?? ''))), 'Pas dans son enveloppe');
    await user.type(within(dialog).getByLabelText(new RegExp(`^${t.inventory.countedWith}`)), 'Maëlle');
    press('Enter', { ctrlKey: true });
    await waitFor(() =>
      expect(backend.calls.find(({ command }) => command === 'inventory.count')?.request).toEqual({
        found: [first?.cheque, third?.cheque],
        missing: [{ cheque: second?.cheque, reason: 'Pas dans son enveloppe' }],
        unknown: [{ number: '', from: 'Paul Ritter', amount_cents: 9_000, reason: 'Acompte' }],
        counted_with: 'Maëlle',
        alone: false,
      }),
    );
    await waitFor(() => expect(inventory.counting).toBe(false));
    expect(inventory.found.size).toBe(0);
    const kept = backend.calls.filter(({ command }) => command === 'inventory.keep_draft');
    expect(kept.length).toBeGreaterThan(2);
  });

  it('is there again when it was left half-way, and is given up only when asked', async () => {
    const drawer = sampleDrawer(3);
    const draft = { found: [drawer.cheques[1]?.cheque ?? '', 'c-gone'], missing: [], unknown: [], counted_with: '' };
    const backend = await open({ 'inventory.drawer': () => ({ ...drawer, draft }) });
    await screen.findByText(t.inventory.half(1, 3));
    expect([...inventory.found]).toEqual([drawer.cheques[1]?.cheque]);
    press('F6');
    await waitFor(() => expect(inventory.at).toBe(drawer.cheques[0]?.cheque));
    press('Escape');
    await waitFor(() => expect(inventory.counting).toBe(false));
    expect(session.screen).toBe('cheques');
    press('F6');
    await userEvent.setup().click(await screen.findByRole('button', { name: t.inventory.discard }));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.filter(({ command }) => command === 'inventory.keep_draft').at(-1)?.request).toEqual({ draft: null }));
    await waitFor(() => expect(inventory.counting).toBe(false));
  });

  it('is looked at again when the drawer changed meanwhile', async () => {
    const user = userEvent.setup();
    let drawer = sampleDrawer(2);
    await open({
      'inventory.drawer': () => drawer,
      'inventory.count': () => {
        drawer = sampleDrawer(3);
        throw { code: 'drawer_changed', params: {} };
      },
    });
    press('F6');
    for (const { cheque } of drawer.cheques) inventory.found.add(cheque);
    press('F6');
    const dialog = await screen.findByRole('dialog', { name: t.inventory.finish });
    await user.click(within(dialog).getByRole('checkbox', { name: new RegExp(t.inventory.countedAlone) }));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(inventory.missing).toHaveLength(1));
    expect(dialog.textContent?.replace(/\s+/g, ' ')).toContain(t.refusals.drawer_changed().why);
    expect(inventory.found.size).toBe(2);
  });
});

describe('a missing cheque', () => {
  it('goes straight to the step, with why', async () => {
    const user = userEvent.setup();
    const backend = await open();
    await waitFor(() => expect(inventory.shown).toBeTruthy());
    await waitFor(() => expect(document.activeElement?.tagName).toBe('TR'));
    press('ArrowDown');
    await waitFor(() => expect(inventory.shown?.row.inventory).toBe('v-1'));
    const missing = inventory.shown?.missing[0];
    await user.click(await screen.findByRole('button', { name: t.inventory.loseOf(missing?.cheque.customer ?? '') }));
    await screen.findByRole('dialog', { name: t.slips.stepTitle });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'cheque.take_step')?.request).toMatchObject({ cheque: missing?.cheque.cheque, step: 'lost', reason: t.inventory.loseWhy(inventory.shown?.row.number ?? '') }));
  });
});
