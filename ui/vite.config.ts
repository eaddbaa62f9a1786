// Builds the window's pages and runs their tests. The output obeys a content policy without inline
// scripts: hashed scripts and sheets, the counter's first, each other part's when it is opened; fonts as files. Each language
// is a build of its own (`--mode en`), so that none is paid for by the other (docs/decisions/0033).
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

/** What the first script may weigh, in bytes. The engine's interpreter reads it whole before anything is painted, and
 * keeps some fifteen bytes of memory for each of its own (docs/decisions/0018). Above it, something is read that the
 * counter does not need: name it by `later`, or move its words out of `FIRST_WORDS`. */
const FIRST_SCRIPT_BYTES = 190_000;

/** The file that all of it goes into; the page's own names it. */
const FIRST = 'first';

/** The sections of the catalogue that the first screen says, and those of refusals, which any call may give. */
const FIRST_WORDS = /[\\/]i18n[\\/](fr|en)[\\/](index|forms|ui|terms|fields|refusals|lookups|counter|said|elision)\.ts$/;

/** A file of a language, whichever it is. */
const WORDS = /[\\/]i18n[\\/](fr|en)[\\/]/;

type Language = 'fr' | 'en';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** What the sources call `$lib` and, in that language, `$language`. */
const aliases = (language: Language): Record<string, string> => ({ $lib: source('lib'), $language: source(`lib/i18n/${language}`) });

/** The page says which language it is in: a screen reader reads it so. */
function pageLanguage(language: Language): Plugin {
  return { name: 'page-language', transformIndexHtml: (html) => html.replace('<html lang="fr">', `<html lang="${language}">`) };
}

/** Holds what the window reads first to what the counter needs, and every script to letters that fit in a byte: one
 * with a wide letter takes double the memory, and a string says the same by its escapes. */
function leanScripts(): Plugin {
  return {
    name: 'lean-scripts',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replace(/[\u0100-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
        if (!file.isEntry && file.name !== FIRST) continue;
        const strangers = file.moduleIds.filter((id) => /[\\/]features[\\/](?!counter[\\/]).*\.svelte$/.test(id));
        if (strangers.length > 0) this.error(`read before the counter is painted, name it by \`later\`: ${strangers.join(', ')}`);
        if (file.code.length > FIRST_SCRIPT_BYTES) this.error(`the first script weighs ${file.code.length} bytes, ${FIRST_SCRIPT_BYTES} at most`);
      }
    },
  };
}

const settings = (language: Language): UserConfig => ({
  // French is at the root of what the window carries, English in its own folder.
  base: language === 'fr' ? '/' : `/${language}/`,
  plugins: [svelte(), pageLanguage(language), leanScripts()],
  resolve: {
    alias: aliases(language),
    // Tests mount components, which only Svelte's browser build can do.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  build: {
    outDir: language === 'fr' ? 'dist' : `dist/${language}`,
    target: ['es2022', 'safari16.4'],
    // The webviews all preload modules by themselves; the polyfill would be an inline script.
    modulePreload: { polyfill: false },
    // Fonts stay files: the content policy does not let them in as data addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // A section of the catalogue does nothing when it is read: it goes with the part that says it.
      treeshake: { moduleSideEffects: (id: string) => !/[\\/]i18n[\\/]/.test(id) },
      output: {
        codeSplitting: {
          groups: [
            { name: FIRST, tags: ['$initial'], test: (id) => !WORDS.test(id) || FIRST_WORDS.test(id), includeDependenciesRecursively: false },
            // What several parts are made of comes in one file.
            { name: 'common', test: /src[\\/]lib[\\/](components|entry|format)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    // Each test in French, but those of English.
    projects: [
      { extends: true, test: { name: 'fr', include: ['src/**/*.test.ts'], exclude: ['src/**/*.en.test.ts'] } },
      { extends: true, resolve: { alias: aliases('en') }, test: { name: 'en', include: ['src/**/*.en.test.ts'] } },
    ],
    setupFiles: ['./src/test/setup.ts'],
    css: false,
    restoreMocks: true,
    // The modules are read once for all files, and every core works: each test opens its own page on its own backend, so
    // nothing it leaves in a module is seen by the next. Reading them anew for each file took half of the time.
    isolate: false,
    maxWorkers: '100%',
    // axe over a whole screen takes a second on a busy two-core machine.
    testTimeout: 30_000,
  },
});

export default defineConfig(({ mode }) => settings(mode === 'en' ? 'en' : 'fr'));
