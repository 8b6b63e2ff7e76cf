import { type GraphNode, rewriteOnnxModel, type ScalarInitializer, TENSOR_FLOAT, TENSOR_UINT8 } from './onnx-graph.js';

const SCALE = 'maaza_row_scale';
const ZERO_POINT = 'maaza_row_zero_point';
const SMALLEST = 'maaza_row_smallest';

function littleEndianFloat(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

const scalars: readonly ScalarInitializer[] = [
  { name: SCALE, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(1 / 127) },
  { name: ZERO_POINT, dataType: TENSOR_UINT8, bytes: Uint8Array.of(128) },
  { name: SMALLEST, dataType: TENSOR_FLOAT, bytes: littleEndianFloat(1e-30) },
];

const node = (opType: string, inputs: readonly string[], output: string, attributes?: GraphNode['attributes'], domain = ''): GraphNode => ({
  opType,
  domain,
  inputs,
  outputs: [output],
  attributes,
});

/** Row maximum, rows scaled to [-1, 1], and the same rows as unsigned bytes. */
function quantizeRows(x: string): GraphNode[] {
  return [
    node('Abs', [x], `${x}_row_abs`),
    node('ReduceMax', [`${x}_row_abs`], `${x}_row_max0`, { axes: [-1], keepdims: 1 }),
    node('Max', [`${x}_row_max0`, SMALLEST], `${x}_row_max`),
    node('Div', [x, `${x}_row_max`], `${x}_row_unit`),
    node('QuantizeLinear', [`${x}_row_unit`, SCALE, ZERO_POINT], `${x}_row_q`),
  ];
}

/**
 * Replaces every `DynamicQuantizeMatMul` by a product whose activations are quantized row by row.
 *
 * The operator takes one scale from all rows of a run, so the logits of a token depend on which other tokens share the run (differences up
 * to 3.8 logits were measured), and a draft, a cached prefix or a batch would change the answer. With a scale per row the integer product is
 * exact and each row stands for itself: the same tokens give the same logits, bit for bit, however they are cut into runs.
 * @param model - ONNX bytes; weights stay in their external files
 */
export function quantizeActivationsByRow(model: Uint8Array): Uint8Array {
  const rewrite = (nodes: readonly GraphNode[]): GraphNode[] => {
    const quantized = new Set<string>();
    return nodes.flatMap((original) => {
      if (original.opType !== 'DynamicQuantizeMatMul') return [original];
      const [x, weights, weightScale, weightZeroPoint] = original.inputs as [string, string, string, string | undefined];
      const y = original.outputs[0]!;
      const before = quantized.has(x) ? [] : quantizeRows(x);
      quantized.add(x);
      const factors = [`${x}_row_q`, weights, SCALE, weightScale, ZERO_POINT, ...(weightZeroPoint ? [weightZeroPoint] : [])];
      return [
        ...before,
        node('MatMulIntegerToFloat', factors, `${y}_row_product`, undefined, 'com.microsoft'),
        node('Mul', [`${y}_row_product`, `${x}_row_max`], y),
      ];
    });
  };
  return rewriteOnnxModel(model, rewrite, scalars);
}
