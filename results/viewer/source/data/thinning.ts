// Fewer points for the same picture: in each of `buckets` equal intervals of x the first, lowest,
// highest and last point stay, so no spike is lost and both ends are kept.

import type { Numbers } from './columns';
import type { Line } from './quantiles';

export function thin(line: Line, buckets: number): Line {
  const { x, y } = line;
  const count = Math.min(x.length, y.length);
  if (count <= 4 * buckets) return line;
  const start = x[0] ?? 0;
  const width = ((x[count - 1] ?? 0) - start) / buckets || 1;
  const keep: number[] = [];
  let bucket = -1;
  let first = 0;
  let lowest = 0;
  let highest = 0;
  const close = (last: number): void => {
    for (const index of [...new Set([first, lowest, highest, last])].sort((a, b) => a - b)) keep.push(index);
  };
  for (let i = 0; i < count; i++) {
    const now = Math.min(buckets - 1, Math.floor(((x[i] ?? 0) - start) / width));
    if (now !== bucket) {
      if (bucket >= 0) close(i - 1);
      bucket = now;
      first = lowest = highest = i;
    }
    const value = y[i] ?? NaN;
    // Written so that a gap (NaN) never hides a number.
    if (!(value >= (y[lowest] ?? NaN))) lowest = Number.isNaN(value) ? lowest : i;
    if (!(value <= (y[highest] ?? NaN))) highest = Number.isNaN(value) ? highest : i;
  }
  close(count - 1);
  const pick = (values: Numbers): Numbers => Float64Array.from(keep, (index) => values[index] ?? NaN);
  return { x: pick(x), y: pick(y) };
}
