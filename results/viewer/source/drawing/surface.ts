// What a picture is drawn on: a canvas for the screen and for PNG, or a text for SVG. A picture
// that is drawn through this looks the same on both.

export interface Stroke {
  colour: string;
  width?: number;
  dash?: number[];
  opacity?: number;
}

export interface TextStyle {
  colour: string;
  size?: number;
  align?: 'start' | 'middle' | 'end';
  /** Where y stands: at the letters' base, or at their middle. */
  level?: 'base' | 'middle';
  bold?: boolean;
  /** Degrees, clockwise, about the point. */
  turn?: number;
}

export interface Surface {
  readonly width: number;
  readonly height: number;
  rectangle(x: number, y: number, width: number, height: number, fill: string, opacity?: number): void;
  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void;
  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke): void;
  /** Points as x0, y0, x1, y1, …; a NaN lifts the pen. */
  line(points: ArrayLike<number>, stroke: Stroke): void;
  area(points: ArrayLike<number>, fill: string, opacity?: number): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
  image(image: HTMLCanvasElement, x: number, y: number, width: number, height: number, smooth: boolean): void;
  /** Draws only inside the rectangle. */
  inside(x: number, y: number, width: number, height: number, draw: () => void): void;
}

export interface Picture {
  width: number;
  height: number;
  draw(surface: Surface): void;
}

export const kFont = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
export const kTextSize = 12;
