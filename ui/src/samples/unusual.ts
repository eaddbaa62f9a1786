// What was unusual in the accesses, in made-up values.
import type { Answers } from './backend';
import type { UnusualLine, UnusualView } from '$lib/contract/contract';

const limits: UnusualView['limits'] = { outside_hours: 0, failures: 4, refusals: 9, lookups: 2, accounts_seen: 4, customers_seen: 12, exports: 2 };

export const unusualLine: UnusualLine = {
  id: 'un-1',
  pattern: 'failures',
  name: 'Léa Martin',
  count: 5,
  above: 4,
  first: '2024-01-31T08:02:00Z',
  last: '2024-01-31T08:06:00Z',
  raised_at: '2024-01-31T08:06:00Z',
  hand: 'free',
  word: null,
};

export const sampleUnusual: UnusualView = {
  waiting: [],
  acknowledged: [{ ...unusualLine, id: 'un-0', pattern: 'outside_hours', name: 'Claire Aubry', count: 2, above: 0, first: '2024-01-28T07:30:00Z', last: '2024-01-28T09:10:00Z', hand: 'alone', word: { at: '2024-01-29T08:00:00Z', by: 'Claire Aubry', word: 'Inventaire du dimanche', alone: true } }],
  limits,
  chosen: false,
  defaults: { limits, from: '2024-02-01', status: 'to_verify', source: 'Recommandation CNIL sur la journalisation' },
};

export const unusualAnswers = {
  'unusual.view': () => sampleUnusual,
  'unusual.acknowledge': () => sampleUnusual,
  'unusual.set_limits': ({ limits: chosen }) => ({ ...sampleUnusual, limits: chosen, chosen: true }),
} satisfies Partial<Answers>;
