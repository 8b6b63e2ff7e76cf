export { type ErrorCode, errorCodes } from './codes.js';
export {
  AbortedError,
  DecodeError,
  DependencyError,
  DocumentError,
  GrammarError,
  ModelError,
  RequestError,
  SchemaError,
  StoreError,
  ValidationError,
} from './families.js';
export { type ErrorDetails, MaazaError, type MaazaErrorOptions } from './maaza-error.js';
