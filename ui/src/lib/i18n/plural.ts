// French plurals: zero and one are singular.
import { formatCount } from '../format/money';

/** `0 chèque`, `1 chèque`, `2 chèques`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${Math.abs(count) < 2 ? one : many}`;
}

/** The word alone, agreed with the count. */
export function agreed(count: number, one: string, many: string): string {
  return Math.abs(count) < 2 ? one : many;
}
