// The large chart: uPlot holds axes, zoom and cursor; the curves are drawn here in one pass, since
// every run has its own x. Hovering draws on a canvas of its own, so that it costs one curve, not all.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { drawChart } from '../drawing/chart';
import { palette } from '../drawing/palette';
import { positionAt, type Scale, scaleAround, share, type Tick, ticksOf, valueAt } from '../drawing/scales';
import type { Picture } from '../drawing/surface';
import { kFont } from '../drawing/surface';
import { element } from '../page/element';
import { type Axis, type Curve, curvesExtent, type Hit, nearestCurve, type Placed, placed } from './curve';
import { hoverBox } from './hover';
import { drawOnto } from './draw_onto';
import { curveLayers } from './layers';
import type { Place } from './trace_path';

/** Beyond so many curves lines are thin. */
const kMany = 60;

export interface Plot {
  element: HTMLElement;
  set(curves: readonly Curve[], x: Axis, y: Axis, hidden?: ReadonlySet<string>): void;
  /** Shows these curves only, without a new look at the extent. */
  hide(hidden: ReadonlySet<string>): void;
  showAll(): void;
  picture(): Picture | null;
}

export interface PlotOptions {
  label: (x: string, y: string, count: number) => string;
  choose?: (curve: Curve) => void;
  height?: number;
  /** Points beside lines, where there are few. */
  points?: boolean;
}

export function plot(signal: AbortSignal, options: PlotOptions): Plot {
  const height = options.height ?? 420;
  const box = element('div', { class: 'plot', tabindex: 0, role: 'application' });
  box.style.minHeight = `${height}px`;
  let chart: uPlot | null = null;
  let width = 0;
  let x: Axis = { title: '', logarithmic: false };
  let y: Axis = { title: '', logarithmic: false };
  let all: Placed[] = [];
  let shown: Placed[] = [];
  let hidden: ReadonlySet<string> = new Set();
  let everything = false;
  // A curve has been switched on or off: more will be, so that layers are worth their memory.
  let switched = false;
  const layers = curveLayers();

  // All of the axes, however far zoomed. uPlot only knows shares of them, from 0 to 1: an axis of its
  // own with numbers of more than 17 digits it leaves out.
  let whole: Record<'x' | 'y', Scale> = { x: scaleAround(null, false), y: scaleAround(null, false) };
  const parts = (u: uPlot, which: 'x' | 'y'): [number, number] => [u.scales[which]?.min ?? 0, u.scales[which]?.max ?? 1];
  const inView = (u: uPlot, which: 'x' | 'y'): Scale => {
    const [from, to] = parts(u, which);
    return { ...whole[which], low: valueAt(whole[which], from), high: valueAt(whole[which], to) };
  };

  const place = (u: uPlot): Place => {
    const density = uPlot.pxRatio;
    const along = (which: 'x' | 'y', start: number, length: number, flip: boolean): [number, number] => {
      const [from, to] = parts(u, which);
      const low = positionAt(whole[which], from);
      const size = length / (positionAt(whole[which], to) - low || 1);
      return flip ? [start + length + low * size, -size] : [start - low * size, size];
    };
    const [offsetX, scaleX] = along('x', u.bbox.left, u.bbox.width, false);
    const [offsetY, scaleY] = along('y', u.bbox.top, u.bbox.height, true);
    return { offsetX, scaleX, offsetY, scaleY, left: u.bbox.left - density, right: u.bbox.left + u.bbox.width + density };
  };

  const drawCurves = (u: uPlot): void => {
    const { ctx } = u;
    const density = uPlot.pxRatio;
    const at = place(u);
    ctx.save();
    ctx.beginPath();
    ctx.rect(u.bbox.left, u.bbox.top - density, u.bbox.width + density, u.bbox.height + 2 * density);
    ctx.clip();
    const many = shown.length > kMany;
    const style = { density, many, points: options.points ?? false };
    if (all.length > kMany && switched && !all.some(({ low }) => low)) {
      layers.draw(ctx, all, (curve) => !hidden.has(curve.key), at, (onto, curves) => drawOnto(onto, curves, at, style), `${many}`);
    } else {
      drawOnto(ctx, shown, at, style);
    }
    ctx.restore();
  };

  const scaleOf = (which: 'x' | 'y', axis: Axis): Scale => {
    const curves = shown.map(({ curve }) => curve);
    const staying = everything || which === 'x' ? curves : curves.filter((curve) => !curve.aside);
    return scaleAround(curvesExtent(staying, which, axis.logarithmic) ?? curvesExtent(curves, which, axis.logarithmic), axis.logarithmic, which === 'x' ? 0.01 : 0.05);
  };

  const hit = (left: number, top: number): Hit | null => {
    if (!chart) return null;
    const at = place(chart);
    const density = uPlot.pxRatio;
    const px = left * density + chart.bbox.left;
    const py = top * density + chart.bbox.top;
    return nearestCurve(shown, (px - at.offsetX) / at.scaleX, (py - at.offsetY) / at.scaleY, at.scaleX, at.scaleY, 40 * density);
  };
  const over = hoverBox(signal, box, {
    curves: () => shown,
    axes: () => ({ x, y }),
    place: () => (chart ? { at: place(chart), box: chart.bbox, density: uPlot.pxRatio } : null),
    ...(options.choose ? { choose: options.choose } : {}),
  });

  const build = (): void => {
    chart?.destroy();
    chart = null;
    over.clear();
    box.setAttribute('aria-label', options.label(x.title, y.title, shown.length));
    if (width === 0 || all.length === 0) return;
    const colours = palette();
    whole = { x: scaleOf('x', x), y: scaleOf('y', y) };
    const axis = (which: 'x' | 'y', title: string, size: number, room: number): uPlot.Axis => {
      let ticks: Tick[] = [];
      return {
      label: title,
      labelSize: 22,
      size,
      stroke: colours.soft,
      font: `12px ${kFont}`,
      labelFont: `12px ${kFont}`,
      grid: { stroke: colours.faint, width: 1 },
      ticks: { stroke: colours.faint, width: 1, size: 4 },
      splits: (u) => {
        const length = (which === 'x' ? u.bbox.width : u.bbox.height) / uPlot.pxRatio;
        ticks = ticksOf(inView(u, which), Math.max(2, Math.floor(length / room)));
        return ticks.map((tick) => share(whole[which], tick.value));
      },
      values: () => ticks.map((tick) => tick.text),
      filter: (_, splits) => splits,
      };
    };
    chart = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { points: { show: false }, drag: { x: true, y: true, uni: 24 }, focus: { prox: -1 } },
        scales: {
          x: { time: false, range: (_, low, high) => (low < high ? [low, high] : [0, 1]), min: 0, max: 1 },
          y: { range: (_, low: number | null, high: number | null) => (low === null || high === null || !(low < high) ? [0, 1] : [low, high]) },
        },
        axes: [axis('x', x.title, 34, 90), axis('y', y.title, 66, 44)],
        // The curves are not uPlot's, so it gets two invisible corners to know the extent by.
        series: [{}, { show: true, stroke: 'transparent', points: { show: false } }],
        hooks: { draw: [drawCurves], setScale: [() => over.clear()] },
      },
      [[0, 1], [0, 1]],
      box,
    );
    chart.over.addEventListener('mousemove', (event) => over.point(hit(event.offsetX, event.offsetY)));
    chart.over.addEventListener('mouseleave', () => over.clear());
    chart.over.addEventListener('click', (event) => {
      const found = hit(event.offsetX, event.offsetY);
      if (found) options.choose?.(found.placed.curve);
    });
  };

  const size = new ResizeObserver((entries) => {
    const now = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (now === width || now === 0) return;
    const before = width;
    width = now;
    if (before === 0 || !chart) build();
    else chart.setSize({ width, height });
  });
  size.observe(box);
  signal.addEventListener('abort', () => {
    size.disconnect();
    chart?.destroy();
  });
  const choose = (): void => {
    shown = all.filter(({ curve }) => !hidden.has(curve.key));
  };

  return {
    element: box,
    set(curves, toX, toY, keys = hidden) {
      hidden = keys;
      everything = false;
      x = toX;
      y = toY;
      all = curves.map((curve) => placed(curve, x, y));
      layers.clear();
      choose();
      build();
    },
    hide(keys) {
      hidden = keys;
      switched = true;
      choose();
      over.clear();
      chart?.redraw(false, false);
    },
    showAll() {
      everything = true;
      build();
    },
    picture() {
      if (!chart) return null;
      const u = chart;
      const many = shown.length > kMany;
      const model = {
        x: inView(u, 'x'), y: inView(u, 'y'), xTitle: x.title, yTitle: y.title, legend: true,
        series: shown.map(({ curve }) => ({ name: curve.name, x: curve.x, y: curve.y, points: options.points ?? false, stroke: { colour: curve.colour, width: many ? 1 : 1.75, ...(curve.dash ? { dash: curve.dash } : {}) } })),
        bands: shown.flatMap(({ curve }) => (curve.band ? [{ x: curve.band.x, low: curve.band.low, high: curve.band.high, colour: curve.colour }] : [])),
      };
      const rows = Math.ceil(Math.min(30, shown.length) / 2);
      return { width: Math.max(480, width), height: height + 18 * rows, draw: (surface) => drawChart(surface, model) };
    },
  };
}
