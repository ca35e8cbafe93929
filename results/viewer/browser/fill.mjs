// Puts results into the built template, as `descend report` does.

import { readFileSync, writeFileSync } from 'node:fs';

export const kPlaceholder = 'DESCEND_REPORT_DATA';

export function fill(template, report) {
  const text = JSON.stringify(report).replaceAll('<', '\\u003c');
  return template.split(kPlaceholder).join(text);
}

export function writePage(path, report, template = new URL('../dist/index.html', import.meta.url)) {
  writeFileSync(path, fill(readFileSync(template, 'utf8'), report));
}
