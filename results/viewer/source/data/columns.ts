// Unpacks columns and matrices of the report into typed arrays; null becomes NaN.

import type { Column, Matrix } from '../report';
import { laterText } from './later';

export type Numbers = Float64Array;

type FromBase64 = { fromBase64?: (base64: string) => Uint8Array<ArrayBuffer> };

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as FromBase64;
  if (fromBase64) return fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const kArrays = {
  float64: Float64Array,
  float32: Float32Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as const;

/** Empty where the column is not there, or not yet. */
export function unpackColumn(column: Column | undefined | null): Numbers {
  if (!column) return new Float64Array(0);
  if (Array.isArray(column)) return Float64Array.from(column, (value) => value ?? NaN);
  if (column.encoding === 'range') {
    const values = new Float64Array(column.count);
    for (let i = 0; i < values.length; i++) values[i] = column.start + i * column.step;
    return values;
  }
  const base64 = 'data' in column ? column.data : laterText(column.at, column.length);
  return new Float64Array(new kArrays[column.encoding](bytesOf(base64).buffer));
}

/** Rows that are unpacked when asked for, and then kept. */
export interface Rows {
  readonly count: number;
  row(index: number): Numbers;
}

export function unpackMatrix(matrix: Matrix | undefined | null): Rows {
  if (!matrix) return { count: 0, row: () => new Float64Array(0) };
  if (Array.isArray(matrix)) {
    const kept: Numbers[] = [];
    return { count: matrix.length, row: (index) => (kept[index] ??= unpackColumn(matrix[index])) };
  }
  const { rows } = matrix;
  let values: Float32Array | Int16Array | undefined;
  const kept: Numbers[] = [];
  return {
    count: rows,
    row(index) {
      const known = kept[index];
      if (known) return known;
      if (!values) {
        const { buffer } = bytesOf(matrix.data);
        values = matrix.encoding === 'int16' ? new Int16Array(buffer) : new Float32Array(buffer);
      }
      const width = rows > 0 ? values.length / rows : 0;
      const scale = matrix.encoding === 'int16' ? (matrix.scale[index] ?? 1) : 1;
      const row = Float64Array.from(values.subarray(index * width, (index + 1) * width), (value) => value * scale);
      kept[index] = row;
      return row;
    },
  };
}

/** The index of the last entry that is not above `value`, in an ascending column; 0 if there is none. */
export function indexAtOrBefore(ascending: Numbers, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The index of the entry nearest to `value`, in an ascending column. */
export function indexNearest(ascending: Numbers, value: number): number {
  const before = indexAtOrBefore(ascending, value);
  const after = Math.min(before + 1, ascending.length - 1);
  return Math.abs((ascending[after] ?? NaN) - value) < Math.abs((ascending[before] ?? NaN) - value) ? after : before;
}

/** The least and the greatest of the finite values above a bound; null where there are none. */
export function extent(values: ArrayLike<number>, above = -Infinity): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!(value > above) || value === Infinity) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
