// Any runs, any quantity: the explorer.

import { distinct, type Run, type Setting } from '../data/run';
import { bandOf } from '../data/quantiles';
import { inOrder, namesOf, settingWords, varyingSettings } from '../data/settings';
import type { Curve } from '../curves/curve';
import { curvesTable } from '../curves/curves_figure';
import { legend } from '../curves/legend';
import { plot } from '../curves/plot';
import { categoryColour, rateColour } from '../drawing/colours';
import { button, element, select, tick } from '../page/element';
import { figure } from '../page/figure';
import { texts } from '../text/texts';
import { filters, type Off, passes } from './filters';
import { pathsView } from './paths_view';
import { alongOf, upOf, valuesOf } from './quantities';
import { quantityWords } from '../text/words';

/** More curves than these no eye tells apart, and few machines draw smoothly. */
const kMaxCurves = 300;

/** Runs that would press all others into one line; "show all" shows them whole. */
const kRunaways = new Set(['diverged', 'diverging', 'left_domain']);

interface State {
  up: string;
  along: string;
  logUp: boolean;
  logAlong: boolean;
  band: boolean;
  low: number;
  colour: string;
  search: string;
  off: Off;
  hidden: Set<string>;
}

// Kept while the page lives, so that a look at a run and back loses nothing.
let kept: { runs: readonly Run[]; state: State } | null = null;

function startState(runs: readonly Run[], varying: ReadonlyMap<string, Setting[]>): State {
  const up = upOf(runs);
  const numeric = [...varying].find(([name, values]) => name !== 'seed' && values.length > 1 && values.every((value) => typeof value === 'number'))?.[0];
  return {
    up: up.includes('loss') ? 'loss' : (up[0] ?? 'loss'),
    along: alongOf(runs)[0] ?? 'step',
    logUp: spansDecades(runs),
    logAlong: false,
    band: false,
    low: 0.25,
    colour: varying.has('optimizer') ? 'optimizer' : (numeric ?? 'run'),
    search: '',
    off: new Map(),
    hidden: new Set(),
  };
}

/** Losses over more than two decades, none at or below zero: a logarithmic axis shows them better. */
function spansDecades(runs: readonly Run[]): boolean {
  const ends = runs.slice(0, kMaxCurves).flatMap(({ line }) => line.outcome.final_loss ?? []);
  const starts = runs.slice(0, kMaxCurves).map((run) => run.column('loss')[0] ?? NaN).filter(Number.isFinite);
  return Math.min(...ends, ...starts) > 0 && Math.max(...starts) > 100 * Math.min(...ends);
}

export function explorerView(signal: AbortSignal, runs: readonly Run[]): HTMLElement {
  const t = texts();
  const varying = varyingSettings(runs);
  if (kept?.runs !== runs) kept = { runs, state: startState(runs, varying) };
  const { state } = kept;
  const names = namesOf(runs);
  const seedless = namesOf(runs, ['seed']);
  // What has one value, or none, leaves nothing to choose.
  const choices = new Map([...varying].filter(([, values]) => values.length > 1));
  let curves: Curve[] = [];

  const chart = plot(signal, {
    label: t.runs.plot,
    height: 460,
    choose: (curve) => {
      if (curve.open) location.hash = curve.open;
    },
  });
  const note = element('p', { class: 'note', role: 'status' });
  const side = element('div');

  const colourOf = colourChooser(varying);
  const matching = (): Run[] => {
    const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
    return runs.filter((run) => {
      if (!passes(run, state.off)) return false;
      const name = `${names.get(run) ?? ''} ${run.label} ${run.id}`.toLowerCase();
      return words.every((part) => name.includes(part));
    });
  };
  const curveOf = (run: Run, index: number): Curve => ({
    key: run.id,
    name: names.get(run) ?? run.id,
    colour: colourOf(run, index, state.colour),
    x: valuesOf(run, state.along),
    y: valuesOf(run, state.up),
    open: `#run=${encodeURIComponent(run.id)}`,
    aside: kRunaways.has(run.line.outcome.verdict),
  });
  const bandsOf = (matched: readonly Run[]): Curve[] => {
    const groups = new Map<string, Run[]>();
    for (const run of matched) {
      const key = [...varying.keys()].filter((name) => name !== 'seed').map((name) => `${name}=${settingWords(run.settings.get(name))}`).join(' ');
      groups.set(key, [...(groups.get(key) ?? []), run]);
    }
    return [...groups].slice(0, kMaxCurves).map(([key, all], i): Curve => {
      const group = distinct(all);
      const lines = group.map((run) => ({ x: valuesOf(run, state.along), y: valuesOf(run, state.up) })).filter((line) => line.y.length > 0);
      const band = bandOf(lines, state.low, 1 - state.low);
      const [head] = group;
      const name = (head && seedless.get(head)) ?? key;
      return { key, name: `${name} (${t.runs.seeds(group.length)})`, colour: head ? colourOf(head, i, state.colour) : categoryColour(i), x: band.x, y: band.median, band };
    });
  };

  const update = (): void => {
    const matched = matching();
    const drawable = matched.filter((run) => valuesOf(run, state.up).length > 0);
    curves = state.band ? bandsOf(drawable) : drawable.slice(0, kMaxCurves).map(curveOf);
    chart.set(curves, { title: quantityWords(state.along), logarithmic: state.logAlong }, { title: quantityWords(state.up), logarithmic: state.logUp }, state.hidden);
    widths.hidden = !state.band;
    const shown = state.band ? matched.length : Math.min(kMaxCurves, matched.length);
    const runaways = curves.filter((curve) => curve.aside).length;
    note.textContent = (curves.length === 0 ? `${t.runs.nothing} ` : '') + t.runs.drawn(shown, matched.length, runs.length) + (runaways > 0 && runaways < curves.length ? ` ${t.runs.runaways(runaways)}` : '') + (state.logUp || state.logAlong ? ` ${t.runs.noLog}` : '');
    side.replaceChildren(legend(curves, (hidden) => chart.hide(hidden), state.hidden));
  };
  const set = (change: () => void): void => {
    change();
    update();
  };
  const options = (list: readonly string[]): { value: string; text: string }[] => list.map((value) => ({ value, text: quantityWords(value) }));
  const search = element('input', { type: 'search' });
  search.value = state.search;
  search.addEventListener('input', () => set(() => (state.search = search.value)));
  const widths = select(t.runs.width, [0.25, 0.1, 0].map((low) => ({ value: String(low), text: `${low * 100}–${(1 - low) * 100} %` })), String(state.low), (value) => set(() => (state.low = Number(value))));
  const controls = element(
    'div',
    { class: 'controls' },
    select(t.runs.y, options(upOf(runs)), state.up, (value) => set(() => (state.up = value))),
    select(t.runs.x, options(alongOf(runs)), state.along, (value) => set(() => (state.along = value))),
    select(t.runs.show, [{ value: 'each', text: t.runs.each }, { value: 'band', text: t.runs.band }], state.band ? 'band' : 'each', (value) => set(() => (state.band = value === 'band'))),
    widths,
    select(t.runs.colour, [{ value: 'run', text: t.runs.run }, ...[...choices.keys()].map((value) => ({ value, text: value }))], state.colour, (value) => set(() => (state.colour = value))),
    tick(t.runs.logY, state.logUp, (on) => set(() => (state.logUp = on))),
    tick(t.runs.logX, state.logAlong, (on) => set(() => (state.logAlong = on))),
    button(t.runs.zoomOut, () => chart.showAll()),
    runs.length > 10 && element('label', { class: 'pick' }, t.runs.search, search),
  );
  update();
  return element(
    'div',
    {},
    element('h1', {}, t.runs.title),
    filters(choices, state.off, update),
    figure({
      title: t.runs.picture,
      look: t.runs.look,
      body: [controls, element('div', { class: 'explorer' }, chart.element, side), note],
      picture: () => chart.picture(),
      table: () => curvesTable(curves.filter((curve) => !state.hidden.has(curve.key)), { title: state.along, logarithmic: false }, { title: state.up, logarithmic: false }),
    }),
    pathsView(signal, runs),
  );
}

/** Numbers run along a scale of colours in their order; words get a colour each. */
function colourChooser(varying: ReadonlyMap<string, readonly Setting[]>): (run: Run, index: number, by: string) => string {
  const places = new Map<string, Map<Setting, number>>();
  return (run, index, by) => {
    const values = varying.get(by);
    if (!values) return categoryColour(index);
    let place = places.get(by);
    if (!place) {
      place = new Map([...values].sort(inOrder).map((value, i) => [value, i]));
      places.set(by, place);
    }
    const value = run.settings.get(by);
    const at = value === undefined ? 0 : (place.get(value) ?? 0);
    const numeric = values.length > 2 && values.every((entry) => typeof entry === 'number');
    return numeric ? rateColour(at / (values.length - 1)) : categoryColour(at);
  };
}
