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
 * Inputs and outputs of a graph that reads one sequence in a run, or several. `input_ids` has the tokens of all of them behind each other,
 * shape `[1, tokens]`; `logit_index` counts along it.
 */
export const sequenceNames = {
  /** int64 `[sequences]`, only where there are several: tokens of each sequence; 1 for one that is idle */
  rowCounts: 'maaza_row_counts',
  /** float `[1, idle sequences, query and key and value size]`: what an idle sequence attends with, since an attention node needs a token */
  idleRows: 'maaza_idle_rows',
  seqlensK: (sequence: number) => `maaza_${sequence}_seqlens_k`,
  totalLength: (sequence: number) => `maaza_${sequence}_total_sequence_length`,
  /** int64 `[1]`: the positions whose keys and values are answered, the end exclusive */
  newFrom: (sequence: number) => `maaza_${sequence}_new_from`,
  newTo: (sequence: number) => `maaza_${sequence}_new_to`,
  past: (sequence: number, tensor: string) => `maaza_${sequence}_past.${tensor}`,
  /** float `[2 · layers, heads, new positions of all sequences, head size]`: layer 0 keys, layer 0 values, layer 1 keys, … */
  newRows: 'maaza_new_rows',
};

const FIRST = 'maaza_first_row';
const ROW_AXIS = 'maaza_row_axis';
const POSITION_AXIS = 'maaza_position_axis';
const TOKENS = 'maaza_tokens';

const int64Vector = (name: string, value: number): ScalarInitializer => ({
  name,
  dataType: TENSOR_INT64,
  dims: [1],
  bytes: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer),
});

const PAST = 'past_key_values.';

/** `0.key` of `past_key_values.0.key` */
const tensorOf = (name: string) => name.slice(PAST.length);

const plain = (opType: string, inputs: string[], outputs: string[], attributes?: GraphNode['attributes']): GraphNode => ({
  opType,
  domain: '',
  inputs,
  outputs,
  attributes,
});

const partOf = (name: string, sequence: number) => `${name}_${sequence}`;

/** The attention of one sequence. */
function attend(original: GraphNode, sequence: number, rows: string, attended: string): GraphNode {
  const { opType, domain, rawAttributes } = original;
  const [, , , pastKey, pastValue, , , cos, sin] = original.inputs as string[];
  const presents = original.outputs.slice(1).map((name) => partOf(name, sequence));
  const past = [pastKey!, pastValue!].map((name) => sequenceNames.past(sequence, tensorOf(name)));
  return {
    opType,
    domain,
    rawAttributes,
    inputs: [rows, '', '', ...past, sequenceNames.seqlensK(sequence), sequenceNames.totalLength(sequence), cos!, sin!],
    outputs: [attended, ...presents],
  };
}

/**
 * One attention node becomes one for each sequence: the operator takes several new tokens of one sequence, or one token each of several, and
 * drafts need several tokens of several. The other operators work row by row, so they take all tokens as one long row.
 */
function attendApart(original: GraphNode, sequences: readonly number[]): GraphNode[] {
  const rows = original.inputs[0]!;
  const attended = original.outputs[0]!;
  if (sequences.length === 1) return [attend(original, 0, rows, attended)];
  const parts = (name: string) => sequences.map((sequence) => partOf(name, sequence));
  return [
    plain('Concat', [rows, sequenceNames.idleRows], [`${rows}_all`], { axis: 1 }),
    plain('Split', [`${rows}_all`, sequenceNames.rowCounts], parts(rows), { axis: 1 }),
    ...sequences.map((sequence) => attend(original, sequence, partOf(rows, sequence), partOf(attended, sequence))),
    plain('Concat', parts(attended), [`${attended}_all`], { axis: 1 }),
    plain('Slice', [`${attended}_all`, FIRST, TOKENS, ROW_AXIS], [attended]),
  ];
}

/**
 * Cuts the keys and values of new positions out of what attention wrote, which is as large as the KV cache.
 *
 * The runtime works from a graph's last node backwards, and from the last of several inputs first, as the nodes are listed. The first layer stands last
 * here, so that each layer's are cut out as soon as it has written them; in any other order those of all layers are held until the end, a second KV
 * cache of every sequence.
 * @param presents - layer 0 keys, layer 0 values, layer 1 keys, …
 */
function newRows(presents: readonly string[], sequences: readonly number[]): GraphNode[] {
  const cut = (present: string, sequence: number, output: string) => {
    const range = [sequenceNames.newFrom(sequence), sequenceNames.newTo(sequence), POSITION_AXIS];
    return plain('Slice', [partOf(present, sequence), ...range], [output]);
  };
  const rowsOf = (present: string) => `${present}_new`;
  const join = (present: string): GraphNode[] => {
    if (sequences.length === 1) return [cut(present, 0, rowsOf(present))];
    const parts = sequences.map((sequence) => partOf(rowsOf(present), sequence));
    return [...sequences.map((sequence, i) => cut(present, sequence, parts[i]!)), plain('Concat', parts, [rowsOf(present)], { axis: 2 })];
  };
  return [...presents.toReversed().flatMap(join), plain('Concat', presents.map(rowsOf), [sequenceNames.newRows], { axis: 0 })];
}

/**
 * Makes a graph that reads up to `count` sequences in one run out of one that reads one. Each sequence keeps a KV cache of its own, of its own
 * capacity; how many tokens it feeds is its own business as well. The graph answers the keys and values of the new positions only, since
 * onnxruntime-node copies every output into a new buffer, and whole caches would be 20 MB a run.
 * @param model - ONNX bytes of a graph whose attention is GroupQueryAttention over packed queries, keys and values
 */
export function sequenceGraph(model: Uint8Array, count: number): Uint8Array {
  const sequences = Array.from({ length: count }, (_, sequence) => sequence);
  return rewriteOnnxModel(model, (nodes) => {
    const attention = nodes.filter(({ opType }) => opType === 'GroupQueryAttention');
    const pasts = attention.flatMap(({ inputs }) => [inputs[3]!, inputs[4]!]);
    const presents = attention.flatMap(({ outputs }) => [outputs[1]!, outputs[2]!]);
    const value = (dataType: number) => (name: string) => ({ name, dataType }) satisfies GraphValue;
    const [float, int32, int64] = [value(TENSOR_FLOAT), value(TENSOR_INT32), value(TENSOR_INT64)];
    const isShared = count > 1;
    return {
      nodes: [
        ...(isShared ? [plain('Shape', ['input_ids'], [TOKENS], { start: 1, end: 2 })] : []),
        ...nodes.flatMap((node) => (node.opType === 'GroupQueryAttention' ? attendApart(node, sequences) : [node])),
        ...newRows(presents, sequences),
      ],
      added: [int64Vector(POSITION_AXIS, 2), ...(isShared ? [int64Vector(FIRST, 0), int64Vector(ROW_AXIS, 1)] : [])],
      values: {
        dropped: new Set(['seqlens_k', 'total_sequence_length', ...pasts, ...presents]),
        inputs: [
          ...(isShared ? [int64(sequenceNames.rowCounts), float(sequenceNames.idleRows)] : []),
          ...sequences.flatMap((sequence) => [
            ...[sequenceNames.seqlensK(sequence), sequenceNames.totalLength(sequence)].map(int32),
            ...[sequenceNames.newFrom(sequence), sequenceNames.newTo(sequence)].map(int64),
            ...pasts.map((name) => float(sequenceNames.past(sequence, tensorOf(name)))),
          ]),
        ],
        outputs: [float(sequenceNames.newRows)],
      },
    };
  });
}
