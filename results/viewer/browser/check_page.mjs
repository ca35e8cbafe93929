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

export async function checkEveryPart({ browser, out, test }, { file, name }) {
  const parts = await partsOf(browser, file);
  const settings = [
    { look: 'light', locale: 'en-US', width: 1280 },
    { look: 'phone', locale: 'zh-CN', width: 390, height: 844, dark: true },
  ];
  for (const part of parts) {
    for (const { look, ...setting } of settings) {
      await test(`${name} ${part} ${look}`, async () => {
        const { page, troubles, close } = await open(browser, file, { hash: part, ...setting });
        await seeAll(page);
        await settle(page);
        assert.equal(await page.getAttribute('html', 'lang'), setting.locale === 'zh-CN' ? 'zh-Hans' : 'en');
        assert.ok((await page.textContent('main h1')).length > 1);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
        await page.screenshot({ path: join(out, `${name}-${part.slice(1)}-${look}.png`), fullPage: true });
        const blank = await page.$$eval('main canvas[role]', (canvases) => canvases.filter((canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          return canvas.clientWidth > 0 && !data.some((value) => value !== 0);
        }).length);
        assert.equal(blank, 0, `${blank} pictures are empty`);
        assert.deepEqual(await audit(page), []);
        assert.deepEqual(troubles, []);
        await close();
      });
    }
  }
  await test(`${name} switches language and brightness`, async () => {
    const { page, troubles, close } = await open(browser, file);
    const before = await page.textContent('h1');
    await page.click('header button');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
    assert.notEqual(await page.textContent('h1'), before);
    await page.selectOption('header select', 'dark');
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await page.click('header button');
    assert.equal(await page.textContent('h1'), before);
    assert.deepEqual(troubles, []);
    await close();
  });
  await test(`${name} can be walked with the keyboard`, async () => {
    const { page, close } = await open(browser, file);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    const seen = new Set();
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.textContent.slice(0, 20)}`));
    }
    assert.ok(seen.size > 6, `only ${seen.size} places to stop at`);
    await close();
  });
}
