// The arithmetic of the charts: a scale that ends on a round number, and its marks.

const STEPS = [1, 2, 2.5, 5, 10];

/** Round marks from nothing to at least the largest value: four or five of them. */
export function marks(largest: number, about = 4): number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((candidate) => candidate * power >= rough) ?? 10) * power;
  const count = Math.ceil(largest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Where a value lies on a line of so many pixels. */
export function place(value: number, last: number, length: number): number {
  return last > 0 ? (Math.max(0, Math.min(value, last)) * length) / last : 0;
}
