// The real seam: the only file that imports tauri. `call` takes any command of the contract by its name; the others are
// the window's own errands, each checked by the shell against the practice that is open.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Changed } from '$lib/contract/contract';
import type { Backend } from './backend';

/** What the page asked while this script was still on its way; see index.html. Taken once. */
declare global {
  interface Window {
    firstSight?: Promise<unknown> | undefined;
  }
}

function askedEarly(): Promise<unknown> | undefined {
  const asked = window.firstSight;
  window.firstSight = undefined;
  return asked;
}

export const tauriBackend: Backend = {
  call: (name, commandId, request) => (name === 'app.first_sight' ? askedEarly() : undefined) ?? invoke('call', { name, commandId, request }),
  listen: (hear) => listen<Changed>('changed', (event) => hear(event.payload)),
  openDocument: (path) => invoke('open_document', { path }),
  openPortal: (url) => invoke('open_portal', { url }),
  openControlPage: () => invoke('open_control_page'),
  chooseLanguage: async (language) => {
    await invoke('choose_language', { language });
    window.location.replace(language === 'fr' ? '/' : `/${language}/index.html`);
  },
  startOver: () => {
    window.location.reload();
    return true;
  },
  saveCopy: async (path, suggestedName) => (await invoke<string | null>('save_copy', { path, suggestedName })) ?? undefined,
  chooseFile: async (suggestedName) => (await invoke<string | null>('choose_file', { suggestedName })) ?? undefined,
  chooseFolder: async () => (await invoke<string | null>('choose_folder')) ?? undefined,
  chooseFileToOpen: async () => (await invoke<string | null>('choose_file_to_open')) ?? undefined,
  copyText: (text, sensitive) => invoke('copy_text', { text, sensitive: sensitive ?? null }),
  revealSecret: (commandId, request) => invoke('reveal_secret', { commandId, request }),
  showCode: (commandId, request) => invoke('show_code', { commandId, request }),
  proposeSecret: (commandId, request) => invoke('propose_secret', { commandId, request }),
  copySecret: (commandId, request) => invoke('copy_secret', { commandId, request }),
  openCredentialPage: (credential) => invoke('open_credential_page', { credential }),
};
