// A canvas that follows the width of its place and is drawn again when asked, at most once a frame
// and only while it can be seen.

import { drawOn } from '../drawing/canvas_surface';
import type { Picture, Surface } from '../drawing/surface';
import { element } from './element';

export interface CanvasPicture {
  element: HTMLCanvasElement;
  redraw(): void;
  /** For saving: as it stands now. */
  picture: () => Picture;
}

export function canvasPicture(
  signal: AbortSignal,
  height: (width: number) => number,
  draw: (surface: Surface) => void,
  label: string,
): CanvasPicture {
  const canvas = element('canvas', { role: 'img', 'aria-label': label });
  const holder = { width: 0, waiting: false, visible: false, stale: true };
  const picture = (): Picture => {
    const width = holder.width || 640;
    return { width, height: height(width), draw };
  };
  const paint = (): void => {
    holder.waiting = false;
    if (signal.aborted || !holder.visible || holder.width === 0) return;
    holder.stale = false;
    drawOn(canvas, picture());
  };
  const redraw = (): void => {
    holder.stale = true;
    if (holder.waiting) return;
    holder.waiting = true;
    requestAnimationFrame(paint);
  };
  const size = new ResizeObserver((entries) => {
    const width = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (width === holder.width || width === 0) return;
    holder.width = width;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height(width)}px`;
    redraw();
  });
  const sight = new IntersectionObserver(
    (entries) => {
      holder.visible = entries[entries.length - 1]?.isIntersecting ?? false;
      if (holder.visible && holder.stale) redraw();
    },
    { rootMargin: '200px' },
  );
  queueMicrotask(() => {
    if (canvas.parentElement) size.observe(canvas.parentElement);
    sight.observe(canvas);
  });
  signal.addEventListener('abort', () => {
    size.disconnect();
    sight.disconnect();
  });
  return { element: canvas, redraw, picture };
}
