// Reads the results out of the page, then shows the part that the address names.

import './style.css';
import { element } from './page/element';
import { startShell } from './page/shell';
import type { Report } from './report';
import { preferredLanguage, setLanguage, texts } from './text/texts';

function readReport(): Report | string {
  const holder = document.getElementById('descend-data');
  const text = holder?.textContent ?? '';
  // The text can be 20 MB; once read it is not needed twice.
  holder?.remove();
  if (!text.trimStart().startsWith('{')) return texts().empty;
  try {
    const report = JSON.parse(text) as Report;
    if (!report.schema.startsWith('descend.report/1') || !Array.isArray(report.folders)) return texts().broken(report.schema);
    return report;
  } catch (error) {
    return texts().broken(error instanceof Error ? error.message : String(error));
  }
}

setLanguage(preferredLanguage());
const page = document.getElementById('page');
if (page) {
  const report = readReport();
  if (typeof report === 'string') page.replaceChildren(element('main', {}, element('h1', {}, 'Descend'), element('p', {}, report)));
  else startShell(page, report);
}
