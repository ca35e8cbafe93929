import { describe, expect, it } from 'vitest';
import { Run } from '../data/run';
import type { Folder, MapFile, Report } from '../report';
import { amountAt, amountPart, amountScale, kNoValue, paintCells } from './heat_colours';
import { heatSources } from './heat_grid';

const map: MapFile = {
  axes: [{ name: 'learning_rate', values: [0.1, 0.2, 0.3] }, { name: 'momentum', values: [0, 0.9] }],
  problem: { name: 'article_landscape' }, optimizer: { name: 'momentum', learning_rate: 1, momentum: 0 }, budget: { steps: 50 },
  columns: { final_loss: [1, 2, 3, 4, 5, null], verdict: [0, 1, 0, 0, 0, 1] }, legend: ['global_minimum', 'diverged'],
};
const report = (folder: Folder): Report => ({ schema: 'descend.report/1', title: '', folders: [folder] });

describe('a map', () => {
  const source = heatSources(report({ path: 'm', manifest: null, runs: [], map }), [])[0];
  it('reads the first axis as the slowest', () => {
    const grid = source?.grid('learning_rate', 'momentum', 'final_loss');
    // Cell (rate 0.2, momentum 0.9) is the fourth.
    expect(grid?.values[1 * 3 + 1]).toBe(4);
    expect(grid?.values[1 * 3 + 2]).toBeNaN();
    // The loss at which the first rate with this momentum exploded is no loss to compare.
    expect(grid?.values[1 * 3 + 0]).toBeNaN();
  });
  it('can be turned', () => {
    const grid = source?.grid('momentum', 'learning_rate', 'final_loss');
    expect(grid?.xs).toEqual([0, 0.9]);
    expect(grid?.values[1 * 2 + 1]).toBe(4);
  });
  it('names the command of a cell', () => expect(source?.grid('learning_rate', 'momentum', 'final_loss').cell(2, 1).command).toBe("descend run -p 'article_landscape' -o 'momentum:learning_rate=0.3,momentum=0.9' --steps 50"));
  it.each([[['global_minimum', 'diverged']], [{ '0': 'global_minimum', '1': 'diverged' }], [{ global_minimum: 0, diverged: 1 }], [{ verdict: { '0': 'global_minimum', '1': 'diverged' } }]])('reads the legend %j', (legend) => {
    const made = heatSources(report({ path: 'm', manifest: null, runs: [], map: { ...map, legend: legend as string[] } }), [])[0];
    expect(made?.grid('learning_rate', 'momentum', 'verdict').categories).toEqual(['global_minimum', 'diverged']);
  });
});

describe('a suite of several problems', () => {
  it('has a map for each of them', () => {
    const folder: Folder = { path: 's', manifest: null, runs: [] };
    const runs = ['p', 'q'].flatMap((problem) => [0, 1, 2, 3].map((i) => new Run({ id: `${problem}${i}`, problem: { name: problem }, optimizer: { name: 'o', learning_rate: i % 2, momentum: i >> 1 }, seed: 0, outcome: { status: '', verdict: 'descending', reason: '', steps: 1, final_loss: 1 } }, folder, i)));
    expect(heatSources(report(folder), runs).map((source) => source.title)).toEqual(['s · p', 's · q']);
  });
});

describe('a suite', () => {
  const folder: Folder = { path: 's', manifest: null, runs: [] };
  let id = 0;
  const run = (rate: number, momentum: number, seed: number, loss: number | null): Run =>
    new Run({ id: String(++id), problem: { name: 'p' }, optimizer: { name: 'o', learning_rate: rate, momentum }, seed, outcome: { status: '', verdict: loss === null ? 'diverged' : 'descending', reason: '', steps: 1, final_loss: loss } }, folder, id);
  const runs = [run(0.1, 0, 0, 1), run(0.1, 0, 1, 2), run(0.1, 0, 2, 9), run(0.2, 0, 0, null), run(0.2, 0, 1, null), run(0.2, 0, 2, 1), run(0.2, 0.9, 0, 4)];
  const source = heatSources(report(folder), runs)[0];
  const grid = source?.grid('optimizer.learning_rate', 'optimizer.momentum', 'final_loss');
  it('puts rate and momentum on the axes', () => expect(source?.first).toEqual(['optimizer.learning_rate', 'optimizer.momentum']));
  it('takes the median, diverged runs being worst', () => expect([...(grid?.values ?? [])]).toEqual([2, NaN, NaN, 4]));
  it('knows empty cells', () => expect([...(grid?.counts ?? [])]).toEqual([3, 3, 0, 1]));
  it('opens the run of a cell', () => expect(grid?.cell(1, 1).run?.id).toBe('7'));
  it('takes the commonest verdict', () => {
    const verdicts = source?.grid('optimizer.learning_rate', 'optimizer.momentum', 'verdict');
    expect(verdicts?.categories?.[verdicts.values[1] ?? -1]).toBe('diverged');
  });
});

describe('colours of cells', () => {
  it('go there and back, also for losses below zero', () => {
    for (const values of [[1, 10, 100], [-1.2, 0, 3]]) {
      const scale = amountScale(Float64Array.from(values), true);
      const low = values[0] ?? 0;
      expect(amountPart(scale, low)).toBeCloseTo(0, 12);
      expect(amountAt(scale, 0)).toBeCloseTo(low, 12);
      expect(amountAt(scale, amountPart(scale, 0.5))).toBeCloseTo(0.5, 9);
    }
  });
  it('keep what has no value apart, and the first row at the bottom', () => {
    const pixels = new Uint32Array(4);
    const values = Float64Array.of(1, NaN, 2, 3);
    paintCells(pixels, values, Uint32Array.of(1, 1, 0, 1), 2, { scale: amountScale(values, false) });
    expect(pixels[0]).toBe(0);
    expect((pixels[3] ?? 0) & 255).toBe(parseInt(kNoValue.slice(1, 3), 16));
  });
});
