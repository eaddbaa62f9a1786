// A card as it is typed: its fields, the lines of its grid, who is named on it, and what a text proposed of it. A
// proposal fills what is empty, is marked until somebody touches it, and never takes the place of what was typed.
import { asRefused, call, chooseFileToOpen, type Refused } from '$lib/backend/backend';
import type { CardHolder, CardMemberView, CardProposal, CardReadField, CardReadHow, CardTextRead, CardView, DossierView, MemberRole, RecordCardRequest } from '$lib/contract/contract';
import type { CivilDate } from '$lib/format/civil';
import { t } from '$lib/i18n';
import { readCover, writeCover } from './cover';

/** The domain a trade asks about first: most cards are opened for it alone. */
const OWN_DOMAIN = { optics: 'OPTI', hearing: 'AUDI', pharmacy: 'PHAR' } satisfies Record<DossierView['activity'], string>;
/** A text is read once its reader has stopped typing. */
const READ_AFTER_MS = 150;

export class GridDraft {
  domain = $state('');
  text = $state('');
  proposed = $state(false);
  /** Put there for the trade, not read on the card: it is no line until something stands under it. */
  suggested = $state(false);
  readonly entry = $derived(readCover(this.text));

  constructor(domain = '', text = '', proposed = false) {
    this.domain = domain;
    this.text = text;
    this.proposed = proposed;
  }

  /** Whether it says something of the card. */
  get counts(): boolean {
    return this.domain.trim() !== '' && !(this.suggested && this.text.trim() === '');
  }
}

export class MemberDraft {
  familyName = $state('');
  givenName = $state('');
  birth = $state<CivilDate>();
  birthRank = $state('');
  underFirst = $state(true);
  underSecond = $state(false);
  /** Typed anew; none leaves what is kept. */
  nir = $state<string>();

  constructor(
    readonly role: MemberRole,
    readonly kept?: CardMemberView,
  ) {
    if (!kept) return;
    this.familyName = kept.family_name;
    this.givenName = kept.given_name;
    this.birth = kept.birth_date ?? undefined;
    this.birthRank = kept.birth_rank === null ? '' : String(kept.birth_rank);
    this.underFirst = kept.under_first;
    this.underSecond = kept.under_second;
  }

  get birthRankWrong(): boolean {
    return this.birthRank !== '' && !/^[1-9]$/.test(this.birthRank);
  }

  get said(): CardMemberView {
    return {
      place: this.kept?.place ?? null, role: this.role, family_name: this.familyName.trim(), given_name: this.givenName.trim(), birth_date: this.birth ?? null, birth_rank: this.birthRank === '' ? null : Number(this.birthRank),
      under_first: this.underFirst, under_second: this.underSecond, nir: this.nir ?? null, nir_masked: null, nir_provisional: false,
    };
  }
}

/** The fields a proposal may fill by itself. */
type Filled = Exclude<CardReadField, 'birth_date' | 'nir'>;

export class CardDraft {
  insurer = $state('');
  operator = $state('');
  amc = $state('');
  member = $state('');
  convention = $state('');
  csr = $state('');
  network = $state('');
  from = $state<CivilDate>();
  to = $state<CivilDate>();
  responsible = $state(false);
  solidarity = $state(false);
  grid = $state<GridDraft[]>([]);
  holder = $state<CardHolder | ''>('');
  members = $state<MemberDraft[]>([]);
  shareCents = $state<number>();
  raw = $state('');
  readHow: CardReadHow | null = null;
  read = $state.raw<CardTextRead>();
  readRefused = $state.raw<Refused>();
  amcSaid = $state.raw<{ error?: string; doubt?: string }>({});
  /** Fields that hold what was proposed, untouched since. */
  #filled = $state<Partial<Record<Filled, { value: string; because: CardProposal['because'] }>>>({});
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was said of « R » when the card was opened: unticked, it may never have been said. */
  readonly #responsibleWas: boolean | null;

  constructor(dossier: DossierView, rank: number) {
    const track = dossier.tracks.find((one) => one.rank === rank);
    this.joins = !track;
    this.#responsibleWas = track?.card.responsible ?? null;
    if (track) this.#take(track.card);
    if (this.grid.length > 0) return;
    const own = new GridDraft(OWN_DOMAIN[dossier.activity]);
    own.suggested = true;
    this.grid.push(own);
  }

  /** A complementary that is not on the dossier yet. */
  readonly joins: boolean;

  #take(card: CardView): void {
    this.insurer = card.insurer_name;
    this.operator = card.operator ?? '';
    this.amc = card.amc_number;
    this.member = card.member_number;
    this.convention = card.convention;
    this.csr = card.csr;
    this.network = card.network;
    this.from = card.valid_from ?? undefined;
    this.to = card.valid_to ?? undefined;
    this.responsible = card.responsible === true;
    this.solidarity = card.solidarity;
    this.grid = card.grid.map((line) => new GridDraft(line.domain, writeCover(line.cover)));
    this.holder = card.holder ?? '';
    this.members = card.members.map((member) => new MemberDraft(member.role, member));
    this.raw = card.raw_text;
    this.readHow = card.read_how;
  }

  /** The lines that are sent, in order: a refusal counts them. */
  get lines(): GridDraft[] {
    return this.grid.filter((line) => line.counts);
  }

  get holders(): MemberDraft[] {
    return this.members.filter((member) => member.role === 'holder');
  }

  get reversed(): boolean {
    return this.from !== undefined && this.to !== undefined && this.to < this.from;
  }

  /** A mistake that is seen without asking: nothing is sent with it. */
  get ready(): boolean {
    return !this.reversed && this.grid.every((line) => line.entry.kind === 'cover') && this.members.every((member) => !member.birthRankWrong && member.familyName.trim() !== '');
  }

  addMember(role: MemberRole): MemberDraft {
    const member = new MemberDraft(role);
    // Holders come first, as on the card.
    if (role === 'holder') this.members.splice(this.holders.length, 0, member);
    else this.members.push(member);
    if (role === 'holder' && (this.holder === '' || this.holder === 'customer')) this.holder = this.holders.length === 1 ? 'first' : 'second';
    if (role === 'beneficiary') member.underFirst = this.holders.length > 0;
    return member;
  }

  removeMember(member: MemberDraft): void {
    this.members = this.members.filter((one) => one !== member);
    if (this.holder === 'second' && this.holders.length < 2) this.holder = this.holders.length === 1 ? 'first' : '';
    if (this.holder === 'first' && this.holders.length < 1) this.holder = '';
    for (const one of this.members) {
      if (this.holders.length < 2) one.underSecond = false;
      if (this.holders.length < 1) one.underFirst = false;
    }
  }

  /** The mark of a field that holds a proposal nobody has touched. */
  mark(field: Filled): string | undefined {
    const filled = this.#filled[field];
    return filled && this.#value(field) === filled.value ? t.card.proposed[filled.because] : undefined;
  }

  /** Proposals that were not taken: the field holds something else, or somebody must say of whom it is. */
  get others(): CardProposal[] {
    return (this.read?.proposals ?? []).filter((proposal) => !this.#holds(proposal));
  }

  #holds(proposal: CardProposal): boolean {
    if (proposal.field === 'nir') return this.members.some((member) => member.nir === proposal.value);
    if (proposal.field === 'birth_date') return this.members.some((member) => member.birth === proposal.value);
    return this.#value(proposal.field) === proposal.value;
  }

  #value(field: Filled): string {
    switch (field) {
      case 'amc_number': return this.amc;
      case 'convention': return this.convention;
      case 'csr': return this.csr;
      case 'member_number': return this.member;
      case 'valid_from': return this.from ?? '';
      case 'valid_to': return this.to ?? '';
      case 'responsible': return this.responsible ? 'R' : '';
    }
  }

  #set(field: Filled, value: string): void {
    switch (field) {
      case 'amc_number': this.amc = value; void this.checkAmc(); break;
      case 'convention': this.convention = value; break;
      case 'csr': this.csr = value; break;
      case 'member_number': this.member = value; break;
      case 'valid_from': this.from = value; break;
      case 'valid_to': this.to = value; break;
      case 'responsible': this.responsible = true; break;
    }
  }

  /** Takes a proposal because somebody says so. */
  take(proposal: CardProposal): void {
    if (proposal.field === 'nir') {
      if (this.holders.length === 0) this.addMember('holder');
      const [first] = this.holders;
      if (first) first.nir = proposal.value;
    } else if (proposal.field === 'birth_date') {
      if (!this.members.some((member) => member.role === 'beneficiary')) this.addMember('beneficiary');
      const child = this.members.find((member) => member.role === 'beneficiary');
      if (child) child.birth = proposal.value;
    } else {
      this.#set(proposal.field, proposal.value);
    }
  }

  /** The text changed: it is read once it stands still. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.readText(), READ_AFTER_MS);
  }

  async readText(how: CardReadHow = 'text'): Promise<void> {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    this.readRefused = undefined;
    if (this.raw.trim() === '') {
      this.read = undefined;
      this.readHow = null;
      return;
    }
    this.readHow = how;
    try {
      const read = await call('card.read_text', { text: this.raw });
      if (mine === this.#asked) this.#propose(read);
    } catch (thrown) {
      if (mine === this.#asked) this.readRefused = asRefused(thrown);
    }
  }

  /** The text of a datamatrix in a picture, then read like any other. */
  async readPicture(): Promise<void> {
    this.readRefused = undefined;
    try {
      const path = await chooseFileToOpen();
      if (!path) return;
      this.raw = (await call('card.read_picture', { path })).text;
      await this.readText('picture');
    } catch (thrown) {
      this.readRefused = asRefused(thrown);
    }
  }

  #propose(read: CardTextRead): void {
    this.read = read;
    for (const { field, value, because } of read.proposals) {
      if (field === 'nir' || field === 'birth_date') continue;
      // What an earlier reading proposed and nobody touched gives way; what was typed stays.
      const own = this.#filled[field];
      if (this.#value(field) !== '' && this.#value(field) !== own?.value) continue;
      this.#set(field, value);
      this.#filled[field] = { value, because };
    }
    this.grid = this.grid.filter((line) => !line.proposed);
    for (const { domain, cover } of read.grid) {
      const same = this.grid.find((line) => line.domain.trim().toUpperCase() === domain);
      if (!same) this.grid.push(new GridDraft(domain, writeCover(cover), true));
      else if (same.text.trim() === '') [same.text, same.proposed, same.suggested] = [writeCover(cover), true, false];
    }
  }

  async checkAmc(): Promise<void> {
    const text = this.amc.trim();
    if (text === '') {
      this.amcSaid = {};
      return;
    }
    const checked = await call('identifier.check', { kind: 'amc_number', text }).catch(() => undefined);
    if (!checked || text !== this.amc.trim()) return;
    this.amcSaid = checked.verdict === 'doubtful' ? { doubt: t.card.amcDoubt } : checked.verdict === 'valid' ? {} : { error: t.card.amcRefused };
  }

  request(rank: number): Omit<RecordCardRequest, 'dossier'> {
    return {
      rank,
      share_cents: this.joins ? (this.shareCents ?? 0) : null,
      card: {
        insurer_name: this.insurer, amc_number: this.amc, convention: this.convention, csr: this.csr, member_number: this.member, operator: this.operator || null, network: this.network, valid_from: this.from ?? null, valid_to: this.to ?? null,
        responsible: this.responsible ? true : this.#responsibleWas === null ? null : false,
        solidarity: this.solidarity,
        grid: this.lines.map((line) => ({ domain: line.domain.trim(), cover: line.entry.kind === 'cover' ? line.entry.cover : { kind: 'unsaid' } })),
        holder: this.holder || null,
        members: this.members.map((member) => member.said),
        read_how: this.raw.trim() === '' ? null : this.readHow,
        raw_text: this.raw,
      },
    };
  }
}
