// Pages at the edges, and how fast the page is.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, open, seeAll, settle } from './browse.mjs';
import { partsOf } from './check_page.mjs';
import { hostile, holes, lone, manyRuns, millionCells, twoHundred } from './extremes.mjs';
import { kPlaceholder, writePage } from './fill.mjs';

export async function checkExtremes({ browser, out, test }) {
  mkdirSync(join(out, 'pages'), { recursive: true });
  for (const [name, make] of Object.entries({ hostile, holes, lone, 'many-runs': manyRuns })) {
    await test(`extreme ${name}`, async () => {
      const file = join(out, 'pages', `extreme-${name}.html`);
      writePage(file, make());
      for (const part of await partsOf(browser, file)) {
        const { page, troubles, close } = await open(browser, file, { hash: part });
        await seeAll(page);
        await page.screenshot({ path: join(out, `extreme-${name}-${part.slice(1)}.png`), fullPage: true });
        assert.equal(await page.evaluate(() => globalThis.caught), undefined, 'a name ran as a program');
        assert.equal(await page.locator('main script, main img').count(), 0, 'a name became an element');
        assert.deepEqual(await audit(page), []);
        const links = page.locator('.legend a');
        for (let i = 0; i < Math.min(5, await links.count()); i++) {
          await links.nth(i).click();
          assert.ok(await page.locator('main h1').textContent());
          await page.goBack();
          await settle(page);
        }
        assert.deepEqual(troubles, []);
        await close();
      }
    });
  }
  await test('extreme unfilled and broken data', async () => {
    const template = readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8');
    for (const [name, data, pattern] of [['unfilled', kPlaceholder, /no results/], ['torn', '{"schema": "descend.rep', /cannot be read/], ['other', '{"schema": "else/1", "folders": []}', /cannot be read/]]) {
      const file = join(out, 'pages', `extreme-${name}.html`);
      writeFileSync(file, template.split(kPlaceholder).join(data));
      const { page, troubles, close } = await open(browser, file);
      assert.match(await page.textContent('main'), pattern);
      assert.deepEqual(troubles, []);
      await close();
    }
  });
}

/** When the first frame with curves on it has been painted, from the start of loading. */
const kFirstCurves = `(() => {
  const look = () => {
    if (document.querySelector('.plot .uplot canvas, .heat canvas')) requestAnimationFrame(() => (globalThis.firstCurves = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** Frames a second while \`act\` is called in every frame for a second. */
async function framesWhile(page, act) {
  return page.evaluate(async (source) => {
    const act = new Function('frame', source);
    const start = performance.now();
    let frames = 0;
    while (performance.now() - start < 1500) {
      act(frames++);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (1000 * frames) / (performance.now() - start);
  }, act);
}

export async function checkSpeed({ browser, out, test }) {
  const limit = Number(process.env.DESCEND_FIRST_PAINT_MS ?? 300);
  const rate = Number(process.env.DESCEND_FRAMES ?? 30);
  for (const packed of [true, false]) {
    await test(`speed: 200 curves of 1,000 points, ${packed ? 'packed' : 'plain'}`, async () => {
      const file = join(out, 'pages', `speed-${packed ? 'packed' : 'plain'}.html`);
      writePage(file, twoHundred(packed));
      let best = Infinity;
      let words = '';
      for (let i = 0; i < 3; i++) {
        const { page, close } = await open(browser, file, { hash: '#runs', init: kFirstCurves });
        await page.waitForFunction(() => globalThis.firstCurves !== undefined);
        best = Math.min(best, await page.evaluate(() => globalThis.firstCurves));
        if (i === 2) {
          const hover = await framesWhile(page, `const over = document.querySelector('.plot .u-over'); const box = over.getBoundingClientRect(); over.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: box.left + 100 + (frame * 7) % 400, clientY: box.top + 50 + (frame * 5) % 250 }));`);
          const toggle = await framesWhile(page, `document.querySelectorAll('.legend input')[frame % 20].click();`);
          words = `first paint ${best.toFixed(0)} ms, hover ${hover.toFixed(0)} frames/s, switching curves ${toggle.toFixed(0)} frames/s`;
          assert.ok(hover >= rate && toggle >= rate, words);
          await page.screenshot({ path: join(out, 'speed-200.png') });
        }
        await close();
      }
      assert.ok(best < limit, `first paint ${best.toFixed(0)} ms`);
      return words;
    });
  }
  await test('speed: a heat map of a million cells', async () => {
    const file = join(out, 'pages', 'speed-million.html');
    writePage(file, millionCells());
    const { page, troubles, close } = await open(browser, file, { hash: '#map', init: kFirstCurves });
    await page.waitForFunction(() => globalThis.firstCurves !== undefined);
    const first = await page.evaluate(() => globalThis.firstCurves);
    await page.locator('.heat canvas').first().focus();
    const move = await framesWhile(page, `const canvas = document.querySelector('.heat canvas'); const box = canvas.getBoundingClientRect(); canvas.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + 100 + (frame * 7) % 400, clientY: box.top + 50 + (frame * 5) % 250 }));`);
    const zoom = await framesWhile(page, `document.querySelector('.heat canvas').dispatchEvent(new KeyboardEvent('keydown', { key: frame % 40 < 20 ? '+' : '-', bubbles: true }));`);
    const started = Date.now();
    await page.getByLabel('Value', { exact: true }).selectOption('final_loss');
    await settle(page);
    const words = `first paint ${first.toFixed(0)} ms, pointing ${move.toFixed(0)} frames/s, zooming ${zoom.toFixed(0)} frames/s, other value ${Date.now() - started} ms`;
    assert.ok(move >= rate && zoom >= rate, words);
    await page.screenshot({ path: join(out, 'speed-million.png') });
    assert.deepEqual(troubles, []);
    await close();
    return words;
  });
}
