import type { OrtModule } from './config.js';
import { TENSOR_FLOAT, TENSOR_INT8, TENSOR_UINT8, writeConstantModel } from './onnx-graph.js';

/** Rows, depth and columns large enough for the kernels that real products take. */
const SIZE = 64;
const LARGEST = 255 * 127;

const filled = (count: number, value: number) => new Uint8Array(count).fill(value);
const one = new Uint8Array(new Float32Array([1]).buffer);

/**
 * Whether this processor sums products of unsigned and signed bytes exactly. x86 without VNNI adds two products in 16 bits and saturates,
 * which silently damages large activations; asked of the runtime itself by a product of the largest values.
 * Source: onnxruntime, "Quantize ONNX models", section on U8S8 and saturation.
 */
export async function sumsSignedBytesExactly(ort: OrtModule): Promise<boolean> {
  const model = writeConstantModel(
    [
      {
        opType: 'MatMulIntegerToFloat',
        domain: 'com.microsoft',
        inputs: ['a', 'b', 'a_scale', 'b_scale', 'a_zero', 'b_zero'],
        outputs: ['y'],
      },
    ],
    [
      { name: 'a', dataType: TENSOR_UINT8, dims: [SIZE, SIZE], bytes: filled(SIZE * SIZE, 255) },
      { name: 'b', dataType: TENSOR_INT8, dims: [SIZE, SIZE], bytes: filled(SIZE * SIZE, 127) },
      { name: 'a_scale', dataType: TENSOR_FLOAT, bytes: one },
      { name: 'b_scale', dataType: TENSOR_FLOAT, bytes: one },
      { name: 'a_zero', dataType: TENSOR_UINT8, bytes: filled(1, 0) },
      { name: 'b_zero', dataType: TENSOR_INT8, bytes: filled(1, 0) },
    ],
    'y',
  );
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  try {
    const { y } = await session.run({}, { y: null });
    return (y!.data as Float32Array)[0] === SIZE * LARGEST;
  } finally {
    await session.release();
  }
}
