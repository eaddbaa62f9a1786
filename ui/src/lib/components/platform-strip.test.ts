// The strip of platforms: what is told where the window is too narrow for all of it, and that an outage is never cut off.
import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { t } from '$lib/i18n';
import { littoral, platforms } from '../../samples/backend';
import PlatformStrip from './PlatformStrip.svelte';

afterEach(() => vi.restoreAllMocks());

/** What is seen of a text: not what is there for readers of the screen alone. */
function seen(part: Element): string {
  const hidden = [...part.querySelectorAll('.visually-hidden')].map((word) => word.textContent);
  return hidden.reduce((text, word) => text.replace(word, ''), part.textContent);
}

/** The strip in a window that holds so many letters. */
function inWindow(letters: number): HTMLElement {
  cleanup();
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(letters);
  vi.spyOn(Element.prototype, 'scrollWidth', 'get').mockImplementation(function (this: Element) {
    return seen(this).length;
  });
  render(PlatformStrip, { platforms: [...platforms, littoral], today: '2024-01-31', onopen: () => undefined });
  return screen.getByRole('list', { name: t.frame.platforms });
}

it('lets words go before platforms, and never an outage', async () => {
  const whole = inWindow(10_000);
  await waitFor(() => expect(seen(whole)).toContain(t.frame.allUp));
  expect(seen(whole)).toContain(t.frame.othersUp);
  const most = seen(whole).length;

  const short = inWindow(most - 1);
  await waitFor(() => expect(seen(short)).not.toContain(t.frame.allUp));
  expect(seen(short)).toContain('Almerys');
  expect(short.textContent, 'still read aloud').toContain(t.frame.allUp);
  const less = seen(short).length;

  const outages = inWindow(less - 1);
  await waitFor(() => expect(seen(outages)).not.toContain('Almerys'));
  for (const platform of [...platforms, littoral]) {
    const out = platform.functions.filter((status) => status.state !== 'up' && status.state !== 'unknown');
    for (const status of out) {
      expect(seen(outages)).toContain(platform.label);
      expect(seen(outages)).toContain(t.terms.functions[status.function]);
    }
  }
  const folded = [...outages.querySelectorAll('li')].at(-1);
  expect(folded?.textContent).toContain(t.frame.noneKnownOut);
  expect(folded?.querySelector('button')?.title).toContain('Almerys');
});
