// What the owner of a practice is called in the trade: « titulaire » of a pharmacy, « gérant » elsewhere. The window says which
// when a practice is open; sentences that are made when they are said use it.
import { ownerOf } from '$language/forms';

let word = ownerOf(true);

export function setOwnerWord(pharmacy: boolean): void {
  word = ownerOf(pharmacy);
}

export const owner = (): string => word;
