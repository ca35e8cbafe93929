import { describe, expect, it } from 'vitest';
import { extent, indexAtOrBefore, indexNearest, unpackColumn, unpackMatrix } from './columns';

const packed = (array: Float32Array | Int16Array | Uint8Array): string => Buffer.from(array.buffer).toString('base64');

describe('columns', () => {
  it('turns null into NaN', () => expect([...unpackColumn([1, null, 3])]).toEqual([1, NaN, 3]));
  it('counts out a range', () => expect([...unpackColumn({ encoding: 'range', start: 0, step: 100, count: 4 })]).toEqual([0, 100, 200, 300]));
  it('unpacks base64', () => {
    expect([...unpackColumn({ encoding: 'float32', data: packed(Float32Array.of(1.5, NaN, -2)) })]).toEqual([1.5, NaN, -2]);
    expect([...unpackColumn({ encoding: 'uint8', data: packed(Uint8Array.of(0, 255)) })]).toEqual([0, 255]);
  });
  it('is empty where nothing is', () => expect(unpackColumn(undefined)).toHaveLength(0));
});

describe('matrices', () => {
  it('come as JSON rows', () => {
    const rows = unpackMatrix([[1, 2], [3, null]]);
    expect(rows.count).toBe(2);
    expect([...rows.row(1)]).toEqual([3, NaN]);
  });
  it('come as 16 bits with a scale a row', () => {
    const rows = unpackMatrix({ encoding: 'int16', rows: 2, scale: [0.5, 0.001], data: packed(Int16Array.of(2, -4, 1000, 32767)) });
    expect([...rows.row(0)]).toEqual([1, -2]);
    expect(rows.row(1)[1]).toBeCloseTo(32.767, 12);
  });
  it('are empty where nothing is', () => expect(unpackMatrix(null).count).toBe(0));
});

describe('looking up', () => {
  const steps = Float64Array.of(0, 10, 20, 40);
  it('finds the entry at or before', () => {
    expect([-5, 0, 9.9, 10, 39, 40, 99].map((value) => indexAtOrBefore(steps, value))).toEqual([0, 0, 0, 1, 2, 3, 3]);
  });
  it('finds the nearest', () => expect([4, 6, 31].map((value) => indexNearest(steps, value))).toEqual([0, 1, 3]));
  it('leaves out what is not finite', () => {
    expect(extent([NaN, 3, Infinity, -1])).toEqual([-1, 3]);
    expect(extent([NaN])).toBeNull();
  });
});
