import { describe, expect, it } from 'vitest';
import { bandwidthLimit, exponent, lastDecade, seriesOf, timingsOf } from './benchmarks';

const line = (name: string, time: number | null, more: object = {}): { name: string; cpu_time: number | null; time_unit: string } => ({ name, cpu_time: time, time_unit: 'ns', ...more });

describe('timings', () => {
  it('read kind, subject and size from the name', () => {
    const [step, gradient] = timingsOf({ benchmarks: [line('step/sgd/float32/1000000', 5), line('gradient/spiral/float32/min_time:0.5', 2, { time_unit: 'us' })] });
    expect(step).toMatchObject({ kind: 'step', subject: 'sgd/float32', size: 1_000_000, nanoseconds: 5 });
    expect(gradient).toMatchObject({ kind: 'gradient', subject: 'spiral/float32', size: null, nanoseconds: 2000 });
  });
  it('take the median of repetitions and pass over errors and nulls', () => {
    const repeated = [line('a/b', 1, { run_name: 'a/b', run_type: 'iteration' }), line('a/b_mean', 9, { run_name: 'a/b', run_type: 'aggregate', aggregate_name: 'mean' }), line('a/b_median', 2, { run_name: 'a/b', run_type: 'aggregate', aggregate_name: 'median' })];
    expect(timingsOf({ benchmarks: [...repeated, line('c', null), line('d', 1, { error_occurred: true })] }).map((timing) => [timing.name, timing.nanoseconds])).toEqual([['a/b', 2]]);
  });
  it('measure growth', () => {
    const [series] = seriesOf(timingsOf({ benchmarks: [line('step/x/float32/10000', 4e4), line('step/x/float32/100', 100), line('step/x/float32/1000', 1000)] }), 'step');
    if (!series) throw new Error('no series');
    expect([...series.sizes]).toEqual([100, 1000, 10000]);
    expect(exponent(series, 0, 1)).toBeCloseTo(1, 12);
    expect(lastDecade(series)).toBe(1);
  });
  it('draw the limit from the bandwidth measured nearest', () => {
    const timings = timingsOf({ benchmarks: [line('bandwidth/triad/1000', 1, { bytes_per_second: 1e11 }), line('bandwidth/triad/10000000', 1, { bytes_per_second: 1e10 }), line('step/sgd/float32/1000', 1)] });
    const limit = bandwidthLimit(timings, [1000, 1e7]);
    expect([...(limit?.nanoseconds ?? [])]).toEqual([120, 12_000_000]);
    expect(bandwidthLimit(timings.slice(2), [1000])).toBeNull();
  });
});
