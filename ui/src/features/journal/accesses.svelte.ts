// The access log as it is looked at: its filters, its pages, whether it holds, and its export. The screen draws it.
import { attempt } from '$lib/backend/attempt';
import { call, chooseFile, chooseFileToOpen, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AccessKind, AccessLogPage, AccessLogRow, AccessLogVerification, UserId } from '$lib/contract/contract';
import type { CivilDate } from '$lib/format/civil';
import { t } from '$lib/i18n';

/** Rows asked at once: a few screens. */
const PAGE_ROWS = 200;

class Accesses {
  kind = $state<AccessKind | ''>('');
  user = $state<UserId | ''>('');
  from = $state<CivilDate>();
  until = $state<CivilDate>();
  text = $state('');
  page = $state.raw<AccessLogPage>();
  rows = $state.raw<readonly AccessLogRow[]>([]);
  cursor = $state<string>();
  verification = $state.raw<AccessLogVerification>();
  busy = $state<'verify' | 'export'>();
  refused = $state.raw<Refused>();

  /** The latest question: an answer to an earlier one says nothing any more. */
  #asked = 0;

  get filtered(): boolean {
    return this.kind !== '' || this.user !== '' || this.from !== undefined || this.until !== undefined || this.text.trim() !== '';
  }

  async load(): Promise<void> {
    await this.#ask(null);
  }

  async older(): Promise<void> {
    const last = this.rows.at(-1);
    if (last && this.page?.more) await this.#ask(last.seq);
  }

  /** The practice's own log, or an export taken away. */
  async verify(path: string | null = null): Promise<void> {
    this.busy = 'verify';
    this.verification = undefined;
    await attempt(this, async () => {
      this.verification = await call('access_log.verify', { path });
    });
    this.busy = undefined;
  }

  async verifyExport(): Promise<void> {
    let path: string | undefined;
    await attempt(this, async () => {
      path = await chooseFileToOpen();
    });
    if (path) await this.verify(path);
  }

  async export(today: CivilDate): Promise<void> {
    await attempt(this, async () => {
      const path = await chooseFile(t.accesses.fileName(today));
      if (!path) return;
      this.busy = 'export';
      const written = await call('access_log.export', { path });
      toasts.say(t.accesses.exported(written.path));
    });
    this.busy = undefined;
    await this.load();
  }

  async #ask(before: number | null): Promise<void> {
    const asked = ++this.#asked;
    await attempt(this, async () => {
      const page = await call('access_log.list', { kind: this.kind || null, user: this.user || null, from: this.from ?? null, until: this.until ?? null, text: this.text.trim(), before, limit: PAGE_ROWS });
      if (asked !== this.#asked) return;
      this.page = page;
      this.rows = before === null ? page.rows : [...this.rows, ...page.rows];
    });
  }
}

export const accesses = new Accesses();
