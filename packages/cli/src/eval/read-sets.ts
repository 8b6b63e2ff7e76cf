import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { addAbortSignal } from 'node:stream';
import { type EvaluationItem, parseEvaluationItems, sampleItems } from '@maaza/core/evaluation';
import { abortedError, usageError } from '../errors/cli-error.js';
import { reasonOf } from '../input/read-bytes.js';

/** One file of items, as much of it as is asked for. */
export interface EvaluationSet {
  readonly name: string;
  readonly items: readonly EvaluationItem[];
}

export interface Selection {
  /** the first so many items of each file */
  readonly limit: number;
  /** so many items of each file, drawn at random from the first `limit` */
  readonly sample?: number;
  readonly seed: number;
}

/**
 * Reads evaluation sets before anything is run, so that a bad line of the last file shows at once.
 * @throws {CliError} `invalid_request` where a file cannot be read or holds nothing
 * @throws {RequestError} `invalid_evaluation_data` with file and line
 */
export async function readSets(files: readonly string[], selection: Selection, signal: AbortSignal): Promise<EvaluationSet[]> {
  const sets: EvaluationSet[] = [];
  for (const file of files) {
    const items = parseEvaluationItems(await readLines(file, selection.limit, signal), file);
    if (items.length === 0) throw usageError(`${file} holds no items`, { file });
    const { sample = Number.POSITIVE_INFINITY, seed } = selection;
    sets.push({ name: uniqueName(file, sets), items: sampleItems(items, sample, seed) });
  }
  return sets;
}

/** Lines up to the one with the last item that is wanted; empty ones included, because messages count them. */
async function readLines(file: string, limit: number, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  let items = 0;
  try {
    const stream = addAbortSignal(signal, createReadStream(file, { encoding: 'utf8' }));
    // An error of the stream alone would not end the loop over its lines.
    const failed = new Promise<never>((_, reject) => stream.once('error', reject));
    const reading = (async () => {
      for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
        lines.push(lines.length === 0 ? line.replace(/^\ufeff/, '') : line);
        if (line.trim() !== '' && ++items >= limit) break;
      }
    })();
    await Promise.race([reading, failed]);
  } catch (error) {
    if (signal.aborted) throw abortedError();
    throw usageError(`cannot read ${file}: ${reasonOf(error)}`, { file });
  }
  return lines;
}

function uniqueName(file: string, sets: readonly EvaluationSet[]): string {
  const name = basename(file).replace(/\.(?:jsonl|ndjson)$/i, '');
  return sets.some((set) => set.name === name) ? file : name;
}
