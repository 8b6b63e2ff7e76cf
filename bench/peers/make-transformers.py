"""Writes the embedded model in the layout that Transformers.js expects, weights untouched.

python make-transformers.py MODEL_FOLDER OUT_FOLDER

The graph gets the inputs and outputs of that layout: attention_mask instead of lengths, caches that grow, and num_logits_to_keep, with which
Transformers.js asks for the logits of the last position only. Without it the output layer would run over the whole prompt. The name `batch_size`
is one that Transformers.js looks for when it makes the first, empty cache.
"""
import argparse
import json
import os
import shutil

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ACTIVATION = "silu"
OWN_INPUTS = ("seqlens_k", "total_sequence_length", "logit_index")


def constant(name, value):
    return numpy_helper.from_array(np.asarray(value, dtype=np.int64), name)


def lengths_from_mask():
    """Tokens after this run, less one, for each sequence; and the length of the longest one."""
    return [
        helper.make_node("ReduceSum", ["attention_mask", "hf_axis"], ["hf_tokens"], keepdims=0),
        helper.make_node("Sub", ["hf_tokens", "hf_one"], ["hf_last"]),
        helper.make_node("Cast", ["hf_last"], ["seqlens_k"], to=TensorProto.INT32),
        helper.make_node("Shape", ["attention_mask"], ["hf_mask_shape"]),
        helper.make_node("Gather", ["hf_mask_shape", "hf_total_at"], ["hf_total"], axis=0),
        helper.make_node("Cast", ["hf_total"], ["total_sequence_length"], to=TensorProto.INT32),
    ]


def last_positions(hidden, output):
    """The last `num_logits_to_keep` positions; 0 keeps all."""
    return [
        helper.make_node("Neg", ["num_logits_to_keep"], ["hf_start0"]),
        helper.make_node("Reshape", ["hf_start0", "hf_axis"], ["hf_start"]),
        helper.make_node("Slice", [hidden, "hf_start", "hf_end", "hf_axis"], [output]),
    ]


def rewrite(model, shape):
    graph = model.graph
    nodes = []
    for node in graph.node:
        picks_positions = node.op_type == "Gather" and "logit_index" in node.input
        nodes.extend(last_positions(node.input[0], node.output[0]) if picks_positions else [node])
    del graph.node[:]
    graph.node.extend(lengths_from_mask() + nodes)
    graph.initializer.extend(
        [constant("hf_axis", [1]), constant("hf_one", [1]), constant("hf_total_at", 1), constant("hf_end", [np.iinfo(np.int64).max])]
    )
    kept = [value for value in graph.input if value.name not in OWN_INPUTS and not value.name.startswith("past_key_values.")]
    cache_shape = lambda length: ["batch_size", shape["keyValueHeads"], length, shape["headDim"]]
    value_info = helper.make_tensor_value_info
    names = [f"{layer}.{kind}" for layer in range(shape["layers"]) for kind in ("key", "value")]
    inputs = kept + [value_info("attention_mask", TensorProto.INT64, ["batch_size", "total"]), value_info("num_logits_to_keep", TensorProto.INT64, [])]
    inputs += [value_info(f"past_key_values.{name}", TensorProto.FLOAT, cache_shape("past")) for name in names]
    outputs = [value_info("logits", TensorProto.FLOAT, ["batch_size", "kept", shape["vocabSize"]])]
    outputs += [value_info(f"present.{name}", TensorProto.FLOAT, cache_shape("total")) for name in names]
    del graph.input[:]
    del graph.output[:]
    graph.input.extend(inputs)
    graph.output.extend(outputs)
    return model


def control_token_ids(source, manifest):
    with open(os.path.join(source, "tokenizer.json"), encoding="utf-8") as file:
        ids = {token["content"]: token["id"] for token in json.load(file)["added_tokens"]}
    begin, end = (ids[manifest["specialTokens"][name]] for name in ("bos", "eos"))
    return {"bos_token_id": begin, "eos_token_id": end, "pad_token_id": end}


def config_of(manifest):
    shape = manifest["shape"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": ACTIVATION,
        "hidden_size": shape["hiddenSize"],
        "num_hidden_layers": shape["layers"],
        "num_attention_heads": shape["attentionHeads"],
        "num_key_value_heads": shape["keyValueHeads"],
        "head_dim": shape["headDim"],
        "vocab_size": shape["vocabSize"],
        "max_position_embeddings": shape["maxPositions"],
        "tie_word_embeddings": True,
    }


def tokenizer_config_of(manifest):
    tokens = manifest["specialTokens"]
    return {
        "tokenizer_class": "GPT2Tokenizer",
        "bos_token": tokens["bos"],
        "eos_token": tokens["eos"],
        "unk_token": tokens["unknown"],
        "pad_token": tokens["eos"],
        "clean_up_tokenization_spaces": False,
        "model_max_length": manifest["shape"]["maxPositions"],
    }


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_folder")
    parser.add_argument("out_folder")
    arguments = parser.parse_args()
    source, target = arguments.model_folder, arguments.out_folder
    with open(os.path.join(source, "model.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    os.makedirs(os.path.join(target, "onnx"), exist_ok=True)

    # The weights stay in their files, which the graph names: only the graph is written anew.
    model = onnx.load(os.path.join(source, manifest["graph"]), load_external_data=False)
    onnx.save_model(rewrite(model, manifest["shape"]), os.path.join(target, "onnx", "model.onnx"))
    for name in manifest["files"]:
        if name.endswith(".bin"):
            shutil.copyfile(os.path.join(source, name), os.path.join(target, "onnx", name))
    shutil.copyfile(os.path.join(source, "tokenizer.json"), os.path.join(target, "tokenizer.json"))
    token_ids = control_token_ids(source, manifest)
    write_json(os.path.join(target, "tokenizer_config.json"), tokenizer_config_of(manifest))
    write_json(os.path.join(target, "config.json"), config_of(manifest) | token_ids)
    write_json(os.path.join(target, "generation_config.json"), token_ids)
    print(f"{target}: {', '.join(sorted(os.listdir(target)))}")


if __name__ == "__main__":
    main()
