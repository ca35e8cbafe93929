// Pages from real results: runs the program on small suites, then `descend report` on what they left.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The article's suite with fewer epochs: the same labels, settings and kinds of record. */
function shortArticle(suite) {
  const article = JSON.parse(readFileSync(suite, 'utf8'));
  article.defaults.budget = { epochs: 600 };
  for (const experiment of article.experiments) {
    delete experiment.expect;
    if (experiment.repetitions) experiment.repetitions = 4;
    if (experiment.budget?.epochs) experiment.budget.epochs = 20;
    if (experiment.budget?.steps === 2000) experiment.budget.steps = 400;
    if (experiment.record?.every === 100) experiment.record = { every: 10, parameters: true, parameters_every: 10 };
  }
  return article;
}

const kHostile = '<script>globalThis.caught = 1</script><img src=x onerror="globalThis.caught = 1">';

/** Names and labels that a page must show as text, an explosion, a run of one step, a change in mid-run. */
const hostile = {
  schema: 'descend.suite/1',
  name: kHostile.replaceAll('/', '∕'),
  experiments: [
    { label: kHostile, problems: ['article_landscape'], optimizers: [{ name: 'sgd', learning_rate: { grid: [0.01, 1e300] } }], budget: { steps: 60 } },
    { label: '"],}{"__proto__": 1', problems: ['double_well'], optimizers: ['sgd'], budget: { steps: 1 } },
    { label: '\u2028 line end', problems: ['gramacy_lee'], optimizers: ['momentum'], budget: { steps: 30 }, changes: [{ step: 10, option: 'learning_rate', value: 0.001 }] },
  ],
};

/** A map.json by the schema, as `descend map` writes it, of values that anyone can check. */
function map() {
  const rates = Array.from({ length: 30 }, (_, i) => Number((1e-4 * 10 ** (i / 8)).toPrecision(6)));
  const momenta = Array.from({ length: 20 }, (_, j) => j / 20);
  const cells = rates.flatMap((rate) => momenta.map((momentum) => ({ rate, momentum })));
  const diverged = ({ rate, momentum }) => rate > 0.3 * (1 - momentum);
  return {
    schema: 'descend.map/1', axes: [{ name: 'learning_rate', values: rates }, { name: 'momentum', values: momenta }], problem: { name: 'double_well' },
    optimizer: { name: 'momentum', learning_rate: 0.01, momentum: 0.9, weight_decay: 0, clip_norm: null, clip_value: null }, seed: 0, precision: 'float64', budget: { steps: 100, epochs: null, evaluations: null }, environment: {},
    columns: {
      verdict: cells.map((cell) => (diverged(cell) ? 2 : cell.momentum > 0.5 ? 0 : 1)),
      reached_minimum_index: cells.map((cell) => (diverged(cell) ? null : 1)),
      final_loss: cells.map((cell) => (diverged(cell) ? null : cell.rate + cell.momentum)),
      steps: cells.map((cell) => (diverged(cell) ? 17 : 100)),
    },
    legend: ['global_minimum', 'local_minimum', 'diverged'],
  };
}

/** Writes NAME.html and, for pages of one folder of runs, NAME.jsonl; gives the folder they are in. */
export function makePages(program, suite, out) {
  const place = join(out, 'results');
  const pages = join(out, 'pages');
  for (const folder of [place, pages]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const descend = (...words) => execFileSync(program, words, { cwd: place, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const run = (folder, ...words) => descend('run', ...words, '--out', folder, '--quiet', '--jobs', '0');
  const report = (name, ...folders) => {
    descend('report', ...folders, '-o', join(pages, `${name}.html`));
    const lines = join(place, folders[0], 'runs.jsonl');
    if (folders.length === 1 && existsSync(lines)) copyFileSync(lines, join(pages, `${name}.jsonl`));
  };

  writeFileSync(join(place, 'article.json'), JSON.stringify(shortArticle(suite)));
  run('article', './article.json');
  report('article', 'article');

  run('planes', '-p', 'rosenbrock', 'quadratic:dimension=2', '-o', 'sgd:learning_rate={1e-4,1e-3}', 'momentum:learning_rate={1e-4,1e-3},momentum={0.5,0.9}', '--steps', '400', '--repetitions', '3');
  report('planes', 'planes');

  mkdirSync(join(place, 'map'));
  writeFileSync(join(place, 'map', 'map.json'), JSON.stringify(map()));
  descend('time', '--out', 'timings', '--benchmark_filter=step/(sgd|adam)/|bandwidth|gradient/(spiral|double_well)/', '--benchmark_min_time=0.001');
  run('wells', '-p', 'double_well', '-o', 'momentum:learning_rate=0.01,momentum={0.5,0.9}', '--steps', '100');
  report('folders', 'map', 'wells', 'timings');

  // As an older program left them: no run names a drawing.
  mkdirSync(join(place, 'older'));
  const lines = ['wells', 'planes'].map((name) => readFileSync(join(place, name, 'runs.jsonl'), 'utf8'));
  writeFileSync(join(place, 'older', 'runs.jsonl'), lines.join('').replace(/"drawing_file":"[^"]*",/g, ''));
  report('older', 'older');

  writeFileSync(join(place, 'hostile.json'), JSON.stringify(hostile));
  run('hostile', './hostile.json');
  report('hostile', 'hostile');

  run('many', '-p', 'double_well', '-o', 'momentum:learning_rate={log:1e-4:1:100},momentum={linear:0:0.99:100}', '--steps', '20', '--record', 'linear:5');
  report('many', 'many');
  return pages;
}
