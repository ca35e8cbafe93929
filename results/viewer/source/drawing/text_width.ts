/** About how wide a text stands, in pixels at size 11: Chinese letters are about twice as wide as Latin ones. */
export function roughWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter > '⺀' ? 11.5 : 6.3;
  return width;
}
