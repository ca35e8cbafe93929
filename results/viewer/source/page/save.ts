// Saves pictures and their data. Everything is made on this side; nothing leaves the page.

import { csv, type Table } from '../data/csv';
import { drawOn } from '../drawing/canvas_surface';
import { palette } from '../drawing/palette';
import type { Picture } from '../drawing/surface';
import { svgOf } from '../drawing/svg_surface';
import { element } from './element';

function offer(parts: BlobPart[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name that every system takes, from a text that may hold anything. */
export function fileName(text: string, ending: string): string {
  const safe = text.normalize('NFKC').replace(/[^\p{L}\p{N}.-]+/gu, '_').replace(/^[_.]+|_+$/g, '').slice(0, 80);
  return `${safe || 'descend'}.${ending}`;
}

export function saveSvg(picture: Picture, name: string): void {
  offer([svgOf(picture, palette().panel)], 'image/svg+xml', fileName(name, 'svg'));
}

export function savePng(picture: Picture, name: string): void {
  const canvas = document.createElement('canvas');
  const background: Picture = {
    ...picture,
    draw(surface) {
      surface.rectangle(0, 0, picture.width, picture.height, palette().panel);
      picture.draw(surface);
    },
  };
  drawOn(canvas, background, 2);
  canvas.toBlob((blob) => {
    if (blob) offer([blob], 'image/png', fileName(name, 'png'));
  }, 'image/png');
}

export function saveCsv(table: Table, name: string): void {
  // The mark tells spreadsheets that the text is UTF-8.
  offer(['\ufeff', csv(table)], 'text/csv', fileName(name, 'csv'));
}
