// The names of results in the reader's words; one without a translation is readable without its
// underscores, and a setting's, with dots in it, stays as one types it.

import { sentenceOf } from '../data/verdicts';
import { texts } from './texts';

// Names come from results: `constructor` is none of a table's own.
function own(table: { [name: string]: string }, name: string): string | undefined {
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}

function wordsOf(table: { [name: string]: string }, name: string): string {
  return own(table, name) ?? (name.includes('.') ? name : name.replaceAll('_', ' '));
}

/** Of trace columns, keys of the outcome, axes. */
export function quantityWords(name: string): string {
  return wordsOf(texts().quantities, name);
}

/** What a verdict says of a run; nothing for one that the program does not know. */
export function verdictSentence(name: string): string | undefined {
  return own(texts().outcome.sentences, name) ?? sentenceOf(name);
}

/** Of verdicts and of what ended a run. */
export function verdictWords(name: string): string {
  return wordsOf(texts().verdicts, name);
}
