// One run: outcome in words, curves, path, settings, measured times, and the command that repeats it.

import { hasCurve, landscapeOf } from '../article/landscape';
import { landscapeLane, type LandscapeSwitches } from '../article/landscape_lane';
import { outcomeWords } from '../article/outcome_words';
import { traceTable } from '../article/spiral_lane';
import { spiralPlayer } from '../article/spiral_player';
import { twoLanes } from '../article/two_lanes';
import { planarNetwork } from '../article/network';
import type { Run } from '../data/run';
import { commandOf, numberWords, settingWords } from '../data/settings';
import { curvesFigure } from '../curves/curves_figure';
import { categoryColour } from '../drawing/colours';
import { element, pairs, table, tick } from '../page/element';
import { texts } from '../text/texts';
import { isPlanar, pathsFigure } from './paths_view';
import { upOf, valuesOf } from './quantities';
import { quantityWords, verdictWords } from '../text/words';

const kRows = 40;

export function runView(signal: AbortSignal, runs: readonly Run[], id: string): HTMLElement {
  const t = texts();
  const run = runs.find((candidate) => candidate.id === id);
  const back = element('p', {}, element('a', { href: '#runs' }, `← ${t.run.back}`));
  if (!run) return element('div', {}, element('h1', {}, id), element('p', {}, t.run.missing), back);
  const lone = run.has('x0') && !run.has('x1');
  const land = lone ? landscapeOf(run) : null;
  return element(
    'div',
    {},
    element('h1', {}, `${run.optimizer} · ${run.problem}`),
    element('p', { class: 'lead' }, outcomeWords(run, land)),
    back,
    element('h2', {}, t.run.command),
    element('pre', { tabindex: 0 }, element('code', {}, commandOf(run.line))),
    ...animation(signal, run),
    element('h2', {}, t.run.curves),
    ...curves(signal, run),
    element('h2', {}, t.run.outcome),
    pairs(outcomePairs(run)),
    element('h2', {}, t.run.settings),
    pairs([...run.settings].map(([name, value]) => [name, settingWords(value)])),
    element('h2', {}, t.run.measured),
    pairs(measuredPairs(run)),
    rows(run),
  );
}

function animation(signal: AbortSignal, run: Run): HTMLElement[] {
  const t = texts();
  if (isPlanar(run)) {
    return [pathsFigure(signal, t.run.path, t.run.pathLook, [run], null)];
  }
  if (run.has('x0') && !run.has('x1')) {
    const drawn = hasCurve(landscapeOf(run));
    const switches: LandscapeSwitches = { arrows: true, whole: true };
    const lane = twoLanes(signal, {
      title: t.run.path,
      look: drawn ? t.article.heavy.look : t.landscape.noCurve,
      runs: [run],
      names: [run.optimizer],
      first: run,
      stride: 1,
      lane: () => landscapeLane(run, run.optimizer, switches),
      switches: (changed) => {
        const arrows = tick(t.landscape.arrows, true, (on) => {
          switches.arrows = on;
          changed();
        });
        return drawn ? [arrows] : [];
      },
    });
    return [lane];
  }
  if (run.parameters && planarNetwork(run.parameters.file.blocks)) {
    return [spiralPlayer(signal, { title: t.run.path, look: t.article.first.look, runs: [run], first: run })];
  }
  return [];
}

function curves(signal: AbortSignal, run: Run): HTMLElement[] {
  return upOf([run]).map((name, i) =>
    curvesFigure(signal, {
      title: quantityWords(name),
      curves: [{ key: name, name: quantityWords(name), colour: categoryColour(i), x: valuesOf(run, 'step'), y: valuesOf(run, name) }],
      x: { title: quantityWords('step'), logarithmic: false },
      y: { title: quantityWords(name), logarithmic: false },
      height: 220,
    }),
  );
}

function outcomePairs(run: Run): [string, string][] {
  const t = texts();
  return Object.entries(run.line.outcome).map(([name, value]: [string, unknown]) => {
    const words = typeof value === 'number' ? numberWords(value) : typeof value === 'string' ? verdictWords(value) : name === 'final_loss' ? t.run.overflow : '–';
    return [quantityWords(name), words];
  });
}

function measuredPairs(run: Run): [string, string][] {
  const { line } = run;
  const all = { ...line.timing, ...Object.fromEntries(Object.entries(line.evaluations ?? {}).map(([name, value]) => [`evaluations.${name}`, value])) };
  const numbers = Object.entries(all).map(([name, value]): [string, string] => [name, numberWords(value)]);
  return [...numbers, ['id', line.id], ['trace_hash', line.trace_hash ?? '–'], ['build', line.build ?? '–']];
}

function rows(run: Run): HTMLElement {
  const t = texts().run;
  const all = traceTable(run);
  const list = [...all.rows];
  const count = Math.min(kRows, list.length);
  const picked = Array.from({ length: count }, (_, i) => list[count > 1 ? Math.round((i * (list.length - 1)) / (count - 1)) : 0] ?? []);
  return element(
    'details',
    {},
    element('summary', {}, t.trace),
    element('p', { class: 'note' }, t.tableRows(count, list.length)),
    table(all.columns.map(quantityWords), picked.map((row) => row.map((value) => (typeof value === 'number' ? numberWords(value) : (value ?? '–')))), t.trace),
  );
}
