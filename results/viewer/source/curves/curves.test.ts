import { describe, expect, it } from 'vitest';
import { type Curve, curvesExtent, nearestCurve, nearestIndex, placed } from './curve';
import { tracePath } from './trace_path';

const curve = (key: string, x: number[], y: number[]): Curve => ({ key, name: key, colour: '#000000', x: Float64Array.from(x), y: Float64Array.from(y) });
const linear = { title: '', logarithmic: false };
const logarithmic = { title: '', logarithmic: true };
const at = { offsetX: 0, scaleX: 1, offsetY: 0, scaleY: 1, left: 0, right: 1000 };

function pathOf(x: number[], y: number[], place = at): string[] {
  const words: string[] = [];
  tracePath({ moveTo: (a, b) => words.push(`M${a},${b}`), lineTo: (a, b) => words.push(`L${a},${b}`) }, Float64Array.from(x), Float64Array.from(y), place);
  return words;
}

describe('a curve on the canvas', () => {
  it('joins its points', () => expect(pathOf([0, 1, 2], [5, 6, 7])).toEqual(['M0,5', 'L1,6', 'L2,7']));
  it('lifts the pen at gaps', () => expect(pathOf([0, 1, 2], [5, NaN, 7])).toEqual(['M0,5', 'M2,7']));
  it('keeps lowest and highest of a pixel column', () => {
    const path = pathOf([0, 0.2, 0.4, 0.6, 0.8, 5], [1, 9, -3, 4, 2, 0]);
    expect(path).toEqual(['M0,1', 'L0,-3', 'L0,9', 'L0,2', 'L5,0']);
  });
  it('ends at the last point', () => expect(pathOf([0, 5, 5.1], [0, 1, 2]).at(-1)).toMatch(/,2$/));
  it('draws many points at the cost of the pixels', () => {
    const x = Array.from({ length: 100_000 }, (_, i) => i / 1000);
    expect(pathOf(x, x.map(Math.sin)).length).toBeLessThan(500);
  });
});

describe('hovering', () => {
  it('finds the nearest place of the nearest curve', () => {
    const all = [placed(curve('a', [0, 10, 20], [0, 0, 0]), linear, linear), placed(curve('b', [0, 10, 20], [10, 10, 10]), linear, linear)];
    expect(nearestCurve(all, 12, 9, 1, 1, 40)?.placed.curve.key).toBe('b');
    expect(nearestCurve(all, 12, 9, 1, 1, 40)?.index).toBe(1);
    expect(nearestCurve(all, 12, 900, 1, 1, 40)).toBeNull();
  });
  it('also between points far apart', () => expect(nearestCurve([placed(curve('a', [0, 1000], [0, 1000]), linear, linear)], 500, 505, 1, 1, 40)).not.toBeNull());
  it('passes over what a logarithm does not have', () => {
    const { x } = placed(curve('a', [0, 1, 10, 100], [1, 1, 1, 1]), logarithmic, linear);
    expect(nearestIndex(x, 0.9)).toBe(2);
  });
});

describe('extent', () => {
  it('of curves leaves out what cannot be drawn', () => {
    const curves = [curve('a', [0, 1], [0, 5]), curve('b', [1], [NaN])];
    expect(curvesExtent(curves, 'y', false)).toEqual([0, 5]);
    expect(curvesExtent(curves, 'y', true)).toEqual([5, 5]);
    expect(curvesExtent([curve('b', [1], [NaN])], 'y', false)).toBeNull();
  });
});
