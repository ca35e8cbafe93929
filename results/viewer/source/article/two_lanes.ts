// One run, or any two side by side and in step, under one clock.

import type { Run } from '../data/run';
import { canvasPicture, type CanvasPicture } from '../page/canvas_picture';
import { element, select, tick } from '../page/element';
import { figure } from '../page/figure';
import { player } from '../page/player';
import { texts } from '../text/texts';
import type { Lane } from './lane';

export interface LanesOptions {
  title: string;
  look: string;
  runs: readonly Run[];
  names: readonly string[];
  /** Which runs stand first; a second one opens the second lane. */
  first: Run;
  second?: Run | null;
  /** `beside`: all runs shown, so that they can share their scales. */
  lane: (run: Run, beside: readonly Run[]) => Lane;
  /** Switches of the picture; each calls `changed` when it has changed what lanes draw. */
  switches: (changed: () => void) => HTMLElement[];
  stride: number;
  /** Pictures to choose the first lane by. */
  cards?: (choose: (run: Run) => void) => HTMLElement;
}

interface Slot {
  choose: (run: Run) => void;
  describe: () => void;
  run: Run;
  lane: Lane;
  picture: CanvasPicture;
  box: HTMLElement;
  show: () => void;
}

export function twoLanes(signal: AbortSignal, options: LanesOptions): HTMLElement {
  const t = texts();
  const { runs, names } = options;
  const slots: Slot[] = [];
  const clock = player(signal, {
    last: 1,
    stride: options.stride,
    change: () => slots.forEach((slot) => slot.show()),
    unit: (position) => t.player.of(Math.floor(position + 1e-9), last()),
  });
  const last = (): number => Math.max(1, ...slots.map((slot) => slot.lane.last));
  const lanes = element('div', { class: 'lanes' });

  const open = (run: Run): Slot => {
    const status = element('p', { class: 'status' });
    const verdict = element('p', { class: 'verdict' });
    const place = element('div');
    const made: Slot = {
      run,
      lane: options.lane(run, [run]),
      choose: (to) => {
        made.run = to;
        const list = choice.querySelector('select');
        if (list) list.value = String(runs.indexOf(to));
        rebuild();
      },
      describe: () => {
        made.picture.element.setAttribute('aria-label', made.lane.label);
        verdict.textContent = made.lane.verdict;
        verdict.hidden = made.lane.verdict === '';
      },
      box: element('div', { class: 'lane' }),
      picture: canvasPicture(signal, (width) => made.lane.height(width), (surface) => made.lane.draw(surface, clock.position), ''),
      show: () => {
        status.textContent = made.lane.status(clock.position);
        made.picture.redraw();
      },
    };
    const choice = select(
      slots.length === 0 ? t.spiral.left : t.spiral.right,
      runs.map((_, i) => ({ value: String(i), text: names[i] ?? '' })),
      String(runs.indexOf(run)),
      (value) => made.choose(runs[Number(value)] ?? made.run),
    );
    place.append(made.picture.element);
    made.box.append(choice, place, verdict, status);
    return made;
  };
  const add = (run: Run): void => {
    const slot = open(run);
    slots.push(slot);
    lanes.append(slot.box);
    rebuild();
  };
  const compare = (on: boolean): void => {
    if (on) add(options.second ?? runs.find((run) => run !== slots[0]?.run) ?? options.first);
    else {
      slots.pop()?.box.remove();
      rebuild();
    }
  };
  const rebuild = (): void => {
    const shown = slots.map((slot) => slot.run);
    const atEnd = clock.position >= clock.last;
    for (const slot of slots) {
      slot.lane = options.lane(slot.run, shown);
      slot.describe();
    }
    clock.setLast(last());
    // What stood at its end stays there: a finished picture says more than an empty one.
    if (atEnd) clock.moveTo(last());
  };
  add(options.first);
  if (options.second) compare(true);
  const controls = element(
    'div',
    { class: 'controls' },
    runs.length > 1 && tick(t.spiral.compare, Boolean(options.second), compare),
    ...options.switches(rebuild),
  );
  return figure({
    title: options.title,
    look: options.look,
    body: [options.cards?.((run) => slots[0]?.choose(run)), controls, lanes, clock.element],
    picture: () => sideBySide(slots),
    table: () => slots[0]?.lane.table() ?? { columns: [], rows: [] },
  });

  function sideBySide(shown: readonly Slot[]): ReturnType<CanvasPicture['picture']> | null {
    const first = shown[0]?.picture.picture();
    const second = shown[1]?.picture.picture();
    if (!first || !second) return first ?? null;
    const shift = first.width + 24;
    return {
      width: shift + second.width,
      height: Math.max(first.height, second.height),
      draw(surface) {
        first.draw(resized(surface, first.width, first.height, 0));
        second.draw(resized(surface, second.width, second.height, shift));
      },
    };
  }
}

type Target = Parameters<Lane['draw']>[0];

/** The same surface with another size and shifted to the right, for two pictures in one file. */
function resized(surface: Target, width: number, height: number, shift: number): Target {
  const moved = (points: ArrayLike<number>): number[] => Array.from(points, (value, i) => (i % 2 === 0 ? value + shift : value));
  return {
    width,
    height,
    rectangle: (x, ...rest) => surface.rectangle(x + shift, ...rest),
    frame: (x, ...rest) => surface.frame(x + shift, ...rest),
    circle: (x, ...rest) => surface.circle(x + shift, ...rest),
    line: (points, stroke) => surface.line(moved(points), stroke),
    area: (points, ...rest) => surface.area(moved(points), ...rest),
    text: (text, x, ...rest) => surface.text(text, x + shift, ...rest),
    image: (image, x, ...rest) => surface.image(image, x + shift, ...rest),
    inside: (x, ...rest) => surface.inside(x + shift, ...rest),
  };
}
