export type { AjvValidatorConfig, FormatMode } from './config.js';
export { createAjvValidator } from './validator.js';
