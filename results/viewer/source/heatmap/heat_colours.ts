// From a value to a colour: amounts along a scale, categories from their list.

import { extent, type Numbers } from '../data/columns';
import { quantile } from '../data/quantiles';
import { verdictColour } from '../data/verdicts';
import { amountColour, categoryColour, type Rgb, rgb } from '../drawing/colours';

export const kNoValue = '#7c2418';

export interface AmountScale {
  low: number;
  high: number;
  logarithmic: boolean;
  /** What the logarithm is taken of: value - shift. */
  shift: number;
}

/** The worst hundredth is left out of the range: one exploded cell must not make all others equal. */
export function amountScale(values: Numbers, logarithmic: boolean): AmountScale {
  // A sample is enough for the quantile of a million cells.
  const stride = Math.max(1, Math.floor(values.length / 20_000));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += stride) sample.push(values[i] ?? NaN);
  const [low, max] = extent(values) ?? [0, 1];
  const finite = sample.filter(Number.isFinite);
  const high = Math.max(low, finite.length > 0 ? quantile(finite, 0.99) : max);
  const shift = logarithmic && low <= 0 ? low - Math.max((high - low) * 1e-3, 1e-12) : 0;
  return { low, high, logarithmic, shift };
}

export function amountPart(scale: AmountScale, value: number): number {
  const { low, high, shift, logarithmic } = scale;
  if (high === low) return 0.5;
  if (!logarithmic) return (value - low) / (high - low);
  return Math.log((value - shift) / (low - shift)) / Math.log((high - shift) / (low - shift));
}

export function amountAt(scale: AmountScale, part: number): number {
  const { low, high, shift, logarithmic } = scale;
  if (!logarithmic) return low + part * (high - low);
  return shift + (low - shift) * ((high - shift) / (low - shift)) ** part;
}

/** Low is bright: in losses and steps the low values are those that one looks for. */
export function amountShade(part: number): Rgb {
  return amountColour(1 - part);
}

export function categoryShade(name: string, index: number, verdicts: boolean): string {
  return verdicts ? verdictColour(name) : categoryColour(index);
}

/** One pixel a cell, the first row at the bottom. */
export function paintCells(
  pixels: Uint32Array,
  values: Numbers,
  counts: Uint32Array | null,
  across: number,
  shade: { scale: AmountScale } | { colours: readonly string[] },
): void {
  const down = values.length / across;
  const packed = ([r, g, b]: Rgb): number => ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
  const none = packed(rgb(kNoValue));
  const steps = 512;
  const table = 'scale' in shade ? Uint32Array.from({ length: steps + 1 }, (_, i) => packed(amountShade(i / steps))) : Uint32Array.from(shade.colours, (colour) => packed(rgb(colour)));
  for (let j = 0; j < down; j++) {
    for (let i = 0; i < across; i++) {
      const from = j * across + i;
      const to = (down - 1 - j) * across + i;
      const value = values[from] ?? NaN;
      if (counts && counts[from] === 0) pixels[to] = 0;
      else if (Number.isNaN(value)) pixels[to] = none;
      else if ('scale' in shade) pixels[to] = table[Math.round(steps * Math.min(1, Math.max(0, amountPart(shade.scale, value))))] ?? none;
      else pixels[to] = table[value] ?? none;
    }
  }
}
