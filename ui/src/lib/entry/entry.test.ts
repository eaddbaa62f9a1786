// What is typed at a counter and what it becomes. Vectors for identifiers and cheque keys are the published
// ones.
import { describe, expect, it } from 'vitest';
import { readAmount } from './amount';
import { checkKey, readCmc7, rlmcKey } from './cmc7';
import { readDate } from './date';
import { checkFiness, checkPostcode, checkSiret } from './identifiers';
import { checkPhone } from './phone';

describe('amounts', () => {
  it.each([
    ['480', 48000],
    ['12,5', 1250],
    ['12.50', 1250],
    [',5', 50],
    ['0', 0],
    ['1 234,56 €', 123456],
    ['379,', 37900],
    ['0,09', 9],
  ])('« %s » is %i cents', (typed, cents) => expect(readAmount(typed)).toEqual({ kind: 'amount', cents }));
  it.each([
    ['12,345', 'decimals'],
    ['-3', 'format'],
    ['1.234,56', 'format'],
    [',', 'format'],
    ['douze', 'format'],
    ['1000000,01', 'too-large'],
    ['99999999999', 'too-large'],
  ])('« %s » is refused: %s', (typed, why) => expect(readAmount(typed)).toEqual({ kind: 'refused', why }));
  it('nothing is nothing, not zero', () => expect(readAmount('  ')).toEqual({ kind: 'empty' }));
});

describe('dates', () => {
  const today = '2024-02-05';
  it.each([
    ['0103', '2024-03-01'],
    ['3112', '2023-12-31'],
    ['1/3', '2024-03-01'],
    ['31/01/2024', '2024-01-31'],
    ['310124', '2024-01-31'],
    ['31012024', '2024-01-31'],
    ['2024-01-31', '2024-01-31'],
    ['-3', '2024-02-02'],
    ['+7', '2024-02-12'],
    ['2902', '2024-02-29'],
  ])('« %s » is %s', (typed, date) => expect(readDate(typed, today)).toEqual({ kind: 'date', date }));
  it('leans where the field says', () => {
    expect(readDate('0103', today, 'past')).toEqual({ kind: 'date', date: '2023-03-01' });
    expect(readDate('0101', today, 'future')).toEqual({ kind: 'date', date: '2025-01-01' });
    expect(readDate('150450', today, 'past')).toEqual({ kind: 'date', date: '1950-04-15' });
  });
  it.each([
    ['3102', 'no-such-day'],
    ['30/02/2024', 'no-such-day'],
    ['demain', 'format'],
    ['5', 'format'],
  ])('« %s » is refused: %s', (typed, why) => expect(readDate(typed, today)).toEqual({ kind: 'refused', why }));
});

describe('cheque lines', () => {
  const digits = '6679545042014506908052108899000';
  it.each([
    [digits],
    ['6679545 042014506908 052108899000'],
    ['B6679545B D042014506908A 052108899000'],
    ['6679545A042014506908C052108899000B000000037991'],
    ['667 954 5 0420 1450 6908 0521 0889 9000'],
  ])('reads « %s »', (typed) => {
    const entry = readCmc7(typed);
    expect(entry.kind === 'line' && entry.line.digits).toBe(digits);
  });
  it('reads a reader set for another keyboard', () => {
    const row = 'à&é"\'(-è_ç';
    const sent = [...digits].map((digit) => row[Number(digit)]).join('');
    const entry = readCmc7(sent);
    expect(entry.kind === 'line' && entry.line.digits).toBe(digits);
  });
  it('asks for an unreadable digit', () => expect(readCmc7('667?545 042014506908 052108899000')).toEqual({ kind: 'refused', why: 'unreadable' }));
  it('does not guess other groupings', () => expect(readCmc7('0420145069080 667954505210 8899000')).toMatchObject({ kind: 'refused', why: 'groups' }));
  it('waits for the rest', () => expect(readCmc7('6679545 0420')).toEqual({ kind: 'partial', digits: '66795450420' }));
  it.each([
    ['6679545042014506908052108899000', '90'],
    ['0000001012345678908012345678901', '71'],
    ['1234567000000000908000000000000', '52'],
    ['0000097000000000000000000000000', '97'],
    ['9999999999999999999999999999999', '72'],
    ['0000000000000000000000000000001', '94'],
  ])('the key of %s is %s', (line, key) => expect(rlmcKey(line)).toBe(key));
  it('judges a key only when it is whole', () => {
    const entry = readCmc7(digits);
    const line = entry.kind === 'line' ? entry.line : undefined;
    expect(checkKey(line, '')).toBe('absent');
    expect(checkKey(line, '9')).toBe('partial');
    expect(checkKey(line, '90')).toBe('right');
    expect(checkKey(line, '12')).toBe('wrong');
  });
});

describe('identifiers', () => {
  it.each(['73282932000074', '732 829 320 00074', '35600000000048', '35600000049837'])('SIRET %s holds', (typed) => expect(checkSiret(typed).kind).toBe('valid'));
  it('SIRET with a wrong control is invalid', () => expect(checkSiret('73282932000079')).toEqual({ kind: 'invalid', why: 'control' }));
  it('SIRET says how much is missing', () => expect(checkSiret('732829320')).toEqual({ kind: 'partial', missing: 5 }));
  it.each(['750712184', '690781810', '310781406'])('FINESS %s holds', (typed) => expect(checkFiness(typed).kind).toBe('valid'));
  it('FINESS with a wrong control is only doubted', () => expect(checkFiness('750712185').kind).toBe('doubtful'));
  it('Corsican FINESS is accepted', () => expect(checkFiness('2a0000012').kind).toBe('valid'));
  it.each([
    ['06 12 34 56 78', 'valid'],
    ['+33 6 12 34 56 78', 'valid'],
    ['0033 6 12 34 56 78', 'valid'],
    ['+32 470 12 34 56', 'valid'],
    ['0032 470 12 34 56', 'valid'],
    ['06123', 'partial'],
    ['06 12 34', 'partial'],
    ['+33 6 12', 'partial'],
    ['+32 4', 'partial'],
    ['061234567890', 'invalid'],
    ['123', 'invalid'],
    ['+3212345678901234', 'invalid'],
  ])('phone %s is %s', (typed, kind) => expect(checkPhone(typed).kind).toBe(kind));
  it.each([
    ['69003', 'valid'],
    ['690', 'partial'],
    ['ABC', 'invalid'],
    ['', 'empty'],
  ])('postal code « %s » is %s', (typed, kind) => expect(checkPostcode(typed).kind).toBe(kind));
});
