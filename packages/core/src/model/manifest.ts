import { type Calibration, isCalibration } from '../calibrate/index.js';
import { ModelError } from '../errors/index.js';

/** `model.json` of a model package. */
export interface ModelManifest {
  readonly id: string;
  readonly version: string;
  readonly license: string;
  readonly base: string;
  readonly quantization: string;
  readonly promptFormat: string;
  readonly graph: string;
  readonly shape: {
    readonly vocabSize: number;
    readonly hiddenSize: number;
    readonly layers: number;
    readonly attentionHeads: number;
    readonly keyValueHeads: number;
    readonly headDim: number;
    readonly maxPositions: number;
  };
  readonly specialTokens: { readonly bos: string; readonly eos: string; readonly unknown: string };
  /** what is known of the model's probabilities; without it they stay raw */
  readonly calibration?: Calibration;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const supportedPromptFormat = 'schema-text-json/1';

/**
 * Checks the members that the engine relies on.
 * @throws {ModelError} `model_damaged`
 */
export function parseModelManifest(json: string): ModelManifest {
  const damaged = (why: string, cause?: unknown) =>
    new ModelError('model_damaged', `model.json ${why}`, { details: { file: 'model.json' }, cause });
  let manifest: Partial<ModelManifest>;
  try {
    manifest = JSON.parse(json) as Partial<ModelManifest>;
  } catch (cause) {
    throw damaged('is not JSON', cause);
  }
  if (!manifest.id || !manifest.version || !manifest.graph || !manifest.shape || !manifest.files || !manifest.specialTokens) {
    throw damaged('lacks one of id, version, graph, shape, files, specialTokens');
  }
  if (manifest.promptFormat !== supportedPromptFormat) {
    throw damaged(`wants the prompt format ${manifest.promptFormat}; this version of Maaza knows ${supportedPromptFormat}`);
  }
  for (const file of [manifest.graph, 'tokenizer.json']) if (!(file in manifest.files)) throw damaged(`does not list ${file}`);
  if (manifest.calibration !== undefined && !isCalibration(manifest.calibration)) throw damaged('has a calibration that is none');
  for (const name of Object.keys(manifest.files))
    if (/[\\/]|^\./.test(name)) throw damaged(`lists ${name}, which is not a plain file name`);
  return manifest as ModelManifest;
}
