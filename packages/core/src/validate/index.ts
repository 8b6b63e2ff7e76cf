export { appendPointer, pointerOf } from './json-pointer.js';
export { schemaLimits, schemaToJson } from './schema-to-json.js';
export type { CompiledValidator, ValidationIssue, ValidationResult, Validator } from './validator.js';
