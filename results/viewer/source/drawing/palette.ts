// The page's own quiet colours, read from the style sheet so that light and dark have one source.

export interface Palette {
  paper: string;
  panel: string;
  ink: string;
  soft: string;
  faint: string;
  line: string;
  accent: string;
}

let known: Palette | null = null;

export function palette(): Palette {
  if (!known) {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    known = { paper: read('paper'), panel: read('panel'), ink: read('ink'), soft: read('soft'), faint: read('faint'), line: read('line'), accent: read('accent') };
  }
  return known;
}

/** To be called when the reader or the system switches between light and dark. */
export function forgetPalette(): void {
  known = null;
}
