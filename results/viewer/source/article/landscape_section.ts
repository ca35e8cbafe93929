// A part of the article on the landscape: its settings as small cards, one or two of them played.

import type { Run } from '../data/run';
import { canvasPicture } from '../page/canvas_picture';
import { element, tick } from '../page/element';
import { texts } from '../text/texts';
import { hasCurve, landscapeOf } from './landscape';
import { drawPath, landscapeLane, type LandscapeSwitches, shownSteps } from './landscape_lane';
import { outcomeWords } from './outcome_words';
import { section, tryIt } from './pieces';
import { momentumOf } from './sections';
import { twoLanes } from './two_lanes';

interface LandscapeTexts {
  title: string;
  played: string;
  text: string[];
  look: string;
}

export function figureWords(name: string, run: Run): string {
  const t = texts();
  return `${t.figureNames[name] ?? name}: ${settingsWords(run)}`;
}

function settingsWords(run: Run): string {
  return texts().landscape.settings(String(run.number('optimizer.learning_rate') ?? '–'), String(momentumOf(run)));
}

export function landscapeSection(signal: AbortSignal, id: string, words: LandscapeTexts, figures: ReadonlyMap<string, Run>, own: readonly string[]): HTMLElement | null {
  const t = texts();
  const names = [...own.filter((name) => figures.has(name)), ...[...figures.keys()].filter((name) => !own.includes(name))];
  const shown = names.map((name) => figures.get(name)).filter((run): run is Run => run !== undefined);
  const mine = own.map((name) => figures.get(name)).filter((run): run is Run => run !== undefined);
  const first = mine[0];
  if (!first) return null;
  const switches: LandscapeSwitches = { arrows: true, whole: false };
  const long = shown.some((run) => (run.column('step').at(-1) ?? 0) > shownSteps(landscapeOf(run), run));
  const cards = (choose: (run: Run) => void): HTMLElement =>
    element('ul', { class: 'cards' }, ...mine.map((run, i) => element('li', {}, card(signal, own.filter((name) => figures.has(name))[i] ?? '', run, () => choose(run)))));
  const player = twoLanes(signal, {
    title: words.played,
    look: words.look,
    runs: shown,
    names: names.map((name) => {
      const run = figures.get(name);
      return run ? figureWords(name, run) : name;
    }),
    first,
    second: mine[1] ?? null,
    stride: 1,
    cards,
    lane: (run) => landscapeLane(run, names[shown.indexOf(run)] ?? '', switches),
    switches: (changed) => [
      tick(t.landscape.arrows, true, (on) => {
        switches.arrows = on;
        changed();
      }),
      long
        ? tick(t.landscape.whole, false, (on) => {
            switches.whole = on;
            changed();
          })
        : element('span', { hidden: true }),
    ],
  });
  return section(id, words.title, words.text, player, ...curveNote(shown), tryIt(mine.at(-1)));
}

/** Says so where the results hold no curve under some of the paths. */
export function curveNote(runs: readonly Run[]): HTMLElement[] {
  return runs.every((run) => hasCurve(landscapeOf(run))) ? [] : [element('p', { class: 'note' }, texts().landscape.noCurve)];
}

function card(signal: AbortSignal, name: string, run: Run, press: () => void): HTMLElement {
  const land = landscapeOf(run);
  const steps = run.column('step');
  const last = shownSteps(land, run);
  const picture = canvasPicture(
    signal,
    (width) => Math.round(width * 0.42),
    (surface) => drawPath(surface, land, run, { left: 0, top: 2, width: surface.width, height: surface.height - 4 }, steps.filter((step) => step <= last).length - 1, last, true),
    '',
  );
  picture.element.setAttribute('aria-hidden', 'true');
  picture.element.removeAttribute('role');
  const made = element(
    'button',
    { type: 'button' },
    element('span', {}, picture.element),
    texts().figureNames[name] ?? name,
    element('small', {}, settingsWords(run)),
    element('small', {}, outcomeWords(run, land)),
  );
  (made.firstElementChild as HTMLElement).style.display = 'block';
  made.addEventListener('click', press);
  return made;
}
