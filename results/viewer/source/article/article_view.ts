// The article's argument, step by step, each claim beside the runs that show it.

import type { Run } from '../data/run';
import { numberWords } from '../data/settings';
import { element, paragraphs } from '../page/element';
import { texts } from '../text/texts';
import { batchesPicture, comparison, ratesList, ratesPicture, seedsPicture } from './comparisons';
import { landscapeSection } from './landscape_section';
import { erratum, section, tryIt } from './pieces';
import { type Sections, spiralName } from './sections';
import { digits } from './spiral_lane';
import { spiralPlayer } from './spiral_player';
import { quantityWords } from '../text/words';

export function articleView(signal: AbortSignal, found: Sections): HTMLElement {
  const t = texts().article;
  const parts = [
    first(signal, found),
    landscapeSection(signal, 'small', t.small, found.figures, ['and', 'xor', 'tho']),
    landscapeSection(signal, 'heavy', t.heavy, found.figures, ['pog', 'jog', 'mog']),
    landscapeSection(signal, 'big', t.big, found.figures, ['log', 'sog', 'bog']),
    landscapeSection(signal, 'good', t.good, found.figures, ['cog', 'rog']),
    found.rates.length > 0 ? section('rates', t.rates.title, t.rates.text, ratesPicture(signal, found.rates), tryIt(found.rates[Math.floor(found.rates.length / 2)])) : null,
    calm(signal, found),
    decay(signal, found),
    momentum(signal, found),
    found.batches.length > 0 ? section('batches', t.batches.title, t.batches.text, batchesPicture(signal, found.batches), tryIt(found.batches[0])) : null,
    others(signal, found),
    onward(found),
  ].filter((part) => part !== null);
  const contents = element(
    'nav',
    { 'aria-label': t.contents },
    element('ol', {}, ...parts.map((part) => element('li', {}, jump(part)))),
  );
  return element('article', {}, element('h1', {}, t.title), element('p', { class: 'lead' }, t.lead), contents, ...parts);
}

/** A link within the page that leaves the address alone: the address says which page is open. */
function jump(part: HTMLElement): HTMLElement {
  const title = part.querySelector('h2');
  const link = element('a', { href: `#article/${part.id}` }, title?.textContent ?? '');
  link.addEventListener('click', (event) => {
    event.preventDefault();
    part.scrollIntoView();
    title?.setAttribute('tabindex', '-1');
    title?.focus({ preventScroll: true });
  });
  return link;
}

function first(signal: AbortSignal, found: Sections): HTMLElement | null {
  const t = texts().article.first;
  if (!found.constant) return null;
  return section(
    'first',
    t.title,
    t.text,
    spiralPlayer(signal, { title: t.played, look: t.look, runs: found.spiral, first: found.constant }),
    ...paragraphs(t.after),
    tryIt(found.constant),
  );
}

function calm(signal: AbortSignal, found: Sections): HTMLElement | null {
  const t = texts().article.calm;
  const seeds = seedsPicture(signal, found.seeds);
  if (!found.calm && !seeds) return null;
  return section(
    'calm',
    t.title,
    t.text,
    found.calm && found.constant ? spiralPlayer(signal, { title: t.played, look: t.look, runs: found.spiral, first: found.constant, second: found.calm }) : null,
    seeds,
    tryIt(found.calm),
  );
}

function decay(signal: AbortSignal, found: Sections): HTMLElement | null {
  const t = texts().article.decay;
  const [strongest] = found.decays;
  if (!strongest) return null;
  const compared = [found.constant, ...found.decays].filter((run): run is Run => run !== null);
  const loss = digits(strongest.line.outcome.final_loss ?? undefined, 2);
  return section(
    'decay',
    t.title,
    t.text,
    found.listed && ratesList(found.listed),
    erratum(t.listErratum),
    erratum(t.printedErratum),
    comparison(signal, t.picture, t.pictureLook, compared, ['learning_rate', 'loss']),
    erratum(t.stuckErratum(loss)),
    found.constant ? spiralPlayer(signal, { title: t.played, look: t.look, runs: found.spiral, first: found.constant, second: strongest }) : null,
    tryIt(strongest),
  );
}

function momentum(signal: AbortSignal, found: Sections): HTMLElement | null {
  const t = texts().article.momentum;
  const [light] = found.momenta;
  const heavy = found.momenta.at(-1);
  if (!light || !heavy) return null;
  const compared = [found.constant, ...found.momenta].filter((run): run is Run => run !== null);
  return section(
    'momentum',
    t.title,
    t.text,
    spiralPlayer(signal, { title: t.played, look: t.look, runs: found.spiral, first: light, second: heavy === light ? found.constant : heavy }),
    comparison(signal, t.picture, t.pictureLook, compared, ['loss', 'accuracy']),
    tryIt(heavy),
  );
}

/** What the book goes on with: rules that give every parameter a rate of its own. */
function others(signal: AbortSignal, found: Sections): HTMLElement | null {
  const t = texts().article.others;
  const shown = found.others.filter((run) => run.parameters);
  const best = lowest(shown);
  if (!best) return null;
  const heavy = found.momenta.at(-1) ?? found.constant;
  return section(
    'others',
    t.title,
    t.text,
    spiralPlayer(signal, { title: t.played, look: t.look, runs: found.spiral, first: heavy ?? best, second: best }),
    comparison(signal, t.picture, t.pictureLook, [...(heavy ? [heavy] : []), ...shown], ['loss', 'accuracy']),
    tryIt(best),
  );
}

function lowest(runs: readonly Run[]): Run | undefined {
  return runs.filter((run) => run.line.outcome.final_loss !== null).sort((a, b) => (a.line.outcome.final_loss ?? 0) - (b.line.outcome.final_loss ?? 0))[0];
}

function onward(found: Sections): HTMLElement | null {
  const t = texts().article.onward;
  const best = lowest(found.spiral);
  if (!best) return null;
  const accuracy = best.column('accuracy').at(-1);
  const words = `${spiralName(best, quantityWords)}: ${t.best(numberWords(Number(best.line.outcome.final_loss?.toPrecision(4))), digits(accuracy))}.`;
  return section('onward', t.title, [...t.text, words], tryIt(best));
}
