import { setTimeout as sleep } from 'node:timers/promises';
import type { Extraction, JsonSchema, SchemaReport } from '@maaza/core';
import { renderError, toServerError } from '../http/error-body.js';
import { statusOf } from '../http/error-codes.js';
import { ServerError } from '../http/server-error.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { StoredAnswer } from '../idempotency/idempotency-table.js';
import { createId } from '../ids.js';
import { meteredAccount, type Principal } from '../keys/principal.js';
import type { Metering } from '../metering/metering.js';
import type { MeteredExtraction } from '../metering/metering-table.js';
import type { BatchRequest, BatchResult, ExtractRequest } from './extract-schemas.js';
import type { ExtractionJob, ExtractionRunner, JobResult } from './extraction-runner.js';
import type { FairQueue, Ticket } from './fair-queue.js';
import { readJob, readSchema } from './read-request.js';
import { invalidExtraction, renderExtraction, renderUsage } from './render-extraction.js';

export interface ExtractionServiceParts {
  readonly runner: ExtractionRunner;
  readonly queue: FairQueue;
  readonly metering: Metering;
  readonly maxSchemaBytes: number;
  readonly requestTimeoutMs: number;
  readonly batchTimeoutMs: number;
  readonly storesExtractions: boolean;
  readonly onExtracted: (extraction: Extraction) => void;
}

export interface Caller {
  readonly principal: Principal;
  readonly signal: AbortSignal;
  readonly key: IdempotencyKey | undefined;
}

export interface Answer extends StoredAnswer {
  readonly isReplay: boolean;
}

const BATCH_CONCURRENCY = 8;
const QUEUE_RETRY_MS = 100;

/** Admission, quota, model, metering, in this order; each gives back what it took where a later one fails. */
export class ExtractionService {
  readonly #parts: ExtractionServiceParts;

  constructor(parts: ExtractionServiceParts) {
    this.#parts = parts;
  }

  /** @throws {ServerError} and core's errors */
  async extract(request: ExtractRequest, { principal, signal, key }: Caller): Promise<Answer> {
    const { metering, requestTimeoutMs } = this.#parts;
    this.#assertModel(request.model);
    const job = readJob(request, this.#parts.maxSchemaBytes);
    const id = createId('req');
    const account = meteredAccount(principal);
    const deadline = withDeadline(signal, requestTimeoutMs);
    const ticket = this.#admit(principal);
    try {
      const reservation = await metering.reserve(account, [id], key);
      if ('replay' in reservation) return { ...reservation.replay, isReplay: true };
      const extraction = await this.#run(job, ticket, deadline.signal).catch(async (error: unknown) => {
        await metering.settle({ account, done: [], failed: [id], key, answer: undefined, stored: [] }).catch(() => {});
        throw error;
      });
      const reply = renderExtraction(id, extraction, request);
      const answer = request.strict && !extraction.valid ? failure(invalidExtraction(reply)) : { status: 200, body: JSON.stringify(reply) };
      const isMetered = await metering.settle({
        account,
        done: [renderUsage(id, extraction)],
        failed: [],
        key,
        answer,
        stored: this.#parts.storesExtractions ? [{ id, body: JSON.stringify(reply) }] : [],
      });
      if (!isMetered) throw lostLease();
      return { ...answer, isReplay: false };
    } finally {
      ticket.release();
      deadline.clear();
    }
  }

  /** Runs the items side by side. What fails is told per item; usage of all is settled at once, so a batch counts whole or not at all. */
  async batch(request: BatchRequest, { principal, signal, key }: Caller): Promise<Answer> {
    const { metering, batchTimeoutMs } = this.#parts;
    this.#assertModel(request.model);
    const account = meteredAccount(principal);
    const ids = request.items.map(() => createId('req'));
    const deadline = withDeadline(signal, batchTimeoutMs);
    const firstTicket = this.#admit(principal);
    try {
      const reservation = await metering.reserve(account, ids, key);
      if ('replay' in reservation) return { ...reservation.replay, isReplay: true };
      const giveUp = async (error: unknown) => {
        await metering.settle({ account, done: [], failed: ids, key, answer: undefined, stored: [] }).catch(() => {});
        throw error;
      };
      const outcomes = await this.#runItems(request, ids, reservation.granted, { principal, firstTicket, signal: deadline.signal }).catch(
        giveUp,
      );
      const done = outcomes.flatMap(({ usage }) => usage ?? []);
      const doneIds = new Set(done.map((one) => one.id));
      const results = outcomes.map(({ result }) => result);
      const answer = { status: 200, body: JSON.stringify(renderBatch(results)) };
      const stored = results.flatMap(({ extraction }) => (extraction ? [{ id: extraction.id, body: JSON.stringify(extraction) }] : []));
      const isMetered = await metering.settle({
        account,
        done,
        failed: ids.slice(0, reservation.granted).filter((id) => !doneIds.has(id)),
        key,
        answer,
        stored: this.#parts.storesExtractions ? stored : [],
      });
      if (!isMetered) throw lostLease();
      return { ...answer, isReplay: false };
    } finally {
      firstTicket.release();
      deadline.clear();
    }
  }

  async checkSchema(
    wanted: Pick<ExtractRequest, 'schema' | 'fields'>,
    { principal, signal }: Omit<Caller, 'key'>,
  ): Promise<{ schema: JsonSchema; report: SchemaReport }> {
    const { runner, requestTimeoutMs, maxSchemaBytes } = this.#parts;
    const schema = readSchema(wanted, maxSchemaBytes);
    const deadline = withDeadline(signal, requestTimeoutMs);
    const ticket = this.#admit(principal);
    try {
      return { schema, report: await ticket.run(() => runner.checkSchema(schema, deadline.signal), deadline.signal) };
    } finally {
      ticket.release();
      deadline.clear();
    }
  }

  /** Sends away who would be sent away later anyway, before their body is read. @throws {ServerError} `overloaded` */
  assertPlace({ lane, mode }: Principal): void {
    this.#parts.queue.assertPlace(lane, { isSheddable: mode === 'test' });
  }

  get models(): readonly string[] {
    const { modelId } = this.#parts.runner;
    return modelId === undefined ? [] : [modelId];
  }

  #assertModel(model: string | undefined): void {
    const { modelId } = this.#parts.runner;
    if (model === undefined || model === modelId) return;
    if (modelId === undefined) throw new ServerError('service_unavailable', 'the model is being loaded', { retryAfterSeconds: 2 });
    throw new ServerError('model_not_installed', 'this model is not installed; see GET /v1/models', { details: { installed: [modelId] } });
  }

  #admit({ lane, mode }: Principal): Ticket {
    return this.#parts.queue.admit(lane, { isSheddable: mode === 'test' });
  }

  async #run(job: ExtractionJob, ticket: Ticket, signal: AbortSignal): Promise<JobResult> {
    const extraction = await ticket
      .run(() => this.#parts.runner.extract(job, signal), signal)
      .catch((error: unknown) => {
        // However the runner tells that it stopped: why it had to is what is answered.
        signal.throwIfAborted();
        throw error;
      });
    this.#parts.onExtracted(extraction);
    return extraction;
  }

  async #runItems(
    request: BatchRequest,
    ids: readonly string[],
    granted: number,
    { principal, firstTicket, signal }: { readonly principal: Principal; readonly firstTicket: Ticket; readonly signal: AbortSignal },
  ): Promise<readonly ItemOutcome[]> {
    const outcomes: ItemOutcome[] = [];
    let next = 0;
    const work = async (ticket: Ticket | undefined) => {
      let own = ticket;
      while (next < ids.length) {
        const index = next++;
        outcomes[index] = await this.#runItem(request, index, ids[index]!, { principal, ticket: own, signal, isGranted: index < granted });
        own = undefined;
      }
    };
    const others = Math.min(BATCH_CONCURRENCY, this.#parts.runner.slots, ids.length) - 1;
    await Promise.all([work(firstTicket), ...Array.from({ length: others }, () => work(undefined))]);
    // Whoever asked is gone, or the time is up: there is nobody to answer item by item.
    signal.throwIfAborted();
    return outcomes;
  }

  async #runItem(
    request: BatchRequest,
    index: number,
    id: string,
    { principal, ticket, signal, isGranted }: { principal: Principal; ticket: Ticket | undefined; signal: AbortSignal; isGranted: boolean },
  ): Promise<ItemOutcome> {
    const { custom_id, ...item } = request.items[index]!;
    let place = ticket;
    try {
      if (!isGranted) throw new ServerError('quota_exceeded', 'the extractions of this month are used up');
      const { items: _, schema, fields, ...options } = request;
      const wanted = item.schema === undefined && item.fields === undefined ? { schema, fields } : {};
      const job = readJob({ ...options, ...wanted, ...item }, this.#parts.maxSchemaBytes);
      place ??= await this.#admitSoon(principal, signal);
      const extraction = await this.#run(job, place, signal);
      const reply = renderExtraction(id, extraction, request);
      const usage = renderUsage(id, extraction);
      if (request.strict && !extraction.valid) return { result: failedItem(custom_id, invalidExtraction(reply)), usage };
      return { result: { custom_id, status: 'succeeded', extraction: reply }, usage };
    } catch (error) {
      return { result: failedItem(custom_id, error) };
    } finally {
      place?.release();
    }
  }

  /** The items of a batch wait for a place, they have been let in together. */
  async #admitSoon(principal: Principal, signal: AbortSignal): Promise<Ticket> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return this.#admit(principal);
      } catch {
        await sleep(QUEUE_RETRY_MS);
      }
    }
  }
}

interface ItemOutcome {
  readonly result: BatchResult;
  readonly usage?: MeteredExtraction;
}

const lostLease = () =>
  new ServerError('service_unavailable', 'this process lost its reservation; repeat the request', { retryAfterSeconds: 1 });

function failedItem(custom_id: string, error: unknown): BatchResult {
  const { body } = renderError(toServerError(error), { requestId: '', asProblem: false });
  return { custom_id, status: 'failed', ...(JSON.parse(body) as Pick<BatchResult, 'error'>) };
}

function failure(error: ServerError): StoredAnswer {
  return { status: statusOf(error.code), body: renderError(error, { requestId: '', asProblem: false }).body };
}

function renderBatch(results: readonly BatchResult[]) {
  const extractions = results.flatMap(({ extraction }) => extraction ?? []);
  const sum = (name: 'input_tokens' | 'output_tokens' | 'total_tokens') => extractions.reduce((total, { usage }) => total + usage[name], 0);
  return {
    id: createId('batch'),
    object: 'extraction.batch',
    created: Math.floor(Date.now() / 1000),
    results,
    counts: { total: results.length, succeeded: extractions.length, failed: results.length - extractions.length },
    usage: { input_tokens: sum('input_tokens'), output_tokens: sum('output_tokens'), total_tokens: sum('total_tokens') },
  };
}

/** A signal that also fires when the time is up, with the error to answer as its reason. */
function withDeadline(signal: AbortSignal, timeoutMs: number): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new ServerError('timeout', `no result within ${timeoutMs} ms`, { details: { timeout_ms: timeoutMs } }));
  }, timeoutMs);
  return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}
