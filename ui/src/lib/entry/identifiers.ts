// Identifiers of a practice, checked as one types. Length fails; a FINESS that misses its control digit is
// only doubted, since public lists hold some that do.

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

function compact(typed: string): string {
  return typed.replace(/[\s.\-/\u00a0\u202f]/g, '').toUpperCase();
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

/** Ten digits starting with 0, or an international number; the digits only. */
export function checkPhone(typed: string): IdentifierCheck {
  const text = compact(typed).replace(/[()]/g, '');
  if (text === '') return { kind: 'empty' };
  if (!/^\+?\d+$/.test(text)) return { kind: 'invalid', why: 'characters' };
  const national = text.replace(/^(\+33|0033)/, '0');
  if (national.startsWith('+')) return national.length >= 9 ? { kind: 'valid', value: national } : { kind: 'partial', missing: 9 - national.length };
  if (national.length < 10) return { kind: 'partial', missing: 10 - national.length };
  if (national.length > 10 || !national.startsWith('0')) return { kind: 'invalid', why: 'length' };
  return { kind: 'valid', value: national };
}
