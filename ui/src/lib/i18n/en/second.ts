// A second person for a loss above the practice's limit, or a day's delay where nobody else may look.
import { formatInstant } from '../../format/dates';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/second';
import { translated } from '../typography';

export const second = translated<typeof fr.second>({
  person: (amount, limit) => `${formatEuros(amount)}: above ${formatEuros(limit)}, a second person looks at it and confirms it here, now.`,
  asking: (amount, limit) => `${formatEuros(amount)}: above ${formatEuros(limit)}, one person alone does not decide on the same day. You ask for it today, and confirm it in twenty-four hours. Your accountant will read so beside the loss.`,
  waiting: (cents, from) => `${formatEuros(cents)} asked for. To be confirmed from ${formatInstant(from)}.`,
  confirming: (cents) => `${formatEuros(cents)} asked for more than a day ago: you may confirm it, or withdraw the request.`,
  who: 'Who confirms',
  proof: 'Own PIN or passphrase',
  proofPassphrase: 'Own passphrase',
  proofHint: 'to be typed by that person',
  ask: 'Ask',
  confirm: 'Confirm the loss',
  withdraw: 'Withdraw the request',
  asked: (customer) => `Asked for ${customer}: to be confirmed tomorrow.`,
  withdrawn: (customer) => `The request is withdrawn: ${customer}.`,
  toConfirm: (from) => `loss to be confirmed from ${formatInstant(from)}`,
  missing: 'That person types it.',
  limit: 'Second person above',
  limitHint: 'of a loss: an owner or the back office confirms it. Alone, one waits a day.',
  limitTitle: 'Losses',
  limitSaved: (limit) => `Above ${formatEuros(limit)}, a second person confirms.`,
});
