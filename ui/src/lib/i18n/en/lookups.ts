// What the watch over look-ups found, in a sentence: on its own page, and in the refusal of a look-up.
import type { LookupFinding } from '../../contract/contract';
import type * as fr from '../fr/lookups';
import { counted } from '../plural';

/** “41 look-ups in one hour, 40 at most.” */
export function finding({ reason, count, limit }: LookupFinding): string {
  const most = limit === 0 ? '' : `, ${limit} at most`;
  switch (reason) {
    case 'per_hour':
      return `${counted(count, 'look-up', 'look-ups')} in one hour${most}.`;
    case 'without_dossier':
      return `${counted(count, 'look-up', 'look-ups')} without a dossier in one hour${most}.`;
    case 'outside_hours':
      return 'Look-up outside opening hours.';
    case 'sequential_nirs':
      return `${counted(count, 'consecutive social security number', 'consecutive social security numbers')}${most}.`;
    case 'several_platforms':
      return `The same person looked up on ${counted(count, 'platform', 'platforms')} in five minutes${most}.`;
  }
}

export const reasons: typeof fr.reasons = {
  per_hour: 'Look-ups by one person in one hour',
  without_dossier: 'Without a dossier, in one hour',
  outside_hours: 'Outside opening hours, in one hour',
  sequential_nirs: 'Consecutive social security numbers, in one hour',
  several_platforms: 'Same person on several platforms, in 5 minutes',
};
