// Builds the window's pages and runs their tests. The output obeys a content policy without inline
// scripts: hashed scripts and sheets, the counter's first, each other part's when it is opened; fonts as files.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What the first script may weigh, in bytes. The engine's interpreter reads it whole before anything is painted, and
 * keeps some fifteen bytes of memory for each of its own (docs/decisions/0018). Above it, something is read that the
 * counter does not need: name it by `later`, or move its words out of `FIRST_WORDS`. */
const FIRST_SCRIPT_BYTES = 190_000;

/** The file that all of it goes into; the page's own names it. */
const FIRST = 'first';

/** The sections of the catalogue that the first screen says, and those of refusals, which any call may give. */
const FIRST_WORDS = /[\\/]fr[\\/](index|ui|terms|fields|refusals|lookups|counter|said|elision)\.ts$/;

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

export default defineConfig({
  plugins: [svelte(), leanScripts()],
  resolve: {
    alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
    // Tests mount components, which only Svelte's browser build can do.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  build: {
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
            { name: FIRST, tags: ['$initial'], test: (id) => !/[\\/]i18n[\\/]fr[\\/]/.test(id) || FIRST_WORDS.test(id), includeDependenciesRecursively: false },
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
    include: ['src/**/*.test.ts'],
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
