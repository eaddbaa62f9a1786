// Words of the pictures of a card or of a cheque: its two sides, and what is done with them.
import { formatDate } from '../../format/dates';
import type * as fr from '../fr/pictures';
import { counted } from '../plural';
import { translated } from '../typography';

export const pictures = translated<typeof fr.pictures>({
  sides: { front: 'Front', back: 'Back' },
  none: 'No picture',
  add: 'Choose…',
  replace: 'Replace',
  erase: 'Erase',
  eraseQuestion: 'Erase it for ever?',
  eraseConfirm: 'Erase the picture',
  keep: 'Keep it',
  hint: 'JPEG or PNG, 6 MB at most. Each picture is encrypted under its own key.',

  cheque: 'Pictures of the cheque',
  chequeOpen: (count) => (count === 0 ? 'Pictures…' : `Pictures (${count})…`),
  chequeOf: { front: 'Front of the cheque', back: 'Back of the cheque' },
  chequeKept: 'Picture kept, encrypted.',
  chequeErased: { front: 'Front erased, its key is destroyed.', back: 'Back erased, its key is destroyed.' },
  chequeUntil: (days) => `Erased ${counted(days, 'day', 'days')} after the cheque is given back, destroyed or credited for good.`,
  chequeErasedOn: (on) => `These pictures erase themselves on ${formatDate(on)}.`,
  chequeSettled: 'This cheque is settled: no picture of it is kept any more.',

  days: 'Days for which the pictures of a settled cheque stay',
  daysHint: 'from 1 to 365, counted once it is given back, destroyed or credited for good',
  daysNote: 'No text sets this time: it is the choice of the practice, to be checked with your bank.',
  daysShipped: '30 days to start with, to be checked.',
  daysChosen: (on) => `Chosen on ${formatDate(on)}, to be checked.`,
  daysSaved: (days) => `The pictures of a settled cheque are erased after ${counted(days, 'day', 'days')}.`,
});
