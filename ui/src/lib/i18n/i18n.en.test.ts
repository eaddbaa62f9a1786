// The English catalogue beside the French one: the same keys and no other, no sentence left empty or in French, and the forms
// of its amounts and dates. The build of this test is the English one.
import { describe, expect, it } from 'vitest';
import { typeset } from '$language/forms';
import { sentences } from '../../test/sentences';
import { readAmount } from '../entry/amount';
import { readDate } from '../entry/date';
import { formatDate, formatDateInWords, formatDateWithDay, formatDistance, formatInstantBriefly, formatMonth, formatSince } from '../format/dates';
import { formatCents, formatCount, formatEuros, formatRate, formatTyped } from '../format/money';
import { chordInWords } from '../keys/keys';
import { cheques } from './en/cheques';
import { inventory, notices } from './en/inventory';
import { slips } from './en/slips';
import * as french from './fr';
import { t } from './index';
import { counted } from './plural';

/** Where each sentence is; a function is one place, whatever it says. */
function places(value: unknown, path = ''): string[] {
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => places(item, `${path}.${key}`));
  return [path];
}

/** What stays French in an English sentence: the law's names, a card's words, and the invented people of the samples. */
const KEPT_IN_FRENCH = /Français|français|\((mutuelle|caisse|feuilles de soins|commissaire de justice)\)|Code des assurances|Élise Estève|Inès Morel|Léa Martin|Le Goff|Thaïs|Mme Roux, service adhérents|Droits fermés/g;
/** Letters and small words that only French has. */
const FRENCH = /[«»àâäçèéêëîïôöùûüœæ]|(?<![\p{L}/])(le|la|les|des|du|une|est|sont|pour|avec|dans|sur|pas|vous|votre|ce|cette|qui|que|ou|et|au|aux)(?!\p{L})/iu;

describe('the English catalogue', () => {
  it('has every key of the French one, and no other', () => {
    const [theirs, ours] = [new Set(places(french)), new Set(places(t))];
    expect([...theirs].filter((place) => !ours.has(place)), 'missing in English').toEqual([]);
    expect([...ours].filter((place) => !theirs.has(place)), 'in English alone').toEqual([]);
  });
  it('knows the same entries of the journal', () => expect([...t.timeline.known].sort()).toEqual([...french.timeline.known].sort()));

  it('has no empty sentence, no long dash and nothing undefined', () => {
    const wrong = sentences(t).filter(([, text]) => text.trim() === '' || /—|undefined|NaN|'|\[object/.test(text));
    expect(wrong).toEqual([]);
  });
  it('is spaced as English is', () => {
    const wrong = sentences(t).filter(([path, text]) => /[\s\u00a0\u202f][:;!?](?![.\w])/.test(text.replace(/(semicolon ;|comma ,)/, '').replaceAll('“;”', '')) || /\s{2}/.test(text) || path === '');
    expect(wrong).toEqual([]);
  });
  it('has no French left', () => {
    const wrong = sentences(t).filter(([, text]) => FRENCH.test(text.replace(KEPT_IN_FRENCH, '')));
    expect(wrong).toEqual([]);
  });
  it('says no sentence just as French does', () => {
    const theirs = new Map(sentences(french));
    const same = sentences(t).filter(([path, text]) => theirs.get(path) === text && /\p{L}{3,} .*\p{L}{3,}/u.test(text));
    expect(same).toEqual([]);
  });
  it('says each entry of the journal in English', () => {
    const wrong = t.timeline.known.map((kind) => t.timeline.sentence(kind, {}) as string).filter((text) => FRENCH.test(text) || text === '');
    expect(wrong).toEqual([]);
  });
});

describe('English refusals', () => {
  it('each says why and what to do instead, in whole sentences', () => {
    const wrong = sentences(t.refusals, '.refusals').filter(([, text]) => !/^[A-Z0-9€]/.test(text) || !/[.”]$/.test(text));
    expect(wrong).toEqual([]);
  });
});

describe('English sentences about cheques', () => {
  it('never promise what French law does not know', () => {
    const about = [...sentences(cheques, '.cheques'), ...sentences(slips, '.slips'), ...sentences(inventory, '.slips.inventory'), ...sentences(notices, '.slips.notices'), ...sentences(t.refusals, '.refusals')].filter(([path, text]) => !path.startsWith('.refusals') || /cheque/i.test(text));
    expect(about.length).toBeGreaterThan(200);
    expect(about.filter(([, text]) => /guarant|collateral|surety|ante-?dat|post-?dat/i.test(text))).toEqual([]);
  });
});

describe('English amounts, dates and counts', () => {
  it.each([
    [123456, '€1,234.56'],
    [-5, '−€0.05'],
    [-123456789, '−€1,234,567.89'],
  ])('%i cents reads %s', (cents, text) => expect(formatEuros(cents)).toBe(text));
  it('is typed as it is shown, and as French people type it', () => {
    for (const cents of [0, 5, 1250, 123456, 10_000_000]) expect(readAmount(formatTyped(cents))).toEqual({ kind: 'amount', cents });
    expect(readAmount('12.50')).toEqual(readAmount('12,50'));
    expect(readAmount('€480')).toEqual({ kind: 'amount', cents: 48000 });
    expect(readAmount('1,234')).toEqual({ kind: 'refused', why: 'decimals' });
  });
  it('has its separators', () => expect([formatCents(-123456), formatCount(92000), formatRate(550), formatRate(2000)]).toEqual(['−1,234.56', '92,000', '5.5%', '20%']));
  it('puts the day first', () => {
    expect([formatDate('2024-01-29'), formatDateWithDay('2024-01-29'), formatDateInWords('2024-08-01'), formatMonth('2024-01')]).toEqual(['29/01/2024', 'Mon 29/01/2024', 'Thursday 1 August 2024', 'January 2024']);
    expect(readDate(formatDate('2024-02-03'), '2024-01-29')).toEqual({ kind: 'date', date: '2024-02-03' });
  });
  it('says when in words', () => {
    expect([formatDistance('2024-03-22', '2024-03-10'), formatDistance('2024-03-09', '2024-03-10'), formatDistance('2024-03-01', '2024-03-10')]).toEqual(['in 12 days', 'yesterday', '9 days ago']);
    expect([formatInstantBriefly('2024-01-31T08:10:00Z', '2024-02-01'), formatSince('2024-01-29T14:00:00Z', '2024-02-05')]).toEqual(['yesterday 09:10', 'since Mon 29/01 15:00']);
  });
  it('counts zero as many', () => expect([0, 1, 2, 1200].map((count) => counted(count, 'cheque', 'cheques'))).toEqual(['0 cheques', '1 cheque', '2 cheques', '1,200 cheques']));
  it('names the keys', () => expect(['Escape', 'Ctrl+Enter', 'PageUp', 'Shift+ArrowUp'].map(chordInWords)).toEqual(['Esc', 'Ctrl Enter', 'Page Up', 'Shift ↑']));
  it('keeps a number with what it numbers', () => expect(typeset('Line read: cheque no. 12')).toBe('Line read: cheque no.\u00a012'));
});
