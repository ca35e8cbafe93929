// What no first picture needs stands at the end of the page, behind this program, which draws while
// the browser still reads there.

let text: string | undefined;
let missed = false;

/** Base64 from the end of the page; none yet while that is still being read. */
export function laterText(at: number, length: number): string {
  if (text === undefined) {
    if (document.readyState === 'loading') {
      missed = true;
      return '';
    }
    const holder = document.getElementById('descend-later');
    text = holder?.textContent ?? '';
    holder?.remove();
  }
  return text.slice(at, at + length);
}

/** Calls `again` when the page has been read, if something was asked for before. */
export function whenAllIsHere(again: () => void): void {
  document.addEventListener('DOMContentLoaded', () => {
    if (missed) again();
  });
}
