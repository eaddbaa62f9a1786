// axe over a piece of page, in a given theme. Contrast is measured elsewhere (tokens.test.ts here, the real window
// in the end-to-end tests): jsdom paints nothing.
import axe from 'axe-core';

export async function violations(root: Element = document.body): Promise<string[]> {
  const results = await axe.run(root, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}
