// Parts of the window that are read when they are first opened, not when the window starts: every screen but the counter,
// every dialog. `later` gives a component that is used like the one it stands for; the build puts what only that one needs
// (script, sheet, words) in files of its own. Keys pressed while a part is read wait for it; a part that cannot be read
// is said in a sentence.
import type { Component } from 'svelte';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { holdKeys } from '$lib/keys/held';
import Later from './Later.svelte';

/** What stands behind a component that is read later. */
export class Part {
  /** The component, once it is read. */
  component = $state.raw<Component<Record<string, unknown>>>();
  readonly #read: () => Promise<{ default: unknown }>;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<{ default: unknown }>) {
    this.#read = read;
  }

  /** Reads it, once; a part that could not be read is tried again by the next one that opens it. */
  open(): Promise<void> {
    this.#reading ??= this.#take();
    return this.#reading;
  }

  async #take(): Promise<void> {
    try {
      this.component = (await this.#read()).default as Component<Record<string, unknown>>;
    } catch {
      this.#reading = undefined;
      toasts.say(t.ui.partUnread, { tone: 'bad' });
    }
  }
}

/** All parts named so far: a part may name others once it is read. */
const parts: Part[] = [];

/** A component that is read when it is first shown. Name it once for the module (`<script module>`). Its own type goes
 * through, so that its properties are checked where it is used. */
export function later<C extends Component<any>>(read: () => Promise<{ default: C }>): C {
  const part = new Part(read);
  parts.push(part);
  const stand: Component<Record<string, unknown>> = (internals, given) => {
    if (!part.component) holdKeys(part.open());
    return Later(internals, { part, given });
  };
  return stand as C;
}

/** Reads every part, for tests that look at screens and not at how they are read. */
export async function readAll(): Promise<void> {
  for (let at = 0; at < parts.length; at += 1) await parts[at]?.open();
}
