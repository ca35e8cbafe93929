// Values under the pointer, or under the keyboard's mark: the curve stands out, a box names its values.

import { numberWords } from '../data/settings';
import { palette } from '../drawing/palette';
import { element } from '../page/element';
import type { Axis, Curve, Hit, Placed } from './curve';
import { type Place, tracePath } from './trace_path';

interface HoverOptions {
  curves: () => readonly Placed[];
  axes: () => { x: Axis; y: Axis };
  place: () => { at: Place; box: { left: number; top: number; width: number; height: number }; density: number } | null;
  choose?: (curve: Curve) => void;
}

export interface Hover {
  point(hit: Hit | null): void;
  clear(): void;
}

export function hoverBox(signal: AbortSignal, holder: HTMLElement, options: HoverOptions): Hover {
  const canvas = element('canvas', { class: 'over', 'aria-hidden': 'true' });
  const words = element('div', { class: 'hover', hidden: true });
  const spoken = element('p', { class: 'unseen', role: 'status' });
  holder.append(canvas, words, spoken);
  let now: Hit | null = null;
  let waiting = false;

  const text = (hit: Hit): [string, string] => {
    const { curve } = hit.placed;
    const { x, y } = options.axes();
    return [curve.name, `${x.title} ${numberWords(curve.x[hit.index])}: ${y.title} ${numberWords(curve.y[hit.index])}`];
  };
  const paint = (): void => {
    waiting = false;
    const place = options.place();
    const context = canvas.getContext('2d');
    if (!place || !context || signal.aborted) return;
    const { at, box, density } = place;
    const chart = holder.querySelector('canvas:not(.over)');
    if (!(chart instanceof HTMLCanvasElement)) return;
    if (canvas.width !== chart.width || canvas.height !== chart.height) {
      canvas.width = chart.width;
      canvas.height = chart.height;
      canvas.style.width = `${chart.width / density}px`;
      canvas.style.height = `${chart.height / density}px`;
    }
    context.clearRect(0, 0, canvas.width, canvas.height);
    words.hidden = !now;
    if (!now) return;
    const { placed, index } = now;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    for (const [colour, width] of [[palette().panel, 6], [placed.curve.colour, 3]] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width * density;
      context.beginPath();
      tracePath(context, placed.x, placed.y, at);
      context.stroke();
    }
    context.restore();
    const x = at.offsetX + at.scaleX * (placed.x[index] ?? NaN);
    const y = at.offsetY + at.scaleY * (placed.y[index] ?? NaN);
    context.beginPath();
    context.arc(x, y, 5 * density, 0, 2 * Math.PI);
    context.fillStyle = placed.curve.colour;
    context.fill();
    context.lineWidth = 2 * density;
    context.strokeStyle = palette().panel;
    context.stroke();
    const [name, values] = text(now);
    words.replaceChildren(element('strong', {}, name), element('br'), values);
    const left = x / density > holder.clientWidth / 2 ? x / density - words.offsetWidth - 14 : x / density + 14;
    words.style.left = `${Math.max(0, left)}px`;
    words.style.top = `${Math.max(0, y / density - words.offsetHeight - 10)}px`;
  };
  const point = (hit: Hit | null): void => {
    now = hit;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(paint);
  };

  holder.addEventListener('keydown', (event) => {
    const curves = options.curves();
    if (curves.length === 0) return;
    const current = now && curves.includes(now.placed) ? now : null;
    const number = current ? curves.indexOf(current.placed) : 0;
    let { index } = current ?? { index: 0 };
    let next = number;
    if (event.key === 'ArrowRight') index += current ? 1 : 0;
    else if (event.key === 'ArrowLeft') index -= 1;
    else if (event.key === 'ArrowDown') next += current ? 1 : 0;
    else if (event.key === 'ArrowUp') next -= 1;
    else if (event.key === 'Home') index = 0;
    else if (event.key === 'End') index = Infinity;
    else if (event.key === 'Enter' && current) {
      options.choose?.(current.placed.curve);
      return;
    } else if (event.key === 'Escape') {
      point(null);
      return;
    } else return;
    event.preventDefault();
    const placed = curves[Math.min(curves.length - 1, Math.max(0, next))];
    if (!placed) return;
    const hit = { placed, index: Math.min(placed.x.length - 1, Math.max(0, index)) };
    point(hit);
    spoken.textContent = text(hit).join(', ');
  });
  return { point, clear: () => point(null) };
}
