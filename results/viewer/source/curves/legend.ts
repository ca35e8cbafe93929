// The legend: a list of switches, one a curve.

import { texts } from '../text/texts';
import { element } from '../page/element';
import type { Curve } from './curve';

const kMax = 200;
/** As many as can be seen at once; the others follow when the page stands. */
const kFirst = 30;

export function legend(curves: readonly Curve[], changed: (hidden: ReadonlySet<string>) => void, hidden: Set<string> = new Set()): HTMLElement {
  const t = texts().runs;
  const item = (curve: Curve): HTMLElement => {
    const box = element('input', { type: 'checkbox' });
    box.checked = !hidden.has(curve.key);
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(curve.key);
      else hidden.add(curve.key);
      changed(hidden);
    });
    const mark = element('i', { 'aria-hidden': 'true' });
    mark.style.color = curve.colour;
    return element(
      'li',
      {},
      element('label', { class: 'tick' }, box, mark, element('span', {}, curve.name)),
      curve.open !== undefined && element('a', { href: curve.open, 'aria-label': t.open(curve.name) }, '→'),
    );
  };
  const list = element('ul', { class: 'legend', 'aria-label': t.legend, tabindex: 0 }, ...curves.slice(0, kFirst).map(item));
  if (curves.length > kFirst) {
    setTimeout(() => {
      list.append(...curves.slice(kFirst, kMax).map(item));
      if (curves.length > kMax) list.append(element('li', {}, t.more(curves.length - kMax)));
    }, 100);
  }
  return list;
}
