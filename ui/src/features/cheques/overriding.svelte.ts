// The owner passing over a rule of a cheque, as it is being asked: what it takes beside his reason, and what was typed of it.
import { asRefused, call } from '$lib/backend/backend';
import type { ChequeOverrideView, OverriddenAct, SecondLookNeed, SecondProof } from '$lib/contract/contract';
import { proofOf } from '../team/proof';
import { vault } from './vault.svelte';

export class Overriding {
  view = $state.raw<ChequeOverrideView>();
  user = $state('');
  typed = $state('');
  missing = $state(false);

  constructor(
    readonly cheque: string,
    readonly act: OverriddenAct,
  ) {}

  /** What was asked of another deed is not asked of this one. */
  get needs(): SecondLookNeed {
    const view = this.view;
    if (!view) return 'nobody';
    return view.asked !== null && view.asked !== this.act && view.needs !== 'person' ? 'asking' : view.needs;
  }

  /** A reason is typed once: with the asking. */
  get reasonGiven(): boolean {
    return this.needs === 'waiting' || this.needs === 'confirming';
  }

  async read(): Promise<void> {
    try {
      this.view = await call('cheque.override', { cheque: this.cheque });
      this.user ||= this.view.may_second[0]?.user ?? '';
    } catch (thrown) {
      vault.refused = asRefused(thrown);
    }
  }

  /** Who looks, and what he typed; nothing where nobody does. False while he has typed nothing. */
  second(): SecondProof | null | false {
    if (this.needs !== 'person') return null;
    this.missing = this.typed === '';
    return this.missing ? false : { user: this.user, proof: proofOf(this.typed) };
  }
}
