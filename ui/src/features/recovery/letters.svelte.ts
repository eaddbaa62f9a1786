// The letters to the customers of an outage: what they are written about, and which are left, is the backend's to say.
import { call } from '$lib/backend/backend';
import type { DocumentReady, LetterProgress, LetterToWrite, LetterWritten } from '$lib/contract/contract';
import { LetterBatch } from '../letters/batch.svelte';

export class CustomerLettersBatch extends LetterBatch<LetterToWrite, LetterWritten> {
  readonly incident: string;

  constructor(incident: string) {
    super();
    this.incident = incident;
  }

  keyOf(letter: LetterToWrite): string {
    return letter.key;
  }

  protected async read(): Promise<void> {
    const letters = await call('recovery.letters', { incident: this.incident });
    this.planned = letters.to_write;
    this.sent = letters.written;
  }

  protected look(): Promise<LetterProgress> {
    return call('recovery.letters_progress', {});
  }

  protected write(letters: readonly LetterToWrite[]): Promise<LetterProgress> {
    return call('recovery.write_letters', { incident: this.incident, letters: letters.map((letter) => letter.key) });
  }

  protected halt(): Promise<LetterProgress> {
    return call('recovery.cancel_letters', {});
  }

  protected opened({ dossier, document }: LetterWritten): Promise<DocumentReady> {
    return call('document.open', { dossier, document });
  }

  protected printedAgain({ dossier, document }: LetterWritten): Promise<DocumentReady> {
    return call('document.reprint', { dossier, document });
  }

  protected together(documents: string[]): Promise<DocumentReady> {
    return call('recovery.print_letters', { documents });
  }
}
