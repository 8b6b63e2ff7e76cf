import type { CliContext } from '../context.js';
import { inspectModels } from '../models/inspect-models.js';
import { formatBytes, formatMs } from '../output/units.js';
import { runExtraction } from '../runner/run-extraction.js';
import { type CheckResult, failedCheck } from './check.js';

/** The text of the README: its answer is known. */
const RUN_TEXT = 'Order #12345 by John Doe, 149.99 EUR';
const RUN_SCHEMA = {
  type: 'object',
  properties: { order_id: { type: 'string' }, customer: { type: 'string' }, total: { type: 'number' } },
  required: ['order_id', 'customer', 'total'],
} as const;
/** What a first result may take on a small machine. */
const SLOW_MS = 5000;

/** Every byte of the weights against the digests in model.json. */
export async function checkModel(directory?: string): Promise<CheckResult> {
  const [model] = await inspectModels(directory);
  if (model!.state !== 'ok') return { name: 'model', status: 'fail', message: model!.problem, details: { ...model } };
  const { id, version, bytes } = model!.facts;
  return {
    name: 'model',
    status: 'ok',
    message: `${id} ${version}, ${formatBytes(bytes)}, digests as in model.json`,
    details: { ...model },
  };
}

/** One extraction in a fresh process, as `maaza extract` does it. */
export async function checkRun(context: CliContext): Promise<CheckResult> {
  try {
    const { extraction, loadMs, peakMemoryBytes } = await runExtraction({ text: RUN_TEXT, schema: RUN_SCHEMA, cache: false }, context);
    const orderId = (extraction.data as { order_id?: unknown }).order_id;
    const totalMs = loadMs + extraction.latencyMs;
    const isRight = orderId === '12345' && extraction.valid;
    const times = `loaded in ${formatMs(loadMs)}, extracted in ${formatMs(extraction.latencyMs)}, ${formatBytes(peakMemoryBytes)} of memory`;
    const message = isRight ? times : `wrong answer: ${JSON.stringify(extraction.data)}; ${times}`;
    const status = !isRight ? 'fail' : totalMs > SLOW_MS ? 'warn' : 'ok';
    return { name: 'run', status, message, details: { loadMs, latencyMs: extraction.latencyMs, peakMemoryBytes, data: extraction.data } };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return failedCheck('run', error);
  }
}
