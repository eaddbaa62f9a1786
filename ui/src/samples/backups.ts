// Backups and one put back, in made-up values.
import type { Answers } from './backend';
import type { BackupFound, BackupsView, RestorePreview } from '$lib/contract/contract';

const found = (day: string, entries: number, more: Partial<BackupFound> = {}): BackupFound => ({ path: `/home/optique/sauvegardes/sauvegarde-1a2b3c4d-${day}-130000.relais`, written_at: `${day}T12:00:00Z`, entries, bytes: 4_812_331, state: 'verified', verified_at: `${day}T12:00:04Z`, destroy_on: '2024-04-30', ...more });

export const sampleBackups: BackupsView = {
  settings: { at_minute: 780, rotation: { daily: 7, weekly: 4, monthly: 3 }, folders: ['/media/cle'] },
  entries: 1204,
  places: [
    { folder: '/home/optique/sauvegardes', chosen: false, here: true, failure: null, backups: [found('2024-01-30', 1204), found('2024-01-29', 1180), found('2024-01-28', 1102, { state: 'damaged', entries: null })] },
    { folder: '/media/cle', chosen: true, here: false, failure: { code: 'backup_folder_away', params: { path: '/media/cle' } }, backups: [] },
  ],
  standing: { last_sound_at: '2024-01-30T12:00:00Z', late_days: null, late_folders: [{ folder: '/media/cle', here: false, days: 4 }], failure: null, only_here: false },
};

export const sampleRestore: RestorePreview = { name: 'Optique du Quai', kind: 'real', written_at: '2024-01-29T12:00:00Z', entries: 1180, papers: 214, papers_missing: 0, bytes: 4_812_331, newer_here: { entries: 24, known_at: '2024-01-30T17:58:00Z' }, salvage: null, beside: true, folder: '/home/optique/cabinets/cabinet-1a2b3c4d-2' };

/** What the window is answered. */
export const backupAnswers = {
  'backup.view': () => sampleBackups,
  'backup.standing': () => ({ ...sampleBackups.standing, late_folders: [] }),
  'backup.set': (request) => ({ ...sampleBackups, settings: request }),
  'backup.start': () => sampleBackups,
  'backup.verify': () => sampleBackups,
  'backup.progress': () => ({ running: false, step: null, done: 0, total: 0, cancelled: false }),
  'backup.cancel': () => ({}),
  'restore.read': () => sampleRestore,
} satisfies Answers;
