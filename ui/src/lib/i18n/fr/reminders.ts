// Reminders to payers: relance 1, relance 2, mise en demeure.
import type { ReminderLevel } from '$lib/contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

export const reminders = typesetAll({
  levels: { first: 'Relance 1', second: 'Relance 2', formal_notice: 'Mise en demeure' } satisfies Record<ReminderLevel, string>,
  open: 'Relancer…',
  title: 'Relancer les payeurs',
  about: (figure: string) => `${figure}. Une lettre par payeur et par niveau.`,
  everything: 'Tout ce qui est dû',
  tabsLabel: 'Relances',
  loading: 'Lecture des parts en retard…',
  columns: { payer: 'Payeur', operator: 'Opérateur', shares: 'Parts', amount: 'Montant', oldest: 'Plus ancienne', last: 'Dernière lettre', level: 'Niveau' },
  none: 'jamais relancé',
  last: (level: string, day: string) => `${level}, ${day}`,
  empty: 'Aucune part en retard à relancer',
  emptyText: (days: number) => `Une part est en retard quand le délai convenu avec l’opérateur est passé ; sans délai convenu, après ${days} jours ouvrés.`,
  left: (parts: string) => `Laissées de côté : ${parts}.`,
  inTime: (count: number) => `${counted(count, 'part', 'parts')} dans les délais`,
  lately: (count: number, days: number) => `${counted(count, 'relancée', 'relancées')} depuis moins de ${days} jours`,
  notClaimed: (count: number) => `${counted(count, 'part', 'parts')} que personne ne réclame (non envoyées, refusées, des clients)`,
  unknownPayer: (count: number) => `${counted(count, 'part', 'parts')} sans payeur connu`,
  keys: 'Espace : laisser ou reprendre une lettre. Alt 1, 2, 3 : son niveau. Une mise en demeure s’envoie en recommandé avec avis de réception.',
  setLevel: (level: string) => `Niveau de la lettre : ${level}`,
  penalties: (amount: string) => `dont l’annonce de ${amount} de pénalités, taux « à vérifier »`,
  sentEmpty: 'Aucune lettre encore',
  sentEmptyText: 'Les relances et mises en demeure écrites restent ici, avec leur numéro et leur jour.',
  column: 'Relancé',
  reminded: (level: string, number: string, amount: string) => `${level} au payeur, lettre n° ${number}, pour ${amount}`,
});
