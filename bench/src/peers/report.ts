import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import type { ProcessUse } from './engine-process.js';
import { decimals, duration, mebibytes, percent, withInterval } from './format.js';
import { goalsOf } from './goals.js';
import type { EngineRecord, TaskRecord, ThroughputRecord } from './measure.js';
import { renderPlot } from './plot.js';
import { median } from './statistics.js';
import { compareSpeed, compareThroughput, countSame, isAnswered, judgeQuality, type Ratio, summarize } from './summary.js';

export interface Comparison {
  readonly date: string;
  readonly node: string;
  readonly loadAtStart: number;
  readonly loadAtEnd: number;
  readonly threads: number;
  readonly repeats: number;
  readonly maxOutputTokens: number;
  /** ours first */
  readonly records: readonly EngineRecord[];
  readonly throughput: { readonly records: readonly ThroughputRecord[]; readonly use: ProcessUse | undefined } | undefined;
}

const two = (value: number) => decimals(value, 2);

/** A ratio with its interval, and what single repeats gave. */
function factor(ratio: Ratio): string {
  const { value, leastRepeat, mostRepeat } = ratio;
  return Number.isNaN(value) ? '–' : `${withInterval(ratio, two)}; repeats ${two(leastRepeat)} to ${two(mostRepeat)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function speedTable([ours, ...others]: readonly EngineRecord[]): string {
  const row = (record: EngineRecord, ratio: string) => {
    const { answered, medianMs, p95Ms, cpuMs, startMs, peakRssBytes, modelRuns, outputTokens } = summarize(record);
    return [
      record.spec.name,
      String(answered),
      duration(medianMs),
      duration(p95Ms),
      ratio,
      duration(cpuMs),
      decimals(modelRuns, 1),
      decimals(outputTokens, 1),
      two(modelRuns / outputTokens),
      mebibytes(peakRssBytes),
      duration(startMs),
    ];
  };
  const head = [
    'engine',
    'answered',
    'median',
    'p95',
    'times as long as Maaza',
    'CPU time, median',
    'model runs',
    'tokens written',
    'runs a token',
    'peak RSS',
    'first result',
  ];
  return table(head, [row(ours!, '1'), ...others.map((other) => row(other, factor(compareSpeed(other, ours!))))]);
}

function qualityTable(records: readonly EngineRecord[]): string {
  const ours = records[0]!;
  const rows = records.map((record) => {
    const { leafF1, valueF1, exact, invented, fits, truncated, refused, failed } = judgeQuality(record);
    const { same, of } = countSame(record, ours);
    const counts = [fits.valid, fits.incomplete, fits.invalid, fits.unreadable, truncated, refused, failed].map(String);
    return [record.spec.name, percent(leafF1), percent(valueF1), percent(exact), percent(invented), ...counts, `${same} of ${of}`];
  });
  const head = [
    'engine',
    'leaf F1',
    'F1 of values',
    'exact',
    'invented',
    'valid',
    'incomplete',
    'invalid',
    'no JSON',
    'cut short',
    'refused',
    'failed',
  ];
  return table([...head, 'same answer as Maaza'], rows);
}

function setTable(records: readonly EngineRecord[]): string {
  const sets = [...new Set(records[0]!.tasks.map(({ set }) => set))];
  const cell = (tasks: readonly TaskRecord[], set: string) =>
    duration(median(tasks.filter((task) => task.set === set && isAnswered(task)).map(({ ms }) => median(ms))));
  return table(
    ['engine', ...sets],
    records.map(({ spec, tasks }) => [spec.name, ...sets.map((set) => cell(tasks, set))]),
  );
}

function throughputSection({ throughput }: Comparison): string[] {
  if (!throughput || throughput.records.length === 0) return [];
  const rows = throughput.records.map(({ name, texts, oneByOneMs, togetherMs, different }) => {
    const [single, together] = [median(oneByOneMs), median(togetherMs)];
    return [name, String(texts), duration(single / texts), duration(together / texts), two(single / together), String(different)];
  });
  const overall = withInterval(compareThroughput(throughput.records), two);
  return [
    '',
    '## Many texts of one schema',
    '',
    '`extractMany` with a concurrency of 1, and with all texts of a group at once; time for each text:',
    '',
    table(['texts', 'count', 'one by one', 'at once', 'throughput', 'different answers'], rows),
    '',
    `All groups together: the throughput is multiplied by ${overall}. Peak RSS of this process: ${mebibytes(throughput.use?.peakRssBytes)}.`,
  ];
}

/** What an engine could not do, in words: schemas refused, keywords not known, failures. */
function limitsSection(records: readonly EngineRecord[]): string[] {
  const lines = records.flatMap(({ spec, tasks }) => {
    const reasons = new Map<string, number>();
    const add = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    for (const { answer } of tasks) {
      if (answer.type !== 'answer') add(`${answer.type}: ${answer.reason}`);
      else for (const keyword of answer.dropped) add(`does not know \`${keyword}\``);
    }
    return [...reasons].map(([reason, times]) => `- ${spec.name}: ${reason} (${times} ${times === 1 ? 'task' : 'tasks'})`);
  });
  return lines.length === 0 ? [] : ['', '## What engines could not do', '', ...lines];
}

const notes = `## How it was measured

- The same prompt bytes for all, the one that the weights were trained on, and the same schema of the answer: every key in order, null where there is nothing. Greedy.
- Each engine has a process of its own, and as many threads as the others. At each task the engines take turns, each time in another order, with 100 ms of rest before each.
- A task's time is the median of its repeats; median and p95 are over tasks. Ratios are of medians over the tasks that both engines answered. In brackets: the
  interval that holds 95 % of 2,000 resamples of the tasks, and the least and most that a single repeat gave.
- First result: from starting the process to its first answer, median of fresh processes.
- llama.cpp: node-llama-cpp, its binary as installed, \`createGrammarForJsonSchema\`, \`LlamaCompletion\` (which keeps what a prompt shares with the one before). Its
  runs are reckoned: one for each 512 prompt tokens and one for each token but the last.
- Transformers.js: \`generate\` with \`StructuredOutputProcessor\`, compact text, and a graph that computes logits for the last position only.
- Incomplete: fits but for required values that are missing; Maaza leaves out what it does not find, where the others have to write something.
- \`bench/peers/check.mjs\` checks that all of them have the same weights.`;

export function renderReport(comparison: Comparison): string {
  const { records, date, node, threads, repeats, maxOutputTokens, loadAtStart, loadAtEnd } = comparison;
  const [ours, ...others] = records;
  const { ownShare } = summarize(ours!);
  const goals = goalsOf(comparison).map(({ goal, measured, isMet }) => [
    goal,
    measured,
    isMet === undefined ? 'not measured' : isMet ? 'yes' : 'no',
  ]);
  return [
    '# Speed beside other engines',
    '',
    `${ours!.tasks.length} tasks, ${repeats} repeats, ${threads} threads, at most ${maxOutputTokens} tokens an answer. Node ${node}, ${arch()}, ${cpus()[0]?.model ?? 'unknown processor'}, ` +
      `${cpus().length} cores, load ${loadAtStart.toFixed(1)} before and ${loadAtEnd.toFixed(1)} after. ${date}`,
    '',
    table(['goal', 'measured', 'met'], goals),
    '',
    '![Time of one extraction by engine](peers.svg)',
    '',
    speedTable([ours!, ...others]),
    '',
    `Share of the time outside of the model runtime, in Maaza: ${percent(ownShare)}.`,
    '',
    '## Quality of the answers',
    '',
    qualityTable(records),
    '',
    '## Median by kind of text',
    '',
    setTable(records),
    ...throughputSection(comparison),
    ...limitsSection(records),
    '',
    notes,
    '',
  ].join('\n');
}

/** Figures only: the texts and their answers have licences of their own. */
function withoutTexts({ spec, tasks, ...record }: EngineRecord) {
  return {
    engine: spec.name,
    ...record,
    tasks: tasks.map(({ answer, verdict, ...task }) => {
      if (answer.type !== 'answer') return { ...task, ...answer };
      const { cpuMs, promptTokens, outputTokens, modelRuns, runtimeMs, truncated } = answer;
      return { ...task, cpuMs, promptTokens, outputTokens, modelRuns, runtimeMs, truncated, fit: verdict?.fit, tally: verdict?.tally };
    }),
  };
}

/** Writes table, plot and figures of a comparison into `bench/results`. */
export function writeResults(comparison: Comparison, name: string): void {
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.md`, folder), renderReport(comparison).replace('(peers.svg)', `(${name}.svg)`));
  const bars = comparison.records.map((record) => ({ label: record.spec.name, isOurs: record.spec.kind !== 'peer', ...summarize(record) }));
  writeFileSync(new URL(`${name}.svg`, folder), renderPlot(bars));
  const figures = { ...comparison, records: comparison.records.map(withoutTexts) };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(figures)}\n`);
}
