// How long a passphrase would hold, in four words. Counts what an attacker counts: length, variety and
// repetition; it never sends or keeps what is typed.

/** Below this the practice is not created: NIST and ASVS ask for length, not for symbols. */
export const SHORTEST_PASSPHRASE = 12;

export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'strong';

export function passphraseStrength(typed: string): Strength {
  if (typed === '') return 'empty';
  const characters = [...typed];
  if (characters.length < SHORTEST_PASSPHRASE) return 'short';
  const distinct = new Set(characters.map((character) => character.toLowerCase())).size;
  const words = typed.trim().split(/[\s\-_.]+/).filter((word) => word.length > 2);
  const runs = /(.)\1{2}|0123|1234|2345|3456|4567|5678|6789|azerty|qwerty|abcd|motdepasse|password/i.test(typed);
  if (runs || distinct < 6) return 'weak';
  if (new Set(words.map((word) => word.toLowerCase())).size >= 4 || (characters.length >= 18 && distinct >= 10)) return 'strong';
  return distinct >= 8 ? 'fair' : 'weak';
}
