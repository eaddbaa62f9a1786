// Enter goes to the next field, as at a till; from the last one it submits the form. A box to tick is passed (Space
// ticks it), a group of choices is one stop. Buttons and long texts keep their own Enter.
const FIELDS = 'input:not([type=radio]):not([type=hidden]):not(:disabled), input[type=radio]:checked, select:not(:disabled), textarea:not(:disabled)';

export function enterMovesOn(form: HTMLFormElement): () => void {
  function keydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.altKey || event.isComposing) return;
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)) return;
    if (event.target instanceof HTMLInputElement && ['submit', 'button'].includes(event.target.type)) return;
    const fields = [...form.querySelectorAll<HTMLElement>(FIELDS)];
    const at = fields.indexOf(event.target);
    const next = at < 0 ? undefined : fields[at + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  form.addEventListener('keydown', keydown);
  return () => form.removeEventListener('keydown', keydown);
}
