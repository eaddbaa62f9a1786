// The one seam between the window and the rest: a typed call for each command of the contract, a typed refusal
// when it says no, and the news that something changed behind the window's back. Knows nothing of tauri, so that
// the pages also run in a browser and in tests.
import type { Changed, CommandName, Commands, CopyRequest, CredentialId, CredentialRef, DossierId, Problem, ProblemCode, ProposeRequest, RevealRequest } from '$lib/contract/contract';
import { NEWS_MS, toasts } from '$lib/components/toasts.svelte';
import { t, type RefusalWords } from '$lib/i18n';
import { makeCommandId } from './command-id';

export type Request<C extends CommandName> = Commands[C]['request'];
export type Response<C extends CommandName> = Commands[C]['response'];

/** Whose field is copied, when it identifies a person. */
export interface Sensitive {
  dossier: DossierId;
  field: string;
}

/** What was copied of the vault, and when it is taken back. */
export interface Lent {
  clears_in_ms: number;
}

/** A language the window was built in. */
export type Language = 'fr' | 'en';

export interface Backend {
  /** `commandId` is ours: the same id with the same request gives the same response again. */
  call(command: CommandName, commandId: string, request: unknown): Promise<unknown>;
  listen(hear: (changed: Changed) => void): Promise<() => void>;
  /** Shows a PDF of the practice in the machine's own reader. */
  openDocument(path: string): Promise<void>;
  /** Opens a platform's portal in the machine's browser; nothing is typed there for the person. */
  openPortal(url: string): Promise<void>;
  /** Opens, in the machine's browser, the page where the demonstration's platforms are broken and mended. */
  openControlPage(): Promise<void>;
  /** Keeps the language the window speaks on this machine, and goes to the page in it. */
  chooseLanguage(language: Language): Promise<void>;
  /** Reads the page anew, so that nothing of the practice that was on show stays in it; false where there is no such page. */
  startOver(): boolean;
  /** Saves a copy of one of the practice's papers where the person says; nothing when he gave up. */
  saveCopy(path: string, suggestedName: string): Promise<string | undefined>;
  /** Asks where to write a file; nothing when the person gave up. */
  chooseFile(suggestedName: string): Promise<string | undefined>;
  /** Asks which file to read; nothing when the person gave up. */
  chooseFileToOpen(): Promise<string | undefined>;
  /** Asks for a folder; nothing when the person gave up. */
  chooseFolder(): Promise<string | undefined>;
  /** Puts a text in the machine's clipboard; a sensitive one stays out of its history where there is one, and is noted. */
  copyText(text: string, sensitive?: Sensitive): Promise<void>;
  /** A secret of the vault, as bytes for the node that shows it and for nothing else. */
  revealSecret(commandId: string, request: RevealRequest): Promise<ArrayBuffer>;
  /** The code of now: its digits, the milliseconds it still lasts and those a code lasts, a line each. */
  showCode(commandId: string, request: CredentialRef): Promise<ArrayBuffer>;
  /** A secret proposed, then how many bits it is worth, a line each: bytes for the field where one is typed. */
  proposeSecret(commandId: string, request: ProposeRequest): Promise<ArrayBuffer>;
  /** Copies out of the vault: what is copied never comes here. */
  copySecret(commandId: string, request: CopyRequest): Promise<Lent>;
  /** Opens the page where one logs in to an account. */
  openCredentialPage(credential: CredentialId): Promise<void>;
}

/** A command that was not done, and why: a code with its parameters. The catalogue owns the sentence. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly params: Problem['params'];

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'Refused';
    this.code = problem.code;
    this.params = problem.params;
  }

  get words(): RefusalWords {
    const say = t.refusals[this.code] as (params: Problem['params']) => RefusalWords;
    return say(this.params);
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && value.code in t.refusals;
}

/** Whatever was thrown, as a refusal that has words. */
export function asRefused(thrown: unknown): Refused {
  if (thrown instanceof Refused) return thrown;
  if (isProblem(thrown)) return new Refused({ code: thrown.code, params: thrown.params ?? {} });
  return new Refused({ code: 'internal', params: {} });
}

let chosen: Backend | undefined;

export function useBackend(backend: Backend): void {
  chosen = backend;
}

function backend(): Backend {
  if (!chosen) throw new Error('no backend was chosen before the first call');
  return chosen;
}

export async function call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
  try {
    return (await backend().call(command, makeCommandId(), request)) as Response<C>;
  } catch (thrown) {
    throw asRefused(thrown);
  }
}

export function listen(hear: (changed: Changed) => void): Promise<() => void> {
  return backend().listen(hear);
}

/** An errand of the window, whose failure is a refusal like any other. */
async function errand<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    throw asRefused(thrown);
  }
}

/** A paper is shown once it was made: where no program shows it, the deed stands, and the person is told where the paper is. */
export async function openDocument(path: string): Promise<void> {
  try {
    await errand(() => backend().openDocument(path));
  } catch (thrown) {
    const refused = asRefused(thrown);
    if (refused.code !== 'nothing_opens') throw refused;
    const { why, instead } = refused.words;
    toasts.say(`${why} ${instead}`, { tone: 'warn', forMs: NEWS_MS, act: { label: t.ui.copyPlace, run: () => void copyText(String(refused.params.path ?? path)).catch(() => undefined) } });
  }
}
export const openPortal = (url: string): Promise<void> => errand(() => backend().openPortal(url));
export const openControlPage = (): Promise<void> => errand(() => backend().openControlPage());
export const chooseLanguage = (language: Language): Promise<void> => errand(() => backend().chooseLanguage(language));
export const startOver = (): boolean => backend().startOver();
export const saveCopy = (path: string, suggestedName: string): Promise<string | undefined> => errand(() => backend().saveCopy(path, suggestedName));
export const chooseFile = (suggestedName: string): Promise<string | undefined> => errand(() => backend().chooseFile(suggestedName));
export const chooseFileToOpen = (): Promise<string | undefined> => errand(() => backend().chooseFileToOpen());
export const chooseFolder = (): Promise<string | undefined> => errand(() => backend().chooseFolder());
export const copyText = (text: string, sensitive?: Sensitive): Promise<void> => errand(() => backend().copyText(text, sensitive));
export const revealSecret = (request: RevealRequest): Promise<ArrayBuffer> => errand(() => backend().revealSecret(makeCommandId(), request));
export const showCode = (request: CredentialRef): Promise<ArrayBuffer> => errand(() => backend().showCode(makeCommandId(), request));
export const proposeSecret = (request: ProposeRequest): Promise<ArrayBuffer> => errand(() => backend().proposeSecret(makeCommandId(), request));
export const copySecret = (request: CopyRequest): Promise<Lent> => errand(() => backend().copySecret(makeCommandId(), request));
export const openCredentialPage = (credential: CredentialId): Promise<void> => errand(() => backend().openCredentialPage(credential));
