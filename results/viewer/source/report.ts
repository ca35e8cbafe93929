// What the program writes into the page: the one description of `descend.report/1`.
// README.md beside this folder says the same in words for whoever writes it.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * A column of numbers: plain JSON, or packed. Packed columns are little-endian and in base64; they
 * are a third of the size, and the page unpacks only those that it draws. Those that no first picture
 * needs stand at the end of the page, `length` characters from `at` on.
 */
export type Column =
  | (number | null)[]
  | { encoding: 'range'; start: number; step: number; count: number }
  | ({ encoding: 'float64' | 'float32' | 'uint32' | 'int32' | 'uint16' | 'int8' | 'uint8' } & ({ data: string } | { at: number; length: number }));

/** A table with one row a recorded step. `int16` holds value / scale[row], rounded. */
export type Matrix =
  | (number | null)[][]
  | { encoding: 'float32'; rows: number; data: string }
  | { encoding: 'int16'; rows: number; scale: number[]; data: string };

export interface Settings {
  name: string;
  [option: string]: Json;
}

export interface Outcome {
  status: string;
  verdict: string;
  reason: string | null;
  steps: number;
  final_loss: number | null;
  best_loss?: number | null;
  best_step?: number | null;
  target_step?: number | null;
  explosion_start_step?: number | null;
  diverged_step?: number | null;
  reached_minimum_index?: number | null;
  reached_step?: number | null;
  left_domain_step?: number | null;
  settled_step?: number | null;
}

/** A line of runs.jsonl. */
export interface RunLine {
  schema?: string;
  id: string;
  session?: string;
  build?: string;
  problem: Settings;
  optimizer: Settings;
  schedule?: Settings | null;
  changes?: { step: number; option: string; value: Json }[];
  label?: string | null;
  problem_spec?: string;
  optimizer_spec?: string;
  schedule_spec?: string | null;
  seed: number;
  precision?: string;
  batch_size?: number | null;
  regime?: string;
  budget?: { steps?: number | null; epochs?: number | null; evaluations?: number | null };
  target_loss?: number | null;
  loss_bound?: number | null;
  outcome: Outcome;
  evaluations?: { [kind: string]: number };
  timing?: { [clock: string]: number | null };
  trace_hash?: string;
  trace?: { [column: string]: Column } | null;
  /** The name of its picture among the folder's drawings. */
  drawing?: string;
}

export interface Block {
  name: string;
  offset: number;
  rows: number;
  cols: number;
  role: string;
}

/** parameters/<id>.json: what the picture of one run needs beyond its trace. */
export interface ParametersFile {
  schema?: string;
  id: string;
  blocks: Block[];
  steps: Column;
  parameters: Matrix;
  updates?: Matrix | null;
  gradients?: Matrix | null;
}

/** Columns that a picture of a problem needs: data points, the curve of a landscape, contours. */
export type Drawing = { [column: string]: Column };

/** map.json: outcomes over a grid, one value a cell, the first axis slowest. */
export interface MapFile {
  schema?: string;
  axes: { name: string; values: (number | string)[] }[];
  problem: Settings;
  optimizer: Settings;
  seed?: number;
  precision?: string;
  budget?: { steps?: number | null };
  environment?: JsonObject;
  columns: { [column: string]: Column };
  legend?: string[] | { [code: string]: string | number } | { verdict?: string[] | { [code: string]: string | number } };
}

/** Google Benchmark's own format. */
export interface TimingsFile {
  context?: JsonObject;
  benchmarks: BenchmarkLine[];
}

export interface BenchmarkLine {
  name: string;
  run_type?: string;
  aggregate_name?: string;
  real_time?: number | null;
  cpu_time?: number | null;
  time_unit?: string;
  bytes_per_second?: number | null;
  error_occurred?: boolean;
  [counter: string]: Json | undefined;
}

export interface Folder {
  path: string;
  manifest: JsonObject | null;
  /** What all the folder's runs have under the same key. */
  common?: Partial<RunLine>;
  runs: RunLine[];
  parameters?: { [id: string]: ParametersFile };
  drawings?: { [name: string]: Drawing };
  timings?: TimingsFile | null;
  map?: MapFile | null;
}

/** A verdict that the program can give: its colour is a place in the page's list of them. */
export interface VerdictLine {
  name: string;
  colour: number;
  sentence: string;
}

export interface Report {
  schema: string;
  title: string;
  verdicts?: VerdictLine[];
  folders: Folder[];
  thinned?: { shown_points: number; points: number; runs_left_out: number } | null;
}
