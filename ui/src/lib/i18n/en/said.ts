// What the counter says once a deed is done, whichever dialog did it: read with the first screen, unlike the dialogs' own
// words.
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/said';
import { translated } from '../typography';

export const said = translated<typeof fr.said>({
  orElse: ', or else ',
  consent: {
    given: (operator) => `Consent noted for ${operator}.`,
    refused: (operator) => `Refusal noted: nothing goes to ${operator}. Choose a way without third-party payment.`,
    withdrawn: (operator) => `Consent withdrawn: nothing more goes to ${operator}.`,
  },
  coverRecorded: 'Sighting kept.',
  pictureKept: 'Picture kept, encrypted.',
  erased: { raw_text: 'Text erased.', nir: 'Social security numbers erased.', front: 'Front erased, its key is destroyed.', back: 'Back erased, its key is destroyed.' },
  chequeTaken: (cents) => `Cheque for ${formatEuros(cents)} kept.`,
  receiptPrinted: 'Receipt ready: two copies to sign.',
});
