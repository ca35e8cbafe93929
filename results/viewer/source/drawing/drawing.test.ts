import { describe, expect, it } from 'vitest';
import { amountColour, categoryColour, pathColour, rgb, kVerdictColours, signedColour } from './colours';
import { powerWords, scaleAround, share, ticksOf, valueAt } from './scales';
import { SvgSurface } from './svg_surface';

describe('scales', () => {
  it('make room around a single value', () => {
    const { low, high } = scaleAround([1, 1], false);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
  });
  it('have ticks within them however far apart their ends are', () => {
    for (const logarithmic of [false, true]) {
      for (const range of [[1e-3, 1e200], [5e-324, 1.7e308], [-1.7e308, 1.7e308], [1e290, 1.7e308], [-4, 1e30]] as const) {
        const scale = scaleAround(range, logarithmic);
        const ticks = ticksOf(scale, 7);
        expect(ticks.length, `${range.join()} ${logarithmic}`).toBeGreaterThan(1);
        for (const tick of ticks) {
          expect(share(scale, tick.value)).toBeGreaterThanOrEqual(-1e-6);
          expect(share(scale, tick.value)).toBeLessThanOrEqual(1 + 1e-6);
          expect(tick.text).toMatch(/[0-9]/);
        }
        expect(share(scale, valueAt(scale, 0.25))).toBeCloseTo(0.25, 6);
      }
    }
  });
  it('keep logarithms above zero', () => expect(scaleAround([-1, 100], true).low).toBeGreaterThan(0));
  it('go there and back', () => {
    for (const logarithmic of [true, false]) {
      const scale = { low: 2, high: 200, logarithmic };
      expect(valueAt(scale, share(scale, 37))).toBeCloseTo(37, 10);
    }
  });
  it('have round ticks', () => {
    expect(ticksOf({ low: 0, high: 1, logarithmic: false }, 5).map((tick) => tick.text)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(ticksOf({ low: 0.5, high: 2000, logarithmic: true }, 9).map((tick) => tick.text)).toEqual(['1', '10', '100', '1000']);
    expect(ticksOf({ low: 1, high: 1, logarithmic: false }, 5)).toEqual([]);
  });
  it('write powers of ten', () => expect([-9, -2, 0, 3, 12].map(powerWords)).toEqual(['10⁻⁹', '0.01', '1', '1000', '10¹²']));
});

/** Relative luminance, as WCAG defines it. */
function luminance([r, g, b]: readonly [number, number, number]): number {
  const part = (value: number): number => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

describe('colours', () => {
  it('of amounts rise in lightness, so that they need no hue', () => {
    const steps = Array.from({ length: 21 }, (_, i) => luminance(amountColour(i / 20)));
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1] ?? 0);
  });
  it('of the three verdicts that matter most, which have the first places, differ in lightness', () => {
    const [best, local, gone] = kVerdictColours.map((colour) => luminance(rgb(colour)));
    expect((local ?? 0) / (best ?? 1)).toBeGreaterThan(2);
    expect((best ?? 0) / (gone ?? 1)).toBeGreaterThan(2);
  });
  it('of the path go from green over orange to red', () => expect([0, 0.5, 1].map(pathColour)).toEqual(['#2e9e5b', '#e89a1d', '#d03a2f']));
  it('of signs are red below and blue above zero', () => {
    const [down, none, up] = [-1, 0, 1].map((size) => signedColour(size, [255, 255, 255]));
    expect((down?.[0] ?? 0) > (down?.[2] ?? 0)).toBe(true);
    expect(none).toEqual([255, 255, 255]);
    expect((up?.[2] ?? 0) > (up?.[0] ?? 0)).toBe(true);
  });
  it('of categories stay different for a while', () => expect(new Set(Array.from({ length: 24 }, (_, i) => categoryColour(i))).size).toBe(24));
});

describe('SVG', () => {
  it('takes texts as texts', () => {
    const surface = new SvgSurface(10, 10);
    surface.text('<script>&"', 1, 2, { colour: '"/><script>' });
    expect(surface.toString()).not.toContain('<script');
  });
  it('lifts the pen at gaps', () => {
    const surface = new SvgSurface(10, 10);
    surface.line([0, 0, 1, 1, NaN, NaN, 2, 2, 3, 3], { colour: '#000' });
    expect(surface.toString()).toContain('d="M0 0L1 1M2 2L3 3"');
  });
});
