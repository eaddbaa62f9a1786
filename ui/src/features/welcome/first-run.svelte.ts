// The creation of a practice, step by step: what is typed, what each step still lacks, and the recovery key shown
// once.
import { session } from '../../app/session.svelte';
import { attemptOnce } from '$lib/backend/attempt';
import { call, openDocument, type Refused } from '$lib/backend/backend';
import type { Activity, PracticeCreated } from '$lib/contract/contract';
import { checkFiness, checkPostcode, checkSiret, type IdentifierCheck } from '$lib/entry/identifiers';
import { checkPhone, settled } from '$lib/entry/phone';
import { NewPassphrase } from '../team/new-passphrase.svelte';

export const STEPS = 4;

export class FirstRun {
  step = $state(1);
  name = $state('');
  street = $state('');
  postcode = $state('');
  town = $state('');
  phone = $state('');
  activities = $state.raw<ReadonlySet<Activity>>(new Set<Activity>(['optics']));
  finess = $state('');
  siret = $state('');
  mediator = $state('');
  ownerName = $state('');
  readonly secret = new NewPassphrase(() => [this.name, this.ownerName, this.town]);
  tried = $state(false);
  busy = $state(false);
  created = $state.raw<PracticeCreated>();
  keyKept = $state(false);
  sheet = $state<string>();
  refused = $state.raw<Refused>();

  get finessCheck(): IdentifierCheck {
    return checkFiness(this.finess);
  }

  get siretCheck(): IdentifierCheck {
    return checkSiret(this.siret);
  }

  get postcodeCheck(): IdentifierCheck {
    return checkPostcode(this.postcode);
  }

  get phoneCheck(): IdentifierCheck {
    return checkPhone(this.phone);
  }

  get stepComplete(): boolean {
    switch (this.step) {
      case 1:
        return [this.name, this.street, this.postcode, this.town].every((text) => text.trim() !== '') && settled(this.postcodeCheck) && settled(this.phoneCheck) && this.activities.size > 0;
      case 2:
        return settled(this.finessCheck) && settled(this.siretCheck);
      case 3:
        return this.ownerName.trim() !== '' && this.secret.complete;
      default:
        return this.keyKept;
    }
  }

  toggle(activity: Activity, on: boolean): void {
    const next = new Set(this.activities);
    if (on) next.add(activity);
    else next.delete(activity);
    this.activities = next;
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
        name: this.name.trim(),
        street: this.street.trim(),
        postcode: this.postcode.trim(),
        town: this.town.trim(),
        phone: this.phone.trim(),
        activities: [...this.activities],
        finess: this.finess.trim(),
        siret: this.siret.trim(),
        mediator: this.mediator.trim(),
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

