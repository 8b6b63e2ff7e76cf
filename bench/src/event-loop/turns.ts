import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as onnxruntime from 'onnxruntime-node';

type Run = (...input: unknown[]) => Promise<unknown>;

/** milliseconds that the runtime has held this thread since it was asked last */
let runtimeMs = 0;

/**
 * The runtime itself, with a clock around each run. Its binding works through a whole run in one turn of the event loop; the turn begins with
 * an immediate of its own, so what is timed is the run and hardly anything else.
 */
export const timedRuntime = {
  Tensor: onnxruntime.Tensor,
  InferenceSession: {
    async create(...input: Parameters<typeof onnxruntime.InferenceSession.create>) {
      const startedAt = performance.now();
      const session = await onnxruntime.InferenceSession.create(...input);
      runtimeMs += performance.now() - startedAt;
      const run = session.run.bind(session) as Run;
      return {
        async run(...runInput: unknown[]) {
          const runStartedAt = performance.now();
          try {
            return await run(...runInput);
          } finally {
            runtimeMs += performance.now() - runStartedAt;
          }
        },
        release: () => session.release(),
      };
    },
  },
};

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
  runtimeMs = 0;
  let last = performance.now();
  const turn = () => {
    const now = performance.now();
    own.push(Math.max(0, now - last - runtimeMs));
    runtimeMs = 0;
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
