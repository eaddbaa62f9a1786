// Words of the pictures of a card or of a cheque: its two sides, and what is done with them.
import type { PictureSide } from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { counted } from '../plural';
import { typesetAll } from '../typography';

export const pictures = typesetAll({
  sides: { front: 'Recto', back: 'Verso' } satisfies Record<PictureSide, string>,
  none: 'Pas d’image',
  add: 'Choisir…',
  replace: 'Remplacer',
  erase: 'Effacer',
  eraseQuestion: 'L’effacer pour toujours ?',
  eraseConfirm: 'Effacer l’image',
  keep: 'La garder',
  hint: 'JPEG ou PNG, 6 Mo au plus. Chaque image est chiffrée sous sa propre clé.',

  cheque: 'Images du chèque',
  chequeOpen: (count: number) => (count === 0 ? 'Images…' : `Images (${count})…`),
  chequeOf: { front: 'Recto du chèque', back: 'Verso du chèque' } satisfies Record<PictureSide, string>,
  chequeKept: 'Image gardée, chiffrée.',
  chequeErased: { front: 'Recto effacé, sa clé est détruite.', back: 'Verso effacé, sa clé est détruite.' } satisfies Record<PictureSide, string>,
  chequeUntil: (days: number) => `Effacées ${counted(days, 'jour', 'jours')} après que le chèque est rendu, détruit ou définitivement crédité.`,
  chequeErasedOn: (on: string) => `Ces images s’effacent d’elles-mêmes le ${formatDate(on)}.`,
  chequeSettled: 'Ce chèque est réglé : on n’en garde plus d’image.',

  days: 'Jours pendant lesquels les images d’un chèque réglé restent',
  daysHint: 'de 1 à 365, comptés dès qu’il est rendu, détruit ou définitivement crédité',
  daysNote: 'Aucun texte ne fixe ce délai : c’est votre choix, à vérifier avec votre banque.',
  daysShipped: '30 jours au départ, à vérifier.',
  daysChosen: (on: string) => `Choisi le ${formatDate(on)}, à vérifier.`,
  daysSaved: (days: number) => `Les images d’un chèque réglé s’effacent après ${counted(days, 'jour', 'jours')}.`,
});
