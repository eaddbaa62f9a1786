// Identifiers of a practice, checked as one types. Length fails; a FINESS that misses its control digit is
// only doubted, since public lists hold some that do.

import { compact } from './phone';

export type IdentifierCheck =
  | { kind: 'empty' }
  | { kind: 'partial'; missing: number }
  | { kind: 'valid'; value: string }
  | { kind: 'doubtful'; value: string }
  | { kind: 'invalid'; why: 'characters' | 'length' | 'control' };

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

export function passesLuhn(digits: string): boolean {
  return luhnSum(digits) % 10 === 0;
}

const LA_POSTE_SIREN = '356000000';
const LA_POSTE_HEAD_OFFICE = '35600000000048';

function siretHolds(digits: string): boolean {
  if (digits.startsWith(LA_POSTE_SIREN) && digits !== LA_POSTE_HEAD_OFFICE) {
    return [...digits].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
  }
  return passesLuhn(digits);
}

export function checkSiret(typed: string): IdentifierCheck {
  const digits = compact(typed);
  if (digits === '') return { kind: 'empty' };
  if (!/^\d+$/.test(digits)) return { kind: 'invalid', why: 'characters' };
  if (digits.length < 14) return { kind: 'partial', missing: 14 - digits.length };
  if (digits.length > 14) return { kind: 'invalid', why: 'length' };
  return siretHolds(digits) ? { kind: 'valid', value: digits } : { kind: 'invalid', why: 'control' };
}

export function checkFiness(typed: string): IdentifierCheck {
  const value = compact(typed);
  if (value === '') return { kind: 'empty' };
  if (!/^(\d[\dAB]?)?\d*$/.test(value)) return { kind: 'invalid', why: 'characters' };
  if (value.length < 9) return { kind: 'partial', missing: 9 - value.length };
  if (value.length > 9) return { kind: 'invalid', why: 'length' };
  if (/^2[AB]/.test(value)) return { kind: 'valid', value };
  return passesLuhn(value) ? { kind: 'valid', value } : { kind: 'doubtful', value };
}

/** A French postal code: five digits. */
export function checkPostcode(typed: string): IdentifierCheck {
  const text = compact(typed);
  if (text === '') return { kind: 'empty' };
  if (!/^\d+$/.test(text)) return { kind: 'invalid', why: 'characters' };
  if (text.length < 5) return { kind: 'partial', missing: 5 - text.length };
  return text.length > 5 ? { kind: 'invalid', why: 'length' } : { kind: 'valid', value: text };
}
