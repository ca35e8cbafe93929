// The clock of an animation: play, pause, speed, one step back and forth, and a slider over the steps.

import { texts } from '../text/texts';
import { button, element, select } from './element';

export interface Player {
  element: HTMLElement;
  /** Where the animation stands; between two steps while it plays. */
  readonly position: number;
  readonly last: number;
  setLast(last: number): void;
  moveTo(position: number): void;
  pause(): void;
}

const kSpeeds = [0.1, 0.25, 0.5, 1, 2, 4];
/** How long a whole run takes at speed 1. */
const kSeconds = 20;

export interface PlayerOptions {
  last: number;
  /** The distance of the small step buttons. */
  stride: number;
  change: (position: number) => void;
  unit: (position: number) => string;
}

export function player(signal: AbortSignal, options: PlayerOptions): Player {
  const t = texts().player;
  let { last } = options;
  let position = last;
  let speed = 1;
  let playing = false;
  let before = 0;

  const slider = element('input', { type: 'range', min: 0, max: last, step: options.stride, value: 0, 'aria-label': t.position });
  const shown = element('output', {});
  const press = button(t.play, () => (playing ? pause() : play()), { class: 'main' });

  const show = (): void => {
    slider.value = String(position);
    const words = options.unit(position);
    slider.setAttribute('aria-valuetext', words);
    shown.textContent = words;
    options.change(position);
  };
  const moveTo = (to: number): void => {
    position = Math.min(last, Math.max(0, to));
    show();
  };
  const tick = (now: number): void => {
    if (!playing || signal.aborted) return;
    // A tab that slept must not leap.
    const seconds = Math.min(0.1, (now - before) / 1000);
    before = now;
    moveTo(position + (seconds * speed * last) / kSeconds);
    if (position >= last) pause();
    else requestAnimationFrame(tick);
  };
  const play = (): void => {
    if (position >= last) position = 0;
    playing = true;
    press.textContent = t.pause;
    before = performance.now();
    requestAnimationFrame(tick);
  };
  const pause = (): void => {
    playing = false;
    press.textContent = t.play;
  };
  const stepBy = (direction: number): void => {
    pause();
    moveTo((Math.round(position / options.stride) + direction) * options.stride);
  };

  slider.addEventListener('input', () => {
    pause();
    moveTo(Number(slider.value));
  });
  const speeds = select(t.speed, kSpeeds.map((value) => ({ value: String(value), text: `${value}×` })), '1', (value) => (speed = Number(value)));
  speeds.classList.add('beside');
  const bar = element(
    'div',
    { class: 'transport', role: 'group', 'aria-label': t.controls },
    press,
    button('‹', () => stepBy(-1), { 'aria-label': t.back }),
    button('›', () => stepBy(1), { 'aria-label': t.forth }),
    slider,
    shown,
    speeds,
  );
  queueMicrotask(show);
  return {
    element: bar,
    get position() {
      return position;
    },
    get last() {
      return last;
    },
    setLast(to) {
      last = to;
      slider.max = String(to);
      moveTo(position);
    },
    moveTo,
    pause,
  };
}
