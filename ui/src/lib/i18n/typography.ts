// The spacing of the language, applied once to a whole section of the catalogue.
import { typeset } from '$language/forms';

/** Every sentence of a section, spaced; functions are wrapped so that what they return is spaced too. */
export function typesetAll<T>(value: T): T {
  if (typeof value === 'string') return typeset(value) as T;
  if (typeof value === 'function') {
    const say = value as unknown as (...parameters: unknown[]) => unknown;
    return ((...parameters: unknown[]) => typesetAll(say(...parameters))) as unknown as T;
  }
  if (Array.isArray(value)) return value.map((item) => typesetAll(item) as unknown) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typesetAll(item as unknown)])) as T;
  }
  return value;
}

/** The shape of a section, whatever its words: what another language has to say. */
export type Words<T> = T extends string ? string : T extends (...parameters: infer P) => infer R ? (...parameters: P) => Words<R> : T extends object ? { [K in keyof T]: Words<T[K]> } : T;

/** A section in another language than French: every key of the French one, no other, spaced as its own language is. */
export function translated<T>(words: Words<T>): Words<T> {
  return typesetAll(words);
}
