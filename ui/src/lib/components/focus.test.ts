// The field a page is opened for takes the focus once: what changes around it later never pulls the cursor back.
import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import TextInput from './TextInput.svelte';

it('takes the focus when it appears, and not again when its error or its hint changes', async () => {
  const elsewhere = document.body.appendChild(document.createElement('input'));
  const { rerender } = render(TextInput, { label: 'Nom', value: '', autofocus: true });
  expect(document.activeElement).toBe(screen.getByLabelText('Nom'));
  elsewhere.focus();
  await rerender({ error: 'À remplir.' });
  await rerender({ error: undefined, hint: 'comme sur la carte', maxlength: 40 });
  expect(document.activeElement).toBe(elsewhere);
  elsewhere.remove();
});
