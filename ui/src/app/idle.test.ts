// Fifteen minutes alone, and not one sign of life: then it locks, once.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchIdle } from './idle';

const IDLE_LOCK_MS = 15 * 60_000;

let stop: () => void;
const onidle = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onidle.mockReset();
  stop = watchIdle(onidle, IDLE_LOCK_MS);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('locks after fifteen minutes without a sign of life, once', () => {
  vi.advanceTimersByTime(IDLE_LOCK_MS - 1000);
  expect(onidle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2 * IDLE_LOCK_MS);
  expect(onidle).toHaveBeenCalledOnce();
});

it.each(['keydown', 'pointerdown', 'pointermove', 'wheel'])('%s starts the wait again', (sign) => {
  vi.advanceTimersByTime(IDLE_LOCK_MS - 60_000);
  window.dispatchEvent(new Event(sign));
  vi.advanceTimersByTime(IDLE_LOCK_MS - 60_000);
  expect(onidle).not.toHaveBeenCalled();
});

it('a machine that slept past the hour locks on the key that wakes it', () => {
  vi.setSystemTime(Date.now() + 2 * IDLE_LOCK_MS);
  window.dispatchEvent(new Event('keydown'));
  expect(onidle).toHaveBeenCalledOnce();
});

it('stops watching when told to', () => {
  stop();
  vi.advanceTimersByTime(2 * IDLE_LOCK_MS);
  expect(onidle).not.toHaveBeenCalled();
});
