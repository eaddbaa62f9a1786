// A passphrase being chosen: typed twice, and weighed as one types. It never leaves this object but for the one call it is
// chosen for.
import { asRefused, call, type Refused } from '$lib/backend/backend';
import type { PassphraseVerdict } from '$lib/contract/contract';

export class NewPassphrase {
  text = $state('');
  again = $state('');
  verdict = $state<PassphraseVerdict>();
  /** How far it has come towards what is asked, out of a hundred. */
  strength = $state(0);
  /** Why it could not be weighed: not weighed, it is not accepted. */
  refused = $state.raw<Refused>();

  #asked = 0;

  /** `names`: of the practice and of whose it is to be, which add nothing to it. */
  constructor(readonly names: () => readonly string[]) {}

  get complete(): boolean {
    return this.verdict === 'good' && this.text === this.again;
  }

  clear(): void {
    this.#asked += 1;
    Object.assign(this, { text: '', again: '', verdict: undefined, strength: 0, refused: undefined });
  }

  async weigh(): Promise<void> {
    const mine = ++this.#asked;
    if (this.text === '') {
      this.verdict = undefined;
      this.strength = 0;
      return;
    }
    try {
      const weighed = await call('passphrase.strength', { passphrase: this.text, names: [...this.names()] });
      if (mine !== this.#asked) return;
      this.refused = undefined;
      this.verdict = weighed.verdict;
      this.strength = Math.min(100, Math.round((weighed.entropy_bits * 100) / Math.max(1, weighed.required_bits)));
    } catch (thrown) {
      if (mine === this.#asked) this.refused = asRefused(thrown);
    }
  }
}
