// Advances: the papers of a customer who advances everything, and the reprint of what was issued.
import type { AdvancePaper } from '../../contract/contract';
import { formatEuros } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

export const advances = typesetAll({
  papers: 'Papiers du remboursement',
  papersNote: 'Pour le client, qui avance la part de sa complémentaire et se fait rembourser lui-même.',
  papersMissing: (cents: number) => `Il reste ${formatEuros(cents)} à encaisser de ce que le client avance.`,
  papersMissingAct: 'Encaissez-les (F8), ou prenez un chèque (F7) : rien ne s’atteste avant.',
  invoiceNumber: 'N° de la facture du logiciel métier',
  invoiceHint: (reference: string) => (reference ? `référence du dossier : ${reference}` : 'celui de la facture remise au client'),
  printed: 'Papier ouvert, à remettre au client.',
  paperKinds: {
    attestation: 'Attestation de règlement',
    request: 'Demande de remboursement à la complémentaire',
  } satisfies Record<AdvancePaper, string>,
  requestOf: (insurer: string) => `Demande de remboursement : ${insurer}`,
  attested: (cents: number, reserve: boolean) => `${formatEuros(cents)}${reserve ? ', sous réserve d’encaissement' : ''}`,
  reprint: 'Réimprimer',
  reprintOf: (paper: string) => `Réimprimer avec la mention DUPLICATA : ${paper}`,
  reprinted: 'Duplicata ouvert : il porte son numéro, noté au journal.',
  duplicates: (count: number) => counted(count, 'duplicata', 'duplicata'),
  duplicateOn: (count: string, on: string) => `Duplicata n° ${count} imprimé le ${on}`,
});
