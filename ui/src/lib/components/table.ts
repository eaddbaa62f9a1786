// The shape of a table's columns and the order of its rows; the drawing is in Table.svelte.
import type { Snippet } from 'svelte';
import { compareNames } from '$lib/format/collation';

export interface Column<R> {
  id: string;
  label: string;
  /** What the cell says when no snippet draws it, and what the column sorts on unless `sortOn` says otherwise. */
  text: (row: R) => string;
  cell?: Snippet<[R]> | undefined;
  sortOn?: (row: R) => string | number;
  sortable?: boolean;
  align?: 'start' | 'end';
  width?: string;
  muted?: boolean;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

/** Rows in the chosen order; rows that tie keep theirs. */
export function sortRows<R>(rows: readonly R[], columns: readonly Column<R>[], sort: Sort | undefined): readonly R[] {
  const column = columns.find((candidate) => candidate.id === sort?.column);
  if (!sort || !column) return rows;
  const on = column.sortOn ?? column.text;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((left, right) => {
    const a = on(left);
    const b = on(right);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(String(a), String(b)));
  });
}

/** Ascending, descending, then the list's own order again. */
export function nextSort(current: Sort | undefined, column: string): Sort | undefined {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}
