// What the owner of a practice is called in the trade: « titulaire » of a pharmacy, « gérant » elsewhere. The window says which
// when a practice is open; sentences that are made when they are said use it.
let word = 'titulaire';

export function setOwnerWord(pharmacy: boolean): void {
  word = pharmacy ? 'titulaire' : 'gérant';
}

export const owner = (): string => word;
