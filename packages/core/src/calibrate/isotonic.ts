import type { CalibrationCurve, Outcome } from './curve.js';

interface Block {
  rawSum: number;
  right: number;
  weight: number;
}

/**
 * Fits the rising curve with the least squared error: pool adjacent violators. Each block counts one right and one wrong value more
 * than it holds, so that no curve promises certainty that its data cannot show.
 * @param fewest - values that a knot stands for, at least
 * @see Barlow and Brunk, "The isotonic regression problem and its dual", 1972
 */
export function fitIsotonic(outcomes: readonly Outcome[], fewest = 1): CalibrationCurve {
  const sorted = [...outcomes].sort((a, b) => a.raw - b.raw);
  const blocks: Block[] = [];
  for (const block of chunksOf(sorted, fewest)) {
    blocks.push(block);
    while (blocks.length > 1 && shareOf(blocks.at(-2)!) >= shareOf(blocks.at(-1)!)) {
      const last = blocks.pop()!;
      const before = blocks.at(-1)!;
      before.rawSum += last.rawSum;
      before.right += last.right;
      before.weight += last.weight;
    }
  }
  if (blocks.length === 0) return { raw: [0], calibrated: [0] };
  const calibrated = blocks.map(smoothed);
  // Smoothing pulls small blocks towards the middle; the curve still has to rise.
  for (let i = 1; i < calibrated.length; i++) calibrated[i] = Math.max(calibrated[i]!, calibrated[i - 1]!);
  return { raw: blocks.map(({ rawSum, weight }) => round(rawSum / weight)), calibrated: calibrated.map(round) };
}

const shareOf = ({ right, weight }: Block): number => right / weight;
const smoothed = ({ right, weight }: Block): number => (right + 1) / (weight + 2);
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Neighbours of equal raw probability stay together: one raw value has one calibrated value. */
function* chunksOf(sorted: readonly Outcome[], fewest: number): Generator<Block> {
  let block: Block = { rawSum: 0, right: 0, weight: 0 };
  for (const [i, { raw, isRight }] of sorted.entries()) {
    block.rawSum += raw;
    block.right += isRight ? 1 : 0;
    block.weight++;
    const isRest = sorted.length - i - 1 < fewest;
    if (block.weight >= fewest && sorted[i + 1]?.raw !== raw && !isRest) {
      yield block;
      block = { rawSum: 0, right: 0, weight: 0 };
    }
  }
  if (block.weight > 0) yield block;
}
