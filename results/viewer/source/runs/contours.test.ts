import { describe, expect, it } from 'vitest';
import { levelLine, levelsOf } from './contours';

const axis = (low: number, high: number, count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

describe('level lines', () => {
  const x0 = axis(-2, 2, 81);
  const x1 = axis(-1.5, 1.5, 61);
  const values = new Float64Array(81 * 61);
  x1.forEach((b, j) => x0.forEach((a, i) => (values[j * 81 + i] = a * a + b * b)));
  it('of a bowl are circles', () => {
    const line = levelLine({ x0, x1, values }, 1);
    const ends = line.filter((value) => !Number.isNaN(value));
    expect(ends.length).toBeGreaterThan(200);
    for (let i = 0; i < ends.length; i += 2) expect(Math.hypot(ends[i] ?? 0, ends[i + 1] ?? 0)).toBeCloseTo(1, 2);
  });
  it('are none above the highest value', () => expect(levelLine({ x0, x1, values }, 100)).toEqual([]));
  it('leave out cells without a value', () => {
    const holes = values.map((value, i) => (i % 2 ? NaN : value));
    expect(levelLine({ x0, x1, values: holes }, 1)).toEqual([]);
  });
  it('part at a saddle', () => {
    const saddle = { x0: Float64Array.of(0, 1), x1: Float64Array.of(0, 1), values: Float64Array.of(1, -1, -1, 1) };
    expect(levelLine(saddle, 0.5).filter((value) => !Number.isNaN(value))).toHaveLength(8);
  });
  it('have levels that rise', () => {
    const levels = levelsOf(values, 12);
    expect(levels).toHaveLength(12);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
    expect(levelsOf(Float64Array.of(1, 1, 1), 5)).toEqual([]);
  });
});
