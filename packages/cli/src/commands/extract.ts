import type { Extraction } from '@maaza/core';
import type { MaazaDocument } from '@maaza/core/document';
import { type Command, Option } from 'commander';
import type { CliContext } from '../context.js';
import { CliError } from '../errors/cli-error.js';
import { EXIT } from '../errors/exit-codes.js';
import { reportError, warn } from '../errors/report-error.js';
import type { SourceText } from '../input/document-text.js';
import { readRules } from '../input/read-rules.js';
import { checkSchemaSource, readSchema } from '../input/read-schema.js';
import { readText } from '../input/read-text.js';
import { resolveTextSource, type TextSource } from '../input/text-source.js';
import { renderFinalLine, startPartsView } from '../output/parts-view.js';
import { withPlaces } from '../output/places.js';
import { type OutputFormat, outputFormats, renderExtraction } from '../output/render-extraction.js';
import { startSpinner } from '../output/spinner.js';
import { assertWritable, writeWhole } from '../output/write-file.js';
import { runExtraction } from '../runner/run-extraction.js';
import { type GlobalOptions, parseDay, parseProbability, parseSeed, parseTemperature, parseTimeoutMs } from './options.js';

interface ExtractOptions extends GlobalOptions {
  readonly text?: string;
  readonly file?: string;
  readonly schema?: string;
  readonly fields?: string;
  readonly output?: OutputFormat;
  readonly explain?: boolean;
  readonly stream?: boolean;
  readonly strict?: boolean;
  readonly html?: string;
  readonly cache: boolean;
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
  readonly minProbability?: number;
  readonly referenceDate?: string;
  readonly rules?: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly timeout?: number;
  readonly model?: string;
}

const HELP = `
Examples:
  maaza extract "Order #12345 by John Doe, 149.99 EUR" --fields "order_id, customer, total:number, currency"
  maaza extract receipt.txt --schema receipt.schema.json --output table
  pbpaste | maaza extract --fields "name, email?, phones[]" --explain

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 result does not fit (--strict), 130 aborted.`;

/** `maaza extract`: text and a schema in, JSON out. */
export function addExtractCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  program
    .command('extract')
    .summary('extract JSON from a text')
    .description('Extracts JSON from a text. TEXT is the path of an existing file, "-" for stdin, or else the text itself.')
    .argument('[TEXT]', 'text, file, or - for stdin; without it a pipe is read')
    .option('--text <text>', 'the text itself, whatever files there are')
    .option('--file <file>', 'a file with the text')
    .option('-f, --fields <fields>', 'what to extract, in short: "name, total:number, due:date?, items[]: {name}"')
    .option('-s, --schema <file>', 'what to extract, as a JSON Schema (- for stdin)')
    .addOption(new Option('-o, --output <format>', 'default: pretty on a terminal, json elsewhere').choices(outputFormats))
    .option('-e, --explain', 'also where each value stands in the text, how sure it is, and why one is missing')
    .option('--stream', 'show values as soon as they are final: a growing view on a terminal, JSON Lines with -o json')
    .option('--strict', 'exit with 3 where the result does not fit the schema')
    .option('--html <file>', 'also write a page that shows each value in the text')
    .option('--min-probability <number>', 'leave out what is less probable, 0 to 1 (0: nothing)', parseProbability)
    .option('--reference-date <date>', 'the day on which the text was written, for "tomorrow" and days without a year', parseDay)
    .addOption(new Option('--date-order <order>', 'how 03/04/2024 is read (default: as the text tells)').choices(['dmy', 'mdy', 'ymd']))
    .option('--rules <file>', 'rules across fields, as JSON: [{"sum": ["/items/*/price"], "equals": "/total"}]')
    .option('--temperature <number>', 'above 0: sample, so that runs differ by seed (default: 0)', parseTemperature)
    .option('--seed <number>', 'start of the random numbers', parseSeed)
    .option('--timeout <seconds>', 'give up after so long, loading included', parseTimeoutMs)
    .option('--model <id>', 'one of "maaza models"')
    .option('--no-cache', 'do not use the cache (it lives as long as the process)')
    .addHelpText('after', HELP)
    .action(async (argument: string | undefined, _options: unknown, command: Command) => {
      setExitCode(await extract(argument, command.optsWithGlobals<ExtractOptions>(), context));
    });
}

async function extract(argument: string | undefined, options: ExtractOptions, context: CliContext): Promise<number> {
  const reporting = { asJson: options.jsonErrors === true };
  const source = resolveTextSource({ argument, text: options.text, file: options.file, stdinIsTerminal: context.stdin.isTTY === true });
  checkSchemaSource(options, source.kind === 'stdin');
  if (source.kind === 'text' && source.looksLikeFile)
    warn(`there is no file "${source.text}", so it is taken as the text itself`, context, reporting);
  const schema = await readSchema(options, context);
  const rules = options.rules === undefined ? undefined : await readRules(options.rules);
  const { text, document, bytes } = await readTextShowingWork(source, context, reporting.asJson);
  warnAboutAttachments(document, (message) => warn(message, context, reporting));
  if (options.html !== undefined) await assertWritable(options.html);

  const format = options.output ?? (context.stdout.isTTY ? 'pretty' : 'json');
  const stream = options.stream === true;
  const view = startPartsView(format, context, { isQuiet: reporting.asJson });
  const { model, temperature, seed, cache, dateOrder, minProbability, referenceDate } = options;
  const request = { text, schema, model, temperature, seed, cache, dateOrder, minProbability, referenceDate, rules, stream };
  const run = runExtraction(request, context, { timeoutMs: options.timeout, onPart: view.show });
  const { extraction: plain } = await run.finally(view.stop);
  const extraction = document ? withPlaces(plain, document) : plain;

  if (options.html !== undefined) {
    const [{ renderExtractionView }, { takePictures }] = await Promise.all([
      import('../html/extraction-view.js'),
      import('../html/take-pictures.js'),
    ]);
    const pictures =
      document &&
      bytes &&
      (await takePictures(document, bytes, extraction, context.signal, (message) => warn(message, context, reporting)));
    await writeWhole(options.html, renderExtractionView(text, extraction, pictures));
  }
  const explained = options.explain === true;
  const isLast = stream && format === 'json';
  context.stdout.write(`${isLast ? renderFinalLine(extraction, explained) : renderExtraction(extraction, format, explained)}\n`);
  return extraction.valid ? EXIT.ok : reportInvalid(extraction, options.strict === true, context, reporting);
}

/** Recognising the words on an image takes seconds. */
async function readTextShowingWork(source: TextSource, context: CliContext, isQuiet: boolean): Promise<SourceText> {
  const stopSpinner = isQuiet || source.kind !== 'file' ? () => {} : startSpinner('reading', context);
  return readText(source, context).finally(stopSpinner);
}

function warnAboutAttachments(document: MaazaDocument | undefined, warnAbout: (message: string) => void): void {
  const names = document?.attachments.map(({ name }) => name) ?? [];
  if (names.length > 0) warnAbout(`attachments are not part of the text: ${names.join(', ')}; save them and extract from each`);
}

function reportInvalid(extraction: Extraction, isStrict: boolean, context: CliContext, reporting: { readonly asJson: boolean }): number {
  const all = extraction.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
  const shown = all.length > 3 ? [...all.slice(0, 3), `and ${all.length - 3} more`] : all;
  const message = `the result does not fit the schema: ${shown.join('; ')}`;
  if (isStrict)
    return reportError(new CliError('schema_validation_failed', message, { details: { errors: extraction.errors } }), context, reporting);
  warn(message, context, reporting);
  return EXIT.ok;
}
