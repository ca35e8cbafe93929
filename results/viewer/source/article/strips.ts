// Small curves under each other that draw themselves up to the step shown.

import type { Numbers } from '../data/columns';
import { extent, indexAtOrBefore } from '../data/columns';
import type { Line } from '../data/quantiles';
import { thin } from '../data/thinning';
import { drawAxes, placer } from '../drawing/chart';
import { palette } from '../drawing/palette';
import { type Scale, scaleAround } from '../drawing/scales';
import type { Surface } from '../drawing/surface';
import { roughWidth } from '../drawing/text_width';
import type { Interval } from './together';

export interface StripCurve extends Line {
  name: string;
  colour: string;
  dash?: number[];
}

export interface Strip {
  title: string;
  curves: readonly StripCurve[];
  scale: Scale;
  intervals?: readonly Interval[];
  from?: number;
}

/** A curve for a strip, thinned to what can be seen. */
export function stripCurve(name: string, colour: string, x: Numbers, y: Numbers, dash?: number[]): StripCurve {
  return { name, colour, ...thin({ x, y }, 300), ...(dash ? { dash } : {}) };
}

export function stripScale(curves: readonly Line[], logarithmic = false): Scale {
  const all = curves.map((curve) => extent(logarithmic ? curve.y.filter((value) => value > 0) : curve.y)).filter((range) => range !== null);
  return scaleAround(extent(all.flat()), logarithmic, 0.06);
}

export function drawStrips(
  surface: Surface,
  strips: readonly Strip[],
  last: number,
  step: number,
  left: number,
  top: number,
  width: number,
  height: number,
  xTitle: string,
): void {
  const colours = palette();
  // Under the last strip stand the steps for all of them.
  const each = (height - 30) / strips.length;
  const x: Scale = { low: 0, high: Math.max(1, last), logarithmic: false };
  strips.forEach((strip, number) => {
    const bottom = number === strips.length - 1;
    const room = { left: left + 46, top: top + number * each + 22, width: width - 46 - 16, height: each - 34 };
    drawAxes(surface, { x, y: strip.scale, xTitle: bottom ? xTitle : '', yTitle: strip.title }, room, bottom);
    let nameAt = room.left + room.width;
    if (strip.curves.length > 1) {
      for (const curve of [...strip.curves].reverse()) {
        surface.text(curve.name, nameAt, room.top - 9, { colour: colours.soft, size: 11, align: 'end' });
        nameAt -= 8 + roughWidth(curve.name);
        surface.line([nameAt - 12, room.top - 13, nameAt, room.top - 13], { colour: curve.colour, width: 2, ...(curve.dash ? { dash: curve.dash } : {}) });
        nameAt -= 24;
      }
    }
    const at = placer({ x, y: strip.scale }, room);
    surface.inside(room.left - 5, room.top - 4, room.width + 10, room.height + 8, () => {
      for (const interval of strip.intervals ?? []) {
        surface.rectangle(at.x(interval.from), room.top, at.x(interval.to) - at.x(interval.from), room.height, '#d9a02b', interval.from <= step ? 0.28 : 0.1);
      }
      for (const curve of strip.curves) {
        const points = new Float64Array(2 * curve.x.length);
        for (let i = 0; i < curve.x.length; i++) {
          points[2 * i] = at.x(curve.x[i] ?? NaN);
          points[2 * i + 1] = at.y(curve.y[i] ?? NaN);
        }
        const now = indexAtOrBefore(curve.x, step);
        const dash = curve.dash ? { dash: curve.dash } : {};
        surface.line(points, { colour: colours.faint, width: 1.25 });
        surface.line(points.subarray(0, 2 * now + 2), { colour: curve.colour, width: 1.75, ...dash });
        const y = points[2 * now + 1] ?? NaN;
        if (Number.isFinite(y)) surface.circle(points[2 * now] ?? 0, y, 3.5, curve.colour, { colour: colours.panel, width: 1.5 });
      }
    });
  });
}
