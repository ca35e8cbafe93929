// A chart with axes on any surface: the small curves that draw themselves, and every chart that is
// saved as SVG or PNG. (The large charts on the screen are uPlot's.)

import type { Numbers } from '../data/columns';
import { palette } from './palette';
import type { Scale } from './scales';
import { share, ticksOf } from './scales';
import type { Stroke, Surface } from './surface';
import { roughWidth } from './text_width';

export interface ChartSeries {
  name: string;
  x: Numbers;
  y: Numbers;
  stroke: Stroke;
  points?: boolean;
}

export interface ChartBand {
  x: Numbers;
  low: Numbers;
  high: Numbers;
  colour: string;
}

export interface Chart {
  x: Scale;
  y: Scale;
  xTitle: string;
  yTitle: string;
  series: readonly ChartSeries[];
  bands?: readonly ChartBand[];
  /** Intervals of x with a tint behind the curves. */
  intervals?: readonly { from: number; to: number; colour: string }[];
  legend?: boolean;
}

export interface Room {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const kMargins = { left: 52, right: 14, top: 22, bottom: 34 };

/** Pixels of a value, unclipped. */
export function placer(chart: Pick<Chart, 'x' | 'y'>, room: Room): { x: (value: number) => number; y: (value: number) => number } {
  return {
    x: (value) => room.left + share(chart.x, value) * room.width,
    y: (value) => room.top + (1 - share(chart.y, value)) * room.height,
  };
}

export function drawAxes(surface: Surface, chart: Pick<Chart, 'x' | 'y' | 'xTitle' | 'yTitle'>, room: Room, withX = true): void {
  const colours = palette();
  const at = placer(chart, room);
  for (const tick of ticksOf(chart.y, Math.max(2, Math.floor(room.height / 30)))) {
    const y = Math.round(at.y(tick.value)) + 0.5;
    surface.line([room.left, y, room.left + room.width, y], { colour: colours.faint });
    surface.text(tick.text, room.left - 7, y, { colour: colours.soft, align: 'end', level: 'middle', size: 11 });
  }
  for (const tick of withX ? ticksOf(chart.x, Math.max(2, Math.floor(room.width / 70))) : []) {
    const x = Math.round(at.x(tick.value)) + 0.5;
    surface.line([x, room.top + room.height, x, room.top + room.height + 4], { colour: colours.line });
    // The last label ends where the picture does.
    const over = x + roughWidth(tick.text) / 2 > surface.width;
    surface.text(tick.text, over ? surface.width : x, room.top + room.height + 16, { colour: colours.soft, align: over ? 'end' : 'middle', size: 11 });
  }
  const base = room.top + room.height + 0.5;
  surface.line([room.left, base, room.left + room.width, base], { colour: colours.line });
  surface.text(chart.yTitle, room.left - 44, room.top - 9, { colour: colours.ink, size: 12, bold: true });
  if (withX) surface.text(chart.xTitle, room.left + room.width, room.top + room.height + 30, { colour: colours.soft, align: 'end', size: 11 });
}

export function drawChart(surface: Surface, chart: Chart, outer?: Room): void {
  const legend = chart.legend ? legendRows(chart.series, surface.width) : [];
  const room = outer ?? {
    left: kMargins.left,
    top: kMargins.top,
    width: surface.width - kMargins.left - kMargins.right,
    height: surface.height - kMargins.top - kMargins.bottom - legend.length * 18,
  };
  const at = placer(chart, room);
  drawAxes(surface, chart, room);
  surface.inside(room.left, room.top - 1, room.width + 1, room.height + 2, () => {
    for (const interval of chart.intervals ?? []) {
      const from = at.x(interval.from);
      surface.rectangle(from, room.top, Math.max(1, at.x(interval.to) - from), room.height, interval.colour, 0.22);
    }
    for (const band of chart.bands ?? []) {
      const points: number[] = [];
      const add = (values: Numbers, i: number): void => {
        const y = at.y(values[i] ?? NaN);
        points.push(at.x(band.x[i] ?? NaN), Number.isFinite(y) ? y : room.top);
      };
      for (let i = 0; i < band.x.length; i++) add(band.high, i);
      for (let i = band.x.length - 1; i >= 0; i--) add(band.low, i);
      surface.area(points, band.colour, 0.2);
    }
    for (const series of chart.series) {
      const points = new Float64Array(2 * series.x.length);
      for (let i = 0; i < series.x.length; i++) {
        points[2 * i] = at.x(series.x[i] ?? NaN);
        points[2 * i + 1] = at.y(series.y[i] ?? NaN);
      }
      surface.line(points, series.stroke);
      if (series.points || series.x.length === 1) {
        for (let i = 0; i < series.x.length; i++) {
          const y = points[2 * i + 1] ?? NaN;
          if (Number.isFinite(y)) surface.circle(points[2 * i] ?? 0, y, 2.5, series.stroke.colour);
        }
      }
    }
  });
  legend.forEach((row, line) => {
    const y = room.top + room.height + kMargins.bottom + 10 + line * 18;
    for (const entry of row) {
      surface.line([entry.x, y - 4, entry.x + 14, y - 4], { ...entry.series.stroke, width: 2.5 });
      surface.text(entry.series.name, entry.x + 19, y, { colour: palette().ink, size: 11 });
    }
  });
}

const kMaxInLegend = 30;

/** Legend entries laid out in rows, by a rough width of their letters. */
export function legendRows(series: readonly ChartSeries[], width: number): { series: ChartSeries; x: number }[][] {
  const rows: { series: ChartSeries; x: number }[][] = [];
  let x = Infinity;
  for (const entry of series.slice(0, kMaxInLegend)) {
    const wide = 34 + roughWidth(entry.name);
    if (x + wide > width - kMargins.right) {
      rows.push([]);
      x = kMargins.left;
    }
    rows[rows.length - 1]?.push({ series: entry, x });
    x += wide;
  }
  return rows;
}
