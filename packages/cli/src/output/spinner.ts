import type { CliContext } from '../context.js';

/**
 * Shows on a terminal that work goes on; elsewhere nothing is written.
 * @returns ends and clears it
 */
export function startSpinner(text: string, { stderr, env }: Pick<CliContext, 'stderr' | 'env'>): () => void {
  // A terminal that does not know its width, as in some containers, has 0 columns; ora 9 would clear lines without end.
  if (!stderr.isTTY || stderr.columns === 0 || env.CI || env.TERM === 'dumb') return () => {};
  let isStopped = false;
  let stop = () => {};
  // Loaded when needed: pipes and scripts should not wait for it. `discardStdin` would take Ctrl-C away from the terminal.
  void import('ora').then(({ default: ora }) => {
    if (isStopped) return;
    const spinner = ora({ text, stream: stderr as NodeJS.WriteStream, discardStdin: false, isEnabled: true }).start();
    stop = () => void spinner.stop();
  });
  return () => {
    isStopped = true;
    stop();
  };
}
