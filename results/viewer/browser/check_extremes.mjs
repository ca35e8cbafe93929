// Pages at the edges, and how fast the page is.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { audit, open, seeAll, settle } from './browse.mjs';
import { partsOf } from './check_page.mjs';
import { hostile, holes, lone, manyRuns, millionCells, twoHundred } from './extremes.mjs';
import { kPlaceholder, template, writePage } from './fill.mjs';

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
  await test('extreme: what stands at the end of the page is shown when it has been read', async () => {
    const file = join(out, 'pages', 'extreme-later.html');
    const [data, later] = twoHundred();
    writePage(file, data, later);
    const { page, troubles, close } = await open(browser, file, { hash: '#run=run-3' });
    const { trace } = data.folders[0].runs[3];
    const norms = new Float32Array(Uint8Array.from(Buffer.from(later.slice(trace.gradient_norm.at, trace.gradient_norm.at + trace.gradient_norm.length), 'base64')).buffer);
    const table = page.locator('main table').last();
    const place = (await table.locator('th').allTextContents()).findIndex((title) => /gradient.norm/i.test(title));
    const shown = (await table.locator('tbody tr').first().locator('td, th').allTextContents())[place];
    assert.equal(Number(shown).toPrecision(4), norms[0].toPrecision(4), `the table says ${shown}`);
    assert.deepEqual(troubles, []);
    await close();
  });
  await test('extreme unfilled and broken data', async () => {
    const built = template();
    for (const [name, data, pattern] of [['unfilled', kPlaceholder, /no results/], ['torn', '{"schema": "descend.rep', /cannot be read/], ['other', '{"schema": "else/1", "folders": []}', /cannot be read/]]) {
      const file = join(out, 'pages', `extreme-${name}.html`);
      writeFileSync(file, built.split(kPlaceholder).join(data));
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

/**
 * On a machine that is busy with other work the time on the wall says nothing about the page; then
 * the processor time of its main thread is held against the limits instead.
 */
const busy = () => loadavg()[0] > 0.6 * cpus().length;

/** Milliseconds of processor time that the page's main thread has used. */
async function processorTime(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1000 * metrics.find((metric) => metric.name === 'TaskDuration').value;
}

async function openMeasured(browser, file, hash) {
  let cdp;
  const opened = await open(browser, file, {
    hash,
    init: kFirstCurves,
    before: async (page) => {
      cdp = await page.context().newCDPSession(page);
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    },
  });
  await opened.page.waitForFunction(() => globalThis.firstCurves !== undefined);
  const processor = await processorTime(cdp);
  return { ...opened, cdp, wall: await opened.page.evaluate(() => globalThis.firstCurves), processor };
}

/** Milliseconds a frame, on the wall and of processor time, while `act` is called in every frame. */
async function frameTime(page, cdp, act) {
  const before = await processorTime(cdp);
  const wall = await page.evaluate(async (source) => {
    const act = new Function('frame', source);
    const start = performance.now();
    for (let frame = 0; frame < 60; frame++) {
      act(frame);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (performance.now() - start) / 60;
  }, act);
  const processor = ((await processorTime(cdp)) - before) / 60;
  return { wall, processor };
}

const said = (name, { wall, processor }) => `${name} ${wall.toFixed(0)} ms (processor ${processor.toFixed(0)})`;
const least = (list, which) => list.reduce((best, entry) => (entry[which] < best[which] ? entry : best));

const kPointing = (selector, type) => `const place = document.querySelector('${selector}'); const box = place.getBoundingClientRect(); place.dispatchEvent(new PointerEvent('${type}', { bubbles: true, clientX: box.left + 100 + (frame * 7) % 400, clientY: box.top + 50 + (frame * 5) % 250 }));`;

export async function checkSpeed({ browser, out, test }) {
  // Reported always; held against limits only where they are given, on a machine that does nothing else.
  const firstPaint = Number(process.env.DESCEND_FIRST_PAINT_MS ?? Infinity);
  const frame = process.env.DESCEND_FRAMES ? 1000 / Number(process.env.DESCEND_FRAMES) : Infinity;
  const clock = () => (busy() ? 'processor' : 'wall');
  mkdirSync(join(out, 'pages'), { recursive: true });
  for (const packed of [true, false]) {
    await test(`speed: 200 curves of 1,000 points, ${packed ? 'packed' : 'plain'}`, async () => {
      const file = join(out, 'pages', `speed-${packed ? 'packed' : 'plain'}.html`);
      writePage(file, ...twoHundred(packed));
      const starts = [];
      for (let i = 0; i < 3; i++) {
        const opened = await openMeasured(browser, file, '#runs');
        starts.push(opened);
        if (i < 2) await opened.close();
      }
      const { page, cdp, close } = starts[2];
      const hover = await frameTime(page, cdp, kPointing('.plot .u-over', 'mousemove'));
      const switching = await frameTime(page, cdp, `document.querySelectorAll('.legend input')[frame % 20].click();`);
      await page.screenshot({ path: join(out, 'speed-200.png') });
      await close();
      const start = least(starts, clock());
      const words = [said('first paint', start), said('hover a frame', hover), said('switching a curve', switching)].join(', ');
      assert.ok(start[clock()] < firstPaint, words);
      assert.ok(hover[clock()] < frame + 1 && switching[clock()] < frame + 1, words);
      return words;
    });
  }
  await test('speed: a heat map of a million cells', async () => {
    const file = join(out, 'pages', 'speed-million.html');
    writePage(file, millionCells());
    const { page, cdp, troubles, close, wall, processor } = await openMeasured(browser, file, '#map');
    await page.locator('.heat canvas').first().focus();
    const pointing = await frameTime(page, cdp, kPointing('.heat canvas', 'pointermove'));
    const zooming = await frameTime(page, cdp, `document.querySelector('.heat canvas').dispatchEvent(new KeyboardEvent('keydown', { key: frame % 40 < 20 ? '+' : '-', bubbles: true }));`);
    const before = { at: Date.now(), used: await processorTime(cdp) };
    await page.getByLabel('Value', { exact: true }).selectOption('final_loss');
    await settle(page);
    const other = { wall: Date.now() - before.at, processor: (await processorTime(cdp)) - before.used };
    const words = [said('first paint', { wall, processor }), said('pointing a frame', pointing), said('zooming a frame', zooming), said('other value', other)].join(', ');
    assert.ok(pointing[clock()] < frame + 1 && zooming[clock()] < frame + 1, words);
    await page.screenshot({ path: join(out, 'speed-million.png') });
    assert.deepEqual(troubles, []);
    await close();
    return words;
  });
}
