import { compileGrammar, createVocabulary } from '@maaza/core/grammar';
import type { SchemaObject } from '../../../packages/core/test/grammar/support/schema-index.js';
import type { TokenTable } from '../../../packages/core/test/grammar/support/vocabularies.js';

/** One generation: a mask, a token, a mask, a token, … */
export interface MaskSession {
  fillMask(): void;
  /** false, or an error, where the engine does not take the token */
  commit(tokenId: number): boolean;
}

/** A constrained-decoding engine, reduced to what MaskBench measures of it. */
export interface MaskEngine {
  readonly name: string;
  /** Prepares what depends on the vocabulary only; not timed. */
  prepare(tokens: TokenTable): void;
  /** @throws where the engine refuses the schema */
  compile(schema: SchemaObject): () => MaskSession;
}

export function maazaEngine(): MaskEngine {
  let vocabulary: ReturnType<typeof createVocabulary>;
  return {
    name: '@maaza/core/grammar',
    prepare(tokens) {
      vocabulary = createVocabulary(tokens.tokenBytes, { stopTokenIds: tokens.stopTokenIds });
    },
    compile(schema) {
      const grammar = compileGrammar(schema, vocabulary);
      const mask = new Uint32Array(vocabulary.maskWords);
      return () => {
        const matcher = grammar.createMatcher();
        return { fillMask: () => matcher.fillTokenMask(mask), commit: (tokenId) => matcher.acceptToken(tokenId) };
      };
    },
  };
}

/** The members of a logits processor of Transformers.js that are called here. */
interface LogitsProcessors {
  readonly processors: readonly { _call(inputIds: bigint[][], logits: { dims: number[]; data: Float32Array }): unknown }[];
}

interface StructuredOutputModule {
  readonly StructuredOutputProcessor: {
    new (tokenizer: object, format: { type: 'json_schema'; json_schema: object }): LogitsProcessors;
    warmup(tokenizer: object): void;
  };
}

/**
 * The engine of Transformers.js, through its only public face: a logits processor, which computes the mask and applies it. Compact text, as ours.
 * `STRUCTURED_OUTPUT_ENTRY` names the module's file where it is not installed in `bench/peers`.
 */
export async function structuredOutputEngine(): Promise<MaskEngine | undefined> {
  const module = await loadStructuredOutput();
  if (module === undefined) return undefined;
  let tokenizer: object;
  let vocabularySize = 0;
  return {
    name: '@huggingface/transformers-structured-output',
    prepare(tokens) {
      const specialTokenIds = tokens.tokenBytes.flatMap((bytes, id) => (bytes.length === 0 ? [id] : []));
      tokenizer = { tokens: tokens.tokenBytes, eosTokenId: tokens.stopTokenIds[0], specialTokenIds };
      vocabularySize = tokens.tokenBytes.length;
      module.StructuredOutputProcessor.warmup(tokenizer);
    },
    compile(schema) {
      const json_schema = { ...schema, 'x-guidance': { whitespace_flexible: false } };
      const create = () => new module.StructuredOutputProcessor(tokenizer, { type: 'json_schema', json_schema }).processors[0]!;
      let next: ReturnType<typeof create> | undefined = create();
      const logits = { dims: [1, vocabularySize], data: new Float32Array(vocabularySize) };
      return () => {
        const processor = next ?? create();
        next = undefined;
        const written: bigint[] = [];
        return {
          fillMask() {
            logits.data.fill(0);
            processor._call([written], logits);
          },
          commit(tokenId) {
            written.push(BigInt(tokenId));
            return logits.data[tokenId] === 0;
          },
        };
      };
    },
  };
}

/** Where `npm ci` in `bench/peers`, which is no part of this workspace, puts the module. */
const peerEntry = new URL('../../peers/node_modules/@huggingface/transformers-structured-output/dist/index.js', import.meta.url).href;

async function loadStructuredOutput(): Promise<StructuredOutputModule | undefined> {
  try {
    return (await import(process.env.STRUCTURED_OUTPUT_ENTRY ?? peerEntry)) as StructuredOutputModule;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
