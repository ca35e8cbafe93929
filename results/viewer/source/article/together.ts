// Intervals in which loss and accuracy fall together.

import type { Numbers } from '../data/columns';

export interface Interval {
  from: number;
  to: number;
}

/**
 * Looks at the run in at most `max` equal intervals, so that the flicker of single steps does not
 * count; intervals that follow each other are joined.
 */
export function fallingTogether(steps: Numbers, loss: Numbers, accuracy: Numbers, max = 100): Interval[] {
  const intervals: Interval[] = [];
  const count = Math.min(steps.length, loss.length, accuracy.length);
  const stride = Math.max(1, Math.ceil((count - 1) / max));
  for (let i = 0; i + 1 < count; i += stride) {
    const next = Math.min(count - 1, i + stride);
    const falls = (loss[next] ?? NaN) < (loss[i] ?? NaN) && (accuracy[next] ?? NaN) < (accuracy[i] ?? NaN);
    if (!falls) continue;
    const from = steps[i] ?? 0;
    const to = steps[next] ?? 0;
    const last = intervals[intervals.length - 1];
    if (last && last.to === from) last.to = to;
    else intervals.push({ from, to });
  }
  return intervals;
}
