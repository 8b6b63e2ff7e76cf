import { compileGrammar, createVocabulary } from '@maaza/core/grammar';
import { MaazaError } from '../../../src/errors/index.js';
import type { CompiledGrammar, CompileOptions, Matcher, Vocabulary } from '../../../src/grammar/types.js';
import type { SchemaObject } from './schema-index.js';
import type { TokenTable } from './vocabularies.js';

export function vocabularyOf(tokens: TokenTable): Vocabulary {
  return createVocabulary(tokens.tokenBytes, { stopTokenIds: tokens.stopTokenIds });
}

/** A refusal is an answer; anything else that is thrown is a crash and goes on up. */
export type Compiled = { readonly grammar: CompiledGrammar } | { readonly refusal: MaazaError };

/** Whether a schema is refused must not hang on what else this machine does; how long it takes is for `bench` to say. */
const compileTimeoutMs = 60_000;

export function compileOrRefuse(schema: SchemaObject, vocabulary: Vocabulary, options?: CompileOptions): Compiled {
  try {
    return { grammar: compileGrammar(schema, vocabulary, { compileTimeoutMs, ...options }) };
  } catch (error) {
    if (MaazaError.isInstance(error)) return { refusal: error };
    throw error;
  }
}

/** Whether the grammar takes `text` as a whole instance. */
export function accepts(grammar: CompiledGrammar, text: string): boolean {
  const matcher = grammar.createMatcher();
  return matcher.acceptText(text) && matcher.isComplete();
}

/** Why a schema was refused, short: the code and the keywords. */
export function refusalReason(error: MaazaError): string {
  const findings = error.details.findings as readonly { keyword: string; verdict?: string; reason: string }[] | undefined;
  const refused = findings?.filter((finding) => finding.verdict === undefined || finding.verdict === 'refused');
  const first = refused?.[0];
  return first === undefined ? `${error.code}: ${error.message.slice(0, 80)}` : `${error.code} ${first.keyword}: ${first.reason}`;
}

/** A matcher in the state after `text`, given byte by byte. */
export function matcherAfter(grammar: CompiledGrammar, bytes: Uint8Array): Matcher {
  const matcher = grammar.createMatcher();
  for (const byte of bytes) matcher.acceptToken(byte);
  return matcher;
}
