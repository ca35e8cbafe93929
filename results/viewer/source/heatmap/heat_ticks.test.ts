import { describe, expect, it } from 'vitest';
import { cellTicks } from './heat_ticks';

const linear = (low: number, high: number, count: number): number[] => Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const rates = linear(-4, -1, 1000).map((exponent) => 10 ** exponent);

describe('the ticks of a heat map', () => {
  it('stand at every cell where there is room', () => {
    expect(cellTicks([0.1, 0.3, 1], 0, 3, 8)).toEqual([{ value: 0, text: '0.1' }, { value: 1, text: '0.3' }, { value: 2, text: '1' }]);
    expect(cellTicks(['adam', 'sgd'], 0, 2, 8).map(({ text }) => text)).toEqual(['adam', 'sgd']);
  });
  it('stand at round numbers between many cells', () => {
    const ticks = cellTicks(linear(0, 0.99, 1000), 0, 1000, 6);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '0.2', '0.4', '0.6', '0.8']);
    expect(ticks[1]?.value).toBeCloseTo((999 * 0.2) / 0.99, 6);
  });
  it('stand at powers of ten between logarithmic ones', () => {
    const ticks = cellTicks(rates, 0, 1000, 8);
    expect(ticks.map(({ value }) => Math.round(value))).toEqual([0, 333, 666, 999]);
    expect(ticks.map(({ text }) => text)).toEqual(['10⁻⁴', '0.001', '0.01', '0.1']);
  });
  it('follow a look at a part', () => {
    const ticks = cellTicks(rates, 400, 100, 5);
    expect(ticks.length).toBeGreaterThan(1);
    for (const { value, text } of ticks) {
      expect(value).toBeGreaterThan(399.4);
      expect(value).toBeLessThan(499.6);
      expect(10 ** (-4 + (3 * value) / 999)).toBeCloseTo(Number(text), 9);
    }
  });
  it('stand at some of the cells where these follow no rule', () => {
    const squares = linear(0, 30, 31).map((root) => root * root);
    expect(cellTicks(squares, 0, 31, 8).map(({ value }) => value)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  });
});
