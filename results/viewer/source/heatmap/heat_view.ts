// The page of the heat map: which results, which two settings, which value; cells, legend, reading.

import { numberWords, settingWords } from '../data/settings';
import { palette } from '../drawing/palette';
import { hex } from '../drawing/colours';
import { canvasPicture } from '../page/canvas_picture';
import { button, element, select, tick } from '../page/element';
import { figure } from '../page/figure';
import { texts } from '../text/texts';
import { heatCanvas } from './heat_canvas';
import { type AmountScale, amountAt, amountScale, amountShade, categoryShade, kNoValue, paintCells } from './heat_colours';
import type { HeatGrid, HeatSource } from './heat_grid';
import { quantityWords, verdictWords } from '../text/words';

export function heatView(signal: AbortSignal, sources: readonly HeatSource[]): HTMLElement {
  const t = texts();
  const holder = element('div', {}, element('h1', {}, t.map.title));
  const place = element('div');
  const sourceChoice = sources.length > 1 ? element('div', { class: 'controls' }, select(t.map.source, sources.map((source, i) => ({ value: String(i), text: source.title })), '0', (value) => open(sources[Number(value)]))) : null;
  const open = (source: HeatSource | undefined): void => {
    if (source) place.replaceChildren(heatFigure(signal, source));
  };
  open(sources[0]);
  holder.append(...(sourceChoice ? [sourceChoice] : []), place);
  return holder;
}

function heatFigure(signal: AbortSignal, source: HeatSource): HTMLElement {
  const t = texts();
  const state = { x: source.first[0], y: source.first[1], quantity: source.quantities[0] ?? 'final_loss', logarithmic: true };
  let grid: HeatGrid = source.grid(state.x, state.y, state.quantity);
  let scale: AmountScale | null = null;
  const image = document.createElement('canvas');
  const reading = element('div', { role: 'status' });
  const side = element('div');
  const axes = element('span', { class: 'controls' });

  const valueWords = (value: number): string => {
    if (Number.isNaN(value)) return state.quantity === 'target_step' ? t.map.notReached : t.map.noValue;
    const category = grid.categories?.[value];
    return category === undefined ? numberWords(value) : verdictWords(category);
  };
  const read = (x: number, y: number): void => {
    const { count, run, command } = grid.cell(x, y);
    const value = grid.values[y * grid.xs.length + x] ?? NaN;
    const lines = [
      element('p', {}, `${grid.xName} ${settingWords(grid.xs[x])}`, element('br'), grid.yName === '–' ? '' : `${grid.yName} ${settingWords(grid.ys[y])}`),
      element('p', {}, count === 0 ? t.map.nothing : element('strong', {}, `${quantityWords(state.quantity)}: ${valueWords(value)}`), count > 1 ? ` (${t.map.runs(count)})` : ''),
    ];
    if (run) lines.push(element('p', {}, element('a', { href: `#run=${encodeURIComponent(run.id)}` }, t.map.openRun)));
    else if (command) lines.push(element('p', { class: 'note' }, t.map.repeat), element('p', {}, element('code', {}, command)));
    reading.replaceChildren(...lines);
  };
  const choose = (x: number, y: number): void => {
    const { run } = grid.cell(x, y);
    if (run) location.hash = `run=${encodeURIComponent(run.id)}`;
    else read(x, y);
  };
  const cells = heatCanvas(signal, read, choose);
  const update = (): void => {
    grid = source.grid(state.x, state.y, state.quantity);
    const { categories } = grid;
    image.width = grid.xs.length;
    image.height = grid.ys.length;
    const context = image.getContext('2d');
    if (!context) return;
    const data = context.createImageData(image.width, image.height);
    const pixels = new Uint32Array(data.data.buffer);
    scale = categories ? null : amountScale(grid.values, state.logarithmic);
    const verdicts = state.quantity === 'verdict';
    paintCells(pixels, grid.values, grid.counts, grid.xs.length, scale ? { scale } : { colours: (categories ?? []).map((name, i) => categoryShade(name, i, verdicts)) });
    context.putImageData(data, 0, 0);
    cells.element.setAttribute('aria-label', t.map.picture(quantityWords(state.quantity), state.x, state.y));
    cells.set(grid, image);
    side.replaceChildren(element('h3', {}, t.map.legend), legendOf(signal, grid, scale, verdicts, quantityWords(state.quantity)));
  };
  const set = (change: () => void): void => {
    change();
    update();
  };
  const options = (list: readonly string[]): { value: string; text: string }[] => list.map((value) => ({ value, text: quantityWords(value) }));
  // Two axes must differ: choosing the other's setting swaps them.
  const showAxes = (): void => {
    const choose = (mine: 'x' | 'y', other: 'x' | 'y') => (value: string): void =>
      set(() => {
        if (state[other] === value) state[other] = state[mine];
        state[mine] = value;
        showAxes();
      });
    axes.replaceChildren(select(t.map.x, options(source.axes), state.x, choose('x', 'y')), select(t.map.y, options(source.axes), state.y, choose('y', 'x')));
  };
  if (source.axes.length > 1) showAxes();
  update();
  const controls = element(
    'div',
    { class: 'controls' },
    select(t.map.value, options(source.quantities), state.quantity, (value) => set(() => (state.quantity = value))),
    axes,
    tick(t.map.logColour, true, (on) => set(() => (state.logarithmic = on))),
    button(t.map.reset, () => cells.showAll()),
  );
  axes.style.margin = '0';
  return figure({
    title: source.title,
    look: t.map.look,
    body: [controls, element('div', { class: 'heat' }, element('div', {}, cells.element), element('div', {}, reading, side)), element('p', { class: 'note' }, `${t.map.cells(grid.values.length)}. ${source.axes.length > 2 ? t.map.other : ''}`)],
    picture: cells.picture,
    table: () => ({ columns: [grid.xName, grid.yName, state.quantity], rows: cellRows(grid, valueWords) }),
  });
}

function* cellRows(grid: HeatGrid, words: (value: number) => string): Generator<(string | number)[]> {
  for (let j = 0; j < grid.ys.length; j++) {
    for (let i = 0; i < grid.xs.length; i++) {
      const at = j * grid.xs.length + i;
      if (grid.counts && grid.counts[at] === 0) continue;
      const value = grid.values[at] ?? NaN;
      yield [settingWords(grid.xs[i]), settingWords(grid.ys[j]), grid.categories ? words(value) : value];
    }
  }
}

function legendOf(signal: AbortSignal, grid: HeatGrid, scale: AmountScale | null, verdicts: boolean, title: string): HTMLElement {
  const t = texts();
  const entry = (colour: string, text: string, count: number): HTMLElement => {
    const mark = element('i', { 'aria-hidden': 'true' });
    mark.style.color = colour;
    mark.style.height = '1rem';
    return element('li', {}, mark, element('span', {}, `${text} · ${count.toLocaleString('en')}`));
  };
  const counts = new Map<number, number>();
  let missing = 0;
  grid.values.forEach((value, i) => {
    if (grid.counts && grid.counts[i] === 0) return;
    if (Number.isNaN(value)) missing++;
    else if (!scale) counts.set(value, (counts.get(value) ?? 0) + 1);
  });
  const items: HTMLElement[] = [];
  if (!scale) (grid.categories ?? []).forEach((name, i) => counts.has(i) && items.push(entry(categoryShade(name, i, verdicts), verdictWords(name), counts.get(i) ?? 0)));
  if (missing > 0) items.push(entry(kNoValue, t.map.noValue, missing));
  const list = element('ul', { class: 'legend' }, ...items);
  if (!scale) return list;
  const bar = canvasPicture(
    signal,
    () => 54,
    (surface) => {
      const width = surface.width - 8;
      for (let i = 0; i < width; i++) surface.rectangle(4 + i, 2, 1.5, 18, hex(amountShade(i / width)));
      for (const part of [0, 0.5, 1]) {
        surface.text(numberWords(Number(amountAt(scale, part).toPrecision(3))), 4 + part * width, 38, { colour: palette().soft, size: 11, align: part === 0 ? 'start' : part === 1 ? 'end' : 'middle' });
      }
    },
    title,
  );
  return element('div', {}, element('div', {}, bar.element), list);
}
