// A telephone number as it is typed: the one number the counter asks for. Those of a practice are checked in `identifiers.ts`.
import type { IdentifierCheck } from './identifiers';

export function compact(typed: string): string {
  return typed.replace(/[\s.\-/\u00a0\u202f]/g, '').toUpperCase();
}

/** ITU-T E.164. */
const ABROAD_DIGITS = { least: 7, most: 15 };

/** A French number, ten digits from 0 with or without its country; any other begins with + or 00 and has 7 to 15 digits. */
export function checkPhone(typed: string): IdentifierCheck {
  const text = compact(typed).replace(/[()]/g, '');
  if (text === '') return { kind: 'empty' };
  if (!/^\+?\d+$/.test(text)) return { kind: 'invalid', why: 'characters' };
  const national = text.replace(/^(\+33|0033)/, '0');
  const abroad = /^(?:\+|00)(\d*)$/.exec(national)?.[1];
  if (abroad !== undefined) {
    if (abroad.length < ABROAD_DIGITS.least) return { kind: 'partial', missing: ABROAD_DIGITS.least - abroad.length };
    return abroad.length > ABROAD_DIGITS.most ? { kind: 'invalid', why: 'length' } : { kind: 'valid', value: `+${abroad}` };
  }
  if (!national.startsWith('0')) return { kind: 'invalid', why: 'length' };
  if (national.length < 10) return { kind: 'partial', missing: 10 - national.length };
  if (national.length > 10) return { kind: 'invalid', why: 'length' };
  return { kind: 'valid', value: national };
}

/** It may be kept as it stands: nothing typed, or a number that holds. */
export function settled(check: IdentifierCheck): boolean {
  return check.kind === 'empty' || check.kind === 'valid' || check.kind === 'doubtful';
}
