// Curves as the large charts draw them, with their axes' logarithms taken once and not at every redraw.

import { extent, type Numbers } from '../data/columns';
import type { Band, Line } from '../data/quantiles';

export interface Curve extends Line {
  key: string;
  name: string;
  colour: string;
  dash?: number[];
  width?: number;
  /** The band around the curve, where it is a median. */
  band?: Band;
  /** What opens when the curve is chosen. */
  open?: string;
  /** It may run out of the picture where others stay. */
  aside?: boolean;
}

export interface Axis {
  title: string;
  logarithmic: boolean;
}

/** A curve on the scale of its axes: logarithms of ten where the axis is logarithmic, else the values. */
export interface Placed {
  curve: Curve;
  x: Numbers;
  y: Numbers;
  low: Numbers | null;
  high: Numbers | null;
}

export function onAxis(values: Numbers, logarithmic: boolean): Numbers {
  return logarithmic ? values.map((value) => (value > 0 ? Math.log10(value) : NaN)) : values;
}

export function placed(curve: Curve, x: Axis, y: Axis): Placed {
  return {
    curve,
    x: onAxis(curve.x, x.logarithmic),
    y: onAxis(curve.y, y.logarithmic),
    low: curve.band ? onAxis(curve.band.low, y.logarithmic) : null,
    high: curve.band ? onAxis(curve.band.high, y.logarithmic) : null,
  };
}

/** Extent of what is drawn, as values of the axis (not logarithms); null if nothing can be. */
export function curvesExtent(curves: readonly Curve[], which: 'x' | 'y', logarithmic: boolean): [number, number] | null {
  const ends: number[] = [];
  for (const curve of curves) {
    for (const values of which === 'x' ? [curve.x] : [curve.y, ...(curve.band ? [curve.band.low, curve.band.high] : [])]) {
      const range = extent(values, logarithmic ? 0 : -Infinity);
      if (range) ends.push(...range);
    }
  }
  return extent(ends);
}

/** Index of the entry nearest to `at` in an ascending column that may hold NaN at its start (logarithm of 0). */
export function nearestIndex(values: Numbers, at: number): number {
  let low = 0;
  while (low < values.length - 1 && Number.isNaN(values[low] ?? 0)) low++;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return Math.abs((values[high] ?? Infinity) - at) < Math.abs((values[low] ?? Infinity) - at) ? high : low;
}

export interface Hit {
  placed: Placed;
  index: number;
}

/** The curve nearest to a place on the chart; `scale` turns axis units into pixels. */
export function nearestCurve(curves: readonly Placed[], x: number, y: number, scaleX: number, scaleY: number, within: number): Hit | null {
  let best: Hit | null = null;
  let distance = within;
  for (const candidate of curves) {
    const index = nearestIndex(candidate.x, x);
    const here = pixelsToCurve(candidate, index, x, y, scaleX, scaleY);
    if (here < distance) {
      distance = here;
      best = { placed: candidate, index };
    }
  }
  return best;
}

/** Distance to the two pieces of line that meet at `index`. */
function pixelsToCurve({ x: xs, y: ys }: Placed, index: number, x: number, y: number, scaleX: number, scaleY: number): number {
  const px = ((xs[index] ?? NaN) - x) * scaleX;
  const py = ((ys[index] ?? NaN) - y) * scaleY;
  let best = Math.hypot(px, py);
  for (const other of [index - 1, index + 1]) {
    const qx = ((xs[other] ?? NaN) - x) * scaleX;
    const qy = ((ys[other] ?? NaN) - y) * scaleY;
    const dx = qx - px;
    const dy = qy - py;
    const square = dx * dx + dy * dy;
    if (!(square > 0)) continue;
    const part = Math.min(1, Math.max(0, -(px * dx + py * dy) / square));
    const here = Math.hypot(px + part * dx, py + part * dy);
    if (here < best) best = here;
  }
  return Number.isNaN(best) ? Infinity : best;
}
