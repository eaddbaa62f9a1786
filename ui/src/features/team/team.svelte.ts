// « Équipe » on show: who works here, the person under the cursor, and what is being done with him. What is typed is the
// form's; what is allowed is Rust's.
import { session } from '../../app/session.svelte';
import { asRefused, call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { OwnProof, Role, RoleRights, TeamMember, TeamView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type Deed = 'add' | 'rename' | 'role' | 'reset' | 'retire' | 'readmit';

export class Team {
  view = $state.raw<TeamView>();
  cursor = $state<string>();
  deed = $state<Deed>();
  busy = $state(false);
  refused = $state.raw<Refused>();

  get members(): readonly TeamMember[] {
    return this.view?.members ?? [];
  }

  get member(): TeamMember | undefined {
    return this.members.find((member) => member.user === this.cursor);
  }

  get me(): TeamMember | undefined {
    return this.members.find((member) => member.user === this.view?.me);
  }

  rights(role: Role): RoleRights | undefined {
    return this.view?.roles.find((rights) => rights.role === role);
  }

  read(): Promise<boolean> {
    return this.#act(() => call('user.list', {}));
  }

  /** Begins something with the person under the cursor, or with somebody new. */
  begin(deed: Deed): void {
    if (!session.owner || this.deed || (deed !== 'add' && !this.member)) return;
    this.refused = undefined;
    this.deed = deed;
  }

  leave(): void {
    this.deed = undefined;
    this.refused = undefined;
  }

  add(name: string, role: Role, passphrase: string, pin: string): Promise<boolean> {
    return this.#done(() => call('user.add', { name, role, passphrase, pin }), t.team.added(name), (view) => view.members.find((member) => member.name === name)?.user);
  }

  rename(user: string, name: string): Promise<boolean> {
    return this.#done(() => call('user.rename', { user, name }), t.team.renamed(name));
  }

  changeRole({ user, name }: TeamMember, role: Role): Promise<boolean> {
    return this.#done(() => call('user.change_role', { user, role }), t.team.roleChanged(name, t.terms.role(role)));
  }

  reset({ user, name }: TeamMember, passphrase: string): Promise<boolean> {
    return this.#done(() => call('user.set_passphrase', { user, current: null, passphrase }), t.team.wasReset(name));
  }

  retire({ user, name }: TeamMember): Promise<boolean> {
    return this.#done(() => call('user.retire', { user }), t.team.retired(name));
  }

  readmit({ user, name }: TeamMember, passphrase: string): Promise<boolean> {
    return this.#done(() => call('user.readmit', { user, passphrase }), t.team.readmitted(name));
  }

  setPassphrase(current: OwnProof, passphrase: string): Promise<boolean> {
    const user = this.view?.me ?? '';
    return this.#done(() => call('user.set_passphrase', { user, current, passphrase }), t.team.changed);
  }

  setPin(passphrase: string, pin: string): Promise<boolean> {
    return this.#done(() => call('user.set_pin', { passphrase, pin }), pin === '' ? t.team.pinDropped : t.team.pinSet);
  }

  async #done(act: () => Promise<TeamView>, said: string, at?: (view: TeamView) => string | undefined): Promise<boolean> {
    if (!(await this.#act(act))) return false;
    toasts.say(said);
    if (at && this.view) this.cursor = at(this.view) ?? this.cursor;
    this.deed = undefined;
    await session.saved();
    return true;
  }

  async #act(act: () => Promise<TeamView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refused = undefined;
    try {
      this.view = await act();
      this.cursor ??= this.members[0]?.user;
      return true;
    } catch (thrown) {
      this.refused = asRefused(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
