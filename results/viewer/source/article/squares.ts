// Weights and biases, or their updates, as coloured squares: red negative, blue positive, each
// block scaled to its largest value.

import type { Numbers } from '../data/columns';
import { numberWords } from '../data/settings';
import { hex, mix, type Rgb, rgb, signedColour } from '../drawing/colours';
import { palette } from '../drawing/palette';
import type { Surface } from '../drawing/surface';
import type { Block } from '../report';
import type { Layer } from './network';

const kGap = 14;
const kTitle = 16;

interface Grid {
  /** Cells across and down, the biases included. */
  across: number;
  down: number;
  /** Outputs run across: then the biases are the last row, else the last column. */
  outputsAcross: boolean;
}

/** The longer side lies across, so that a layer of 64 x 2 fits a page. */
function gridOf({ weights, biases }: Layer): Grid {
  const outputsAcross = weights.rows > weights.cols;
  const extra = biases ? 1 : 0;
  return outputsAcross
    ? { across: weights.rows, down: weights.cols + extra, outputsAcross }
    : { across: weights.cols + extra, down: weights.rows, outputsAcross };
}

function cellOf(grid: Grid, width: number): number {
  return Math.max(1.5, Math.min(13, width / grid.across));
}

export function squaresHeight(layers: readonly Layer[], width: number): number {
  return layers.reduce((sum, layer) => {
    const grid = gridOf(layer);
    return sum + kTitle + grid.down * cellOf(grid, width) + (layer.biases ? 3 : 0) + kGap;
  }, 0);
}

function largestOf(values: Numbers, block: Block): number {
  let largest = 0;
  for (let i = 0; i < block.rows * block.cols; i++) {
    const size = Math.abs(values[block.offset + i] ?? 0);
    if (size > largest) largest = size;
  }
  return largest;
}

export function drawSquares(
  surface: Surface,
  layers: readonly Layer[],
  values: Numbers,
  left: number,
  top: number,
  width: number,
  largestWords: (value: string) => string,
): void {
  const colours = palette();
  // Zero is a little darker than the page, so that the squares can be counted.
  const paper: Rgb = mix(rgb(colours.panel), rgb(colours.faint), 0.6);
  let y = top;
  for (const layer of layers) {
    const grid = gridOf(layer);
    const cell = cellOf(grid, width);
    const { weights, biases } = layer;
    const largest = largestOf(values, weights);
    surface.text(`${weights.name} · ${largestWords(numberWords(Number(largest.toPrecision(3))))}`, left, y + 10, { colour: colours.soft, size: 11 });
    y += kTitle;
    const square = (across: number, down: number, size: number): void =>
      surface.rectangle(left + across * cell, y + down * cell, Math.max(1, cell - 0.75), Math.max(1, cell - 0.75), hex(signedColour(size, paper)));
    for (let c = 0; c < weights.cols; c++) {
      for (let r = 0; r < weights.rows; r++) {
        const size = (values[weights.offset + c * weights.rows + r] ?? 0) / (largest || 1);
        if (grid.outputsAcross) square(r, c, size);
        else square(c, r, size);
      }
    }
    if (biases) {
      const largest = largestOf(values, biases) || 1;
      // A narrow gap sets the biases apart from the weights.
      const apart = 3 / cell;
      for (let r = 0; r < weights.rows; r++) {
        const size = (values[biases.offset + r] ?? 0) / largest;
        if (grid.outputsAcross) square(r, weights.cols + apart, size);
        else square(weights.cols + apart, r, size);
      }
    }
    surface.frame(left - 0.5, y - 0.5, grid.across * cell + 1 + (grid.outputsAcross || !biases ? 0 : 3), grid.down * cell + (grid.outputsAcross && biases ? 3 : 0) + 1, { colour: colours.faint });
    y += grid.down * cell + (biases ? 3 : 0) + kGap;
  }
}
