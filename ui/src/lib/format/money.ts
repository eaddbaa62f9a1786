// Cents to what people read. Amounts are integers of cents everywhere; nothing here divides with a
// fraction, so no amount can be a cent off on screen.
import { DECIMAL, inEuros, perCent, THOUSANDS } from '$language/forms';

const MINUS = '\u2212';

function grouped(units: string): string {
  return units.replace(/\B(?=(\d{3})+$)/g, THOUSANDS);
}

/** `123456` gives `1 234,56` (thin no-break spaces between thousands); in English, `1,234.56`. */
export function formatCents(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const text = `${grouped(digits.slice(0, -2))}${DECIMAL}${digits.slice(-2)}`;
  return cents < 0 ? `${MINUS}${text}` : text;
}

/** `123456` gives `1 234,56 €`, with a no-break space before the sign; in English, `€1,234.56`. */
export function formatEuros(cents: number): string {
  return inEuros(formatCents(cents));
}

/** `1234` gives `1 234`; in English, `1,234`. */
export function formatCount(count: number): string {
  return (count < 0 ? MINUS : '') + grouped(String(Math.abs(count)));
}

/** Basis points to a rate: `2000` gives `20 %`, `550` gives `5,5 %`; in English, `5.5%`. */
export function formatRate(basisPoints: number): string {
  const whole = Math.trunc(basisPoints / 100);
  const rest = String(Math.abs(basisPoints % 100)).padStart(2, '0').replace(/0+$/, '');
  return perCent(`${whole}${rest ? `${DECIMAL}${rest}` : ''}`);
}

/** Whole euros on the axis of a chart: `1234` gives `1 234 €`; in English, `€1,234`. */
export function formatWholeEuros(euros: number): string {
  return inEuros(formatCount(euros));
}

/** A number of hundredths as one types it: `1250` gives `12,50` with plain spaces between thousands; in English, `12.50`. */
export function formatTyped(cents: number): string {
  return formatCents(cents).replace(/\u202f/g, ' ');
}
