// The rule in force for a cheque, in one sentence, from what the use case says of it. Order matters: what has happened,
// then what the insurer's money says, then what was promised. No date is worked out here.
import type { Tone } from '$lib/components/tone';
import type { ChequeView } from '$lib/contract/contract';
import { formatDate } from '$lib/format/dates';
import { t } from '$lib/i18n';

export interface ChequeRule {
  tone: Exclude<Tone, 'idle'>;
  text: string;
}

export function chequeRule(cheque: Pick<ChequeView, 'row' | 'deposit' | 'depositable_from' | 'life'>, today: string): ChequeRule {
  const { row, depositable_from: from } = cheque;
  const left = row.left_on ? formatDate(row.left_on) : '';
  if (row.position === 'returned') return { tone: 'ok', text: t.cheques.rules.returned(left) };
  const { state, slip, stolen } = cheque.life;
  switch (state) {
    case 'deposited':
    case 'represented':
      return { tone: 'info', text: t.slips.rules.deposited(slip?.number ?? '') };
    case 'credited':
    case 'final':
      return { tone: state === 'final' ? 'ok' : 'info', text: t.slips.rules[state] };
    case 'rejected':
    case 'certificate_requested':
    case 'certificate_received':
    case 'litigation':
    case 'opposed':
    case 'expired':
      return { tone: 'bad', text: t.slips.rules[state] };
    case 'lost':
      return { tone: 'bad', text: stolen ? t.slips.rules.stolen : t.slips.rules.lost };
    default:
  }
  if (row.track === 'paid') {
    if (row.difference_due_cents > 0) return { tone: 'warn', text: t.cheques.rules.difference(row.difference_due_cents) };
    return { tone: 'ok', text: t.cheques.rules.paid };
  }
  if (row.track === 'advised') return { tone: 'warn', text: t.cheques.rules.advised(row.advised_cents ?? 0) };
  if (cheque.deposit === 'allowed' && from !== null) {
    const later = row.agreement === 'deposited_later';
    if (from > today) return { tone: 'info', text: later ? t.cheques.rules.notBefore(formatDate(from)) : t.cheques.rules.toldFrom(formatDate(from)) };
    return { tone: 'warn', text: later ? t.cheques.rules.agreedSince(formatDate(from)) : t.cheques.rules.depositable(formatDate(from)) };
  }
  if (row.to_tell?.why === 'silence') return { tone: 'warn', text: t.notices.silent(formatDate(row.to_tell.tell_by)) };
  if (cheque.deposit === 'owner_override' && from !== null) return { tone: 'warn', text: t.notices.toldSilent(formatDate(from)) };
  if (row.track === 'refused' || row.track === 'cancelled' || row.track === 'withdrawn') return { tone: 'bad', text: t.cheques.rules.refused };
  return { tone: 'info', text: row.difference_due_cents > 0 ? t.cheques.rules.waitingOwed(row.difference_due_cents) : t.cheques.rules.waiting };
}
