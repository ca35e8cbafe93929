// Opens pages in headless Chromium and watches that nothing goes wrong: no error on the console, no
// request that leaves the page, nothing serious found by axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const kChromium = process.env.DESCEND_CHROMIUM ?? '/usr/bin/chromium';

export function launch() {
  return chromium.launch({ executablePath: kChromium, args: ['--no-sandbox'] });
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

/** Serious and critical findings, one line each; `rules` narrows what is looked for. */
export async function audit(page, rules) {
  // The page's policy forbids inline scripts; the debugger's evaluation is not bound by it.
  await page.evaluate(axe);
  const only = rules ? { runOnly: { type: 'rule', values: rules } } : {};
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), { resultTypes: ['violations'], ...only });
  return violations
    .filter((finding) => ['serious', 'critical'].includes(finding.impact))
    .map((finding) => `${finding.id}: ${finding.help}: ${finding.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
}

export async function settle(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))));
}

/** Makes the window as high as the page for a moment, so that pictures that wait to be seen are drawn. */
export async function seeAll(page) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width, height: await page.evaluate(() => Math.max(innerHeight, document.documentElement.scrollHeight)) });
  await settle(page);
  await page.setViewportSize({ width, height });
  await settle(page);
}
