// A second person for a loss above the practice's limit, or a day's delay where nobody else may look.
import { formatInstant } from '../../format/dates';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/second';
import { counted } from '../plural';
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
  overridePerson: 'Overriding takes two: a second person looks at it and agrees here, now.',
  overrideAsking: 'Overriding is not decided alone on the same day: you ask for it today, and do it in twenty-four hours. Your accountant will read it.',
  overrideWaiting: (from) => `Asked for. To be done from ${formatInstant(from)}.`,
  overrideConfirming: (reason) => `Asked for more than a day ago${reason ? `: “${reason}”` : ''}. You may do it, or withdraw the request.`,
  overrideEarly: 'You override what the customer was promised: the reason is kept in the journal.',
  overrideStands: (act, from, may) => `${{ deposit: 'Deposit', return: 'Return to the customer' }[act]} against the rule, to be done ${may ? 'since' : 'from'} ${formatInstant(from)}.`,
  overridesAsked: (count) => `${counted(count, 'request', 'requests')} to override`,
  overrideOf: (customer, amount) => `Passing over a rule for the cheque of ${customer}, ${amount}`,
  overrideByTwo: 'A second person may agree to it now.',
  overridesMore: (count) => `and ${counted(count, 'other request', 'other requests')} to pass over a rule, under Cheques`,
  overrideSee: 'See the cheque',
  overrideAlone: 'Alone here, you ask for it the day before, from the cheque.',
  overrideAsked: 'Asked for: to be done tomorrow.',
  overrideWithdrawn: 'The request is withdrawn.',
  toConfirm: (from) => `loss to be confirmed from ${formatInstant(from)}`,
  missing: 'That person types it.',
  limit: 'Second person above',
  limitHint: 'of a loss: an owner or the back office confirms it. Alone, one waits a day.',
  limitTitle: 'Losses',
  limitSaved: (limit) => `Above ${formatEuros(limit)}, a second person confirms.`,
});
