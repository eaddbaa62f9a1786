// What leaves the PC and the watch over look-ups, in made-up values.
import type { Answers } from './backend';
import { unusualAnswers } from './unusual';
import type { DataFlowsView, FieldListsView, ListedFieldView, LookupGuardView, LookupStanding, OpeningHours, PrivacyPapersView, Processing } from '$lib/contract/contract';

const fields: ListedFieldView[] = [
  { field: 'request_id', need: 'required', condition: null, sent: true },
  { field: 'family_name', need: 'required', condition: null, sent: true },
  { field: 'given_name', need: 'optional', condition: null, sent: true },
  { field: 'birth_date', need: 'conditional', condition: 'si elle est saisie au dossier', sent: true },
  { field: 'amc_number', need: 'required', condition: null, sent: true },
  { field: 'member_number', need: 'required', condition: null, sent: true },
  { field: 'asked_amount', need: 'optional', condition: null, sent: false },
];

const list = (platform: string, label: string, fn: 'rights' | 'prior_authorisation'): FieldListsView['functions'][number] => ({ platform, platform_label: label, function: fn, own: false, from: '2024-01-01', status: 'to_verify', source: 'Champs de la carte de tiers payant harmonisée', fields });

export const sampleFieldLists: FieldListsView = {
  lists: { version: '2024-01', checksum: '9f2c4b7e1a6d8305', shipped: true },
  shipped_version: '2024-01',
  functions: [list('viamedis', 'Viamedis', 'rights'), list('viamedis', 'Viamedis', 'prior_authorisation'), list('almerys', 'Almerys', 'rights'), list('almerys', 'Almerys', 'prior_authorisation')],
  asked_first: true,
};

export const sampleFlows: DataFlowsView = {
  platforms: [
    { platform: 'viamedis', platform_label: 'Viamedis', channel: 'fhir', host: '127.0.0.1:4000', function: 'rights', fields, last_at: '2024-01-31T14:41:02Z', last_fields: ['family_name', 'member_number'] },
    { platform: 'sp-sante', platform_label: 'SP santé', channel: 'assisted_portal', host: 'portail.exemple.fr', function: 'prior_authorisation', fields, last_at: null, last_fields: [] },
  ],
  others: [
    { exit: 'platform_token', to: '127.0.0.1:4000', last_at: null },
    { exit: 'platform_probe', to: '127.0.0.1:4000', last_at: null },
    { exit: 'portal_in_browser', to: null, last_at: null },
    { exit: 'clipboard', to: null, last_at: '2024-01-30T10:00:00Z' },
    { exit: 'paper_in_reader', to: null, last_at: '2024-01-31T14:42:08Z' },
    { exit: 'backup', to: null, last_at: null },
    { exit: 'keyring', to: null, last_at: null },
  ],
};

const day = { from_minute: 480, to_minute: 1200 };
const hours: OpeningHours = { days: [day, day, day, day, day, day, null] };
const limits: LookupGuardView['limits'] = {
  per_hour: { warn_above: 15, stop_above: 40 },
  without_dossier: { warn_above: 3, stop_above: null },
  outside_hours: { warn_above: 0, stop_above: null },
  sequential_nirs: { warn_above: 2, stop_above: null },
  several_platforms: { warn_above: 2, stop_above: null },
};

export const sampleStanding: LookupStanding = { stopped: null, findings: [], stops_above: null, staff_notice: null };

export const sampleGuard: LookupGuardView = {
  limits,
  hours,
  chosen: false,
  defaults: { limits, hours, from: '2024-02-01', status: 'to_verify', source: 'Optique et audition : 5 à 10 consultations par jour' },
  users: [{ user: 'u', name: 'Inès Morel', this_hour: 3, stop: null }],
  staff_notice: null,
};

const PROCESSINGS: Processing[] = ['third_party_payment', 'cheques', 'books', 'look_ups', 'accounts', 'breaches', 'backups'];

export const samplePapers: PrivacyPapersView = {
  set: { version: '2024-02', checksum: '41c0ffee41c0ffee', shipped: true },
  shipped_version: '2024-02',
  representative: '',
  dpo: '',
  grounds: PROCESSINGS.map((processing) => ({ processing, basis: 'Exécution du contrat (RGPD, article 6-1-b)', condition: processing === 'third_party_payment' ? 'Prise en charge de santé (RGPD, article 9-2-h)' : '', from: '2024-02-01', status: 'to_verify', source: 'RGPD, articles 6 et 9' })),
  criteria: [],
};

/** What the window is answered. */
export const privacyAnswers = {
  ...unusualAnswers,
  'data_flows.view': () => sampleFlows,
  'privacy_papers.view': () => samplePapers,
  'privacy_papers.set_answerable': (said) => ({ ...samplePapers, ...said, set: { ...samplePapers.set, version: '2024-02-12', shipped: false } }),
  'privacy_papers.print': ({ paper }) => ({ path: `/papiers/${paper}.pdf`, file_name: `${paper}.pdf`, pages: 2 }),
  'privacy_papers.take_grounds': () => ({ result: 'refused', faults: [{ line: 14, fault: 'shape', about: 'processing' }] }),
  'privacy_papers.restore_grounds': () => samplePapers,
  'fields.view': () => sampleFieldLists,
  'fields.switch': ({ platform, function: fn, field, sent }) => ({ ...sampleFieldLists, functions: sampleFieldLists.functions.map((list) => (list.platform === platform && list.function === fn ? { ...list, fields: list.fields.map((listed) => (listed.field === field ? { ...listed, sent } : listed)) } : list)) }),
  'consent.set_rule': ({ asked_first }) => ({ ...sampleFieldLists, asked_first }),
  'lookup_guard.standing': () => sampleStanding,
  'lookup_guard.view': () => sampleGuard,
  'lookup_guard.set_limits': ({ limits, hours }) => ({ ...sampleGuard, limits, hours, chosen: true }),
  'lookup_guard.unlock': () => sampleGuard,
} satisfies Answers;
