import { assembleEngine, loadTokenizer } from '../../src/extract/embedded-engine.js';
import type { Engine } from '../../src/extract/engine.js';
import { openModelFolder } from '../../src/model/model-folder.js';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.js';
import { ScriptedModel } from './scripted-model.js';

let tokenizer: Promise<Tokenizer> | undefined;

/** The tokenizer of the real model, read once per test file. */
export async function realTokenizer(): Promise<Tokenizer> {
  tokenizer ??= openModelFolder().then(loadTokenizer);
  return tokenizer;
}

/** The embedded engine over a model that decides at random. */
export async function createScriptedEngine(seed: number): Promise<{ engine: Engine; model: ScriptedModel }> {
  const folder = await openModelFolder();
  const model = new ScriptedModel(folder.manifest.shape.vocabSize, seed);
  return { engine: assembleEngine({ folder, model, tokenizer: await realTokenizer() }), model };
}
