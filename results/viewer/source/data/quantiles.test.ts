import { describe, expect, it } from 'vitest';
import { bandOf, quantile, sharedGrid } from './quantiles';

const line = (x: number[], y: number[]): { x: Float64Array; y: Float64Array } => ({ x: Float64Array.from(x), y: Float64Array.from(y) });

describe('quantile', () => {
  // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.9, 1]) = [1, 1.75, 3, 6.8, 8]
  it('agrees with NumPy', () => {
    for (const [share, value] of [[0, 1], [0.25, 1.75], [0.5, 3], [0.9, 6.8], [1, 8]] as const) expect(quantile([8, 1, 4, 2], share)).toBeCloseTo(value, 12);
  });
  it('has no value without values', () => expect(quantile([], 0.5)).toBeNaN());
  it('orders numbers as numbers', () => expect(quantile([10, 9, 100], 0.5)).toBe(10));
});

describe('band', () => {
  it('takes the median over the runs that are there', () => {
    const band = bandOf([line([0, 10, 20], [1, 2, 3]), line([0, 10], [3, 4]), line([0, 20], [5, 9])], 0, 1);
    expect([...band.x]).toEqual([0, 10, 20]);
    expect([...band.median]).toEqual([3, 4, 6]);
    expect([...band.low]).toEqual([1, 2, 3]);
    expect([...band.high]).toEqual([5, 5, 9]);
    expect([...band.count]).toEqual([3, 3, 2]);
  });
  it('counts a run without a finite value as worst', () => {
    const band = bandOf([line([0], [1]), line([0], [NaN]), line([0], [2])], 0, 1);
    expect(band.median[0]).toBe(2);
    expect(band.high[0]).toBe(Infinity);
  });
  it('stays within its number of points and keeps the ends', () => {
    const grid = sharedGrid([line(Array.from({ length: 5000 }, (_, i) => i), [])], 100);
    expect(grid).toHaveLength(100);
    expect([grid[0], grid[99]]).toEqual([0, 4999]);
  });
});
