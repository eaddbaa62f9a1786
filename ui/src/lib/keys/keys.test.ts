// Which key does what, where: physical keys, fields being typed in, keys held back from the webview.
import { describe, expect, it, vi } from 'vitest';
import { bindingFor, chordInWords, chordOf, dispatchKey, type Binding } from './keys';

function press(code: string, options: KeyboardEventInit = {}, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...options });
  Object.defineProperty(event, 'target', { value: target });
  return event;
}

function binding(id: string, chords: string[], extra: Partial<Binding> = {}): Binding {
  return { id, chords, label: id, run: vi.fn(), ...extra };
}

describe('chords', () => {
  it('names the physical key, whatever it types', () => {
    expect(chordOf(press('Digit1', { key: '&', altKey: true }))).toBe('Alt+Digit1');
    expect(chordOf(press('KeyQ', { key: 'a', ctrlKey: true }))).toBe('Ctrl+KeyQ');
  });
  it('reads well', () => {
    expect(chordInWords('Ctrl+KeyK')).toBe('Ctrl K');
    expect(chordInWords('Alt+Digit1')).toBe('Alt 1');
    expect(chordInWords('Space')).toBe('Espace');
  });
});

describe('bindings', () => {
  const input = document.createElement('input');
  const letter = binding('next', ['KeyJ']);
  const help = binding('help', ['?']);
  const sale = binding('sale', ['F2', 'Alt+KeyN']);

  it('a letter stays a letter while typing', () => {
    expect(bindingFor(press('KeyJ', { key: 'j' }, input), [letter])).toBeUndefined();
    expect(bindingFor(press('KeyJ', { key: 'j' }), [letter])).toBe(letter);
  });
  it('« ? » is known by its character, and stays one while typing', () => {
    expect(bindingFor(press('KeyM', { key: '?', shiftKey: true }), [help])).toBe(help);
    expect(bindingFor(press('KeyM', { key: '?', shiftKey: true }, input), [help])).toBeUndefined();
  });
  it('a function key and its second binding both fire while typing', () => {
    expect(bindingFor(press('F2', {}, input), [sale])).toBe(sale);
    expect(bindingFor(press('KeyN', { altKey: true }, input), [sale])).toBe(sale);
  });
  it('the screen on top wins over the shell', () => {
    const screen = binding('screen', ['F2']);
    expect(bindingFor(press('F2'), [sale, screen])).toBe(screen);
  });
});

describe('dispatch', () => {
  it.each(['F3', 'F5', 'F7', 'F11'])('%s never reaches the webview', (code) => {
    const event = press(code);
    dispatchKey(event, []);
    expect(event.defaultPrevented).toBe(true);
  });
  it('Ctrl+P never prints the window', () => {
    const event = press('KeyP', { ctrlKey: true });
    dispatchKey(event, []);
    expect(event.defaultPrevented).toBe(true);
  });
  it('leaves copy and paste alone', () => {
    const event = press('KeyC', { ctrlKey: true });
    dispatchKey(event, []);
    expect(event.defaultPrevented).toBe(false);
  });
  it('does not repeat a held key, nor run what is refused for now', () => {
    const held = binding('held', ['F4']);
    const refused = binding('refused', ['F6'], { disabled: true });
    dispatchKey(press('F4', { repeat: true }), [held]);
    dispatchKey(press('F6'), [refused]);
    expect(held.run).not.toHaveBeenCalled();
    expect(refused.run).not.toHaveBeenCalled();
  });
});
