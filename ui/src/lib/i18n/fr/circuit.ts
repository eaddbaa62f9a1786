// Words of the pharmacy's own circuit: what its software transmitted, what the concentrator brought back, and the lists
// both are read from.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatCount, formatEuros } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';
import { lists } from './lists';

type Shown = { shown: number; total: number };

const warnings: Record<c.LineWarning, (line: c.PreviewLine) => string> = {
  amount_differs: (line) => `le dossier attend ${formatEuros(line.share_cents ?? 0)}`,
  settled: () => 'le paiement est déjà annoncé ou reçu : rien ne bouge',
  customer_claims: () => 'le client demande lui-même le remboursement : voyez avec lui avant d’être payé deux fois',
};

const lotStatuses: Record<c.LineStatus, string> = {
  new: 'Nouveau dossier',
  joins: 'Rejoint un dossier',
  waiting: 'Attend dans la file',
  twice: 'Déjà envoyé par Relais',
  returned: 'À enregistrer',
  late: 'Arrive trop tard',
  known: 'Déjà connue',
  unknown: 'Inconnue ici',
  unreadable: 'Illisible',
};

export const circuit = typesetAll({
  title: 'Lots et retours',
  note: 'votre logiciel transmet, l’OCT garde, Relais suit sans rien envoyer',
  open: 'Lots et retours',
  tabs: { carried: 'Confiés à l’OCT', rejected: 'À reprendre', back: 'Revenus', lists: 'Listes importées' },
  columns: { customer: 'Client', dossier: 'Dossier', invoice: 'Facture', lot: 'Lot', on: 'Transmis le', amount: 'Part AMC', state: 'État', back: 'Dernier retour' },
  importLots: 'Importer les lots transmis',
  importReturns: 'Importer les retours du concentrateur',
  search: 'Chercher',
  searchPlaceholder: 'client, dossier, facture ou lot',
  shown: ({ shown, total }: Shown) => (shown === total ? counted(total, 'part', 'parts') : `${formatCount(shown)} sur ${formatCount(total)}`),
  total: (cents: number) => formatEuros(cents),
  more: 'Les plus anciennes ne sont pas montrées : cherchez leur dossier avec F3.',
  twice: 'envoyé aussi par Relais',
  none: 'aucun retour',
  outcomes: { accepted: 'Accepté', rejected: 'Rejeté', advised: 'Paiement annoncé' } satisfies Record<c.ReturnOutcome, string>,
  back: (row: { outcome: c.ReturnOutcome; code: string; wording: string; reference: string; returned_on: string | null }) =>
    [`${circuit.outcomes[row.outcome]}${row.code ? ` ${row.code}` : ''}`, row.wording, row.reference, row.returned_on ? `le ${formatDate(row.returned_on)}` : ''].filter(Boolean).join(', '),
  empty: { carried: 'Rien n’est confié à l’OCT', rejected: 'Rien à reprendre', back: 'Rien n’est encore revenu', lists: 'Aucune liste importée' },
  emptyText: {
    carried: 'Importez la liste des lots transmis par votre logiciel : chaque facture y est suivie jusqu’au virement, et Relais ne l’envoie pas une seconde fois.',
    rejected: 'Les factures que le concentrateur rejette attendent ici d’être corrigées dans votre logiciel et transmises dans un nouveau lot.',
    back: 'Les factures acceptées ou dont le paiement est annoncé se retrouvent ici. Un paiement annoncé n’est pas encaissé.',
    lists: 'Chaque liste importée reste ici, et s’annule tant que rien d’autre ne s’est passé.',
  },
  noMatch: 'Rien de tel dans cette liste',
  listTaken: (row: c.ImportRow) => (row.opened ? `${formatCount(row.taken)}, dont ${counted(row.opened, 'nouveau dossier', 'nouveaux dossiers')}` : formatCount(row.taken)),

  // What is known of a share, in its dossier.
  inDossier: {
    title: 'Circuit de l’officine',
    carried: (lot: string, invoice: string, on: string | null) => `Confié à l’OCT${lot ? `, lot ${lot}` : ''}${invoice ? `, facture ${invoice}` : ''}${on ? `, le ${formatDate(on)}` : ''}.`,
    twice: 'Relais l’a envoyé aussi : demandez à l’opérateur et au concentrateur laquelle des deux demandes garder, et faites annuler l’autre.',
    rejected: 'Corrigez la facture dans votre logiciel et transmettez-la dans un nouveau lot, ou demandez sa part au client.',
    accepted: 'Accepté : il reste à recevoir le virement.',
    advised: 'Paiement annoncé : il n’est encaissé qu’au virement.',
    entrust: 'Confier à l’OCT',
    takeBack: 'Reprendre à l’OCT',
  },
  entrustTitle: 'Confier cette part à l’OCT',
  entrustText: 'Votre logiciel a transmis la facture, ou va le faire. Relais n’enverra rien pour cette part et suivra son paiement ; ce qui attendait dans la file n’attend plus.',
  entrustOwn: (number: string) => (number ? `vide : ${number}, le numéro du dossier` : 'facultatif'),
  entrusted: 'Confié à l’OCT. Relais n’enverra rien pour cette part.',
  takeBackTitle: 'Reprendre cette part à l’OCT',
  takeBackText: 'La facture n’a pas été transmise, ou a été retirée du lot. La part redevient libre : choisissez une autre façon.',
  takeBackReason: 'Motif',
  takenBack: 'Repris à l’OCT.',

  // The import.
  fileName: 'Liste',
  required: 'obligatoire',
  lotOfAll: 'N° de lot de toute la liste',
  lotOfAllHint: 'facultatif, aucune colonne ne le dit',
  warning: (line: c.PreviewLine) => (line.warning ? warnings[line.warning](line) : ''),
  status: (line: c.PreviewLine) => (line.outcome && (line.status === 'returned' || line.status === 'late') ? circuit.outcomes[line.outcome] : lotStatuses[line.status]),
  waitingTitle: (count: number) => `${counted(count, 'demande attend', 'demandes attendent')} dans la file et ${count === 1 ? 'est' : 'sont'} aussi dans ces lots`,
  waitingText: 'Les lignes cochées seront notées « confié à l’OCT » et Relais ne les enverra plus. Décochez celles qui doivent rester dans la file.',
  twiceTitle: (count: number) => `${counted(count, 'facture', 'factures')} déjà envoyée${count === 1 ? '' : 's'} par Relais : risque de double envoi`,
  twiceText: 'Elles sont gardées où elles en sont, avec un avertissement. Demandez à l’opérateur et au concentrateur laquelle des deux demandes garder.',
  rejectedTitle: (count: number) => `${counted(count, 'rejet', 'rejets')} à reprendre`,
  rejectedText: 'Corrigez ces factures dans votre logiciel et transmettez-les dans un nouveau lot.',
  previewColumns: { line: 'Ligne', status: 'Ce qu’elle fait', invoice: 'Facture', customer: 'Client', amount: 'Montant', detail: 'Détail' },
  previewSummary: (count: number, cents: number, left: number, faulty: number, known: number) =>
    [`${counted(count, 'ligne à enregistrer', 'lignes à enregistrer')}, ${formatEuros(cents)}`, known && counted(known, 'déjà connue', 'déjà connues'), left && counted(left, 'laissée', 'laissées'), faulty && counted(faulty, 'sans suite', 'sans suite')].filter(Boolean).join(' ; '),
  joins: (number: string) => `dossier ${number}`,
  followsLine: 'suit le dossier ouvert plus haut',
  goesTo: (from: string, to: string) => (from === to ? to : `${from} → ${to}`),
  taken: (done: c.ImportTaken) => [`${counted(done.taken, 'ligne enregistrée', 'lignes enregistrées')}`, done.opened && counted(done.opened, 'nouveau dossier', 'nouveaux dossiers'), done.entrusted && `${counted(done.entrusted, 'demande ne partira', 'demandes ne partiront')} plus de Relais`, done.rejected && counted(done.rejected, 'rejet à reprendre', 'rejets à reprendre')].filter(Boolean).join(', ') + '.',
  undoTitle: 'Annuler cet import',
  undoText: (row: c.ImportRow) => `${counted(row.taken, 'ligne', 'lignes')} de « ${row.name || lists.pasted} ». Chaque dossier revient où il était ; celui que la liste a ouvert garde son numéro et sa part est retirée. Un dossier où autre chose s’est passé depuis reste comme il est. Le journal garde l’import et son annulation.`,
  undone: (count: number) => `Import annulé : ${counted(count, 'dossier remis', 'dossiers remis')} où il${count === 1 ? '' : 's'} ${count === 1 ? 'était' : 'étaient'}.`,
  keptTitle: (count: number) => `${counted(count, 'dossier reste comme il est', 'dossiers restent comme ils sont')} : autre chose s’y est passé depuis.`,
});
