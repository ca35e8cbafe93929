// The pictures of the project's README, from a report of the suite `article`:
// node browser/stills.mjs ARTICLE.html FOLDER

import { join, resolve } from 'node:path';
import { launch, open, seeAll, settle } from './browse.mjs';

const [file, folder] = process.argv.slice(2).map((path) => resolve(path));
const browser = await launch();
const { page, close } = await open(browser, file, { hash: '#article', width: 1000, height: 1400 });
await seeAll(page);

/** The lanes of a section's player, with the second run chosen and the clock put to a step. */
async function still(section, second, share, name) {
  const figure = page.locator(`#${section} figure`).first();
  if (second) await figure.locator('.lane select').nth(1).selectOption({ label: second });
  await figure.locator('input[type=range]').evaluate((slider, part) => {
    slider.value = String(Math.round(part * Number(slider.max)));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, share);
  await figure.scrollIntoViewIfNeeded();
  await settle(page);
  await figure.locator('.lanes').screenshot({ path: join(folder, `${name}.png`) });
}

await still('calm', 'momentum: learning rate 1, decay 0.001, momentum 0.9', 0.3, 'article_spiral');
await still('good', 'Too big: learning rate 0.68, momentum 0.2', 1, 'article_landscape');
await close();
await browser.close();
