// One run on the spiral at one step: decision regions with the points over them, the curves so far,
// and all parameters beside the update that led to them.

import { indexAtOrBefore, type Numbers } from '../data/columns';
import type { Table } from '../data/csv';
import type { Run } from '../data/run';
import { categoryColour, type Rgb, rgb } from '../drawing/colours';
import { palette } from '../drawing/palette';
import type { Surface } from '../drawing/surface';
import { texts } from '../text/texts';
import type { Lane } from './lane';
import { type Layer, paintRegions, planarNetwork, type Plane } from './network';
import { drawSquares, squaresHeight } from './squares';
import { drawStrips, type Strip, stripCurve, stripScale } from './strips';
import { fallingTogether } from './together';
import { quantityWords } from '../text/words';

export interface SpiralSwitches {
  heldOut: boolean;
  intervals: boolean;
  beside: 'updates' | 'gradients';
}

const kRegionSize = 112;
const kTwoColumns = 700;

export function digits(value: number | undefined, count = 3): string {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(count).replace('-', '−');
}

export function spiralLane(run: Run, name: string, switches: SpiralSwitches, beside: readonly Run[]): Lane {
  const t = texts();
  const { parameters } = run;
  const layers = parameters ? planarNetwork(parameters.file.blocks) : null;
  const steps = run.column('step');
  const last = Math.max(steps[steps.length - 1] ?? 0, parameters?.steps[parameters.steps.length - 1] ?? 0);
  const { strips, count } = curvesOf(run, switches, beside);
  const stripsHeight = strips.length * 122 + 30;
  const regions = parameters && layers ? regionPainter(layers, run.drawing('point_x0'), run.drawing('point_x1')) : null;

  const layout = (width: number): { plane: number; curves: [number, number, number]; squares: [number, number, number, number] | null; height: number } => {
    if (!layers) return { plane: 0, curves: [0, 0, width], squares: null, height: stripsHeight };
    const wide = width >= kTwoColumns;
    const plane = wide ? Math.min(stripsHeight, width * 0.46) : Math.min(width, 560);
    const curvesTop = wide ? 0 : plane + 16;
    const curves: [number, number, number] = wide ? [plane + 20, 0, width - plane - 20] : [0, curvesTop, width];
    const top = Math.max(plane, curvesTop + stripsHeight) + 20;
    // Squares of less than five pixels cannot be told apart: then one below the other.
    const half = width >= kTwoColumns ? (width - 24) / 2 : width;
    const height = squaresHeight(layers, half) + 20;
    const stacked = half === width;
    return { plane, curves, squares: [top, half, stacked ? 0 : half + 24, stacked ? top + height : top], height: top + height * (stacked ? 2 : 1) };
  };

  return {
    last,
    verdict: switches.intervals && count !== null ? t.spiral.together(count) : layers ? '' : t.spiral.noParameters,
    label: t.spiral.picture(name),
    height: (width) => layout(width).height,
    draw(surface, step) {
      const place = layout(surface.width);
      drawStrips(surface, strips, last, step, place.curves[0], place.curves[1], place.curves[2], stripsHeight, quantityWords('step'));
      if (!parameters || !layers || !regions || !place.squares) return;
      const frame = indexAtOrBefore(parameters.steps, step);
      const values = parameters.values.row(frame);
      regions.draw(surface, values, place.plane);
      drawPoints(surface, regions.plane, place.plane, run.drawing('point_x0'), run.drawing('point_x1'), run.drawing('point_class'), false);
      if (switches.heldOut) {
        drawPoints(surface, regions.plane, place.plane, run.drawing('validation_x0'), run.drawing('validation_x1'), run.drawing('validation_class'), true);
      }
      const [top, width, right, rightTop] = place.squares;
      const colours = palette();
      surface.text(t.spiral.weights, 0, top + 4, { colour: colours.ink, bold: true });
      drawSquares(surface, layers, values, 0, top + 14, width, t.spiral.largest);
      surface.text(t.spiral[switches.beside], right, rightTop + 4, { colour: colours.ink, bold: true });
      const rows = parameters[switches.beside];
      if (rows.count > frame) drawSquares(surface, layers, rows.row(frame), right, rightTop + 14, width, t.spiral.largest);
    },
    status(step) {
      const i = indexAtOrBefore(steps, step);
      const at = (column: string, places = 3): string => digits(run.column(column)[i], places);
      let words = t.spiral.status(steps[i] ?? 0, at('loss'), at('accuracy'), rateWords(run.column('learning_rate')[i]));
      if (switches.heldOut && run.has('validation_loss')) words += t.spiral.statusHeld(at('validation_loss'), at('validation_accuracy'));
      return `${words}.`;
    },
    table: () => traceTable(run),
  };
}

function rateWords(rate: number | undefined): string {
  return rate === undefined || Number.isNaN(rate) ? '–' : String(Number(rate.toPrecision(4)));
}

export function traceTable(run: Run): Table {
  const columns = Object.keys(run.line.trace ?? {});
  const values = columns.map((name) => run.column(name));
  const count = values[0]?.length ?? 0;
  return { columns, rows: Array.from({ length: count }, (_, i) => values.map((column) => column[i])) };
}

function curvesOf(run: Run, switches: SpiralSwitches, beside: readonly Run[]): { strips: Strip[]; count: number | null } {
  const t = texts();
  const steps = run.column('step');
  const intervals = switches.intervals && run.has('accuracy') ? fallingTogether(steps, run.column('loss'), run.column('accuracy')) : null;
  const strip = (name: string, held: string | null, index: number): Strip | null => {
    if (!run.has(name)) return null;
    const colour = categoryColour(index);
    const curves = [stripCurve(t.spiral.train, colour, steps, run.column(name))];
    if (held && switches.heldOut && run.has(held)) curves.push(stripCurve(t.spiral.held, categoryColour(3), steps, run.column(held), [4, 3]));
    return { title: quantityWords(name), curves, scale: stripScale(beside.flatMap((other) => [name, ...(held && switches.heldOut ? [held] : [])].map((column) => ({ x: steps, y: other.column(column) })))), ...(intervals && held ? { intervals } : {}) };
  };
  const strips = [strip('loss', 'validation_loss', 0), strip('accuracy', 'validation_accuracy', 2), strip('learning_rate', null, 7)];
  return { strips: strips.filter((made) => made !== null), count: intervals ? intervals.length : null };
}

function regionPainter(layers: readonly Layer[], x0: Numbers, x1: Numbers): { plane: Plane; draw: (surface: Surface, values: Numbers, size: number) => void } {
  let reach = 0;
  for (const values of [x0, x1]) for (const value of values) reach = Math.max(reach, Math.abs(value));
  reach = (reach || 1) * 1.08;
  const plane = { low0: -reach, high0: reach, low1: -reach, high1: reach };
  const image = document.createElement('canvas');
  image.width = image.height = kRegionSize;
  let painted: Numbers | null = null;
  let paintedOn = '';
  return {
    plane,
    draw(surface, values, size) {
      const { panel } = palette();
      if (painted !== values || paintedOn !== panel) {
        const context = image.getContext('2d');
        if (!context) return;
        const classes: Rgb[] = Array.from({ length: layers[layers.length - 1]?.weights.rows ?? 0 }, (_, k) => rgb(categoryColour(k)));
        const data = context.createImageData(kRegionSize, kRegionSize);
        paintRegions(layers, values, plane, kRegionSize, classes, rgb(panel), data.data);
        context.putImageData(data, 0, 0);
        painted = values;
        paintedOn = panel;
      }
      surface.image(image, 0, 0, size, size, true);
      surface.frame(0.5, 0.5, size - 1, size - 1, { colour: palette().line });
    },
  };
}

function drawPoints(surface: Surface, plane: Plane, size: number, x0: Numbers, x1: Numbers, classes: Numbers, rings: boolean): void {
  const { panel } = palette();
  const radius = Math.max(1.8, size / 160);
  for (let i = 0; i < x0.length; i++) {
    const x = (((x0[i] ?? 0) - plane.low0) / (plane.high0 - plane.low0)) * size;
    const y = ((plane.high1 - (x1[i] ?? 0)) / (plane.high1 - plane.low1)) * size;
    const colour = categoryColour(classes[i] ?? 0);
    if (rings) surface.circle(x, y, radius + 0.4, panel, { colour, width: 1.5 });
    else surface.circle(x, y, radius + 0.6, colour, { colour: panel, width: 0.8 });
  }
}
