// An incident by hand: opened from what was heard, added to, and each mistake said at its field.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import type { Answers, SampleBackend } from '../../samples/backend';
import { sampleIncident, sampleIncidentView } from '../../samples/backend';
import { theme } from '$lib/theme/theme.svelte';
import { violations } from '../../test/axe';
import { clean, openApp, press, words as t } from '../../test/open';
import { recovery } from './recovery.svelte';

beforeEach(clean);

async function open(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'recovery';
  const backend = await openApp(answers);
  await waitFor(() => expect(recovery.loaded).toBe(true));
  return backend;
}

const asked = (backend: SampleBackend, command: string): unknown => backend.calls.filter((one) => one.command === command).at(-1)?.request;

describe('opening one by hand', () => {
  it('takes a platform, its functions, its nature and who says it', async () => {
    const user = userEvent.setup();
    const backend = await open();
    press('F7');
    const dialog = await screen.findByRole('dialog', { name: t.incidents.openTitle });
    expect(await violations(dialog)).toEqual([]);
    // Nothing goes without words.
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.fieldReasons.empty);
    expect(asked(backend, 'incident.open')).toBeUndefined();
    await user.selectOptions(within(dialog).getByLabelText(t.incidents.platform), 'Almerys');
    await user.click(within(dialog).getByLabelText(t.terms.functions.claim));
    await user.type(within(dialog).getByLabelText(t.incidents.text), 'Portail fermé par précaution.');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.incidents.opened('Almerys'));
    expect(asked(backend, 'incident.open')).toMatchObject({ platform: 'almerys', functions: ['rights', 'prior_authorisation', 'claim'], nature: 'precautionary_closure', said_by: 'press', text: 'Portail fermé par précaution.', since: { on: '2024-01-31', time: '15:42' } });
    // Its sheet is on show.
    await screen.findByRole('dialog', { name: t.incidents.title('Almerys') });
  });

  it('needs a function', async () => {
    const user = userEvent.setup();
    const backend = await open();
    press('F7');
    const dialog = await screen.findByRole('dialog', { name: t.incidents.openTitle });
    await user.click(within(dialog).getByLabelText(t.terms.functions.rights));
    await user.click(within(dialog).getByLabelText(t.terms.functions.prior_authorisation));
    await user.type(within(dialog).getByLabelText(t.incidents.text), 'Fermé.');
    press('Enter', { ctrlKey: true });
    await within(dialog).findByText(t.incidents.noFunction);
    expect(asked(backend, 'incident.open')).toBeUndefined();
  });
});

describe.each(['light', 'dark'] as const)('the sheet, %s', (shown) => {
  it('says who said what, keeps pieces, and has no violation', async () => {
    theme.choose(shown);
    const user = userEvent.setup();
    const backend = await open();
    press('F8');
    const dialog = await screen.findByRole('dialog', { name: t.incidents.title('Viamedis') });
    expect(await violations(dialog)).toEqual([]);
    within(dialog).getByText(t.incidents.said(t.incidents.sourceOf('union'), 'Les demandes acceptées seront honorées, dit le ROF.'));
    await user.click(within(dialog).getByRole('button', { name: t.incidents.addLine }));
    await within(dialog).findByText(t.fieldReasons.empty);
    await user.type(within(dialog).getByLabelText(t.incidents.text), 'Retour annoncé lundi.');
    await user.click(within(dialog).getByRole('button', { name: t.incidents.addLine }));
    await within(dialog).findByText(t.incidents.said(t.incidents.sourceOf('operator'), 'Retour annoncé lundi.'));
    expect(asked(backend, 'incident.add_line')).toMatchObject({ incident: sampleIncident.incident, said_by: 'operator', text: 'Retour annoncé lundi.' });
    await user.click(within(dialog).getByRole('button', { name: t.incidents.attach }));
    await screen.findByText(t.incidents.attached('Courriel'));
    await user.selectOptions(within(dialog).getByLabelText(t.incidents.nature), t.incidents.natures.breach);
    await waitFor(() => expect(asked(backend, 'incident.reclassify')).toEqual({ incident: sampleIncident.incident, nature: 'breach' }));
  });
});

describe('the sheet', () => {
  it('says a wrong hour at its field', async () => {
    const user = userEvent.setup();
    await open({
      'incident.correct_times': () => {
        throw { code: 'invalid_field', params: { field: 'since', reason: 'not_a_time' } };
      },
    });
    press('F8');
    const dialog = await screen.findByRole('dialog', { name: t.incidents.title('Viamedis') });
    await user.click(within(dialog).getByRole('button', { name: t.incidents.times }));
    await within(dialog).findByText(t.fieldReasons.not_a_time);
  });

  it('opens again what was closed', async () => {
    const closed = { ...sampleIncidentView, incident: { ...sampleIncident, closed: true } };
    const backend = await open({ 'incident.view': () => closed });
    press('F8');
    await userEvent.click(await screen.findByRole('button', { name: t.incidents.reopen }));
    await screen.findByText(t.incidents.reopened);
    expect(asked(backend, 'incident.reopen')).toEqual({ incident: sampleIncident.incident });
  });

  it('says what is no piece beside the button, not above the sheet', async () => {
    await open({
      'incident.attach_piece': () => {
        throw { code: 'invalid_field', params: { field: 'path', reason: 'not_a_piece' } };
      },
    });
    press('F8');
    await userEvent.click(await screen.findByRole('button', { name: t.incidents.attach }));
    await screen.findByText(t.fieldReasons.not_a_piece);
  });
});
