// Every sign of life is told, and not more often than is of use.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellSignsOfLife } from './idle';

let stop: () => void;
const tell = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  stop = tellSignsOfLife(tell);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it.each(['keydown', 'pointerdown', 'pointermove', 'wheel'])('%s is told, once a second at most', (sign) => {
  for (let times = 0; times < 3; times += 1) window.dispatchEvent(new Event(sign));
  expect(tell).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1000);
  window.dispatchEvent(new Event(sign));
  expect(tell).toHaveBeenCalledTimes(2);
});

it('says nothing by itself, nor once stopped', () => {
  vi.advanceTimersByTime(60_000);
  stop();
  window.dispatchEvent(new Event('keydown'));
  expect(tell).not.toHaveBeenCalled();
});
