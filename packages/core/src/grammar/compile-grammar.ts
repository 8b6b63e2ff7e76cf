import { RequestError, SchemaError } from '../errors/index.js';
import { parseSchema } from '../schema/parse-schema.js';
import { CompileBudget } from './budget.js';
import { documentFrame } from './frames/document-frames.js';
import { FrameTable } from './frames/frame-table.js';
import { GrammarContext } from './grammar-context.js';
import { GrammarMatcher } from './grammar-matcher.js';
import { MaskFiller } from './masks/mask-filler.js';
import type { CompiledGrammar, CompileOptions, SchemaReport, Vocabulary } from './types.js';
import { trieVocabulary } from './vocabulary/vocabulary.js';

export const defaultCompileOptions: Required<CompileOptions> = Object.freeze({
  tokenBoundary: 'any',
  whitespace: 'compact',
  additionalProperties: true,
  compileTimeoutMs: 2000,
  dateTimeStyle: 'rfc3339',
});

/**
 * Tells each constraining keyword of a schema with its verdict, without compiling it. Unknown keywords are annotations and not listed.
 * @throws {SchemaError} `invalid_schema` where it is no JSON Schema.
 */
export function checkSchema(schema: unknown): SchemaReport {
  return reportOf(parseSchema(schema, { additionalProperties: true }).findings);
}

/**
 * Binds a JSON Schema (draft-07 to 2020-12) to a vocabulary. Do it once per schema; a compiled grammar serves any number of matchers.
 * @throws {SchemaError} `invalid_schema` where it is no JSON Schema, `unsupported_schema` where a keyword can neither be enforced nor
 * checked after (`details.findings`), or where no value can satisfy it; `schema_too_complex` where a limit or the time is exceeded.
 * @see Willard and Louf, "Efficient Guided Generation for Large Language Models", arXiv:2307.09702
 */
export function compileGrammar(schema: unknown, vocabulary: Vocabulary, options: CompileOptions = {}): CompiledGrammar {
  const resolved = resolveCompileOptions(options);
  const words = trieVocabulary(vocabulary);
  const tree = parseSchema(schema, resolved);
  const report = reportOf(tree.findings);
  if (!report.supported) {
    const findings = report.findings.filter((finding) => finding.verdict === 'refused');
    const { pointer, keyword, reason } = findings[0]!;
    throw new SchemaError('unsupported_schema', `The schema cannot be kept: "${keyword}" at ${pointer}: ${reason}.`, {
      details: { findings },
    });
  }
  const context = new GrammarContext(new CompileBudget(resolved.compileTimeoutMs), words.trie.maxDepth, resolved.dateTimeStyle);
  const root = context.node([tree.root]);
  if (root.isEmpty) {
    const finding = { pointer: '', keyword: '', verdict: 'refused', reason: 'no value can satisfy it' };
    throw new SchemaError('unsupported_schema', 'No value can satisfy the schema.', { details: { findings: [finding] } });
  }
  const start = documentFrame(root, new FrameTable(context));
  const masks = new MaskFiller(words, resolved.tokenBoundary === 'any', start);
  return { vocabulary, report, createMatcher: () => new GrammarMatcher(start, words, masks) };
}

function resolveCompileOptions(options: CompileOptions): Required<CompileOptions> {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(defaultCompileOptions, name))
      throw new RequestError('invalid_request', `Unknown option of compileGrammar: "${name}".`);
  }
  return { ...defaultCompileOptions, ...options };
}

function reportOf(findings: SchemaReport['findings']): SchemaReport {
  return { supported: findings.every((finding) => finding.verdict !== 'refused'), findings };
}
