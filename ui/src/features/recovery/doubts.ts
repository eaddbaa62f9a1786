// What a portal is said to have answered and can hardly have: more than was asked, or an agreement that is already over. It may be
// so, and is then written down knowingly.
import type { CivilDate } from '$lib/format/civil';
import { formatDate } from '$lib/format/dates';
import { t } from '$lib/i18n';

/** What is doubtful, each in a sentence for its field. */
export interface Doubts {
  amount: string | undefined;
  until: string | undefined;
}

export function doubtsOf(said: { cents: number | undefined; until: CivilDate | undefined }, askedCents: number, today: CivilDate): Doubts {
  return {
    amount: said.cents !== undefined && said.cents > askedCents ? t.recovery.doubtAbove(askedCents) : undefined,
    until: said.until !== undefined && said.until < today ? t.recovery.doubtOver(formatDate(said.until)) : undefined,
  };
}

/** Whether anything is: it is asked about before it is kept. */
export function doubtful(doubts: Doubts): boolean {
  return doubts.amount !== undefined || doubts.until !== undefined;
}
