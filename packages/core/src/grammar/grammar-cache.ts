import { compileGrammar, resolveCompileOptions } from './compile-grammar.js';
import type { CompiledGrammar, CompileOptions, Vocabulary } from './types.js';

const MAX_GRAMMARS = 128;

const grammars = new WeakMap<Vocabulary, Map<string, CompiledGrammar>>();

/**
 * As `compileGrammar`, but equal schemas with equal options give the same grammar: the last 128 of a vocabulary are kept, so that its
 * frames and masks are ready the next time. Schemas that differ in the order of their keys differ, for the order of properties matters.
 */
export function cachedGrammar(schema: unknown, vocabulary: Vocabulary, options: CompileOptions = {}): CompiledGrammar {
  let ofVocabulary = grammars.get(vocabulary);
  if (ofVocabulary === undefined) {
    ofVocabulary = new Map();
    grammars.set(vocabulary, ofVocabulary);
  }
  const key = JSON.stringify([resolveCompileOptions(options), schema]);
  const known = ofVocabulary.get(key);
  const grammar = known ?? compileGrammar(schema, vocabulary, options);
  // A map keeps the order of insertion, so the first entry is the one that was used longest ago.
  ofVocabulary.delete(key);
  ofVocabulary.set(key, grammar);
  if (ofVocabulary.size > MAX_GRAMMARS) ofVocabulary.delete(ofVocabulary.keys().next().value!);
  return grammar;
}
