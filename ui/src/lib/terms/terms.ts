// The closed codes of the rules as the window shows them: which tone, which shape, how far along. The words are
// in the catalogue. Nothing here can turn a state into a better one.
import type { Tone } from '$lib/components/tone';
import type { ChequePosition, ChequeState, Function as PlatformFunction, FunctionState, RecheckColour, SlipState, TrackState, Way } from '$lib/contract/contract';

/** In the order of the strip. */
export const FUNCTIONS: readonly PlatformFunction[] = ['rights', 'quote', 'prior_authorisation', 'claim', 'payment_advice', 'payment'];

/** The rates of VAT a sale of health products has in France (money and law, §3.3), in basis points. */
export const VAT_RATES = [2000, 1000, 550, 210] as const;

/** In the order of the keys Alt+1 to Alt+6. */
export const WAYS: readonly Way[] = ['delivered_third_party_payment', 'set_aside', 'cheque_kept', 'cheque_deposited_later', 'customer_advances', 'customer_returns'];

export const functionTone: Record<FunctionState, Tone> = { up: 'ok', degraded: 'warn', down: 'bad', closed: 'wait', unknown: 'idle' };

export const trackTone: Record<TrackState, Tone> = {
  not_sent: 'idle',
  queued: 'wait',
  entrusted: 'info',
  sent: 'info',
  outcome_unknown: 'warn',
  accepted: 'info',
  refused: 'bad',
  cancelled: 'idle',
  withdrawn: 'idle',
  advised: 'info',
  paid: 'ok',
  claimed_by_customer: 'idle',
};

/** Steps done out of four: left, accepted, advised, paid. */
export const trackSteps: Record<TrackState, number> = {
  not_sent: 0,
  queued: 0,
  entrusted: 1,
  sent: 1,
  outcome_unknown: 0,
  accepted: 2,
  refused: 0,
  cancelled: 0,
  withdrawn: 0,
  advised: 3,
  paid: 4,
  claimed_by_customer: 0,
};

export const chequeTone: Record<ChequePosition, Tone> = { kept: 'info', to_return: 'ok', to_complete: 'warn', to_deposit: 'warn', returned: 'idle', deposited: 'info', unpaid: 'bad', gone: 'bad' };

export const chequeStateTone: Record<ChequeState, Tone> = {
  absent: 'idle',
  kept: 'info',
  returned: 'idle',
  deposited: 'info',
  represented: 'info',
  credited: 'ok',
  final: 'ok',
  rejected: 'bad',
  certificate_requested: 'warn',
  certificate_received: 'warn',
  litigation: 'bad',
  opposed: 'bad',
  lost: 'bad',
  expired: 'idle',
};

export const slipTone: Record<SlipState, Tone> = { absent: 'idle', made: 'info', credited: 'ok', taken_apart: 'idle' };

export const recheckTone: Record<RecheckColour, Tone> = { green: 'ok', orange: 'warn', red: 'bad' };

/** Out for the counter: it offers the ways through rather than wait. */
export function isOut(state: FunctionState): boolean {
  return state === 'down' || state === 'closed';
}
