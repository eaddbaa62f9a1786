// Words of the estimate, offline: what is asked, what it gives and why, and where its numbers come from. Nothing here
// is ever worded as covered or owed: it would be, it is not promised.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatEuros, formatRate } from '../../format/money';

const guarantee = (promised: c.Guarantee): string => {
  switch (promised.kind) {
    case 'unknown':
      return 'non connue';
    case 'percent_of_base':
      return `${formatRate(promised.rate_bp)} de la base, part AMO comprise`;
    case 'amount':
      return `${formatEuros(promised.cents)} en plus de la part AMO`;
    case 'ceiling':
      return `jusqu’à ${formatEuros(promised.cents)}, part AMO comprise`;
  }
};

const evidence = { our_history: 'selon nos dossiers', declared: 'selon le client', document: 'document à l’appui' } satisfies Record<c.Evidence, string>;
const answers = { agreed: 'accord reçu', live: 'réponse de ce jour', kept: 'réponse gardée' } satisfies Record<c.AnswerKind, string>;

/** The sentence of each reason; `insurer` names a complementary by its rank. */
type Sentences = { [R in c.Reason['reason']]: (reason: Extract<c.Reason, { reason: R }>, insurer: (rank: number) => string) => string };

const reasons: Sentences = {
  amo_rate: (r) => (r.base_low_cents === r.base_high_cents ? `AMO : ${formatRate(r.rate_bp)} d’une base de ${formatEuros(r.base_low_cents)}.` : `AMO : ${formatRate(r.rate_bp)} d’une base entre ${formatEuros(r.base_low_cents)} et ${formatEuros(r.base_high_cents)}.`),
  base_depends_on_correction: () => 'La base dépend de la correction, qui n’est pas gardée.',
  amo_given: (r) => `Part AMO du dossier, ${formatEuros(r.cents)} : elle tombe si l’équipement n’est pas dû.`,
  nothing_to_pay: (r) => `Un contrat responsable ne laisse rien à payer jusqu’au prix limite, ${formatEuros(r.cap_cents)}.`,
  above_cap: (r) => `Prix au-dessus du prix limite de ${formatEuros(r.cap_cents)} : le reste est au client.`,
  class_not_said: () => 'Classe non dite : les deux sont envisagées.',
  frame_ceiling: (r) => `Monture : un contrat responsable paie au plus ${formatEuros(r.ceiling_cents)}, part AMO comprise.`,
  ear_ceiling: (r) => `Un contrat responsable paie au plus ${formatEuros(r.ceiling_cents)} par oreille, part AMO comprise.`,
  listed_indications: () => 'L’AMO ne rembourse les lentilles que pour certaines indications.',
  not_covered: () => 'Aucun remboursement n’est compté.',
  equipment: (r) => `Équipement ${r.category} : un contrat responsable paie la classe B entre ${formatEuros(r.floor_cents)} et ${formatEuros(r.ceiling_cents)}, part AMO comprise.`,
  less_class_a: (r) => `De ces montants est retiré le prix de l’élément de classe A, ${formatEuros(r.cost_cents)}.`,
  single_lens: () => 'Un seul verre : les montants de la paire sont supposés.',
  renewal: (r) => `Dernier équipement le ${formatDate(r.last)}, ${evidence[r.evidence]} : à ${r.months} mois, ${r.due ? 'renouvellement dû depuis le' : 'renouvellement dû le'} ${formatDate(r.next)}.`,
  no_last_equipment: (r) => `Aucun équipement connu depuis ${r.months} mois : à confirmer par la caisse.`,
  last_equipment_not_asked: (r) => `Dernier équipement non demandé : s’il a moins de ${r.months} mois, rien n’est remboursé.`,
  renewed_early: (r) => (r.why === 'sight_change' ? 'Renouvellement anticipé, évolution de la vue : l’ordonnance doit le porter.' : 'Renouvellement anticipé, cas médical : l’ordonnance doit le porter.'),
  age_not_known: () => 'Âge non connu : tous sont envisagés.',
  trial: (r) => (r.not_before ? `Essai de ${r.days} jours : pas de facture avant le ${formatDate(r.not_before)}.` : `Essai de ${r.days} jours avant la facture.`),
  answered: (r, insurer) => `${insurer(r.rank)} : ${formatEuros(r.cents)}, ${answers[r.kind]}${r.on ? ` du ${formatDate(r.on)}` : ''}.`,
  rights_closed: (r, insurer) => `${insurer(r.rank)} : droits fermés${r.on ? `, réponse du ${formatDate(r.on)}` : ''}.`,
  contract_not_known: (r, insurer) => `${insurer(r.rank)} : contrat responsable ou non, les deux sont envisagés.`,
  not_responsible: (r, insurer) => `${insurer(r.rank)} : contrat non responsable, ni plancher ni plafond.`,
  promised: (r, insurer) => `${insurer(r.rank)} : garantie ${guarantee(r.guarantee)}, ${r.read_on_card ? 'lue sur la carte' : 'dite, non lue'}.`,
  guarantee_not_known: (r, insurer) => `${insurer(r.rank)} : garantie non connue, du moins au plus possible.`,
  out_of_network_not_known: (r, insurer) => `${insurer(r.rank)} : hors réseau, au plus la garantie du réseau, peut-être rien.`,
  promised_outside: (r, insurer) => `${insurer(r.rank)} : hors réseau, garantie ${guarantee(r.guarantee)}.`,
  trade_not_on_card: (r, insurer) => `${insurer(r.rank)} : la carte ne nomme pas ce domaine, il se peut que rien ne soit couvert.`,
  card_expired: (r, insurer) => `${insurer(r.rank)} : la carte n’est plus valable depuis le ${formatDate(r.on)}.`,
  second_after_first: () => 'La deuxième complémentaire paie sur ce que laisse la première.',
};

const equipmentNumbers = (letter: string): string => `équipement ${letter}`;

export const estimate = {
  title: 'Estimation hors ligne',
  notGuaranteed: 'Estimation, non garantie',
  note: 'Estimation, non garantie : seule la réponse de la caisse et de la mutuelle compte.',
  said: 'Ce que l’on sait',
  equipment: 'Équipement',
  framePrice: 'Prix de la monture',
  frameClass: 'Classe de la monture',
  lensesPrice: 'Prix des deux verres',
  lensesClass: 'Classe des verres',
  firstLens: 'Verre droit',
  secondLens: 'Verre gauche',
  ears: 'Oreilles',
  earCounts: { '1': 'une', '2': 'deux' },
  earPrice: 'Prix par oreille',
  earClass: 'Classe',
  age: 'Âge',
  ages: { under_6: 'moins de 6 ans', from_6_to_15: '6 à 15 ans', from_16_to_19: '16 à 19 ans', from_20: '20 ans et plus' } satisfies Record<c.AgeBand, string>,
  notKnown: 'non connu',
  last: 'Dernier équipement',
  otherEar: 'Autre oreille',
  sameEar: 'comme la première',
  lasts: { not_asked: 'non demandé', none: 'aucun connu', our_history: 'dans nos dossiers', declared: 'déclaré par le client', document: 'prouvé par un document' },
  lastOn: 'Délivré le',
  otherEarOn: 'Autre oreille, le',
  history: (number: string, date: string) => `Dossier ${number} au même nom, délivré le ${date}.`,
  early: 'Renouvellement anticipé',
  earlies: { none: 'non', sight_change: 'évolution de la vue', medical: 'cas médical' } satisfies Record<c.EarlyRenewal, string>,
  network: 'Réseau de soins',
  networks: { in: 'dans le réseau', out: 'hors réseau', unknown: 'non connu' } satisfies Record<c.Network, string>,
  insurer: (rank: number) => (rank === 1 ? 'Complémentaire' : `Complémentaire ${rank}`),
  responsible: 'Contrat responsable',
  responsibles: { unknown: 'non connu', yes: 'oui', no: 'non' },
  responsibleHint: 'un R près du pavé de la carte',
  guarantee: 'Garantie',
  guaranteeOutside: 'Garantie hors réseau',
  guarantees: { unknown: 'non connue', percent_of_base: '% de la base', amount: 'montant en plus', ceiling: 'plafond, AMO comprise' } satisfies Record<c.Guarantee['kind'], string>,
  percent: 'Pour cent',
  percentRefused: 'Un nombre entier, 900 au plus.',
  euros: 'Euros',
  perEar: 'par oreille',
  readOnCard: 'Lue sur la carte ou son tableau',
  answeredAlready: 'Sa propre réponse est prise.',

  customer: 'Le client paierait',
  exactly: (cents: number) => formatEuros(cents),
  range: (low: number, high: number) => (low === high ? formatEuros(low) : `de ${formatEuros(low)} à ${formatEuros(high)}`),
  sides: { in: 'Dans le réseau', out: 'Hors réseau' } satisfies Record<c.NetworkSide, string>,
  confidence: 'Confiance',
  confidences: { A: 'A : la mutuelle a donné le chiffre', B: 'B : réponse récente de la mutuelle', C: 'C : lu sur la carte', D: 'D : supposition' } satisfies Record<c.Confidence, string>,
  ofPrice: (cents: number) => `sur ${formatEuros(cents)}`,
  byLine: 'Ligne par ligne',
  line: (quantity: number, what: string, cls: string | null) => `${quantity > 1 ? `${quantity} × ` : ''}${what}${cls ? `, classe ${cls}` : ''}`,
  columns: { line: 'Élément', price: 'Prix', amo: 'AMO', amc: 'AMC', customer: 'Client' },
  short: (low: number, high: number) => (low === high ? formatEuros(low) : `${formatEuros(low)} à ${formatEuros(high)}`),
  why: 'Pourquoi',
  reason: (reason: c.Reason, insurer: (rank: number) => string): string => (reasons[reason.reason] as (reason: c.Reason, insurer: (rank: number) => string) => string)(reason, insurer),
  print: 'Imprimer',
  printed: 'Estimation imprimée. Elle est gardée dans les documents du dossier.',

  pharmacy: 'En officine, les parts viennent de la facture de votre logiciel.',
  pharmacyText: 'Elles ne sont pas estimées ici : reprenez celles de la facture dans « Lignes et parts ».',
  linesNeeded: 'Dites l’équipement pour l’estimer.',
  linesNeededText: 'Un prix et une classe suffisent.',
  moreThanOne: 'Un seul équipement à la fois.',
  moreThanOneText: 'Une monture et deux verres, ou deux oreilles : séparez les autres dans un second dossier.',
  noNumber: (what: string, date: string) => `Pas de chiffre au ${date} : ${what}.`,
  noNumberText: 'Prenez un référentiel qui couvre cette date.',

  numbers: 'Chiffres utilisés',
  numbersOf: (version: string, shipped: boolean) => `Référentiel ${version}, ${shipped ? 'livré avec Relais' : 'pris par le cabinet'}`,
  numberColumns: { what: 'Chiffre', value: 'Valeur', since: 'Depuis le', status: 'État', source: 'Source' },
  since: (from: string, to: string | null) => (to ? `${from} au ${to}` : from),
  statuses: { confirmed: 'confirmé', to_verify: 'à vérifier' } satisfies Record<c.NumberStatus, string>,
  months: (count: number) => `${count} mois`,
  days: (count: number) => `${count} jours`,
  numberNames: {
    'optics.amo_rate': 'Taux AMO, optique',
    'optics.class_a.frame_base': 'Base, monture de classe A',
    'optics.class_a.frame_cap': 'Prix limite, monture de classe A',
    'optics.class_a.lens_cap_low': 'Prix limite le plus bas, verre de classe A',
    'optics.class_a.lens_cap_high': 'Prix limite le plus haut, verre de classe A',
    'optics.class_a.lens_base_of_cap': 'Base d’un verre de classe A, part du prix limite',
    'optics.class_b.base': 'Base, monture ou verre de classe B',
    'optics.contact_lens_base': 'Base, lentilles, par œil',
    'optics.renewal.from_16': 'Renouvellement, à partir de 16 ans',
    'optics.renewal.from_6': 'Renouvellement, de 6 à 15 ans',
    'optics.renewal.under_6': 'Renouvellement, avant 6 ans',
    'optics.contract.frame_ceiling': 'Plafond de la monture',
    'optics.contract.a.floor': `Plancher, ${equipmentNumbers('a')}`,
    'optics.contract.a.ceiling': `Plafond, ${equipmentNumbers('a')}`,
    'optics.contract.b.floor': `Plancher, ${equipmentNumbers('b')}`,
    'optics.contract.b.ceiling': `Plafond, ${equipmentNumbers('b')}`,
    'optics.contract.c.floor': `Plancher, ${equipmentNumbers('c')}`,
    'optics.contract.c.ceiling': `Plafond, ${equipmentNumbers('c')}`,
    'optics.contract.d.floor': `Plancher, ${equipmentNumbers('d')}`,
    'optics.contract.d.ceiling': `Plafond, ${equipmentNumbers('d')}`,
    'optics.contract.e.floor': `Plancher, ${equipmentNumbers('e')}`,
    'optics.contract.e.ceiling': `Plafond, ${equipmentNumbers('e')}`,
    'optics.contract.f.floor': `Plancher, ${equipmentNumbers('f')}`,
    'optics.contract.f.ceiling': `Plafond, ${equipmentNumbers('f')}`,
    'hearing.amo_rate': 'Taux AMO, audition',
    'hearing.base.from_20': 'Base par oreille, à partir de 20 ans',
    'hearing.base.under_20': 'Base par oreille, avant 20 ans',
    'hearing.class_1.cap.from_20': 'Prix limite de classe I, à partir de 20 ans',
    'hearing.class_1.cap.under_20': 'Prix limite de classe I, avant 20 ans',
    'hearing.contract.ceiling': 'Plafond par oreille, classe II',
    'hearing.renewal': 'Renouvellement, par oreille',
    'hearing.trial': 'Essai avant facturation',
    'answer.recent': 'Une réponse gardée est récente',
  } satisfies Record<c.NumberKey, string>,

  reference: 'Référentiel des chiffres',
  referenceText: 'Chaque chiffre a sa date, sa source et son état. Une mise à jour est un fichier, lu en entier ou pas du tout.',
  referenceTake: 'Prendre un fichier',
  referenceRestore: 'Revenir à celui de Relais',
  referenceTaken: (version: string) => `Référentiel ${version} pris.`,
  referenceRefused: 'Ce fichier n’a pas été pris : rien n’a changé.',
  referenceChecksum: (start: string) => `Empreinte ${start}…`,
  fault: (fault: c.FileFault): string => `Ligne ${fault.line} : ${faults[fault.fault]}${fault.about ? ` (${fault.about})` : ''}.`,
};

const faults = {
  too_large: 'le fichier est trop grand',
  syntax: 'ce n’est pas du TOML',
  shape: 'il manque « version » ou « numbers », ou c’est autre chose',
  unknown_number: 'ce chiffre n’existe pas',
  unknown_field: 'ce champ n’existe pas',
  wrong_unit: 'la valeur manque, ou n’est pas dans l’unité de ce chiffre',
  out_of_range: 'la valeur est négative ou beaucoup trop grande',
  day: 'la date « from » manque, ou ce n’est pas une date',
  reversed: 'la fin vient avant le début',
  overlap: 'deux valeurs le même jour',
  status: 'l’état est « confirmed » ou « to_verify »',
  source: 'la source manque',
  missing: 'aucune valeur en vigueur',
  contradiction: 'un plancher dépasse son plafond',
} satisfies Record<c.FileFaultKind, string>;
