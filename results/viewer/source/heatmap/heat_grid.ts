// Outcomes over two settings, from a map.json or from the runs of a suite.

import { unpackColumn, type Numbers } from '../data/columns';
import { quantile } from '../data/quantiles';
import type { Run, Setting } from '../data/run';
import { inOrder, varyingSettings } from '../data/settings';
import type { MapFile, Report } from '../report';

export interface HeatCell {
  count: number;
  run: Run | null;
  /** Words for `-p` and `-o` that make this cell as a run of its own; empty if unknown. */
  command: string;
}

export interface HeatGrid {
  xName: string;
  yName: string;
  xs: readonly Setting[];
  ys: readonly Setting[];
  /** values[y * xs.length + x]; NaN: no finite value; for a category its index. */
  values: Numbers;
  /** 0 where no run stands. */
  counts: Uint32Array | null;
  categories: string[] | null;
  cell(x: number, y: number): HeatCell;
}

export interface HeatSource {
  title: string;
  axes: string[];
  readonly first: [string, string];
  quantities: string[];
  grid(x: string, y: string, quantity: string): HeatGrid;
}

export function heatSources(report: Report, runs: readonly Run[]): HeatSource[] {
  const sources: HeatSource[] = [];
  for (const folder of report.folders) if (folder.map) sources.push(mapSource(folder.map, `${folder.path} · map.json`, runs));
  for (const folder of report.folders) {
    const own = runs.filter((run) => run.folder === folder);
    const problems = [...new Set(own.map((run) => run.problem))];
    for (const problem of problems) {
      const made = runsSource(own.filter((run) => run.problem === problem), problems.length > 1 ? `${folder.path} · ${problem}` : folder.path);
      if (made) sources.push(made);
    }
  }
  return sources;
}

function verdictNames(map: MapFile): string[] {
  const legend = map.legend ?? [];
  const list = !Array.isArray(legend) && typeof legend['verdict'] === 'object' ? legend['verdict'] : legend;
  if (Array.isArray(list)) return list.map(String);
  const names: string[] = [];
  // Either code -> name or name -> code.
  for (const [key, value] of Object.entries(list)) {
    if (typeof value === 'number') names[value] = key;
    else names[Number(key)] = String(value);
  }
  return Array.from(names, (name: string | undefined) => name ?? 'unknown');
}

function mapSource(map: MapFile, title: string, runs: readonly Run[]): HeatSource {
  const [slow, fast] = map.axes;
  const slowName = slow?.name ?? '–';
  const fastName = fast?.name ?? '–';
  const slowValues = slow?.values ?? [];
  const fastValues = fast?.values ?? [null];
  const known = new Map<string, Numbers>();
  return {
    title,
    axes: fast ? [slowName, fastName] : [slowName],
    first: [slowName, fastName],
    quantities: ['verdict', 'final_loss', 'steps', 'target_step', 'reached_minimum_index'].filter((name) => name in map.columns),
    grid(x, y, quantity) {
      let column = known.get(quantity);
      if (!column) {
        column = unpackColumn(map.columns[quantity]);
        if (quantity === 'final_loss') {
          const diverged = verdictNames(map).indexOf('diverged');
          const verdicts = unpackColumn(map.columns['verdict']);
          column = column.map((value, i) => (verdicts[i] === diverged ? NaN : value));
        }
        known.set(quantity, column);
      }
      const turned = x === fastName && fast !== undefined;
      const xs = turned ? fastValues : slowValues;
      const ys = turned ? slowValues : fastValues;
      // The first axis is the slowest: laid across, the table must be turned.
      const at = (i: number, j: number): number => (turned ? j * xs.length + i : i * ys.length + j);
      const values = new Float64Array(xs.length * ys.length);
      for (let j = 0; j < ys.length; j++) for (let i = 0; i < xs.length; i++) values[j * xs.length + i] = column[at(i, j)] ?? NaN;
      return {
        xName: x,
        yName: y,
        xs,
        ys,
        values,
        counts: null,
        categories: quantity === 'verdict' ? verdictNames(map) : quantity === 'reached_minimum_index' ? minimumNames(values) : null,
        cell(i, j) {
          const here = new Map<string, Setting>([[x, xs[i] ?? null], [y, ys[j] ?? null]]);
          const run = runs.find((candidate) => candidate.optimizer === map.optimizer.name && candidate.problem === map.problem.name && [...here].every(([name, value]) => value === null || candidate.setting(`optimizer.${name}`) === value));
          return { count: 1, run: run ?? null, command: mapCommand(map, here) };
        },
      };
    },
  };
}

function minimumNames(values: Numbers): string[] {
  const highest = values.reduce((max, value) => (value > max ? value : max), -1);
  return Array.from({ length: highest + 1 }, (_, i) => String(i));
}

function mapCommand(map: MapFile, here: ReadonlyMap<string, Setting>): string {
  const words = (settings: MapFile['optimizer'], over: ReadonlyMap<string, Setting>): string => {
    const all = new Map(Object.entries(settings).filter(([key, value]) => key !== 'name' && value !== null));
    for (const [name, value] of over) if (value !== null) all.set(name, value);
    const list = [...all].filter(([name]) => name !== '–').map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return list.length > 0 ? `${settings.name}:${list.join(',')}` : settings.name;
  };
  const steps = map.budget?.steps ? ` --steps ${map.budget.steps}` : '';
  const seed = map.seed ? ` --seed ${map.seed}` : '';
  const precision = map.precision ? ` --precision ${map.precision}` : '';
  return `descend run -p '${words(map.problem, new Map())}' -o '${words(map.optimizer, here)}'${steps}${seed}${precision}`;
}

const kNotAxes = new Set(['label', 'seed']);

function runsSource(runs: readonly Run[], title: string): HeatSource | null {
  const varying = new Map([...varyingSettings(runs)].filter(([name, values]) => !kNotAxes.has(name) && values.length > 1));
  const axes = [...varying.keys()];
  if (axes.length < 2 || runs.length < 4) return null;
  const quantities = ['final_loss', 'verdict', ...(runs.some((run) => typeof run.line.outcome.target_step === 'number') ? ['target_step'] : []), 'steps'];
  let first: [string, string] | null = null;
  return {
    title,
    axes,
    // Found when the map is opened: with many runs and settings it takes a while.
    get first() {
      return (first ??= bestPair(runs, varying));
    },
    quantities,
    grid: (x, y, quantity) => runsGrid(runs, x, y, varying, quantity),
  };
}

/** The pair of settings under which the runs spread over most cells; those of optimizers first. */
function bestPair(runs: readonly Run[], varying: ReadonlyMap<string, readonly Setting[]>): [string, string] {
  const axes = [...varying.keys()];
  const numeric = new Set(axes.filter((name) => varying.get(name)?.every((value) => typeof value === 'number')));
  let best: [string, string] = [axes[0] ?? '', axes[1] ?? ''];
  let bestScore = 0;
  for (const x of axes) {
    for (const y of axes) {
      if (x === y) continue;
      const cells = new Set<string>();
      for (const run of runs) {
        const a = run.settings.get(x);
        const b = run.settings.get(y);
        if (a !== undefined && b !== undefined) cells.add(`${String(a)}|${String(b)}`);
      }
      const weight = (name: string): number => (numeric.has(name) ? 1.5 : 1) * (name === 'optimizer.learning_rate' ? 1.6 : name.startsWith('optimizer.') ? 1.3 : name.startsWith('budget') ? 0.3 : 1);
      const score = cells.size * weight(x) ** 1.01 * weight(y);
      if (score > bestScore) {
        bestScore = score;
        best = [x, y];
      }
    }
  }
  return best;
}

function runsGrid(runs: readonly Run[], x: string, y: string, varying: ReadonlyMap<string, Setting[]>, quantity: string): HeatGrid {
  const xs = [...(varying.get(x) ?? [])].sort(inOrder);
  const ys = [...(varying.get(y) ?? [])].sort(inOrder);
  const xPlace = new Map(xs.map((value, i) => [value, i]));
  const yPlace = new Map(ys.map((value, i) => [value, i]));
  const cells = new Map<number, Run[]>();
  for (const run of runs) {
    const i = xPlace.get(run.settings.get(x) ?? null);
    const j = yPlace.get(run.settings.get(y) ?? null);
    if (i === undefined || j === undefined || run.settings.get(x) === undefined || run.settings.get(y) === undefined) continue;
    const at = j * xs.length + i;
    const mine = cells.get(at);
    if (mine) mine.push(run);
    else cells.set(at, [run]);
  }
  const categories = quantity === 'verdict' ? [...new Set(runs.map((run) => run.line.outcome.verdict))].sort() : null;
  const values = new Float64Array(xs.length * ys.length).fill(NaN);
  const counts = new Uint32Array(values.length);
  for (const [at, mine] of cells) {
    counts[at] = mine.length;
    values[at] = categories ? categories.indexOf(commonest(mine.map((run) => run.line.outcome.verdict))) : middle(mine, quantity);
  }
  return {
    xName: x, yName: y, xs, ys, values, counts, categories,
    cell(i, j) {
      const mine = cells.get(j * xs.length + i) ?? [];
      return { count: mine.length, run: mine[0] ?? null, command: '' };
    },
  };
}

function commonest(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown';
}

/** The median; a run that diverged or has no finite value counts as worse than all others. */
function middle(runs: readonly Run[], quantity: string): number {
  const values = runs.map(({ line }) => {
    const value = line.outcome[quantity as 'final_loss'];
    return typeof value === 'number' && (quantity !== 'final_loss' || line.outcome.verdict !== 'diverged') ? value : Infinity;
  });
  const median = quantile(values, 0.5);
  return Number.isFinite(median) ? median : NaN;
}
