import type { CompiledValidator } from '../validate/index.js';
import type { EngineAnswer } from './engine.js';
import type { ExtractionError } from './types.js';

/** Keywords that only fail where the text gives too little: decoding writes as much as they ask for. */
const LACKING: ReadonlySet<string | undefined> = new Set(['required', 'minItems']);

/** What is wrong with an answer: what is missing, what breaks the schema, and whether it was cut short. */
export function judge(answer: EngineAnswer, validator: CompiledValidator): ExtractionError[] {
  const errors: ExtractionError[] = answer.missing.map((pointer) => ({
    code: 'missing_field',
    pointer,
    keyword: 'required',
    message: `${pointer} is required, and the text does not give it`,
  }));
  const missing = new Set(answer.missing);
  for (const { pointer, keyword, message } of validator.validate(answer.data).errors) {
    if (keyword === 'required' && missing.has(pointer)) continue;
    errors.push({ code: LACKING.has(keyword) ? 'missing_field' : 'invalid_value', pointer, keyword, message });
  }
  if (answer.truncated)
    errors.push({ code: 'truncated', pointer: '', message: 'the answer reached its limit before its end and was closed early' });
  return errors;
}
