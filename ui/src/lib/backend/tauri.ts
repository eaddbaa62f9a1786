// The real seam: the only file that imports tauri. Four commands of the shell: `call` takes any command of the contract
// by its name; `open_document`, `open_portal` and `choose_file` are the window's own errands.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Changed } from '$lib/contract/contract';
import type { Backend } from './backend';

export const tauriBackend: Backend = {
  call: (name, commandId, request) => invoke('call', { name, commandId, request }),
  listen: (hear) => listen<Changed>('changed', (event) => hear(event.payload)),
  openDocument: (path) => invoke('open_document', { path }),
  openPortal: (url) => invoke('open_portal', { url }),
  chooseFile: async (suggestedName) => (await invoke<string | null>('choose_file', { suggestedName })) ?? undefined,
};
