// Every screen in a browser, on made-up values: `vite`, then `preview.html#cheques,dark,full`. The words after the
// screen: `dark`, a state (`empty`, `full`, `error`), a dialog, `real` (a practice that is no demonstration), `exercise`. Served by
// the development server only; the build does not know this page.
import { mount } from 'svelte';
import { useBackend } from '$lib/backend/backend';
import '$lib/components/tokens.css';
import '$lib/components/base.css';
import { startTheme, theme } from '$lib/theme/theme.svelte';
import App from '../app/App.svelte';
import { session, type ScreenName } from '../app/session.svelte';
import { credit } from '../features/cheques/credit.svelte';
import { vault, type ChequeDialogName } from '../features/cheques/vault.svelte';
import { counter, type CounterDialog } from '../features/counter/counter.svelte';
import { queue } from '../features/queue/queue.svelte';
import { recovery } from '../features/recovery/recovery.svelte';
import { openState, sampleBackend, sampleIncident } from './backend';
import { answersIn, SCREEN_STATES } from './states';

const [where = 'counter', ...options] = decodeURIComponent(location.hash.slice(1)).split(',');
const has = (option: string): boolean => options.includes(option);
startTheme();
theme.choose(has('dark') ? 'dark' : 'light');

const answers = answersIn[SCREEN_STATES.find(has) ?? 'ordinary'];
const stage = where === 'welcome' ? 'welcome' : where === 'unlock' ? 'locked' : 'open';
const portal = has('portal') ? { 'recovery.view': () => ({ incident: { ...sampleIncident, by_portal: true, platform_label: 'SP santé' }, rows: [], progress: null, access_secured: null }) } : {};
useBackend(
  sampleBackend({
    ...answers,
    ...portal,
    'app.state': (request) => {
      const state = answers['app.state']?.(request) ?? openState;
      return { ...state, stage, practice: state.practice && { ...state.practice, kind: has('real') ? 'real' : has('exercise') ? 'exercise' : 'demonstration' } };
    },
  }),
);

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
mount(App, { target });

if (where === 'sale') counter.startSale();
else if (where.startsWith('dossier')) {
  await counter.open(`d-${where.slice('dossier'.length) || '0'}`);
  counter.dialog = options.find((option): option is CounterDialog => ['card', 'prices', 'customer', 'payment', 'cheque', 'documents', 'dates'].includes(option));
} else if (stage === 'open') session.screen = where as ScreenName;

// Dialogs that need their screen's rows first.
await new Promise((resolve) => setTimeout(resolve, 300));
if (where === 'cheques') {
  vault.dialog = options.find((option): option is ChequeDialogName => ['return', 'deposit', 'notice', 'convert', 'advice'].includes(option));
  if (has('credit')) {
    credit.start(vault.shown);
    credit.cents = 120000;
  }
}
if (where === 'queue' && (has('withdraw') || has('unknown'))) {
  if (has('unknown')) queue.tab = 'unknown';
  queue.cursor = queue.rows[0]?.request;
  queue.dialog = has('unknown') ? 'unknown' : 'withdraw';
}
if (where === 'recovery' && has('portal')) await recovery.nextStep();
