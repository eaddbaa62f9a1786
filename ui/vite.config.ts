// Builds the window's pages and runs their tests. The output obeys a content policy without inline
// scripts: one hashed script, one hashed sheet, fonts as files.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
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
