import { type Options, Presets, SingleBar } from 'cli-progress';
import type { CliContext } from '../../context.js';
import type { Tally } from './tally.js';

/** Shows how far a run has come. */
export interface Progress {
  update(tally: Tally): void;
  /** Ends it; the screen is free again. */
  stop(): void;
}

interface ProgressOptions {
  /** lines of JSON even on a terminal */
  readonly asJson: boolean;
  readonly isQuiet: boolean;
  /** Milliseconds from any start. @default performance.now */
  readonly now?: () => number;
}

/** One line so often where there is no terminal: enough to see life, few enough for a log. */
const LINE_EVERY_MS = 60_000;

/** A bar on a terminal, elsewhere a line of JSON a minute. */
export function startProgress(
  tally: Tally,
  { stderr, env }: Pick<CliContext, 'stderr' | 'env'>,
  { asJson, isQuiet, now = () => performance.now() }: ProgressOptions,
): Progress {
  if (isQuiet) return { update: () => {}, stop: () => {} };
  const isTerminal = stderr.isTTY === true && stderr.columns !== 0 && !env.CI && env.TERM !== 'dumb';
  return isTerminal && !asJson ? startBar(tally, stderr, now) : startLines(tally, stderr, now);
}

/** Rows a second since the start of this run. */
export function rateOf({ done, resumed }: Tally, elapsedMs: number): number {
  return elapsedMs <= 0 ? 0 : ((done - resumed) * 1000) / elapsedMs;
}

/** Seconds that the rest takes at the rate so far; undefined where nothing is known yet. */
export function secondsLeft(tally: Tally, elapsedMs: number): number | undefined {
  const rate = rateOf(tally, elapsedMs);
  return rate === 0 ? undefined : (tally.total - tally.done) / rate;
}

export function formatDuration(seconds: number | undefined): string {
  if (seconds === undefined) return '?';
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

const oneDecimal = (value: number) => Math.round(value * 10) / 10;

const WIDE = 120;

/** What does not fit into a line is cut off at its end. */
const lookFor = (columns: number): Pick<Options, 'format' | 'barsize'> =>
  columns < WIDE
    ? { barsize: 6, format: '{bar} {done}/{total} {rate}/s {left} valid {valid} invalid {invalid} failed {failed} cached {cached}' }
    : {
        barsize: 24,
        format: '{bar} {done}/{total}  {rate} rows/s  {left} left  valid {valid}  invalid {invalid}  failed {failed}  cached {cached}',
      };

function startBar(first: Tally, stderr: CliContext['stderr'], now: () => number): Progress {
  const startedAt = now();
  const options: Options = {
    ...lookFor(stderr.columns ?? WIDE),
    fps: 5,
    hideCursor: false,
    stream: stderr as NodeJS.WriteStream,
    // Signals are the command's own business.
    gracefulExit: false,
    clearOnComplete: true,
  };
  const bar = new SingleBar(options, Presets.rect);
  const payload = (tally: Tally) => {
    const elapsedMs = now() - startedAt;
    return { ...tally, rate: rateOf(tally, elapsedMs).toFixed(1), left: formatDuration(secondsLeft(tally, elapsedMs)) };
  };
  bar.start(first.total, first.done, payload(first));
  return {
    update: (tally) => bar.update(tally.done, payload(tally)),
    stop: () => bar.stop(),
  };
}

function startLines(first: Tally, stderr: CliContext['stderr'], now: () => number): Progress {
  const startedAt = now();
  let current = first;
  const timer = setInterval(() => {
    const elapsedMs = now() - startedAt;
    const left = secondsLeft(current, elapsedMs);
    const progress = {
      ...current,
      rowsPerSecond: oneDecimal(rateOf(current, elapsedMs)),
      secondsLeft: left === undefined ? null : Math.ceil(left),
    };
    stderr.write(`${JSON.stringify({ progress })}\n`);
  }, LINE_EVERY_MS);
  // A timer is no reason to go on living.
  timer.unref();
  return {
    update: (tally) => {
      current = tally;
    },
    stop: () => clearInterval(timer),
  };
}
