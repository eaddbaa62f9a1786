// What a practice says of itself while it is typed: at its creation, and later in « Réglages ».
import type { Activity, PracticeProfile } from '$lib/contract/contract';
import { checkFiness, checkPostcode, checkSiret, type IdentifierCheck } from '$lib/entry/identifiers';
import { checkPhone, settled } from '$lib/entry/phone';
import { formatPhone } from '$lib/format/identifiers';

export class PracticeDraft {
  name = $state('');
  street = $state('');
  postcode = $state('');
  town = $state('');
  phone = $state('');
  activities = $state.raw<ReadonlySet<Activity>>(new Set<Activity>(['optics']));
  finess = $state('');
  siret = $state('');
  mediator = $state('');

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

  get postalComplete(): boolean {
    return [this.name, this.street, this.postcode, this.town].every((text) => text.trim() !== '') && settled(this.postcodeCheck) && settled(this.phoneCheck) && this.activities.size > 0;
  }

  get identifiersComplete(): boolean {
    return settled(this.finessCheck) && settled(this.siretCheck);
  }

  toggle(activity: Activity, on: boolean): void {
    const next = new Set(this.activities);
    if (on) next.add(activity);
    else next.delete(activity);
    this.activities = next;
  }

  take(profile: PracticeProfile): void {
    Object.assign(this, { ...profile, phone: formatPhone(profile.phone), activities: new Set(profile.activities) });
  }

  get profile(): PracticeProfile {
    const { name, street, postcode, town, phone, finess, siret, mediator } = this;
    const typed = Object.fromEntries(Object.entries({ name, street, postcode, town, phone, finess, siret, mediator }).map(([field, text]) => [field, text.trim()]));
    return { ...(typed as Omit<PracticeProfile, 'activities'>), activities: [...this.activities] };
  }
}
