// The next act on a cheque that is here, from what the use case says of it: given back, completed, told of, handed in, or the
// money it waits for. None, when it waits for a day. Nothing is decided here.
import type { ChequeView } from '$lib/contract/contract';

export type ChequeAct = 'return' | 'collect' | 'deposit' | 'notice' | 'credit';

export function nextAct(cheque: Pick<ChequeView, 'row' | 'life' | 'deposit' | 'deposit_refusal' | 'return_refusal'>): ChequeAct | undefined {
  const { row } = cheque;
  if (cheque.life.state !== 'kept') return undefined;
  if (cheque.return_refusal === null) return 'return';
  if (row.track === 'paid') return row.difference_due_cents > 0 ? 'collect' : undefined;
  if (cheque.deposit === 'allowed' && cheque.deposit_refusal === null) return 'deposit';
  if (row.to_tell !== null || cheque.deposit_refusal?.code === 'notice_needed') return 'notice';
  const over = row.track === 'refused' || row.track === 'cancelled' || row.track === 'withdrawn' || row.track === 'claimed_by_customer';
  return over ? undefined : 'credit';
}
