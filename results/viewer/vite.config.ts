import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { viteSingleFile } from 'vite-plugin-singlefile';

// The words that the program replaces by the results: each must stand in the page exactly once, and
// the page's program between them, to run before the browser has read what follows.
const kPlaceholders = ['DESCEND_REPORT_DATA', 'DESCEND_REPORT_LATER'];
const kProgram = /<script type="module"[^>]*>([\s\S]*?)<\/script>/;
const kPlace = /DESCEND_REPORT_DATA<\/script>/;

// Browsers run no inline script or style that this policy does not list by its hash, and load
// nothing at all from elsewhere; so a hostile name in the results stays text.
function policy(html: string): string {
  const hashes = (tag: string): string =>
    [...html.matchAll(new RegExp(`<${tag}(?![^>]*(?:application/json|text/plain))[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
      .map((match) => createHash('sha256').update(match[1] ?? '').digest('base64'))
      .map((hash) => `'sha256-${hash}'`)
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashes('script')}`,
    `style-src ${hashes('style')}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

// uPlot asks for the reader's number format and time zone as soon as it is there, which takes a browser
// 15 to 25 ms before the first picture, and which no axis here uses: it asks when it needs them.
const kAskedAtOnce = [
  ["const numFormatter = new Intl.NumberFormat(domEnv ? nav.language : 'en-US');", ''],
  ['numFormatter.format(val)', "new Intl.NumberFormat(domEnv ? nav.language : 'en-US').format(val)"],
  ['const localTz = new Intl.DateTimeFormat().resolvedOptions().timeZone;', ''],
  ['tz == localTz', 'tz == new Intl.DateTimeFormat().resolvedOptions().timeZone'],
] as const;

function askLater(): Plugin {
  return {
    name: 'ask-later',
    transform(code, id) {
      if (!id.includes('uPlot.esm')) return null;
      for (const [at, later] of kAskedAtOnce) {
        if (code.split(at).length !== 2) this.error(`uPlot has not once: ${at}`);
        code = code.replace(at, later);
      }
      return { code, map: null };
    },
  };
}

/** Runs last: adds the policy, and checks what the program relies on. */
function strictTemplate(): Plugin {
  return {
    name: 'strict-template',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.html')) continue;
        let html = String(asset.source).replaceAll('\r\n', '\n');
        const program = kProgram.exec(html)?.[1] ?? this.error('the page has no program');
        html = html.replace(kProgram, '').replace(kPlace, (place) => `${place}\n    <script type="module" async>${program}</script>`);
        const content = policy(html);
        html = html.replace(
          '<meta charset="utf-8" />',
          () => `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${content}" />`,
        );
        for (const word of kPlaceholders) {
          if (html.split(word).length !== 2) this.error(`${word} must stand once`);
        }
        if (Buffer.byteLength(html) > 300_000) this.error('the template is over 300 kB');
        asset.source = html;
      }
      },
    },
  };
}

export default defineConfig({
  plugins: [askLater(), viteSingleFile({ removeViteModuleLoader: true }), strictTemplate()],
  build: { target: 'es2021', outDir: 'dist', cssMinify: true, reportCompressedSize: false, modulePreload: false },
  test: { include: ['source/**/*.test.ts'], environment: 'node' },
});
