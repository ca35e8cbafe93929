// Stretches in which loss and accuracy fall together.

import type { Numbers } from '../data/columns';

export interface Stretch {
  from: number;
  to: number;
}

/**
 * Looks at the run in at most `most` equal intervals, so that the flicker of single steps does not
 * count; intervals that follow each other are joined.
 */
export function fallingTogether(steps: Numbers, loss: Numbers, accuracy: Numbers, most = 100): Stretch[] {
  const stretches: Stretch[] = [];
  const count = Math.min(steps.length, loss.length, accuracy.length);
  const stride = Math.max(1, Math.ceil((count - 1) / most));
  for (let i = 0; i + 1 < count; i += stride) {
    const next = Math.min(count - 1, i + stride);
    const falls = (loss[next] ?? NaN) < (loss[i] ?? NaN) && (accuracy[next] ?? NaN) < (accuracy[i] ?? NaN);
    if (!falls) continue;
    const from = steps[i] ?? 0;
    const to = steps[next] ?? 0;
    const last = stretches[stretches.length - 1];
    if (last && last.to === from) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}
