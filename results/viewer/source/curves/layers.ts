// Many curves on a few canvases, one behind the other: switching one curve draws its neighbours anew
// and not all of them.

import type { Curve, Placed } from './curve';
import type { Place } from './trace_path';

/** Curves of one canvas. Few canvases are quick to lay over each other, small ones quick to draw. */
const kCurves = 12;

export interface CurveLayers {
  /**
   * Draws the visible ones of `all` onto `ctx`, in their order. `draw` draws some of them at `at`;
   * `style` is anything else that it depends on.
   */
  draw(
    ctx: CanvasRenderingContext2D,
    all: readonly Placed[],
    visible: (curve: Curve) => boolean,
    at: Place,
    draw: (onto: CanvasRenderingContext2D, curves: readonly Placed[]) => void,
    style: string,
  ): void;
  /** Forgets everything: there are other curves now. */
  clear(): void;
}

export function curveLayers(): CurveLayers {
  let layers: { canvas: HTMLCanvasElement; drawn: string }[] = [];
  return {
    draw(ctx, all, visible, at, draw, style) {
      const { width, height } = ctx.canvas;
      const where = [width, height, at.offsetX, at.scaleX, at.offsetY, at.scaleY, style].join(' ');
      for (let first = 0, i = 0; first < all.length; first += kCurves, i++) {
        const curves = all.slice(first, first + kCurves).filter(({ curve }) => visible(curve));
        if (curves.length === 0) continue;
        const layer = (layers[i] ??= { canvas: document.createElement('canvas'), drawn: '' });
        const wanted = `${where} ${curves.map(({ curve }) => `${curve.key} ${curve.colour}`).join(' ')}`;
        if (layer.drawn !== wanted) {
          layer.canvas.width = width;
          layer.canvas.height = height;
          const onto = layer.canvas.getContext('2d');
          if (onto) draw(onto, curves);
          layer.drawn = wanted;
        }
        ctx.drawImage(layer.canvas, 0, 0);
      }
    },
    clear() {
      layers = [];
    },
  };
}
