// Lists worked with the keyboard: the cursor, its keys only where they are due, two thousand rows, and the row that
// leaves.
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import { violations } from '../../test/axe';
import { nextSort, sortRows, type Column } from './table';
import Table from './Table.svelte';
import { drawnRange, scrollToShow } from './windowing';

interface Row {
  id: string;
  name: string;
  cents: number;
}
const columns: Column<Row>[] = [
  { id: 'name', label: 'Client', text: (row) => row.name, sortable: true },
  { id: 'amount', label: 'Montant', text: (row) => String(row.cents), sortOn: (row) => row.cents, align: 'end', sortable: true },
];
const few: Row[] = [
  { id: 'a', name: 'Élan', cents: 300 },
  { id: 'b', name: 'Zoé', cents: 100 },
  { id: 'c', name: 'eau', cents: 2000 },
];
const many: Row[] = Array.from({ length: 2000 }, (_, index) => ({ id: `r${index}`, name: `Client ${index}`, cents: index }));
const base = { caption: 'Dossiers', columns: columns as Column<unknown>[], keyOf: (row: unknown) => (row as Row).id };

function current(): string | undefined {
  return document.querySelector('tr[aria-current="true"] th')?.textContent ?? undefined;
}

describe('cursor', () => {
  let onopen: Mock<(row: unknown) => void>;
  let ontick: Mock<(row: unknown) => void>;
  beforeEach(() => {
    onopen = vi.fn<(row: unknown) => void>();
    ontick = vi.fn<(row: unknown) => void>();
  });

  it('J, K, Space and Enter work once the list has the focus', async () => {
    render(Table, { ...base, rows: few, onopen, ontick, ticked: new Set<string>() });
    await userEvent.click(screen.getByText('Élan'));
    screen.getByText('Élan').closest('tr')?.focus();
    await userEvent.keyboard('j');
    expect(current()).toBe('Zoé');
    await userEvent.keyboard('jj');
    expect(current()).toBe('eau');
    await userEvent.keyboard('k');
    expect(current()).toBe('Zoé');
    await userEvent.keyboard(' ');
    expect(ontick).toHaveBeenCalledWith(few[1]);
    await userEvent.keyboard('{Enter}');
    expect(onopen).toHaveBeenCalledWith(few[1]);
  });

  it('does nothing while the focus is elsewhere', async () => {
    render(Table, { ...base, rows: few, cursor: 'a', onopen });
    document.body.focus();
    await userEvent.keyboard('j{Enter}');
    expect(current()).toBe('Élan');
    expect(onopen).not.toHaveBeenCalled();
  });

  it('stays on its row when rows change, and passes to the one that takes its place', async () => {
    const { rerender } = render(Table, { ...base, rows: few, cursor: 'b' });
    await rerender({ rows: [{ id: 'x', name: 'Avant', cents: 1 }, ...few] });
    expect(current()).toBe('Zoé');
    await rerender({ rows: few.filter((row) => row.id !== 'b') });
    expect(current()).toBe('eau');
  });
});

describe('two thousand rows', () => {
  it('draws a few, says how many there are, and walks to the end', async () => {
    render(Table, { ...base, rows: many, cursor: 'r0' });
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('2001');
    expect(document.querySelectorAll('tbody tr[data-index]').length).toBeLessThan(80);
    document.querySelector<HTMLElement>('tr[data-index="0"]')?.focus();
    await userEvent.keyboard('{End}');
    expect(await violations()).toEqual([]);
  });
  it('draws the rows around what is seen', () => {
    expect(drawnRange(2000, 34 * 500, 680, 34)).toEqual({ from: 488, to: 532 });
    expect(drawnRange(150, 0, 680, 34)).toEqual({ from: 0, to: 150 });
  });
  it('scrolls only as far as needed', () => {
    expect(scrollToShow(5, 0, 700, 34, 32)).toBe(0);
    expect(scrollToShow(30, 0, 372, 34, 32)).toBe(31 * 34 - 340);
    expect(scrollToShow(2, 340, 372, 34, 32)).toBe(68);
  });
});

describe('order', () => {
  it('goes ascending, descending, and back', () => {
    const up = nextSort(undefined, 'name');
    expect(up).toEqual({ column: 'name', direction: 'ascending' });
    expect(nextSort(up, 'name')?.direction).toBe('descending');
    expect(nextSort(nextSort(up, 'name'), 'name')).toBeUndefined();
  });
  it('sorts names as French people do and amounts as numbers', () => {
    expect(sortRows(few, columns, { column: 'name', direction: 'ascending' }).map((row) => row.name)).toEqual(['eau', 'Élan', 'Zoé']);
    expect(sortRows(few, columns, { column: 'amount', direction: 'descending' }).map((row) => row.cents)).toEqual([2000, 300, 100]);
  });
  it('is said to a screen reader', async () => {
    render(Table, { ...base, rows: few });
    const header = screen.getByRole('columnheader', { name: /Client/ });
    expect(header.getAttribute('aria-sort')).toBe('none');
    await userEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    expect(await violations()).toEqual([]);
  });
});
