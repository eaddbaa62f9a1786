// The creation of a practice, step by step: what is typed, what each step still lacks, and the recovery key shown
// once.
import { session } from '../../app/session.svelte';
import { attemptOnce } from '$lib/backend/attempt';
import { call, openDocument, type Refused } from '$lib/backend/backend';
import type { Activity, PracticeCreated } from '$lib/contract/contract';
import { NewPassphrase } from '../team/new-passphrase.svelte';
import { PracticeDraft } from './practice-draft.svelte';

export const STEPS = 4;

export class FirstRun extends PracticeDraft {
  step = $state(1);
  ownerName = $state('');
  readonly secret = new NewPassphrase(() => [this.name, this.ownerName, this.town]);
  tried = $state(false);
  busy = $state(false);
  created = $state.raw<PracticeCreated>();
  keyKept = $state(false);
  sheet = $state<string>();
  refused = $state.raw<Refused>();

  get stepComplete(): boolean {
    switch (this.step) {
      case 1:
        return this.postalComplete;
      case 2:
        return this.identifiersComplete;
      case 3:
        return this.ownerName.trim() !== '' && this.secret.complete;
      default:
        return this.keyKept;
    }
  }

  async next(): Promise<void> {
    this.tried = true;
    if (!this.stepComplete || this.busy) return;
    if (this.step < 3) {
      this.step += 1;
      this.tried = false;
    } else if (this.step === 3) {
      await this.#create();
    } else {
      await this.enter();
    }
  }

  back(): void {
    this.step = Math.max(1, this.step - 1);
    this.tried = false;
  }

  async #create(): Promise<void> {
    session.keyToNote = true;
    await attemptOnce(this, async () => {
      this.created = await call('practice.create', {
        profile: this.profile,
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        owner_name: this.ownerName.trim(),
        passphrase: this.secret.text,
        remember: true,
      });
      this.secret.clear();
      this.step = 4;
      this.tried = false;
    });
    session.keyToNote = this.created !== undefined;
  }

  async openSheet(): Promise<void> {
    await attemptOnce(this, async () => {
      const sheet = await call('practice.recovery_sheet', {});
      this.sheet = sheet.file_name;
      await openDocument(sheet.path);
    });
  }

  async enter(): Promise<void> {
    await attemptOnce(this, async () => {
      await call('practice.recovery_key_noted', {});
      this.created = undefined;
      session.keyToNote = false;
      await session.refresh();
    });
  }

  /** An optician's who sells hearing aids too, or another trade's. */
  async openDemonstration(trade: Activity | null = null): Promise<void> {
    await attemptOnce(this, async () => {
      await call('practice.create_demonstration', { trade });
      await call('practice.recovery_key_noted', {}).catch(() => undefined);
      await session.refresh();
    });
  }
}

