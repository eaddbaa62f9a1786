// The recovery on show: the incidents, the one chosen, its dossiers and how far the run has come. It can be left and
// resumed: everything it needs is asked again when the screen comes back.
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, openPortal, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { IncidentRow, PortalStep, RecoveryRow, RecoveryView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export class Recovery {
  incidents = $state.raw<readonly IncidentRow[]>([]);
  view = $state.raw<RecoveryView>();
  cursor = $state<string>();
  step = $state.raw<PortalStep>();
  skipped = $state.raw<readonly string[]>([]);
  loaded = $state(false);
  busy = $state(false);
  refused = $state.raw<Refused>();

  /** The incident chosen last: an answer about another one comes too late. */
  #chosen: string | undefined;

  get shown(): RecoveryRow | undefined {
    return this.view?.rows.find((row) => rowKey(row) === this.cursor);
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.incidents = (await call('incident.list', {})).incidents;
      const chosen = this.incidents.find((incident) => incident.incident === this.#chosen) ?? this.incidents.find((incident) => !incident.closed) ?? this.incidents[0];
      await this.#show(chosen?.incident);
      this.loaded = true;
    });
  }

  choose(incident: string): Promise<void> {
    return this.#attempt(() => this.#show(incident));
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

  /** « Dossier suivant »: the next one to take to the portal, by hand. */
  async nextStep(skip?: string): Promise<void> {
    const incident = this.view?.incident.incident;
    if (!incident) return;
    if (skip) this.skipped = [...this.skipped, skip];
    await this.#attempt(async () => {
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
    if (url) await this.#attempt(() => openPortal(url));
  }

  async recordAnswer(answer: { agreed: boolean; reference: string; coveredCents: number | undefined; validUntil: string | undefined }): Promise<void> {
    const step = this.step;
    if (!step) return;
    await this.#attempt(async () => {
      await call('portal.record_answer', {
        dossier: step.dossier,
        rank: step.rank,
        incident: this.view?.incident.incident ?? null,
        agreed: answer.agreed,
        reference: answer.reference.trim(),
        covered_cents: answer.agreed ? (answer.coveredCents ?? null) : null,
        valid_until: answer.validUntil ?? null,
      });
      await session.saved();
    });
    if (!this.refused) {
      await this.nextStep();
      await this.load();
    }
  }

  async printLetter(row: RecoveryRow): Promise<void> {
    await this.#attempt(async () => openDocument((await call('recovery.difference_letter', { dossier: row.dossier })).path));
  }

  async #on(command: 'recovery.start' | 'recovery.cancel' | 'recovery.close'): Promise<void> {
    const incident = this.view?.incident.incident;
    if (!incident) return;
    this.busy = true;
    await this.#attempt(async () => {
      this.view = await call(command, { incident });
      await session.saved();
    });
    this.busy = false;
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      this.refused = undefined;
      await act();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

/** A dossier may have two complementaries: the row is one of them. */
export function rowKey(row: Pick<RecoveryRow, 'dossier' | 'rank'>): string {
  return `${row.dossier}/${row.rank}`;
}

export const recovery = new Recovery();
