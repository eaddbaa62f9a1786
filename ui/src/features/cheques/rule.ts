// The rule in force for a cheque, in one sentence, from what the use case says of it. Order matters: what has happened,
// then what the insurer's money says, then what was promised.
import type { Tone } from '$lib/components/tone';
import type { ChequeView } from '$lib/contract/contract';
import { formatDate } from '$lib/format/dates';
import { t } from '$lib/i18n';

export interface ChequeRule {
  tone: Exclude<Tone, 'idle'>;
  text: string;
}

export function chequeRule(cheque: Pick<ChequeView, 'row' | 'deposit' | 'notice_deposit_from'>): ChequeRule {
  const { row } = cheque;
  const left = row.left_on ? formatDate(row.left_on) : '';
  if (row.position === 'returned') return { tone: 'ok', text: t.cheques.rules.returned(left) };
  if (row.position === 'deposited') return { tone: 'info', text: t.cheques.rules.deposited(left) };
  if (row.track === 'paid') {
    if (row.difference_due_cents > 0) return { tone: 'warn', text: t.cheques.rules.difference(row.difference_due_cents) };
    return { tone: 'ok', text: t.cheques.rules.paid };
  }
  if (row.track === 'advised') return { tone: 'warn', text: t.cheques.rules.advised(row.advised_cents ?? 0) };
  if (cheque.deposit === 'allowed') {
    return { tone: 'warn', text: t.cheques.rules.depositable(formatDate(cheque.notice_deposit_from ?? row.deposit_not_before ?? row.decide_by)) };
  }
  if (row.agreement === 'deposited_later' && row.deposit_not_before) return { tone: 'info', text: t.cheques.rules.notBefore(formatDate(row.deposit_not_before)) };
  if (row.track === 'refused' || row.track === 'cancelled' || row.track === 'withdrawn') return { tone: 'bad', text: t.cheques.rules.refused };
  return { tone: 'info', text: t.cheques.rules.waiting };
}
