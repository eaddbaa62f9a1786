// Keys of the whole window. A binding names a physical key by `event.code`, so that an AZERTY keyboard and a
// QWERTY one agree; each function key has a second binding for the keyboards where it is taken. Keys the
// webview would take for itself (F3, F5, F7, Ctrl+P…) are held back even where no screen uses them.
import { KEY_NAMES } from '$language/forms';

/** `F2`, `Alt+Digit1`, `Ctrl+KeyK`, `Shift+Slash`: modifiers in the order Ctrl, Alt, Shift. */
export type Chord = string;

export interface Binding {
  id: string;
  chords: readonly Chord[];
  /** Said in the key bar, the palette and the cheat sheet. */
  label: string;
  run: () => void;
  /** Fires while a field is being typed in. Letters and « ? » do not, keys with a modifier do. */
  whileTyping?: boolean;
  /** Shown in the bar at the bottom. */
  inBar?: boolean;
  /** Shown but refused for now: the reason is said by the screen. */
  disabled?: boolean;
  /** Refused to whoever is at work, by his role: pressed, it says so. */
  denied?: boolean;
}

/** Held back from the webview: find, reload, caret browsing, print, and the like. */
const OWNED_BY_RELAIS: ReadonlySet<Chord> = new Set([
  'F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12',
  'Ctrl+KeyP', 'Ctrl+KeyF', 'Ctrl+KeyG', 'Ctrl+KeyR', 'Ctrl+KeyS', 'Ctrl+KeyO', 'Ctrl+KeyU', 'Ctrl+KeyL', 'Ctrl+KeyK', 'Ctrl+KeyJ', 'Ctrl+KeyH', 'Ctrl+KeyN', 'Ctrl+KeyD',
  'Ctrl+Shift+KeyR', 'Ctrl+F5', 'Alt+ArrowLeft', 'Alt+ArrowRight',
]);

export function chordOf(event: KeyboardEvent): Chord {
  const modifiers = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : ''].filter(Boolean);
  return [...modifiers, event.code].join('+');
}

/** « ? » sits on different keys: it is the one binding known by its character. */
function isQuestionMark(event: KeyboardEvent): boolean {
  return event.key === '?' && !event.ctrlKey && !event.altKey && !event.metaKey;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function hasModifier(chord: Chord): boolean {
  return /^(Ctrl|Alt)\+/.test(chord) || /^F\d+$/.test(chord);
}

/** The binding this event asks for, if one may fire where the focus is. The last declared wins. */
export function bindingFor(event: KeyboardEvent, bindings: readonly Binding[]): Binding | undefined {
  const chord = isQuestionMark(event) ? '?' : chordOf(event);
  const typing = isTyping(event.target);
  return bindings.findLast((binding) => binding.chords.includes(chord) && (!typing || hasModifier(chord) || binding.whileTyping === true));
}

/** Runs the binding an event asks for; holds back the webview's own keys. Returns whether one ran. One that the role does not
 * allow is told to `deny`. */
export function dispatchKey(event: KeyboardEvent, bindings: readonly Binding[], deny?: () => void): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const binding = bindingFor(event, bindings);
  if (binding || OWNED_BY_RELAIS.has(chordOf(event))) event.preventDefault();
  if (!binding || event.repeat) return false;
  if (binding.denied === true) deny?.();
  if (binding.denied === true || binding.disabled === true) return false;
  binding.run();
  return true;
}

/** Arrows, the same everywhere. */
const ARROWS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** `Ctrl+KeyK` gives `Ctrl K`; `Alt+Digit1` gives `Alt 1`. */
export function chordInWords(chord: Chord): string {
  return chord
    .split('+')
    .map((part) => KEY_NAMES[part] ?? ARROWS[part] ?? part.replace(/^(Key|Digit)/, ''))
    .join(' ');
}
