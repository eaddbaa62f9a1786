// A deed of a screen's store: what refused the one before is forgotten, what refuses this one is kept for the screen to say.
// Owns neither the sentence nor the deed.
import { asRefused, type Refused } from './backend';

/** What a screen says when something it asked for was refused. */
interface Told {
  refused: Refused | undefined;
}

/** Does it; false when it was refused. */
export async function attempt(store: Told, act: () => Promise<unknown>, refuse = (refused: Refused): void => void (store.refused = refused)): Promise<boolean> {
  store.refused = undefined;
  try {
    await act();
    return true;
  } catch (thrown) {
    refuse(asRefused(thrown));
    return false;
  }
}

/** The same for what takes a moment: a key pressed twice asks once. */
export async function attemptOnce(store: Told & { busy: boolean }, act: () => Promise<unknown>, refuse?: (refused: Refused) => void): Promise<boolean> {
  if (store.busy) return false;
  store.busy = true;
  try {
    return await attempt(store, act, refuse);
  } finally {
    store.busy = false;
  }
}
