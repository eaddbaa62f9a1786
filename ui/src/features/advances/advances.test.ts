// The papers of a customer who advances everything: asked for by one key, refused at the field without the invoice's number;
// and a paper printed again, which is asked for by its own name.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '$lib/backend/backend';
import { sampleDossier } from '../../samples/dossiers';
import { clean, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';

beforeEach(clean);

const base = sampleDossier(8);
const paid = { ...base, advance: { invoice_number: '', missing_cents: 0, ranks: [1] } };

describe('the papers of an advance', () => {
  it('wait for the money, and say what is missing', async () => {
    await openApp({ 'dossier.view': () => base });
    await counter.open('d-8');
    press('KeyI', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(t.advances.papersMissing(37991))).toBeTruthy();
    expect(within(dialog).getByRole('button', { name: new RegExp(t.advances.paperKinds.attestation) })).toHaveProperty('disabled', true);
  });

  it('ask for the invoice at its field, then print', async () => {
    const backend = await openApp({
      'dossier.view': () => paid,
      'advance.print': ({ invoice_number }) => {
        if (!invoice_number) throw new Refused({ code: 'invalid_field', params: { field: 'invoice_number', reason: 'empty' } });
        return { path: '/papers/a.pdf', file_name: 'a.pdf', pages: 1 };
      },
    });
    await counter.open('d-8');
    press('KeyI', { altKey: true });
    const dialog = await screen.findByRole('dialog');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(within(dialog).getByText(t.fieldReasons.empty)).toBeTruthy());
    await userEvent.type(within(dialog).getByLabelText(t.advances.invoiceNumber), 'FA-118');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.filter((call) => call.command === 'advance.print').at(-1)?.request).toEqual({ dossier: base.dossier, paper: 'attestation', rank: null, invoice_number: 'FA-118' }));
  });
});

describe('a paper that was issued', () => {
  it('is printed again under its own name, and says how often it was', async () => {
    const one = sampleDossier(0);
    const backend = await openApp({ 'dossier.view': () => one });
    await counter.open('d-0');
    press('F10');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(new RegExp(t.advances.duplicates(1)))).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: /DUPLICATA/ }));
    await waitFor(() => expect(backend.calls.some((call) => call.command === 'document.reprint')).toBe(true));
  });
});
