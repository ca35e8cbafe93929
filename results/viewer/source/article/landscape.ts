// A one-dimensional landscape: its curve, its minima, heights and slopes between the recorded points.

import { extent, indexAtOrBefore, type Numbers } from '../data/columns';
import type { Run } from '../data/run';

export interface Landscape {
  x: Numbers;
  loss: Numbers;
  minimumX: Numbers;
  minimumLoss: Numbers;
  domain: [number, number];
  /** The lowest and the highest loss of the curve. */
  heights: readonly [number, number] | null;
}

/** Results of older programs, and problems of plugins that draw nothing, have no curve. */
export function hasCurve(land: Landscape): boolean {
  return land.x.length > 1;
}

/** From the picture of the run's problem, or else from its trace. */
export function landscapeOf(run: Run): Landscape {
  const x = run.drawing('curve_x');
  const within = run.drawing('domain');
  const loss = run.drawing('curve_loss');
  const reach = extent(x) ?? extent(run.column('x0')) ?? [-1, 1];
  return {
    x,
    loss,
    minimumX: run.drawing('minimum_x'),
    minimumLoss: run.drawing('minimum_loss'),
    domain: [within[0] ?? reach[0], within[1] ?? reach[1]],
    heights: extent(loss) ?? extent(run.column('loss')),
  };
}

export function heightAt(land: Landscape, x: number): number {
  const i = indexAtOrBefore(land.x, x);
  const x0 = land.x[i] ?? NaN;
  const x1 = land.x[i + 1] ?? NaN;
  const y0 = land.loss[i] ?? NaN;
  if (!(x >= x0) || !(x1 > x0)) return x === x0 ? y0 : NaN;
  return y0 + (((land.loss[i + 1] ?? NaN) - y0) * (x - x0)) / (x1 - x0);
}

export function slopeAt(land: Landscape, x: number): number {
  const i = Math.min(indexAtOrBefore(land.x, x), land.x.length - 2);
  const x0 = land.x[i] ?? NaN;
  const x1 = land.x[i + 1] ?? NaN;
  if (!(x >= x0 && x <= x1)) return NaN;
  return ((land.loss[i + 1] ?? NaN) - (land.loss[i] ?? NaN)) / (x1 - x0);
}

/** The step from which on the ball stays within a hundredth of the domain from where it ends. */
export function settledStep(land: Landscape, run: Run): number {
  const xs = run.column('x0');
  const near = (land.domain[1] - land.domain[0]) / 80;
  const end = xs[xs.length - 1] ?? NaN;
  let state = xs.length - 1;
  while (state > 0 && Math.abs((xs[state - 1] ?? NaN) - end) <= near) state--;
  return run.column('step')[state] ?? 0;
}

/** The index of the lowest minimum; -1 without any. */
export function lowestMinimum(land: Landscape): number {
  let lowest = -1;
  land.minimumLoss.forEach((loss, i) => {
    if (lowest < 0 || loss < (land.minimumLoss[lowest] ?? Infinity)) lowest = i;
  });
  return lowest;
}

/** How many minima lie between the start and this one, itself counted; 0 if the start is unknown. */
export function countFromStart(land: Landscape, start: number, index: number): number {
  const target = land.minimumX[index];
  if (target === undefined || !Number.isFinite(start)) return 0;
  const low = Math.min(start, target);
  const high = Math.max(start, target);
  return land.minimumX.filter((x) => x >= low && x <= high).length;
}
