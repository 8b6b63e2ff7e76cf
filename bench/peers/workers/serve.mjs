/** What an engine answers with where a schema holds what it cannot keep: not a failure, and not measured. */
export class Refusal extends Error {}

const describe = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/**
 * Answers the bench's messages, one after the other.
 * `handlers[type](message)` gives what is sent back, with the milliseconds that it took, and those of all its threads. The last message, `close`, is answered with what the
 * process used.
 * @param {Record<string, (message: any) => Promise<object>>} handlers
 * @param {() => Promise<void>} dispose
 */
export function serve(handlers, dispose) {
  const answer = async (message) => {
    if (message.type === 'close') {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      process.send({ type: 'closed', peakRssBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 });
      await dispose();
      process.disconnect();
      return;
    }
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    try {
      const result = await handlers[message.type](message);
      const ms = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpuBefore);
      process.send({ type: 'answer', ms, cpuMs: (user + system) / 1000, ...result });
    } catch (error) {
      const type = error instanceof Refusal ? 'refused' : 'failed';
      process.send({ type, ms: performance.now() - startedAt, reason: describe(error) });
    }
  };
  let last = Promise.resolve();
  process.on('message', (message) => {
    last = last.then(() => answer(message));
  });
  // The bench is gone: nobody is left to answer.
  process.once('disconnect', () => process.exit());
}

/** Options of this engine, which the bench gives as the first argument. */
export const readOptions = () => JSON.parse(process.argv[2] ?? '{}');
