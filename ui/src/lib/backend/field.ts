// Which field a refusal is about, in words to show at that field.
import { t } from '$lib/i18n';
import type { Refused } from './backend';

/** What is wrong with `field` if the refusal is about it; nothing otherwise. */
export function fieldError(refused: Refused | undefined, field: string): string | undefined {
  if (refused?.code !== 'invalid_field' || refused.params['field'] !== field) return undefined;
  const reason = String(refused.params['reason'] ?? '');
  return reason in t.fieldReasons ? t.fieldReasons[reason as keyof typeof t.fieldReasons] : refused.words.instead;
}

/** The same for a field of a row: a refusal of a list says which row, from 0. */
export function fieldErrorAt(refused: Refused | undefined, field: string, row: number): string | undefined {
  return refused?.params['row'] === row ? fieldError(refused, field) : undefined;
}

/** A field by its name in the contract; the name itself when a newer build sends one the catalogue does not know. */
export function fieldName(field: string): string {
  return field in t.fieldNames ? t.fieldNames[field as keyof typeof t.fieldNames] : field;
}
