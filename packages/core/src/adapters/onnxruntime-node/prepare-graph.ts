import { type GraphNode, type Initializer, rewriteOnnxModel, type ScalarInitializer, TENSOR_FLOAT, TENSOR_UINT8 } from './onnx-graph.js';

const SCALE = 'maaza_row_scale';
const ZERO_POINT = 'maaza_row_zero_point';
const HALF = 'maaza_row_half';
const SMALLEST = 'maaza_row_smallest';
const WEIGHT_OFFSET = 'maaza_weight_offset';
const NO_OFFSET = 'maaza_no_offset';

function littleEndianFloat(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

const scalars: readonly ScalarInitializer[] = [
  { name: SCALE, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(1 / 127) },
  { name: ZERO_POINT, dataType: TENSOR_UINT8, bytes: Uint8Array.of(128) },
  { name: HALF, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(0.5) },
  { name: NO_OFFSET, dataType: TENSOR_UINT8, bytes: Uint8Array.of(0) },
  { name: SMALLEST, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(1e-30) },
  { name: WEIGHT_OFFSET, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(128) },
];

const node = (opType: string, inputs: readonly string[], output: string, attributes?: GraphNode['attributes'], domain = ''): GraphNode => ({
  opType,
  domain,
  inputs,
  outputs: [output],
  attributes,
});

/** A row of ones, as long as a product is deep. */
const ones = (depth: number): ScalarInitializer => ({
  name: `maaza_ones_${depth}`,
  dataType: TENSOR_UINT8,
  dims: [1, depth],
  bytes: new Uint8Array(depth).fill(1),
});

/** Middle and half width of each row's range, rows scaled to [-1, 1] around that middle, and the same rows as unsigned bytes. */
function quantizeRows(x: string): GraphNode[] {
  return [
    node('ReduceMax', [x], `${x}_row_max`, { axes: [-1], keepdims: 1 }),
    node('ReduceMin', [x], `${x}_row_min`, { axes: [-1], keepdims: 1 }),
    node('Add', [`${x}_row_max`, `${x}_row_min`], `${x}_row_twice_middle`),
    node('Mul', [`${x}_row_twice_middle`, HALF], `${x}_row_middle`),
    node('Sub', [`${x}_row_max`, `${x}_row_middle`], `${x}_row_width0`),
    node('Max', [`${x}_row_width0`, SMALLEST], `${x}_row_width`),
    node('Sub', [x, `${x}_row_middle`], `${x}_row_moved`),
    node('Div', [`${x}_row_moved`, `${x}_row_width`], `${x}_row_unit`),
    node('QuantizeLinear', [`${x}_row_unit`, SCALE, ZERO_POINT], `${x}_row_q`),
  ];
}

/** Adds 128 to signed bytes, which makes unsigned ones of them, in place. */
export function toUnsignedBytes(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i++) bytes[i]! ^= 0x80;
  return bytes;
}

/** A stretch of an external file whose signed bytes have to be made unsigned while it is loaded. */
export interface ByteRange {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export interface PrepareGraphOptions {
  /** Whether products of unsigned activations and signed weights are summed exactly on this processor, see `sumsSignedBytesExactly`. */
  readonly signedWeights: boolean;
  /** one scale for each row, or one for all rows of a run as the graph has it */
  readonly activationScale: 'row' | 'run';
}

const isProduct = (candidate: GraphNode) => candidate.opType === 'DynamicQuantizeMatMul';

/** Other readers of a weight, as the embedding's `Gather` and `Cast` are, get their 128 taken off again. */
function readSignedAgain(nodes: readonly GraphNode[], unsigned: ReadonlySet<string>): GraphNode[] {
  const shifted = new Set<string>();
  return nodes.flatMap((original) => {
    if (isProduct(original)) return [original];
    const output = original.outputs[0]!;
    if (original.opType === 'Gather' && unsigned.has(original.inputs[0]!)) {
      shifted.add(output);
      return [original];
    }
    if (original.opType !== 'Cast' || !shifted.has(original.inputs[0]!)) return [original];
    return [
      node('Cast', original.inputs, `${output}_shifted`, { to: TENSOR_FLOAT }),
      node('Sub', [`${output}_shifted`, WEIGHT_OFFSET], output),
    ];
  });
}

/**
 * x·W = width · (unit·W) + middle · (1·W): the second part takes the sum of each column of W, which the runtime computes once, when it
 * folds constants.
 */
function multiplyRows(
  nodes: readonly GraphNode[],
  depthOf: (weights: string) => number,
): { nodes: GraphNode[]; added: ScalarInitializer[] } {
  const quantized = new Set<string>();
  const added = new Map<number, ScalarInitializer>();
  const rewritten = nodes.flatMap((original) => {
    if (!isProduct(original)) return [original];
    const [x, weights, weightScale, weightZeroPoint] = original.inputs as [string, string, string, string];
    const y = original.outputs[0]!;
    const before = quantized.has(x) ? [] : quantizeRows(x);
    quantized.add(x);
    const depth = depthOf(weights);
    const row = added.get(depth) ?? ones(depth);
    added.set(depth, row);
    const factors = [`${x}_row_q`, weights, SCALE, weightScale, ZERO_POINT, weightZeroPoint];
    return [
      ...before,
      node('MatMulInteger', [row.name, weights, NO_OFFSET, weightZeroPoint], `${y}_column_count`),
      node('Cast', [`${y}_column_count`], `${y}_column_float`, { to: TENSOR_FLOAT }),
      node('Mul', [`${y}_column_float`, weightScale], `${y}_column_sum`),
      node('MatMulIntegerToFloat', factors, `${y}_row_product`, undefined, 'com.microsoft'),
      node('Mul', [`${y}_row_product`, `${x}_row_width`], `${y}_row_wide`),
      node('Mul', [`${y}_column_sum`, `${x}_row_middle`], `${y}_row_shift`),
      node('Add', [`${y}_row_wide`, `${y}_row_shift`], y),
    ];
  });
  return { nodes: rewritten, added: [...added.values()] };
}

/**
 * Makes the graph of a model package fit for use: every `DynamicQuantizeMatMul` becomes a product whose activations are quantized row by
 * row, and whose sums are exact on this processor.
 *
 * The operator takes one scale from all rows of a run, so the logits of a token depend on which other tokens share the run (differences up
 * to 3.8 logits were measured), and a draft, a cached prefix or a batch would change the answer. With a scale per row the integer product is
 * exact and each row stands for itself: the same tokens give the same logits, bit for bit, however they are cut into runs.
 * See docs/decisions/row-quantization.md for what was measured.
 * @param model - ONNX bytes; weights stay in their external files
 * @returns the new model, and which bytes of the external files have to be made unsigned while they are loaded
 */
export function prepareGraph(
  model: Uint8Array,
  { signedWeights, activationScale }: PrepareGraphOptions,
): { model: Uint8Array; unsigned: ByteRange[] } {
  const unsigned: ByteRange[] = [];
  const rewritten = rewriteOnnxModel(model, (nodes, initializers) => {
    const names = new Set(signedWeights ? [] : nodes.filter(isProduct).flatMap(({ inputs }) => [inputs[1]!, inputs[3]!]));
    const retyped = new Map<string, { dataType: number; rawData?: Uint8Array }>();
    for (const name of names) {
      const { external, rawData }: Partial<Initializer> = initializers.get(name) ?? {};
      if (external) unsigned.push(external);
      retyped.set(name, { dataType: TENSOR_UINT8, rawData: rawData && toUnsignedBytes(rawData.slice()) });
    }
    const readable = readSignedAgain(nodes, names);
    const depthOf = (weights: string) => initializers.get(weights)!.dims[0]!;
    const finished = activationScale === 'row' ? multiplyRows(readable, depthOf) : { nodes: readable, added: [] };
    // The runtime warns of constants that nothing reads.
    const read = new Set(finished.nodes.flatMap(({ inputs }) => inputs));
    return { nodes: finished.nodes, added: [...scalars.filter(({ name }) => read.has(name)), ...finished.added], retyped };
  });
  return { model: rewritten, unsigned };
}
