// What is said for an estimate, as it is typed, and what it gives: each change asks the rules again, and only the last
// question counts. Knows nothing of how it is shown.
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AgeBand, DossierView, EarlyRenewal, EstimateView, Evidence, Guarantee, LastEquipment, LineKind, LineView, Network, Said, SaidCover } from '$lib/contract/contract';
import type { CivilDate } from '$lib/format/civil';
import { t } from '$lib/i18n';

export type LastChoice = 'not_asked' | 'none' | Evidence;
export type LensKind = Extract<LineKind, `lens_${string}`>;

/** The most per cent of a base a guarantee is written with. */
export const MOST_PERCENT = 900;

/** A last equipment as it is chosen. */
export class LastDraft {
  choice = $state<LastChoice>('not_asked');
  date = $state<CivilDate>();

  get dated(): boolean {
    return this.choice !== 'not_asked' && this.choice !== 'none';
  }

  set(last: LastEquipment): void {
    this.choice = last.known === 'on' ? last.evidence : last.known;
    this.date = last.known === 'on' ? last.date : undefined;
  }

  /** None while its date is not typed yet: nobody knows, then. */
  get said(): LastEquipment {
    if (this.choice === 'none') return { known: 'none' };
    if (this.choice === 'not_asked' || !this.date) return { known: 'not_asked' };
    return { known: 'on', date: this.date, evidence: this.choice };
  }
}

/** A guarantee as it is typed. */
export class GuaranteeDraft {
  kind = $state<Guarantee['kind']>('unknown');
  cents = $state<number>();
  percent = $state('');

  set(guarantee: Guarantee): void {
    this.kind = guarantee.kind;
    if (guarantee.kind === 'percent_of_base') this.percent = String(Math.trunc(guarantee.rate_bp / 100));
    else if (guarantee.kind !== 'unknown') this.cents = guarantee.cents;
  }

  get percentWrong(): boolean {
    return this.percent !== '' && !(/^\d{1,3}$/.test(this.percent) && Number(this.percent) <= MOST_PERCENT);
  }

  get said(): Guarantee {
    if (this.kind === 'percent_of_base') return this.percent === '' || this.percentWrong ? { kind: 'unknown' } : { kind: 'percent_of_base', rate_bp: Number(this.percent) * 100 };
    if (this.kind === 'unknown' || this.cents === undefined) return { kind: 'unknown' };
    return { kind: this.kind, cents: this.cents };
  }
}

/** What is said of one complementary. */
export class CoverDraft {
  responsible = $state<'unknown' | 'yes' | 'no'>('unknown');
  readonly guarantee = new GuaranteeDraft();
  readonly outside = new GuaranteeDraft();
  readOnCard = $state(false);

  set(cover: SaidCover): void {
    this.responsible = cover.responsible === null ? 'unknown' : cover.responsible ? 'yes' : 'no';
    this.guarantee.set(cover.guarantee);
    this.outside.set(cover.out_of_network);
    this.readOnCard = cover.read_on_card;
  }

  get said(): SaidCover {
    return { responsible: this.responsible === 'unknown' ? null : this.responsible === 'yes', guarantee: this.guarantee.said, out_of_network: this.outside.said, read_on_card: this.readOnCard };
  }
}

/** The equipment of a dossier without lines, said for the estimate alone. */
export class EquipmentDraft {
  frameCents = $state<number>();
  frameClass = $state<'A' | 'B'>('B');
  lensesCents = $state<number>();
  lensesClass = $state<'A' | 'B'>('B');
  lenses = $state<[LensKind, LensKind]>(['lens_simple', 'lens_simple']);
  ears = $state<'1' | '2'>('2');
  earCents = $state<number>();
  earClass = $state<'I' | 'II'>('II');

  lines(activity: DossierView['activity']): LineView[] {
    const line = (item: LineKind, quantity: number, cents: number, cls: string): LineView => ({ item, quantity, unit_price_cents: cents, vat_rate_bp: activity === 'hearing' ? 550 : 2000, class: cls });
    if (activity === 'hearing') return this.earCents ? [line('hearing_aid', Number(this.ears), this.earCents, this.earClass)] : [];
    const half = Math.trunc((this.lensesCents ?? 0) / 2);
    const [right, left] = this.lenses;
    // Two lenses of a kind are one line, as in the main software, unless a cent is left over.
    const pair = right === left && half * 2 === this.lensesCents;
    const lenses = pair ? [line(right, 2, half, this.lensesClass)] : [line(right, 1, (this.lensesCents ?? 0) - half, this.lensesClass), line(left, 1, half, this.lensesClass)];
    return [
      ...(this.frameCents ? [line('frame', 1, this.frameCents, this.frameClass)] : []),
      ...(this.lensesCents ? lenses : []),
    ];
  }
}

export class EstimateDraft {
  readonly equipment = new EquipmentDraft();
  readonly last = new LastDraft();
  readonly otherEar = new LastDraft();
  sameEar = $state(true);
  age = $state<AgeBand | ''>('');
  early = $state<EarlyRenewal>('none');
  network = $state<Network>('unknown');
  covers = $state.raw<CoverDraft[]>([]);
  view = $state.raw<EstimateView>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  #asked = 0;

  constructor(readonly dossier: DossierView) {}

  get said(): Said {
    return {
      age: this.age || null,
      last_equipment: this.last.said,
      other_ear: this.dossier.activity === 'hearing' && !this.sameEar ? this.otherEar.said : null,
      early_renewal: this.early,
      network: this.network,
      covers: this.covers.map((cover) => cover.said),
    };
  }

  get lines(): LineView[] {
    return this.dossier.lines.length > 0 ? [] : this.equipment.lines(this.dossier.activity);
  }

  get printable(): boolean {
    return this.view?.result.result === 'estimated';
  }

  /** What the dossier knows by itself is what is said first. */
  async open(): Promise<void> {
    await this.#ask(null);
    if (this.view) this.#take(this.view.said);
  }

  async ask(): Promise<void> {
    await this.#ask(this.said);
  }

  async #ask(said: Said | null): Promise<void> {
    const mine = ++this.#asked;
    try {
      const view = await call('estimate.view', { dossier: this.dossier.dossier, lines: this.lines, said });
      // Answers can cross: only the last question counts.
      if (mine !== this.#asked) return;
      this.view = view;
      this.refused = undefined;
    } catch (thrown) {
      if (mine === this.#asked) this.refused = asRefused(thrown);
    }
  }

  #take(said: Said): void {
    this.age = said.age ?? '';
    this.last.set(said.last_equipment);
    this.sameEar = said.other_ear === null;
    if (said.other_ear) this.otherEar.set(said.other_ear);
    this.early = said.early_renewal;
    this.network = said.network;
    this.covers = said.covers.map((cover) => {
      const draft = new CoverDraft();
      draft.set(cover);
      return draft;
    });
  }

  async print(): Promise<boolean> {
    if (this.busy || !this.printable) return false;
    this.busy = true;
    this.refused = undefined;
    try {
      const paper = await call('estimate.print', { dossier: this.dossier.dossier, lines: this.lines, said: this.said });
      await openDocument(paper.path);
      toasts.say(t.estimate.printed);
      return true;
    } catch (thrown) {
      this.refused = asRefused(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
