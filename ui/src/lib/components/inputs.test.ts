// The entry fields as a person and a reader use them: what is typed stays, what it means comes out.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { violations } from '../../test/axe';
import AmountInput from './AmountInput.svelte';
import Cmc7Input from './Cmc7Input.svelte';
import Combobox from './Combobox.svelte';
import DateInput from './DateInput.svelte';

describe('AmountInput', () => {
  it('gives cents, keeps what was typed, shows how it was read', async () => {
    const onchange = vi.fn();
    render(AmountInput, { label: 'Total', cents: undefined, onchange });
    const field = screen.getByLabelText<HTMLInputElement>('Total');
    await userEvent.type(field, '12,5');
    expect(onchange).toHaveBeenLastCalledWith(1250);
    expect(field.value).toBe('12,5');
    expect(screen.getByText('12,50 €')).toBeTruthy();
    await userEvent.tab();
    expect(field.value).toBe('12,5');
  });
  it('says what is wrong only once the field is left', async () => {
    render(AmountInput, { label: 'Total', cents: undefined });
    await userEvent.type(screen.getByLabelText('Total'), '12,345');
    expect(screen.queryByText('Deux décimales au plus.')).toBeNull();
    await userEvent.tab();
    expect(screen.getByText('Deux décimales au plus.')).toBeTruthy();
    expect(screen.getByLabelText('Total').getAttribute('aria-invalid')).toBe('true');
    expect(await violations()).toEqual([]);
  });
  it('takes a value set from outside', async () => {
    const { rerender } = render(AmountInput, { label: 'Total', cents: 48000 });
    expect(screen.getByLabelText<HTMLInputElement>('Total').value).toBe('480,00');
    await rerender({ cents: undefined });
    expect(screen.getByLabelText<HTMLInputElement>('Total').value).toBe('');
  });
});

describe('DateInput', () => {
  it('reads short dates and names the day', async () => {
    const onchange = vi.fn();
    render(DateInput, { label: 'Daté du', date: undefined, today: '2024-02-05', onchange });
    await userEvent.type(screen.getByLabelText('Daté du'), '0103');
    expect(onchange).toHaveBeenLastCalledWith('2024-03-01');
    expect(screen.getByText('ven. 01/03/2024')).toBeTruthy();
    await userEvent.clear(screen.getByLabelText('Daté du'));
    await userEvent.type(screen.getByLabelText('Daté du'), '-3');
    expect(onchange).toHaveBeenLastCalledWith('2024-02-02');
  });
  it('refuses a day that does not exist', async () => {
    const onchange = vi.fn();
    render(DateInput, { label: 'Daté du', date: undefined, today: '2024-02-05', onchange });
    await userEvent.type(screen.getByLabelText('Daté du'), '3102');
    await userEvent.tab();
    expect(onchange).toHaveBeenLastCalledWith(undefined);
    expect(screen.getByText('Ce jour n’existe pas.')).toBeTruthy();
  });
});

describe('Cmc7Input', () => {
  const line = '6679545042014506908052108899000';

  /** Keys as a reader sends them: one every few milliseconds, then Enter. */
  function burst(field: HTMLInputElement, text: string, gapMs: number): KeyboardEvent {
    let at = 1000;
    const press = (key: string): KeyboardEvent => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: at });
      field.dispatchEvent(event);
      at += gapMs;
      return event;
    };
    for (const character of text) {
      press(character);
      field.value += character;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return press('Enter');
  }

  it('keeps the reader’s Enter from submitting, and gives the line', () => {
    const onread = vi.fn();
    render(Cmc7Input, { label: 'Ligne', value: '', onread });
    const enter = burst(screen.getByLabelText('Ligne'), line, 4);
    expect(enter.defaultPrevented).toBe(true);
    expect(onread).toHaveBeenCalledWith(expect.objectContaining({ digits: line, key: '90' }), true);
  });
  it('leaves Enter alone when a hand typed', () => {
    const onread = vi.fn();
    render(Cmc7Input, { label: 'Ligne', value: '', onread });
    const enter = burst(screen.getByLabelText('Ligne'), line, 180);
    expect(enter.defaultPrevented).toBe(false);
    expect(onread).not.toHaveBeenCalled();
  });
  it('asks for an unreadable digit', async () => {
    render(Cmc7Input, { label: 'Ligne', value: '' });
    await userEvent.type(screen.getByLabelText('Ligne'), '667?545 042014506908');
    expect(screen.getByText('Un chiffre n’a pas été lu : relisez le chèque et tapez la ligne.')).toBeTruthy();
  });
});

describe('Combobox', () => {
  const options = [
    { value: 'viamedis', label: 'Viamedis' },
    { value: 'sp-sante', label: 'SP santé' },
    { value: 'almerys', label: 'Almerys' },
  ];
  it('finds without accents, picks with the keyboard, keeps what is not in the list', async () => {
    const onpick = vi.fn();
    render(Combobox, { label: 'Opérateur', text: '', options, onpick });
    const field = screen.getByRole<HTMLInputElement>('combobox');
    await userEvent.type(field, 'sante');
    expect(screen.getAllByRole('option').map((option) => option.textContent?.trim())).toEqual(['SP santé']);
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(field.value).toBe('SP santé');
    expect(onpick).toHaveBeenLastCalledWith(options[1]);
    await userEvent.clear(field);
    await userEvent.type(field, 'Mutuelle du Port');
    expect(field.value).toBe('Mutuelle du Port');
    expect(onpick).toHaveBeenLastCalledWith(undefined);
  });
});
