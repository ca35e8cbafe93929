// Timings: cost of a step over the number of parameters, of gradients, of whole runs; growth.

import { numberWords } from '../data/settings';
import { curvesFigure } from '../curves/curves_figure';
import { categoryColour } from '../drawing/colours';
import { palette } from '../drawing/palette';
import { scaleAround, share, ticksOf } from '../drawing/scales';
import { canvasPicture } from '../page/canvas_picture';
import { element, pairs, table } from '../page/element';
import { figure } from '../page/figure';
import type { Folder, TimingsFile } from '../report';
import { texts } from '../text/texts';
import { bandwidthLimit, exponent, lastDecade, seriesOf, type Timing, timingsOf } from './benchmarks';

export function timingsView(signal: AbortSignal, folders: readonly Folder[]): HTMLElement {
  const t = texts().timings;
  const parts = folders.flatMap((folder) => (folder.timings ? fileView(signal, folder.timings, folders.length > 1 ? folder.path : '') : []));
  return element('div', {}, element('h1', {}, t.title), ...parts);
}

function fileView(signal: AbortSignal, file: TimingsFile, path: string): HTMLElement[] {
  const t = texts().timings;
  const timings = timingsOf(file);
  const steps = seriesOf(timings, 'step');
  const lone = timings.filter((timing) => timing.size === null || timing.kind !== 'step');
  const of = (kind: string): Timing[] => lone.filter((timing) => timing.kind === kind);
  const others = lone.filter((timing) => !['gradient', 'run', 'bandwidth', 'step'].includes(timing.kind));
  const parts: HTMLElement[] = [];
  if (path) parts.push(element('h2', {}, path));
  if (steps.length > 0) parts.push(stepFigure(signal, timings, steps), growth(steps));
  if (of('gradient').length > 0) parts.push(bars(signal, t.gradientTitle, t.gradientLook, of('gradient')));
  if (of('run').length > 0) parts.push(bars(signal, t.runTitle, t.runLook, of('run')));
  if (others.length > 0) parts.push(bars(signal, t.otherTitle, t.otherLook, others));
  parts.push(allRows(timings));
  if (file.context) {
    const known = Object.entries(file.context).map(([name, value]): [string, string] => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
    parts.push(element('h2', {}, texts().made.timingsOf), pairs(known));
  }
  return parts;
}

function stepFigure(signal: AbortSignal, timings: readonly Timing[], steps: ReturnType<typeof seriesOf>): HTMLElement {
  const t = texts().timings;
  const sizes = [...new Set(steps.flatMap((series) => [...series.sizes]))].sort((a, b) => a - b);
  const limit = bandwidthLimit(timings, sizes);
  const curves = steps.map((series, i) => ({ key: series.name, name: series.name, colour: categoryColour(i), x: series.sizes, y: series.nanoseconds }));
  const line = limit ? [{ key: 'limit', name: t.limit, colour: palette().soft, dash: [5, 4], x: limit.sizes, y: limit.nanoseconds }] : [];
  const chart = curvesFigure(signal, { title: t.stepTitle, look: t.stepLook, curves: [...curves, ...line], x: { title: t.parameters, logarithmic: true }, y: { title: t.nanoseconds, logarithmic: true }, points: true });
  return element('div', {}, chart, element('p', { class: 'note' }, limit ? t.assumed(String(limit.bytesPerParameter)) : t.noLimit));
}

function growth(steps: ReturnType<typeof seriesOf>): HTMLElement {
  const t = texts().timings;
  const rows = steps
    .filter((series) => series.sizes.length > 1)
    .map((series) => {
      const end = series.sizes.length - 1;
      const fixed = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');
      return [series.name, numberWords(Number(((series.nanoseconds[end] ?? NaN) / (series.sizes[end] ?? NaN)).toPrecision(3))), fixed(exponent(series, 0, end)), fixed(exponent(series, lastDecade(series), end))];
    });
  return element('div', {}, element('h3', {}, t.growth), element('p', {}, t.growthLook), table([t.name, t.per, t.overall, t.tail], rows, t.growth));
}

export function timeWords(nanoseconds: number): string {
  const units: [number, string][] = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];
  const [size, unit] = units.find(([least]) => nanoseconds >= least) ?? [1, 'ns'];
  return `${numberWords(Number((nanoseconds / size).toPrecision(3)))} ${unit}`;
}

const kNarrow = 520;

/** On a phone the names stand above their points. */
function rowHeight(width: number): number {
  return width < kNarrow ? 42 : 26;
}

function bars(signal: AbortSignal, title: string, look: string, timings: readonly Timing[]): HTMLElement {
  const sorted = [...timings].sort((a, b) => a.nanoseconds - b.nanoseconds);
  const scale = scaleAround([Math.min(...sorted.map((timing) => timing.nanoseconds)) / 2, Math.max(...sorted.map((timing) => timing.nanoseconds))], true);
  const nameOf = (timing: Timing): string => `${timing.subject || timing.name}${timing.size === null ? '' : `/${numberWords(timing.size)}`}`;
  const picture = canvasPicture(
    signal,
    (width) => sorted.length * rowHeight(width) + 34,
    (surface) => {
      const colours = palette();
      const narrow = surface.width < kNarrow;
      const kRow = rowHeight(surface.width);
      const left = narrow ? 8 : Math.min(300, surface.width * 0.36);
      const width = surface.width - left - 84;
      const bottom = sorted.length * kRow;
      for (const tick of ticksOf(scale, Math.floor(width / 80))) {
        const x = left + share(scale, tick.value) * width;
        surface.line([x, 0, x, bottom], { colour: colours.faint });
        surface.text(timeWords(tick.value), x, bottom + 18, { colour: colours.soft, size: 11, align: 'middle' });
      }
      sorted.forEach((timing, i) => {
        const y = i * kRow;
        const long = Math.max(1, share(scale, timing.nanoseconds) * width);
        // A point and not a bar: on a logarithmic axis a length says nothing.
        surface.line([left, y + kRow / 2, left + long, y + kRow / 2], { colour: colours.faint });
        surface.circle(left + long, y + kRow / 2, 5, categoryColour(0));
        surface.text(nameOf(timing), narrow ? left : left - 8, y + kRow / 2 - (narrow ? 13 : 0), { colour: colours.ink, align: narrow ? 'start' : 'end', level: 'middle' });
        surface.text(timeWords(timing.nanoseconds), left + long + 11, y + kRow / 2, { colour: colours.soft, size: 11, level: 'middle' });
      });
    },
    `${title}: ${sorted.map((timing) => `${nameOf(timing)} ${timeWords(timing.nanoseconds)}`).join(', ')}`,
  );
  return figure({ title, look, body: [element('div', {}, picture.element)], picture: picture.picture, table: () => ({ columns: ['name', 'nanoseconds'], rows: sorted.map((timing) => [timing.name, timing.nanoseconds]) }) });
}

function allRows(timings: readonly Timing[]): HTMLElement {
  const t = texts().timings;
  const rows = timings.map((timing) => [timing.name, timeWords(timing.nanoseconds), timing.bytesPerSecond === null ? '–' : numberWords(Number((timing.bytesPerSecond / 1e9).toPrecision(3)))]);
  return element('details', {}, element('summary', {}, t.all), table([t.name, t.time, t.rate], rows, t.all));
}
