// A secret shown while a key or a button is held: its bytes go from the shell into one text node, and leave it on release, on
// blur, when the window is hidden or the node goes. A short press shows it for ten seconds instead, for hands that cannot
// hold. Nothing keeps it: no store, no property of a component.

/** A press shorter than this shows for a while. */
const SHORT_MS = 300;
/** How long a short press shows. */
export const SHOWN_MS = 10_000;

/** How what is asked for is had; it may be refused. */
export type Source = () => Promise<ArrayBuffer>;

export class Held {
  readonly #node: HTMLElement;
  readonly #source: Source;
  readonly #refused: (thrown: unknown) => void;
  #turn = 0;
  /** Since when it is held. */
  #since: number | undefined;
  #hides: ReturnType<typeof setTimeout> | undefined;

  constructor(node: HTMLElement, source: Source, refused: (thrown: unknown) => void) {
    this.#node = node;
    this.#source = source;
    this.#refused = refused;
  }

  /** The key or the button goes down. What a short press showed is hidden by the next. */
  press(): void {
    if (this.#hides !== undefined) {
      this.hide();
      return;
    }
    this.#since = performance.now();
    void this.#show();
  }

  /** It goes up. */
  release(): void {
    if (this.#since === undefined) return;
    const short = performance.now() - this.#since < SHORT_MS;
    this.#since = undefined;
    if (short) this.#hides = setTimeout(() => this.hide(), SHOWN_MS);
    else this.hide();
  }

  hide(): void {
    this.#turn += 1;
    this.#since = undefined;
    clearTimeout(this.#hides);
    this.#hides = undefined;
    if (this.#node.dataset['revealed'] === undefined) return;
    this.#node.replaceChildren();
    delete this.#node.dataset['revealed'];
  }

  async #show(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const bytes = new Uint8Array(await this.#source());
      // Released before it came: it is not shown.
      if (turn === this.#turn) {
        this.#node.replaceChildren(new TextDecoder().decode(bytes));
        this.#node.dataset['revealed'] = '';
      }
      bytes.fill(0);
    } catch (thrown) {
      if (turn === this.#turn) this.hide();
      this.#refused(thrown);
    }
  }
}

/** Hides what a node shows whenever the window is not looked at any more; what it gives back takes everything away. */
export function hideWhenLeft(held: Held): () => void {
  const hide = (): void => held.hide();
  const hidden = (): void => {
    if (document.hidden) held.hide();
  };
  window.addEventListener('blur', hide);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    held.hide();
    window.removeEventListener('blur', hide);
    document.removeEventListener('visibilitychange', hidden);
  };
}
