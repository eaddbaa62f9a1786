// Words of the card: its block, its grid, who is named on it, what is proposed of a text, and the warnings of the trade.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

type Sentences = { [W in c.Warning['warning']]: (warning: Extract<c.Warning, { warning: W }>) => string };

const card = (rank: number): string => (rank === 1 ? '' : ' (2e complémentaire)');

const warnings: Sentences = {
  solidarity_no_advance: (w) => `Complémentaire santé solidaire${card(w.rank)} : ni chèque, ni avance.`,
  nothing_left_expected: (w) => (w.whole ? 'Classe A ou I : reste à charge zéro attendu.' : 'Une partie est de classe A ou I : reste à charge zéro attendu pour elle.'),
  hearing_trial: (w) => (w.not_before ? `Essai de ${counted(w.days, 'jour', 'jours')} en cours : aucun chèque conservé avant le ${formatDate(w.not_before)}.` : `Essai de ${counted(w.days, 'jour', 'jours')} à faire : aucun chèque conservé avant sa fin. Notez la délivrance le jour où les aides sont remises pour l’essai.`),
  network_no_advance: (w) => `Réseau ${w.network}${card(w.rank)} : votre convention de réseau peut interdire l’avance.`,
  authorisation_held: (w) => `PEC accordée${w.reference ? `, n° ${w.reference}` : ''}${w.valid_until ? `, valable jusqu’au ${formatDate(w.valid_until)}` : ''}${card(w.rank)} : annulez-la si la vente ne se fait pas en tiers payant, sinon elle bloque le client ailleurs.`,
  authorisation_lapsed: (w) => `PEC échue le ${formatDate(w.valid_until)}${card(w.rank)} : redemandez un accord avant de facturer.`,
  invoice_after_agreement: (w) => `Cet opérateur rejette une facture envoyée moins de ${counted(w.days, 'jour', 'jours')} après son accord${card(w.rank)}${w.not_before ? ` : pas avant le ${formatDate(w.not_before)}` : ''}.`,
  prescription_too_old: (w) => (w.certain ? `Ordonnance du ${formatDate(w.date)} : elle a plus de ${w.months} mois.` : `Ordonnance du ${formatDate(w.date)} : plus de ${w.months} mois, trop ancienne selon l’âge. Saisissez la date de naissance.`),
  card_expired: (w) => `Carte expirée le ${formatDate(w.on)}${card(w.rank)} : demandez la nouvelle.`,
  card_not_yet_valid: (w) => `Carte valable à partir du ${formatDate(w.from)}${card(w.rank)}.`,
  trade_not_covered: (w) => `La grille de la carte ne couvre pas ce domaine${card(w.rank)}.`,
  authorisation_needed: (w) => `La grille demande une PEC avant la délivrance${card(w.rank)}.`,
  operator_unknown: (w) => `Opérateur inconnu${card(w.rank)} : rien ne pourra être demandé ni envoyé tant que la carte ne le dit pas. Complétez la carte.`,
};

export const cardWords = typesetAll({
  responsible: 'R, contrat responsable',
  solidarity: 'C2S, complémentaire santé solidaire',
  solidarityDetail: 'ni chèque, ni avance',
  reversed: 'La fin précède le début : relisez les deux dates.',
  expired: 'Carte expirée : demandez la nouvelle. Elle est enregistrée quand même.',
  amcRefused: 'Un n° AMC compte 8 à 10 chiffres : relisez.',
  amcDoubt: 'Ce numéro est rare sous cette forme : relisez.',
  conventionRefused: 'Deux lettres ou chiffres : VM, SP, CB…',
  csrRefused: 'Un CSR compte 1 à 9 lettres ou chiffres.',
  share: 'Part de cette complémentaire',
  shareHint: (customer: number) => `retirée de la part client, ${formatEuros(customer)}`,

  grid: 'Domaines',
  gridHint: '100, PEC, 150 €, NC, ou rien',
  line: (index: number) => `Domaine ${index}`,
  domain: 'Code',
  cover: 'Prise en charge',
  coverPlaceholder: '100, PEC, 150€, NC',
  covers: { unsaid: 'nommé, sans valeur', authorisation: 'accord préalable (PEC)', not_covered: 'non couvert' } satisfies Record<Exclude<c.GridCover['kind'], 'percent' | 'amount'>, string>,
  coverRefused: { percent: 'Un pourcentage va de 1 à 100.', format: 'Tapez 100, PEC, 150€ ou NC.' },
  addDomain: 'Ajouter un domaine',
  removeLine: (domain: string) => `Retirer le domaine ${domain}`,

  members: 'Assurés et bénéficiaires',
  restsOn: 'Cette complémentaire repose sur',
  holders: { customer: 'le client', first: '1er assuré', second: '2e assuré' } satisfies Record<c.CardHolder, string>,
  beneficiary: (index: number) => `Bénéficiaire ${index}`,
  birthRank: 'Rang de naissance',
  birthRankRefused: 'De 1 à 9.',
  under: 'Rattaché à',
  addHolder: 'Ajouter un assuré',
  addBeneficiary: 'Ajouter un bénéficiaire',
  remove: 'Retirer',
  nir: 'NIR',
  nirHint: '15 caractères, clé comprise ; vide pour l’effacer',
  nirAdd: 'Ajouter le NIR, si la plateforme le demande',
  nirReplace: 'Remplacer ou effacer',
  nirProvisional: 'numéro d’attente',

  readTitle: 'Lire la carte',
  readLabel: 'Texte de la carte',
  readHint: 'lecteur de datamatrix, ou Ctrl V',
  readPicture: 'Lire une image du datamatrix',
  readFound: (count: number) => (count === 0 ? 'Rien n’a été proposé : saisissez la carte.' : `${counted(count, 'champ proposé', 'champs proposés')} : relisez avant d’enregistrer.`),
  readCut: 'Le texte est trop long : seul son début a été lu.',
  proposed: { label: 'Proposé d’après le texte : relisez.', shape: 'Proposé d’après sa forme : relisez.' } satisfies Record<c.CardReadBecause, string>,
  proposedShort: 'Proposé : relisez.',
  fields: { amc_number: 'N° AMC', convention: 'Convention', csr: 'CSR', member_number: 'Adhérent', valid_from: 'Valide du', valid_to: 'Valide au', responsible: 'Responsable', birth_date: 'Né(e) le', nir: 'NIR' } satisfies Record<c.CardReadField, string>,
  take: 'Prendre',
  leftover: (words: string) => `Non compris : ${words}`,
  eraseText: 'Effacer le texte gardé',

  pictures: 'Images de la carte',
  picturesLater: 'Enregistrez d’abord la carte, puis ajoutez ses images.',
  pictureOf: { front: 'Recto de la carte', back: 'Verso de la carte' } satisfies Record<c.PictureSide, string>,
  holderLabel: 'Assuré',

  warningsTitle: 'À savoir avant de choisir',
  /** Beside a way, where the whole sentence stands just above. */
  warningShort: (warning: c.Warning): string => {
    if (warning.warning === 'operator_unknown') return 'Opérateur inconnu : rien ne partira.';
    if (warning.warning === 'authorisation_held') return 'PEC accordée : à annuler d’abord.';
    if (warning.warning !== 'hearing_trial') return (warnings[warning.warning] as (warning: c.Warning) => string)(warning);
    return warning.not_before ? `Pas avant le ${formatDate(warning.not_before)}, fin de l’essai.` : 'Pas avant la fin de l’essai.';
  },
  warning: (warning: c.Warning): string => (warnings[warning.warning] as (warning: c.Warning) => string)(warning),
  forbiddenBecause: 'interdit',
});
