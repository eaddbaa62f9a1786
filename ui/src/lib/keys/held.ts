// Keys pressed while a part of the window is being read: they wait, and act in their order once it is there. A key of the
// window, a letter into a field, Enter on a button do what they would have done; Tab and the arrows inside a field are the
// browser's own and are not done again.
import { tick } from 'svelte';

let waitingFor = 0;
let held: KeyboardEvent[] = [];

/** Holds what is pressed until `opened` is settled and what it brought has been put in the page. */
export function holdKeys(opened: Promise<void>): void {
  if (waitingFor === 0) window.addEventListener('keydown', hold, { capture: true });
  waitingFor += 1;
  void opened.then(tick).then(tick).then(release);
}

function hold(event: KeyboardEvent): void {
  // What we press again ourselves goes through.
  if (!event.isTrusted && event instanceof PressedAgain) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(event);
}

async function release(): Promise<void> {
  waitingFor -= 1;
  if (waitingFor > 0) return;
  window.removeEventListener('keydown', hold, { capture: true });
  const pressed = held;
  held = [];
  for (const [index, event] of pressed.entries()) {
    press(event);
    await tick();
    // The key has opened another part: those after it wait for that one.
    if (waitingFor > 0) {
      held = [...pressed.slice(index + 1), ...held];
      return;
    }
  }
}

/** A key that had waited. */
class PressedAgain extends KeyboardEvent {}

function press(event: KeyboardEvent): void {
  const target = document.activeElement ?? document.body;
  const again = new PressedAgain('keydown', event);
  if (!target.dispatchEvent(again) || again.ctrlKey || again.altKey || again.metaKey) return;
  if (target instanceof HTMLButtonElement && (again.key === 'Enter' || again.key === ' ')) target.click();
  else if (again.key.length === 1 && (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) type(target, again.key);
}

/** Writes a letter where the caret is, as if typed: the field's own listeners hear of it. */
function type(field: HTMLInputElement | HTMLTextAreaElement, letter: string): void {
  field.setRangeText(letter, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter, inputType: 'insertText' }));
}
