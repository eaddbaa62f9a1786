// A thing that was said, denied, or not said at all: a list has words for the three, the contract a null.

export type YesNo = '' | 'yes' | 'no';

export const yesNo = (word: YesNo): boolean | null => (word === '' ? null : word === 'yes');
