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
