// The colours hold WCAG 2.2 AA in both themes: every pair a component puts together, measured from the tokens.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/components/tokens.css', 'utf8');

function theme(name: 'light' | 'dark'): Record<string, string> {
  const block = new RegExp(`data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'hover', 'accent-soft'];
const TEXT: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => GROUNDS.map((ground): [string, string] => [ink, ground])),
  ...['ok', 'warn', 'bad', 'info'].flatMap((tone): [string, string][] => [[tone, `${tone}-soft`], [tone, 'surface'], [tone, 'canvas'], ['ink-2', `${tone}-soft`], [tone, 'accent-soft']]),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['accent', 'surface'],
];
/** Edges of controls and the focus ring: 3 to 1 is asked of them. */
const EDGES: [string, string][] = [
  ['line-control', 'surface'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
  ['focus', 'sunken'],
];

describe.each(['light', 'dark'] as const)('%s', (name) => {
  const colours = theme(name);
  it('defines the same tokens as the other theme', () => {
    expect(Object.keys(colours).sort()).toEqual(Object.keys(theme(name === 'light' ? 'dark' : 'light')).sort());
    expect(Object.keys(colours).length).toBeGreaterThan(20);
  });
  it.each(TEXT)('%s on %s can be read', (ink, ground) => expect(contrast(colours[ink] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5));
  it.each(EDGES)('%s is seen on %s', (edge, ground) => expect(contrast(colours[edge] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(3));
});
