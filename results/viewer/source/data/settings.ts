// Which settings differ among runs, how a run is named by them, and the command that repeats it.

import type { RunLine } from '../report';
import type { Run, Setting } from './run';

export function settingWords(value: Setting | undefined): string {
  if (value === undefined) return '–';
  if (value === null) return 'none';
  return typeof value === 'number' ? numberWords(value) : String(value);
}

/** Short, for reading: six digits at most, no trailing noise. */
export function numberWords(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e').replace('-', '−').replace('e-', 'e−');
  }
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** Settings with more than one value among the runs, with their values in order. */
export function varyingSettings(runs: readonly Run[]): Map<string, Setting[]> {
  const seen = new Map<string, Set<Setting | undefined>>();
  for (const run of runs) {
    for (const name of run.settings.keys()) if (!seen.has(name)) seen.set(name, new Set());
  }
  for (const [name, values] of seen) for (const run of runs) values.add(run.settings.get(name));
  const varying = new Map<string, Setting[]>();
  for (const [name, values] of seen) {
    if (values.size < 2) continue;
    const known = [...values].filter((value): value is Setting => value !== undefined);
    varying.set(name, known.sort(inOrder));
  }
  return varying;
}

export function inOrder(a: Setting, b: Setting): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** `momentum  learning_rate 0.1  momentum 0.9`: the settings that tell this run from the others. */
export function shortName(run: Run, varying: Map<string, Setting[]>, without: readonly string[] = []): string {
  const parts: string[] = [];
  if (varying.has('problem')) parts.push(run.problem);
  if (varying.has('optimizer') || parts.length === 0) parts.push(run.optimizer);
  for (const name of varying.keys()) {
    if (['problem', 'optimizer', 'label', 'regime', ...without].includes(name)) continue;
    const value = run.settings.get(name);
    if (value === undefined || value === null) continue;
    const last = name.split('.').pop() ?? name;
    const owner = name.split('.')[0];
    parts.push(name === 'schedule' ? String(value) : `${owner === 'schedule' ? 'schedule ' : ''}${last} ${settingWords(value)}`);
  }
  return parts.join(' · ');
}

/** What the program takes where nobody says. */
const kLossBound = 1e12;

/**
 * Names that tell all runs apart: a setting is named where it varies among the runs of the same
 * optimizer on the same problem. `without`: settings that are named nowhere.
 */
export function namesOf(runs: readonly Run[], without: readonly string[] = []): Map<Run, string> {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.problem} ${run.optimizer}`;
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  const several = (of: (run: Run) => string): boolean => new Set(runs.map(of)).size > 1;
  const apart = [...(several((run) => run.problem) ? ['problem'] : []), ...(several((run) => run.optimizer) ? ['optimizer'] : [])];
  const names = new Map<Run, string>();
  for (const group of groups.values()) {
    const varying = varyingSettings(group);
    for (const name of apart) varying.set(name, []);
    for (const run of group) names.set(run, shortName(run, varying, without));
  }
  return names;
}

function quoted(word: string): string {
  return /^[\w:=.,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Rules that bring their schedule and take no other. */
const kOwnSchedule = new Set(['decayed_sgd']);

/** The words after `descend run` that make this run once more. */
export function commandOf(line: RunLine): string {
  const words = ['descend', 'run', '-p', quoted(line.problem_spec ?? line.problem.name)];
  words.push('-o', quoted(line.optimizer_spec ?? line.optimizer.name));
  const schedule = line.schedule;
  if (line.schedule_spec) words.push('-s', quoted(line.schedule_spec));
  else if (schedule && schedule.name !== 'constant' && !/(^|[:,])decay=/.test(line.optimizer_spec ?? '') && !kOwnSchedule.has(line.optimizer.name)) {
    const options = Object.entries(schedule).filter(([key, value]) => key !== 'name' && value !== null);
    const list = options.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    words.push('-s', quoted([schedule.name, list.join(',')].filter(Boolean).join(':')));
  }
  if (line.budget?.steps) words.push('--steps', String(line.budget.steps));
  else if (line.budget?.epochs) words.push('--epochs', String(line.budget.epochs));
  else if (line.budget?.evaluations) words.push('--evaluations', String(line.budget.evaluations));
  if (line.batch_size) words.push('--batch-size', String(line.batch_size));
  if (line.seed) words.push('--seed', String(line.seed));
  if (line.precision) words.push('--precision', line.precision);
  if (typeof line.target_loss === 'number') words.push('--target-loss', String(line.target_loss));
  if (typeof line.loss_bound === 'number' && line.loss_bound !== kLossBound) words.push('--loss-bound', String(line.loss_bound));
  for (const change of line.changes ?? []) {
    words.push('--change', quoted(`${change.option}@${change.step}=${JSON.stringify(change.value)}`));
  }
  return words.join(' ');
}
