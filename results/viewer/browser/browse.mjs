// Opens pages in headless Chromium and watches that nothing goes wrong: no error on the console, no
// request that leaves the page, nothing serious found by axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  return chromium.launch({ executablePath: process.env.DESCEND_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** A page with its troubles collected in `troubles`. */
export async function open(browser, file, { hash = '', width = 1280, height = 900, dark = false, locale = 'en-US', init, before } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', locale, acceptDownloads: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('request', (request) => /^(file|data|blob):/.test(request.url()) || troubles.push(`request: ${request.url()}`));
  if (init) await page.addInitScript(init);
  if (before) await before(page);
  page.setDefaultTimeout(120_000);
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  await page.waitForFunction(() => document.querySelector('main') !== null);
  return { page, troubles, close: () => context.close() };
}

/** Serious and critical findings, one line each. */
export async function audit(page) {
  // The page's policy forbids inline scripts; the debugger's evaluation is not bound by it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter((finding) => ['serious', 'critical'].includes(finding.impact))
    .map((finding) => `${finding.id}: ${finding.help}: ${finding.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
}

export async function settle(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))));
}

/** Scrolls through, so that pictures that wait to be seen are drawn. */
export async function seeAll(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 800) {
    await page.evaluate((to) => window.scrollTo({ top: to, behavior: 'instant' }), y);
    await settle(page);
  }
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
}
