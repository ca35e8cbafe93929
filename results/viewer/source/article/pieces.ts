// Small parts that the article's sections share.

import type { Run } from '../data/run';
import { commandOf } from '../data/settings';
import { element, paragraphs } from '../page/element';
import { texts } from '../text/texts';

export function section(id: string, title: string, text: readonly string[], ...rest: (Node | null)[]): HTMLElement {
  return element('section', { id, 'aria-labelledby': `${id}-title` }, element('h2', { id: `${id}-title` }, title), ...paragraphs(text), ...rest);
}

export function erratum(text: string): HTMLElement {
  return element('aside', { class: 'erratum', 'aria-label': texts().article.erratum }, element('strong', {}, texts().article.erratum), element('p', {}, text));
}

/** The command that makes this run again: an invitation to change a number in it. */
export function tryIt(run: Run | null | undefined): HTMLElement | null {
  if (!run) return null;
  const command = element('pre', { tabindex: 0, 'aria-label': texts().article.tryIt }, element('code', {}, commandOf(run.line)));
  return element('div', { class: 'try' }, element('p', {}, texts().article.tryIt), command);
}
