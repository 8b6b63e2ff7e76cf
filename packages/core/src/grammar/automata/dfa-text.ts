import { CodePointDfa, DEAD } from './code-point-dfa.js';

/**
 * An automaton as a short text, to be kept in a source file: starts of classes; for each class its column, as classes that lie apart often
 * lead to the same states; start; accepting states; rows of targets by column, as runs `target*count`. Numbers are base 36, `-` is no state.
 */
export function textOfDfa({ classStart, classCount, stateCount, next, accepting, start }: CodePointDfa): string {
  const columns = new Map<string, number>();
  const sample: number[] = [];
  const columnOf = Array.from({ length: classCount }, (_, c) => {
    const key = Array.from({ length: stateCount }, (_, state) => next[state * classCount + c]!).join();
    const known = columns.get(key);
    if (known !== undefined) return known;
    columns.set(key, sample.push(c) - 1);
    return sample.length - 1;
  });
  const rows = Array.from({ length: stateCount }, (_, state) => runsOf(sample.map((c) => next[state * classCount + c]!)));
  const ends = Array.from({ length: stateCount }, (_, state) => state).filter((state) => accepting[state] === 1);
  return [Array.from(classStart, base36).join(), columnOf.map(base36).join(), base36(start), ends.map(base36).join(), rows.join(';')].join(
    '|',
  );
}

export function dfaOfText(text: string): CodePointDfa {
  const [starts = '', columns = '', start = '', ends = '', rows = ''] = text.split('|');
  const columnOf = numbersOf(columns);
  const classCount = columnOf.length;
  const lines = rows.split(';');
  const next = new Int32Array(lines.length * classCount);
  const row = new Int32Array(Math.max(...columnOf) + 1);
  for (let state = 0; state < lines.length; state++) {
    fillRow(row, lines[state]!);
    for (let c = 0; c < classCount; c++) next[state * classCount + c] = row[columnOf[c]!]!;
  }
  const accepting = new Uint8Array(lines.length);
  for (const state of numbersOf(ends)) accepting[state] = 1;
  return new CodePointDfa(Int32Array.from(numbersOf(starts)), next, accepting, Number.parseInt(start, 36));
}

function fillRow(row: Int32Array, runs: string): void {
  let at = 0;
  for (const run of runs.split(',')) {
    const star = run.indexOf('*');
    const count = star < 0 ? 1 : Number.parseInt(run.slice(star + 1), 36);
    row.fill(run.charCodeAt(0) === DASH ? DEAD : Number.parseInt(run, 36), at, at + count);
    at += count;
  }
}

const DASH = 0x2d;

function runsOf(targets: readonly number[]): string {
  const runs: string[] = [];
  for (let i = 0; i < targets.length; ) {
    let end = i + 1;
    while (end < targets.length && targets[end] === targets[i]) end++;
    const target = targets[i] === DEAD ? '-' : base36(targets[i]!);
    runs.push(end - i === 1 ? target : `${target}*${base36(end - i)}`);
    i = end;
  }
  return runs.join();
}

function numbersOf(list: string): number[] {
  return list === '' ? [] : list.split(',').map((number) => Number.parseInt(number, 36));
}

function base36(number: number): string {
  return number.toString(36);
}
