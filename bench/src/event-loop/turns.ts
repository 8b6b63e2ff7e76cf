import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as onnxruntime from 'onnxruntime-node';
import { timeRuntime } from '../../timed-runtime.mjs';

const { runtime, takeMs } = timeRuntime(onnxruntime);
export const timedRuntime = runtime;

/** How long turns of the event loop took, in milliseconds: the longest, and percentiles of those that took a millisecond or more. */
export interface TurnTimes {
  readonly turns: number;
  /** without what the model's runtime took of them */
  readonly own: { readonly p50: number; readonly p99: number; readonly max: number };
  /** with it, as `monitorEventLoopDelay` sees it */
  readonly all: { readonly p50: number; readonly p99: number; readonly max: number };
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Watches the event loop while `work` goes on. */
export async function watchTurns(work: () => Promise<unknown>): Promise<TurnTimes> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const own: number[] = [];
  let isOver = false;
  takeMs();
  let last = performance.now();
  const turn = () => {
    const now = performance.now();
    own.push(Math.max(0, now - last - takeMs()));
    last = now;
    if (!isOver) setImmediate(turn);
  };
  histogram.enable();
  setImmediate(turn);
  await work();
  isOver = true;
  histogram.disable();
  const sorted = own.filter((ms) => ms >= 1).sort((a, b) => a - b);
  const seen = (share: number) => histogram.percentile(100 * share) / 1e6;
  return {
    turns: own.length,
    own: { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted.at(-1) ?? 0 },
    all: { p50: seen(0.5), p99: seen(0.99), max: histogram.max / 1e6 },
  };
}
