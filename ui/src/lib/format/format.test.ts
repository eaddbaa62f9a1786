// Formatters: what each value looks like, down to the spaces that must not break.
import { afterEach, describe, expect, it } from 'vitest';
import { addDays, civil, daysBetween } from './civil';
import { compareNames, fold, matches } from './collation';
import { dateOf, formatDateInWords, formatDateWithDay, formatDistance, formatInstant, formatInstantBriefly, formatSince, setTimeZone } from './dates';
import { formatCmc7, formatPhone, formatSiret, maskNir } from './identifiers';
import { formatCents, formatCount, formatEuros, formatRate } from './money';

afterEach(() => setTimeZone('Europe/Paris'));

describe('money', () => {
  it.each([
    [0, '0,00'],
    [5, '0,05'],
    [-5, '−0,05'],
    [48000, '480,00'],
    [123456, '1\u202f234,56'],
    [123456789, '1\u202f234\u202f567,89'],
    [-123456, '−1\u202f234,56'],
  ])('%i cents reads %s', (cents, text) => expect(formatCents(cents)).toBe(text));

  it('puts a no-break space before the sign', () => expect(formatEuros(123456)).toBe('1\u202f234,56\u00a0€'));
  it('groups counts', () => expect(formatCount(92000)).toBe('92\u202f000'));
  it.each([
    [2000, '20\u00a0%'],
    [550, '5,5\u00a0%'],
    [210, '2,1\u00a0%'],
    [1005, '10,05\u00a0%'],
  ])('%i basis points reads %s', (rate, text) => expect(formatRate(rate)).toBe(text));
});

describe('civil dates', () => {
  it('knows which days exist', () => {
    expect(civil(2024, 2, 29)).toBe('2024-02-29');
    expect(civil(2023, 2, 29)).toBeUndefined();
    expect(civil(2024, 13, 1)).toBeUndefined();
  });
  it('is not moved by the change of hour', () => {
    expect(addDays('2024-03-30', 2)).toBe('2024-04-01');
    expect(daysBetween('2024-10-26', '2024-10-28')).toBe(2);
  });
});

describe('dates and instants', () => {
  it('names the day', () => expect(formatDateWithDay('2024-01-29')).toBe('lun. 29/01/2024'));
  it('says the first in words', () => expect(formatDateInWords('2024-08-01')).toBe('jeudi 1er août 2024'));
  it('shows an instant in the practice’s zone', () => {
    expect(formatInstant('2024-01-29T14:00:00Z')).toBe('lun. 29/01/2024 15:00');
    setTimeZone('America/Cayenne');
    expect(formatInstant('2024-01-29T01:30:00Z')).toBe('dim. 28/01/2024 22:30');
    expect(dateOf('2024-01-29T01:30:00Z')).toBe('2024-01-28');
  });
  it.each([
    ['2024-01-31T08:10:00Z', '2024-01-31', 'depuis 09:10'],
    ['2024-01-31T08:10:00Z', '2024-02-01', 'depuis hier 09:10'],
    ['2024-01-29T14:00:00Z', '2024-02-05', 'depuis lun. 29/01 15:00'],
    ['2023-12-29T14:00:00Z', '2024-02-05', 'depuis 29/12/2023 15:00'],
  ])('%s seen on %s is %s', (instant, today, text) => expect(formatSince(instant, today)).toBe(text));
  it('midnight is 00, not 24', () => expect(formatInstantBriefly('2024-01-30T23:00:00Z', '2024-01-31')).toBe('00:00'));
  it('counts days in words', () => {
    expect(formatDistance('2024-03-22', '2024-03-10')).toBe('dans 12 jours');
    expect(formatDistance('2024-03-09', '2024-03-10')).toBe('hier');
  });
});

describe('identifiers', () => {
  it('groups a phone number and leaves others alone', () => {
    expect(formatPhone('0612345678')).toBe('06\u00a012\u00a034\u00a056\u00a078');
    expect(formatPhone('+33612345678')).toBe('06\u00a012\u00a034\u00a056\u00a078');
    expect(formatPhone('+32470123456')).toBe('+32470123456');
  });
  it('shows sex and year of a NIR only', () => expect(maskNir('184057512345673').replace(/\u00a0/g, ' ')).toBe('1 84 •• •• ••• ••• ••'));
  it('groups SIRET and cheque line', () => {
    expect(formatSiret('73282932000074')).toBe('732\u00a0829\u00a0320\u00a000074');
    expect(formatCmc7('6679545042014506908052108899000')).toBe('6679545\u00a0042014506908\u00a0052108899000');
  });
});

describe('names', () => {
  it('sorts as a French directory does', () => {
    expect(['Zoé', 'élan', 'Ève', 'Le Goff', 'Legrand', 'eau'].sort(compareNames)).toEqual(['eau', 'élan', 'Ève', 'Le Goff', 'Legrand', 'Zoé']);
  });
  it('folds accents, case and hyphens', () => expect(fold('  Anne-Sophie  LE GOFF d’Œuvre')).toBe('anne sophie le goff d oeuvre'));
  it('finds any word in any order', () => {
    expect(matches('Anne-Sophie Le Goff', 'goff anne')).toBe(true);
    expect(matches('Anne-Sophie Le Goff', 'goff marie')).toBe(false);
  });
});
