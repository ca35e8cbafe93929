// The cells on the screen: one image with a pixel a cell, of which the visible part is drawn, so that
// a million cells cost no more than a hundred. Mark, zoom and choice by pointer and by keyboard.

import type { Room } from '../drawing/chart';
import { palette } from '../drawing/palette';
import type { Surface } from '../drawing/surface';
import { canvasPicture, type CanvasPicture } from '../page/canvas_picture';
import type { HeatGrid } from './heat_grid';
import { cellTicks } from './heat_ticks';

export interface HeatCanvas extends CanvasPicture {
  set(grid: HeatGrid, image: HTMLCanvasElement): void;
  showAll(): void;
}

interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function heatCanvas(signal: AbortSignal, marked: (x: number, y: number) => void, chosen: (x: number, y: number) => void): HeatCanvas {
  let grid: HeatGrid | null = null;
  let image: HTMLCanvasElement | null = null;
  let view: Window = { x: 0, y: 0, width: 1, height: 1 };
  let mark: [number, number] | null = null;
  let drag: { x: number; y: number; toX: number; toY: number } | null = null;

  const roomOf = (width: number, height: number): Room => ({ left: 76, top: 26, width: width - 88, height: height - 70 });
  const draw = (surface: Surface): void => {
    if (!grid || !image) return;
    const room = roomOf(surface.width, surface.height);
    const colours = palette();
    const cellWidth = room.width / view.width;
    const cellHeight = room.height / view.height;
    surface.rectangle(room.left, room.top, room.width, room.height, colours.paper);
    const { ys } = grid;
    const drawn = image;
    surface.inside(room.left, room.top, room.width, room.height, () => {
      surface.image(drawn, room.left - view.x * cellWidth, room.top - (ys.length - view.y - view.height) * cellHeight, drawn.width * cellWidth, drawn.height * cellHeight, false);
      if (mark) surface.frame(room.left + (mark[0] - view.x) * cellWidth, room.top + (view.y + view.height - mark[1] - 1) * cellHeight, Math.max(3, cellWidth), Math.max(3, cellHeight), { colour: colours.ink, width: 2 });
      if (drag) surface.frame(Math.min(drag.x, drag.toX), Math.min(drag.y, drag.toY), Math.abs(drag.toX - drag.x), Math.abs(drag.toY - drag.y), { colour: colours.ink, width: 1.5, dash: [4, 3] });
    });
    surface.frame(room.left - 0.5, room.top - 0.5, room.width + 1, room.height + 1, { colour: colours.line });
    drawTicks(surface, grid, view, room);
  };
  const picture = canvasPicture(signal, (width) => Math.round(Math.min(620, Math.max(300, width * 0.7))), draw, '');
  const canvas = picture.element;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');

  const cellAt = (px: number, py: number): [number, number] | null => {
    if (!grid) return null;
    const room = roomOf(canvas.clientWidth, canvas.clientHeight);
    const x = Math.floor(view.x + ((px - room.left) / room.width) * view.width);
    const y = Math.floor(view.y + (1 - (py - room.top) / room.height) * view.height);
    const inside = px >= room.left && px < room.left + room.width && py > room.top && py <= room.top + room.height;
    return inside && x >= 0 && y >= 0 && x < grid.xs.length && y < grid.ys.length ? [x, y] : null;
  };
  const setMark = (to: [number, number]): void => {
    if (mark?.[0] === to[0] && mark[1] === to[1]) return;
    mark = to;
    marked(to[0], to[1]);
    picture.redraw();
  };
  const setView = (to: Window): void => {
    if (!grid) return;
    const width = Math.min(grid.xs.length, Math.max(1, to.width));
    const height = Math.min(grid.ys.length, Math.max(1, to.height));
    view = { width, height, x: Math.min(grid.xs.length - width, Math.max(0, to.x)), y: Math.min(grid.ys.length - height, Math.max(0, to.y)) };
    picture.redraw();
  };
  const zoom = (factor: number, x: number, y: number): void =>
    setView({ width: view.width * factor, height: view.height * factor, x: x - (x - view.x) * factor, y: y - (y - view.y) * factor });

  canvas.addEventListener('pointermove', (event) => {
    const cell = cellAt(event.offsetX, event.offsetY);
    if (cell) setMark(cell);
    if (drag) {
      drag.toX = event.offsetX;
      drag.toY = event.offsetY;
      picture.redraw();
    }
  });
  canvas.addEventListener('pointerdown', (event) => {
    const cell = cellAt(event.offsetX, event.offsetY);
    if (!cell || event.button !== 0) return;
    setMark(cell);
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, y: event.offsetY, toX: event.offsetX, toY: event.offsetY };
  });
  canvas.addEventListener('pointerup', (event) => {
    if (!drag) return;
    const moved = Math.abs(event.offsetX - drag.x) > 5 && Math.abs(event.offsetY - drag.y) > 5;
    const from = cellAt(Math.min(drag.x, event.offsetX), Math.max(drag.y, event.offsetY));
    const to = cellAt(Math.max(drag.x, event.offsetX), Math.min(drag.y, event.offsetY));
    drag = null;
    if (moved && from && to) setView({ x: from[0], y: from[1], width: to[0] - from[0] + 1, height: to[1] - from[1] + 1 });
    else if (!moved && mark) chosen(mark[0], mark[1]);
    picture.redraw();
  });
  canvas.addEventListener('wheel', (event) => {
    // Only for a reader who is at work here: others want to scroll on.
    if (document.activeElement !== canvas && !event.ctrlKey) return;
    const cell = cellAt(event.offsetX, event.offsetY);
    if (!cell) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, cell[0] + 0.5, cell[1] + 0.5);
  }, { passive: false });
  canvas.addEventListener('keydown', (event) => {
    if (!grid) return;
    const [x, y] = mark ?? [Math.floor(view.x + view.width / 2), Math.floor(view.y + view.height / 2)];
    const far = event.shiftKey ? 10 : 1;
    const moves: { [key: string]: [number, number] } = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    const move = moves[event.key];
    if (move) {
      const to: [number, number] = [Math.min(grid.xs.length - 1, Math.max(0, x + move[0])), Math.min(grid.ys.length - 1, Math.max(0, y + move[1]))];
      setMark(to);
      // The mark stays in sight.
      setView({ ...view, x: Math.min(Math.max(view.x, to[0] + 1 - view.width), to[0]), y: Math.min(Math.max(view.y, to[1] + 1 - view.height), to[1]) });
    } else if (event.key === '+' || event.key === '=') zoom(1 / 1.5, x + 0.5, y + 0.5);
    else if (event.key === '-') zoom(1.5, x + 0.5, y + 0.5);
    else if (event.key === 'Escape') setView({ x: 0, y: 0, width: Infinity, height: Infinity });
    else if (event.key === 'Enter') chosen(x, y);
    else return;
    event.preventDefault();
  });

  return {
    ...picture,
    set(to, cells) {
      const same = grid?.xName === to.xName && grid.yName === to.yName && grid.xs.length === to.xs.length && grid.ys.length === to.ys.length;
      grid = to;
      image = cells;
      if (!same) {
        mark = null;
        setView({ x: 0, y: 0, width: Infinity, height: Infinity });
      } else if (mark) marked(mark[0], mark[1]);
      picture.redraw();
    },
    showAll: () => setView({ x: 0, y: 0, width: Infinity, height: Infinity }),
  };
}

function drawTicks(surface: Surface, grid: HeatGrid, view: Window, room: Room): void {
  const colours = palette();
  const short = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
  for (const { value, text } of cellTicks(grid.xs, view.x, view.width, Math.max(2, Math.floor(room.width / 74)))) {
    const x = room.left + ((value + 0.5 - view.x) / view.width) * room.width;
    surface.line([x, room.top + room.height, x, room.top + room.height + 4], { colour: colours.line });
    surface.text(short(text, 12), x, room.top + room.height + 17, { colour: colours.soft, size: 11, align: 'middle' });
  }
  for (const { value, text } of cellTicks(grid.ys, view.y, view.height, Math.max(2, Math.floor(room.height / 28)))) {
    const y = room.top + (1 - (value + 0.5 - view.y) / view.height) * room.height;
    surface.line([room.left - 4, y, room.left, y], { colour: colours.line });
    surface.text(short(text, 11), room.left - 8, y, { colour: colours.soft, size: 11, align: 'end', level: 'middle' });
  }
  surface.text(grid.yName, room.left - 70, room.top - 11, { colour: colours.ink, bold: true });
  surface.text(grid.xName, room.left + room.width, room.top + room.height + 36, { colour: colours.ink, bold: true, align: 'end' });
}
