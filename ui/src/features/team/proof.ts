// What a person typed to prove who he is: a few digits are a PIN, since nothing so short is a passphrase.
import type { Refused } from '$lib/backend/backend';
import type { UserProof } from '$lib/contract/contract';
import { t } from '$lib/i18n';

const PIN = /^\d{1,8}$/;

export const proofOf = (typed: string): UserProof => (PIN.test(typed) ? { with: 'pin', pin: typed } : { with: 'passphrase', passphrase: typed });

/** What is wrong with a proof, in words for its field; nothing when the refusal is about something else. */
export function proofError(refused: Refused | undefined, name: string): string | undefined {
  switch (refused?.code) {
    case 'wrong_passphrase':
      return t.team.wrongPassphrase(name);
    case 'pin_locked':
    case 'wrong_pin':
    case 'pin_not_set':
    case 'tried_too_soon':
      return `${refused.words.why} ${refused.words.instead}`;
    default:
      return undefined;
  }
}
