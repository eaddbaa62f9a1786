// Signs of life: a key, a click or a scroll says that somebody is at the window. How long it may be left alone is counted
// elsewhere, where a page that stopped working cannot stop the count.

/** Between two that are told, at least. */
const TELL_EVERY_MS = 1_000;
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Starts telling; what it gives back stops it. */
export function tellSignsOfLife(tell: () => void): () => void {
  let toldAt = -TELL_EVERY_MS;
  const alive = (): void => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    tell();
  };
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { passive: true, capture: true });
  return () => {
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive, { capture: true });
  };
}
