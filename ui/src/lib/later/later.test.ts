// Parts read when they are first opened: a key pressed meanwhile waits and acts in its order, letters go into the field
// that the part brings, a part that cannot be read is said in a sentence, and the next opening tries again.
import { render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { toasts } from '$lib/components/toasts.svelte';
import TextInput from '$lib/components/TextInput.svelte';
import { t } from '$lib/i18n';
import { later } from './later.svelte';

afterEach(() => toasts.clear());

type Module = { default: typeof TextInput };

/** A part whose file comes when told. */
function slowPart(): { Part: typeof TextInput; come: () => void } {
  let come = (): void => undefined;
  const Part = later(() => new Promise<Module>((resolve) => (come = () => resolve({ default: TextInput }))));
  return { Part, come: () => come() };
}

function press(code: string, key = code, options: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true, ...options });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}

it('shows the part once its file is read, with what it was given', async () => {
  const { Part, come } = slowPart();
  render(Part, { label: 'Nom', value: 'Delmas' });
  expect(screen.queryByLabelText('Nom')).toBeNull();
  come();
  expect(await screen.findByLabelText<HTMLInputElement>('Nom')).toHaveProperty('value', 'Delmas');
});

it('is there at once the second time', async () => {
  const { Part, come } = slowPart();
  const first = render(Part, { label: 'Nom', value: '' });
  come();
  await screen.findByLabelText('Nom');
  first.unmount();
  render(Part, { label: 'Nom', value: '' });
  expect(screen.getByLabelText('Nom')).toBeTruthy();
});

it('holds the keys pressed meanwhile, then presses them in their order', async () => {
  const heard: string[] = [];
  const hear = (event: KeyboardEvent): void => void heard.push(event.code);
  window.addEventListener('keydown', hear);
  const { Part, come } = slowPart();
  render(Part, { label: 'Nom', value: '', autofocus: true });
  expect(press('F4').defaultPrevented).toBe(true);
  press('KeyA', 'a');
  press('KeyB', 'b');
  press('KeyK', 'k', { altKey: true });
  expect(heard).toEqual([]);
  come();
  await waitFor(() => expect(heard).toEqual(['F4', 'KeyA', 'KeyB', 'KeyK']));
  expect(await screen.findByLabelText<HTMLInputElement>('Nom')).toHaveProperty('value', 'ab');
  press('F6');
  expect(heard.at(-1)).toBe('F6');
  window.removeEventListener('keydown', hear);
});

it('says that a part cannot be read, lets the keys go, and tries again', async () => {
  const read = vi.fn<() => Promise<Module>>().mockRejectedValueOnce(new Error('gone')).mockResolvedValue({ default: TextInput });
  const Part = later(read);
  const first = render(Part, { label: 'Nom', value: '' });
  await waitFor(() => expect(toasts.shown.map((toast) => toast.text)).toEqual([t.ui.partUnread]));
  const heard = vi.fn();
  window.addEventListener('keydown', heard, { once: true });
  press('F4');
  expect(heard).toHaveBeenCalledOnce();
  first.unmount();
  render(Part, { label: 'Nom', value: '' });
  await screen.findByLabelText('Nom');
});
