// What was unusual in the accesses, and the word an owner says of each line.
import type { UnusualPattern } from '../../contract/contract';
import { owner } from '../owner';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const patterns = {
  outside_hours: (count: number) => `${counted(count, 'accès', 'accès')} hors des heures d’ouverture`,
  failures: (count: number) => counted(count, 'code ou phrase de passe erroné', 'codes ou phrases de passe erronés'),
  refusals: (count: number) => counted(count, 'action que son rôle refuse', 'actions que son rôle refuse'),
  lookups: (count: number) => counted(count, 'consultation inhabituelle', 'consultations inhabituelles'),
  accounts_seen: (count: number) => counted(count, 'compte du coffre vu ou copié', 'comptes du coffre vus ou copiés'),
  customers_seen: (count: number) => counted(count, 'client dont le NIR ou une image a été vu', 'clients dont le NIR ou une image a été vu'),
  exports: (count: number) => counted(count, 'liste ou archive écrite', 'listes ou archives écrites'),
} satisfies Record<UnusualPattern, (count: number) => string>;

const limits = {
  outside_hours: 'Accès hors des heures d’ouverture, par nuit',
  failures: 'Codes et phrases de passe erronés, par heure',
  refusals: 'Actions refusées par le rôle, par heure',
  lookups: 'Consultations signalées, par heure',
  accounts_seen: 'Comptes du coffre vus, par heure',
  customers_seen: 'Clients dont un NIR ou une image est vu, par heure',
  exports: 'Listes et archives écrites, par jour',
} satisfies Record<UnusualPattern, string>;

export const unusual = typesetAll({
  tab: 'Accès inhabituels',
  note: 'Une ligne est levée quand les accès d’une personne sortent de l’ordinaire. Un titulaire ou un gérant la reconnaît d’un mot, qui reste écrit.',
  ownerOnly: () => `Seul un ${owner()} lit les accès inhabituels.`,
  patterns,
  nobody: 'Personne d’identifié',
  title: (name: string, said: string) => `${name} : ${said}.`,
  at: (at: string) => `${at}.`,
  between: (first: string, last: string) => `De ${first} à ${last}.`,
  more: (count: number) => `${counted(count, 'autre ligne attend', 'autres lignes attendent')} dans « Où vont mes données », « Accès inhabituels ».`,
  acknowledge: 'Reconnaître',
  acknowledgeOf: (name: string) => `Reconnaître : ${name}`,
  anothers: () => `La ligne vous concerne : un autre ${owner()} la reconnaît.`,
  alone: () => `La ligne vous concerne, et aucun autre ${owner()} ne travaille ici : vous la reconnaissez seul, ce qui reste écrit.`,
  dialog: 'Reconnaître un accès inhabituel',
  word: 'Ce que vous en savez',
  wordHint: 'par exemple : inventaire du dimanche, vu avec elle ; ou : personne ici, mot de passe changé',
  wordMissing: 'Un mot suffit, mais il en faut un.',
  save: 'Reconnaître',
  saved: 'C’est reconnu, et votre mot est gardé avec la ligne.',
  none: 'Rien d’inhabituel n’attend.',
  past: 'Reconnus',
  pastColumns: { what: 'Accès', at: 'Reconnu le', by: 'Par', word: 'Mot' },
  nonePast: 'Aucune ligne n’a encore été reconnue.',
  byAlone: (name: string) => `${name}, seul`,
  limits,
  limitsCaption: 'Au-dessus de',
  limitColumns: { rule: 'Accès d’une personne', above: 'Ligne au-dessus de' },
  hours: 'Les heures d’ouverture se règlent sous « Consultations ».',
  limitsSaved: 'Les seuils sont enregistrés.',
});
