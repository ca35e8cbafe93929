// Filters on any setting that varies: a run stays while each of its values is ticked.

import type { Run, Setting } from '../data/run';
import { settingWords } from '../data/settings';
import { button, element } from '../page/element';
import { texts } from '../text/texts';

/** Per setting, the values that are switched off. */
export type Off = Map<string, Set<Setting>>;

const kMaxValues = 200;
const kFirst = ['problem', 'optimizer', 'optimizer.learning_rate', 'optimizer.momentum', 'schedule', 'seed', 'label', 'folder'];
const kMaxFilters = 8;

export function passes(run: Run, off: Off): boolean {
  for (const [name, values] of off) {
    const value = run.settings.get(name);
    if (value !== undefined && values.has(value)) return false;
  }
  return true;
}

export function filters(varying: ReadonlyMap<string, readonly Setting[]>, off: Off, changed: () => void): HTMLElement {
  const t = texts().runs;
  const place = (name: string): number => (kFirst.indexOf(name) + kFirst.length + 1) % (kFirst.length + 1);
  const ordered = [...varying].sort(([a], [b]) => place(a) - place(b));
  const boxes = ordered.map(([name, values]) => {
    const summary = element('summary', {}, name.replace(/^(optimizer|problem)\./, '$1 · '));
    const mark = (): void => void summary.classList.toggle('active', (off.get(name)?.size ?? 0) > 0);
    const set = (value: Setting, on: boolean): void => {
      const mine = off.get(name) ?? new Set<Setting>();
      if (on) mine.delete(value);
      else mine.add(value);
      if (mine.size > 0) off.set(name, mine);
      else off.delete(name);
    };
    const ticks: HTMLInputElement[] = [];
    const item = (value: Setting): HTMLElement => {
      const box = element('input', { type: 'checkbox' });
      box.checked = !off.get(name)?.has(value);
      ticks.push(box);
      box.addEventListener('change', () => {
        set(value, box.checked);
        mark();
        changed();
      });
      return element('label', { class: 'tick' }, box, settingWords(value));
    };
    const every = (on: boolean) => (): void => {
      values.forEach((value) => set(value, on));
      ticks.forEach((box) => (box.checked = on));
      mark();
      changed();
    };
    mark();
    const list = element('div', {}, element('span', {}, button(t.all, every(true)), ' ', button(t.none, every(false))));
    const made = element('details', {}, summary, list);
    // Filled when first opened: there can be thousands of values.
    made.addEventListener('toggle', () => {
      if (made.open && ticks.length === 0) list.append(...values.slice(0, kMaxValues).map(item));
    });
    return made;
  });
  const others = ordered.length > kMaxFilters + 1 ? boxes.slice(kMaxFilters).filter((_, i) => !off.has(ordered[kMaxFilters + i]?.[0] ?? '')) : [];
  others.forEach((box) => (box.hidden = true));
  const more = others.length > 0 && button(t.moreFilters(others.length), () => {
    others.forEach((box) => (box.hidden = false));
    others[0]?.querySelector('summary')?.focus();
    if (more) more.remove();
  });
  const holder = element('div', { class: 'filters', role: 'group', 'aria-label': t.filter }, ...boxes, more);
  // One list open at a time, and none after a click elsewhere or Escape.
  const close = (except: EventTarget | null): void => {
    for (const box of boxes) if (!(except instanceof Node && box.contains(except))) box.open = false;
  };
  holder.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = boxes.find((box) => box.open);
    close(null);
    open?.querySelector('summary')?.focus();
  });
  holder.addEventListener('focusin', (event) => close(event.target));
  holder.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !holder.contains(event.relatedTarget as Node)) close(null);
  });
  return holder;
}
