/**
 * Checks that the files made for the peers hold the embedded model: the same token ids, and nearly the same logits after a prompt.
 * `node check.mjs`, after `setup.sh`. Exit code 1 where they do not agree.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoTokenizer, env } from '@huggingface/transformers';
import { getLlama } from 'node-llama-cpp';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { files } from './files.mjs';

const frame = (schema, text) =>
  `<|im_start|>schema\n${schema}<|im_end|>\n<|im_start|>text\n${text}<|im_end|>\n<|im_start|>json\n{"${schema.split(/[?:]/)[0]}":`;

const prompts = [
  frame('customer: string\ntotal: number\n', 'Order 12345 by Amina Diallo, 149.99 EUR'),
  frame('due?: date\n', 'Bitte überweisen Sie den Betrag von 1.234,56 € bis zum 5. März 2024.'),
  frame('paid?: boolean\nshop: string\n', 'HARBOUR BOOKS\n2 x notebook 7.80\nTOTAL EUR 15.60\nThank you!'),
];

/** The two layouts differ in how a run says where it is; one run over a whole prompt needs no cache before it. */
async function onnxLogits(session, ids, { layers, keyValueHeads, headDim }, isOwnLayout) {
  const length = ids.length;
  const int64 = (values, dims) => new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  const feeds = { input_ids: int64(ids, [1, length]) };
  if (isOwnLayout) {
    feeds.seqlens_k = new Tensor('int32', Int32Array.of(length - 1), [1]);
    feeds.total_sequence_length = new Tensor('int32', Int32Array.of(length), []);
    feeds.logit_index = int64([length - 1], [1]);
  } else {
    feeds.attention_mask = int64(new Array(length).fill(1), [1, length]);
    feeds.num_logits_to_keep = int64([1], []);
  }
  for (let layer = 0; layer < layers; layer++) {
    for (const kind of ['key', 'value']) {
      const positions = isOwnLayout ? length : 0;
      const dims = [1, keyValueHeads, positions, headDim];
      feeds[`past_key_values.${layer}.${kind}`] = new Tensor('float32', new Float32Array(keyValueHeads * positions * headDim), dims);
    }
  }
  const { logits } = await session.run(feeds, ['logits']);
  return logits.data;
}

async function llamaLogits(context, ids, vocabSize) {
  const sequence = context.getSequence();
  const input = ids.map((id, at) => (at === ids.length - 1 ? [id, { generateNext: { logits: true } }] : id));
  const answers = await sequence.controlledEvaluate(input);
  const logits = new Float32Array(vocabSize);
  for (const [token, logit] of answers.at(-1).next.logits) logits[token] = logit;
  sequence.dispose();
  return logits;
}

/** Pearson's r: logits mean nothing by their offset. */
function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

const best = (logits) => logits.reduce((top, value, id) => (value > logits[top] ? id : top), 0);

const { shape } = JSON.parse(readFileSync(join(files.model, 'model.json'), 'utf8'));
env.allowRemoteModels = false;
env.localModelPath = files.transformersParent;
const tokenizer = await AutoTokenizer.from_pretrained(files.transformersName);
const own = await InferenceSession.create(join(files.model, 'model.onnx'));
const converted = await InferenceSession.create(join(files.transformers, 'onnx', 'model.onnx'));
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 2 });
const model = await llama.loadModel({ modelPath: files.gguf });
const context = await model.createContext({ contextSize: 512, threads: 2 });

let isGood = true;
for (const prompt of prompts) {
  const ids = tokenizer(prompt, { add_special_tokens: false, return_tensor: false }).input_ids;
  const llamaIds = model.tokenize(prompt, true);
  const sameIds = ids.length === llamaIds.length && ids.every((id, at) => id === llamaIds[at]);
  const expected = await onnxLogits(own, ids, shape, true);
  const given = {
    'Transformers.js layout': await onnxLogits(converted, ids, shape, false),
    GGUF: await llamaLogits(context, ids, shape.vocabSize),
  };
  console.log(
    `${ids.length} tokens, ${sameIds ? 'the same' : 'DIFFERENT'} for llama.cpp; next: ${JSON.stringify(model.detokenize([best(expected)]))}`,
  );
  isGood &&= sameIds;
  for (const [name, logits] of Object.entries(given)) {
    const r = correlation(expected, logits);
    const isClose = r > 0.98 && best(logits) === best(expected);
    console.log(`  ${name}: r = ${r.toFixed(5)}, next: ${JSON.stringify(model.detokenize([best(logits)]))}${isClose ? '' : ' — TOO FAR'}`);
    isGood &&= isClose;
  }
}
process.exitCode = isGood ? 0 : 1;
await llama.dispose();
