// Amounts as they are typed at a counter: digits only, a comma or a point when there are cents. Returns integers of
// cents; a text that could mean two amounts is refused rather than guessed.

/** Above this a counter amount is a slip of the finger: one million euros. */
export const LARGEST_AMOUNT_CENTS = 100_000_000;

/** Thousands set apart by commas and cents by a point, `1,234.56`: it can mean one amount only. */
const ENGLISH = /^\d{1,3}(?:,\d{3})+\.\d*$/;

export type AmountEntry = { kind: 'empty' } | { kind: 'amount'; cents: number } | { kind: 'refused'; why: 'format' | 'decimals' | 'too-large' };

/** `480` is 480,00; `12,5` is 12,50; `,5` is 0,50. */
export function readAmount(typed: string): AmountEntry {
  const text = typed.replace(/[\s\u00a0\u202f€]/g, '').replace(ENGLISH, (amount) => amount.replaceAll(',', ''));
  if (text === '') return { kind: 'empty' };
  const found = /^(\d*)(?:[.,](\d*))?$/.exec(text);
  const units = found?.[1] ?? '';
  const decimals = found?.[2] ?? '';
  if (!found || (units === '' && decimals === '')) return { kind: 'refused', why: 'format' };
  if (decimals.length > 2) return { kind: 'refused', why: 'decimals' };
  if (units.length > 9) return { kind: 'refused', why: 'too-large' };
  const cents = Number(units || '0') * 100 + Number(decimals.padEnd(2, '0') || '0');
  if (cents > LARGEST_AMOUNT_CENTS) return { kind: 'refused', why: 'too-large' };
  return { kind: 'amount', cents };
}
