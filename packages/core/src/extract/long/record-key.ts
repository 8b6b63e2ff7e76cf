import { wordsOf } from '../../ground/index.js';

const NUMBER_WORDS = new Set('id uuid no nr num number code ref reference key nummer numero'.split(' '));

const isPluralOf = (plural: string, word: string) => [word, `${word}s`, `${word}es`, word.replace(/y$/, 'ies')].includes(plural);

/** Whether a member of the records of a list is what tells them apart: `id`, or `invoice_no` of `invoices`. */
export function isRecordKey(list: string, member: string): boolean {
  const words = wordsOf(member);
  const last = words.at(-1) ?? '';
  if (words.length === 1) return last === 'id' || last === 'uuid';
  return NUMBER_WORDS.has(last) && isPluralOf(wordsOf(list).at(-1) ?? '', words.at(-2)!);
}
