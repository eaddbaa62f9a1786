// The papers of data protection: each is printed by its button; who answers is said once; a file is taken whole or told why not.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { openState, type Answers, type SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, openApp, words as t } from '../../test/open';

beforeEach(clean);

const p = t.privacyPapers;

async function open(answers: Answers = {}): Promise<{ backend: SampleBackend; panel: HTMLElement }> {
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('button', { name: t.privacy.title }));
  await userEvent.click(await screen.findByRole('tab', { name: p.tab }));
  const panel = await screen.findByRole('tabpanel', { name: p.tab });
  await within(panel).findByRole('table');
  return { backend, panel };
}

const asked = (backend: SampleBackend, name: string): unknown => backend.calls.findLast(({ command }) => command === name)?.request;
/** A name as it is read, whichever its spaces. */
const named = (text: string) => (name: string): boolean => name.replace(/\s+/g, ' ') === text;

describe('the papers', () => {
  it('each is printed, and what is processed shows its ground and where that comes from', async () => {
    const { backend, panel } = await open();
    for (const paper of ['notice', 'register', 'impact_assessment'] as const) {
      await userEvent.click(within(panel).getByRole('button', { name: named(p.printOf(p.papers[paper][0]).replace(/\s+/g, ' ')) }));
      await waitFor(() => expect(asked(backend, 'privacy_papers.print')).toEqual({ paper }));
    }
    expect(within(panel).getAllByRole('row')).toHaveLength(8);
    expect(within(panel).getAllByText(t.estimate.statuses.to_verify)).toHaveLength(7);
    expect(await violations(panel)).toEqual([]);
  });

  it('who answers is said once, and nothing is asked while nothing changed', async () => {
    const { backend, panel } = await open();
    const save = within(panel).getByRole<HTMLButtonElement>('button', { name: p.save });
    expect(save.disabled).toBe(true);
    await userEvent.type(within(panel).getByLabelText(p.dpo, { exact: false }), 'Cabinet Lex, dpo@lex.example');
    await userEvent.click(save);
    await waitFor(() => expect(asked(backend, 'privacy_papers.set_answerable')).toEqual({ representative: '', dpo: 'Cabinet Lex, dpo@lex.example' }));
    await within(panel).findByRole('button', { name: p.restore });
    await waitFor(() => expect(save.disabled).toBe(true));
  });

  it('a file that is wrong says where, and changes nothing', async () => {
    const { panel } = await open();
    await userEvent.click(within(panel).getByRole('button', { name: p.take }));
    await within(panel).findByText(t.privacy.fault({ line: 14, fault: 'shape', about: 'processing' }));
    expect(within(panel).queryByRole('button', { name: p.restore })).toBeNull();
  });

  it('whoever is not the owner reads it and prints, and changes nothing', async () => {
    const { panel } = await open({ 'app.state': () => ({ ...openState, user: openState.user && { ...openState.user, role: 'counter' } }) });
    expect(within(panel).queryByRole('button', { name: p.save })).toBeNull();
    expect(within(panel).queryByRole('button', { name: p.take })).toBeNull();
    expect(within(panel).getAllByRole('button', { name: /Imprimer/ })).toHaveLength(3);
  });
});
