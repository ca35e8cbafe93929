// A run as the page uses it: its line, its folder, its settings laid flat, columns unpacked when asked for.

import type { Folder, Json, ParametersFile, RunLine } from '../report';
import type { Numbers, Rows } from './columns';
import { unpackColumn, unpackMatrix } from './columns';

export type Setting = string | number | boolean | null;

export class Run {
  readonly settings: Map<string, Setting>;
  private readonly columns = new Map<string, Numbers>();
  private readonly drawn = new Map<string, Numbers>();
  private kept: Parameters | null | undefined;
  readonly line: RunLine;

  /** `id` is its name on this page: the line's own, unless two folders hold the same run. */
  constructor(
    own: RunLine,
    readonly folder: Folder,
    readonly index: number,
    readonly id: string = own.id,
  ) {
    this.line = folder.common ? { ...folder.common, ...own } : own;
    this.settings = flatSettings(this.line);
  }

  get label(): string {
    return this.line.label ?? '';
  }

  get problem(): string {
    return this.line.problem.name;
  }

  get optimizer(): string {
    return this.line.optimizer.name;
  }

  has(column: string): boolean {
    return this.line.trace?.[column] !== undefined;
  }

  column(name: string): Numbers {
    let column = this.columns.get(name);
    if (!column) {
      column = unpackColumn(this.line.trace?.[name]);
      if (column.length > 0) this.columns.set(name, column);  // it may come yet
    }
    return column;
  }

  setting(name: string): Setting | undefined {
    return this.settings.get(name);
  }

  number(name: string): number | undefined {
    const value = this.settings.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  get parameters(): Parameters | null {
    if (this.kept === undefined) {
      const file = this.folder.parameters?.[this.line.id];
      this.kept = file ? new Parameters(file) : null;
    }
    return this.kept;
  }

  /** A column of the picture of its problem; empty if there is none. */
  drawing(name: string): Numbers {
    let column = this.drawn.get(name);
    if (!column) {
      column = unpackColumn(this.folder.drawings?.[this.line.drawing ?? '']?.[name]);
      this.drawn.set(name, column);
    }
    return column;
  }
}

/** The runs of all folders; one that stands in two of them gets a second name. */
export function runsOf(folders: readonly Folder[]): Run[] {
  const names = new Set<string>();
  const runs: Run[] = [];
  for (const folder of folders) {
    for (const line of folder.runs) {
      let id = line.id;
      while (names.has(id)) id += "'";
      names.add(id);
      const run = new Run(line, folder, runs.length, id);
      if (folders.length > 1) run.settings.set('folder', folder.path);
      runs.push(run);
    }
  }
  return runs;
}

/** parameters/<id>.json, unpacked when asked for. */
export class Parameters {
  readonly steps: Numbers;
  readonly values: Rows;
  readonly updates: Rows;
  readonly gradients: Rows;

  constructor(readonly file: ParametersFile) {
    this.steps = unpackColumn(file.steps);
    this.values = unpackMatrix(file.parameters);
    this.updates = unpackMatrix(file.updates);
    this.gradients = unpackMatrix(file.gradients);
  }
}

/** Runs with different results: of equal ones the first, since they are no sample. */
export function distinct(runs: readonly Run[]): Run[] {
  const hashes = new Set<string>();
  return runs.filter((run) => {
    const hash = run.line.trace_hash;
    if (hash === undefined) return true;
    const isNew = !hashes.has(hash);
    hashes.add(hash);
    return isNew;
  });
}

function scalar(value: Json): Setting {
  return value === null || typeof value !== 'object' ? value : JSON.stringify(value);
}

/** Settings under dotted names, as `descend export --format csv` names its columns. */
function flatSettings(line: RunLine): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  const add = (prefix: string, values: { [key: string]: Json } | null | undefined): void => {
    for (const [key, value] of Object.entries(values ?? {})) {
      const name = key === 'name' ? prefix : `${prefix}.${key}`;
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) add(name, value);
      else settings.set(name, scalar(value));
    }
  };
  add('problem', line.problem);
  add('optimizer', line.optimizer);
  add('schedule', line.schedule);
  if (line.changes?.length) settings.set('changes', JSON.stringify(line.changes));
  settings.set('seed', line.seed);
  for (const key of ['label', 'precision', 'batch_size', 'regime', 'target_loss'] as const) {
    if (line[key] !== undefined) settings.set(key, line[key]);
  }
  for (const [key, value] of Object.entries(line.budget ?? {})) settings.set(`budget.${key}`, value);
  return settings;
}
