// Sixty days by the keyboard: each hour says itself, the table says the same, and what nobody observed is not said well.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../app/session.svelte';
import { sampleHeatMap, type Answers, type SampleBackend } from '../../samples/backend';
import { violations } from '../../test/axe';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { byHour, dayRows, heat, hoursOf, sentence } from './heat.svelte';

beforeEach(clean);

async function history(answers: Answers = {}): Promise<SampleBackend> {
  session.screen = 'platforms';
  const backend = await openApp(answers);
  await userEvent.click(await screen.findByRole('tab', { name: t.history.tabs.history }));
  await waitFor(() => expect(heat.map).toBeTruthy());
  return backend;
}

const spaces = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('the map', () => {
  it('is walked by arrows, weeks and edges, and each hour says what it was', async () => {
    await history();
    const grid = await screen.findByRole('grid');
    const cells = within(grid).getAllByRole('gridcell');
    const inOrder = cells.filter((cell) => cell.tabIndex === 0);
    expect(inOrder).toHaveLength(1);
    inOrder[0]?.focus();
    // The last hour observed: the outage.
    expect(held()).toContain(t.history.states.down);
    expect(held()).toContain('13 échecs sur 13 appels');
    press('ArrowRight');
    press('End');
    expect(held()).toContain('31 janvier 2024');
    press('Home');
    expect(held()).toContain('3 décembre 2023');
    press('PageDown');
    expect(held()).toContain('10 décembre 2023');
    press('ArrowDown');
    press('ArrowUp');
    expect(within(grid).getAllByRole('gridcell').filter((cell) => cell.tabIndex === 0)).toHaveLength(1);
  });

  it('has no violation', async () => {
    // A week says as much of the roles as two months, and sooner.
    await history({ 'platform.heat_map': ({ platform, function: fn }) => ({ ...sampleHeatMap(platform, fn), from: '2024-01-25' }) });
    expect(await violations(await screen.findByRole('tabpanel'))).toEqual([]);
  });

  it('is also a table, day by day, with the hours that were not well', async () => {
    await history();
    await userEvent.click(await screen.findByRole('checkbox', { name: t.history.asTable }));
    const table = await screen.findByRole('table', { name: new RegExp('Viamedis') });
    const last = within(table).getAllByRole('row')[1];
    expect(spaces(last?.textContent ?? '')).toContain('31/01/2024');
    expect(last?.textContent).toContain(t.history.states.down);
    expect(await violations()).toEqual([]);
  });

  it('is asked again for another function, and an answer to the former comes too late', async () => {
    const backend = await history();
    await userEvent.selectOptions(screen.getByLabelText(t.history.function), t.terms.functions.claim);
    await waitFor(() => expect(heat.map?.function).toBe('claim'));
    expect(backend.calls.filter(({ command }) => command === 'platform.heat_map').at(-1)?.request).toEqual({ platform: 'viamedis', function: 'claim', days: 60 });
  });

  it('says that there is nothing yet, and is then not exported', async () => {
    await history({ 'platform.heat_map': ({ platform, function: fn }) => ({ ...sampleHeatMap(platform, fn), cells: [], answered_bp: null, hours_observed: 0, hours_out: 0 }) });
    await screen.findByText(t.history.empty);
    expect(screen.getByRole('button', { name: t.history.export })).toHaveProperty('disabled', true);
  });

  it('is written where one says', async () => {
    const backend = await history();
    await userEvent.click(screen.getByRole('button', { name: t.history.export }));
    await screen.findByText(t.history.exported('/journal.relais', 412));
    expect(backend.calls.find(({ command }) => command === 'platform.export_availability')?.request).toMatchObject({ platform: 'viamedis', days: 60 });
  });
});

describe('an hour', () => {
  const map = sampleHeatMap('viamedis', 'rights');

  it('that nobody observed is said so, and not to be well', () => {
    expect(spaces(sentence('2024-01-28', 3, undefined))).toBe('dimanche 28 janvier 2024, de 3 h à 4 h : pas observé.');
  });

  it('says who said it', () => {
    const closed = map.cells.find((cell) => cell.state === 'closed');
    expect(closed && spaces(sentence(closed.on, closed.hour, closed))).toContain('d’après la presse');
  });

  it('has a row as soon as something was seen in it', () => {
    const early = { ...map, cells: [...map.cells, { ...(map.cells[0] ?? never()), hour: 5 }] };
    expect(hoursOf(early)[0]).toBe(5);
    expect(byHour(early).size).toBe(map.cells.length + 1);
  });

  it('is counted once in its day', () => {
    const rows = dayRows(map);
    expect(rows).toHaveLength(60);
    expect(rows.reduce((sum, row) => sum + row.observed, 0)).toBe(map.cells.length);
    expect(rows.every((row) => row.up + row.degraded + row.out === row.observed)).toBe(true);
  });
});

function never(): never {
  throw new Error('the sample has hours');
}
