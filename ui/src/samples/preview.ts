// Every screen in a browser, on made-up values: `vite`, then `preview.html#cheques,dark`. Served by the development
// server only; the build does not know this page.
import { mount } from 'svelte';
import { useBackend } from '$lib/backend/backend';
import '$lib/components/tokens.css';
import '$lib/components/base.css';
import { startTheme, theme } from '$lib/theme/theme.svelte';
import App from '../app/App.svelte';
import { session, type ScreenName } from '../app/session.svelte';
import { counter, type CounterDialog } from '../features/counter/counter.svelte';
import { openState, sampleBackend } from './backend';

const [where = 'counter', ...options] = decodeURIComponent(location.hash.slice(1)).split(',');
startTheme();
theme.choose(options.includes('dark') ? 'dark' : 'light');
const stage = where === 'welcome' ? 'welcome' : where === 'unlock' ? 'locked' : 'open';
useBackend(sampleBackend({ 'app.state': () => ({ ...openState, stage, ...(options.includes('calm') ? { badges: { queue_waiting: 0, queue_unknown: 0, cheques_kept: 0, cheques_to_act_on: 0, recovery_open: 0 } } : {}) }) }));

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
mount(App, { target });

if (where === 'sale') counter.startSale();
else if (where.startsWith('dossier')) {
  await counter.open(`d-${where.slice('dossier'.length) || '0'}`);
  counter.dialog = options.find((option): option is CounterDialog => ['card', 'prices', 'customer', 'payment', 'cheque', 'documents', 'dates'].includes(option));
} else if (stage === 'open') session.screen = where as ScreenName;
