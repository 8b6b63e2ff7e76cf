import { RequestError, SchemaError } from '../errors/index.js';
import { parseSchema } from '../schema/parse-schema.js';
import { CompileBudget } from './budget.js';
import { explore } from './explore.js';
import { documentFrame } from './frames/document-frames.js';
import { FrameTable } from './frames/frame-table.js';
import { type ContextOptions, GrammarContext } from './grammar-context.js';
import { GrammarMatcher } from './grammar-matcher.js';
import { MaskFiller } from './masks/mask-filler.js';
import type { ValueNode } from './nodes/value-node.js';
import type { CompiledGrammar, CompileOptions, SchemaFinding, SchemaReport, Vocabulary } from './types.js';
import { trieVocabulary } from './vocabulary/vocabulary.js';

export const defaultCompileOptions: Required<CompileOptions> = Object.freeze({
  tokenBoundary: 'any',
  whitespace: 'compact',
  keyOrder: 'schema',
  additionalProperties: true,
  dateTimeStyle: 'rfc3339',
  compileTimeoutMs: 2000,
});

/** Length of the longest token that `checkSchema`, which has no vocabulary, assumes. */
const ASSUMED_TOKEN_BYTES = 64;

/**
 * Tells each constraining keyword of a schema with its verdict, without a vocabulary. Unknown keywords are annotations and not listed.
 * @throws {SchemaError} `invalid_schema` where it is no JSON Schema, `schema_too_complex` where a limit or the time is exceeded.
 */
export function checkSchema(schema: unknown, options: CompileOptions = {}): SchemaReport {
  return prepare(schema, resolveCompileOptions(options), { maxTokenBytes: ASSUMED_TOKEN_BYTES, writable: undefined }).report;
}

/**
 * Binds a JSON Schema (draft-04 to 2020-12) to a vocabulary. Do it once per schema; a compiled grammar serves any number of matchers.
 * @throws {SchemaError} `invalid_schema` where it is no JSON Schema, `unsupported_schema` where a keyword can neither be enforced nor
 * checked after (`details.findings`), or where no value can satisfy it; `schema_too_complex` where a limit or the time is exceeded.
 * @see Willard and Louf, "Efficient Guided Generation for Large Language Models", arXiv:2307.09702
 */
export function compileGrammar(schema: unknown, vocabulary: Vocabulary, options: CompileOptions = {}): CompiledGrammar {
  const resolved = resolveCompileOptions(options);
  const words = trieVocabulary(vocabulary);
  const { report, root, context } = prepare(schema, resolved, { maxTokenBytes: words.trie.maxDepth, writable: words.writable });
  if (!report.supported) {
    const findings = report.findings.filter((finding) => finding.verdict === 'refused');
    const { pointer, keyword, reason } = findings[0]!;
    const what = keyword === '' ? reason : `"${keyword}" at ${pointer || 'its root'}: ${reason}`;
    throw new SchemaError('unsupported_schema', `The schema cannot be kept: ${what}.`, { details: { findings } });
  }
  const start = documentFrame(root, new FrameTable(context));
  const allowsSpaces = resolved.whitespace === 'flexible';
  const masks = new MaskFiller(words, { crossBorders: resolved.tokenBoundary === 'any', allowsSpaces }, start);
  return { vocabulary, report, createMatcher: () => new GrammarMatcher(start, words, masks, allowsSpaces) };
}

/** What a grammar needs to know of a vocabulary before its first mask. */
type TokenTraits = Pick<ContextOptions, 'maxTokenBytes' | 'writable'>;

interface Prepared {
  readonly report: SchemaReport;
  readonly root: ValueNode;
  readonly context: GrammarContext;
}

/** Nesting that is too deep for the stack ends like every other excess. */
function prepare(schema: unknown, options: Required<CompileOptions>, tokens: TokenTraits): Prepared {
  try {
    return prepareWithin(schema, options, tokens);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SchemaError('schema_too_complex', 'The schema is nested, or refers, too deeply.', {
      details: { what: 'depth' },
      cause: error,
    });
  }
}

function prepareWithin(schema: unknown, options: Required<CompileOptions>, tokens: TokenTraits): Prepared {
  const tree = parseSchema(schema, options);
  const { dateTimeStyle, keyOrder } = options;
  const context = new GrammarContext(new CompileBudget(options.compileTimeoutMs), { ...tokens, dateTimeStyle, keyOrder });
  const root = context.node([tree.root]);
  const { findings } = tree;
  const isRefused = (): boolean => findings.some((finding) => finding.verdict === 'refused');
  if (!isRefused()) {
    findings.push(...explore(root, context));
    if (!isRefused() && root.isEmpty) {
      findings.push({ pointer: '', keyword: '', verdict: 'refused', reason: emptyReason(context.unwritable) });
    }
  }
  context.budget.close();
  return { report: reportOf(findings), root, context };
}

function emptyReason(unwritable: string | undefined): string {
  if (unwritable === undefined) return 'no value can satisfy it';
  const code = unwritable.codePointAt(0)!.toString(16).toUpperCase();
  return `no value can satisfy it that the tokens of this vocabulary can write: none of them writes U+${code.padStart(4, '0')}`;
}

/** @throws {RequestError} `invalid_request` for an option that does not exist. */
export function resolveCompileOptions(options: CompileOptions): Required<CompileOptions> {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(defaultCompileOptions, name))
      throw new RequestError('invalid_request', `Unknown option of compileGrammar: "${name}".`);
  }
  return { ...defaultCompileOptions, ...options };
}

/** One finding per keyword and place; a refusal counts more than what was said before. They are sorted out when first asked for. */
function reportOf(found: readonly SchemaFinding[]): SchemaReport {
  let findings: readonly SchemaFinding[] | undefined;
  return {
    supported: found.every((finding) => finding.verdict !== 'refused'),
    get findings() {
      findings ??= distinctFindings(found);
      return findings;
    },
  };
}

function distinctFindings(found: readonly SchemaFinding[]): SchemaFinding[] {
  const byPlace = new Map<string, SchemaFinding>();
  for (const finding of found) {
    const key = `${finding.pointer} ${finding.keyword}`;
    if (finding.verdict === 'refused' || !byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()];
}
