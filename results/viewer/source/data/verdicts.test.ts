import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { outcomeWords } from '../article/outcome_words';
import { kVerdictColours } from '../drawing/colours';
import { chinese } from '../text/chinese';
import { english } from '../text/english';
import { verdictSentence, verdictWords } from '../text/words';
import { Run } from './run';
import { setVerdicts, verdictColour } from './verdicts';

function words(verdict: string, status = 'budget_exhausted'): string {
  const outcome = { status, verdict, reason: '', steps: 9, final_loss: 0.25 };
  return outcomeWords(new Run({ id: 'run-1', problem: { name: 'p' }, optimizer: { name: 'o' }, seed: 0, outcome }, { path: 'x', manifest: null, runs: [] }, 0));
}

describe('verdicts', () => {
  afterEach(() => setVerdicts([]));

  it('are known from the report alone', () => {
    setVerdicts([{ name: 'memorised', colour: 9, sentence: 'Learned its samples by heart' }]);
    expect(verdictColour('memorised')).toBe(kVerdictColours[9]);
    expect(verdictSentence('memorised')).toBe('Learned its samples by heart');
    expect(words('memorised')).toBe('Learned its samples by heart; the last loss is 0.25.');
    expect(verdictWords('nearly_memorised')).toBe('nearly memorised');
  });
  it('that the report does not know are grey and say what ended the run', () => {
    expect(verdictColour('memorised')).toBe(verdictColour('unknown'));
    expect(words('constructor', 'timeout')).toBe('Ended (out of time) with a loss of 0.25.');
    expect(words('unknown', 'skipped')).toBe('Ended (skipped) with a loss of 0.25.');
  });
  it('have translations for nothing that is not there', () => {
    interface Schema { properties: { outcome: { properties: { [key: string]: { enum?: string[] } } } } }
    const { properties } = (JSON.parse(readFileSync(new URL('../../../schema/run.schema.json', import.meta.url), 'utf8')) as Schema).properties.outcome;
    const verdicts = properties['verdict']?.enum ?? [];
    const known = [...verdicts, ...(properties['status']?.enum ?? [])];
    expect(verdicts).toContain('global_minimum');
    for (const texts of [english, chinese]) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(texts.verdicts)));
      expect(verdicts).toEqual(expect.arrayContaining(Object.keys(texts.outcome.sentences)));
    }
  });
});
