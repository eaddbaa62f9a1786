// The French order of names and the folding used to search as one types: « Éloïse Le-Goff » is found by
// « eloise legoff ».
/** Made at the first comparison: the first screen sorts nothing. */
let collator: Intl.Collator | undefined;

export function compareNames(left: string, right: string): number {
  collator ??= new Intl.Collator('fr', { sensitivity: 'base', numeric: true, ignorePunctuation: true });
  return collator.compare(left, right);
}

/** Lower case, without accents, hyphens, apostrophes or doubled spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[-'’.\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether every word of `query` begins a word of `text`, in any order. */
export function matches(text: string, query: string): boolean {
  const words = fold(text).split(' ');
  return fold(query)
    .split(' ')
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}
