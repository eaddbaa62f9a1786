// Client certificates of the vault: what each says of itself, why a file is none, and when one ends.
import type { CertificateEnd } from '../../contract/contract';
import { formatDate } from '../../format/dates';
import type * as fr from '../fr/certificates';
import { counted } from '../plural';
import { translated } from '../typography';

const ends: Record<CertificateEnd, string> = {
  ended: 'Ended',
  within7: 'Ends within 7 days',
  within30: 'Ends within 30 days',
  within60: 'Ends within 60 days',
};

export const certificates = translated<typeof fr.certificates>({
  title: 'Client certificate',
  none: 'None: only a few platforms ask for one.',
  subject: 'In the name of',
  issuer: 'Issued by',
  serial: 'No.',
  validity: 'Valid',
  fromTo: (from, until) => `from ${formatDate(from)} to ${formatDate(until)}`,
  ends,
  daysLeft: (days) => (days === 0 ? 'ends today' : `${counted(days, 'day', 'days')} left`),
  take: 'Import a certificate…',
  replace: 'Replace…',
  drop: 'Remove the certificate',
  dropped: (label) => `${label}: certificate removed.`,
  dialog: (label) => `Client certificate: ${label}`,
  note: 'A PKCS#12 (.p12, .pfx) with its passphrase, or a PEM with the certificate and its key. It is sealed in the vault like a password.',
  path: 'File',
  choose: 'Choose…',
  passphrase: 'Passphrase of the file',
  passphraseHint: 'empty for a PEM',
  save: 'Import',
  saved: (label) => `${label}: certificate sealed. Destroy the file.`,
  refused: 'This file is not taken: nothing has changed.',
  faults: {
    too_large: 'This file is too large for a certificate.',
    not_one: 'This file is neither a PKCS#12 (.p12, .pfx) nor a whole PEM: ask the platform for it again.',
    wrong_passphrase: 'The passphrase does not open this file: the platform gives it apart.',
    too_laborious: 'This file asks for far too much computing before it opens: ask the platform for an ordinary PKCS#12.',
    unsupported: 'This file is ciphered in a way that Relais does not read: ask for a recent PKCS#12.',
    old_version: 'This certificate is of a version that connections of today no longer take (X.509 before v3): ask for another.',
    no_key: 'The key of the certificate is not in this file: take the PKCS#12, or a PEM with both.',
    no_certificate: 'There is only a key in this file, without its certificate.',
    key_ciphered: 'The key of this PEM has a passphrase of its own: take the PKCS#12.',
    several_keys: 'There are several keys in this file: which to take is not known.',
    key_differs: 'The key is not that of this certificate.',
  },
  endsTitle: (label, end) => `Certificate of ${label}: ${ends[end].toLowerCase()}`,
  endsText: (until) => `Until ${formatDate(until)}. Ask the platform for the next one: without it, nothing is sent any more.`,
  open: 'Open',
  openOf: (label) => `Open the certificate: ${label}`,
});
