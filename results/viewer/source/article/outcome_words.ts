// The verdict on a run in words.

import type { Run } from '../data/run';
import { numberWords } from '../data/settings';
import { texts } from '../text/texts';
import { verdictSentence, verdictWords } from '../text/words';
import { countFromStart, type Landscape, lowestMinimum } from './landscape';

function whereWords(run: Run, land: Landscape | null, index: number): string {
  const t = texts().outcome;
  const global = land ? lowestMinimum(land) : -1;
  if (index === global || (global < 0 && run.line.outcome.verdict === 'global_minimum')) return t.globalMinimum;
  const count = land ? countFromStart(land, run.column('x0')[0] ?? NaN, index) : 0;
  return count > 0 ? t.minimum(count) : t.anyMinimum(index);
}

export function outcomeWords(run: Run, land: Landscape | null = null): string {
  const t = texts().outcome;
  const { outcome } = run.line;
  const loss = numberWords(outcome.final_loss === null ? null : Number(outcome.final_loss.toPrecision(4)));
  const step = outcome.reached_step ?? null;
  const index = outcome.reached_minimum_index ?? null;
  if (outcome.status === 'diverged' || outcome.verdict === 'diverged') return t.diverged(outcome.diverged_step ?? null, outcome.explosion_start_step ?? null);
  if (outcome.verdict === 'left_domain') return t.left(outcome.left_domain_step ?? null);
  if (index !== null) {
    const where = whereWords(run, land, index);
    if (step !== null && outcome.verdict === 'oscillating') return t.reached(where, step) + t.oscillates;
    if (step !== null && outcome.verdict === 'local_minimum') return t.stuck(where);
    if (step !== null) return t.reached(where, step) + t.rests;
    return outcome.verdict === 'local_minimum' ? t.stuck(where) : t.within(where);
  }
  const target = outcome.target_step ?? null;
  if (target !== null) return t.target(target, loss);
  const sentence = outcome.verdict === 'unknown' ? undefined : verdictSentence(outcome.verdict);
  return sentence ? t.ended(sentence, loss) : t.other(verdictWords(outcome.status), loss);
}
