// French spacing, applied once to the whole catalogue: a no-break space before « : » and inside quotation marks,
// a thin one before « ; ! ? », so that sentences can be written plainly and never break in the wrong place. A sentence
// that holds another, already spaced, is spaced again and stays as it is.
const FIXED = '\u00a0';
const THIN = '\u202f';

export function typeset(text: string): string {
  return text
    .replace(/[ \u202f]?([;!?])(?=\s|$|»)/g, (_, mark: string) => `${THIN}${mark}`)
    .replace(/([;!?])(?=[^\s.,;!?)»])/g, '$1 ')
    .replace(/ :/g, `${FIXED}:`)
    .replace(/« /g, `«${FIXED}`)
    .replace(/ »/g, `${FIXED}»`)
    .replace(/(\d) (€|%|j\b|h\b)/g, `$1${FIXED}$2`)
    .replace(/n° /g, `n°${FIXED}`)
    .replace(/'/g, '’');
}

/** Every sentence of a catalogue, spaced; functions are wrapped so that what they return is spaced too. */
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
