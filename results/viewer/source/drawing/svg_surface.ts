import type { Picture, Stroke, Surface, TextStyle } from './surface';
import { kFont, kTextSize } from './surface';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

function strokeOf(stroke: Stroke | undefined): string {
  if (!stroke) return '';
  const dash = stroke.dash ? ` stroke-dasharray="${stroke.dash.join(' ')}"` : ' stroke-linecap="round"';
  const opacity = stroke.opacity === undefined ? '' : ` stroke-opacity="${short(stroke.opacity)}"`;
  return ` stroke="${escaped(stroke.colour)}" stroke-width="${short(stroke.width ?? 1)}"${opacity}${dash} stroke-linejoin="round"`;
}

export class SvgSurface implements Surface {
  private readonly parts: string[] = [];
  private clips = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  rectangle(x: number, y: number, width: number, height: number, fill: string, opacity = 1): void {
    this.parts.push(`<rect ${this.box(x, y, width, height)} fill="${escaped(fill)}"${opacity === 1 ? '' : ` fill-opacity="${short(opacity)}"`}/>`);
  }

  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void {
    this.parts.push(`<rect ${this.box(x, y, width, height)} fill="none"${strokeOf(stroke)}/>`);
  }

  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke): void {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${escaped(fill ?? 'none')}"${strokeOf(stroke)}/>`);
  }

  line(points: ArrayLike<number>, stroke: Stroke): void {
    this.parts.push(`<path d="${this.path(points)}" fill="none"${strokeOf(stroke)}/>`);
  }

  area(points: ArrayLike<number>, fill: string, opacity = 1): void {
    this.parts.push(`<path d="${this.path(points)}Z" fill="${escaped(fill)}" fill-opacity="${short(opacity)}"/>`);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const turn = style.turn ? ` transform="rotate(${style.turn} ${short(x)} ${short(y)})"` : '';
    const level = style.level === 'middle' ? ' dominant-baseline="central"' : '';
    this.parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${style.size ?? kTextSize}" text-anchor="${style.align ?? 'start'}"${level}${style.bold ? ' font-weight="600"' : ''} fill="${escaped(style.colour)}"${turn}>${escaped(text)}</text>`,
    );
  }

  image(image: HTMLCanvasElement, x: number, y: number, width: number, height: number, smooth: boolean): void {
    this.parts.push(
      `<image ${this.box(x, y, width, height)} preserveAspectRatio="none"${smooth ? '' : ' style="image-rendering:pixelated"'} href="${image.toDataURL('image/png')}"/>`,
    );
  }

  inside(x: number, y: number, width: number, height: number, draw: () => void): void {
    const name = `inside-${++this.clips}`;
    this.parts.push(`<clipPath id="${name}"><rect ${this.box(x, y, width, height)}/></clipPath><g clip-path="url(#${name})">`);
    draw();
    this.parts.push('</g>');
  }

  toString(): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}" font-family="${escaped(kFont)}">\n${this.parts.join('\n')}\n</svg>\n`;
  }

  private box(x: number, y: number, width: number, height: number): string {
    return `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
  }

  private path(points: ArrayLike<number>): string {
    const words: string[] = [];
    let down = false;
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = points[i] ?? NaN;
      const y = points[i + 1] ?? NaN;
      if (!Number.isFinite(x) || !Number.isFinite(y)) down = false;
      else {
        words.push(`${down ? 'L' : 'M'}${short(x)} ${short(y)}`);
        down = true;
      }
    }
    return words.join('');
  }
}

export function svgOf(picture: Picture, background: string): string {
  const surface = new SvgSurface(picture.width, picture.height);
  surface.rectangle(0, 0, picture.width, picture.height, background);
  picture.draw(surface);
  return surface.toString();
}
