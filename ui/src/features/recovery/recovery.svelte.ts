// The recovery on show: the incidents, the one chosen, its dossiers and how far the run has come. It can be left and
// resumed: everything it needs is asked again when the screen comes back.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, openDocument, openPortal, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { IncidentRow, PortalStep, RecoveryRow, RecoveryView, SecondProof } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { t } from '$lib/i18n';

export type RecoveryStep = 'access' | 'functions' | 'recheck' | 'variances' | 'cheques';
export const RECOVERY_STEPS: readonly RecoveryStep[] = ['access', 'functions', 'recheck', 'variances', 'cheques'];
export type FunnelCell = 'dossiers' | 'rechecked' | 'green' | 'orange' | 'red' | 'paid' | 'cheques' | 'settled';

/** Whether a dossier is behind a number of the funnel: as Rust counts it. */
export function isIn(cell: FunnelCell, row: RecoveryRow): boolean {
  if (cell === 'dossiers') return true;
  if (cell === 'rechecked') return row.colour !== null;
  if (cell === 'paid') return row.track === 'paid';
  if (cell === 'cheques') return row.cheque !== null;
  if (cell === 'settled') return row.settled;
  return row.colour === cell;
}

/** How many are left at each step; the first with something left is where a recovery is taken up again. */
export function leftAt(step: RecoveryStep, view: RecoveryView): number {
  const { incident, rows, access_secured } = view;
  if (step === 'access') return incident.nature === 'breach' && access_secured !== true ? 1 : 0;
  if (step === 'functions') return incident.functions_out.length;
  if (step === 'recheck') return incident.funnel.to_recheck;
  if (step === 'variances') return rows.filter((row) => !row.settled && row.customer_owes_cents > 0 && row.letter_on === null).length;
  return rows.filter((row) => row.cheque !== null && !row.settled).length;
}

/** What is learnt by checking again: nothing is done of it before. */
const AFTER_RECHECK: readonly RecoveryStep[] = ['variances', 'cheques'];

/** How a step stands: something is left of it, it is done, or nobody can say before the dossiers were checked again. */
export function standing(step: RecoveryStep, view: RecoveryView): 'left' | 'done' | 'ahead' {
  if (leftAt(step, view) > 0) return 'left';
  return AFTER_RECHECK.includes(step) && leftAt('recheck', view) > 0 ? 'ahead' : 'done';
}

export class Recovery {
  incidents = $state.raw<readonly IncidentRow[]>([]);
  view = $state.raw<RecoveryView>();
  cursor = $state<string>();
  step = $state.raw<PortalStep>();
  skipped = $state.raw<readonly string[]>([]);
  loaded = $state(false);
  /** The step on show; none, the first that is not done. */
  at = $state<RecoveryStep>();
  /** The number of the funnel whose list is on show. */
  filter = $state<FunnelCell>();
  /** The rows whose cheque was acted on since the step was chosen: they stay where they are. */
  acted = $state.raw<ReadonlySet<string>>(new Set());
  /** The letters to customers are on show. */
  writing = $state(false);
  /** The rotation of the secrets is on show. */
  rotating = $state(false);
  /** What leaked of us, and what follows, is on show. */
  following = $state(false);
  /** The dossier being given up, or taken back. */
  givingUp = $state.raw<RecoveryRow>();
  busy = $state(false);
  refused = $state.raw<Refused>();

  /** The incident chosen last: an answer about another one comes too late. */
  #chosen: string | undefined;

  get shown(): RecoveryRow | undefined {
    return this.view?.rows.find((row) => rowKey(row) === this.cursor);
  }

  get current(): RecoveryStep {
    const view = this.view;
    return this.at ?? (view && RECOVERY_STEPS.find((step) => leftAt(step, view) > 0)) ?? 'recheck';
  }

  /** The dossiers of the step on show, or behind the number that was chosen. */
  get rows(): readonly RecoveryRow[] {
    const rows = this.view?.rows ?? [];
    const cell = this.filter;
    if (cell) return rows.filter((row) => isIn(cell, row));
    if (this.current === 'variances') return rows.filter((row) => row.colour !== null || row.customer_owes_cents > 0);
    if (this.current === 'cheques') return rows.filter((row) => row.cheque !== null || this.acted.has(rowKey(row)));
    return rows;
  }

  async load(): Promise<void> {
    await attempt(this, async () => {
      this.incidents = (await call('incident.list', {})).incidents;
      const chosen = this.incidents.find((incident) => incident.incident === this.#chosen) ?? this.incidents.find((incident) => !incident.closed) ?? this.incidents[0];
      await this.#show(chosen?.incident);
      this.loaded = true;
    });
  }

  /** Goes to a step, or where a recovery is taken up again. */
  goTo(step: RecoveryStep | undefined): void {
    this.at = step;
    this.filter = undefined;
    this.acted = new Set();
  }

  /** The step stays with its rows, though nothing may be left of it. */
  actedOn(row: RecoveryRow): void {
    this.at = this.current;
    this.acted = new Set([...this.acted, rowKey(row)]);
  }

  choose(incident: string): Promise<boolean> {
    this.goTo(undefined);
    return attempt(this, () => this.#show(incident));
  }

  async #show(incident: string | undefined): Promise<void> {
    this.#chosen = incident;
    const view = incident === undefined ? undefined : await call('recovery.view', { incident });
    if (this.#chosen === incident) this.view = view;
  }

  start(): Promise<void> {
    return this.#on('recovery.start');
  }

  cancel(): Promise<void> {
    return this.#on('recovery.cancel');
  }

  close(): Promise<void> {
    return this.#on('recovery.close');
  }

  async secureAccess(changed: boolean): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('recovery.secure_access', { incident: this.#chosen ?? '', changed });
      toasts.say(t.outage.accessSaved);
      await session.saved();
    });
  }

  /** Gives a dossier up, or takes that back. */
  async giveUp(row: RecoveryRow, reason: string, second: SecondProof | null = null, done?: string): Promise<void> {
    const undoing = row.written_off_cents !== null;
    this.busy = true;
    await attempt(this, async () => {
      this.view = await call(undoing ? 'recovery.undo_write_off' : 'recovery.write_off', { incident: this.#chosen ?? '', dossier: row.dossier, reason, second });
      this.givingUp = undefined;
      toasts.say(done ?? (undoing ? t.outage.undoWriteOffDone(named(row.customer)) : t.outage.writeOffDone(named(row.customer))));
      await session.saved();
    });
    this.busy = false;
  }

  /** Asks no more for what one person asked alone. */
  async withdrawGivingUp(row: RecoveryRow): Promise<void> {
    this.busy = true;
    await attempt(this, async () => {
      this.view = await call('recovery.withdraw_write_off', { incident: this.#chosen ?? '', dossier: row.dossier });
      this.givingUp = undefined;
      toasts.say(t.second.withdrawn(named(row.customer)));
      await session.saved();
    });
    this.busy = false;
  }

  /** « Dossier suivant »: the next one to take to the portal, by hand. */
  async nextStep(skip?: string): Promise<void> {
    const incident = this.view?.incident.incident;
    if (!incident) return;
    if (skip) this.skipped = [...this.skipped, skip];
    await attempt(this, async () => {
      const had = this.step !== undefined;
      const next = await call('portal.next', { incident, skip: [...this.skipped] });
      this.step = next.step ?? undefined;
      if (next.without_consent > 0 && (!had || !this.step)) toasts.say(t.privacy.portalLeftOut(next.without_consent), { tone: 'warn' });
      if (this.step) return;
      if (had) toasts.say(this.skipped.length === 0 ? t.recovery.allTaken : t.recovery.someSkipped(this.skipped.length), { tone: 'info' });
      this.skipped = [];
    });
  }

  async openPortal(): Promise<void> {
    const url = this.step?.portal_url;
    if (url) await attempt(this, () => openPortal(url));
  }

  async recordAnswer(answer: { agreed: boolean; reference: string; coveredCents: number | undefined; validUntil: string | undefined; knowingly: boolean }): Promise<void> {
    const step = this.step;
    if (!step) return;
    await attempt(this, async () => {
      await call('portal.record_answer', {
        dossier: step.dossier,
        rank: step.rank,
        incident: this.view?.incident.incident ?? null,
        agreed: answer.agreed,
        reference: answer.reference.trim(),
        covered_cents: answer.agreed ? (answer.coveredCents ?? null) : null,
        valid_until: answer.validUntil ?? null,
        knowingly: answer.knowingly,
      });
      await session.saved();
    });
    if (!this.refused) {
      await this.nextStep();
      await this.load();
    }
  }

  async printLetter(row: RecoveryRow): Promise<void> {
    await attempt(this, async () => openDocument((await call('recovery.difference_letter', { dossier: row.dossier })).path));
  }

  async #on(command: 'recovery.start' | 'recovery.cancel' | 'recovery.close'): Promise<void> {
    const incident = this.view?.incident.incident;
    if (!incident) return;
    this.busy = true;
    await attempt(this, async () => {
      this.view = await call(command, { incident });
      await session.saved();
    });
    this.busy = false;
  }
}

/** A dossier may have two complementaries: the row is one of them. */
export function rowKey(row: Pick<RecoveryRow, 'dossier' | 'rank'>): string {
  return `${row.dossier}/${row.rank}`;
}

export const recovery = new Recovery();
