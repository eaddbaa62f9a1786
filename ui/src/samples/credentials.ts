// A made-up vault, for the preview and the tests of screens.
import type { CredentialItem, CredentialList, CredentialView, CredentialWarning, SecondFactor } from '$lib/contract/contract';
import type { Backend } from '$lib/backend/backend';
import type { Answers, SampleBackend } from './backend';

const SITES: readonly (readonly [string | null, string, string, SecondFactor, readonly CredentialWarning[]])[] = [
  ['viamedis', 'Viamedis · comptoir', 'opt-440712184', 'totp', []],
  ['viamedis', 'Viamedis · Claire', 'c.aubry', 'sms', ['nobody_stands_in']],
  ['almerys', 'Almerys', 'cab-12-nantes', 'email', []],
  ['sp-sante', 'SP santé', '440712184', 'none', ['no_second_factor', 'secret_old']],
  [null, 'AmeliPro', '', 'card', []],
  [null, 'Banque du cabinet', '0044718293', 'app', ['holder_left', 'unused']],
];

export function sampleCredential(index: number): CredentialItem {
  const [platform, label, login, second_factor, warnings] = SITES[index % SITES.length] ?? SITES[0]!;
  const round = Math.floor(index / SITES.length);
  return {
    credential: `k-${index}`, platform, label: round === 0 ? label : `${label} ${round + 1}`, name: label.split(' · ')[1] ?? label, address: platform ? '' : 'https://portail.exemple.fr/',
    holder: index % 3 === 1 ? 'u' : null, holder_name: index % 3 === 1 ? 'Inès Morel' : null, for_connector: index === 2, login, mailbox: index % 2 ? 'contact@optique.exemple.fr' : '', second_factor,
    code_receiver: second_factor === 'sms' || second_factor === 'email' ? 'Claire, 06 12 34 56 78' : '', stand_in: second_factor === 'email' ? 'Inès Morel' : '', has_seed: second_factor === 'totp', has_notes: index % 4 === 0,
    secret_at: '2023-11-02T09:00:00Z', secret_days: index % 6 === 3 ? 420 : 12 + 30 * (index % 6), used_at: index % 6 === 5 ? null : '2024-01-30T16:20:00Z', removed_at: null, warnings: [...warnings],
    certificate: index === 2 ? { subject: 'O=Optique des Tilleuls, CN=cabinet-12', issuer: 'O=Autorité de démonstration', serial: '0a:12', not_before: '2022-02-20T00:00:00Z', not_after: '2024-02-20T00:00:00Z', end: 'within30', days_left: 20 } : null,
  };
}

export function sampleCredentials(count = SITES.length): CredentialList {
  return {
    rows: Array.from({ length: count }, (_, index) => sampleCredential(index)),
    removed: count > 0 && count < 100 ? [{ ...sampleCredential(2), credential: 'k-removed', label: 'Ancien portail Actil', removed_at: '2024-01-20T10:00:00Z' }] : [],
    people: [{ user: 'u', name: 'Inès Morel' }, { user: 'u-2', name: 'Léa Martin' }],
    platforms: [{ platform: 'almerys', label: 'Almerys', direct: true }, { platform: 'sp-sante', label: 'SP santé', direct: false }, { platform: 'viamedis', label: 'Viamedis', direct: true }],
    all: true, removed_for_days: 30,
  };
}

function view(credential: string): CredentialView {
  return {
    item: sampleCredential(Number(credential.split('-')[1]) || 0),
    past: [{ number: 2, from: '2023-06-14T09:00:00Z', until: '2023-11-02T09:00:00Z' }, { number: 1, from: '2023-01-09T09:00:00Z', until: '2023-06-14T09:00:00Z' }],
    timeline: [
      { at: '2024-01-12T10:00:00Z', actor: 'Inès Morel', kind: 'credential.edited', body: { fields: ['second_factor', 'seed'] } },
      { at: '2023-11-02T09:00:00Z', actor: 'Inès Morel', kind: 'credential.secret_changed', body: {} },
      { at: '2023-01-09T09:00:00Z', actor: 'Inès Morel', kind: 'credential.added', body: {} },
    ],
  };
}

export const credentialAnswers: Answers = {
  'breach.running': () => ({ clocks: [], statements: [] }),
  'credential.ending': () => ({ rows: [] }),
  'credential.put_certificate': () => ({ result: 'refused', why: 'wrong_passphrase' }),
  'credential.drop_certificate': ({ credential }) => view(credential),
  'credential.list': () => sampleCredentials(),
  'credential.health': () => ({
    checked: SITES.length,
    rows: [
      { credential: 'k-3', label: 'SP santé', login: '440712184', findings: [{ kind: 'leaked', with: [], bits: null }, { kind: 'weak', with: [], bits: 22 }, { kind: 'no_second_factor', with: [], bits: null }] },
      { credential: 'k-0', label: 'Viamedis · comptoir', login: 'opt-440712184', findings: [{ kind: 'reused', with: ['Almerys (cab-12-nantes)'], bits: null }] },
      { credential: 'k-1', label: 'Viamedis · Claire', login: 'c.aubry', findings: [{ kind: 'nobody_stands_in', with: [], bits: null }] },
    ],
  }),
  'credential.view': ({ credential }) => view(credential),
  'credential.add': () => view('k-0'),
  'credential.edit': ({ credential }) => view(credential),
  'credential.change_secret': ({ credential }) => view(credential),
  'credential.restore_previous': ({ credential }) => view(credential),
  'credential.remove': ({ credential }) => ({ ...sampleCredentials(), rows: sampleCredentials().rows.filter((row) => row.credential !== credential) }),
  'credential.put_back': () => sampleCredentials(),
  'credential.erase': () => ({ ...sampleCredentials(), removed: [] }),
  'credential.unlock': () => ({}),
  'credential.read_import': ({ path }) => ({
    from: 'kee_pass', file_name: path.split('/').at(-1) ?? path, checksum: 'c0ffee',
    rows: [
      { at: 1, label: 'Portail Oxantis', login: 'opt-44', address: 'https://portail.exemple.fr/', platform: null, state: 'new', why: null, has_seed: true, has_notes: false },
      { at: 2, label: 'Viamedis · comptoir', login: 'opt-440712184', address: '', platform: 'viamedis', state: 'known', why: null, has_seed: false, has_notes: false },
      { at: 3, label: 'Almerys', login: 'cab-12-nantes', address: '', platform: 'almerys', state: 'other_secret', why: null, has_seed: false, has_notes: false },
      { at: 4, label: 'Alarme', login: '', address: '', platform: null, state: 'unreadable', why: 'no_secret', has_seed: false, has_notes: false },
    ],
  }),
  'credential.import': ({ taken }) => ({ added: taken.length, changed: 0 }),
  'credential.export': ({ path }) => ({ path, accounts: SITES.length, bytes: 4_096 }),
};

/** Raw bytes, as the shell sends a secret. */
function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).slice().buffer;
}

/** What the shell gives out of the vault. */
export function credentialErrands(copies: SampleBackend['copies']): Pick<Backend, 'revealSecret' | 'showCode' | 'proposeSecret' | 'copySecret' | 'openCredentialPage'> {
  return {
    revealSecret: async (_commandId, { part }) => bytesOf(part === 'notes' ? 'Réponse secrète : mimosa\nN° de client 4417' : 'Tournesol!2024'),
    proposeSecret: async (_commandId, { of }) => bytesOf(of === 'words' ? 'Velours-Falaise-Tambour-Girafe-Pivoine-Ruche7\n66' : 'kT7#vR2mHq9?nXw4Lb-8\n120'),
    showCode: async () => bytesOf('492039\n17000\n30000'),
    copySecret: async (_commandId, { part }) => {
      copies.push({ text: part, sensitive: true });
      return { clears_in_ms: 30_000 };
    },
    openCredentialPage: async () => undefined,
  };
}
