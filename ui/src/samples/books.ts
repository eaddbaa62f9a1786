// A trial balance that ties, for the preview and the tests.
import type { AccountKind, TrialBalanceRow, TrialBalanceView } from '$lib/contract/contract';

const row = (account: AccountKind, number: string, debit_cents: number, credit_cents: number, operator_label: string | null = null, vat_rate_bp: number | null = null): TrialBalanceRow => ({
  account,
  number,
  operator_label,
  vat_rate_bp,
  debit_cents,
  credit_cents,
  balance_cents: debit_cents - credit_cents,
});

const rows = [
  row('customers', '411', 1_284_050, 1_190_050),
  row('insurers', '411AMC', 310_000, 310_000, 'Almerys'),
  row('insurers', '411AMC', 1_846_200, 402_000, 'Viamedis'),
  row('mandatory_insurance', '411AMO', 4_750, 0),
  row('customer_advances', '4191', 120_000, 184_000),
  row('vat_collected', '4457', 0, 566_500, null, 2_000),
  row('to_allocate', '471', 712_000, 741_000),
  row('cheques_to_collect', '5112', 96_000, 0),
  row('bank', '512', 1_720_050, 12_000),
  row('cash', '53', 145_000, 0),
  row('sales', '707', 0, 2_832_500),
];

export const sampleBooks: Omit<TrialBalanceView, 'as_of'> = {
  rows,
  debit_cents: rows.reduce((total, one) => total + one.debit_cents, 0),
  credit_cents: rows.reduce((total, one) => total + one.credit_cents, 0),
  booking: 'off_books',
  down_payment_vat: 'in_main_software',
  cheques_kept: 9,
  kept_cents: 338_200,
  off_books_cents: 338_200,
};
