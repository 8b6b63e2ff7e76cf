import { setTimeout as sleep } from 'node:timers/promises';
import { createExtractor, RequestError } from '@maaza/core';
import { checkSchema } from '@maaza/core/grammar';

/** Reads `name: value` lines; `sleep: 100` takes so long, `fail: code` fails. Everything around it is the real core. */
class ScriptedEngine {
  modelId = 'scripted';
  weightsDigest = '0'.repeat(64);
  calls = 0;

  constructor(delayMs) {
    this.delayMs = delayMs;
  }

  checkSchema(schema) {
    return checkSchema(schema);
  }

  async extract({ text, schema, signal }) {
    this.calls++;
    const lineOf = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
    await sleep(Number(lineOf('sleep') ?? this.delayMs), undefined, { signal });
    if (lineOf('fail')) throw new RequestError(lineOf('fail'), 'as it was asked to');
    const data = {};
    const fields = {};
    const missing = [];
    for (const [name, { type }] of Object.entries(schema.properties ?? {})) {
      const printed = lineOf(name);
      if (printed === undefined) {
        if (schema.required?.includes(name)) missing.push(`/${name}`);
        continue;
      }
      const value = type === 'number' ? Number(printed) : printed;
      const start = text.indexOf(printed);
      data[name] = value;
      fields[`/${name}`] = { value, printed, start, end: start + printed.length, grounded: true, probability: 0.9 };
    }
    return { data, fields, missing, truncated: false, usage: { inputTokens: text.length, outputTokens: 1, modelCalls: 1 } };
  }

  async dispose() {}
}

/** A runner in this thread, for everything that is not about the model. */
export async function createScriptedRunner({ slots = 4, delayMs = 0 } = {}) {
  const engine = new ScriptedEngine(delayMs);
  const extractor = await createExtractor({ engine, cache: false });
  return {
    slots,
    state: 'ready',
    modelId: engine.modelId,
    engine,
    extract: ({ source, schema, options }, signal) =>
      extractor.extract(source.text ?? new TextDecoder().decode(source.document), schema, { ...options, signal }),
    checkSchema: (schema) => extractor.checkSchema(schema),
    dispose: () => extractor.dispose(),
  };
}
