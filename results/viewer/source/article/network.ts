// The network as the parameters of a run describe it: layers of weights and biases, ReLU between
// them, softmax at the end. Used to colour the plane by the class that the network decides for.

import type { Numbers } from '../data/columns';
import type { Rgb } from '../drawing/colours';
import { mix } from '../drawing/colours';
import type { Block } from '../report';

export interface Layer {
  weights: Block;
  /** Null: a layer without biases. */
  biases: Block | null;
}

/** Layers by role and shape, never by name: a matrix, then a vector as long as it has rows. */
export function layersOf(blocks: readonly Block[]): Layer[] {
  const layers: Layer[] = [];
  blocks.forEach((block, i) => {
    if (block.role !== 'matrix') return;
    const next = blocks[i + 1];
    const length = next ? next.rows * next.cols : 0;
    layers.push({ weights: block, biases: next && next.role === 'vector' && length === block.rows ? next : null });
  });
  return layers;
}

/** Layers that feed into each other, from the plane to at least two classes; otherwise null. */
export function planarNetwork(blocks: readonly Block[]): Layer[] | null {
  const layers = layersOf(blocks);
  if (layers.length === 0 || layers[0]?.weights.cols !== 2) return null;
  for (let i = 1; i < layers.length; i++) {
    if (layers[i]?.weights.cols !== layers[i - 1]?.weights.rows) return null;
  }
  return layers;
}

/** Class probabilities at one place; `out` has one entry a class. */
export function probabilities(layers: readonly Layer[], parameters: Numbers, x0: number, x1: number, out: Float64Array): void {
  let input: ArrayLike<number> = [x0, x1];
  layers.forEach(({ weights, biases }, number) => {
    const { rows, cols, offset } = weights;
    const last = number === layers.length - 1;
    const output = last ? out : new Float64Array(rows);
    for (let r = 0; r < rows; r++) output[r] = biases ? (parameters[biases.offset + r] ?? 0) : 0;
    for (let c = 0; c < cols; c++) {
      const value = input[c] ?? 0;
      if (value === 0) continue;
      const column = offset + c * rows;
      for (let r = 0; r < rows; r++) output[r] = (output[r] ?? 0) + (parameters[column + r] ?? 0) * value;
    }
    if (!last) for (let r = 0; r < rows; r++) if ((output[r] ?? 0) < 0) output[r] = 0;
    input = output;
  });
  let highest = -Infinity;
  for (const value of out) if (value > highest) highest = value;
  let sum = 0;
  for (let k = 0; k < out.length; k++) sum += out[k] = Math.exp((out[k] ?? 0) - highest);
  for (let k = 0; k < out.length; k++) out[k] = (out[k] ?? 0) / sum;
}

export interface Plane {
  low0: number;
  high0: number;
  low1: number;
  high1: number;
}

/** Colours of `size` x `size` places, row by row from the top: the surer, the deeper. */
export function paintRegions(
  layers: readonly Layer[],
  parameters: Numbers,
  plane: Plane,
  size: number,
  classes: readonly Rgb[],
  paper: Rgb,
  pixels: Uint8ClampedArray,
): void {
  const count = layers[layers.length - 1]?.weights.rows ?? 0;
  const out = new Float64Array(count);
  const chance = 1 / count;
  for (let row = 0; row < size; row++) {
    const x1 = plane.high1 - ((row + 0.5) / size) * (plane.high1 - plane.low1);
    for (let column = 0; column < size; column++) {
      const x0 = plane.low0 + ((column + 0.5) / size) * (plane.high0 - plane.low0);
      probabilities(layers, parameters, x0, x1, out);
      let winner = 0;
      for (let k = 1; k < count; k++) if ((out[k] ?? 0) > (out[winner] ?? 0)) winner = k;
      const sure = ((out[winner] ?? chance) - chance) / (1 - chance);
      const colour = Number.isFinite(sure) ? mix(paper, classes[winner] ?? paper, 0.1 + 0.45 * sure) : paper;
      const at = 4 * (row * size + column);
      pixels[at] = colour[0];
      pixels[at + 1] = colour[1];
      pixels[at + 2] = colour[2];
      pixels[at + 3] = 255;
    }
  }
}
