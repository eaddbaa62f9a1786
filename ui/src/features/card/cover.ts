// What stands under a domain of a card's grid, as it is typed: `100` or `100%`, `PEC`, `150€` or `150,00`, `NC`, or nothing.
import type { GridCover } from '$lib/contract/contract';
import { readAmount } from '$lib/entry/amount';
import { formatCents, formatEuros, formatRate } from '$lib/format/money';
import { t } from '$lib/i18n';

export type CoverEntry = { kind: 'cover'; cover: GridCover } | { kind: 'refused'; why: keyof typeof t.card.coverRefused };

/** The whole of a base. */
const MOST_PERCENT = 100;

export function readCover(typed: string): CoverEntry {
  const text = typed.trim().toUpperCase();
  if (text === '') return { kind: 'cover', cover: { kind: 'unsaid' } };
  if (text === 'PEC') return { kind: 'cover', cover: { kind: 'authorisation' } };
  if (text === 'NC' || text === 'NON') return { kind: 'cover', cover: { kind: 'not_covered' } };
  const percent = /^(\d{1,4})\s*%?$/.exec(text);
  if (percent) {
    const value = Number(percent[1]);
    return value >= 1 && value <= MOST_PERCENT ? { kind: 'cover', cover: { kind: 'percent', rate_bp: value * 100 } } : { kind: 'refused', why: 'percent' };
  }
  const amount = readAmount(text);
  return amount.kind === 'amount' && amount.cents > 0 && /[€,.]/.test(text) ? { kind: 'cover', cover: { kind: 'amount', cents: amount.cents } } : { kind: 'refused', why: 'format' };
}

/** As it would be typed. */
export function writeCover(cover: GridCover): string {
  switch (cover.kind) {
    case 'unsaid':
      return '';
    case 'percent':
      return `${Math.trunc(cover.rate_bp / 100)}%`;
    case 'authorisation':
      return 'PEC';
    case 'amount':
      return `${formatCents(cover.cents).replace(/[\u202f]|,(?=\d{3})/g, '')}€`;
    case 'not_covered':
      return 'NC';
  }
}

/** In words, beside what is typed. */
export function sayCover(cover: GridCover): string {
  if (cover.kind === 'percent') return formatRate(cover.rate_bp);
  if (cover.kind === 'amount') return formatEuros(cover.cents);
  return t.card.covers[cover.kind];
}
