// What the program says about its verdicts, so that the page knows every one that it can give.

import type { VerdictLine } from '../report';
import { kVerdictColours } from '../drawing/colours';

const kUnknown = '#c9c9c4';

let lines: ReadonlyMap<string, VerdictLine> = new Map();

export function setVerdicts(list: readonly VerdictLine[]): void {
  lines = new Map(list.map((line) => [line.name, line]));
}

export function verdictColour(name: string): string {
  return kVerdictColours[lines.get(name)?.colour ?? -1] ?? kUnknown;
}

/** What it says of a run, in English; nothing for a verdict that the program does not know. */
export function sentenceOf(name: string): string | undefined {
  return lines.get(name)?.sentence;
}
