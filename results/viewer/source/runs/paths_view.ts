// Paths over the contours of a problem with two dimensions, animated.

import { extent, indexAtOrBefore } from '../data/columns';
import type { Run } from '../data/run';
import { settingWords, shortName, varyingSettings } from '../data/settings';
import { drawAxes, placer, type Room } from '../drawing/chart';
import { categoryColour, hex, mix, pathColour, rgb } from '../drawing/colours';
import { palette } from '../drawing/palette';
import { type Scale, scaleAround } from '../drawing/scales';
import type { Surface } from '../drawing/surface';
import { canvasPicture } from '../page/canvas_picture';
import { element, select } from '../page/element';
import { figure } from '../page/figure';
import { player } from '../page/player';
import { texts } from '../text/texts';
import { legend } from '../curves/legend';
import { type Grid, levelLine, levelsOf } from './contours';

const kMaxPaths = 8;

export function isPlanar(run: Run): boolean {
  return run.has('x0') && run.has('x1') && !run.has('x2');
}

/** All planar problems among the runs, one at a time; nothing if there is none. */
export function pathsView(signal: AbortSignal, runs: readonly Run[]): HTMLElement | null {
  const planes = planesOf(runs.filter(isPlanar));
  const [first] = planes.keys();
  if (first === undefined) return null;
  const t = texts().paths;
  const holder = element('div');
  const show = (name: string): void => {
    const choice = planes.size > 1 ? select(t.problem, [...planes.keys()].map((value) => ({ value, text: value })), name, show) : null;
    holder.replaceChildren(pathsFigure(signal, `${t.title}: ${name}`, t.look, planes.get(name) ?? [], choice));
  };
  show(first);
  return holder;
}

/** Runs by the contours that they cross: those of one problem may change with its settings and seed. */
function planesOf(planar: readonly Run[]): Map<string, Run[]> {
  const varying = varyingSettings(planar);
  const several = new Map<string, Set<string>>();
  const planeOf = (run: Run): string => `${run.folder.path} ${run.line.drawing ?? ''}`;
  for (const run of planar) several.set(run.problem, (several.get(run.problem) ?? new Set()).add(planeOf(run)));
  const planes = new Map<string, Run[]>();
  for (const run of planar) {
    const options = [...varying.keys()].filter((name) => name.startsWith('problem.') || name === 'seed' || name === 'folder').filter((name) => run.settings.has(name));
    const words = (several.get(run.problem)?.size ?? 0) > 1 ? options.map((name) => `${name.split('.').pop() ?? name} ${settingWords(run.settings.get(name))}`) : [];
    const name = [run.problem, ...words].join(' · ');
    planes.set(name, [...(planes.get(name) ?? []), run]);
  }
  return planes;
}

function gridOf(run: Run | undefined): Grid | null {
  const values = run?.drawing('contour_loss');
  return run && values && values.length > 0 ? { x0: run.drawing('contour_x0'), x1: run.drawing('contour_x1'), values } : null;
}

export function pathsFigure(signal: AbortSignal, title: string, look: string, runs: readonly Run[], choice: HTMLElement | null): HTMLElement {
  const t = texts();
  const grid = gridOf(runs[0]);
  const varying = varyingSettings(runs);
  const curves = runs.slice(0, 40).map((run, i) => ({ key: run.id, name: shortName(run, varying), colour: categoryColour(i), x: run.column('step'), y: run.column('loss'), open: `#run=${encodeURIComponent(run.id)}` }));
  const hidden = new Set(curves.slice(kMaxPaths).map((curve) => curve.key));
  const shown = (): Run[] => runs.filter((run, i) => i < curves.length && !hidden.has(run.id));
  const scales = pathScales(grid, runs);
  const background = grid ? contourPainter(grid) : null;
  const last = (): number => Math.max(1, ...shown().map((run) => run.column('step').at(-1) ?? 0));

  const draw = (surface: Surface): void => {
    const room: Room = { left: 52, top: 24, width: surface.width - 66, height: surface.height - 62 };
    const at = placer(scales, room);
    drawAxes(surface, { ...scales, xTitle: 'x0', yTitle: 'x1' }, room);
    surface.inside(room.left, room.top, room.width, room.height, () => {
      background?.(surface, at);
      const now = shown();
      for (const run of now) {
        const steps = run.column('step');
        const state = indexAtOrBefore(steps, clock.position);
        const x0 = run.column('x0');
        const x1 = run.column('x1');
        const end = last();
        const colour = categoryColour(runs.indexOf(run));
        const pieces = Math.max(1, Math.ceil(state / 60));
        for (let i = 0; i < state; i += pieces) {
          const points: number[] = [];
          for (let k = i; k <= Math.min(state, i + pieces); k++) points.push(at.x(x0[k] ?? NaN), at.y(x1[k] ?? NaN));
          // One run alone shows time along its path; several are told apart instead.
          surface.line(points, { colour: now.length === 1 ? pathColour((steps[i] ?? 0) / end) : colour, width: 1.75, opacity: 0.9 });
        }
        const x = at.x(x0[state] ?? NaN);
        const y = at.y(x1[state] ?? NaN);
        if (Number.isFinite(x + y)) surface.circle(x, y, 6, now.length === 1 ? palette().ink : colour, { colour: palette().panel, width: 2 });
      }
    });
  };
  const picture = canvasPicture(signal, (width) => Math.round(Math.min(560, Math.max(260, width * 0.62))), draw, t.paths.picture(runs[0]?.problem ?? '', shown().length));
  const clock = player(signal, { last: last(), stride: 1, change: () => picture.redraw(), unit: (position) => t.player.of(Math.floor(position), last()) });
  clock.moveTo(last());
  const place = element('div', {}, picture.element);
  const list = legend(curves, (off) => {
    hidden.clear();
    off.forEach((key) => hidden.add(key));
    picture.element.setAttribute('aria-label', t.paths.picture(runs[0]?.problem ?? '', shown().length));
    clock.setLast(last());
  }, hidden);
  return figure({
    title,
    look,
    body: [choice && element('div', { class: 'controls' }, choice), element('div', { class: runs.length > 1 ? 'explorer' : '' }, place, runs.length > 1 ? list : null), clock.element, !grid && element('p', { class: 'note' }, t.paths.noContours)],
    picture: picture.picture,
    table: () => ({
      columns: ['id', 'step', 'x0', 'x1', 'loss'],
      rows: shown().flatMap((run) => Array.from(run.column('step'), (step, i) => [run.id, step, run.column('x0')[i], run.column('x1')[i], run.column('loss')[i]])),
    }),
  });
}

function pathScales(grid: Grid | null, runs: readonly Run[]): { x: Scale; y: Scale } {
  const scale = (name: 'x0' | 'x1'): Scale => {
    const range = extent(grid ? grid[name] : runs.flatMap((run) => extent(run.column(name)) ?? []));
    return grid && range ? { low: range[0], high: range[1], logarithmic: false } : scaleAround(range, false);
  };
  return { x: scale('x0'), y: scale('x1') };
}

/** Shading and level lines; the shading is painted once for each brightness of the page. */
function contourPainter(grid: Grid): (surface: Surface, at: ReturnType<typeof placer>) => void {
  const levels = levelsOf(grid.values, 12);
  const lines = levels.map((level) => levelLine(grid, level));
  const image = document.createElement('canvas');
  image.width = grid.x0.length;
  image.height = grid.x1.length;
  let paintedOn = '';
  return (surface, at) => {
    const { panel, ink } = palette();
    if (paintedOn !== panel) {
      paintedOn = panel;
      const context = image.getContext('2d');
      if (!context) return;
      const data = context.createImageData(image.width, image.height);
      const deep = mix(rgb(panel), rgb('#2f6fb0'), 0.42);
      for (let j = 0; j < image.height; j++) {
        for (let i = 0; i < image.width; i++) {
          const value = grid.values[(image.height - 1 - j) * image.width + i] ?? NaN;
          const rank = levels.filter((level) => value >= level).length / (levels.length || 1);
          data.data.set([...mix(deep, rgb(panel), rank), 255], 4 * (j * image.width + i));
        }
      }
      context.putImageData(data, 0, 0);
    }
    const left = at.x(grid.x0[0] ?? 0);
    const top = at.y(grid.x1[grid.x1.length - 1] ?? 0);
    surface.image(image, left, top, at.x(grid.x0[grid.x0.length - 1] ?? 1) - left, at.y(grid.x1[0] ?? 0) - top, true);
    const colour = hex(mix(rgb(panel), rgb(ink), 0.28));
    for (const line of lines) {
      surface.line(line.map((value, i) => (i % 2 === 0 ? at.x(value) : at.y(value))), { colour, width: 0.8 });
    }
  };
}
