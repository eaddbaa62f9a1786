// Plurals, as the language of the build counts.
import { isOne } from '$language/forms';
import { formatCount } from '../format/money';

/** `1 chèque`, `2 chèques`; `0 chèque`, but `0 cheques`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${isOne(count) ? one : many}`;
}

/** The word alone, agreed with the count. */
export function agreed(count: number, one: string, many: string): string {
  return isOne(count) ? one : many;
}
