// The magnetic line at the foot of a cheque, as typed or as a keyboard reader sends it. Gives the three
// zones and the key they should bear; an unreadable digit is asked for, never guessed. The rules crate
// decides again: this only lets the field answer while one types.

export interface Cmc7Line {
  chequeNumber: string;
  interbank: string;
  internal: string;
  /** The 31 digits in printed order. */
  digits: string;
  /** The key that these digits call for, two digits, 01 to 97. */
  key: string;
}

export type Cmc7Entry =
  | { kind: 'empty' }
  | { kind: 'partial'; digits: string }
  | { kind: 'line'; line: Cmc7Line }
  | { kind: 'refused'; why: 'unreadable' | 'groups' | 'too-long' };

const LINE_DIGITS = 31;
const AMOUNT_DIGITS = 12;
/** The unshifted digit row of a French keyboard, which a reader set for another layout sends. */
const AZERTY_ROW: Record<string, string> = { '&': '1', é: '2', '"': '3', "'": '4', '(': '5', '-': '6', è: '7', _: '8', ç: '9', à: '0' };

/** A burst made only of the French digit row stands for digits. */
export function fromAzerty(text: string): string {
  const characters = [...text.replace(/\s/g, '')];
  if (characters.length < 7 || !characters.every((character) => character in AZERTY_ROW)) return text;
  return [...text].map((character) => AZERTY_ROW[character] ?? character).join('');
}

export function readCmc7(typed: string): Cmc7Entry {
  const text = fromAzerty(typed.trim());
  if (text === '') return { kind: 'empty' };
  if (/\d[?*@!]|[?*@!]\d/.test(text)) return { kind: 'refused', why: 'unreadable' };
  const groups = text.split(/\D+/).filter((group) => group !== '');
  const digits = zones(groups);
  if (digits) return { kind: 'line', line: line(digits) };
  const all = groups.join('');
  if (all.length < LINE_DIGITS) return { kind: 'partial', digits: all };
  if (all.length > LINE_DIGITS + AMOUNT_DIGITS) return { kind: 'refused', why: 'too-long' };
  return { kind: 'refused', why: 'groups' };
}

/** The 31 digits, when the groups are those of a cheque: 7, 12, 12 and perhaps an encoded amount. */
function zones(groups: string[]): string | undefined {
  const lengths = groups.map((group) => group.length).join(',');
  if (lengths === '31' || lengths === '43') return groups[0]?.slice(0, LINE_DIGITS);
  if (lengths === '7,12,12' || lengths === '7,12,12,12') return groups.slice(0, 3).join('');
  const joined = groups.join('');
  const typedInBits = groups.length > 1 && groups.every((group) => group.length <= 6);
  return typedInBits && joined.length === LINE_DIGITS ? joined : undefined;
}

function line(digits: string): Cmc7Line {
  return {
    chequeNumber: digits.slice(0, 7),
    interbank: digits.slice(7, 19),
    internal: digits.slice(19, 31),
    digits,
    key: rlmcKey(digits),
  };
}

/** 97 − (N × 100 mod 97), on two digits, 01 to 97. */
export function rlmcKey(digits: string): string {
  return String(97n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0');
}

export type KeyCheck = 'absent' | 'partial' | 'right' | 'wrong';

export function checkKey(line: Cmc7Line | undefined, typed: string): KeyCheck {
  const key = typed.trim();
  if (key === '') return 'absent';
  if (!line || !/^\d{2}$/.test(key)) return /^\d{0,2}$/.test(key) ? 'partial' : 'wrong';
  return key === line.key ? 'right' : 'wrong';
}
