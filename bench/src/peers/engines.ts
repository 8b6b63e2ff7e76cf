import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmbeddedEngineOptions, ExtractOptions } from '@maaza/core';
import { files } from '../../peers/files.mjs';

/** One engine of the comparison: a worker of `bench/peers/workers` and what it is told. */
export interface EngineSpec {
  readonly name: string;
  /** `ours` is what the others are held against; a `variant` is ours with other options; a `peer` is somebody else's */
  readonly kind: 'ours' | 'variant' | 'peer';
  readonly worker: 'maaza' | 'llama-cpp' | 'transformers';
  readonly options: Readonly<Record<string, unknown>>;
  /** files that have to be there; `bench/peers/setup.sh` makes them */
  readonly needs: readonly string[];
}

/** What turns one of our engine's tricks off. A name that the options do not know is a type error here. */
interface Variant {
  readonly name: string;
  readonly embedded?: EmbeddedEngineOptions;
  readonly extract?: ExtractOptions;
}

const variants: readonly Variant[] = [
  { name: 'Maaza without drafts', embedded: { drafts: false } },
  { name: 'Maaza without the prefix cache', embedded: { maxKvCacheBytes: 0 } },
  { name: 'Maaza without a second look at doubtful values', extract: { required: 'trust' } },
];

const ours = (name: string, kind: EngineSpec['kind'], options: EngineSpec['options']): EngineSpec => ({
  name,
  kind,
  worker: 'maaza',
  options,
  needs: [],
});

function llamaCpp(name: string, model: string): EngineSpec {
  return { name, kind: 'peer', worker: 'llama-cpp', options: { model }, needs: [model] };
}

export const nameOfOurs = 'Maaza';

/** All engines, ours first. */
export function listEngines(): EngineSpec[] {
  const { gguf, baseGguf, transformers, transformersParent: parent, transformersName: name } = files;
  return [
    ours(nameOfOurs, 'ours', {}),
    ...variants.map(({ name: variant, ...options }) => ours(variant, 'variant', options)),
    llamaCpp('llama.cpp, same weights, Q8_0', gguf),
    llamaCpp('llama.cpp, base weights, Q4_1', baseGguf ?? 'the base model'),
    { name: 'Transformers.js, same weights, int8', kind: 'peer', worker: 'transformers', options: { parent, name }, needs: [transformers] },
  ];
}

/**
 * A variant of ours from the command line.
 * @param text - `name={"drafts":false}`: options of the embedded model as JSON
 * @returns undefined where the text is not of that form
 */
export function parseVariant(text: string): EngineSpec | undefined {
  const [, name, json] = /^([^=]+)=(\{.*\})$/s.exec(text) ?? [];
  if (name === undefined || json === undefined) return undefined;
  try {
    return ours(name, 'variant', { embedded: JSON.parse(json) as object });
  } catch {
    return undefined;
  }
}

/** What has to be there and is not. */
export function missingFiles(engines: readonly EngineSpec[]): string[] {
  const needed = new Set(engines.flatMap(({ needs }) => needs));
  if (engines.some(({ kind }) => kind === 'peer')) needed.add(fileURLToPath(new URL('../../peers/node_modules/', import.meta.url)));
  return [...needed].filter((path) => !existsSync(path));
}
