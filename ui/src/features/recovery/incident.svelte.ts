// One incident in full, as it is looked at and added to: its nature and times, its log, its pieces; and one opened by hand.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, chooseFileToOpen, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { Commands, IncidentId, IncidentNature, IncidentPiece, IncidentView } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { recovery } from './recovery.svelte';

type Asked = 'incident.reclassify' | 'incident.correct_times' | 'incident.add_line' | 'incident.attach_piece' | 'incident.reopen';

class IncidentSheet {
  view = $state.raw<IncidentView>();
  /** The sheet, or the form that opens one, is on show. */
  dialog = $state<'sheet' | 'open'>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  async show(incident: IncidentId): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('incident.view', { incident });
      this.dialog = 'sheet';
    });
  }

  close(): void {
    this.dialog = undefined;
    this.refused = undefined;
    this.view = undefined;
  }

  async open(request: Commands['incident.open']['request']): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('incident.open', request);
      this.dialog = 'sheet';
      toasts.say(t.incidents.opened(this.view.incident.platform_label));
      session.platforms = (await call('platform.strip', {})).platforms;
      await session.saved();
      await recovery.load();
      await recovery.choose(this.view.incident.incident);
    });
  }

  reclassify(nature: IncidentNature): Promise<boolean> {
    return this.#put('incident.reclassify', { incident: this.#id, nature }, t.incidents.natureSaved(t.incidents.natures[nature]));
  }

  correctTimes(since: { on: string; time: string }, until: { on: string; time: string } | null): Promise<boolean> {
    return this.#put('incident.correct_times', { incident: this.#id, since, until }, t.incidents.timesSaved);
  }

  addLine(said_by: string, said_at: { on: string; time: string } | null, text: string, corrects: string | null = null): Promise<boolean> {
    return this.#put('incident.add_line', { incident: this.#id, said_by, said_at, text, corrects }, t.incidents.lineAdded);
  }

  async attach(): Promise<void> {
    let path: string | undefined;
    await attempt(this, async () => {
      path = await chooseFileToOpen();
    });
    if (!path) return;
    const before = this.view?.pieces.length ?? 0;
    await this.#put('incident.attach_piece', { incident: this.#id, path, name: '' }, undefined);
    const added = this.view?.pieces[before];
    if (added) toasts.say(t.incidents.attached(added.name));
  }

  async openPiece(piece: IncidentPiece): Promise<void> {
    await attempt(this, async () => openDocument((await call('incident.open_piece', { incident: this.#id, piece: piece.piece })).path));
  }

  reopen(): Promise<boolean> {
    return this.#put('incident.reopen', { incident: this.#id }, t.incidents.reopened);
  }

  get #id(): IncidentId {
    return this.view?.incident.incident ?? '';
  }

  async #put<C extends Asked>(command: C, request: Commands[C]['request'], said: string | undefined): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    await attempt(this, async () => {
      this.view = await call(command, request);
      if (said) toasts.say(said);
      await session.saved();
      await recovery.load();
    });
    this.busy = false;
    return this.refused === undefined;
  }
}

export const sheet = new IncidentSheet();
