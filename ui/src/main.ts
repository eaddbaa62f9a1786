// Starts the window: the theme before the first paint, the seam before the first call, then the page.
import { mount } from 'svelte';
import { useBackend } from '$lib/backend/backend';
import { tauriBackend } from '$lib/backend/tauri';
import '$lib/components/tokens.css';
import '$lib/components/base.css';
import { startTheme } from '$lib/theme/theme.svelte';
import App from './app/App.svelte';

startTheme();
useBackend(tauriBackend);

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
mount(App, { target });
