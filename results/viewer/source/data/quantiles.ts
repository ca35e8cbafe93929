// Median and quantile band over seeds: at each step, over the runs that have a value there.

import type { Numbers } from './columns';
import { indexAtOrBefore } from './columns';

/** Linear between order statistics (type 7, as NumPy and R do it by default). `sorted` ascends. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const high = Math.ceil(position);
  const a = sorted[low] ?? NaN;
  const b = sorted[high] ?? NaN;
  return a === b ? a : a + (b - a) * (position - low);
}

export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
  return quantileOfSorted(sorted, share);
}

export interface Band {
  x: Numbers;
  low: Numbers;
  median: Numbers;
  high: Numbers;
  /** How many runs stand behind each value. */
  count: Numbers;
}

export interface Line {
  x: Numbers;
  y: Numbers;
}

/** All x values of the lines, ascending, at most `max` of them (evenly picked, the ends kept). */
export function sharedGrid(lines: readonly Line[], max: number): Numbers {
  const all = new Set<number>();
  for (const line of lines) for (const x of line.x) if (Number.isFinite(x)) all.add(x);
  const sorted = Float64Array.from(all).sort();
  if (sorted.length <= max) return sorted;
  return Float64Array.from({ length: max }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (max - 1))] ?? NaN);
}

/**
 * A run stands in the band from its first to its last x; between recorded points it keeps its last
 * value. A value that is not finite counts as larger than all others, so that a diverged run
 * raises the band rather than vanish from it.
 */
export function bandOf(lines: readonly Line[], low: number, high: number, max = 600): Band {
  const x = sharedGrid(lines, max);
  const band: Band = { x, low: new Float64Array(x.length), median: new Float64Array(x.length), high: new Float64Array(x.length), count: new Float64Array(x.length) };
  const here = new Float64Array(lines.length);
  x.forEach((at, i) => {
    let count = 0;
    for (const line of lines) {
      const first = line.x[0] ?? Infinity;
      const last = line.x[line.x.length - 1] ?? -Infinity;
      if (at < first || at > last) continue;
      const y = line.y[indexAtOrBefore(line.x, at)] ?? NaN;
      here[count++] = Number.isFinite(y) ? y : Infinity;
    }
    const sorted = here.slice(0, count).sort();
    band.low[i] = quantileOfSorted(sorted, low);
    band.median[i] = quantileOfSorted(sorted, 0.5);
    band.high[i] = quantileOfSorted(sorted, high);
    band.count[i] = count;
  });
  return band;
}
