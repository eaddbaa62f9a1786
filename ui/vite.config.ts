// Builds the window's pages and runs their tests. The output obeys a content policy without inline
// scripts: one hashed script, one hashed sheet, fonts as files.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Letters that fit in a byte: a script with one that does not takes double the memory. A string says the same by its
 * escapes. */
function narrowScript(): Plugin {
  return {
    name: 'narrow-script',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(/[\u0100-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
      }
    },
  };
}

/** The sections of the catalogue that the first screen says. */
const FIRST_WORDS = /\/fr\/(index|ui|terms|fields|refusals|counter|elision|privacy)\.ts$/;

export default defineConfig({
  plugins: [svelte(), narrowScript()],
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
      treeshake: { moduleSideEffects: (id: string) => !id.includes('/lib/i18n/') },
      output: {
        codeSplitting: {
          groups: [
            { name: 'counter', tags: ['$initial'], test: (id) => !id.includes('/i18n/fr/') || FIRST_WORDS.test(id), includeDependenciesRecursively: false },
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
    // axe over a whole screen takes a second on a busy two-core machine.
    testTimeout: 30_000,
  },
});
