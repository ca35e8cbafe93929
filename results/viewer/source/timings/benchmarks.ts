// Google Benchmark's lines, sorted into steps, gradients and runs, with sizes and growth.

import type { BenchmarkLine, TimingsFile } from '../report';

export interface Timing {
  name: string;
  /** `step`, `gradient`, `run`, `bandwidth`, …: the first part of the name. */
  kind: string;
  /** What was measured, without kind and size. */
  subject: string;
  size: number | null;
  nanoseconds: number;
  bytesPerSecond: number | null;
}

const kUnits: { [unit: string]: number } = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/** One timing a name: the median where the benchmark was repeated, else the line itself. */
export function timingsOf(file: TimingsFile): Timing[] {
  const chosen = new Map<string, BenchmarkLine>();
  for (const line of file.benchmarks) {
    if (line.error_occurred) continue;
    const name = typeof line['run_name'] === 'string' ? line['run_name'] : line.name;
    const aggregate = line.run_type === 'aggregate' || line.aggregate_name !== undefined;
    if (aggregate && line.aggregate_name !== 'median') continue;
    if (aggregate || !chosen.has(name)) chosen.set(name, line);
  }
  return [...chosen].flatMap(([name, line]) => {
    const time = line.cpu_time ?? line.real_time;
    if (typeof time !== 'number' || !Number.isFinite(time)) return [];
    const parts = name.split('/').filter((part) => !/^(min_time|repeats|threads|iterations|process_time|real_time|manual_time|min_warmup_time):?/.test(part));
    const last = parts[parts.length - 1] ?? '';
    const size = parts.length > 1 && /^\d+$/.test(last) ? Number(last) : null;
    const subject = parts.slice(1, size === null ? undefined : -1).join('/');
    return [{ name, kind: parts[0] ?? '', subject, size, nanoseconds: time * (kUnits[line.time_unit ?? 'ns'] ?? 1), bytesPerSecond: line.bytes_per_second ?? null }];
  });
}

export interface Series {
  name: string;
  sizes: Float64Array;
  nanoseconds: Float64Array;
}

/** Timings with a size, one series a subject, ascending. */
export function seriesOf(timings: readonly Timing[], kind: string): Series[] {
  const groups = new Map<string, Timing[]>();
  for (const timing of timings) {
    if (timing.kind !== kind || timing.size === null) continue;
    groups.set(timing.subject, [...(groups.get(timing.subject) ?? []), timing]);
  }
  return [...groups].map(([name, list]) => {
    list.sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
    return { name, sizes: Float64Array.from(list, (timing) => timing.size ?? 0), nanoseconds: Float64Array.from(list, (timing) => timing.nanoseconds) };
  });
}

export interface Limit {
  sizes: Float64Array;
  nanoseconds: Float64Array;
  bytesPerParameter: number;
}

/**
 * What memory alone allows: the bytes that a plain SGD step must move (read x and the gradient, write
 * x) over the bandwidth measured at that size, or at the nearest one.
 */
export function bandwidthLimit(timings: readonly Timing[], sizes: readonly number[]): Limit | null {
  const measured = timings.filter((timing) => timing.kind === 'bandwidth' && timing.bytesPerSecond !== null);
  if (measured.length === 0 || sizes.length === 0) return null;
  const wide = timings.some((timing) => timing.kind === 'step' && timing.subject.includes('float32')) ? 4 : 8;
  const bytesPerParameter = 3 * wide;
  const at = (size: number): number => {
    const near = measured.reduce((best, timing) => (distance(timing.size, size) < distance(best.size, size) ? timing : best));
    return near.bytesPerSecond ?? NaN;
  };
  return { sizes: Float64Array.from(sizes), nanoseconds: Float64Array.from(sizes, (size) => (size * bytesPerParameter * 1e9) / at(size)), bytesPerParameter };
}

function distance(a: number | null, b: number): number {
  return a === null || a <= 0 ? 0 : Math.abs(Math.log(a / b));
}

/** The exponent of the cost between two points of a series: 1 is proportional growth. */
export function exponent(series: Series, from: number, to: number): number {
  const size = (series.sizes[to] ?? NaN) / (series.sizes[from] ?? NaN);
  return Math.log((series.nanoseconds[to] ?? NaN) / (series.nanoseconds[from] ?? NaN)) / Math.log(size);
}

/** Where the last decade of sizes begins. */
export function lastDecade(series: Series): number {
  const end = series.sizes[series.sizes.length - 1] ?? NaN;
  return Math.max(0, series.sizes.findIndex((size) => size >= end / 10.0001));
}
