import type { CliContext } from '../context.js';

interface Spinner {
  setText(text: string): void;
  /** ends and clears it; may be called twice */
  stop(): void;
}

/**
 * Shows on a terminal that work goes on; elsewhere nothing is written.
 * @returns ends and clears it
 */
export const startSpinner = (text: string, context: Pick<CliContext, 'stderr' | 'env'>): (() => void) => startProgress(text, context).stop;

/** A spinner whose text changes while work goes on. */
export function startProgress(firstText: string, { stderr, env }: Pick<CliContext, 'stderr' | 'env'>): Spinner {
  // A terminal that does not know its width, as in some containers, has 0 columns; ora 9 would clear lines without end.
  if (!stderr.isTTY || stderr.columns === 0 || env.CI || env.TERM === 'dumb') return { setText: () => {}, stop: () => {} };
  let isStopped = false;
  let stop = () => {};
  let text = firstText;
  let show = (_text: string) => {};
  // Loaded when needed: pipes and scripts should not wait for it. `discardStdin` would take Ctrl-C away from the terminal.
  void import('ora').then(({ default: ora }) => {
    if (isStopped) return;
    const spinner = ora({ text, stream: stderr as NodeJS.WriteStream, discardStdin: false, isEnabled: true }).start();
    stop = () => void spinner.stop();
    show = (next) => {
      spinner.text = next;
    };
  });
  return {
    setText: (next) => {
      text = next;
      show(next);
    },
    stop: () => {
      isStopped = true;
      stop();
      stop = () => {};
    },
  };
}
