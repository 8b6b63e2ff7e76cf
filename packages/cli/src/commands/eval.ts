import { type Command, Option } from 'commander';
import type { CliContext } from '../context.js';
import { type EvalOptions, evaluationFormats } from '../eval/options.js';
import { parseCount, parseDay, parseLimit, parsePrecision, parseProbability, parseSeed, parseTimeoutMs } from './options.js';

const DEFAULT_TIMEOUT_MS = 120_000;

const HELP = `
Each line of DATA is one item: {"id", "text", "schema", "expected"}, and where known "accept" and "spans" (see docs/cli.md).

Examples:
  maaza eval receipts.jsonl
  maaza eval data/*.jsonl --sample 50 --operating-point 0.98 --html errors.html
  maaza eval receipts.jsonl --engine openai:http://127.0.0.1:11434/v1 --model llama3.2

Exit codes: 0 done (whatever the figures are), 1 failed, 2 wrong usage or data, 130 aborted.`;

/** `maaza eval`: how well an engine extracts, on items whose right answers are known. */
export function addEvalCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  program
    .command('eval')
    .summary('score an engine on items with known answers')
    .description('Extracts every item of the sets and compares the answers with what is known to be right, leaf by leaf.')
    .argument('<DATA...>', 'JSON Lines files')
    .option('--engine <engine>', '"embedded", or "openai:URL" for a server with an OpenAI-compatible API (key: OPENAI_API_KEY)', 'embedded')
    .option('--model <id>', 'the model; needed with openai:URL')
    .option('--logprobs', 'ask an OpenAI-compatible server for probabilities')
    .option('--limit <count>', 'only the first items of each set; "all"', parseLimit, Number.POSITIVE_INFINITY)
    .option('--sample <count>', 'so many items of each set, drawn at random', (text: string) => parseCount(text))
    .option('--seed <number>', 'start of the random numbers of the sample and of the intervals', parseSeed, 1)
    .option(
      '--operating-point <precision>',
      'find the probability from which on values have this precision, for instance 0.98',
      parsePrecision,
    )
    .option(
      '--min-probability <number>',
      'leave out what is less probable, 0 to 1 (0: nothing; default: as the model has it)',
      parseProbability,
    )
    .option('--reference-date <date>', 'the day on which the texts were written, as in extract', parseDay)
    .addOption(new Option('--date-order <order>', 'how 03/04/2024 is read (default: as each text tells)').choices(['dmy', 'mdy', 'ymd']))
    .addOption(new Option('--decimal-mark <mark>', 'how 1.234 is read (default: as each text tells)').choices(['.', ',']))
    .option('--rules <file>', 'rules across fields, as in extract; the answers to all items are held to them')
    .addOption(new Option('--required <how>', 'whether a doubtful required value is asked for once more').choices(['verify', 'trust']))
    .option('--no-verbatim', 'strings need not stand in the text')
    .option('--no-normalise', 'numbers, dates and times stay as the model wrote them')
    .option('--timeout <seconds>', 'give up an item after so long', parseTimeoutMs, DEFAULT_TIMEOUT_MS)
    .option('--concurrency <count>', 'items under way at once', (text: string) => parseCount(text), 1)
    .addOption(
      new Option('-o, --output <format>', 'default: table on a terminal, markdown for --out FILE.md, else json').choices(evaluationFormats),
    )
    .option('--out <file>', 'write there instead of to stdout, anew after each set')
    .option('--items <file>', 'also write one line of JSON for each item: its answer and how each leaf was judged')
    .option('--html <file>', 'also write a page to browse the errors')
    .addHelpText('after', HELP)
    .action(async (files: string[], _options: unknown, command: Command) => {
      const { evaluateFiles } = await import('../eval/evaluate-files.js');
      setExitCode(await evaluateFiles(files, command.optsWithGlobals<EvalOptions>(), context));
    });
}
