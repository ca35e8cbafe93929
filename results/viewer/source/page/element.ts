// Makes elements. Children that are strings become text, never markup.

type Attributes = { [name: string]: string | number | boolean | undefined };
export type Child = Node | string | null | undefined | false;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return made;
}

export function button(text: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', press);
  return made;
}

let named = 0;

/** A list with its title as a label of its own, so that the options are no part of its name. */
export function select(
  title: string,
  options: readonly { value: string; text: string }[],
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const id = `choice-${++named}`;
  const list = element('select', { id }, ...options.map((option) => element('option', { value: option.value }, option.text)));
  list.value = value;
  list.addEventListener('change', () => change(list.value));
  return element('div', { class: 'pick' }, title !== '' && element('label', { for: id }, title), list);
}

export function tick(title: string, on: boolean, change: (on: boolean) => void): HTMLLabelElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = on;
  box.addEventListener('change', () => change(box.checked));
  return element('label', { class: 'tick' }, box, title);
}

export function paragraphs(texts: readonly string[]): HTMLElement[] {
  return texts.map((text) => element('p', {}, text));
}

/** Names and values in two columns. */
export function pairs(entries: readonly (readonly [string, string])[]): HTMLElement {
  return element('dl', { class: 'pairs' }, ...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

export function table(heads: readonly string[], rows: readonly (readonly (string | Node)[])[], name: string, words = false): HTMLElement {
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => (cell instanceof HTMLTableCellElement ? cell : element('td', {}, cell)))));
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name },
    element(
      'table',
      words ? { class: 'words' } : {},
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...body),
    ),
  );
}
