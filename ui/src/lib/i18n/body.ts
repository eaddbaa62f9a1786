// What an entry of the journal says, read part by part for the sentence that tells it; the same in every language.
import { formatDate } from '../format/dates';
import { formatEuros } from '../format/money';

/** An entry as it is kept: nothing of it is taken for granted. */
export type Body = Record<string, unknown>;

export function text(body: Body, key: string): string {
  const value = body[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function euros(body: Body, key: string): string {
  const value = body[key];
  return typeof value === 'number' ? formatEuros(value) : '';
}

export function date(body: Body, key: string): string {
  const value = body[key];
  return typeof value === 'string' ? formatDate(value) : '';
}

/** A word for a code, or the code itself when it is unknown. */
export function word<K extends string>(table: Record<K, string>, code: unknown): string {
  return typeof code === 'string' ? (table[code as K] ?? code) : '';
}
