import type { Engine } from '@maaza/core';

/** The embedded model, loaded with the first text that no cache answers: a run that is all cache hits starts at once and stays small. */
export async function createLazyEngine(): Promise<Engine> {
  const { checkSchema, createEmbeddedEngine, openModelFolder } = await import('@maaza/core');
  const folder = await openModelFolder();
  let loading: Promise<Engine> | undefined;
  return {
    modelId: folder.manifest.id,
    weightsDigest: folder.digest,
    checkSchema,
    extract: async (request) => {
      loading ??= createEmbeddedEngine({ modelDirectory: folder.directory });
      return (await loading).extract(request);
    },
    dispose: async () => (await loading)?.dispose(),
  };
}
