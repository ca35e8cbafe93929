import { describe, expect, it } from 'vitest';
import type { Block } from '../report';
import { paintRegions, planarNetwork, probabilities } from './network';

// Two inputs, two hidden, two classes. Hidden: relu(x0), relu(x1). Class 0 likes x0, class 1 likes x1.
const blocks: Block[] = [
  { name: 'a', offset: 0, rows: 2, cols: 2, role: 'matrix' },
  { name: 'b', offset: 4, rows: 2, cols: 1, role: 'vector' },
  { name: 'c', offset: 6, rows: 2, cols: 2, role: 'matrix' },
  { name: 'd', offset: 10, rows: 2, cols: 1, role: 'vector' },
];
const parameters = Float64Array.of(1, 0, 0, 1, 0, 0, 3, 0, 0, 3, 0, 0);

describe('the network', () => {
  const layers = planarNetwork(blocks) ?? [];
  it('is found by roles and shapes', () => {
    expect(layers.map((layer) => layer.weights.name)).toEqual(['a', 'c']);
    expect(layers.map((layer) => layer.biases?.name)).toEqual(['b', 'd']);
  });
  it('is none where layers do not fit or the input is no plane', () => {
    expect(planarNetwork([{ name: 'a', offset: 0, rows: 2, cols: 3, role: 'matrix' }])).toBeNull();
    expect(planarNetwork([blocks[0] as Block, { name: 'c', offset: 4, rows: 2, cols: 5, role: 'matrix' }])).toBeNull();
    expect(planarNetwork([])).toBeNull();
  });
  it('gives softmax probabilities', () => {
    const out = new Float64Array(2);
    probabilities(layers, parameters, 1, 0.5, out);
    // exp(3) / (exp(3) + exp(1.5))
    expect(out[0]).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 14);
    probabilities(layers, parameters, -1, -1, out);
    expect([...out]).toEqual([0.5, 0.5]);
  });
  it('reads matrices by columns', () => {
    const out = new Float64Array(2);
    // Entry 1 of the first matrix is row 1, column 0: hidden 1 sees x0.
    probabilities(layers, Float64Array.of(0, 1, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0), 1, 0, out);
    expect(out[1]).toBeGreaterThan(0.9);
  });
  it('does not overflow', () => {
    const out = new Float64Array(2);
    probabilities(layers, parameters.map((value) => value * 1e5), 1, 0, out);
    expect([...out]).toEqual([1, 0]);
  });
  it('colours the plane, the first row at the top', () => {
    const pixels = new Uint8ClampedArray(4 * 4);
    paintRegions(layers, parameters, { low0: 0, high0: 2, low1: 0, high1: 2 }, 2, [[255, 0, 0], [0, 0, 255]], [255, 255, 255], pixels);
    // Top left: x0 = 0.5, x1 = 1.5: class 1, blue. Bottom right: class 0, red.
    expect(pixels[2]).toBe(255);
    expect(pixels[0]).toBeLessThan(255);
    expect(pixels[12]).toBe(255);
    expect(pixels[14]).toBeLessThan(255);
  });
});
