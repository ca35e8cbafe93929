// Where a heat map's axis is labelled: at its cells while they are few, and at round numbers between
// them where evenly spaced cells are many.

import type { Setting } from '../data/run';
import { settingWords } from '../data/settings';
import { share, ticksOf, type Tick } from '../drawing/scales';

/** `value` counts cells: 0 is the middle of the first. */
export function cellTicks(values: readonly Setting[], start: number, length: number, max: number): Tick[] {
  const last = values.length - 1;
  const inside = ({ value }: Tick): boolean => value + 0.5 > start && value + 0.5 < start + length;
  const spacing = length > max ? spacingOf(values) : null;
  if (spacing) {
    const low = values[0] as number;
    const high = values[last] as number;
    const scale = { low, high, logarithmic: spacing === 'logarithmic' };
    const at = (cell: number): number => (scale.logarithmic ? low * (high / low) ** (cell / last) : low + ((high - low) * cell) / last);
    const seen = { ...scale, low: at(Math.max(0, start - 0.5)), high: at(Math.min(last, start + length - 0.5)) };
    const round = ticksOf(seen, max).map(({ value, text }) => ({ value: last * share(scale, value), text })).filter(inside);
    if (round.length > 1) return round;
  }
  const stride = Math.max(1, Math.ceil(length / max));
  const ticks: Tick[] = [];
  for (let i = Math.ceil(start / stride) * stride; i <= last && i < start + length; i += stride) ticks.push({ value: i, text: settingWords(values[i]) });
  return ticks.filter(inside);
}

/** How ascending numbers follow each other, to a thousandth of a cell. */
function spacingOf(values: readonly Setting[]): 'linear' | 'logarithmic' | null {
  const last = values.length - 1;
  const low = values[0];
  const high = values[last];
  if (typeof low !== 'number' || typeof high !== 'number' || !(low < high)) return null;
  for (const logarithmic of [false, true]) {
    if (logarithmic && low <= 0) return null;
    const even = values.every((value, i) => typeof value === 'number' && Math.abs(last * share({ low, high, logarithmic }, value) - i) < 1e-3);
    if (even) return logarithmic ? 'logarithmic' : 'linear';
  }
  return null;
}
