// Curves and their bands on a canvas.

import type { Placed } from './curve';
import { type Place, tracePath } from './trace_path';

export interface CurveStyle {
  /** Pixels of the canvas for one of the page. */
  density: number;
  many: boolean;
  /** Points beside lines. */
  points: boolean;
}

const clipped = (pixel: number): number => (Number.isFinite(pixel) ? Math.max(-1e4, Math.min(1e5, pixel)) : -1e4);

/** Curves in order, bands below lines, onto any canvas of the chart's size. */
export function drawOnto(ctx: CanvasRenderingContext2D, curves: readonly Placed[], at: Place, { density, many, points }: CurveStyle): void {
  // Thinner where there are many, so that they stay apart; round joins would cost most of the time.
  ctx.lineJoin = many ? 'bevel' : 'round';
  const thick = (many ? 1 : 1.75) * density;
  for (const { curve, x: xs, low, high } of curves) {
    if (!low || !high) continue;
    ctx.beginPath();
    for (let i = 0; i < xs.length; i++) ctx.lineTo(at.offsetX + at.scaleX * (xs[i] ?? 0), clipped(at.offsetY + at.scaleY * (high[i] ?? NaN)));
    for (let i = xs.length - 1; i >= 0; i--) ctx.lineTo(at.offsetX + at.scaleX * (xs[i] ?? 0), clipped(at.offsetY + at.scaleY * (low[i] ?? NaN)));
    ctx.globalAlpha = 0.2;
    ctx.fillStyle = curve.colour;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  for (const { curve, x: xs, y: ys } of curves) {
    ctx.strokeStyle = ctx.fillStyle = curve.colour;
    ctx.lineWidth = curve.width ? curve.width * density : thick;
    ctx.setLineDash((curve.dash ?? []).map((part) => part * density));
    ctx.beginPath();
    tracePath(ctx, xs, ys, at);
    ctx.stroke();
    // A run of one state has no line; it shows as a point.
    if (points || xs.length === 1) {
      for (let i = 0; i < xs.length; i++) {
        ctx.beginPath();
        ctx.arc(at.offsetX + at.scaleX * (xs[i] ?? NaN), at.offsetY + at.scaleY * (ys[i] ?? NaN), 3 * density, 0, 2 * Math.PI);
        ctx.fill();
      }
    }
  }
}
