// The article's charts that compare runs: learning rates, seeds, decay, momentum, batches.

import { distinct, type Run } from '../data/run';
import { bandOf } from '../data/quantiles';
import { numberWords } from '../data/settings';
import type { Curve } from '../curves/curve';
import { curvesFigure } from '../curves/curves_figure';
import { categoryColour, rateColour } from '../drawing/colours';
import { element, paragraphs, table } from '../page/element';
import { texts } from '../text/texts';
import { spiralName } from './sections';
import { quantityWords, verdictWords } from '../text/words';


function curveOf(run: Run, name: string, colour: string, y = 'loss', x = 'step'): Curve {
  return { key: run.id, name, colour, x: run.column(x), y: run.column(y), open: `#run=${encodeURIComponent(run.id)}` };
}

export function ratesPicture(signal: AbortSignal, runs: readonly Run[]): HTMLElement {
  const t = texts().article.rates;
  const curves = runs.map((run, i) => {
    const rate = numberWords(run.number('optimizer.learning_rate'));
    const ended = run.line.outcome.status === 'diverged' ? ` · ${verdictWords('diverged')}` : '';
    return curveOf(run, rate + ended, rateColour(runs.length > 1 ? i / (runs.length - 1) : 0.5));
  });
  // From a loss that hardly falls to one that leaps to many times the start: only logarithms show both.
  const start = Math.max(...runs.map((run) => run.column('loss')[0] ?? 0), 1e-9);
  const sane = curves.map((curve) => ({ ...curve, y: curve.y.map((value) => (value > 1e4 * start ? NaN : value)) }));
  return curvesFigure(signal, { title: t.picture, look: t.look, curves: sane, x: { title: quantityWords('step'), logarithmic: false }, y: { title: quantityWords('loss'), logarithmic: true } });
}

/** Groups of runs that differ in nothing but the seed. */
function groupsBySeed(runs: readonly Run[]): Map<string, Run[]> {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.optimizer} ${[...run.settings].filter(([name]) => name.startsWith('optimizer.') || name.startsWith('schedule')).join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  for (const [key, group] of groups) groups.set(key, distinct(group));
  return groups;
}

export function seedsPicture(signal: AbortSignal, runs: readonly Run[]): HTMLElement | null {
  const t = texts().article.calm;
  const groups = [...groupsBySeed(runs).values()].filter((group) => group.length > 1);
  if (groups.length === 0) return null;
  const nameOf = (group: readonly Run[]): string => `${quantityWords('learning_rate')} ${numberWords(group[0]?.number('optimizer.learning_rate'))}`;
  const curves = groups.map((group, i): Curve => {
    const band = bandOf(group.map((run) => ({ x: run.column('step'), y: run.column('loss') })), 0.25, 0.75);
    return { key: String(i), name: `${nameOf(group)} · ${texts().runs.seeds(group.length)}`, colour: categoryColour(i), x: band.x, y: band.median, band };
  });
  const figure = curvesFigure(signal, { title: t.seedsTitle, look: t.seedsLook, curves, x: { title: quantityWords('step'), logarithmic: false }, y: { title: quantityWords('loss'), logarithmic: false } });
  const [first, second] = groups;
  if (!first || !second) return figure;
  const final = (run: Run): number => run.line.outcome.final_loss ?? Infinity;
  const both = first.flatMap((run) => second.filter((other) => other.line.seed === run.line.seed).map((other) => final(run) < final(other)));
  const wins = both.filter(Boolean).length;
  const firstWins = wins * 2 >= both.length;
  const words = firstWins ? t.seedsWords(nameOf(first), wins, both.length, nameOf(second)) : t.seedsWords(nameOf(second), both.length - wins, both.length, nameOf(first));
  return element('div', {}, figure, ...paragraphs([words]));
}

/** Two charts under each other for the same runs: `names` are trace columns. */
export function comparison(signal: AbortSignal, title: string, look: string, runs: readonly Run[], columns: readonly string[], x = 'step'): HTMLElement {
  const parts = columns.map((column, i) =>
    curvesFigure(signal, {
      title: i === 0 ? title : `${title}: ${quantityWords(column)}`,
      ...(i === 0 ? { look } : {}),
      curves: runs.filter((run) => run.has(column)).map((run, k) => curveOf(run, spiralName(run, quantityWords), categoryColour(k), column)),
      x: { title: quantityWords(x), logarithmic: false },
      y: { title: quantityWords(column), logarithmic: false },
      height: 300,
    }),
  );
  return element('div', {}, ...parts);
}

/** Against samples seen: what a step over few samples saves shows only there. */
export function batchesPicture(signal: AbortSignal, runs: readonly Run[]): HTMLElement {
  const t = texts().article.batches;
  const curves = runs.map((run, i) => {
    const steps = run.column('step');
    const all = run.line.evaluations?.['samples'];
    const last = steps[steps.length - 1] ?? 1;
    const perStep = all && last > 0 ? all / last : (run.line.batch_size ?? 1);
    const size = run.line.batch_size;
    const name = `${texts().batchNames(size ?? null)} · ${quantityWords('learning_rate')} ${numberWords(run.number('optimizer.learning_rate'))}`;
    return { ...curveOf(run, name, categoryColour(i)), x: steps.map((step) => step * perStep) };
  });
  return curvesFigure(signal, { title: t.picture, look: t.look, curves, x: { title: quantityWords('samples'), logarithmic: true }, y: { title: quantityWords('loss'), logarithmic: false } });
}

/** The article's list of decayed rates: the rate of step k is that of the update that leaves state k. */
export function ratesList(run: Run): HTMLElement {
  const t = texts().article.decay;
  const rates = run.column('learning_rate');
  const rows = Array.from(run.column('step').subarray(1), (step, i) => [String(step - 1), String(rates[i + 1] ?? NaN)]);
  return element('details', {}, element('summary', {}, t.listTitle), table([t.listStep, t.listRate], rows, t.listTitle));
}
