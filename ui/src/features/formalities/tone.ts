// The tone of a formality's standing. An accepted invoice is not green: only money on the account is.
import type { Tone } from '$lib/components/tone';
import type { Formality, FormalityStanding, FormalityView } from '$lib/contract/contract';

const TONES: Record<FormalityStanding, Tone> = {
  not_asked: 'idle',
  waiting: 'wait',
  sending: 'info',
  to_confirm: 'warn',
  conflict: 'warn',
  failed: 'bad',
  received: 'info',
  agreed: 'info',
  partial: 'warn',
  refused: 'bad',
  withdrawn: 'idle',
  entrusted: 'idle',
  cancelled: 'idle',
};

export function toneOf(view: FormalityView): Tone {
  return TONES[view.standing];
}

/** What a sale goes through, in order. */
export const ASKED: readonly Formality[] = ['quote', 'prior_authorisation', 'claim'];

/** What takes each back; a quote binds nobody, so nothing does. */
export const CANCELLATION: Partial<Record<Formality, Formality>> = { prior_authorisation: 'authorisation_cancellation', claim: 'claim_cancellation' };
