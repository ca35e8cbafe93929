// A chart with its legend in the frame of a figure: what the article's own charts are made of.

import type { Table } from '../data/csv';
import { figure } from '../page/figure';
import { texts } from '../text/texts';
import type { Axis, Curve } from './curve';
import { legend } from './legend';
import { plot } from './plot';
import { quantityWords } from '../text/words';

export interface CurvesFigure {
  title: string;
  look?: string;
  curves: readonly Curve[];
  x: Axis;
  y: Axis;
  height?: number;
  points?: boolean;
  before?: HTMLElement[];
}

export function curvesFigure(signal: AbortSignal, options: CurvesFigure): HTMLElement {
  const chart = plot(signal, {
    label: texts().runs.plot,
    ...(options.height ? { height: options.height } : {}),
    ...(options.points ? { points: true } : {}),
    choose: (curve) => {
      if (curve.open) location.hash = curve.open;
    },
  });
  chart.set(options.curves, options.x, options.y);
  const list = legend(options.curves, (hidden) => chart.hide(hidden));
  list.classList.add('across');
  return figure({
    title: options.title,
    ...(options.look ? { look: options.look } : {}),
    body: [...(options.before ?? []), chart.element, options.curves.length > 1 ? list : null],
    picture: () => chart.picture(),
    table: () => curvesTable(options.curves, options.x, options.y),
  });
}

/** One row a point: curve, x, y; with the quantiles where a curve is a median. */
export function curvesTable(curves: readonly Curve[], x: Axis, y: Axis): Table {
  const bands = curves.some((curve) => curve.band);
  function* rows(): Generator<(string | number | undefined)[]> {
    for (const curve of curves) {
      for (let i = 0; i < curve.x.length; i++) {
        yield [curve.name, curve.x[i], curve.y[i], ...(bands ? [curve.band?.low[i], curve.band?.high[i]] : [])];
      }
    }
  }
  return { columns: [quantityWords('curve'), x.title, y.title, ...(bands ? ['low', 'high'] : [])], rows: rows() };
}
