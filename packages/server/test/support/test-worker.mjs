/** A worker of the pool without a model: answers, dies, hangs or fails as its text says. */
import { parentPort, workerData } from 'node:worker_threads';

if (workerData.cache === 'off') {
  parentPort.postMessage({ kind: 'broken', failure: { code: 'model_not_installed', message: 'no weights', details: {} } });
  process.exit(1);
}
parentPort.on('message', ({ kind, id, job }) => {
  if (kind === 'stop') parentPort.close();
  if (kind !== 'extract') return;
  const { text } = job.source;
  if (text === 'die') process.exit(3);
  if (text === 'hang') return;
  if (text === 'fail')
    parentPort.postMessage({ kind: 'failed', id, failure: { code: 'text_too_long', message: 'too long', details: { limit: 1 } } });
  else parentPort.postMessage({ kind: 'done', id, result: { data: text } });
});
parentPort.postMessage({ kind: 'ready', modelId: 'test' });
