import { describe, expect, it } from 'vitest';
import { Run } from '../data/run';
import type { Folder, RunLine, Settings } from '../report';
import { countFromStart, hasCurve, heightAt, type Landscape, landscapeOf, lowestMinimum, slopeAt } from './landscape';
import { landscapeScales } from './landscape_lane';
import { outcomeWords } from './outcome_words';
import { sectionsOf, spiralName } from './sections';
import { fallingTogether } from './together';

const folder: Folder = { path: 'x', manifest: null, runs: [] };
let serial = 0;
function run(label: string, problem: string, optimizer: Settings, more: Partial<RunLine> = {}): Run {
  return new Run({ id: `run-${++serial}`, label, problem: { name: problem }, optimizer, schedule: { name: 'constant' }, seed: 0, outcome: { status: '', verdict: '', reason: '', steps: 1, final_loss: 1 }, ...more }, folder, serial);
}

describe('loss and accuracy falling together', () => {
  it('marks intervals in which both fall and joins neighbours', () => {
    const steps = Float64Array.of(0, 1, 2, 3, 4, 5);
    const loss = Float64Array.of(5, 4, 3, 2, 3, 1);
    const accuracy = Float64Array.of(0.5, 0.4, 0.3, 0.6, 0.5, 0.4);
    expect(fallingTogether(steps, loss, accuracy)).toEqual([{ from: 0, to: 2 }, { from: 4, to: 5 }]);
  });
  it('marks nothing where values are missing', () => expect(fallingTogether(Float64Array.of(0, 1), Float64Array.of(NaN, 1), Float64Array.of(1, 0))).toEqual([]));
});

describe('the landscape', () => {
  const land: Landscape = { x: Float64Array.of(-2, -1, 0, 1), loss: Float64Array.of(3, 1, 2, 0), minimumX: Float64Array.of(-1, 1), minimumLoss: Float64Array.of(1, 0), domain: [-2, 1], heights: [0, 3] };
  it('has heights and slopes between its points', () => {
    expect(heightAt(land, -1.5)).toBe(2);
    expect(heightAt(land, 1)).toBe(0);
    expect(heightAt(land, 5)).toBeNaN();
    expect(slopeAt(land, 0.25)).toBe(-2);
    expect(slopeAt(land, -3)).toBeNaN();
  });
  it('is known from the states alone where the results hold no curve', () => {
    const trace = { step: [0, 1, 2], x0: [-2, -1, 0.5], loss: [3, 1, 2] };
    const bare = landscapeOf(run('', 'l', { name: 'sgd' }, { trace }));
    expect(hasCurve(bare)).toBe(false);
    expect(bare.domain).toEqual([-2, 0.5]);
    expect(bare.heights).toEqual([1, 3]);
    expect(landscapeScales(bare).y.low).toBeLessThan(1);
    expect(landscapeScales(bare).y.high).toBeGreaterThan(3);
    expect(hasCurve(land)).toBe(true);
  });
  it('counts minima from the start', () => {
    expect(lowestMinimum(land)).toBe(1);
    expect(countFromStart(land, -2, 0)).toBe(1);
    expect(countFromStart(land, -2, 1)).toBe(2);
    expect(countFromStart(land, 1, 0)).toBe(2);
  });
  it('is judged in words', () => {
    const trace = { step: [0, 1], x0: [-2, -1], loss: [3, 1] };
    const words = (outcome: Partial<RunLine['outcome']>): string => outcomeWords(run('', 'l', { name: 'sgd' }, { trace, outcome: { status: '', verdict: '', reason: '', steps: 1, final_loss: 1, ...outcome } }), land);
    expect(words({ verdict: 'local_minimum', reached_minimum_index: 0, reached_step: 4 })).toBe('Ended stuck in the first local minimum from the start.');
    expect(words({ verdict: 'oscillating', reached_minimum_index: 1, reached_step: 8 })).toBe('Reached the global minimum at step 8, and oscillates about it.');
    expect(words({ verdict: 'left_domain', left_domain_step: 12 })).toBe('Left the domain at step 12 and did not come back.');
    expect(words({ status: 'diverged', verdict: 'diverged', diverged_step: 30, explosion_start_step: 2, final_loss: null })).toBe('Diverged at step 30: from step 2 on, loss and gradient grew at every step.');
  });
});

describe('the parts of the article', () => {
  const runs = [
    run('table 1: learning rate 1.0', 'spiral', { name: 'sgd', learning_rate: 1 }),
    run('table 2: learning rate 0.85', 'spiral', { name: 'sgd', learning_rate: 0.85 }),
    run('table 3: decay 1e-2', 'spiral', { name: 'sgd', learning_rate: 1 }),
    run('table 4: decay 1e-3', 'spiral', { name: 'sgd', learning_rate: 1 }, { schedule: { name: 'inverse_time', decay: 0.001 } }),
    run('table 4: decay 1e-3', 'spiral', { name: 'sgd', learning_rate: 1 }, { schedule: { name: 'inverse_time', decay: 0.01 } }),
    run('momentum', 'spiral', { name: 'momentum', learning_rate: 1, momentum: 0.9 }),
    run('figure xor', 'article_landscape', { name: 'momentum', learning_rate: 0.14, momentum: 0.1 }),
    run('', 'article_landscape', { name: 'momentum', learning_rate: 0.01, momentum: 0.9 }),
    run('learning rates', 'spiral', { name: 'sgd', learning_rate: 5 }),
    run('twenty seeds', 'spiral', { name: 'sgd', learning_rate: 1 }, { seed: 3 }),
    run('mini-batch', 'spiral', { name: 'sgd', learning_rate: 1 }, { batch_size: 32 }),
    run('continuation: Adam', 'spiral', { name: 'adam', learning_rate: 0.05 }, { schedule: { name: 'inverse_time', decay: 5e-7 } }),
    run('twenty rates of decay 0.1', 'article_landscape', { name: 'sgd', learning_rate: 0.01 }, { schedule: { name: 'inverse_time', decay: 0.1 } }),
  ];
  const found = sectionsOf(runs);
  it('are found by label and settings', () => {
    expect(found.constant?.number('optimizer.learning_rate')).toBe(1);
    expect(found.calm?.number('optimizer.learning_rate')).toBe(0.85);
    expect(found.decays.map((each) => each.number('schedule.decay'))).toEqual([0.01, 0.001]);
    expect(found.momenta).toHaveLength(1);
    expect([...found.figures.keys()]).toEqual(['xor', 'mog']);
    expect([found.rates.length, found.seeds.length, found.batches.length]).toEqual([1, 1, 1]);
    expect(found.others.map((each) => each.optimizer)).toEqual(['adam']);
    expect(found.listed?.number('schedule.decay')).toBe(0.1);
  });
  it('shows a run that was recorded twice once', () => expect(found.spiral).toHaveLength(6));
  it('names runs by what differs', () => expect(spiralName(found.decays[0] as Run, (word) => word)).toBe('sgd: learning_rate 1, decay 0.01'));
  it('is empty without runs', () => expect(sectionsOf([]).constant).toBeNull());
});
