// A made-up register of operators' advances, for the preview and the tests of screens.
import type { OperatorAdvancesView } from '$lib/contract/contract';

export const sampleAdvances: OperatorAdvancesView = {
  balance_cents: 680_000,
  operators: [
    { platform: 'viamedis', label: 'Viamedis', suspended_on: null },
    { platform: 'almerys', label: 'Almerys', suspended_on: '2024-01-29' },
  ],
  rows: [
    {
      advance: 'a-0', number: 'AO-2024-0001', platform: 'viamedis', platform_label: 'Viamedis', amount_cents: 900_000, balance_cents: 680_000, recouped_cents: 120_000, repaid_cents: 100_000,
      received_on: '2024-01-12', terms: 'Remboursement en trois mensualités, sans retenue d’office', due_on: '2024-02-28', due_cents: 80_000, late: false, cancelled: false, statement: null,
      schedule: [
        { due_on: '2024-02-28', amount_cents: 300_000, left_cents: 80_000 },
        { due_on: '2024-03-28', amount_cents: 300_000, left_cents: 300_000 },
        { due_on: '2024-04-28', amount_cents: 300_000, left_cents: 300_000 },
      ],
      movements: [
        { on: '2024-01-20', amount_cents: 120_000, means: null },
        { on: '2024-01-25', amount_cents: 100_000, means: 'transfer' },
      ],
    },
  ],
};
