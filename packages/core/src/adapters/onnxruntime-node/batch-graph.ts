import {
  type GraphNode,
  type GraphValue,
  rewriteOnnxModel,
  type ScalarInitializer,
  TENSOR_FLOAT,
  TENSOR_INT32,
  TENSOR_INT64,
} from './onnx-graph.js';

/**
 * Inputs and outputs of a graph that reads several sequences in one run. `input_ids` has the tokens of all of them behind each other, shape
 * `[1, tokens]`; `logit_index` counts along it.
 */
export const batchNames = {
  /** int64 `[sequences]`: tokens of each sequence; 1 for one that is idle */
  rowCounts: 'maaza_row_counts',
  /** float `[1, idle sequences, query and key and value size]`: what an idle sequence attends with, since an attention node needs a token */
  idleRows: 'maaza_idle_rows',
  seqlensK: (sequence: number) => `maaza_${sequence}_seqlens_k`,
  totalLength: (sequence: number) => `maaza_${sequence}_total_sequence_length`,
  past: (sequence: number, tensor: string) => `maaza_${sequence}_past.${tensor}`,
  present: (sequence: number, tensor: string) => `maaza_${sequence}_present.${tensor}`,
};

const FIRST = 'maaza_first_row';
const ROW_AXIS = 'maaza_row_axis';
const TOKENS = 'maaza_tokens';

const int64Vector = (name: string, value: number): ScalarInitializer => ({
  name,
  dataType: TENSOR_INT64,
  dims: [1],
  bytes: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer),
});

const PAST = 'past_key_values.';
const PRESENT = 'present.';

/** `0.key` of `past_key_values.0.key` */
const tensorOf = (name: string, prefix: string) => name.slice(prefix.length);

/**
 * One attention node becomes one for each sequence: the operator takes several new tokens of one sequence, or one token each of several, and
 * drafts need several tokens of several. The other operators work row by row, so they take all tokens as one long row.
 */
function attendApart(original: GraphNode, sequences: readonly number[]): GraphNode[] {
  const [rows, , , pastKey, pastValue, , , cos, sin] = original.inputs as string[];
  const [attended, presentKey, presentValue] = original.outputs as [string, string, string];
  const plain = (opType: string, inputs: string[], outputs: string[], attributes?: GraphNode['attributes']): GraphNode => ({
    opType,
    domain: '',
    inputs,
    outputs,
    attributes,
  });
  const part = (name: string, sequence: number) => `${name}_${sequence}`;
  return [
    plain('Concat', [rows!, batchNames.idleRows], [`${rows}_all`], { axis: 1 }),
    plain(
      'Split',
      [`${rows}_all`, batchNames.rowCounts],
      sequences.map((sequence) => part(rows!, sequence)),
      { axis: 1 },
    ),
    ...sequences.map((sequence) => ({
      opType: original.opType,
      domain: original.domain,
      rawAttributes: original.rawAttributes,
      inputs: [
        part(rows!, sequence),
        '',
        '',
        batchNames.past(sequence, tensorOf(pastKey!, PAST)),
        batchNames.past(sequence, tensorOf(pastValue!, PAST)),
        batchNames.seqlensK(sequence),
        batchNames.totalLength(sequence),
        cos!,
        sin!,
      ],
      outputs: [
        part(attended, sequence),
        batchNames.present(sequence, tensorOf(presentKey, PRESENT)),
        batchNames.present(sequence, tensorOf(presentValue, PRESENT)),
      ],
    })),
    plain(
      'Concat',
      sequences.map((sequence) => part(attended, sequence)),
      [`${attended}_all`],
      { axis: 1 },
    ),
    plain('Slice', [`${attended}_all`, FIRST, TOKENS, ROW_AXIS], [attended]),
  ];
}

/**
 * Makes a graph that reads up to `count` sequences in one run out of one that reads one. Each sequence keeps a KV cache of its own, of its own
 * capacity, written in place; how many tokens it feeds is its own business as well.
 * @param model - ONNX bytes of a graph whose attention is GroupQueryAttention over packed queries, keys and values
 */
export function batchGraph(model: Uint8Array, count: number): Uint8Array {
  const sequences = Array.from({ length: count }, (_, sequence) => sequence);
  return rewriteOnnxModel(model, (nodes) => {
    const attention = nodes.filter(({ opType }) => opType === 'GroupQueryAttention');
    const pasts = attention.flatMap(({ inputs }) => [inputs[3]!, inputs[4]!]);
    const presents = attention.flatMap(({ outputs }) => [outputs[1]!, outputs[2]!]);
    const float = (name: string): GraphValue => ({ name, dataType: TENSOR_FLOAT });
    const int32 = (name: string): GraphValue => ({ name, dataType: TENSOR_INT32 });
    return {
      nodes: [
        { opType: 'Shape', domain: '', inputs: ['input_ids'], outputs: [TOKENS], attributes: { start: 1, end: 2 } },
        ...nodes.flatMap((node) => (node.opType === 'GroupQueryAttention' ? attendApart(node, sequences) : [node])),
      ],
      added: [int64Vector(FIRST, 0), int64Vector(ROW_AXIS, 1)],
      values: {
        dropped: new Set(['seqlens_k', 'total_sequence_length', ...pasts, ...presents]),
        inputs: [
          { name: batchNames.rowCounts, dataType: TENSOR_INT64 },
          float(batchNames.idleRows),
          ...sequences.flatMap((sequence) => [
            int32(batchNames.seqlensK(sequence)),
            int32(batchNames.totalLength(sequence)),
            ...pasts.map((name) => float(batchNames.past(sequence, tensorOf(name, PAST)))),
          ]),
        ],
        outputs: sequences.flatMap((sequence) => presents.map((name) => float(batchNames.present(sequence, tensorOf(name, PRESENT))))),
      },
    };
  });
}
