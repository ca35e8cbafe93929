// A lane is one run in an animation: what it draws at a step, and how it says the same in words.

import type { Table } from '../data/csv';
import type { Surface } from '../drawing/surface';

export interface Lane {
  last: number;
  /** The picture's name for readers who cannot see it. */
  label: string;
  /** A sentence that holds for the whole run; empty: none. */
  verdict: string;
  height(width: number): number;
  draw(surface: Surface, step: number): void;
  status(step: number): string;
  table(): Table;
}
