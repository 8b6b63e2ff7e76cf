import type { Calibration } from '../../calibrate/index.js';
import type { Generation } from '../../decode/generation.js';
import type { DecodedLeaf } from '../../decode/leaf.js';
import type { SourceText } from '../../decode/source-text.js';
import { createGrounder, type Grounder } from '../../ground/index.js';
import { closedPart } from '../../json/closed-part.js';
import { isSchemaObject, type JsonSchema } from '../../schema/json-schema.js';
import type { EngineRequest, PartialAnswer } from '../engine.js';
import { atPointer } from '../json-pointer.js';
import { describeLeaf, type LeafDescription } from '../leaf-description.js';
import { isBeyondDoubt, isEmptyCopy } from '../read-answer.js';
import { type FieldContext, readField } from '../read-fields.js';
import type { ExtractedField, JsonValue } from '../types.js';
import { keysUntilSure } from './giving-up.js';

export interface SettledLeavesConfig {
  readonly request: EngineRequest;
  /** the caller's */
  readonly schema: JsonSchema;
  readonly source: SourceText;
  readonly calibration: Calibration;
}

/** A schema that asks for more leaves than this may get none filled in from what the text gives of its kind; see `isOnlyLeaf`. */
const LEAVES_OF_A_LONE_VALUE = 2;

/**
 * Says of a generation under way which of its values `readAnswer` will leave as they are. A value waits where a second look may take it out,
 * where other values decide what its print says, and where the answer may still be given up.
 */
export class SettledLeaves {
  readonly #config: SettledLeavesConfig;
  readonly #grounder: Grounder;
  readonly #described = new Map<string, LeafDescription>();
  readonly #settled: Record<string, ExtractedField> = {};
  #waiting: DecodedLeaf[] = [];
  #seen = 0;
  readonly #keysUntilSure: number;

  constructor(config: SettledLeavesConfig) {
    const { request, schema } = config;
    const { text, dateOrder, decimalMark, referenceDate } = request;
    this.#config = config;
    this.#grounder = createGrounder(text, { dateOrder, decimalMark, referenceDate });
    this.#keysUntilSure = request.verbatim ? keysUntilSure(schema) : 0;
  }

  /** @returns undefined where nothing was settled since the last call */
  read(generation: Generation): PartialAnswer | undefined {
    const { closedLeaves, openContainer } = generation;
    if (closedLeaves.length === this.#seen && openContainer !== undefined) return undefined;
    for (const leaf of closedLeaves.slice(this.#seen)) {
      this.#described.set(leaf.pointer, describeLeaf(this.#config.schema, leaf.pointer));
      this.#waiting.push(leaf);
    }
    this.#seen = closedLeaves.length;
    const text = closedPart(generation.text);
    if (text === undefined || generation.isHopeless) return undefined;
    const answer: unknown = JSON.parse(text);
    if (openContainer !== undefined && this.#keysUntilSure > 0 && keysOf(answer) <= this.#keysUntilSure) return undefined;
    this.#waiting = this.#waiting.filter((leaf) => !this.#settle(leaf, answer));
    return { answer, settled: { ...this.#settled }, openContainer };
  }

  #settle(leaf: DecodedLeaf, answer: unknown): boolean {
    const { request, schema, calibration } = this.#config;
    if (request.required === 'verify' && !isBeyondDoubt(leaf, schema, calibration)) return false;
    const written = atPointer(answer, leaf.pointer) as JsonValue;
    const value = isEmptyCopy(leaf, written, this.#config) ? null : written;
    if (!this.#isOwnPrint(leaf.pointer, value)) return false;
    this.#settled[leaf.pointer] = readField(leaf, value, this.#settled, this.#context);
    return true;
  }

  /** Whether neither the print nor the other values of the answer can make another value of it. */
  #isOwnPrint(pointer: string, value: JsonValue): boolean {
    const { schema, isNormalised } = this.#described.get(pointer)!;
    if (!isNormalised) return true;
    const isAlone = this.#described.size <= LEAVES_OF_A_LONE_VALUE && !/\/\d+(?:\/|$)/.test(pointer);
    if (isAlone) return false;
    return value === null || this.#grounder.isPrinted({ value: value as string | number | boolean, schema });
  }

  get #context(): FieldContext {
    return { ...this.#config, grounder: this.#grounder, described: this.#described, leavesOfKind: new Map() };
  }
}

const keysOf = (answer: unknown): number => (isSchemaObject(answer) ? Object.keys(answer).length : 0);
