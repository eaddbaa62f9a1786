// « Rotation après fuite »: which secrets are to be changed, why each, and what became of it.
import type { FactorChecked, RotationDanger, RotationDone } from '../../contract/contract';
import { formatInstant } from '../../format/dates';
import { counted } from '../plural';
import { typesetAll } from '../typography';

export const rotation = typesetAll({
  title: (platform: string) => `Rotation après la fuite de ${platform}`,
  note: 'Chaque mot de passe à changer, le plus dangereux d’abord. On s’arrête et on reprend quand on veut.',
  open: 'Changer les accès…',
  seen: 'Voir la rotation…',
  empty: 'La liste n’est pas encore dressée',
  emptyText: (platform: string, accounts: number) =>
    accounts === 0
      ? `Le coffre d’accès n’a aucun compte ${platform} : ajoutez-le d’abord, sinon rien ne peut être comparé.`
      : `Relais compare ${counted(accounts, 'compte', 'comptes')} ${platform} avec tous les autres : même boîte aux lettres, même mot de passe ou mot de passe proche.`,
  plan: 'Dresser la liste',
  planAgain: 'Chercher encore',
  progress: 'Mots de passe changés ou laissés',
  list: 'À changer',
  hidden: (count: number) => `${counted(count, 'autre compte', 'autres comptes')} à changer par leur détenteur.`,
  dangers: { leaked_account: 'Compte de la plateforme', its_mailbox: 'Sa boîte aux lettres', same_secret: 'Même mot de passe', close_secret: 'Mot de passe proche' } satisfies Record<RotationDanger, string>,
  why: {
    leaked_account: 'C’est le compte par lequel on est entré, ou par lequel on entrera.',
    its_mailbox: 'Qui lit cette boîte demande un nouveau mot de passe pour le compte.',
    same_secret: 'Le mot de passe volé ouvre aussi ce compte.',
    close_secret: 'Qui a le mot de passe volé essaiera celui-ci ensuite.',
  } satisfies Record<RotationDanger, string>,
  mailbox: (address: string) => `Boîte ${address}`,
  mailboxOutside: 'Cette boîte n’est pas dans le coffre : changez son mot de passe chez son fournisseur, puis dites-le ici.',
  done: { to_do: 'À changer', changed: 'Changé', left_out: 'Laissé' } satisfies Record<RotationDone, string>,
  by: (by: string, at: string) => `par ${by}, ${formatInstant(at)}`,
  page: 'Ouvrir la page',
  copyOld: 'Copier l’actuel',
  copied: (seconds: number) => `Copié : le presse-papiers se vide dans ${counted(seconds, 'seconde', 'secondes')}.`,
  login: 'Identifiant',
  secret: 'Nouveau mot de passe',
  secretHint: 'celui que vous venez de donner au site',
  factor: 'Second facteur',
  factorHint: (known: string) => `connu ici : ${known}`,
  factorAsk: 'Vérifiez-le sur le site…',
  factors: { in_place: 'En place, et à nous', set_up: 'Mis en place ou renouvelé', not_offered: 'Le site n’en a pas' } satisfies Record<FactorChecked, string>,
  factorNeeded: 'Dites ce que vous avez vu sur le site.',
  change: 'C’est changé',
  changed: (label: string) => `${label} : changé.`,
  leave: 'Laisser…',
  leaveReason: 'Pourquoi il reste tel quel',
  leaveConfirm: 'Laisser tel quel',
  left: (label: string) => `${label} : laissé tel quel.`,
  reason: (reason: string) => `Laissé tel quel : ${reason}`,
  reasonErased: 'Laissé tel quel.',
  finished: 'Tout est changé ou laissé avec un motif : les accès sont en ordre.',
  print: 'Imprimer la preuve',
});
