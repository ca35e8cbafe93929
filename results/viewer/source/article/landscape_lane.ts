// The ball on a landscape: curve, path from green over orange to red, minima, arrows, loss so far.

import { indexAtOrBefore } from '../data/columns';
import type { Run } from '../data/run';
import { numberWords } from '../data/settings';
import { drawAxes, placer, type Room } from '../drawing/chart';
import { categoryColour, pathColour } from '../drawing/colours';
import { palette } from '../drawing/palette';
import { type Scale, scaleAround } from '../drawing/scales';
import type { Surface } from '../drawing/surface';
import { roughWidth } from '../drawing/text_width';
import { texts } from '../text/texts';
import type { Lane } from './lane';
import { hasCurve, heightAt, type Landscape, landscapeOf, lowestMinimum, settledStep, slopeAt } from './landscape';
import { outcomeWords } from './outcome_words';
import { traceTable } from './spiral_lane';
import { drawStrips, stripCurve, stripScale } from './strips';
import { quantityWords } from '../text/words';

export interface LandscapeSwitches {
  arrows: boolean;
  whole: boolean;
}

/** A little beyond the step at which the ball has settled, or this many; a switch shows the rest. */
const kFirstSteps = 200;

export function shownSteps(land: Landscape, run: Run): number {
  const all = run.column('step').at(-1) ?? 0;
  return Math.min(all, kFirstSteps, Math.max(24, Math.ceil(1.25 * settledStep(land, run))));
}
const kPull = categoryColour(3);
const kVelocity = categoryColour(0);

export function landscapeScales(land: Landscape): { x: Scale; y: Scale } {
  const [low, high] = land.domain;
  // Room below for the marks of the minima.
  const [lowest, highest] = land.heights ?? [0, 1];
  return { x: { low, high, logarithmic: false }, y: { ...scaleAround(land.heights, false, 0.1), low: lowest - 0.2 * (highest - lowest) } };
}

/** The curve and the path up to `states`, also used for the small cards. */
export function drawPath(surface: Surface, land: Landscape, run: Run, room: Room, states: number, last: number, thumbnail: boolean): void {
  const colours = palette();
  const scales = landscapeScales(land);
  const at = placer(scales, room);
  const curve = new Float64Array(2 * land.x.length);
  land.x.forEach((x, i) => {
    curve[2 * i] = at.x(x);
    curve[2 * i + 1] = at.y(land.loss[i] ?? NaN);
  });
  const xs = run.column('x0');
  const losses = run.column('loss');
  const steps = run.column('step');
  // Red is where the ball arrives, not where the budget ends.
  const settled = Math.max(1, Math.min(last, settledStep(land, run)));
  surface.inside(room.left, room.top, room.width, room.height, () => {
    surface.line(curve, { colour: thumbnail ? colours.line : colours.soft, width: thumbnail ? 1 : 1.5 });
    for (let i = 0; i <= states; i++) {
      const colour = pathColour((steps[i] ?? 0) / settled);
      const x = at.x(xs[i] ?? NaN);
      const y = at.y(losses[i] ?? NaN);
      if (!Number.isFinite(x + y)) continue;
      if (i > 0) surface.line([at.x(xs[i - 1] ?? NaN), at.y(losses[i - 1] ?? NaN), x, y], { colour, width: thumbnail ? 1 : 1.25, opacity: 0.65 });
      surface.circle(x, y, thumbnail ? 1.6 : 2.6, colour);
    }
  });
}

export function landscapeLane(run: Run, name: string, switches: LandscapeSwitches): Lane {
  const t = texts();
  const land = landscapeOf(run);
  const steps = run.column('step');
  const xs = run.column('x0');
  const losses = run.column('loss');
  const all = steps[steps.length - 1] ?? 0;
  const last = switches.whole ? all : shownSteps(land, run);
  const verdict = outcomeWords(run, land);
  const shownLoss = stripCurve(quantityWords('loss'), categoryColour(0), steps.filter((step) => step <= last), losses);
  // An exploding loss would flatten the rest: show what the landscape itself can reach, and a little more.
  const reach = hasCurve(land) ? land.heights : null;
  const lossScale = reach ? scaleAround([reach[0], reach[1] + 0.3 * (reach[1] - reach[0])], false) : stripScale([shownLoss]);

  const planeHeight = (width: number): number => Math.round(Math.min(340, Math.max(220, width * 0.5)));
  const stripHeight = 124;

  return {
    last,
    verdict,
    label: t.landscape.picture(name, verdict),
    height: (width) => planeHeight(width) + stripHeight,
    draw(surface, step) {
      const colours = palette();
      const height = planeHeight(surface.width);
      const room: Room = { left: 46, top: 24, width: surface.width - 58, height: height - 62 };
      const scales = landscapeScales(land);
      const at = placer(scales, room);
      drawAxes(surface, { ...scales, xTitle: 'x', yTitle: quantityWords('loss') }, room);
      drawMinima(surface, land, at, room);
      const state = indexAtOrBefore(steps, step);
      drawPath(surface, land, run, room, state, last, false);
      drawBall(surface, land, run, at, room, state, step - (steps[state] ?? 0), switches.arrows);
      if (switches.arrows && hasCurve(land)) {
        const y = 15;
        arrow(surface, room.left + 60, y, room.left + 90, kPull);
        surface.text(t.landscape.gradient, room.left + 96, y, { colour: colours.soft, size: 11, level: 'middle' });
        const next = room.left + 122 + roughWidth(t.landscape.gradient);
        arrow(surface, next, y, next + 30, kVelocity);
        surface.text(t.landscape.velocity, next + 36, y, { colour: colours.soft, size: 11, level: 'middle' });
      }
      drawStrips(surface, [{ title: quantityWords('loss'), curves: [shownLoss], scale: lossScale }], last, step, 0, height, surface.width, stripHeight, quantityWords('step'));
    },
    status(step) {
      const i = indexAtOrBefore(steps, step);
      return `${t.landscape.status(steps[i] ?? 0, numberWords(Number((xs[i] ?? NaN).toPrecision(4))), numberWords(Number((losses[i] ?? NaN).toPrecision(4))))}.`;
    },
    table: () => traceTable(run),
  };
}

type Place = ReturnType<typeof placer>;

function drawMinima(surface: Surface, land: Landscape, at: Place, room: Room): void {
  const colours = palette();
  const t = texts().landscape;
  const global = lowestMinimum(land);
  land.minimumX.forEach((value, i) => {
    const x = at.x(value);
    if (x < room.left || x > room.left + room.width) return;
    const y = at.y(land.minimumLoss[i] ?? NaN);
    const best = i === global;
    surface.area([x, y + 7, x - 5, y + 15, x + 5, y + 15], best ? '#2a9d78' : colours.line);
    if (best) surface.text(t.globalMinimum, x, y + 27, { colour: colours.ink, size: 11, align: 'middle' });
  });
}

function drawBall(surface: Surface, land: Landscape, run: Run, at: Place, room: Room, state: number, part: number, arrows: boolean): void {
  const colours = palette();
  const t = texts().landscape;
  const xs = run.column('x0');
  const here = xs[state] ?? NaN;
  const next = xs[state + 1] ?? here;
  const gap = (run.column('step')[state + 1] ?? 0) - (run.column('step')[state] ?? 0) || 1;
  // Between two states the ball rolls, slow at both ends; only the states are the optimizer's.
  const way = Math.min(1, Math.max(0, part / gap));
  const eased = way * way * (3 - 2 * way);
  const value = Number.isFinite(next) ? here + (next - here) * eased : here;
  const [low, high] = land.domain;
  if (!(value >= low && value <= high)) {
    const right = value > high;
    const x = right ? room.left + room.width - 6 : room.left + 6;
    const y = room.top + 40;
    arrow(surface, right ? x - 26 : x + 26, y, x, '#b5548c');
    surface.text(t.outside(numberWords(Number(value.toPrecision(4)))), x, y + 18, { colour: colours.ink, size: 11, align: right ? 'end' : 'start' });
    return;
  }
  const x = at.x(value);
  const y = at.y(hasCurve(land) ? heightAt(land, value) : (run.column('loss')[state] ?? NaN));
  if (arrows && hasCurve(land)) {
    const rate = run.column('learning_rate')[state + 1] ?? run.column('learning_rate')[state] ?? NaN;
    const pull = -rate * slopeAt(land, here);
    const from = at.x(here);
    const level = at.y(heightAt(land, here));
    surface.inside(room.left, room.top - 8, room.width, room.height + 16, () => {
      if (Number.isFinite(pull)) arrow(surface, from, level - 13, at.x(here + pull), kPull);
      if (Number.isFinite(next)) arrow(surface, from, level - 21, at.x(next), kVelocity);
    });
  }
  surface.circle(x, y - 1, 6.5, colours.ink, { colour: colours.panel, width: 2 });
}

/** A level arrow; one too short to see is left out. */
function arrow(surface: Surface, from: number, y: number, to: number, colour: string): void {
  const length = Math.abs(to - from);
  if (length < 1.5) return;
  const head = Math.min(7, length);
  const back = to > from ? to - head : to + head;
  surface.line([from, y, back, y], { colour, width: 2 });
  surface.area([to, y, back, y - head * 0.6, back, y + head * 0.6], colour);
}
