// The spiral's player with its switches: held-out points, marked intervals, what stands beside the weights.

import type { Run } from '../data/run';
import { select, tick } from '../page/element';
import { texts } from '../text/texts';
import { spiralName } from './sections';
import { spiralLane, type SpiralSwitches } from './spiral_lane';
import { twoLanes } from './two_lanes';
import { quantityWords } from '../text/words';

export interface SpiralPlayer {
  title: string;
  look: string;
  runs: readonly Run[];
  first: Run;
  second?: Run | null;
}

export function spiralPlayer(signal: AbortSignal, options: SpiralPlayer): HTMLElement {
  const t = texts();
  const switches: SpiralSwitches = { heldOut: false, intervals: false, beside: 'updates' };
  const nameOf = (run: Run): string => spiralName(run, quantityWords);
  const frames = options.first.parameters?.steps;
  const stride = frames && frames.length > 1 ? (frames[1] ?? 1) - (frames[0] ?? 0) : 1;
  return twoLanes(signal, {
    ...options,
    names: options.runs.map(nameOf),
    stride,
    lane: (run, beside) => spiralLane(run, nameOf(run), switches, beside),
    switches: (changed) => {
      const set = (change: () => void): void => {
        change();
        changed();
      };
      const beside = select(
        t.spiral.beside,
        [{ value: 'updates', text: t.spiral.updates }, { value: 'gradients', text: t.spiral.gradients }],
        'updates',
        (value) => set(() => (switches.beside = value === 'gradients' ? 'gradients' : 'updates')),
      );
      beside.classList.add('beside');
      return [
        tick(t.spiral.heldOut, false, (on) => set(() => (switches.heldOut = on))),
        tick(t.spiral.intervals, false, (on) => set(() => (switches.intervals = on))),
        beside,
      ];
    },
  });
}
