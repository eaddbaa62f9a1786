// Cents to what people read. Amounts are integers of cents everywhere; nothing here divides with a
// fraction, so no amount can be a cent off on screen.
const THIN = '\u202f';
const FIXED = '\u00a0';
const MINUS = '\u2212';

function grouped(units: string): string {
  return units.replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** `123456` gives `1 234,56` (thin no-break spaces between thousands). */
export function formatCents(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const text = `${grouped(digits.slice(0, -2))},${digits.slice(-2)}`;
  return cents < 0 ? `${MINUS}${text}` : text;
}

/** `123456` gives `1 234,56 €`, with a no-break space before the sign. */
export function formatEuros(cents: number): string {
  return `${formatCents(cents)}${FIXED}€`;
}

/** `1234` gives `1 234`. */
export function formatCount(count: number): string {
  return (count < 0 ? MINUS : '') + grouped(String(Math.abs(count)));
}

/** Basis points to a rate: `2000` gives `20 %`, `550` gives `5,5 %`. */
export function formatRate(basisPoints: number): string {
  const whole = Math.trunc(basisPoints / 100);
  const rest = String(Math.abs(basisPoints % 100)).padStart(2, '0').replace(/0+$/, '');
  return `${whole}${rest ? `,${rest}` : ''}${FIXED}%`;
}
