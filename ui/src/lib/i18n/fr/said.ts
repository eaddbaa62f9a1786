// What the counter says once a deed is done, whichever dialog did it: read with the first screen, unlike the dialogs' own
// words.
import type * as c from '../../contract/contract';
import { formatEuros } from '../../format/money';
import { typesetAll } from '../typography';

export const said = typesetAll({
  /** Between the operator asked first and the one asked in its place. */
  orElse: ', à défaut ',
  consent: {
    given: (operator: string) => `Accord noté pour ${operator}.`,
    refused: (operator: string) => `Refus noté : rien ne part vers ${operator}. Choisissez une façon sans tiers payant.`,
    withdrawn: (operator: string) => `Accord retiré : plus rien ne part vers ${operator}.`,
  } satisfies Record<c.ConsentDecision, (operator: string) => string>,
  coverRecorded: 'Constat gardé.',
  pictureKept: 'Image gardée, chiffrée.',
  erased: { raw_text: 'Texte effacé.', nir: 'NIR effacés.', front: 'Recto effacé, sa clé est détruite.', back: 'Verso effacé, sa clé est détruite.' } satisfies Record<c.CardPart, string>,
  chequeTaken: (cents: number) => `Chèque de ${formatEuros(cents)} conservé.`,
  receiptPrinted: 'Reçu prêt : deux exemplaires à signer.',
});
