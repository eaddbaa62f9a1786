// Locks a real practice left alone. Any key, click or scroll starts the wait again; a machine that slept past the hour
// locks as soon as it wakes, since timers do not run while it sleeps.

/** How often the hour is looked at. */
const LOOK_EVERY_MS = 15_000;
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Starts watching; what it gives back stops it. */
export function watchIdle(onidle: () => void, afterMs: number): () => void {
  let lastAt = Date.now();
  let said = false;
  const alive = (): void => {
    // Past the hour, a key wakes the screen but does not undo the lock.
    if (!look()) lastAt = Date.now();
  };
  function look(): boolean {
    if (said || Date.now() - lastAt < afterMs) return said;
    said = true;
    onidle();
    return true;
  }
  const timer = setInterval(look, Math.min(LOOK_EVERY_MS, afterMs));
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { passive: true, capture: true });
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive, { capture: true });
  };
}
