// Letters in batch: those to payers and those to the customers of an outage are chosen, written and printed alike.
import type { Paper } from '$lib/contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

export const letters = typesetAll({
  tabs: { plan: 'À écrire', sent: 'Lettres écrites' },
  write: (count: number) => `Écrire ${counted(count, 'lettre', 'lettres')}`,
  writing: (to: string) => `Lettre à ${to}`,
  stopping: 'Arrêt après la lettre en cours…',
  written: (count: number) => counted(count, 'lettre écrite', 'lettres écrites'),
  stopped: (done: number, total: number) => `Arrêté : ${done} sur ${total}. Les lettres écrites restent ; relancez pour écrire les autres.`,
  failed: (count: number) => `${counted(count, 'lettre n’a pas pu être écrite', 'lettres n’ont pas pu être écrites')}. Les autres le sont.`,
  sentKeys: 'Entrée : ouvrir la lettre. Espace : la choisir. F10 : les lettres choisies, ou toutes, en un seul fichier à imprimer.',
  printAll: (count: number) => `Imprimer ${counted(count, 'lettre', 'lettres')}`,
  reprint: 'Duplicata',
  number: 'Lettre',
  on: 'Du',
  duplicates: 'Duplicatas',
  customers: {
    open: 'Écrire aux clients…',
    title: 'Écrire aux clients',
    about: (incident: string) => `${incident}. Une lettre par client qui n’en a pas encore.`,
    tabsLabel: 'Lettres aux clients',
    loading: 'Lecture des écarts…',
    columns: { customer: 'Client', dossier: 'Dossier', paper: 'Objet', amount: 'Montant', call: 'Dernier appel' },
    papers: { difference_due: 'Reste à régler', deposit_notice: 'Dépôt du chèque' } as Partial<Record<Paper, string>>,
    neverCalled: 'jamais appelé',
    notToCall: 'pas à appeler',
    called: (outcome: string, when: string) => `${outcome}, ${when}`,
    empty: 'Personne à qui écrire',
    emptyText: 'Viennent ici les clients couverts en partie ou refusés, tant qu’ils n’ont pas de lettre et que rien n’est réglé.',
    keys: 'Appelez d’abord. Espace : laisser ou reprendre une lettre. La lettre « dépôt du chèque » prévient le client : le délai avant dépôt court de ce jour.',
    sentEmpty: 'Aucune lettre encore',
    sentEmptyText: 'Les lettres écrites aux clients de cette panne restent ici, avec leur numéro et leur jour.',
  },
});
