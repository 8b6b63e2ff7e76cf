import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../memory/random.js';
import { type Answer, EngineProcess, type EngineProcessOptions, type NoAnswer, type ProcessUse } from './engine-process.js';
import type { EngineSpec } from './engines.js';
import { Judge, type Verdict } from './judge.js';
import type { Task, TextGroup } from './tasks.js';

/** One task, one engine, all repeats. */
export interface TaskRecord {
  readonly set: string;
  readonly id: string;
  /** one for each repeat; empty where there is no answer */
  readonly ms: readonly number[];
  /** of the first repeat; greedy decoding gives the same one each time */
  readonly answer: Answer | NoAnswer;
  readonly verdict: Verdict | undefined;
}

export interface EngineRecord {
  readonly spec: EngineSpec;
  /** from starting a process to its first answer, fresh processes */
  readonly startMs: readonly number[];
  readonly tasks: readonly TaskRecord[];
  readonly use: ProcessUse | undefined;
}

export interface MeasureOptions extends EngineProcessOptions {
  readonly repeats: number;
  readonly starts: number;
  readonly onProgress: (text: string) => void;
  /** after each repeat but the last, with what was measured so far: a run that is cut short keeps it */
  readonly onRepeat: (records: readonly EngineRecord[]) => void;
}

/** Starts fresh processes, one at a time; the last one stays for the measurement. */
async function start(spec: EngineSpec, first: Task, options: MeasureOptions): Promise<{ process: EngineProcess; startMs: number[] }> {
  const startMs: number[] = [];
  for (let at = 1; ; at++) {
    options.onProgress(`start ${at}/${options.starts}: ${spec.name}`);
    const process = new EngineProcess(spec, options);
    const { type } = await process.extract(first);
    if (type === 'answer') startMs.push(process.ageMs);
    if (at >= options.starts) return { process, startMs };
    await process.close();
  }
}

const ORDER_SEED = 7;
/** Threads of the engine before may wait for work in a loop for a while, and its process collect garbage. */
const REST_MS = 100;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.integer(0, left.length - 1), 1)[0]!);
}

interface Running {
  readonly spec: EngineSpec;
  readonly process: EngineProcess;
  readonly startMs: number[];
  /** [repeat][task] */
  readonly answers: (Answer | NoAnswer)[][];
}

/**
 * Every engine answers every task `repeats` times. Engines take turns at each task, each time in another order, so that neither what else the
 * machine does nor what the engine before leaves behind meets one more than others; tasks keep their order, so that texts of one schema follow each other, as they do for users.
 */
export async function measureEngines(
  specs: readonly EngineSpec[],
  tasks: readonly Task[],
  options: MeasureOptions,
): Promise<EngineRecord[]> {
  const running: Running[] = [];
  for (const spec of specs) running.push({ spec, ...(await start(spec, tasks[0]!, options)), answers: [] });
  const judge = new Judge();
  const random = createRandom(ORDER_SEED);
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    for (const { answers } of running) answers.push([]);
    for (const [at, task] of tasks.entries()) {
      options.onProgress(`repeat ${repeat + 1}/${options.repeats}, task ${at + 1}/${tasks.length}`);
      for (const { process, answers } of shuffled(running, random)) {
        await sleep(REST_MS);
        answers[repeat]!.push(await process.extract(task));
      }
    }
    if (repeat + 1 < options.repeats) options.onRepeat(running.map((one) => record(one, tasks, judge)));
  }
  const records: EngineRecord[] = [];
  for (const one of running) records.push({ ...record(one, tasks, judge), use: await one.process.close() });
  return records;
}

function record({ spec, startMs, answers }: Running, tasks: readonly Task[], judge: Judge): EngineRecord {
  const taskRecords = tasks.map((task, at) =>
    recordTask(
      task,
      answers.map((repeat) => repeat[at]!),
      judge,
    ),
  );
  return { spec, startMs, tasks: taskRecords, use: undefined };
}

function recordTask(task: Task, answers: readonly (Answer | NoAnswer)[], judge: Judge): TaskRecord {
  const answer = answers[0]!;
  const isAnswered = answers.every(({ type }) => type === 'answer');
  return {
    set: task.set,
    id: task.id,
    ms: isAnswered ? answers.map(({ ms }) => ms) : [],
    answer: answers.find(({ type }) => type !== 'answer') ?? answer,
    verdict: isAnswered && answer.type === 'answer' ? judge.judge(task, answer) : undefined,
  };
}

/** One group of texts, one after the other and all at once. */
export interface ThroughputRecord {
  readonly name: string;
  readonly texts: number;
  /** one for each repeat */
  readonly oneByOneMs: readonly number[];
  readonly togetherMs: readonly number[];
  /** texts whose answers differ between the two */
  readonly different: number;
}

/** `extractMany` with a concurrency of 1 and of all texts, in turns, in one process of ours. */
export async function measureThroughput(
  spec: EngineSpec,
  groups: readonly TextGroup[],
  options: MeasureOptions,
): Promise<{ records: ThroughputRecord[]; use: ProcessUse | undefined }> {
  const process = new EngineProcess(spec, options);
  const records: ThroughputRecord[] = [];
  for (const { name, schema, texts } of groups) {
    const oneByOneMs: number[] = [];
    const togetherMs: number[] = [];
    let different = 0;
    for (let repeat = 0; repeat < options.repeats; repeat++) {
      options.onProgress(`many texts, repeat ${repeat + 1}/${options.repeats}: ${name}`);
      const single = await process.extractMany(texts, schema, 1);
      const together = await process.extractMany(texts, schema, texts.length);
      if (single.type !== 'answer' || together.type !== 'answer') break;
      oneByOneMs.push(single.ms);
      togetherMs.push(together.ms);
      different = single.results.filter((data, at) => JSON.stringify(data) !== JSON.stringify(together.results[at])).length;
    }
    if (togetherMs.length > 0) records.push({ name, texts: texts.length, oneByOneMs, togetherMs, different });
  }
  return { records, use: await process.close() };
}
