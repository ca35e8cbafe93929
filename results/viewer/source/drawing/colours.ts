// Colours that carry meaning. Categories are Okabe and Ito's, which colour-blind readers can tell
// apart, set a little quieter; amounts run along lightness as well as hue.

export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function hex([r, g, b]: Rgb): string {
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

export function mix(a: Rgb, b: Rgb, part: number): Rgb {
  const at = (i: 0 | 1 | 2): number => a[i] + (b[i] - a[i]) * part;
  return [at(0), at(1), at(2)];
}

function along(stops: readonly Rgb[], part: number): Rgb {
  const position = Math.min(1, Math.max(0, part)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(position));
  return mix(stops[low] ?? [0, 0, 0], stops[low + 1] ?? [0, 0, 0], position - low);
}

const kCategories = ['#2f6fb0', '#d9822b', '#2a9d78', '#b5548c', '#8a7a1f', '#4ba3d1', '#c4512f', '#6b6f76'];

export function categoryColour(index: number): string {
  const known = kCategories[index % kCategories.length] ?? '#6b6f76';
  const round = Math.floor(index / kCategories.length);
  // Later rounds: the same hues, ever lighter, then dark again.
  return round === 0 ? known : hex(mix(rgb(known), round % 2 ? [235, 235, 230] : [20, 22, 26], 0.3 + 0.1 * (round % 3)));
}

// Near viridis: lightness rises evenly from dark blue to yellow.
const kAmounts = ['#2d1e5f', '#33428a', '#2b6794', '#238a8d', '#2fac7c', '#7cc95b', '#d8dd3f'].map(rgb);

export function amountColour(part: number): Rgb {
  return along(kAmounts, part);
}

// The article's path: green at the start, over orange, to red at the end.
const kPath = ['#2e9e5b', '#e89a1d', '#d03a2f'].map(rgb);

export function pathColour(part: number): string {
  return hex(along(kPath, part));
}

// Learning rates from far too low (cold) over good to far too high (hot).
const kRates = ['#3b5bb5', '#4a9fc9', '#3fa37c', '#d9a02b', '#cf4a30'].map(rgb);

export function rateColour(part: number): string {
  return hex(along(kRates, part));
}

const kNegative = rgb('#c8352c');
const kPositive = rgb('#2763b8');

/** Red below zero, blue above, paper at zero; `size` is the value over the largest, in [-1, 1]. */
export function signedColour(size: number, paper: Rgb): Rgb {
  if (Number.isNaN(size)) return [128, 128, 128];
  return mix(paper, size < 0 ? kNegative : kPositive, Math.min(1, Math.abs(size)));
}

/** By the program's index of a verdict's colour, in results/record/outcome.cc. */
export const kVerdictColours = [
  '#1f8263', // green
  '#ead199', // sand
  '#7c2418', // dark red
  '#4ba3d1', // light blue
  '#2f6fb0', // blue
  '#8d8f96', // grey
  '#b5548c', // purple
  '#c9c9c4', // light grey
  '#2a9d78', // teal
  '#d9822b', // orange
  '#8a7a1f', // olive
  '#c4512f', // red
] as const;
