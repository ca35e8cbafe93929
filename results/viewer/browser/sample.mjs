// Results made up on the spot, in the form that the program writes: for work on the page before or
// without the program. The numbers come from small models of the article's experiments, so that the
// pictures look as they should; they are not the program's.

import { mkdirSync } from 'node:fs';
import { verdicts, writePage } from './fill.mjs';

function randomOf(seed) {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    let z = state ^ (state >>> 13);
    z = Math.imul(z, 3266489917);
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
  };
}
function normalOf(random) {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function spiralData(seed, samples = 100, classes = 3) {
  const normal = normalOf(randomOf(seed + 1));
  const x0 = [], x1 = [], label = [];
  for (let c = 0; c < classes; c++) {
    for (let i = 0; i < samples; i++) {
      const r = i / (samples - 1);
      const t = 4 * c + 4 * r + 0.2 * normal();
      x0.push(r * Math.sin(2.5 * t));
      x1.push(r * Math.cos(2.5 * t));
      label.push(c);
    }
  }
  return { x0, x1, label };
}

/** Two layers, ReLU, softmax; parameters in one flat vector, blocks column-major. */
class Network {
  constructor(hidden = 64, classes = 3) {
    this.h = hidden;
    this.k = classes;
    this.blocks = [
      { name: 'weights1', offset: 0, rows: hidden, cols: 2, role: 'matrix' },
      { name: 'biases1', offset: 2 * hidden, rows: hidden, cols: 1, role: 'vector' },
      { name: 'weights2', offset: 3 * hidden, rows: classes, cols: hidden, role: 'matrix' },
      { name: 'biases2', offset: 3 * hidden + classes * hidden, rows: classes, cols: 1, role: 'vector' },
    ];
    this.n = 3 * hidden + classes * hidden + classes;
  }
  start(seed) {
    const normal = normalOf(randomOf(seed + 77));
    const x = new Float64Array(this.n);
    for (let i = 0; i < 2 * this.h; i++) x[i] = 0.01 * normal();
    for (let i = 0; i < this.k * this.h; i++) x[3 * this.h + i] = 0.01 * normal();
    return x;
  }
  evaluate(x, data, g, rows) {
    const { h, k } = this;
    const w2 = 3 * h, b2 = 3 * h + k * h;
    const a = new Float64Array(h), z = new Float64Array(k), da = new Float64Array(h);
    if (g) g.fill(0);
    let loss = 0, right = 0;
    const list = rows ?? data.x0.map((_, i) => i);
    for (const s of list) {
      const u = data.x0[s], v = data.x1[s];
      for (let j = 0; j < h; j++) { const t = x[j] * u + x[h + j] * v + x[2 * h + j]; a[j] = t > 0 ? t : 0; }
      for (let c = 0; c < k; c++) z[c] = x[b2 + c];
      for (let j = 0; j < h; j++) if (a[j] > 0) for (let c = 0; c < k; c++) z[c] += x[w2 + j * k + c] * a[j];
      let m = -Infinity, best = 0, sum = 0;
      for (let c = 0; c < k; c++) if (z[c] > m) { m = z[c]; best = c; }
      for (let c = 0; c < k; c++) sum += z[c] = Math.exp(z[c] - m);
      for (let c = 0; c < k; c++) z[c] /= sum;
      loss -= Math.log(Math.max(1e-7, z[data.label[s]]));
      if (best === data.label[s]) right++;
      if (!g) continue;
      z[data.label[s]] -= 1;
      for (let c = 0; c < k; c++) { z[c] /= list.length; g[b2 + c] += z[c]; }
      for (let j = 0; j < h; j++) {
        da[j] = 0;
        if (a[j] === 0) continue;
        for (let c = 0; c < k; c++) { g[w2 + j * k + c] += z[c] * a[j]; da[j] += x[w2 + j * k + c] * z[c]; }
        g[j] += da[j] * u; g[h + j] += da[j] * v; g[2 * h + j] += da[j];
      }
    }
    return { loss: loss / list.length, accuracy: right / list.length };
  }
}

let serial = 0;
const round = (value, digits = 7) => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : null);
const idOf = () => `run-${(++serial).toString(16).padStart(8, '0')}`;

function line(label, problem, optimizer, schedule, seed, steps, trace, outcome, extra = {}) {
  const spec = (settings, keys) => { const list = keys.filter((key) => settings[key] !== undefined).map((key) => `${key}=${settings[key]}`).join(','); return list ? `${settings.name}:${list}` : settings.name; };
  return {
    schema: 'descend.run/1', id: idOf(), session: 's1', build: 'sample', problem, optimizer: { weight_decay: 0, clip_norm: null, clip_value: null, ...optimizer },
    schedule, changes: [], label, problem_spec: problem.name, optimizer_spec: spec(optimizer, ['learning_rate', 'momentum']), seed, precision: 'float32', batch_size: null, regime: 'batch',
    budget: { steps, epochs: null, evaluations: null }, target_loss: null,
    outcome: { status: 'budget_exhausted', verdict: 'unknown', reason: '', steps, final_loss: trace.loss.at(-1), best_loss: null, best_step: null, target_step: null, explosion_start_step: null, diverged_step: null, reached_minimum_index: null, reached_step: null, left_domain_step: null, ...outcome },
    evaluations: { value: 0, gradient: steps, samples: steps * 300 },
    timing: { wall_seconds: 0.11, cpu_seconds: 0.11, problem_seconds: 0.09, optimizer_seconds: 0.01, recording_seconds: 0.005, harness_seconds: 0.001 }, trace_hash: 'sample', trace, ...extra,
  };
}

export function spiralRun(label, { rate = 1, decay = 0, momentum = 0, seed = 0, steps = 10000, every = 100, parameters = false, batch = null, hidden = 64 }) {
  const net = new Network(hidden);
  const data = spiralData(seed), held = spiralData(seed + 1000);
  const x = net.start(seed), g = new Float64Array(net.n), v = new Float64Array(net.n);
  const trace = { step: [], loss: [], accuracy: [], validation_loss: [], validation_accuracy: [], learning_rate: [], gradient_norm: [], gradient_evaluations: [], value_evaluations: [], compute_seconds: [] };
  const frames = { steps: [], parameters: [], updates: [], gradients: [] };
  const random = randomOf(seed + 5);
  let lr = rate;
  for (let step = 0; step <= steps; step++) {
    const rows = batch ? Array.from({ length: batch }, () => Math.floor(random() * 300)) : null;
    const here = net.evaluate(x, data, g, rows);
    if (step % every === 0 || step === steps) {
      const full = batch ? net.evaluate(x, data, null) : here;
      const other = net.evaluate(x, held, null);
      const row = [step, round(full.loss), round(full.accuracy), round(other.loss), round(other.accuracy), round(lr), round(Math.hypot(...g)), step, 0, round(step * 1.1e-5)];
      Object.keys(trace).forEach((name, i) => trace[name].push(row[i]));
      if (parameters) {
        frames.steps.push(step);
        frames.parameters.push(Array.from(x, (value) => round(value, 5)));
        frames.updates.push(Array.from(v, (value) => round(value, 4)));
        frames.gradients.push(Array.from(g, (value) => round(value, 4)));
      }
    }
    lr = rate / (1 + decay * step);
    for (let i = 0; i < net.n; i++) { v[i] = momentum * v[i] - lr * g[i]; x[i] += v[i]; }
  }
  const name = momentum > 0 ? 'momentum' : 'sgd';
  const run = line(label, { name: 'spiral', samples: 100, classes: 3, hidden: [hidden], initial_scale: 0.01, arithmetic: 'article' }, { name, learning_rate: rate, ...(momentum > 0 ? { momentum } : {}) }, decay > 0 ? { name: 'inverse_time', decay, per: 'step' } : { name: 'constant' }, seed, steps, trace, { verdict: decay > 0.005 ? 'stalled' : rate > 0.5 && momentum === 0 ? 'oscillating' : 'descending' }, batch ? { batch_size: batch, regime: batch === 1 ? 'stochastic' : 'mini_batch', evaluations: { value: 0, gradient: steps, samples: steps * batch } } : {});
  const file = parameters && { schema: 'descend.parameters/1', id: run.id, blocks: net.blocks, ...frames, drawing: { point_x0: data.x0.map((value) => round(value)), point_x1: data.x1.map((value) => round(value)), point_class: data.label, validation_x0: held.x0.map((value) => round(value)), validation_x1: held.x1.map((value) => round(value)), validation_class: held.label } };
  return { run, file };
}

const f = (x) => (x * x) / 9 - Math.cos(x) + 0.5 * x * Math.cos(5 * x) - 0.25 * x;
const df = (x) => 0.5 * Math.cos(5 * x) - 2.5 * x * Math.sin(5 * x) - 0.25 + Math.sin(x) + (2 * x) / 9;
const minima = [-3.769911769, -2.483563346, -1.190205608, -0.088282246, 0.63084755, 1.857896177, 3.142939285];

export function landscapeRun(label, rate, momentum, steps = 300, seed = 0) {
  const trace = { step: [], loss: [], learning_rate: [], gradient_norm: [], gradient_evaluations: [], value_evaluations: [], compute_seconds: [], x0: [] };
  let x = -3, v = 0, left = null, reached = null, index = null, end = null;
  const distance = (at) => minima.reduce((best, m, i) => (Math.abs(m - at) < Math.abs(minima[best] - at) ? i : best), 0);
  for (let step = 0; step <= steps; step++) {
    const row = [step, round(f(x), 9), rate, round(Math.abs(df(x))), step, 0, round(step * 3e-8), round(x, 9)];
    Object.keys(trace).forEach((name, i) => trace[name].push(row[i]));
    if (Math.abs(x) > 4 && left === null) left = step;
    if (!Number.isFinite(f(x)) || Math.abs(f(x)) > 1e30) { end = step; break; }
    v = momentum * v - rate * df(x);
    x += v;
  }
  const last = trace.x0.slice(-20);
  const verdict = end !== null ? 'diverged' : Math.abs(x) > 4 ? 'left_domain' : last.every((at) => at !== null && distance(at) === distance(x)) ? (distance(x) === 4 ? 'global_minimum' : 'local_minimum') : 'oscillating';
  if (verdict.endsWith('minimum')) { index = distance(x); reached = trace.loss.findIndex((value) => Math.abs(value - f(minima[index])) < 0.02); }
  if (rate === 0.25 && momentum === 0.11) Object.assign(trace, {});
  const outcome = { verdict: rate === 0.25 ? 'oscillating' : verdict, status: end !== null ? 'diverged' : 'budget_exhausted', reached_minimum_index: index, reached_step: reached, left_domain_step: left, diverged_step: end, explosion_start_step: end !== null ? 2 : null };
  const run = line(label, { name: 'article_landscape' }, { name: 'momentum', learning_rate: rate, momentum }, { name: 'constant' }, seed, steps, trace, outcome, { precision: 'float64' });
  const xs = Array.from({ length: 801 }, (_, i) => -4 + i / 100);
  const file = { schema: 'descend.parameters/1', id: run.id, blocks: [{ name: 'x', offset: 0, rows: 1, cols: 1, role: 'vector' }], steps: trace.step, parameters: trace.x0.map((value) => [value]), updates: trace.x0.map((value, i) => [i ? round(value - trace.x0[i - 1]) : 0]), gradients: trace.x0.map((value) => [round(df(value))]), drawing: { curve_x: xs, curve_loss: xs.map((at) => round(f(at))), minimum_x: minima, minimum_loss: minima.map(f), domain: [-4, 4] } };
  return { run, file };
}

export function planarRun(optimizer, rate, momentum, seed = 0, steps = 400, withContours = false) {
  const trace = { step: [], loss: [], learning_rate: [], gradient_norm: [], gradient_evaluations: [], value_evaluations: [], compute_seconds: [], x0: [], x1: [] };
  const value = (a, b) => (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  let a = -1.2, b = 1 + 0.2 * seed, va = 0, vb = 0, sa = 0, sb = 0;
  for (let step = 0; step <= steps; step++) {
    const ga = -2 * (1 - a) - 400 * a * (b - a * a), gb = 200 * (b - a * a);
    const row = [step, round(value(a, b)), rate, round(Math.hypot(ga, gb)), step, 0, round(step * 4e-8 * (1 + momentum)), round(a), round(b)];
    Object.keys(trace).forEach((name, i) => trace[name].push(row[i]));
    sa = 0.99 * sa + 0.01 * ga * ga; sb = 0.99 * sb + 0.01 * gb * gb;
    const scale = optimizer === 'rmsprop' ? [1 / (Math.sqrt(sa) + 1e-8), 1 / (Math.sqrt(sb) + 1e-8)] : [1, 1];
    va = momentum * va - rate * ga * scale[0]; vb = momentum * vb - rate * gb * scale[1];
    a += va; b += vb;
  }
  const run = line('paths', { name: 'rosenbrock', dimension: 2 }, { name: optimizer, learning_rate: rate, ...(momentum ? { momentum } : {}) }, { name: 'constant' }, seed, steps, trace, { verdict: 'descending' }, { precision: 'float64' });
  if (!withContours) return { run };
  const x0 = Array.from({ length: 100 }, (_, i) => round(-2 + (4 * i) / 99)), x1 = Array.from({ length: 80 }, (_, i) => round(-1 + (4 * i) / 79));
  const file = { schema: 'descend.parameters/1', id: run.id, blocks: [{ name: 'x', offset: 0, rows: 2, cols: 1, role: 'vector' }], steps: [0], parameters: [[-1.2, 1]], updates: [[0, 0]], gradients: [[0, 0]], drawing: { contour_x0: x0, contour_x1: x1, contour_loss: x1.flatMap((q) => x0.map((p) => round(value(p, q)))) } };
  return { run, file };
}

export const manifest = (suite, count) => ({
  schema: 'descend.manifest/1', suite, plugins: [], runs: { planned: count, done: count, failed: 0 },
  sessions: { s1: { environment: { cpu: 'Some processor, 2 cores', cores: 2, memory_bytes: 25276514304, os: 'Debian GNU/Linux 12', compiler: 'g++ 12.2.0', flags: '-O3 -march=x86-64-v3 -ffp-contract=off', build_type: 'Release', commit: 'sample', libraries: { eigen: '3.4.0', benchmark: '1.7.1' }, load_average: [0.1, 0.2, 0.1] }, overhead: 21.5, command: `descend run ${suite}`, jobs: 2, started: '2026-01-01T10:00:00Z', finished: '2026-01-01T10:00:12Z' } },
});

export function folderOf(path, suite, parts, more = {}) {
  const drawings = {}, parameters = {};
  for (const { run, file } of parts) {
    if (file) {
      const { drawing, ...rest } = file;
      drawings[run.problem.name] ??= drawing;
      if (!run.trace.x0) parameters[run.id] = rest;
    }
    run.drawing = run.problem.name;
  }
  return { path, manifest: manifest(suite, parts.length), runs: parts.map((part) => part.run), parameters, drawings, timings: null, map: null, ...more };
}

function timings() {
  const benchmarks = [];
  const rules = { sgd: 0.9, momentum: 1.6, nesterov: 1.7, adam: 2.9 };
  for (const [rule, cost] of Object.entries(rules)) for (let n = 1e3; n <= 1e7; n *= 10) benchmarks.push({ name: `step/${rule}/float32/${n}`, run_type: 'iteration', real_time: 30 + n * cost * (n > 1e6 ? 0.4 : 0.11), cpu_time: 30 + n * cost * (n > 1e6 ? 0.4 : 0.11), time_unit: 'ns' });
  for (let n = 1e3; n <= 1e7; n *= 10) benchmarks.push({ name: `bandwidth/triad/${n}`, run_type: 'iteration', real_time: n * 0.5, cpu_time: n * 0.5, time_unit: 'ns', bytes_per_second: n > 1e6 ? 3.2e10 : 1.3e11 });
  [['gradient/spiral/float32', 11], ['gradient/article_landscape/float64', 0.03], ['gradient/rosenbrock/float64', 0.012], ['run/spiral_10000/float32', 120000], ['run/landscape_200', 14]].forEach(([name, us]) => benchmarks.push({ name, run_type: 'iteration', real_time: us, cpu_time: us, time_unit: 'us' }));
  return { context: { date: '2026-01-01', num_cpus: 2, mhz_per_cpu: 2600, library_build_type: 'release' }, benchmarks };
}

export function articleSample(steps = 10000) {
  const parts = [
    spiralRun('table 1: learning rate 1.0', { parameters: true, steps }), spiralRun('table 2: learning rate 0.85', { rate: 0.85, parameters: true, steps }),
    spiralRun('table 3 and 4: decay', { decay: 1e-2, parameters: true, steps }), spiralRun('table 3 and 4: decay', { decay: 1e-3, parameters: true, steps }),
    spiralRun('momentum', { decay: 1e-3, momentum: 0.5, parameters: true, steps }), spiralRun('momentum', { decay: 1e-3, momentum: 0.9, parameters: true, steps }),
  ];
  const figures = { and: [0.01, 0], xor: [0.14, 0.1], tho: [0.146, 0.05], pog: [0.0007, 0.98], jog: [0.005, 0.95], mog: [0.01, 0.9], log: [0.68, 0.2], sog: [0.2, 0.9], bog: [0.3, 0.9], cog: [0.1, 0.9], rog: [0.25, 0.11] };
  for (const [name, [rate, momentum]] of Object.entries(figures)) parts.push(landscapeRun(`figure ${name}`, rate, momentum));
  for (const rate of [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 20]) parts.push(spiralRun('learning rates', { rate, steps: steps / 5, every: 10 }));
  for (let seed = 0; seed < 6; seed++) for (const rate of [1, 0.85]) parts.push(spiralRun('twenty seeds', { rate, seed, steps: steps / 5, every: 20 }));
  for (const batch of [null, 32, 1]) parts.push(spiralRun('batch', { rate: batch === 1 ? 0.05 : 1, batch, steps: batch ? steps / 2 : steps / 10, every: 50 }));
  return { schema: 'descend.report/1', verdicts, title: 'The article “Optimizers”', folders: [folderOf('results/runs/article', 'article', parts, { timings: timings() })], thinned: null };
}

export function mixedSample() {
  const parts = [];
  for (let seed = 0; seed < 5; seed++) for (const rate of [1e-4, 3e-4, 1e-3]) for (const momentum of [0, 0.5, 0.9]) parts.push(planarRun(momentum ? 'momentum' : 'sgd', rate, momentum, seed, 400, parts.length === 0));
  parts.push(planarRun('rmsprop', 0.01, 0), planarRun('rmsprop', 0.003, 0));
  const xs = Array.from({ length: 60 }, (_, i) => round(1e-4 * 10 ** (i / 15), 4)), ys = Array.from({ length: 40 }, (_, i) => round(i / 40, 4));
  const columns = { verdict: [], reached_minimum_index: [], final_loss: [], steps: [] };
  for (const rate of xs) for (const momentum of ys) {
    const { run } = landscapeRun('', rate, momentum, 120);
    columns.verdict.push(['global_minimum', 'local_minimum', 'left_domain', 'oscillating', 'diverged'].indexOf(run.outcome.verdict));
    columns.reached_minimum_index.push(run.outcome.reached_minimum_index);
    columns.final_loss.push(run.outcome.verdict === 'diverged' ? null : run.outcome.final_loss);
    columns.steps.push(run.outcome.diverged_step ?? 120);
  }
  const map = { schema: 'descend.map/1', axes: [{ name: 'learning_rate', values: xs }, { name: 'momentum', values: ys }], problem: { name: 'article_landscape' }, optimizer: { name: 'momentum', learning_rate: 0.1, momentum: 0.9 }, seed: 0, precision: 'float64', budget: { steps: 120 }, columns, legend: ['global_minimum', 'local_minimum', 'left_domain', 'oscillating', 'diverged'] };
  return { schema: 'descend.report/1', verdicts, title: 'Rosenbrock and a map', folders: [folderOf('results/runs/adhoc', 'adhoc', parts), folderOf('results/runs/map', 'map', [], { map })], thinned: { shown_points: 1000, points: 250000, runs_left_out: 0 } };
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) {
  const to = process.argv[2] ?? 'dist/sample';
  mkdirSync(to, { recursive: true });
  writePage(`${to}/article.html`, articleSample(Number(process.argv[3] ?? 10000)));
  writePage(`${to}/mixed.html`, mixedSample());
}
