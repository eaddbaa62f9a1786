// Where whoever is at work stands with the watch over look-ups. Asked again after each look-up and each news of it.
import { call } from '$lib/backend/backend';
import type { LookupStanding } from '$lib/contract/contract';

class Watch {
  standing = $state.raw<LookupStanding>();

  async look(): Promise<void> {
    // What cannot be read now is read at the next look-up; the rules stop it all the same.
    this.standing = await call('lookup_guard.standing', {}).catch(() => undefined);
  }
}

export const watch = new Watch();
