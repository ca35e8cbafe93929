// Axes: where a value stands, and at which values the ticks stand.

import { numberWords } from '../data/settings';

export interface Scale {
  low: number;
  high: number;
  logarithmic: boolean;
}

/** What a scale is even in: the value, or its logarithm. */
function position(scale: Scale, value: number): number {
  if (!scale.logarithmic) return value;
  return value > 0 ? Math.log10(value) : NaN;
}

/** 0 at `low`, 1 at `high`; NaN where a logarithm has no value. */
export function share(scale: Scale, value: number): number {
  const low = position(scale, scale.low);
  return (position(scale, value) - low) / (position(scale, scale.high) - low);
}

/** The value, or its logarithm, that stands at a share of the way. */
export function positionAt(scale: Scale, part: number): number {
  const low = position(scale, scale.low);
  return low + part * (position(scale, scale.high) - low);
}

export function valueAt(scale: Scale, part: number): number {
  const at = positionAt(scale, part);
  return scale.logarithmic ? within(10 ** at) : at;
}

/** Kept to the positive numbers that there are. */
function within(value: number): number {
  return Math.min(Math.max(value, Number.MIN_VALUE), Number.MAX_VALUE);
}

/** A scale around the values, with a little air; a single value gets room on both sides. */
export function scaleAround(range: readonly [number, number] | null, logarithmic: boolean, air = 0.04): Scale {
  let [low, high] = range ?? (logarithmic ? [1, 10] : [0, 1]);
  if (logarithmic) {
    if (high <= 0) [low, high] = [1, 10];
    if (low <= 0) low = high / 1e6;
    if (low === high) [low, high] = [low / 2, high * 2];
    const wide = 10 ** (air * (Math.log10(high) - Math.log10(low)));
    return { low: within(low / wide), high: within(high * wide), logarithmic };
  }
  // So that their difference is a number.
  low = Math.max(low, -Number.MAX_VALUE / 4);
  high = Math.min(high, Number.MAX_VALUE / 4);
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    return { low: low - room, high: high + room, logarithmic };
  }
  const wide = (high - low) * air;
  return { low: low - wide, high: high + wide, logarithmic };
}

export interface Tick {
  value: number;
  text: string;
}

function linearTicks(low: number, high: number, max: number): Tick[] {
  const raw = (high - low) / Math.max(1, max);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: Tick[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    const value = Number((i * step).toPrecision(12));
    ticks.push({ value, text: numberWords(value) });
  }
  return ticks;
}

const kRaised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

export function powerWords(exponent: number): string {
  if (exponent >= -3 && exponent <= 4) return numberWords(Number(`1e${exponent}`));
  const digits = Array.from(String(Math.abs(exponent)), (digit) => kRaised[Number(digit)] ?? '').join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

export function ticksOf(scale: Scale, max: number): Tick[] {
  const { low, high } = scale;
  if (!(high > low) || !Number.isFinite(high - low)) return [];
  if (!scale.logarithmic) return linearTicks(low, high, max);
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first < 1) {
    // Less than a decade: a plain axis reads better than one power of ten.
    return linearTicks(low, high, max).filter((tick) => tick.value > 0);
  }
  const stride = Math.max(1, Math.ceil((last - first + 1) / max));
  const ticks: Tick[] = [];
  for (let exponent = first; exponent <= last; exponent += stride) {
    ticks.push({ value: 10 ** exponent, text: powerWords(exponent) });
  }
  return ticks;
}
