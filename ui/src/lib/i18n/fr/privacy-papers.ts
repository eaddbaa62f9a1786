// The papers of data protection: what each is, who answers, on which ground each processing rests.
import type { PrivacyPaper, Processing } from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { typesetAll } from '../typography';

export const privacyPapers = typesetAll({
  tab: 'Documents',
  note: 'Les documents de la protection des données, écrits d’après ce que Relais fait ici aujourd’hui. Ce qu’il ne sait pas est une ligne à remplir à la main.',
  papers: {
    notice: ['Information des clients', 'À afficher au comptoir ou à remettre (RGPD, article 13) : quoi, pourquoi, pour qui, combien de temps, quels droits.'],
    register: ['Registre des traitements', 'Une fiche par traitement de Relais (RGPD, article 30), à joindre au registre de l’établissement.'],
    impact_assessment: ['Aide à l’analyse d’impact', 'Données, flux et mesures déjà écrits (RGPD, article 35) ; les questions et les risques restent à vous.'],
  } satisfies Record<PrivacyPaper, [string, string]>,
  print: 'Imprimer',
  printOf: (paper: string): string => `Imprimer : ${paper}`,
  printed: (paper: string): string => `${paper} : imprimé.`,
  answerable: 'Qui répond des données',
  representative: 'Représentant de l’établissement',
  representativeHint: 'nom et fonction',
  dpo: 'Délégué à la protection des données',
  dpoHint: 'nom, et comment le joindre',
  blank: 'vide : une ligne à remplir à la main',
  save: 'Enregistrer',
  saved: 'Enregistré : les prochains documents le disent.',
  grounds: 'Sur quoi chaque traitement repose',
  columns: { processing: 'Traitement', basis: 'Base', source: 'Source' },
  processings: {
    third_party_payment: 'Tiers payant',
    cheques: 'Chèques conservés et remis',
    books: 'Ventes, règlements et comptes',
    look_ups: 'Journal des accès, consultations',
    accounts: 'Coffre des comptes',
    breaches: 'Registre des violations',
    backups: 'Sauvegardes',
  } satisfies Record<Processing, string>,
  knownSince: (source: string, from: string): string => `${source}, au ${formatDate(from)}`,
  version: (version: string, shipped: boolean): string => (shipped ? `Bases ${version}, livrées avec Relais` : `Bases ${version}, de l’établissement`),
  take: 'Prendre un fichier…',
  taken: (version: string): string => `Bases ${version} en usage.`,
  refusedFile: 'Ce fichier n’est pas pris : rien n’a changé.',
  export: 'Exporter…',
  exported: (path: string): string => `Bases écrites dans ${path}.`,
  restore: 'Revenir aux bases livrées',
  fileName: 'bases-des-traitements.toml',
});
