// The frame of every picture: title, the sentence that says what to look at, the picture, and the
// buttons that save it.

import type { Table } from '../data/csv';
import type { Picture } from '../drawing/surface';
import { texts } from '../text/texts';
import { button, type Child, element } from './element';
import { saveCsv, savePng, saveSvg } from './save';

export interface FigureParts {
  title: string;
  look?: string;
  body: Child[];
  picture?: () => Picture | null;
  table?: () => Table;
  name?: string;
}

export function figure(parts: FigureParts): HTMLElement {
  const t = texts().saving;
  const name = parts.name ?? parts.title;
  const { picture, table } = parts;
  const save = (kind: string, press: () => void): HTMLButtonElement => button(kind, press, { 'aria-label': t.as(parts.title, kind) });
  const saves: Child[] = [];
  const drawn = (use: (picture: Picture, name: string) => void) => (): void => {
    const now = picture?.();
    if (now) use(now, name);
  };
  if (picture) saves.push(save('SVG', drawn(saveSvg)), save('PNG', drawn(savePng)));
  if (table) saves.push(save('CSV', () => saveCsv(table(), name)));
  return element(
    'figure',
    {},
    element('h3', {}, parts.title),
    parts.look ? element('figcaption', {}, parts.look) : null,
    element('div', { class: 'frame' }, ...parts.body),
    saves.length > 0 && element('div', { class: 'saves' }, t.save, ...saves),
  );
}
