// How the results were made: everything that the manifest tells.

import { element, pairs } from '../page/element';
import { numberWords } from '../data/settings';
import type { Folder, Json, JsonObject, Report } from '../report';
import { texts } from '../text/texts';

export function madeView(report: Report): HTMLElement {
  const t = texts().made;
  return element('div', {}, element('h1', {}, t.title), ...report.folders.flatMap(folderView), element('h2', {}, t.repeat), element('p', {}, t.repeatText));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return numberWords(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Nested names are joined by dots, so that whatever a later program adds is shown too. */
function flat(prefix: string, value: Json | undefined): [string, string][] {
  if (!isObject(value)) return [[prefix, words(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(prefix ? `${prefix}.${key}` : key, inner));
}

function folderView(folder: Folder): HTMLElement[] {
  const t = texts().made;
  const parts: HTMLElement[] = [element('h2', {}, folder.path)];
  const { manifest } = folder;
  if (!manifest) return [...parts, element('p', {}, t.none)];
  const counts = manifest['runs'];
  if (isObject(counts)) parts.push(element('p', {}, `${t.runsOf}: ${t.counts(words(counts['planned']), words(counts['done']), words(counts['failed']))}`));
  const sessions = manifest['sessions'];
  if (isObject(sessions)) {
    for (const [name, session] of Object.entries(sessions)) {
      if (!isObject(session)) continue;
      const { command, environment, ...rest } = session;
      parts.push(element('h3', {}, `${t.session} ${name}`));
      if (command !== undefined) parts.push(element('p', { class: 'note' }, t.command), element('pre', { tabindex: 0 }, element('code', {}, Array.isArray(command) ? command.map(words).join(' ') : words(command))));
      const machine = flat('', environment ?? null).filter(([key]) => key !== '');
      parts.push(pairs([...machine, ...flat('', rest)].map(([key, value]): [string, string] => [key, humanBytes(key, value)])));
    }
  }
  const other = Object.fromEntries(Object.entries(manifest).filter(([key]) => !['runs', 'sessions'].includes(key)));
  parts.push(pairs(flat('', other)));
  return parts;
}

function humanBytes(key: string, value: string): string {
  const bytes = Number(value);
  return key.endsWith('_bytes') && bytes > 1e9 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : value;
}
