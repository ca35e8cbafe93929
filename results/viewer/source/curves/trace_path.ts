// Draws one curve into a canvas. Where several points fall on one pixel column only the first,
// lowest, highest and last of them are drawn: the same picture at a fraction of the cost.

import type { Numbers } from '../data/columns';

export interface Place {
  /** pixel = offset + scale * value */
  offsetX: number;
  scaleX: number;
  offsetY: number;
  scaleY: number;
  left: number;
  right: number;
}

export function tracePath(path: Pick<CanvasPath, 'moveTo' | 'lineTo'>, x: Numbers, y: Numbers, at: Place, column = 1): void {
  let down = false;
  let bucket = NaN;
  let first = 0;
  let lowest = 0;
  let highest = 0;
  let last = 0;
  let waiting = false;
  const flush = (px: number): void => {
    if (!waiting) return;
    waiting = false;
    if (lowest !== last && lowest !== first) path.lineTo(px, lowest);
    if (highest !== last && highest !== first) path.lineTo(px, highest);
    path.lineTo(px, last);
  };
  let px = 0;
  for (let i = 0; i < x.length; i++) {
    px = at.offsetX + at.scaleX * (x[i] ?? NaN);
    const py = at.offsetY + at.scaleY * (y[i] ?? NaN);
    if (!(py - py === 0) || !(px - px === 0)) {
      flush(bucket * column);
      down = false;
      bucket = NaN;
      continue;
    }
    // One point beyond each edge is kept, so that lines run out of the picture.
    if (px < at.left && at.offsetX + at.scaleX * (x[i + 1] ?? Infinity) < at.left) continue;
    const here = Math.floor(px / column);
    if (here === bucket) {
      if (py < lowest) lowest = py;
      if (py > highest) highest = py;
      last = py;
      waiting = true;
      continue;
    }
    flush(bucket * column);
    if (down) path.lineTo(px, py);
    else path.moveTo(px, py);
    down = true;
    bucket = here;
    first = lowest = highest = last = py;
    if (px > at.right) break;
  }
  flush(px);
}
