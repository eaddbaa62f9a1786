// The catalogue: French spacing, plurals, and the words no sentence about a cheque may hold.
import { describe, expect, it } from 'vitest';
import { t } from './index';
import { of } from './fr/elision';
import { counted } from './plural';
import { cheques } from './fr/cheques';
import { inventory, notices } from './fr/inventory';
import { slips } from './fr/slips';
import { refusals } from './fr/refusals';
import { sentences } from '../../test/sentences';
import { listed, typeset } from '$language/forms';

describe('typography', () => {
  it.each([
    ['Comment continuer ?', 'Comment continuer\u202f?'],
    ['Ligne lue : n° 12', 'Ligne lue\u00a0: n°\u00a012'],
    ['« non vérifié »', '«\u00a0non vérifié\u00a0»'],
    ['d’après « Qui notifie ? »', 'd’après «\u00a0Qui notifie\u202f?\u00a0»'],
    ["l'avis", 'l’avis'],
    ['dans 8 j ; puis', 'dans 8\u00a0j\u202f; puis'],
    ['14:02', '14:02'],
  ])('« %s »', (plain, spaced) => expect(typeset(plain)).toBe(spaced));

  it('leaves no breakable space before a double mark anywhere', () => {
    const wrong = sentences(t).filter(([, text]) => / [:;!?»]/.test(text) || /« /.test(text) || text.includes("'"));
    expect(wrong).toEqual([]);
  });
  it('has no empty sentence and no long dash', () => {
    const wrong = sentences(t).filter(([, text]) => text.trim() === '' || text.includes('—') || text.includes('undefined') || text.includes('NaN'));
    expect(wrong).toEqual([]);
  });
});

describe('plurals', () => {
  it.each([
    [0, '0 chèque'],
    [1, '1 chèque'],
    [2, '2 chèques'],
    [1200, '1\u202f200 chèques'],
  ])('%i', (count, text) => expect(counted(count, 'chèque', 'chèques')).toBe(text));
});

describe('sentences about cheques', () => {
  const about = [...sentences(cheques, '.cheques'), ...sentences(slips, '.slips'), ...sentences(inventory, '.slips.inventory'), ...sentences(notices, '.slips.notices'), ...sentences(refusals, '.refusals')].filter(([path, text]) => path.startsWith('.cheques') || path.startsWith('.slips') || /chèque/i.test(text));
  it('there are some', () => expect(about.length).toBeGreaterThan(30));
  it('never promise what the law does not know', () => {
    expect(about.filter(([, text]) => /caution|garanti|antidat|postdat/i.test(text))).toEqual([]);
  });
});

describe('refusals', () => {
  it('each says why and what to do instead, in whole sentences', () => {
    const wrong = sentences(t.refusals, '.refusals').filter(([, text]) => !/^[A-ZÀÉ0-9]/.test(text) || !/[.»]$/.test(text));
    expect(wrong).toEqual([]);
  });
});

describe('« de » before a name', () => {
  it.each([
    ['Viamedis', 'de Viamedis'],
    ['Almerys', 'd’Almerys'],
    ['Éloïse', 'd’Éloïse'],
    ['Hélène', 'de Hélène'],
    ['Œuvrard', 'd’Œuvrard'],
  ])('%s', (name, said) => {
    expect(of(name)).toBe(said);
  });
});

describe('a list in words', () => {
  it.each([
    [['droits'], 'droits'],
    [['droits', 'PEC'], 'droits et PEC'],
    [['droits', 'PEC', 'virements'], 'droits, PEC et virements'],
  ])('%j', (words, said) => expect(listed(words)).toBe(said));
});
