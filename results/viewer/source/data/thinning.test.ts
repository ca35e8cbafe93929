import { describe, expect, it } from 'vitest';
import { extent } from './columns';
import { thin } from './thinning';

describe('thinning', () => {
  const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
  it('keeps both ends, the spike and the dip', () => {
    const y = x.map((value) => (value === 777 ? 99 : value === 4321 ? -99 : Math.sin(value)));
    const less = thin({ x, y }, 50);
    expect(less.x.length).toBeLessThanOrEqual(200);
    expect([less.x[0], less.x.at(-1)]).toEqual([0, 9999]);
    expect(extent(less.y)).toEqual([-99, 99]);
    expect([...less.x]).toEqual([...less.x].sort((a, b) => a - b));
  });
  it('leaves short lines alone', () => {
    const short = { x: x.slice(0, 100), y: x.slice(0, 100) };
    expect(thin(short, 50)).toBe(short);
  });
  it('does not lose numbers behind gaps', () => {
    const y = x.map((value) => (value % 2 ? NaN : value === 5000 ? 7 : 0));
    expect(extent(thin({ x, y }, 50).y)).toEqual([0, 7]);
  });
});
