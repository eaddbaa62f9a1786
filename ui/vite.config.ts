// Builds the window's pages and runs their tests. The output obeys a content policy without inline
// scripts: one hashed script, one hashed sheet, fonts as files.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The one script as the window's engine reads it soonest: not a module, which it reads twice, and of letters that fit in
 * a byte, since one that does not doubles the whole. A string says the same by its escapes. */
function plainScript(): Plugin {
  return {
    name: 'plain-script',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      if (chunks.length !== 1 || /^(import|export)\b/m.test(chunks[0]?.code ?? '')) this.error('the window is one script that imports nothing');
      for (const chunk of chunks) {
        const narrow = chunk.code.replace(/[\u0100-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
        chunk.code = `(()=>{${narrow}})();`;
      }
    },
    transformIndexHtml: { order: 'post', handler: (html) => html.replace('<script type="module" crossorigin', '<script defer') },
  };
}

export default defineConfig({
  plugins: [svelte(), plainScript()],
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
