// Words of money in: the statement of the bank, who pays, what each credit may pay, and what is left.
import type * as c from '../../contract/contract';
import { formatCount, formatEuros } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const statuses: Record<c.StatementStatus, string> = {
  transfer: 'Virement reconnu',
  unrecognised: 'Payeur à dire',
  slip: 'Remise de chèques',
  slip_unknown: 'Remise à vérifier',
  bounced: 'Chèque rejeté ?',
  other: 'Autre recette',
  debit: 'Débit',
  known: 'Déjà connue',
  unreadable: 'Illisible',
};

const grounds: Record<c.Ground, (count: number) => string> = {
  named: () => 'le libellé le nomme, la somme est exacte',
  one_share: () => 'une part de ce montant exact',
  one_advice: (count) => `${counted(count, 'part', 'parts')} d’un même avis, somme exacte`,
  all_announced: () => 'tout ce qui est avisé de ce payeur, somme exacte',
  some_announced: (count) => `somme de ${counted(count, 'avis', 'avis')} parmi d’autres`,
  short: () => 'le libellé le nomme, mais il est arrivé moins que l’avis',
  beyond: () => 'le libellé le nomme, et il est arrivé plus que l’avis',
};

export const payments = typesetAll({
  title: 'Virements et avis',
  note: 'un avis annonce, seul le virement paie',
  tabs: { raised: 'À suivre', allocate: 'À affecter', aside: 'Avis sans dossier', credits: 'Virements', lists: 'Listes importées', payers: 'Payeurs reconnus' },
  importStatement: 'Importer un relevé',
  importAdvices: 'Importer des avis',
  typed: 'Saisir un virement',
  allocate: 'Affecter',
  undo: 'Annuler l’import',
  columns: { on: 'Date', payer: 'Payeur', label: 'Libellé', amount: 'Montant', left: 'Reste', proposal: 'Ce qu’il paie sans doute', pays: 'Paie' },
  payerColumns: { words: 'Mots du libellé', payer: 'Payeur' },
  notAPayer: 'aucun payeur de part',
  noPayer: 'non reconnu',
  imported: 'relevé',
  byHand: 'saisi',
  pays: (row: c.CreditView) => (row.shares === 0 ? 'aucune part' : `${counted(row.shares, 'part', 'parts')}${row.left_cents > 0 ? ` ; reste ${formatEuros(row.left_cents)}` : ''}`),
  toAllocateFoot: (count: number, cents: number) => `${counted(count, 'virement', 'virements')}, reste ${formatEuros(cents)} (compte 471)`,
  more: 'Les plus anciens ne sont pas montrés.',
  empty: { raised: 'Rien à suivre', aside: 'Aucun avis sans dossier', allocate: 'Rien à affecter', credits: 'Aucun virement', lists: 'Aucune liste importée', payers: 'Aucun payeur appris' },
  emptyText: {
    raised: 'Un paiement avisé qui n’arrive pas, un virement que rien n’annonce, un virement inférieur à l’avis, un opérateur qui ne paie plus : tout cela se montrera ici.',
    aside: 'Les lignes d’avis dont Relais ne trouve pas le dossier attendent ici que l’on dise duquel il s’agit.',
    allocate: 'Chaque virement arrivé paie ses dossiers. Importez le relevé de compte : ce qui n’est pas reconnu attendra ici.',
    credits: 'Importez le relevé de compte exporté de votre banque, ou saisissez un virement.',
    lists: 'Chaque liste importée reste ici, et s’annule tant que rien d’autre ne s’est passé.',
    payers: 'Dites une fois qui paie, en important un relevé : les mots du libellé sont retenus ici.',
  },
  forgetPayer: 'Oublier',
  payerForgotten: (words: string) => `« ${words} » ne veut plus rien dire.`,

  // What a credit may pay.
  proposal: (proposal: c.ProposalView | null) => (proposal ? `${counted(proposal.parts.length, 'dossier', 'dossiers')} : ${grounds[proposal.ground](proposal.parts.length)}` : ''),
  noProposal: 'aucun avis ni dossier de ce montant',
  sure: 'sûr',
  unsure: 'à vérifier',
  partWas: (part: c.ProposalPart) => `${part.advised ? 'avisé' : 'attendu'} ${formatEuros(part.awaited_cents)}`,
  proposalShort: (cents: number) => `Il manque ${formatEuros(cents)} sur ce qui était avisé : frais, retenue ou paiement partiel. Vous le direz dans l’affectation.`,
  proposalLeft: (cents: number) => `${formatEuros(cents)} resteront à affecter.`,

  // The preview of a statement.
  status: (line: c.StatementLineShown) => statuses[line.status],
  previewColumns: { line: 'Ligne', on: 'Date', label: 'Libellé', amount: 'Montant', status: 'Ce qu’elle est', detail: 'Détail' },
  filters: { all: 'toutes les lignes', take: 'à enregistrer', look: 'à regarder', other: 'sans suite' },
  detail: (line: c.StatementLineShown) => {
    if (line.warning === 'twin') return 'un virement du même jour et du même montant est déjà enregistré, saisi à la main peut-être : cochez si c’en est un autre';
    if (line.status === 'slip') return `crédite la remise ${line.slip_number}`;
    if (line.status === 'slip_unknown') return line.slip_number ? `la remise ${line.slip_number} attend un autre montant : notez ce crédit dans Chèques, avec la raison` : 'aucune remise de ce montant n’est à la banque : voyez dans Chèques';
    if (line.status === 'bounced') return line.cheque ? `peut-être le chèque de ${line.customer || 'ce client effacé'} : notez le rejet dans Chèques` : 'aucun chèque de ce montant n’est à la banque';
    if (line.status === 'known') return line.slip_number ? `remise ${line.slip_number} déjà créditée` : 'cette ligne est déjà enregistrée';
    if (line.status === 'debit') return 'argent sorti du compte : rien à enregistrer ici';
    return '';
  },
  allocated: 'affecté en enregistrant',
  leftToAllocate: 'restera à affecter',
  allocateLine: 'Affecter en enregistrant',
  dontAllocateLine: 'Laisser à affecter',
  whoPays: 'Qui paie ?',
  whoPaysTitle: 'Qui est ce payeur ?',
  whoPaysText: 'Ces mots, retrouvés dans un libellé, diront désormais qui paie. Gardez ce qui ne change pas d’un virement à l’autre, sans numéro ni date.',
  words: 'Mots du libellé',
  payer: 'Payeur',
  payerKinds: { insurer: 'une mutuelle qui paie elle-même', other: 'aucun payeur de part (carte, espèces, loyer…)' },
  insurer: 'Nom de la mutuelle',
  remember: 'Retenir',
  remembered: (words: string) => `« ${words} » : retenu.`,
  newPayers: (count: number) => `${counted(count, 'virement', 'virements')} d’un payeur que Relais ne connaît pas`,
  newPayersText: 'Dites qui paie une fois, ses prochains virements seront reconnus. Sans réponse, l’argent est enregistré et reste à affecter.',
  previewSummary: (count: number, cents: number, allocated: number, left: number, known: number) =>
    [`${counted(count, 'ligne à enregistrer', 'lignes à enregistrer')}, ${formatEuros(cents)}`, allocated && `${counted(allocated, 'affectée', 'affectées')}`, known && counted(known, 'déjà connue', 'déjà connues'), left && counted(left, 'laissée', 'laissées')].filter(Boolean).join(' ; '),
  taken: (done: c.StatementTaken) =>
    [
      counted(done.taken, 'ligne enregistrée', 'lignes enregistrées'),
      done.shares && `${counted(done.shares, 'part payée', 'parts payées')}`,
      done.slips && `${counted(done.slips, 'remise créditée', 'remises créditées')}`,
      done.to_allocate_cents > 0 && `${formatEuros(done.to_allocate_cents)} à affecter`,
      done.cheques_to_return && counted(done.cheques_to_return, 'chèque à rendre', 'chèques à rendre'),
      done.cheques_to_complete && counted(done.cheques_to_complete, 'chèque à compléter', 'chèques à compléter'),
      done.short && counted(done.short, 'part payée moins que l’avis', 'parts payées moins que l’avis'),
    ]
      .filter(Boolean)
      .join(', ') + '.',
  listTaken: (row: c.ImportRow) => formatCount(row.taken),
  listState: (row: c.ImportRow) => (row.undone_at === null ? 'Importée' : row.kept ? `Annulée en partie, ${formatCount(row.kept)} gardés` : 'Annulée'),
  undoTitle: 'Annuler cet import',
  undoText: (row: c.ImportRow, name: string) => `${counted(row.taken, 'ligne', 'lignes')} de « ${name} ». Chaque virement est repris avec les parts qu’il payait, et chaque part revient où elle était. Un virement dont un dossier a changé depuis, ou que l’on a affecté depuis, reste avec tout ce qu’il paie ; une remise créditée reste créditée. Le journal garde l’import et son annulation.`,
  undone: (count: number) => `Import annulé : ${counted(count, 'ligne reprise', 'lignes reprises')}.`,
  keptTitle: (done: c.PaymentsUndone) =>
    [done.credits_kept && `${counted(done.credits_kept, 'virement reste', 'virements restent')}, autre chose s’est passé depuis`, done.slips_kept && `${counted(done.slips_kept, 'remise reste créditée', 'remises restent créditées')}`, !done.credits_kept && done.kept.length > 0 && `${counted(done.kept.length, 'dossier reste comme il est', 'dossiers restent comme ils sont')}`].filter(Boolean).join(' ; ') + '.',

  // What must be looked at.
  raisedKinds: { operator_silent: 'Opérateur sans virement', advised_unpaid: 'Avisé sans virement', below_advice: 'Virement inférieur à l’avis', credit_without_advice: 'Virement sans avis' } satisfies Record<c.RaisedKind, string>,
  raisedColumns: { kind: 'Alerte', payer: 'Payeur', about: 'De quoi il s’agit', since: 'Depuis', amount: 'Montant', what: 'Que faire' },
  raisedWhat: {
    operator_silent: 'appelez l’opérateur',
    advised_unpaid: 'relancez le payeur, avis en main',
    below_advice: 'dites pourquoi : frais, retenue…',
    credit_without_advice: 'dites quels dossiers il paie',
  } satisfies Record<c.RaisedKind, string>,
  raisedAbout: (item: c.RaisedItem): string => {
    if (item.kind === 'operator_silent') return `aucun virement depuis ${counted(item.working_days, 'jour ouvré', 'jours ouvrés')} (habituellement tous les ${formatCount(item.usual_days ?? 0)})${item.amount_cents > 0 ? ', alors que des paiements sont avisés' : ''}`;
    if (item.kind === 'credit_without_advice') return [item.label, item.reference].filter(Boolean).join(' · ') || 'virement sans libellé';
    const paid = item.kind === 'below_advice' ? ` : ${formatEuros(item.paid_cents ?? 0)} reçus sur ${formatEuros(item.announced_cents ?? 0)} avisés` : '';
    return `${item.customer || 'Client effacé'}, ${item.number}${item.reference ? `, avis ${item.reference}` : ''}${paid}`;
  },
  raisedFoot: (count: number) => counted(count, 'alerte', 'alertes'),
  workingDays: (count: number) => counted(count, 'jour ouvré', 'jours ouvrés'),
  lateAfter: 'Avisé sans virement, alerter après',
  lateAfterNote: 'Jours ouvrés, jours fériés de la métropole retirés ; l’Alsace-Moselle et l’outre-mer en ont d’autres.',
  explainTitle: 'Dire pourquoi il manque de l’argent',
  explainText: (item: c.RaisedItem) => `Il manque ${formatEuros(item.amount_cents)}. Si le reste doit venir, l’alerte demeure ; sinon elle s’efface, et la différence reste due par qui la doit.`,
  cause: 'Raison',
  causeText: 'Précision',
  openDossier: 'Ouvrir le dossier',
  explained: (name: string) => `${name} : la différence est expliquée.`,

  // Advices by list.
  adviceStatuses: { announced: 'Paiement annoncé', rejected: 'Rejet', set_aside: 'Sans dossier', known: 'Déjà connue', unreadable: 'Illisible' } satisfies Record<c.AdviceStatus, string>,
  adviceColumns: { about: 'Dossier ou facture', reference: 'Référence' },
  adviceWarning: (line: c.AdviceLineShown) =>
    line.warning === null
      ? ''
      : {
          amount_differs: `le dossier attend ${formatEuros(line.share_cents ?? 0)}`,
          paid: 'le virement est déjà arrivé',
          customer_claims: 'le client demande lui-même le remboursement : voyez avec lui avant d’être payé deux fois',
          found_by_name: 'ni dossier ni facture : trouvé par le nom et le montant, vérifiez',
        }[line.warning],
  adviceWhere: (customer: string, number: string) => `${customer}, ${number}`,
  asideLine: 'gardé comme travail',
  asideTitle: (count: number) => `${counted(count, 'avis', 'avis')} sans dossier`,
  asideText: 'Les lignes cochées seront gardées sous « Avis sans dossier », où vous direz de quel dossier il s’agit.',
  adviceSummary: (count: number, cents: number, left: number, known: number, faulty: number) =>
    [`${counted(count, 'ligne à enregistrer', 'lignes à enregistrer')}, ${formatEuros(cents)}`, known && counted(known, 'déjà connue', 'déjà connues'), left && counted(left, 'laissée', 'laissées'), faulty && counted(faulty, 'illisible', 'illisibles')].filter(Boolean).join(' ; '),
  advicesTaken: (done: c.AdvicesTaken) =>
    [done.announced && counted(done.announced, 'paiement annoncé', 'paiements annoncés'), done.rejected && counted(done.rejected, 'rejet', 'rejets'), done.aside && counted(done.aside, 'avis sans dossier', 'avis sans dossier')].filter(Boolean).join(', ') + '.',
  asideColumns: { text: 'Ce que dit la ligne', on: 'Date', amount: 'Montant', list: 'Liste' },
  asideFoot: (count: number, awaited: number, cents: number) => `${counted(count, 'ligne', 'lignes')} ; ${counted(awaited, 'paiement avisé attendu', 'paiements avisés attendus')}, ${formatEuros(cents)}`,
  asideWhose: 'Dire le dossier de cet avis',
  settleAside: 'Dire le dossier',
  asideSettled: (name: string) => `Avis noté sur le dossier de ${name}.`,
  dropAside: 'Ce n’est pas chez nous',
  dropReason: 'Raison de l’écarter',
  dropHint: 'à remplir seulement si la ligne ne concerne aucun dossier d’ici',
  asideDropped: 'Ligne écartée.',

  // Why less came.
  outcomes: { announced: 'paiement annoncé', rejected: 'rejet' },
  causes: { fees: 'Frais retenus par le payeur', recoupment: 'Retenue de ce qu’il avait avancé ou payé à tort', partial: 'Paiement partiel, le reste viendra', advice_wrong: 'L’avis était faux', other: 'Autre raison' } satisfies Record<c.ShortCause, string>,
});
