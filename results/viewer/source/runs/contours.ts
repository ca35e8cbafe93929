// Level lines of a function on a grid, by marching squares.

import type { Numbers } from '../data/columns';

export interface Grid {
  /** Ascending axis values. */
  x0: Numbers;
  x1: Numbers;
  /** values[j * x0.length + i] stands at (x0[i], x1[j]). */
  values: Numbers;
}

/** Levels that lie close together near the bottom, as far apart upwards as the function is steep. */
export function levelsOf(values: Numbers, count: number): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  const lowest = sorted[0] ?? 0;
  const highest = sorted[sorted.length - 1] ?? 0;
  const span = highest - lowest;
  if (!(span > 0)) return [];
  // The first level encloses about a fortieth of the picture.
  const first = Math.max((sorted[Math.floor(sorted.length / 40)] ?? lowest) - lowest, span * 1e-6);
  return Array.from({ length: count }, (_, i) => lowest + first * (span / first) ** (i / count));
}

/** Pieces of the level line as x0, x1, x0, x1, NaN, NaN, … */
export function levelLine(grid: Grid, level: number): number[] {
  const { x0, x1, values } = grid;
  const across = x0.length;
  const pieces: number[] = [];
  const cross = (i: number, j: number, k: number, l: number): [number, number] => {
    const a = values[j * across + i] ?? NaN;
    const b = values[l * across + k] ?? NaN;
    const part = (level - a) / (b - a);
    const from0 = x0[i] ?? NaN;
    const from1 = x1[j] ?? NaN;
    return [from0 + ((x0[k] ?? NaN) - from0) * part, from1 + ((x1[l] ?? NaN) - from1) * part];
  };
  for (let j = 0; j + 1 < x1.length; j++) {
    for (let i = 0; i + 1 < across; i++) {
      const corners = [values[j * across + i], values[j * across + i + 1], values[(j + 1) * across + i + 1], values[(j + 1) * across + i]] as const;
      if (corners.some((value) => value === undefined || !Number.isFinite(value))) continue;
      const above = corners.map((value) => (value ?? 0) >= level);
      // Corners in turn; an edge between one above and one below is crossed.
      const edges: [number, number][] = [];
      if (above[0] !== above[1]) edges.push(cross(i, j, i + 1, j));
      if (above[1] !== above[2]) edges.push(cross(i + 1, j, i + 1, j + 1));
      if (above[2] !== above[3]) edges.push(cross(i + 1, j + 1, i, j + 1));
      if (above[3] !== above[0]) edges.push(cross(i, j + 1, i, j));
      if (edges.length === 4) {
        // A saddle: the middle decides which corners belong together.
        const middle = corners.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 4 >= level;
        const order = middle === above[0] ? [0, 1, 2, 3] : [3, 0, 1, 2];
        edges.splice(0, 4, ...order.map((k) => edges[k]).filter((edge) => edge !== undefined));
      }
      for (let k = 0; k + 1 < edges.length; k += 2) {
        const from = edges[k];
        const to = edges[k + 1];
        if (from && to) pieces.push(...from, ...to, NaN, NaN);
      }
    }
  }
  return pieces;
}
