import { type CompiledValidator, createAjvValidator, type JsonSchema, type JsonValue } from '@maaza/core';
import { scoreItem, type Tally, tallyAll } from '@maaza/core/evaluation';
import { pruneAnswer } from '../../../packages/core/src/extract/answer-schema.js';
import type { Answer } from './engine-process.js';
import type { Task } from './tasks.js';

/** How good one answer is, so that speed is not bought with nothing. */
export interface Verdict {
  /**
   * `incomplete`: fits but for required values that are missing, which is an honest answer. `unreadable`: no JSON, as where an engine was cut short.
   */
  readonly fit: 'valid' | 'incomplete' | 'invalid' | 'unreadable';
  readonly tally: Tally;
  /** the data as text, to compare answers */
  readonly fingerprint: string;
}

/** Holds answers against schema and expectation; the same way for all engines. */
export class Judge {
  readonly #ajv = createAjvValidator();
  readonly #validators = new Map<JsonSchema, CompiledValidator>();

  judge(task: Task, answer: Answer): Verdict {
    const data = readData(task, answer);
    const fit = data === undefined ? 'unreadable' : this.#fit(task.schema, data);
    return { fit, tally: tallyAll(scoreItem(task, data)), fingerprint: JSON.stringify(data) ?? '' };
  }

  #fit(schema: JsonSchema, data: JsonValue): Verdict['fit'] {
    let validator = this.#validators.get(schema);
    if (!validator) {
      validator = this.#ajv.compile(schema);
      this.#validators.set(schema, validator);
    }
    const { errors } = validator.validate(data);
    if (errors.length === 0) return 'valid';
    return errors.every(({ keyword }) => keyword === 'required') ? 'incomplete' : 'invalid';
  }
}

/** Peers write null where there is nothing; what the schema does not allow to be null is left out, as our engine does. */
function readData({ schema }: Task, { output, data }: Answer): JsonValue | undefined {
  if (output === undefined) return data;
  try {
    return pruneAnswer(JSON.parse(output), schema, () => undefined) as JsonValue;
  } catch {
    return undefined;
  }
}
