// Browser tests. `node browser/run.mjs [--program FILE | --pages DIR] [--out DIR] [--only WORD]`
//   --program  the program: its pages of small suites are looked at
//   --pages    folder with pages made by `descend report`: NAME.html, and beside it NAME.jsonl, the
//              runs.jsonl that it was made from; with neither, pages are made from made-up results
//   --out      where screenshots and saved pictures go (default: dist/browser)
// Exit 77: there is no browser.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kChromium, launch } from './browse.mjs';
import { checkArticle, checkDrawings, checkHeatMap, checkRuns, checkSaving } from './check_parts.mjs';
import { checkEveryPart } from './check_page.mjs';
import { checkExtremes, checkSpeed } from './check_extremes.mjs';
import { writePage } from './fill.mjs';
import { makePages } from './real.mjs';
import { articleSample, mixedSample } from './sample.mjs';

const { values: options } = parseArgs({ options: { program: { type: 'string' }, pages: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } } });
const here = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(options.out ?? join(here, 'dist', 'browser'));
mkdirSync(out, { recursive: true });
if (!existsSync(kChromium)) {
  console.log(`${kChromium} is not there: skipped`);
  process.exit(77);
}

let { pages } = options;
if (options.program) pages = makePages(resolve(options.program), join(here, '..', '..', 'harness', 'suites', 'article.json'), out);
else if (!pages) {
  pages = join(out, 'pages');
  mkdirSync(pages, { recursive: true });
  writePage(join(pages, 'article.html'), articleSample(1000));
  writePage(join(pages, 'mixed.html'), mixedSample());
}
const files = readdirSync(pages).filter((name) => name.endsWith('.html') && !/^(extreme|speed)-/.test(name)).sort().map((name) => join(pages, name));
if (files.length === 0) throw new Error(`no pages in ${pages}`);

const browser = await launch();
let failed = 0;
let passed = 0;
async function test(name, body) {
  if (options.only && !name.includes(options.only)) return;
  const start = Date.now();
  try {
    const words = await body();
    passed++;
    console.log(`ok    ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)${words ? `: ${words}` : ''}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
const tools = { browser, out, test };

async function checkFile(file) {
  const name = basename(file, '.html');
  const results = join(pages, `${name}.jsonl`);
  const page = { file, name, results: existsSync(results) ? results : null };
  await checkDrawings(tools, page);
  if (name === 'older') return;
  await checkEveryPart(tools, page);
  await checkArticle(tools, page);
  await checkRuns(tools, page);
  await checkHeatMap(tools, page);
  await checkSaving(tools, page);
}

/** Two at a time: a page spends much of its time waiting for frames. */
async function inPairs(tasks) {
  const work = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await task();
  };
  await Promise.all([work(), work()]);
}

await inPairs([...files.map((file) => () => checkFile(file)), () => checkExtremes(tools)]);
await checkSpeed(tools);
await browser.close();
console.log(`${passed} passed, ${failed} failed; screenshots in ${out}`);
process.exit(failed > 0 ? 1 : 0);
