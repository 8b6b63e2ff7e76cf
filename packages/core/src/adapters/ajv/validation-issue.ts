import type { ErrorObject } from 'ajv';
import { appendPointer, type ValidationIssue } from '../../validate/index.js';

/** ajv's parameter that names the member an error is about, by keyword. */
const memberParameter: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  dependentRequired: 'missingProperty',
  dependencies: 'missingProperty',
  additionalProperties: 'additionalProperty',
  unevaluatedProperties: 'unevaluatedProperty',
  propertyNames: 'propertyName',
};

/** ajv places an error about a member at the object; here the pointer leads to the member itself. */
export function toValidationIssue(error: ErrorObject): ValidationIssue {
  const params = error.params as Record<string, unknown>;
  const parameter = memberParameter[error.keyword];
  const member = parameter === undefined ? undefined : params[parameter];
  return {
    pointer: typeof member === 'string' ? appendPointer(error.instancePath, member) : error.instancePath,
    keyword: error.keyword.replace(/ schema$/, ''),
    message: error.message ?? `breaks ${error.keyword}`,
    params,
  };
}
