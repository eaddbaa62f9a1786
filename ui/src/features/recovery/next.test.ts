// The next act of a share of an outage follows from where its money and its sale stand, not from its colour alone.
import { expect, it } from 'vitest';
import type { ChequeState, RecoveryRow } from '$lib/contract/contract';
import { recoveryRow } from '../../samples/backend';
import { t } from '$lib/i18n';
import { nextOf, nextOfCheque } from './next';

const agreed: RecoveryRow = { ...recoveryRow(0), way: 'delivered_third_party_payment', cheque: null, cheque_cents: 0, cheque_position: null, ordered_on: '2024-01-23', delivered_on: '2024-01-31', colour: 'green', track: 'accepted' };
const next = t.recovery.next;
const TODAY = '2024-02-19';

it.each<[string, Partial<RecoveryRow>, string]>([
  ['delivered and not invoiced', { to_do: 'invoice' }, t.work.next.invoice],
  ['delivered by a pharmacy and not transmitted', { to_do: 'transmit' }, t.work.next.transmit],
  ['covered in part, delivered and not invoiced', { to_do: 'invoice', colour: 'orange', customer_owes_cents: 5700 }, next.invoiceOwed(t.work.next.invoice, 5700)],
  ['covered in part and invoiced', { to_do: 'remind', colour: 'orange', customer_owes_cents: 5700 }, next.collect(5700)],
  ['set aside', { way: 'set_aside', ordered_on: null, delivered_on: null }, next.callBack],
  ['of a customer who will return', { way: 'customer_returns', ordered_on: null, delivered_on: null }, next.callBack],
  ['set aside, and ordered since', { way: 'set_aside', delivered_on: null }, next.handOver],
  ['ordered and not delivered', { delivered_on: null }, next.handOver],
  ['invoiced', { to_do: 'remind' }, next.awaitTransfer],
  ['announced', { to_do: 'reconcile', track: 'advised' }, next.awaitTransfer],
  ['invoiced, and the answer unknown', { to_do: 'confirm' }, t.work.next.confirm],
  ['in the queue', { colour: null, track: 'queued', to_do: 'send' }, next.wait],
  ['delivered and never asked for', { colour: null, track: 'not_sent', to_do: 'invoice' }, next.wait],
  ['refused', { colour: 'red', track: 'refused', to_do: 'correct' }, next.tell],
  ['paid less than announced', { track: 'paid', to_do: 'explain' }, t.work.next.explain],
  ['paid, and the customer’s own share is due', { track: 'paid' }, next.customerShare],
])('of a share %s', (_, row, said) => {
  expect(nextOf({ ...agreed, ...row }, TODAY)).toBe(said);
});

const kept: RecoveryRow = { ...agreed, way: 'cheque_kept', cheque: 'c-0', cheque_cents: 37991, cheque_position: 'kept' };

const refused: Partial<RecoveryRow> = { colour: 'red', track: 'refused', cheque_position: 'to_deposit' };
const left = (state: ChequeState): Partial<RecoveryRow> => ({ cheque: null, cheque_cents: 0, cheque_position: null, cheque_left: { state, on: '2024-02-27' } });

it.each<[string, Partial<RecoveryRow>, string]>([
  ['whose share is not invoiced', { to_do: 'invoice' }, t.work.next.invoice],
  ['whose transfer is awaited', { to_do: 'remind' }, next.awaitTransfer],
  ['agreed for less', { cheque_position: 'to_complete', customer_owes_cents: 5700 }, t.outage.chequeCompleteUnpaid(5700)],
  ['paid for less', { cheque_position: 'to_complete', track: 'paid', customer_owes_cents: 5700 }, t.outage.chequeComplete(5700)],
  ['paid', { cheque_position: 'to_return', track: 'paid' }, next.giveBack],
  ['refused, its customer not told', { ...refused, cheque_to_tell: true }, next.tell],
  ['refused, its customer told of something else', { ...refused, cheque_to_tell: true, letter_on: '2024-02-12' }, next.tell],
  ['refused, its customer told', { ...refused, cheque_told: { on: '2024-02-19', deposit_from: '2024-02-27' } }, 'Prévenu le 19/02, dépôt dès le 27/02'],
  ['refused, its day come', { ...refused, cheque_told: { on: '2024-02-11', deposit_from: '2024-02-19' } }, 'Prévenu le 11/02, à déposer'],
  ['of whose share the insurer says nothing', { track: 'queued', colour: null, cheque_told: { on: '2024-02-19', deposit_from: '2024-02-27' } }, 'Prévenu le 19/02, sans réponse : au titulaire dès le 27/02'],
  ['told of, and agreed since', { to_do: 'invoice', cheque_told: { on: '2024-02-11', deposit_from: '2024-02-19' } }, t.work.next.invoice],
  ['deposited', { ...left('deposited'), track: 'refused', settled: true }, 'Chèque déposé le 27/02 (part refusée), crédit attendu'],
  ['deposited and credited', { ...left('credited'), track: 'refused', settled: true }, 'Réglé par le chèque du client, déposé le 27/02 (part refusée) et crédité'],
  ['that came back from the bank', { ...left('rejected'), track: 'refused', customer_owes_cents: 37991 }, 'Chèque rejeté par la banque ; le client doit 379,91 €'],
  ['given back, paid by the insurer', { ...left('returned'), track: 'paid', settled: true }, 'Chèque rendu le 27/02 : la mutuelle a payé'],
  ['given back, the customer’s own share left', { ...left('returned'), track: 'paid' }, 'Chèque rendu le 27/02 ; encaissez la part client'],
  ['given back, the share paid otherwise', { ...left('returned'), track: 'refused', settled: true }, 'Chèque rendu le 27/02 : le client a réglé autrement'],
  ['given back, the share given up', { ...left('returned'), track: 'refused', settled: true, written_off_cents: 37991 }, 'Chèque rendu le 27/02'],
])('of a cheque %s', (_, row, said) => {
  expect(nextOfCheque({ ...kept, ...row }, TODAY).replace(/\s+/g, ' ')).toBe(said.replace(/\s+/g, ' '));
});
