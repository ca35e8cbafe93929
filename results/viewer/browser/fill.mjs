// Puts results into the built template, as `descend report` does.

import { readFileSync, writeFileSync } from 'node:fs';

export const kPlaceholder = 'DESCEND_REPORT_DATA';
const kLater = 'DESCEND_REPORT_LATER';

/** `later`: what the report's columns point to at the end of the page. */
export function fill(template, report, later = '') {
  const text = JSON.stringify(report).replaceAll('<', '\\u003c');
  return template.split(kPlaceholder).join(text).split(kLater).join(later);
}

/** The built page: DESCEND_PAGE_TEMPLATE, or else what `npm run build` has written. */
export function template() {
  return readFileSync(process.env.DESCEND_PAGE_TEMPLATE ?? new URL('../dist/index.html', import.meta.url), 'utf8');
}

export function writePage(path, report, later) {
  writeFileSync(path, fill(template(), report, later));
}

/** As the program describes them: colour is a place in the page's list. */
export const verdicts = [
  { name: 'global_minimum', colour: 0, sentence: 'Reached the global minimum' }, { name: 'local_minimum', colour: 1, sentence: 'Ended in a local minimum' }, { name: 'left_domain', colour: 6, sentence: 'Left the domain' },
  { name: 'oscillating', colour: 3, sentence: 'Never came to rest' }, { name: 'descending', colour: 4, sentence: 'Was still descending' }, { name: 'diverged', colour: 2, sentence: 'Diverged' },
];
