// What the counter holds: the search and its rows, the sale being typed, the dossier on show. Nothing here waits on
// the network before letting one type; an answer that comes late fills its row.
import { tick } from 'svelte';
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { asRefused, call, chooseFileToOpen, openDocument, Refused, saveCopy, type Request } from '$lib/backend/backend';
import { focusHome } from '$lib/components/focus';
import { NEWS_MS, toasts } from '$lib/components/toasts.svelte';
import type { CardPart, ConsentDecision, ConsentHow, ConsentView, CustomerPaymentRequest, DossierList, DossierRow, DossierView, FieldsSent, Formality, CoverageView, KeepChequeRequest, Moment, OpenDossierRequest, PaymentPurpose, PictureSide, PriceDossierRequest, RecordCardRequest, RightsView, TrackView, Way } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { watch } from '../privacy/watch.svelte';
import { SaleDraft } from './sale.svelte';

export type CounterMode = 'home' | 'sale' | 'dossier';
export type CounterDialog = 'card' | 'prices' | 'customer' | 'payment' | 'refund' | 'cheque' | 'documents' | 'dates' | 'estimate' | 'seen' | 'kept' | 'portal' | 'formality' | 'entrust' | 'take_back' | 'advance_papers' | 'down_payment' | 'down_payment_refund' | 'beyond' | 'cheque_pictures';

/** Rows shown under the search: more is not read, one types another letter. */
const ROWS_SHOWN = 50;

export class Counter {
  mode = $state<CounterMode>('home');
  /** The sale being typed: kept while the window is locked, or while one looks at another screen. */
  draft = $state.raw<SaleDraft>();
  /** The practice all this belongs to. */
  #practice: string | undefined;
  query = $state('');
  rows = $state.raw<readonly DossierRow[]>([]);
  more = $state(false);
  searched = $state(false);
  cursor = $state<string>();
  dossier = $state.raw<DossierView>();
  asking = $state(false);
  /** The complementary being asked about. */
  askingRank = $state(1);
  dialog = $state<CounterDialog>();
  /** The complementary whose operator the customer is being asked about. */
  asksConsent = $state<number>();
  /** What the payment being recorded is for, when the key pressed says it. */
  paying = $state<PaymentPurpose>();
  /** The cheque whose pictures are looked at. */
  pictured = '';
  /** The AMC share a dialog is about. */
  rank = $state(1);
  /** The formality a dialog is opened for; none, the first that may be asked for. */
  formality = $state<Formality>();
  /** The sighting being corrected. */
  corrects = $state.raw<CoverageView>();
  refused = $state.raw<Refused>();
  /** Bumped when the search field must take the focus again. */
  focusSearch = $state(0);

  #search = 0;
  /** The rows on hand were read for a home not shown yet. */
  #ahead = false;

  goHome(): void {
    this.mode = 'home';
    this.draft = undefined;
    this.dialog = undefined;
    this.refused = undefined;
    this.focusSearch += 1;
    void this.search();
  }

  /** Another practice was opened: nothing of the last one may be seen. */
  settle(practice: string | undefined): void {
    if (this.#practice !== undefined && practice !== this.#practice) this.#forget();
    this.#practice = practice;
  }

  #forget(): void {
    this.mode = 'home';
    this.query = '';
    this.rows = [];
    this.cursor = undefined;
    this.dossier = undefined;
    this.asksConsent = undefined;
    this.draft = undefined;
    this.dialog = undefined;
    this.refused = undefined;
  }

  /** A sale left half typed for another dossier is taken up where it was. */
  startSale(): void {
    if (this.mode === 'sale' && this.draft) return;
    this.draft ??= new SaleDraft(session.state?.practice?.activities[0] ?? 'optics');
    this.mode = 'sale';
    this.dialog = undefined;
    this.refused = undefined;
  }

  /** The home's rows, read with the window's first answer. */
  expect(latest: DossierList | null): void {
    if (!latest || this.query !== '') return;
    this.#take(latest);
    this.#ahead = true;
  }

  /** The home is shown: its rows are read, unless they have just been. */
  async arrive(): Promise<void> {
    if (this.#ahead) this.#ahead = false;
    else await this.search();
  }

  async search(): Promise<void> {
    const mine = ++this.#search;
    try {
      const found = await call('dossier.search', { text: this.query, limit: ROWS_SHOWN });
      // Answers can cross: only the last question counts.
      if (mine !== this.#search) return;
      this.#take(found);
    } catch (thrown) {
      if (mine === this.#search) this.refused = asRefused(thrown);
    }
  }

  #take(found: DossierList): void {
    this.rows = found.rows;
    this.more = found.more;
    this.searched = true;
  }

  async open(dossier: string): Promise<void> {
    await attempt(this, async () => {
      this.dossier = await call('dossier.view', { dossier });
      this.asksConsent = undefined;
      this.mode = 'dossier';
      this.cursor = dossier;
    });
  }

  /** Something changed elsewhere: rights answered late, a track moved. */
  async reload(dossier?: string | null): Promise<void> {
    if (this.mode === 'home') await this.search();
    const shown = this.dossier?.dossier;
    if (!shown || (dossier && dossier !== shown)) return;
    try {
      let before;
      let fresh: DossierView;
      do {
        before = this.dossier;
        fresh = await call('dossier.view', { dossier: shown });
        // What was read while an act was done may not know of it: it is read again.
      } while (this.dossier !== before && this.dossier?.dossier === shown);
      if (this.dossier?.dossier === shown) this.dossier = stillWaiting(this.dossier, fresh);
    } catch (thrown) {
      // What is on the screen may no longer be so: that is said, unless the window was locked meanwhile.
      if (session.state?.stage === 'open' && this.dossier?.dossier === shown) this.refused = asRefused(thrown);
    }
  }

  /** A platform answered after the counter had stopped waiting: whoever is elsewhere is told, and can go there. */
  async hearLate(dossier: string): Promise<void> {
    if (session.screen === 'counter' && this.mode === 'dossier' && this.dossier?.dossier === dossier) return;
    // Nothing is lost where the dossier cannot be read now: its row holds the answer.
    const view = await call('dossier.view', { dossier }).catch(() => undefined);
    const late = view?.tracks.map((track) => track.rights?.outcome).find((outcome) => outcome?.result === 'answered');
    if (!view || late?.result !== 'answered') return;
    const { answer } = late;
    toasts.say(t.counter.lateAnswer(answer.platform_label, `${view.given_name} ${view.family_name}`.trim(), answer), {
      tone: answer.in_force === false ? 'warn' : 'info',
      forMs: NEWS_MS,
      act: {
        label: t.counter.lateAnswerOpen,
        run: () => {
          session.screen = 'counter';
          void this.open(dossier);
        },
      },
    });
  }

  async saveSale(sale: OpenDossierRequest): Promise<boolean> {
    return attempt(this, async () => {
      const opened = await call('dossier.open', sale);
      this.dossier = await call('dossier.view', { dossier: opened.dossier });
      this.cursor = opened.dossier;
      this.mode = 'dossier';
      this.asksConsent = undefined;
      this.draft = undefined;
      await session.saved();
      if (sale.operator) void this.checkRights();
    });
  }

  /** F4: an answer within three seconds, whatever the platform does. The page stays usable meanwhile. */
  async checkRights(rank = 1, serviceDate?: string): Promise<void> {
    const dossier = this.dossier?.dossier;
    if (!dossier || this.asking) return;
    const consent = this.dossier?.tracks.find((track) => track.rank === rank)?.consent;
    if (consent && !consent.lets_leave && !(await this.#hasAgreed(rank, consent))) return;
    this.asking = true;
    this.askingRank = rank;
    try {
      const rights = await call('rights.verify', { dossier, rank, service_date: serviceDate ?? null });
      if (this.dossier?.dossier === dossier) this.dossier = withRights(this.dossier, rights);
      await session.refresh();
      await this.reload(dossier);
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.asking = false;
      void watch.look();
    }
  }

  /** Without the customer's word he is asked, in place; F4 again while he is asked is his yes. After a no, it is said. */
  async #hasAgreed(rank: number, consent: ConsentView): Promise<boolean> {
    if (this.asksConsent === rank) return this.#consents(rank, 'given', 'oral');
    if (consent.state === 'refused' || consent.state === 'withdrawn') this.refused = new Refused({ code: 'consent_refused', params: { platform: this.#operator(rank) } });
    else this.asksConsent = rank;
    return false;
  }

  #operator(rank: number): string {
    return this.dossier?.tracks.find((track) => track.rank === rank)?.consent?.operators.join(t.said.orElse) ?? '';
  }

  async #consents(rank: number, decision: ConsentDecision, how: ConsentHow): Promise<boolean> {
    const said = t.said.consent[decision](this.#operator(rank));
    const done = await this.#change('consent.record', (dossier) => ({ dossier, rank, decision, how }), said);
    if (done) this.asksConsent = undefined;
    return done;
  }

  /** The customer says yes: what was asked for goes on. */
  async agrees(rank: number, how: ConsentHow): Promise<void> {
    if (await this.#consents(rank, 'given', how)) await this.checkRights(rank);
  }

  /** He says no: the ways without the tiers payant are where to go. */
  async refuses(rank: number): Promise<void> {
    if (await this.#consents(rank, 'refused', 'oral')) await this.next();
  }

  async withdraws(rank: number): Promise<void> {
    await this.#consents(rank, 'withdrawn', 'oral');
  }

  async printConsentSheet(rank: number): Promise<boolean> {
    const dossier = this.dossier?.dossier ?? '';
    return attempt(this, async () => {
      await openDocument((await call('consent.sheet', { dossier, rank })).path);
      await this.reload(dossier);
    });
  }

  /** Exactly which fields a verification would send, asked of the rules before anything leaves. */
  async fieldsSent(rank: number, serviceDate?: string): Promise<FieldsSent | Refused> {
    try {
      return await call('rights.fields_sent', { dossier: this.dossier?.dossier ?? '', rank, service_date: serviceDate ?? null });
    } catch (thrown) {
      return asRefused(thrown);
    }
  }

  /** Opens a dialog about one complementary's cover. */
  about(rank: number, dialog: 'kept' | 'portal' | 'entrust' | 'take_back'): void {
    this.rank = rank;
    this.formality = undefined;
    this.dialog = dialog;
  }

  /** Opens what is asked of an operator: one formality, or the first that may be asked for. */
  asks(rank: number, formality?: Formality): void {
    this.rank = rank;
    this.formality = formality;
    this.refused = undefined;
    this.dialog = 'formality';
  }

  /** The same on the operator's portal, by hand. */
  asksByHand(rank: number, formality: Formality): void {
    this.rank = rank;
    this.formality = formality;
    this.dialog = 'portal';
  }

  /** Opens what people saw: to write it down, or to correct what was. */
  see(rank: number, corrects?: CoverageView): void {
    this.rank = rank;
    this.corrects = corrects;
    this.dialog = 'seen';
  }

  /** Keeps what a person saw; what is refused is said in its dialog. */
  async seen(request: Request<'rights.see'>): Promise<void> {
    this.take(await call('rights.see', request));
    this.dialog = undefined;
    toasts.say(t.said.coverRecorded);
    await session.saved();
  }

  /** Takes a dossier that was changed elsewhere than here, when it is still the one on show. */
  take(changed: DossierView): void {
    if (this.dossier?.dossier === changed.dossier) this.dossier = changed;
  }

  async chooseWay(way: Way): Promise<void> {
    const takesCheque = way === 'cheque_kept' || way === 'cheque_deposited_later';
    const done = await this.#change('dossier.choose_way', (dossier) => ({ dossier, way }), t.counter.wayChosen(t.terms.ways[way]), (chosen) => {
      // At once: the line of the cheque may already be coming from its reader.
      if (takesCheque && chosen.cheques.length === 0) this.dialog = 'cheque';
    });
    // The owner may go beyond a ceiling, and is asked why.
    if (!done && this.refused?.code === 'exposure_above_ceiling' && session.owner) this.dialog = 'beyond';
    if (done && !this.dialog) await this.next();
  }

  /** Delivers under tiers payant beyond a ceiling: the owner's deed. */
  carryBeyond(reason: string): Promise<boolean> {
    return this.#change('outage.carry_beyond', (dossier) => ({ dossier, reason }), t.counter.wayChosen(t.terms.ways.delivered_third_party_payment));
  }

  /** A paper of the outage about this dossier. */
  printOutagePaper(command: 'outage.proof' | 'outage.set_aside_slip', dossier = this.dossier?.dossier ?? ''): Promise<boolean> {
    return attempt(this, async () => openDocument((await call(command, { dossier })).path).then(() => this.reload(dossier)));
  }

  /** F8, or the button of one share. */
  pay(purpose?: PaymentPurpose): void {
    this.paying = purpose;
    this.dialog = 'payment';
  }

  /** The two sides of a cheque. */
  picturesOf(cheque: string): void {
    this.pictured = cheque;
    this.dialog = 'cheque_pictures';
  }

  /** The card of one complementary; one past the last joins. */
  openCard(rank: number): void {
    this.rank = rank;
    this.refused = undefined;
    this.dialog = 'card';
  }

  recordMoment(moment: Moment, on: string): Promise<boolean> {
    return this.#change('dossier.record_moment', (dossier) => ({ dossier, moment, on }));
  }

  recordCard(card: Omit<RecordCardRequest, 'dossier'>): Promise<boolean> {
    return this.#change('dossier.record_card', (dossier) => ({ dossier, ...card }));
  }

  /** A picture of one side, from a file; the dialog stays open. */
  async keepCardPicture(rank: number, side: PictureSide): Promise<boolean> {
    return attempt(this, async () => {
      const path = await chooseFileToOpen();
      if (path) await this.#part((dossier) => call('card.keep_picture', { dossier, rank, side, path }), t.said.pictureKept);
    });
  }

  eraseCardPart(rank: number, part: CardPart): Promise<boolean> {
    return attempt(this, () => this.#part((dossier) => call('card.erase_part', { dossier, rank, part }), t.said.erased[part]));
  }

  async #part(act: (dossier: string) => Promise<DossierView>, said: string): Promise<void> {
    const dossier = this.dossier?.dossier;
    if (!dossier) return;
    const changed = await act(dossier);
    if (this.dossier?.dossier === dossier) this.dossier = changed;
    await session.saved();
    toasts.say(said);
  }

  price(prices: Omit<PriceDossierRequest, 'dossier'>): Promise<boolean> {
    return this.#change('dossier.price', (dossier) => ({ dossier, ...prices }));
  }

  editCustomer(customer: Omit<Request<'dossier.edit_customer'>, 'dossier'>): Promise<boolean> {
    return this.#change('dossier.edit_customer', (dossier) => ({ dossier, ...customer }));
  }

  async recordPayment(payment: Omit<CustomerPaymentRequest, 'dossier'>): Promise<boolean> {
    const dossier = this.dossier?.dossier;
    const done = await this.#change('dossier.record_payment', () => ({ dossier: dossier ?? '', ...payment }));
    if (done) await this.next();
    if (done && dossier) {
      toasts.say(t.counter.payDone(payment.amount_cents, t.terms.means[payment.means]), {
        act: {
          label: t.ui.undo,
          run: () => void attempt(this, async () => {
            const corrected = await call('dossier.reverse_payment', { dossier, ...payment });
            if (this.dossier?.dossier === dossier) this.dossier = corrected;
          }),
        },
      });
    }
    return done;
  }

  /** Keeps the cheque, then shows the receipt to sign: the two are one act at the counter. */
  async keepCheque(cheque: Omit<KeepChequeRequest, 'dossier'>): Promise<boolean> {
    const dossier = this.dossier?.dossier;
    if (!dossier) return false;
    return attempt(this, async () => {
      const kept = await call('cheque.keep', { dossier, ...cheque });
      this.dialog = undefined;
      await this.reload(dossier);
      await session.saved();
      toasts.say(t.said.chequeTaken(cheque.amount_cents));
      await this.printReceipt(kept.cheque);
      await this.next();
    });
  }

  async printReceipt(cheque: string): Promise<boolean> {
    return attempt(this, async () => {
      const receipt = await call('cheque.receipt', { cheque });
      await openDocument(receipt.path);
      toasts.say(t.said.receiptPrinted, { tone: 'info' });
      await this.reload();
    });
  }

  /** F10: the very paper that was issued. */
  async openDocument(dossier: string, document: string): Promise<boolean> {
    return attempt(this, async () => openDocument((await call('document.open', { dossier, document })).path));
  }

  /** Printed again: marked « DUPLICATA », counted and noted in the journal. */
  async reprintDocument(dossier: string, document: string): Promise<boolean> {
    return attempt(this, async () => {
      await openDocument((await call('document.reprint', { dossier, document })).path);
      toasts.say(t.advances.reprinted, { tone: 'info' });
      await this.reload(dossier);
    });
  }

  async copyDocument(dossier: string, document: string): Promise<boolean> {
    return attempt(this, async () => {
      const paper = await call('document.open', { dossier, document });
      const path = await saveCopy(paper.path, paper.file_name);
      if (path) toasts.say(t.counter.documentSaved(path));
    });
  }

  finish(): void {
    const dossier = this.dossier;
    if (dossier) toasts.say(t.counter.finished(`${dossier.given_name} ${dossier.family_name}`.trim()));
    this.query = '';
    this.dossier = undefined;
    this.goHome();
  }

  /** An act is done: the focus goes where the next keystroke is needed. */
  async next(): Promise<void> {
    await tick();
    focusHome();
  }

  async #change<C extends 'consent.record' | 'dossier.choose_way' | 'dossier.record_moment' | 'dossier.record_card' | 'dossier.price' | 'dossier.edit_customer' | 'dossier.record_payment' | 'outage.carry_beyond'>(command: C, request: (dossier: string) => Request<C>, said?: string, then?: (changed: DossierView) => void): Promise<boolean> {
    const dossier = this.dossier?.dossier;
    if (!dossier) return false;
    const from = this.dialog;
    return attempt(this, async () => {
      const changed = await call(command, request(dossier));
      // Somebody who went on to another dossier, or to another dialog, meanwhile stays there.
      if (this.dossier?.dossier === dossier) {
        this.dossier = changed;
        if (this.dialog === from) this.dialog = undefined;
        then?.(changed);
      }
      await session.saved();
      if (said) toasts.say(said);
    });
  }
}

/** The dossier with a fresh answer, or the reason why there is none, on its complementary. */
function withRights(dossier: DossierView, rights: RightsView): DossierView {
  const known = rights.outcome.result === 'answered' ? rights.outcome.answer : rights.outcome.fallback;
  return { ...dossier, tracks: dossier.tracks.map((track) => (track.rank === rights.rank ? { ...track, rights, known } : track)) };
}

/** Whether an answer may still come is told once, to whoever asked: a dossier read again does not know it, and the same
 * attempt still waits. */
function stillWaiting(shown: DossierView, fresh: DossierView): DossierView {
  const waits = (now: TrackView): boolean => {
    const before = shown.tracks.find((track) => track.rank === now.rank)?.rights;
    return Boolean(before?.still_waiting && now.rights && before.asked_at === now.rights.asked_at && before.elapsed_ms === now.rights.elapsed_ms);
  };
  return { ...fresh, tracks: fresh.tracks.map((track) => (track.rights && waits(track) ? { ...track, rights: { ...track.rights, still_waiting: true } } : track)) };
}

export const counter = new Counter();
