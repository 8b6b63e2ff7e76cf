/** A set of Unicode code points: flat list of ranges `[first, last, first, last, …]`, ascending, neither touching nor overlapping. */
export type CodePointSet = readonly number[];

export const MAX_CODE_POINT = 0x10ffff;

export const ALL_CODE_POINTS: CodePointSet = [0, MAX_CODE_POINT];

/** Sorts and joins ranges that may overlap or touch. */
export function codePointSet(ranges: readonly (readonly [number, number])[]): CodePointSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const set: number[] = [];
  for (const [first, last] of sorted) {
    if (set.length > 0 && first <= set[set.length - 1]! + 1) set[set.length - 1] = Math.max(set[set.length - 1]!, last);
    else set.push(first, last);
  }
  return set;
}

export function unionOf(...sets: readonly CodePointSet[]): CodePointSet {
  const ranges: [number, number][] = [];
  for (const set of sets) for (let i = 0; i < set.length; i += 2) ranges.push([set[i]!, set[i + 1]!]);
  return codePointSet(ranges);
}

export function complementOf(set: CodePointSet): CodePointSet {
  const complement: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > next) complement.push(next, set[i]! - 1);
    next = set[i + 1]! + 1;
  }
  if (next <= MAX_CODE_POINT) complement.push(next, MAX_CODE_POINT);
  return complement;
}

export function hasCodePoint(set: CodePointSet, codePoint: number): boolean {
  for (let i = 0; i < set.length; i += 2) if (codePoint >= set[i]! && codePoint <= set[i + 1]!) return true;
  return false;
}
