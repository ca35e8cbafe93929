// Pages at the edges: hostile names, nulls, one state, one run, very many runs, a million cells.

import { verdicts } from './fill.mjs';
import { folderOf, manifest, planarRun } from './sample.mjs';

const report = (title, folders, thinned = null) => ({ schema: 'descend.report/1', title, verdicts, folders, thinned });

const base64 = (array) => Buffer.from(array.buffer).toString('base64');

function bareRun(id, problem, optimizer, seed, trace, outcome = {}) {
  return {
    id, session: 's1', problem: { name: problem }, optimizer, schedule: { name: 'constant' }, changes: [], label: '', problem_spec: problem, optimizer_spec: optimizer.name, seed, precision: 'float32', budget: { steps: 1 },
    outcome: { status: 'budget_exhausted', verdict: 'descending', reason: '', steps: 1, final_loss: 1, target_step: null, ...outcome }, evaluations: {}, timing: {}, trace_hash: 'x', trace,
  };
}

export function hostile() {
  const evil = '<script>globalThis.caught = 1</script><img src=x onerror="globalThis.caught = 1">';
  const trace = { step: [0, 1], loss: [2, 1] };
  const run = bareRun(`run-${evil}`, evil, { name: evil, learning_rate: 0.1, [evil]: evil }, 0, trace);
  const other = bareRun('run-2', '__proto__', { name: 'constructor', learning_rate: 0.2 }, 1, trace, { verdict: evil, reason: evil });
  const made = { ...manifest(evil, 2), plugins: [evil] };
  return report(evil, [{ path: evil, manifest: made, runs: [run, other], parameters: {}, timings: { context: { [evil]: evil }, benchmarks: [{ name: `step/${evil}/1000`, real_time: 1, cpu_time: 1, time_unit: 'ns' }] }, map: null }]);
}

export function holes() {
  const runs = [
    bareRun('run-nulls', 'p', { name: 'a', learning_rate: 1 }, 0, { step: [0, 1, 2, 3], loss: [1, null, 3, null], gradient_norm: [null, null, null, null] }, { status: 'diverged', verdict: 'diverged', final_loss: null, diverged_step: 3 }),
    bareRun('run-point', 'p', { name: 'b', learning_rate: 1 }, 0, { step: [0], loss: [1] }),
    bareRun('run-empty', 'p', { name: 'c', learning_rate: 1 }, 0, { step: [], loss: [] }),
    bareRun('run-none', 'p', { name: 'd', learning_rate: 1 }, 0, null),
    bareRun('run-same', 'p', { name: 'e', learning_rate: 2 }, 0, { step: [0, 1, 2], loss: [0, 0, 0] }),
  ];
  return report('Holes', [{ path: 'holes', manifest: null, runs }]);
}

export function lone() {
  return report('One run', [folderOf('one', 'one', [planarRun('sgd', 0.001, 0, 0, 50, true)])]);
}

export function manyRuns(count = 10_000) {
  const parts = Array.from({ length: count }, (_, i) => ({
    run: bareRun(`run-${i}`, 'quadratic', { name: 'momentum', learning_rate: 10 ** (-4 + 4 * ((i % 100) / 99)), momentum: Math.floor(i / 100) / 100 }, 0, { step: { encoding: 'range', start: 0, step: 10, count: 11 }, loss: Array.from({ length: 11 }, (_, k) => Number(Math.exp(-k * (i % 100) / 100).toPrecision(6))) }, { final_loss: Number(Math.exp(-(i % 100) / 10).toPrecision(6)) }),
  }));
  return report('Very many runs', [folderOf('many', 'many', parts)], { shown_points: count * 11, points: count * 1000, runs_left_out: 12 });
}

export function twoHundred(packed = true) {
  let later = '';
  const column = (values, first) => {
    if (!packed) return Array.from(values, (value) => Number(value.toPrecision(7)));
    const data = base64(values);
    if (first) return { encoding: 'float32', data };
    const at = later.length;
    later += data;
    return { encoding: 'float32', at, length: data.length };
  };
  const even = (start, step) => (packed ? { encoding: 'range', start, step, count: 1000 } : Array.from({ length: 1000 }, (_, k) => start + k * step));
  const parts = Array.from({ length: 200 }, (_, i) => {
    const loss = Float32Array.from({ length: 1000 }, (_, k) => Math.exp(-k / (40 + i)) + 1e-4 * (1 + Math.sin(k * (1 + i / 50))) + 1e-5);
    const trace = { step: even(0, 1), loss: column(loss, true), gradient_norm: column(loss.map((value) => value * 3)), learning_rate: even(0.1, 0), compute_seconds: column(loss.map((_, k) => k * (1 + i) * 1e-8)) };
    return { run: bareRun(`run-${i}`, 'quadratic', { name: i % 2 ? 'adam' : 'sgd', learning_rate: 0.001 * (1 + (i >> 1)) }, i % 5, trace) };
  });
  return [report('Two hundred curves', [folderOf('many', 'many', parts)]), later];
}

export function millionCells(side = 1000) {
  const learning_rate = Array.from({ length: side }, (_, i) => Number((1e-4 * 10 ** ((4 * i) / side)).toPrecision(6)));
  const momentum = Array.from({ length: side }, (_, j) => j / side);
  const verdict = new Uint8Array(side * side), loss = new Float32Array(side * side), steps = new Uint32Array(side * side);
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) {
    const at = i * side + j;
    const value = Math.abs(Math.sin(i / 70) * Math.cos(j / 90)) + (i / side) * (j / side);
    verdict[at] = Math.min(3, Math.floor(value * 3));
    loss[at] = value > 1.5 ? NaN : value + 1e-3;
    steps[at] = 1000 * value;
  }
  const map = { schema: 'descend.map/1', axes: [{ name: 'learning_rate', values: learning_rate }, { name: 'momentum', values: momentum }], problem: { name: 'article_landscape' }, optimizer: { name: 'momentum', learning_rate: 0.1, momentum: 0.9 }, seed: 0, precision: 'float64', budget: { steps: 1000 }, columns: { verdict: { encoding: 'uint8', data: base64(verdict) }, final_loss: { encoding: 'float32', data: base64(loss) }, steps: { encoding: 'uint32', data: base64(steps) } }, legend: ['global_minimum', 'local_minimum', 'oscillating', 'diverged'] };
  return report('A million cells', [folderOf('map', 'map', [], { map })]);
}
