// How Svelte compiles: runes everywhere, so that no file slips back to the old reactivity.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
