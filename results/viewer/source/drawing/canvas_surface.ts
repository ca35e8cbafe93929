import type { Picture, Stroke, Surface, TextStyle } from './surface';
import { kFont, kTextSize } from './surface';

export class CanvasSurface implements Surface {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
  ) {}

  rectangle(x: number, y: number, width: number, height: number, fill: string, opacity = 1): void {
    this.context.globalAlpha = opacity;
    this.context.fillStyle = fill;
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void {
    this.pen(stroke);
    this.context.strokeRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke): void {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    if (fill) {
      this.context.fillStyle = fill;
      this.context.fill();
    }
    if (stroke) {
      this.pen(stroke);
      this.context.stroke();
      this.context.globalAlpha = 1;
    }
  }

  line(points: ArrayLike<number>, stroke: Stroke): void {
    this.pen(stroke);
    this.trace(points);
    this.context.stroke();
    this.context.globalAlpha = 1;
  }

  area(points: ArrayLike<number>, fill: string, opacity = 1): void {
    this.context.globalAlpha = opacity;
    this.context.fillStyle = fill;
    this.trace(points);
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const { context } = this;
    context.save();
    context.translate(x, y);
    if (style.turn) context.rotate((style.turn * Math.PI) / 180);
    context.font = `${style.bold ? '600 ' : ''}${style.size ?? kTextSize}px ${kFont}`;
    context.fillStyle = style.colour;
    context.textAlign = style.align === 'middle' ? 'center' : (style.align ?? 'start');
    context.textBaseline = style.level === 'middle' ? 'middle' : 'alphabetic';
    context.fillText(text, 0, 0);
    context.restore();
  }

  image(image: HTMLCanvasElement, x: number, y: number, width: number, height: number, smooth: boolean): void {
    this.context.imageSmoothingEnabled = smooth;
    this.context.imageSmoothingQuality = 'high';
    this.context.drawImage(image, x, y, width, height);
  }

  inside(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  private pen(stroke: Stroke): void {
    this.context.globalAlpha = stroke.opacity ?? 1;
    this.context.strokeStyle = stroke.colour;
    this.context.lineWidth = stroke.width ?? 1;
    this.context.lineJoin = 'round';
    this.context.lineCap = stroke.dash ? 'butt' : 'round';
    this.context.setLineDash(stroke.dash ?? []);
  }

  private trace(points: ArrayLike<number>): void {
    this.context.beginPath();
    let down = false;
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = points[i] ?? NaN;
      const y = points[i + 1] ?? NaN;
      if (!Number.isFinite(x) || !Number.isFinite(y)) down = false;
      else if (down) this.context.lineTo(x, y);
      else {
        this.context.moveTo(x, y);
        down = true;
      }
    }
  }
}

/** Draws a picture on a canvas, sharp on any screen. */
export function drawOn(canvas: HTMLCanvasElement, picture: Picture, density = window.devicePixelRatio || 1): void {
  const width = Math.max(1, Math.round(picture.width * density));
  const height = Math.max(1, Math.round(picture.height * density));
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.width = `${picture.width}px`;
  canvas.style.height = `${picture.height}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, picture.width, picture.height);
  picture.draw(new CanvasSurface(context, picture.width, picture.height));
}
