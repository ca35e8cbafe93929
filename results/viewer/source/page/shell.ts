// The frame of the page: its parts, language, brightness; shows the part that the address names.

import { articleView } from '../article/article_view';
import { isArticle, sectionsOf } from '../article/sections';
import { whenAllIsHere } from '../data/later';
import { runsOf } from '../data/run';
import { setVerdicts } from '../data/verdicts';
import { forgetPalette } from '../drawing/palette';
import { heatView } from '../heatmap/heat_view';
import { heatSources } from '../heatmap/heat_grid';
import { madeView } from '../made/made_view';
import type { Report } from '../report';
import { explorerView } from '../runs/explorer';
import { runView } from '../runs/run_view';
import { currentLanguage, type Language, setLanguage, texts } from '../text/texts';
import { timingsView } from '../timings/timings_view';
import { button, element, select } from './element';
import { recall, remember } from './remember';

type PageName = 'article' | 'runs' | 'map' | 'timings' | 'made';

export function startShell(holder: HTMLElement, report: Report): void {
  setVerdicts(report.verdicts ?? []);
  const runs = runsOf(report.folders);
  const suites = new Set(report.folders.map((folder) => folder.manifest?.['suite']));
  const articleRuns = runs.filter((run) => run.folder.manifest?.['suite'] === 'article' || suites.size === 1 || !suites.has('article'));
  const found = sectionsOf(articleRuns);
  const heat = heatSources(report, runs);
  const pages: PageName[] = [];
  if (isArticle(suites.has('article') ? 'article' : null, found) && (found.spiral.length > 0 || found.figures.size > 0)) pages.push('article');
  // A reader of other suites comes for their runs.
  if (runs.length > 0) pages.splice(suites.has('article') ? pages.length : 0, 0, 'runs');
  if (heat.length > 0) pages.push('map');
  if (report.folders.some((folder) => (folder.timings?.benchmarks.length ?? 0) > 0)) pages.push('timings');
  pages.push('made');

  let life = new AbortController();
  const saved = recall('language');
  if (saved === 'en' || saved === 'zh') setLanguage(saved);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const applyTheme = (): void => {
    const chosen = recall('theme') ?? 'auto';
    const dark = chosen === 'dark' || (chosen === 'auto' && system.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    forgetPalette();
  };

  const build = (name: PageName, detail: string): HTMLElement => {
    const { signal } = life;
    if (name === 'article') return articleView(signal, found);
    if (name === 'runs' && detail.startsWith('run=')) return runView(signal, runs, decodeURIComponent(detail.slice(4)));
    if (name === 'runs') return explorerView(signal, runs);
    if (name === 'map') return heatView(signal, heat);
    if (name === 'timings') return timingsView(signal, report.folders);
    return madeView(report);
  };

  const show = (): void => {
    life.abort();
    life = new AbortController();
    const address = decodeURI(location.hash.slice(1));
    const detail = address.startsWith('run=') ? address : '';
    const name: PageName = detail ? 'runs' : (pages.find((page) => page === address.split('/')[0]) ?? pages[0] ?? 'made');
    const t = texts();
    document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-Hans' : 'en';
    document.title = report.title;
    const main = element('main', { id: 'main', tabindex: -1 });
    holder.replaceChildren(top(t, name), main);
    main.append(build(name, detail), thinnedNote(report) ?? '');
    performance.mark('descend-shown');
  };

  const top = (t: ReturnType<typeof texts>, name: PageName): HTMLElement => {
    const skip = element('a', { class: 'skip', href: '#main' }, t.skip);
    skip.addEventListener('click', (event) => {
      event.preventDefault();
      document.getElementById('main')?.focus();
    });
    const theme = select(
      '',
      (['auto', 'light', 'dark'] as const).map((value) => ({ value, text: t.themes[value] })),
      recall('theme') ?? 'auto',
      (value) => {
        remember('theme', value);
        applyTheme();
        show();
      },
    );
    theme.querySelector('select')?.setAttribute('aria-label', t.themes.label);
    const other: Language = currentLanguage() === 'en' ? 'zh' : 'en';
    const language = button(t.language, () => {
      setLanguage(other);
      remember('language', other);
      show();
    }, { lang: other === 'zh' ? 'zh-Hans' : 'en', title: t.languageName });
    const links = pages.map((page) => element('a', { href: `#${page}`, 'aria-current': page === name ? 'page' : undefined }, t.pages[page]));
    return element('header', { class: 'top' }, skip, element('div', {}, element('strong', {}, report.title), element('nav', { 'aria-label': t.pages.label }, ...links), theme, language));
  };

  applyTheme();
  system.addEventListener('change', () => {
    applyTheme();
    show();
  });
  window.addEventListener('hashchange', () => {
    show();
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  });
  whenAllIsHere(show);
  show();
}

function thinnedNote(report: Report): HTMLElement | null {
  const { thinned } = report;
  return thinned ? element('p', { class: 'note' }, texts().thinned(thinned.shown_points, thinned.points, thinned.runs_left_out)) : null;
}
