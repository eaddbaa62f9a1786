// What is known of a cover, in words: what is said, how sure it is, from whom, when, and what is not known. Only the
// standing « in force » reads as a right in force; every other one says what it is.
import type { Certainty, CoverageBenefit, CoverageUnknown, CoverageView, CoverageWay, DomainCoverage, SeenBy } from '../../contract/contract';
import type { CivilDate } from '../../format/civil';
import { dateOf, formatDate, formatDistance, formatTime } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { of } from './elision';
import { typesetAll } from '../typography';

const letters: Record<Certainty, string> = {
  A: 'réponse en direct',
  B: 'réponse gardée ou vue',
  C: 'd’après la carte',
  D: 'supposition',
};

const unknown: Record<CoverageUnknown, string> = {
  in_force: 'si les droits sont ouverts',
  period: 'la période',
  covered_amount: 'le montant couvert',
  currency: 'un montant sans monnaie, écarté',
  authorisation_required: 's’il faut une PEC',
  reference: 'la référence',
  subject: 'de qui parle la réponse',
  cover: 'de quelle couverture il s’agit',
  service_date: 'si la date des soins est dans la période',
};

function source(view: CoverageView): string {
  const words: Record<CoverageWay, string> = {
    fhir: `réponse ${of(view.platform_label)}`,
    http: `réponse ${of(view.platform_label)}`,
    program: `réponse ${of(view.platform_label)}`,
    portal: view.platform_label ? `lu sur le portail ${of(view.platform_label)}` : 'lu sur le portail',
    member_space: 'vu dans l’espace adhérent',
    green_number: view.platform_label ? `dit au téléphone par ${view.platform_label}` : 'dit au téléphone',
    attestation: 'attestation papier',
    card: 'lu sur la carte',
    assumption: 'personne ne l’a dit',
  };
  return words[view.way];
}

/** When, and how long ago; the card and a supposition have no hour. */
function when(view: CoverageView, today: CivilDate): string {
  if (view.certainty === 'C' || view.certainty === 'D') return '';
  if (view.age_days === 0) return ` à ${formatTime(view.answered_at)}`;
  const on = dateOf(view.answered_at);
  return ` le ${formatDate(on)}, ${formatDistance(on, today)}`;
}

function standing(view: CoverageView): string {
  const on = formatDate(view.service_date);
  switch (view.standing) {
    case 'in_force': return 'Droits ouverts';
    case 'seen_in_force': return `Droits dits ouverts au ${on}`;
    case 'not_in_force': return view.certainty === 'A' ? 'Droits fermés' : `Droits dits fermés au ${on}`;
    case 'ended': return view.valid_from && view.valid_from > view.service_date ? `Droits pas encore ouverts, à partir du ${formatDate(view.valid_from)}` : 'Droits finis à la date des soins';
    case 'unsaid': return view.outcome === 'queued' ? 'Demande reçue, réponse plus tard' : 'Réponse sans mention des droits';
    case 'indication': return `Simple indication : droits ${view.in_force === true ? 'dits ouverts' : view.in_force === false ? 'dits fermés' : 'non dits'} au ${on}`;
    case 'card_only': return 'Carte à jour, droits non vérifiés';
    case 'card_out_of_date': return 'Carte hors de ses dates, droits non vérifiés';
    case 'supposed': return 'Rien n’est connu de ces droits';
  }
}

function period(view: CoverageView): string {
  if (view.valid_from && view.valid_until) return `du ${formatDate(view.valid_from)} au ${formatDate(view.valid_until)}`;
  if (view.valid_until) return `jusqu’au ${formatDate(view.valid_until)}`;
  return view.valid_from ? `depuis le ${formatDate(view.valid_from)}` : '';
}

const kinds: Record<string, string> = { benefit: 'prise en charge', copay: 'reste à charge', deductible: 'franchise', limit: 'plafond' };

function benefit(it: CoverageBenefit): string {
  const kind = it.kind ? (kinds[it.kind.split(/[|/]/).at(-1) ?? ''] ?? it.kind) : 'prise en charge';
  const used = it.used_cents ? `, dont ${formatEuros(it.used_cents)} déjà utilisés` : '';
  return it.allowed_cents === null ? kind : `${kind} ${formatEuros(it.allowed_cents)}${used}`;
}

export const covers = typesetAll({
  letters,
  letter: (certainty: Certainty) => `${certainty} · ${letters[certainty]}`,
  /** What may be said, in one sentence. */
  said: (view: CoverageView): string =>
    [
      standing(view),
      view.covered_cents === null ? '' : view.standing === 'supposed' ? `part complémentaire supposée ${formatEuros(view.covered_cents)}` : `couvre ${formatEuros(view.covered_cents)}`,
      view.authorisation_required === null ? '' : view.authorisation_required ? 'PEC nécessaire' : 'sans PEC',
      period(view),
      view.reference ? `référence ${view.reference}` : '',
    ]
      .filter(Boolean)
      .join(', '),
  standing,
  /** From whom, when, and how long ago. */
  from: (view: CoverageView, today: CivilDate): string =>
    [
      `${source(view)}${when(view, today)}`,
      view.seen?.spoken_with ? `avec ${view.seen.spoken_with}` : '',
      view.seen?.by ? `noté par ${view.seen.by}` : '',
      view.from_dossier ? `dossier ${view.from_dossier.number}` : '',
      view.of_the_past ? `pour des soins du ${formatDate(view.service_date)}` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  tooOld: (days: number) => `Plus de ${days} jours : à redemander.`,
  short: (shortCents: number, shareCents: number) => `La mutuelle couvre ${formatEuros(shortCents)} de moins que la part saisie (${formatEuros(shareCents)}).`,
  shortCorrect: 'Corriger les parts',
  notKnown: (list: readonly CoverageUnknown[]) => `Non connu : ${list.map((what) => unknown[what]).join(', ')}.`,
  platformSays: (message: string) => `« ${message} »`,
  codes: (codes: readonly string[]) => `Codes : ${codes.join(', ')}`,
  domain: (it: DomainCoverage): string =>
    `${[it.domain, it.product].filter(Boolean).join(' ') || 'domaine demandé'} : ${[it.excluded ? 'exclu' : '', ...it.benefits.map(benefit), it.authorisation_required ? 'PEC nécessaire' : ''].filter(Boolean).join(', ') || 'rien de plus'}`,
  failed: (platform: string, cause: string, insteadOf: string | null) => (insteadOf ? `${platform}, demandé à la place ${of(insteadOf)} : ${cause}` : `${platform} : ${cause}`),
  insteadOf: (platform: string) => `${platform} n’a rien donné, l’opérateur suivant a répondu.`,
  failedLead: 'À défaut :',
  /** The badge, when no attempt failed. */
  badges: {
    in_force: 'Droits ouverts',
    seen_in_force: 'Droits dits ouverts',
    not_in_force: 'Droits fermés',
    ended: 'Droits finis',
    unsaid: 'Réponse sans mention des droits',
  },

  fieldsSentNext: (platforms: readonly string[]) => `S’il est en panne, les mêmes à ${platforms.join(', puis à ')}.`,
  otherWays: 'Vu ou entendu',
  kept: 'Réponses gardées',
  keptTitle: 'Ce qui est connu de cette couverture',
  keptNote: 'Réponses et constats de la même personne pour la même complémentaire, le plus récent d’abord.',
  keptEmpty: 'Rien n’est gardé de cette couverture',
  keptEmptyText: 'Une réponse de la plateforme, ou ce que vous voyez ailleurs, viendra ici avec sa date.',
  keptColumns: { sure: 'Sûreté', what: 'Ce qui est dit', from: 'De qui et quand' },
  correct: 'Corriger',
  openPaper: 'Voir l’attestation',
  askAt: 'Date des soins',
  askAtHint: 'passée ou à venir ; vide : celle du dossier',
  askAtRun: 'Vérifier à cette date',

  seenTitle: 'Ce qui a été vu ou entendu',
  seenCorrects: 'Cette écriture remplace la précédente, qui reste dans le déroulé.',
  seenNote: 'Gardé comme un constat (B), avec votre nom. Ce n’est pas une réponse de la plateforme.',
  seenHow: 'Comment',
  seenWays: { member_space: 'Espace adhérent du client', green_number: 'Au téléphone (numéro vert)', attestation: 'Attestation papier', portal: 'Portail de l’opérateur' } satisfies Record<SeenBy, string>,
  seenOn: { member_space: 'Vu le', green_number: 'Appel du', attestation: 'Datée du', portal: 'Lu le' } satisfies Record<SeenBy, string>,
  inForce: 'Droits',
  yesNo: { '': 'non dit', yes: 'ouverts', no: 'fermés' },
  authorisation: 'PEC nécessaire',
  yesNoPlain: { '': 'non dit', yes: 'oui', no: 'non' },
  validFrom: 'À partir du',
  validUntil: 'Jusqu’au',
  coveredAmount: 'Montant couvert',
  reference: { member_space: 'Référence', green_number: 'Référence de l’appel', attestation: 'N° de l’attestation', portal: 'Référence' } satisfies Record<SeenBy, string>,
  spokenWith: 'Interlocuteur',
  note: 'Ce qui est dit, en vos mots',
  attach: 'Joindre une photo ou un PDF',
  attached: (name: string) => `Pièce jointe : ${name}`,
  detach: 'Retirer',
  attachNote: 'Scellée avec le dossier, effaçable.',
  record: 'Garder ce constat',
  sheet: 'Fiche d’appel',
  sheetFiness: 'Notre FINESS',
  sheetNoFiness: 'à compléter',
  sheetPrint: 'Imprimer la fiche',
  sheetCallee: 'Vous appelez',
  sheetAsk: 'Part attendue',

  portal: 'Portail',
  portalTitle: (name: string) => `Portail : dossier ${of(name)}`,
  portalNote: 'Chaque champ est copié par une touche, vous le collez, puis vous notez la réponse.',
  portalFunction: 'Pour quoi',
  portalRecord: 'Noter la réponse',
  portalDone: 'Réponse du portail notée.',
  quoteAmount: 'Montant que la mutuelle paierait',
  quoted: (view: CoverageView) => `Devis : ${view.covered_cents === null ? 'sans montant' : formatEuros(view.covered_cents)}, lu sur le portail le ${formatDate(dateOf(view.answered_at))}`,
  claimNumber: 'N° de facture au portail',
  claimAmount: 'Montant accepté',
});
