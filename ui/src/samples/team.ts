// The people of the made-up practice, for the pages that show them.
import type { PracticeProfile, TeamView, UserChoices } from '$lib/contract/contract';
import type { Answers } from './backend';

export const sampleProfile: PracticeProfile = { name: 'Optique des Halles', street: '12 rue du Marché', postcode: '44000', town: 'Nantes', phone: '0240123456', activities: ['optics', 'hearing'], finess: '440712184', siret: '73282932000074', mediator: '' };

export const sampleTeam: TeamView = {
  me: 'u',
  members: [
    { user: 'u', name: 'Inès Morel', role: 'owner', since: '2023-09-04T08:00:00Z', last_seen: '2024-01-31T08:00:00Z', retired_at: null, has_passphrase: true, has_pin: true, pin_locked: false },
    { user: 'u-1', name: 'Léa Martin', role: 'counter', since: '2023-09-04T08:00:00Z', last_seen: '2024-01-31T09:12:00Z', retired_at: null, has_passphrase: true, has_pin: true, pin_locked: true },
    { user: 'u-2', name: 'Marie-Charlotte de La Rochefoucauld-Montbel', role: 'billing', since: '2023-10-02T08:00:00Z', last_seen: null, retired_at: null, has_passphrase: true, has_pin: false, pin_locked: false },
    { user: 'u-3', name: 'Paul Ritter', role: 'accountant', since: '2023-10-02T08:00:00Z', last_seen: '2023-12-20T10:00:00Z', retired_at: '2024-01-12T10:00:00Z', has_passphrase: false, has_pin: false, pin_locked: false },
  ],
  roles: [
    { role: 'counter', works: true, oversees: false, owns: false },
    { role: 'billing', works: true, oversees: true, owns: false },
    { role: 'owner', works: true, oversees: true, owns: true },
    { role: 'accountant', works: false, oversees: true, owns: false },
  ],
};

export const sampleChoices: UserChoices = {
  last: 'u-1',
  users: sampleTeam.members.filter((member) => !member.retired_at).map(({ user, name, role, has_pin, pin_locked }) => ({ user, name, role, pin: has_pin && !pin_locked, pin_locked })),
};

export const teamAnswers: Answers = {
  'user.list': () => sampleTeam,
  'practice.profile': () => sampleProfile,
  'user.choices': () => sampleChoices,
  'user.alive': () => ({}),
};
