// Client certificates of the vault: what each says of itself, why a file is none, and when one ends.
import type { CertificateEnd, CertificateFault } from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const ends: Record<CertificateEnd, string> = {
  ended: 'Terminé',
  within7: 'Finit dans 7 jours au plus',
  within30: 'Finit dans 30 jours au plus',
  within60: 'Finit dans 60 jours au plus',
};

const faults: Record<CertificateFault, string> = {
  too_large: 'Ce fichier est trop grand pour un certificat.',
  not_one: 'Ce fichier n’est ni un PKCS#12 (.p12, .pfx), ni un PEM entier : demandez-le de nouveau à la plateforme.',
  wrong_passphrase: 'La phrase de passe n’ouvre pas ce fichier : elle est donnée à part, par la plateforme.',
  too_laborious: 'Ce fichier demande un calcul démesuré avant de s’ouvrir : demandez à la plateforme un PKCS#12 ordinaire.',
  unsupported: 'Ce fichier est chiffré d’une façon que Relais ne lit pas : demandez un PKCS#12 récent.',
  old_version: 'Ce certificat est d’une version que les connexions d’aujourd’hui ne prennent plus (X.509 avant v3) : demandez-en un autre.',
  no_key: 'La clé du certificat n’est pas dans ce fichier : prenez le PKCS#12, ou un PEM avec les deux.',
  no_certificate: 'Il n’y a qu’une clé dans ce fichier, sans son certificat.',
  key_ciphered: 'La clé de ce PEM a sa propre phrase de passe : prenez le PKCS#12.',
  several_keys: 'Il y a plusieurs clés dans ce fichier : on ne sait laquelle prendre.',
  key_differs: 'La clé n’est pas celle de ce certificat.',
};

export const certificates = typesetAll({
  title: 'Certificat client',
  none: 'Aucun : seules quelques plateformes en demandent un.',
  subject: 'Au nom de',
  issuer: 'Émis par',
  serial: 'N°',
  validity: 'Valable',
  fromTo: (from: string, until: string) => `du ${formatDate(from)} au ${formatDate(until)}`,
  ends,
  daysLeft: (days: number) => (days === 0 ? 'finit aujourd’hui' : `encore ${counted(days, 'jour', 'jours')}`),
  take: 'Importer un certificat…',
  replace: 'Remplacer…',
  drop: 'Retirer le certificat',
  dropped: (label: string) => `${label} : certificat retiré.`,
  dialog: (label: string) => `Certificat client : ${label}`,
  note: 'Un PKCS#12 (.p12, .pfx) avec sa phrase de passe, ou un PEM avec le certificat et sa clé. Il est scellé dans le coffre comme un mot de passe.',
  path: 'Fichier',
  choose: 'Choisir…',
  passphrase: 'Phrase de passe du fichier',
  passphraseHint: 'vide pour un PEM',
  save: 'Importer',
  saved: (label: string) => `${label} : certificat scellé. Détruisez le fichier.`,
  refused: 'Ce fichier n’est pas pris : rien n’a changé.',
  faults,
  endsTitle: (label: string, end: CertificateEnd) => `Certificat de ${label} : ${ends[end].toLowerCase()}`,
  endsText: (until: string) => `Jusqu’au ${formatDate(until)}. Demandez le suivant à la plateforme : sans lui, plus rien n’est envoyé.`,
  open: 'Ouvrir',
  openOf: (label: string) => `Ouvrir le certificat : ${label}`,
});
