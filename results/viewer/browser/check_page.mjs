// Every part of a page: opens, says something, in both languages, light and dark, on a phone.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { audit, open, seeAll, settle } from './browse.mjs';

export async function partsOf(browser, file) {
  const { page, close } = await open(browser, file);
  const parts = await page.$$eval('header nav a', (links) => links.map((link) => link.getAttribute('href')));
  await close();
  return parts;
}

/** What must hold however the page is looked at. */
async function checkLook(page, out, name, rules) {
  await seeAll(page);
  assert.ok((await page.textContent('main h1')).length > 1);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  const blank = await page.$$eval('main canvas[role]', (canvases) => canvases.filter((canvas) => {
    const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return canvas.clientWidth > 0 && data.every((value) => value === 0);
  }).length);
  assert.equal(blank, 0, `${blank} pictures are empty`);
  assert.equal(await page.evaluate(() => globalThis.caught), undefined, 'a name ran as a program');
  assert.equal(await page.locator('main script, main img').count(), 0, 'a name became an element');
  assert.deepEqual(await audit(page, rules), []);
}

export async function checkEveryPart({ browser, out, test }, { file, name }) {
  for (const part of await partsOf(browser, file)) {
    await test(`${name} ${part} by day, and by night on a phone in Chinese`, async () => {
      const { page, troubles, close } = await open(browser, file, { hash: part });
      assert.equal(await page.getAttribute('html', 'lang'), 'en');
      await checkLook(page, out, `${name}-${part.slice(1)}-light`);
      const english = await page.textContent('h1');
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.click('header button');
      assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
      assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
      assert.notEqual(await page.textContent('h1'), english);
      await checkLook(page, out, `${name}-${part.slice(1)}-phone`, ['color-contrast', 'scrollable-region-focusable', 'label', 'button-name']);
      await page.selectOption('header select', 'light');
      assert.equal(await page.getAttribute('html', 'data-theme'), 'light');
      await page.click('header button');
      assert.equal(await page.textContent('h1'), english);
      assert.deepEqual(troubles, []);
      await close();
    });
  }
  await test(`${name} can be walked with the keyboard`, async () => {
    const { page, close } = await open(browser, file, { locale: 'zh-CN' });
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    const seen = new Set();
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.textContent.slice(0, 20)}`));
    }
    assert.ok(seen.size > 4, `only ${seen.size} places to stop at`);
    await close();
  });
}
