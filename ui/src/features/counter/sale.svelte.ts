// The sale being typed: seven fields, the shares that must make the total, and what is still missing. Pure typing:
// the rules decide again when it is saved.
import { asRefused, call, type Refused } from '$lib/backend/backend';
import type { Activity, OpenDossierRequest } from '$lib/contract/contract';
import { checkPhone, settled } from '$lib/entry/phone';
import { t } from '$lib/i18n';

export class SaleDraft {
  activity = $state<Activity>('optics');
  familyName = $state('');
  givenName = $state('');
  phone = $state('');
  insurer = $state('');
  operator = $state('');
  amcNumber = $state('');
  memberNumber = $state('');
  totalCents = $state<number>();
  amoCents = $state<number>();
  amcCents = $state<number>();
  customerCents = $state<number>();
  reference = $state('');
  pasted = $state('');
  pasteSaid = $state<'done' | 'wrong'>();
  leftover = $state.raw<readonly string[]>([]);
  tried = $state(false);
  /** The telephone's field was left: what is missing of it is said. */
  phoneLeft = $state(false);
  refused = $state.raw<Refused>();

  constructor(activity: Activity) {
    this.activity = activity;
  }

  /** What the shares lack to make the total: negative when they exceed it. */
  get missingCents(): number | undefined {
    if (this.totalCents === undefined) return undefined;
    return this.totalCents - (this.amoCents ?? 0) - (this.amcCents ?? 0) - (this.customerCents ?? 0);
  }

  get phoneError(): string | undefined {
    const check = checkPhone(this.phone);
    if (check.kind === 'invalid') return t.counter.phoneRefused[check.why];
    return check.kind === 'partial' && (this.phoneLeft || this.tried) ? t.counter.phoneShort(check.missing) : undefined;
  }

  get complete(): boolean {
    return this.familyName.trim() !== '' && this.totalCents !== undefined && this.totalCents > 0 && this.missingCents === 0 && settled(checkPhone(this.phone));
  }

  get untouched(): boolean {
    const words = [this.familyName, this.givenName, this.phone, this.insurer, this.operator, this.amcNumber, this.memberNumber, this.reference];
    const amounts = [this.totalCents, this.amoCents, this.amcCents, this.customerCents];
    return words.every((text) => text === '') && amounts.every((cents) => cents === undefined);
  }

  /** The AMC share is what remains, until someone types it. */
  fillAmc(): void {
    const missing = this.missingCents;
    if (missing !== undefined) this.amcCents = (this.amcCents ?? 0) + missing;
  }

  async paste(text: string): Promise<void> {
    this.pasted = text;
    this.refused = undefined;
    try {
      const line = await call('dossier.parse_line', { text });
      this.pasteSaid = line.found.length > 0 ? 'done' : 'wrong';
      this.leftover = line.leftover;
      this.#adopt(line.draft, new Set(line.found));
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  #adopt(draft: OpenDossierRequest, found: ReadonlySet<string>): void {
    if (found.has('family_name')) this.familyName = draft.family_name;
    if (found.has('given_name')) this.givenName = draft.given_name;
    if (found.has('phone')) this.phone = draft.phone;
    if (found.has('operator')) this.operator = draft.operator ?? '';
    if (found.has('insurer_name')) this.insurer = draft.insurer_name;
    if (found.has('amc_number')) this.amcNumber = draft.amc_number;
    if (found.has('member_number')) this.memberNumber = draft.member_number;
    if (found.has('total_cents')) this.totalCents = draft.total_cents;
    if (found.has('amo_share_cents')) this.amoCents = draft.amo_share_cents;
    if (found.has('amc_share_cents')) this.amcCents = draft.amc_share_cents;
    if (found.has('customer_share_cents')) this.customerCents = draft.customer_share_cents;
    if (found.has('reference')) this.reference = draft.reference;
  }

  request(): OpenDossierRequest {
    return {
      activity: this.activity,
      family_name: this.familyName.trim(),
      given_name: this.givenName.trim(),
      phone: this.phone.trim(),
      operator: this.operator || null,
      insurer_name: this.insurer.trim(),
      amc_number: this.amcNumber.trim(),
      member_number: this.memberNumber.trim(),
      total_cents: this.totalCents ?? 0,
      amo_share_cents: this.amoCents ?? 0,
      amc_share_cents: this.amcCents ?? 0,
      customer_share_cents: this.customerCents ?? 0,
      reference: this.reference.trim(),
    };
  }
}
