// A run as the page uses it: its line, its folder, its settings laid flat, columns unpacked when asked for.

import type { Folder, Json, ParametersFile, RunLine } from '../report';
import type { Numbers, Rows } from './columns';
import { unpackColumn, unpackMatrix } from './columns';

export type Setting = string | number | boolean | null;

export class Run {
  readonly settings: Map<string, Setting>;
  private readonly columns = new Map<string, Numbers>();
  private kept: Parameters | null | undefined;

  constructor(
    readonly line: RunLine,
    readonly folder: Folder,
    readonly index: number,
  ) {
    this.settings = flatSettings(line);
  }

  get id(): string {
    return this.line.id;
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
      this.columns.set(name, column);
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
      const file = this.folder.parameters?.[this.id];
      this.kept = file ? new Parameters(file) : null;
    }
    return this.kept;
  }
}

/** parameters/<id>.json, unpacked when asked for. */
export class Parameters {
  readonly steps: Numbers;
  readonly values: Rows;
  readonly updates: Rows;
  readonly gradients: Rows;
  private readonly columns = new Map<string, Numbers>();

  constructor(readonly file: ParametersFile) {
    this.steps = unpackColumn(file.steps);
    this.values = unpackMatrix(file.parameters);
    this.updates = unpackMatrix(file.updates);
    this.gradients = unpackMatrix(file.gradients);
  }

  drawing(name: string): Numbers {
    let column = this.columns.get(name);
    if (!column) {
      column = unpackColumn(this.file.drawing?.[name]);
      this.columns.set(name, column);
    }
    return column;
  }
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
