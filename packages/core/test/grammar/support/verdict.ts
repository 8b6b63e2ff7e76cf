import type { MaazaError } from '../../../src/errors/index.js';
import type { CompiledGrammar } from '../../../src/grammar/types.js';
import { canonicalText } from './canonical.js';
import { accepts } from './engine.js';
import { createJudge, type Judge } from './judge.js';
import { withoutChecked } from './relaxed.js';
import type { SchemaObject } from './schema-index.js';

/** What one instance showed about one grammar. `checked` and `disputed` are no faults of the grammar. */
export type Outcome =
  | 'right'
  /** taken though invalid: the one thing that must never happen */
  | 'invalid_accepted'
  | 'valid_rejected'
  /** taken though invalid, and only because of a keyword that the report says is checked afterwards */
  | 'checked'
  /** ajv and the label of the data disagree, and the grammar sides with ajv */
  | 'disputed';

export interface Verdict {
  readonly outcome: Outcome;
  readonly text: string;
}

/** Judges what a grammar does with instances, in canonical text. */
export class InstanceJury {
  readonly judge: Judge | undefined;
  readonly #relaxed: Judge | undefined;
  readonly #schema: SchemaObject;
  readonly #grammar: CompiledGrammar;

  constructor(schema: SchemaObject, grammar: CompiledGrammar) {
    this.#schema = schema;
    this.#grammar = grammar;
    this.judge = createJudge(schema);
    const { findings } = grammar.report;
    if (findings.some(({ verdict }) => verdict === 'checked')) this.#relaxed = createJudge(withoutChecked(schema, findings));
  }

  /** @param isValid - the label of the data; left out, ajv gives it */
  judgeInstance(value: unknown, isValid = this.judge?.isValid(value) ?? true): Verdict {
    const text = canonicalText(this.#schema, value, this.judge);
    const taken = accepts(this.#grammar, text);
    return { outcome: this.#outcome(value, taken, isValid), text };
  }

  #outcome(value: unknown, taken: boolean, isValid: boolean): Outcome {
    if (taken === isValid) return 'right';
    if (taken && this.#relaxed?.isValid(value) === true) return 'checked';
    if (this.judge !== undefined && this.judge.isValid(value) === taken) return 'disputed';
    return taken ? 'invalid_accepted' : 'valid_rejected';
  }
}

/** Text of a failure that is enough to run the case again. */
export function describeFailure(schema: SchemaObject, verdict: Verdict): string {
  return `${verdict.outcome} ${verdict.text.slice(0, 400)} under ${JSON.stringify(schema).slice(0, 600)}`;
}

export function describeRefusal(refusal: MaazaError): string {
  return `${refusal.code}: ${refusal.message}`;
}
