// What can stand on the axes of the explorer, and a run's values for it.

import type { Numbers } from '../data/columns';
import type { Run } from '../data/run';

const kAlong = ['step', 'evaluations', 'compute_seconds'] as const;
const kNotUp = new Set(['step', 'gradient_evaluations', 'value_evaluations', 'compute_seconds', 'epoch']);
const kOrder = ['loss', 'validation_loss', 'batch_loss', 'accuracy', 'validation_accuracy', 'gradient_norm', 'learning_rate', 'update_norm'];

export function alongOf(runs: readonly Run[]): string[] {
  return kAlong.filter((name) => runs.some((run) => (name === 'evaluations' ? run.has('gradient_evaluations') : run.has(name))));
}

export function upOf(runs: readonly Run[]): string[] {
  const names = new Set<string>();
  for (const run of runs) for (const name of Object.keys(run.line.trace ?? {})) if (!kNotUp.has(name)) names.add(name);
  if (names.has('x0')) names.add('update_norm');
  const place = (name: string): number => (kOrder.indexOf(name) + kOrder.length + 1) % (kOrder.length + 1);
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

export function valuesOf(run: Run, name: string): Numbers {
  if (name === 'evaluations') {
    const gradient = run.column('gradient_evaluations');
    const value = run.column('value_evaluations');
    return gradient.map((count, i) => count + (value[i] ?? 0));
  }
  if (name === 'update_norm' && !run.has(name)) return distances(run);
  return run.column(name);
}

/** How far the point moved since the state before, where every state was recorded. */
function distances(run: Run): Numbers {
  const steps = run.column('step');
  const points = ['x0', 'x1', 'x2'].filter((name) => run.has(name)).map((name) => run.column(name));
  if (points.length === 0) return new Float64Array(0);
  return steps.map((step, i) => {
    if (i === 0 || step - (steps[i - 1] ?? NaN) !== 1) return NaN;
    return Math.hypot(...points.map((column) => (column[i] ?? NaN) - (column[i - 1] ?? NaN)));
  });
}
