import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** As much of a page as is looked at: how far it is read, and what stands at its end. */
class PageStub {
  readyState = 'loading';
  readonly listeners: (() => void)[] = [];
  constructor(private text: string | null) {}
  getElementById = (): { textContent: string; remove: () => void } | null => (this.text === null ? null : { textContent: this.text, remove: () => (this.text = null) });
  addEventListener = (_: string, listener: () => void): void => void this.listeners.push(listener);
  finish(): void {
    this.readyState = 'interactive';
    for (const listener of this.listeners) listener();
  }
}

describe('what stands at the end of the page', () => {
  const bytes = Buffer.from(Uint8Array.of(1, 2, 3)).toString('base64');
  const load = async (text: string | null) => {
    const page = new PageStub(text);
    vi.stubGlobal('document', page);
    const { laterText, whenAllIsHere } = await import('./later');
    const { unpackColumn } = await import('./columns');
    return { page, laterText, whenAllIsHere, column: () => [...unpackColumn({ encoding: 'uint8', at: 2, length: bytes.length })] };
  };
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.unstubAllGlobals());

  it('is empty while the page is being read, then there, and said so once', async () => {
    const { page, whenAllIsHere, column } = await load(`xx${bytes}yy`);
    const again = vi.fn();
    whenAllIsHere(again);
    expect(column()).toEqual([]);
    page.finish();
    expect(again).toHaveBeenCalledTimes(1);
    expect(column()).toEqual([1, 2, 3]);
    expect(column()).toEqual([1, 2, 3]);
  });
  it('draws nothing again where nothing was missed', async () => {
    const { page, whenAllIsHere, column } = await load(`xx${bytes}`);
    const again = vi.fn();
    whenAllIsHere(again);
    page.finish();
    expect(again).not.toHaveBeenCalled();
    expect(column()).toEqual([1, 2, 3]);
  });
  it('is empty where a page has none', async () => {
    const { page, laterText } = await load(null);
    page.finish();
    expect(laterText(0, 4)).toBe('');
  });
});
