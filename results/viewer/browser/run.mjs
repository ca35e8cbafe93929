// Browser tests. `node browser/run.mjs [--pages DIR] [--out DIR]`
//   --pages  folder with pages made by `descend report`: NAME.html, and beside it NAME.jsonl, the
//            runs.jsonl that it was made from; without it, pages are made from made-up results
//   --out    where screenshots and saved pictures go (default: dist/browser)

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './browse.mjs';
import { checkArticle, checkHeatMap, checkRuns, checkSaving } from './check_parts.mjs';
import { checkEveryPart } from './check_page.mjs';
import { checkExtremes, checkSpeed } from './check_extremes.mjs';
import { writePage } from './fill.mjs';
import { articleSample, mixedSample } from './sample.mjs';

const { values: options } = parseArgs({ options: { pages: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } } });
const here = fileURLToPath(new URL('..', import.meta.url));
const out = options.out ?? join(here, 'dist', 'browser');
mkdirSync(out, { recursive: true });

let { pages } = options;
if (!pages) {
  pages = join(out, 'pages');
  mkdirSync(pages, { recursive: true });
  writePage(join(pages, 'article.html'), articleSample(1000));
  writePage(join(pages, 'mixed.html'), mixedSample());
}
const files = readdirSync(pages).filter((name) => name.endsWith('.html')).sort().map((name) => join(pages, name));
if (files.length === 0) throw new Error(`no pages in ${pages}`);

const browser = await launch();
let failed = 0;
let passed = 0;
async function test(name, body) {
  if (options.only && !name.includes(options.only)) return;
  try {
    const words = await body();
    passed++;
    console.log(`ok    ${name}${words ? `: ${words}` : ''}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
const tools = { browser, out, test };
for (const file of files) {
  const name = basename(file, '.html');
  const results = join(pages, `${name}.jsonl`);
  const page = { file, name, results: existsSync(results) ? results : null };
  await checkEveryPart(tools, page);
  await checkArticle(tools, page);
  await checkRuns(tools, page);
  await checkHeatMap(tools, page);
  await checkSaving(tools, page);
}
await checkExtremes(tools);
await checkSpeed(tools);
await browser.close();
console.log(`${passed} passed, ${failed} failed; screenshots in ${out}`);
process.exit(failed > 0 ? 1 : 0);
