// Which runs each part of the article shows. The one place that knows how the suite `article`
// labels its experiments; where a label is missing, the settings decide.

import type { Run } from '../data/run';

/** The settings of the article's figures: to name a run whose label does not. */
const kFigures: { [name: string]: readonly [rate: number, momentum: number] } = {
  and: [0.01, 0], xor: [0.14, 0.1], tho: [0.146, 0.05], pog: [0.0007, 0.98], jog: [0.005, 0.95], mog: [0.01, 0.9],
  log: [0.68, 0.2], sog: [0.2, 0.9], bog: [0.3, 0.9], cog: [0.1, 0.9], rog: [0.25, 0.11],
};

export interface Sections {
  /** Every run that can stand in the spiral's player: those with parameters first. */
  spiral: Run[];
  constant: Run | null;
  calm: Run | null;
  decays: Run[];
  momenta: Run[];
  figures: Map<string, Run>;
  rates: Run[];
  seeds: Run[];
  batches: Run[];
  /** Other rules on the article's network, as the book goes on. */
  others: Run[];
  /** The decay whose rates the article lists one by one. */
  listed: Run | null;
}

const rateOf = (run: Run): number | undefined => run.number('optimizer.learning_rate');
const decayOf = (run: Run): number => (run.setting('schedule') === 'inverse_time' ? (run.number('schedule.decay') ?? run.number('optimizer.decay') ?? 0) : (run.number('optimizer.decay') ?? 0));
export const momentumOf = (run: Run): number => run.number('optimizer.momentum') ?? 0;
const labelled = (run: Run, pattern: RegExp): boolean => pattern.test(run.label);

function figureName(run: Run): string | null {
  if (run.problem !== 'article_landscape' || labelled(run, /rates/)) return null;
  const named = /^figure (\w+)/.exec(run.label)?.[1];
  if (named) return named;
  const rate = rateOf(run);
  return Object.keys(kFigures).find((name) => kFigures[name]?.[0] === rate && kFigures[name]?.[1] === momentumOf(run)) ?? null;
}

export function sectionsOf(runs: readonly Run[]): Sections {
  const seeds = runs.filter((run) => labelled(run, /seeds/));
  const batches = runs.filter((run) => labelled(run, /batch/) || Boolean(run.line.batch_size));
  const rates = runs.filter((run) => run.problem === 'spiral' && labelled(run, /^learning rates/));
  const aside = new Set([...seeds, ...batches, ...rates]);
  const network = runs.filter((run) => run.problem === 'spiral' && !aside.has(run));
  // Runs that hold nothing to look at twice: the same settings recorded under two labels.
  const seen = new Map<string, Run>();
  for (const run of network) {
    const key = `${run.optimizer} ${rateOf(run) ?? ''} ${decayOf(run)} ${momentumOf(run)} ${run.line.seed}`;
    const known = seen.get(key);
    if (!known || (!known.parameters && run.parameters)) seen.set(key, run);
  }
  const spiral = [...seen.values()].sort((a, b) => Number(Boolean(b.parameters)) - Number(Boolean(a.parameters)));
  const others = spiral.filter((run) => run.optimizer !== 'sgd' && run.optimizer !== 'momentum');
  const own = spiral.filter((run) => !others.includes(run));
  const plain = own.filter((run) => decayOf(run) === 0 && momentumOf(run) === 0);
  const figures = new Map<string, Run>();
  for (const run of runs) {
    const name = figureName(run);
    if (name && !figures.has(name)) figures.set(name, run);
  }
  return {
    spiral,
    constant: plain.find((run) => rateOf(run) === 1) ?? plain[0] ?? null,
    calm: plain.find((run) => rateOf(run) === 0.85) ?? null,
    decays: own.filter((run) => decayOf(run) > 0 && momentumOf(run) === 0).sort((a, b) => decayOf(b) - decayOf(a)),
    momenta: own.filter((run) => momentumOf(run) > 0).sort((a, b) => momentumOf(a) - momentumOf(b)),
    figures,
    rates: rates.sort((a, b) => (rateOf(a) ?? 0) - (rateOf(b) ?? 0)),
    seeds,
    batches: batches.sort((a, b) => (b.line.batch_size ?? Infinity) - (a.line.batch_size ?? Infinity)),
    others,
    listed: runs.find((run) => labelled(run, /rates of decay/)) ?? null,
  };
}

/** Does this folder hold the article? Its player needs the spiral or the landscape. */
export function isArticle(suite: string | null, sections: Sections): boolean {
  return suite === 'article' || sections.figures.size > 2 || (sections.constant !== null && sections.decays.length > 0);
}

/** `learning rate 1, decay 0.01, momentum 0.9`, with only what is not nothing. */
export function spiralName(run: Run, words: (name: string) => string): string {
  const parts = [`${words('learning_rate')} ${rateOf(run) ?? '–'}`];
  if (decayOf(run) > 0) parts.push(`decay ${decayOf(run)}`);
  if (momentumOf(run) > 0) parts.push(`momentum ${momentumOf(run)}`);
  if (run.line.seed !== 0) parts.push(`seed ${run.line.seed}`);
  return `${run.optimizer}: ${parts.join(', ')}`;
}
