// The card by the keyboard alone: where the cursor goes, what is sent, what is said at which field, what a text proposes.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CardTextRead, DossierView, RecordCardRequest } from '$lib/contract/contract';
import type { Answers } from '../../samples/backend';
import { card, sampleDossier } from '../../samples/dossiers';
import { clean, held, openApp, press, words as t } from '../../test/open';
import { counter } from '../counter/counter.svelte';
import { readCover, writeCover } from './cover';

beforeEach(clean);

const blank = { ...card, insurer_name: '', amc_number: '', convention: '', csr: '', member_number: '', operator: null, network: '', valid_from: null, valid_to: null, responsible: null, grid: [] };

function fresh(more: Partial<DossierView> = {}): DossierView {
  const dossier = sampleDossier(9);
  return { ...dossier, way: null, cheques: [], warnings: [], tracks: dossier.tracks.map((track) => ({ ...track, card: blank })), ...more };
}

const valid: Answers['identifier.check'] = ({ text }) => ({ verdict: 'valid', display: text, reason: null, params: {} });

async function opened(answers: Answers = {}, dossier = fresh()): Promise<{ sent: RecordCardRequest[]; user: ReturnType<typeof userEvent.setup> }> {
  const sent: RecordCardRequest[] = [];
  await openApp({
    'dossier.view': () => dossier,
    'identifier.check': valid,
    'dossier.record_card': (request) => {
      sent.push(request);
      return dossier;
    },
    ...answers,
  });
  await counter.open('d-9');
  await waitFor(() => expect(screen.getByText(t.counter.waysTitle)).toBeTruthy());
  press('KeyK', { altKey: true });
  await waitFor(() => expect(held()).toContain(t.counter.insurer));
  return { sent, user: userEvent.setup() };
}

describe('a plain card', () => {
  it('is typed in the order it is printed, Enter going on, and saved by its key', async () => {
    const { sent, user } = await opened();
    let keys = 2;
    const enters = async (field: string, text: string): Promise<void> => {
      await waitFor(() => expect(held()).toContain(field));
      keys += text.length + 1;
      await user.keyboard(`${text}{Enter}`);
    };
    await enters(t.counter.insurer, 'Mutuelle des Abers');
    await enters(t.counter.operator, '');
    await enters(t.counter.amcNumber, '775671993');
    await enters(t.counter.member, '04417832');
    await enters(t.counter.convention, 'VM');
    await enters(t.counter.csr, '94A');
    await enters(t.counter.network, '');
    await enters(t.counter.validFrom, '010124');
    await enters(t.counter.validTo, '311224');
    await waitFor(() => expect(held()).toContain(t.card.responsible));
    await user.keyboard(' {Enter}');
    await enters(t.card.solidarity, '');
    await enters(t.card.domain, '');
    await waitFor(() => expect(held()).toContain(t.card.cover));
    await user.keyboard('100');
    press('Enter', { ctrlKey: true });
    keys += 7;
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      rank: 1,
      share_cents: null,
      card: { insurer_name: 'Mutuelle des Abers', amc_number: '775671993', member_number: '04417832', convention: 'VM', csr: '94A', valid_from: '2024-01-01', valid_to: '2024-12-31', responsible: true, solidarity: false, grid: [{ domain: 'OPTI', cover: { kind: 'percent', rate_bp: 10000 } }], members: [], raw_text: '' },
    });
    // Three keys a second is a rather slow typist.
    expect(keys / 3).toBeLessThan(30);
    await waitFor(() => expect(counter.dialog).toBeUndefined());
  });

  it('does not say of a card what nobody read on it', async () => {
    const { sent } = await opened();
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.card.grid).toEqual([]);
  });

  it('adds a domain by its key, with the cursor in it', async () => {
    const { user } = await opened();
    press('KeyG', { altKey: true });
    await waitFor(() => expect(held()).toBe(t.card.domain));
    await user.keyboard('audi{Enter}pec');
    expect(screen.getByText(t.card.covers.authorisation)).toBeTruthy();
  });
});

describe('a mistake is said at its field', () => {
  it.each([
    ['150', t.card.coverRefused.percent],
    ['0', t.card.coverRefused.percent],
    ['beaucoup', t.card.coverRefused.format],
  ])('under a domain, « %s »', async (typed, sentence) => {
    const { sent, user } = await opened();
    await user.type(screen.getByLabelText(t.card.cover), typed);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.getByText(sentence)).toBeTruthy());
    expect(sent).toHaveLength(0);
    await waitFor(() => expect(held()).toContain(t.card.cover));
  });

  it('a validity that ends before it begins is not sent, an expired one is only doubted', async () => {
    const { sent, user } = await opened();
    await user.type(screen.getByLabelText(t.counter.validFrom), '010224');
    await user.type(screen.getByLabelText(t.counter.validTo), '010124');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.getByText(t.card.reversed)).toBeTruthy());
    expect(sent).toHaveLength(0);
    await user.clear(screen.getByLabelText(t.counter.validFrom));
    await waitFor(() => expect(screen.getByText(t.card.expired)).toBeTruthy());
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it('what the rules refuse is said in its row', async () => {
    const { user } = await opened({ 'dossier.record_card': () => { throw { code: 'invalid_field', params: { field: 'domain', reason: 'twice', row: 1 } }; } });
    await user.type(screen.getByLabelText(t.card.cover), '100');
    press('KeyG', { altKey: true });
    await waitFor(() => expect(held()).toBe(t.card.domain));
    await user.keyboard('opti');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.getByText(t.fieldReasons.twice)).toBeTruthy());
    const second = screen.getByRole('group', { name: t.card.line(2) });
    expect(within(second).getByText(t.fieldReasons.twice)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    // Corrected, it is no mistake any more.
    await user.keyboard('x');
    expect(screen.queryByText(t.fieldReasons.twice)).toBeNull();
  });

  it('an AMC number of another shape is said as it is left', async () => {
    const { user } = await opened({ 'identifier.check': () => ({ verdict: 'invalid', display: null, reason: 'character', params: {} }) });
    await user.type(screen.getByLabelText(t.counter.amcNumber), '77A{Enter}');
    await waitFor(() => expect(screen.getByText(t.card.amcRefused)).toBeTruthy());
  });
});

describe('a text that is read', () => {
  const read: CardTextRead = {
    proposals: [
      { field: 'amc_number', value: '775671993', because: 'shape' },
      { field: 'member_number', value: '04417832', because: 'label' },
      { field: 'nir', value: '295109912611193', because: 'shape' },
    ],
    grid: [{ domain: 'AUDI', cover: { kind: 'authorisation' } }],
    leftover: ['DURAND'],
    cut: false,
  };

  it('fills what is empty, says that it is proposed, and leaves what was typed', async () => {
    const { sent, user } = await opened({ 'card.read_text': () => read });
    await user.type(screen.getByLabelText(t.counter.member), '99');
    press('KeyL', { altKey: true });
    await waitFor(() => expect(held()).toContain(t.card.readLabel));
    await user.keyboard('775671993 04417832');
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(t.counter.amcNumber).value).toBe('775671993'));
    expect(screen.getByLabelText<HTMLInputElement>(t.counter.member).value).toBe('99');
    expect(screen.getByText(t.card.proposed.shape)).toBeTruthy();
    expect(screen.getByText(t.card.leftover('DURAND'))).toBeTruthy();
    expect(screen.queryByText(/295109912611193/)).toBeNull();
    // The one that was not taken is taken by a press; a touched field is no proposal any more.
    const row = screen.getByText('04417832').closest('li');
    await user.click(within(row as HTMLElement).getByRole('button'));
    expect(screen.getByLabelText<HTMLInputElement>(t.counter.member).value).toBe('04417832');
    await user.type(screen.getByLabelText(t.counter.amcNumber), '0');
    expect(screen.queryByText(t.card.proposed.shape)).toBeNull();
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.card).toMatchObject({ raw_text: '775671993 04417832', read_how: 'text', member_number: '04417832' });
    expect(sent[0]?.card.grid.map((line) => line.domain)).toEqual(['AUDI']);
  });
});

describe('who is named on it', () => {
  it('a second complementary joins with its share and rests on its own holder', async () => {
    const dossier = fresh();
    const { sent, user } = await opened({}, dossier);
    press('Escape');
    counter.dialog = undefined;
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: t.counter.addSecond }));
    await waitFor(() => expect(held()).toContain(t.counter.insurer));
    await user.type(screen.getByLabelText(t.card.share), '60');
    press('KeyU', { altKey: true });
    const holder = await screen.findByRole('group', { name: t.card.holders.first });
    await user.type(within(holder).getByLabelText(t.counter.familyName), 'Le Dantec');
    await user.click(within(holder).getByRole('button', { name: t.card.nirAdd }));
    await user.type(within(holder).getByLabelText(t.card.nir), '180127512345642');
    press('KeyB', { altKey: true });
    const child = await screen.findByRole('group', { name: t.card.beneficiary(1) });
    await user.type(within(child).getByLabelText(t.counter.familyName), 'Le Dantec');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ rank: 2, share_cents: 6000, card: { holder: 'first', members: [{ role: 'holder', family_name: 'Le Dantec', nir: '180127512345642' }, { role: 'beneficiary', under_first: true, nir: null }] } });
  });

  it('a number is masked until it is pressed for, and is never sent back', async () => {
    const member = { place: 1, role: 'holder' as const, family_name: 'Quéméner', given_name: 'Solenn', birth_date: null, birth_rank: null, under_first: false, under_second: false, nir: null, nir_masked: '2 95 •• •• ••• ••• ••', nir_provisional: false };
    const dossier = fresh();
    const tracks = dossier.tracks.map((track) => ({ ...track, card: { ...blank, holder: 'first' as const, members: [member] } }));
    const { sent, user } = await opened({ 'card.show_nir': () => ({ nir: '295109912611193' }) }, { ...dossier, tracks });
    expect(document.body.textContent).not.toContain('295109912611193');
    const holder = screen.getByRole('group', { name: t.card.holders.first });
    await user.click(within(holder).getByRole('button', { name: t.ui.show }));
    await waitFor(() => expect(within(holder).getByText('295109912611193')).toBeTruthy());
    await user.click(within(holder).getByRole('button', { name: t.ui.hide }));
    expect(document.body.textContent).not.toContain('295109912611193');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.card.members[0]).toMatchObject({ place: 1, nir: null });
  });
});

describe('the warnings of the trade', () => {
  it('stand beside the ways they speak against, in both places', async () => {
    const warned = { warning: { warning: 'solidarity_no_advance' as const, rank: 1 }, against: ['cheque_kept' as const], forbids: true, status: 'to_verify' as const, source: 'CSS L861-3' };
    await opened({}, fresh({ warnings: [warned] }));
    const said = t.card.warning(warned.warning);
    const dialog = document.querySelector('dialog');
    expect(within(dialog as HTMLElement).getByText(said, { exact: false })).toBeTruthy();
    expect(document.querySelector('#ways')?.textContent?.replace(/\s+/g, ' ')).toContain(said);
  });
});

describe('pictures', () => {
  it('are asked for once, shown, and erased once that was confirmed', async () => {
    const dossier = fresh();
    const kept = { ...dossier, tracks: dossier.tracks.map((track) => ({ ...track, pictures: [{ side: 'front' as const, picture: 'pic-1', bytes: 9 }] })) };
    let asked = 0;
    const { user } = await opened({ 'card.view_picture': () => { asked += 1; return { format: 'png', base64: 'aGk=' }; }, 'card.erase_part': () => dossier }, kept);
    const picture = await screen.findByAltText<HTMLImageElement>(t.card.pictureOf.front);
    expect(picture.src).toBe('data:image/png;base64,aGk=');
    await user.click(screen.getByRole('button', { name: `${t.pictures.erase}, ${t.pictures.sides.front}` }));
    expect(screen.queryByAltText(t.card.pictureOf.front)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: `${t.pictures.eraseConfirm}, ${t.pictures.sides.front}` }));
    await waitFor(() => expect(screen.queryByAltText(t.card.pictureOf.front)).toBeNull());
    expect(asked).toBe(1);
  });
});

describe('what stands under a domain', () => {
  it.each([['100', '100%'], ['65 %', '65%'], ['pec', 'PEC'], ['NC', 'NC'], ['', ''], ['150€', '150,00€'], ['12,5', '12,50€']])('« %s » is written « %s »', (typed, written) => {
    const entry = readCover(typed);
    expect(entry.kind === 'cover' && writeCover(entry.cover)).toBe(written);
  });
  it.each([['101', 'percent'], ['0', 'percent'], ['PECS', 'format'], ['0€', 'format'], ['-5', 'format']])('« %s » is refused for its %s', (typed, why) => {
    expect(readCover(typed)).toEqual({ kind: 'refused', why });
  });
});
