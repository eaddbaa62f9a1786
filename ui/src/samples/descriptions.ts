// A made-up platform described by a file, for the preview page and the tests: what it says, what a wrong one is told, and a
// dry run.
import type { DescriptionMistake, DescriptionView, DryRun } from '$lib/contract/contract';

const checksum = '3f5a9c0e7d214b8890ab12cd34ef56789012345678901234567890abcdef1234';

export const sampleDescription: DescriptionView = {
  platform: 'littoral',
  name: 'Littoral Santé',
  channel: 'http',
  address: 'https://pro.littoral.example/v2/session',
  proof: 'login',
  needs_secret: true,
  needs_key: false,
  functions: [
    { function: 'rights', repeat: 'same_identifier' },
    { function: 'prior_authorisation', repeat: 'query_first' },
  ],
  cancels: false,
  file_name: 'littoral.toml',
  checksum,
  text: 'relais = 1\ncode = "littoral"\nname = "Littoral Santé"\nway = "http"\n',
  replaces: null,
  has_secret: false,
  has_key: false,
};

export const descriptionMistakes: DescriptionMistake[] = [
  { line: 12, key: 'authentication.password', mistake: 'secret_in_file', words: [], least: null, most: null },
  { line: 31, key: 'http.rights.path', mistake: 'not_in_an_address', words: [], least: null, most: null },
  { line: 36, key: 'http.rights.request', mistake: 'pasted', words: ['Mme {family_name}'], least: null, most: null },
  { line: null, key: 'http.prior_authorisation.repeat', mistake: 'missing', words: [], least: null, most: null },
];

export const sampleDryRun: DryRun = {
  steps: [
    { method: 'POST', url: 'https://pro.littoral.example/v2/session/connexion', headers: ['content-type: application/json'], body: '{"identifiant":"cabinet-12","motDePasse":"••••••"}' },
    { method: 'POST', url: 'https://pro.littoral.example/v2/session/droits', headers: ['accept: application/json', 'content-type: application/json', 'authorization: Bearer ••••••'], body: '{"assure":{"adherent":"00731900","nom":"Vauquelin"},"domaine":"OPTI"}' },
  ],
  fields: ['family_name', 'member_number', 'domain_code'],
  needs: null,
  answer: {
    source: { way: 'http', platform: 'littoral' },
    certainty: 'A',
    answered_at: '2024-01-31T09:00:00Z',
    service_date: '2024-01-31',
    outcome: 'complete',
    in_force: true,
    period: { start: '2024-01-01', end: '2024-12-31' },
    covered_cents: 43_217,
    authorisation_required: true,
    domains: [],
    reference: 'ACC-1',
    error_codes: [],
    message: 'Droits ouverts',
    not_known: ['subject'],
  },
  failure: null,
};
