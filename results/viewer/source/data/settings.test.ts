import { describe, expect, it } from 'vitest';
import type { Folder, RunLine } from '../report';
import { csv } from './csv';
import { distinct, Run } from './run';
import { commandOf, namesOf, numberWords, shortName, varyingSettings } from './settings';

const folder: Folder = { path: 'x', manifest: null, runs: [] };
const line = (more: Partial<RunLine> = {}): RunLine => ({
  id: 'run-1', problem: { name: 'spiral', hidden: [64] }, optimizer: { name: 'sgd', learning_rate: 1 }, schedule: { name: 'constant' }, problem_spec: 'spiral:samples=100', optimizer_spec: 'sgd:learning_rate=1.0',
  seed: 0, budget: { steps: 100 }, outcome: { status: '', verdict: '', reason: null, steps: 100, final_loss: 1 }, ...more,
});
const run = (more: Partial<RunLine> = {}): Run => new Run(line(more), folder, 0);

describe('settings', () => {
  it('lie flat under dotted names', () => {
    const { settings } = run();
    expect(settings.get('optimizer')).toBe('sgd');
    expect(settings.get('optimizer.learning_rate')).toBe(1);
    expect(settings.get('problem.hidden')).toBe('[64]');
  });
  it('counts equal results once', () => {
    const runs = ['a', 'a', 'b', undefined, undefined].map((hash) => run(hash === undefined ? {} : { trace_hash: hash }));
    expect(distinct(runs)).toEqual([runs[0], runs[2], runs[3], runs[4]]);
  });
  it('finds what varies, numbers in order', () => {
    const runs = [10, 2, 1].map((rate) => run({ optimizer: { name: 'sgd', learning_rate: rate } }));
    expect([...varyingSettings(runs)]).toEqual([['optimizer.learning_rate', [1, 2, 10]]]);
    expect(shortName(runs[0] as Run, varyingSettings(runs))).toBe('sgd · learning_rate 10');
  });
  it('names a setting only where it tells runs of one rule on one problem apart', () => {
    const runs = [run({ seed: 0 }), run({ seed: 1 }), run({ problem: { name: 'well' }, optimizer: { name: 'adam', beta1: 0.9 } })];
    expect([...namesOf(runs).values()]).toEqual(['spiral · sgd · seed 0', 'spiral · sgd · seed 1', 'well · adam']);
    expect([...namesOf(runs, ['seed']).values()]).toEqual(['spiral · sgd', 'spiral · sgd', 'well · adam']);
  });
  it('survives names that objects know', () => expect(varyingSettings([run({ problem: { name: '__proto__' } }), run({ problem: { name: 'constructor' } })]).get('problem')).toEqual(['__proto__', 'constructor']));
});

describe('the command that repeats a run', () => {
  it('names what differs from the defaults', () => {
    expect(commandOf(line({ seed: 3, precision: 'float64', batch_size: 32 }))).toBe('descend run -p spiral:samples=100 -o sgd:learning_rate=1.0 --steps 100 --batch-size 32 --seed 3 --precision float64');
  });
  it('names the schedule and the changes', () => {
    expect(commandOf(line({ schedule: { name: 'inverse_time', decay: 0.001 }, changes: [{ step: 5, option: 'learning_rate', value: 0.1 }] }))).toBe(
      "descend run -p spiral:samples=100 -o sgd:learning_rate=1.0 -s inverse_time:decay=0.001 --steps 100 --change 'learning_rate@5=0.1'",
    );
  });
  it('quotes what a shell would read', () => expect(commandOf(line({ problem_spec: "spiral:hidden=[64,64];echo 'x'" }))).toContain(`-p 'spiral:hidden=[64,64];echo '\\''x'\\'''`));
});

describe('numbers in words', () => {
  it.each([[0.30000000000000004, '0.3'], [-1.5, '−1.5'], [1e-9, '1e−9'], [123456789, '1.235e8'], [0, '0'], [null, '–'], [NaN, '–'], [Infinity, '∞'], [10000, '10000']] as const)('%s is %s', (value, words) => expect(numberWords(value)).toBe(words));
});

describe('CSV', () => {
  it('quotes, leaves gaps, defuses formulas', () => {
    expect(csv({ columns: ['a', 'b,c'], rows: [[1, null], ['x"y', NaN], ['=1+1', -0.5]] })).toBe('a,"b,c"\r\n1,\r\n"x""y",\r\n\'=1+1,-0.5\r\n');
  });
});
