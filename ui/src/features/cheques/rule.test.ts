// What is said of depositing a cheque: the day comes from the rules, and is said as past, to come, or not yet promised.
import { describe, expect, it } from 'vitest';
import type { ChequeAgreement, ChequeRow, TrackState } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { chequePage, sampleLife } from '../../samples/cheques';
import { chequeRule } from './rule';

const TODAY = '2024-03-14';

function row(agreement: ChequeAgreement, track: TrackState): ChequeRow {
  const [first] = chequePage([['to_deposit', 1]], 'to_deposit', 0, 1).rows;
  if (!first) throw new Error('the sample has a cheque');
  return { ...first, agreement, track, deposit_not_before: '2024-03-20' };
}

describe('the rule of a deposit', () => {
  it.each<[string, ChequeAgreement, TrackState, string | null, string]>([
    ['told, and the day has come', 'kept_and_returned', 'refused', '2024-03-13', t.cheques.rules.depositable('13/03/2024')],
    ['told, and the named day is to come', 'kept_and_returned', 'refused', '2024-03-20', t.cheques.rules.toldFrom('20/03/2024')],
    ['nobody was told', 'kept_and_returned', 'refused', null, t.cheques.rules.refused],
    ['the agreed day has come', 'deposited_later', 'claimed_by_customer', '2024-03-14', t.cheques.rules.agreedSince('14/03/2024')],
    ['the agreed day is to come', 'deposited_later', 'claimed_by_customer', '2024-03-20', t.cheques.rules.notBefore('20/03/2024')],
  ])('%s', (_case, agreement, track, from, text) => {
    expect(chequeRule({ row: row(agreement, track), deposit: 'allowed', depositable_from: from, life: sampleLife('kept') }, TODAY).text).toBe(text);
  });
});
