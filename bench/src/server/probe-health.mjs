/** Health checks beside a load, as a monitor would make them: from a thread of its own, so that the clients' work is not measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

let isOver = false;
parentPort.once('message', () => {
  isOver = true;
});
const latencies = [];
while (!isOver) {
  const startedAt = performance.now();
  await (await fetch(`${workerData.url}/health`)).text();
  latencies.push(performance.now() - startedAt);
  await sleep(20);
}
parentPort.postMessage(latencies);
