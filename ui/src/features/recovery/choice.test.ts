// Two incidents: the one chosen last stays on show, whatever answer comes last.
import { expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { sampleBackend } from '../../samples/backend';
import { Recovery } from './recovery.svelte';

const pending: { name: string; incident: string | undefined; answer: (value: unknown) => void }[] = [];
useBackend({
  ...sampleBackend(),
  call: (name, _id, request) =>
    new Promise((answer) => pending.push({ name, incident: (request as { incident?: string } | undefined)?.incident, answer })),
});

function answer(name: string, incident: string | undefined, value: unknown): void {
  const at = pending.findIndex((asked) => asked.name === name && asked.incident === incident);
  pending.splice(at, 1)[0]?.answer(value);
}

it('an answer about the incident that was left does not bring it back', async () => {
  const recovery = new Recovery();
  const loading = recovery.load();
  answer('incident.list', undefined, { incidents: [{ incident: 'viamedis', closed: false }, { incident: 'sp-sante', closed: false }] });
  // What a page of before still asks is not about an incident.
  await vi.waitFor(() => expect(pending.flatMap((asked) => asked.incident ?? [])).toEqual(['viamedis']));
  const choosing = recovery.choose('sp-sante');
  answer('recovery.view', 'sp-sante', { incident: { incident: 'sp-sante' }, rows: [] });
  await choosing;
  answer('recovery.view', 'viamedis', { incident: { incident: 'viamedis' }, rows: [] });
  await loading;
  expect(recovery.view?.incident.incident).toBe('sp-sante');
});
