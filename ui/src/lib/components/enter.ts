// Enter goes to the next field, as at a till; from the last one it submits the form. Buttons, lists and long
// texts keep their own Enter.
const FIELDS = 'input:not([type=checkbox]):not([type=radio]):not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)';

export function enterMovesOn(form: HTMLFormElement): () => void {
  function keydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.altKey || event.isComposing) return;
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)) return;
    if (event.target instanceof HTMLInputElement && ['checkbox', 'radio', 'submit', 'button'].includes(event.target.type)) return;
    const fields = [...form.querySelectorAll<HTMLElement>(FIELDS)];
    const next = fields[fields.indexOf(event.target) + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  form.addEventListener('keydown', keydown);
  return () => form.removeEventListener('keydown', keydown);
}
