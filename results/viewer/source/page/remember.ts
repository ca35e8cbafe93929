// The reader's choices of language and brightness. Where a browser keeps nothing for files, they hold
// until the page is closed.

const here = new Map<string, string>();

export function recall(key: string): string | null {
  const known = here.get(key);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(`descend.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  here.set(key, value);
  try {
    localStorage.setItem(`descend.${key}`, value);
  } catch {
    // It holds until the page is closed.
  }
}
